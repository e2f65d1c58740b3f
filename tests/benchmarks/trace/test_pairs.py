"""Executed pairs that a reader of the source could have found."""

import json
from pathlib import Path

import pytest

from benchmarks.trace.pairs import Pair, Place, Source, pairs, write_pairs

TEXT = """\
import functools


def plain():
    pass


class Base:
    def __init__(self):
        plain()

    @functools.cache
    def run(self):
        return [self.step(x) for x in ()]

    def step(self, x):
        def inner():
            return x.run()
        return (lambda: Base())() or inner


class Sub(Base):
    def run(self):
        return super().run() or self.other.step(1)


Sub()
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "m.py").write_text(TEXT, encoding="utf-8")
    return tmp_path


def kept(root: Path, *rows: tuple[int, str, int, str, str]) -> list[Pair]:
    raw = root / "raw.jsonl"
    lines = [json.dumps(["m.py", line, caller, "m.py", to, callee, made]) for line, caller, to, callee, made in rows]
    raw.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(pairs(raw, root))


@pytest.mark.parametrize(
    ("row", "name", "form"),
    [
        ((9, "Base.__init__", 4, "plain", ""), "plain", "plain name"),
        ((12, "Base.run", 16, "Base.step", ""), "step", "self"),
        ((23, "Sub.run", 12, "Base.run", ""), "run", "super"),
        ((23, "Sub.run", 16, "Base.step", ""), "step", "a.b.m()"),
        ((17, "Base.step.<locals>.inner", 12, "Base.run", ""), "run", "x.m()"),
    ],
)
def test_form_of_a_call(root: Path, row: tuple[int, str, int, str, str], name: str, form: str) -> None:
    """A pair is kept under the name and in the form in which its call is written."""
    (pair,) = kept(root, row)
    assert (pair.name, pair.form) == (name, form)


def test_a_decorated_function_is_placed_at_its_def(root: Path) -> None:
    """Code objects start at the first decorator; places are at the `def`."""
    (pair,) = kept(root, (23, "Sub.run", 12, "Base.run", ""))
    assert pair.callee == Place("m.py", 13, "run")


def test_anonymous_code_counts_as_what_surrounds_it(root: Path) -> None:
    """A comprehension's and a lambda's calls are their function's."""
    first, second = kept(
        root,
        (14, "Base.run.<locals>.<listcomp>", 16, "Base.step", ""),
        (19, "Base.step.<locals>.<lambda>", 9, "Base.__init__", "Base"),
    )
    assert first.caller == Place("m.py", 13, "run")
    assert second.caller == Place("m.py", 16, "step")


def test_a_class_that_inherits_its_init_is_told_apart(root: Path) -> None:
    """`Sub()` that runs a base's `__init__` is kept with the name of the class made."""
    (pair,) = kept(root, (1, "<module>", 9, "Base.__init__", "Sub"))
    assert (pair.name, pair.made, pair.form) == ("Sub", "Sub", "constructor")


@pytest.mark.parametrize(
    "row",
    [
        (4, "plain", 16, "Base.step", ""),
        (1, "<module>", 8, "Base", ""),
        (9, "Base.__init__", 19, "Base.step.<locals>.<lambda>", ""),
        (99, "gone", 4, "plain", ""),
    ],
    ids=["not written", "class body", "lambda", "generated code"],
)
def test_what_is_not_written_is_left_out(root: Path, row: tuple[int, str, int, str, str]) -> None:
    """A call that no name in the caller's text shows is no pair."""
    assert kept(root, row) == []


def test_files_that_do_not_parse_have_no_places(tmp_path: Path) -> None:
    """Broken or missing files are passed over."""
    (tmp_path / "broken.py").write_text("def (", encoding="utf-8")
    source = Source(tmp_path)
    assert source.find("broken.py", 1, "<module>") is None
    assert source.find("missing.py", 1, "<module>") is None


def test_pairs_are_written_once_and_sorted(root: Path) -> None:
    """The trace is deterministic: one line a pair, whatever the order of calls."""
    rows = [(23, "Sub.run", 12, "Base.run", ""), (9, "Base.__init__", 4, "plain", "")]
    kept(root, *rows, *rows)
    assert write_pairs(root / "raw.jsonl", root, root / "trace.jsonl") == (2, 4)
    names = [json.loads(line)["name"] for line in (root / "trace.jsonl").read_text(encoding="utf-8").splitlines()]
    assert names == ["plain", "run"]
