"""What the rest of the store relies on, held for both bindings."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from indexer.errors import BadDatalog, IndexDamaged, MissingExtra, PermissionDenied, QueryTimeout, WriteRefused
from indexer.store.engine import Binding, Engine, checked, disk_error

SLOW = "a[x] := x in int_range(1200)\n?[count(x)] := a[x], a[y], a[z], x + y + z < 0"


@pytest.fixture
def engine(binding: Binding, tmp_path: Path) -> Engine:
    return Engine(binding, tmp_path / "x.db", create=True)


def test_rows_come_back_as_they_went_in(engine: Engine) -> None:
    """Strings with anything in them, lists, nulls, JSON and large integers survive."""
    engine.run(":create t {k: Int => s: String, l: [String], n: Int?, j: Json, f: Float, b: Bool}")
    row = [2**63 - 1, '"q" \'\\ \n\t\0 \u00e9 \U0001f600 :put {', ["a", ""], None, {"a": [1, None]}, 0.1, True]
    engine.load("t", ["k", "s", "l", "n", "j", "f", "b"], [row])
    assert engine.run("?[k, s, l, n, j, f, b] := *t{k, s, l, n, j, f, b}").rows == [row]


def test_loading_keeps_secondary_indexes_true(engine: Engine) -> None:
    """`load` fills a secondary index that exists, and replaces its entry when a row is replaced."""
    engine.run(":create t {k: Int => name: String}")
    engine.run("::index create t:by_name {name}")
    engine.load("t", ["k", "name"], [[1, "a"], [2, "b"]])
    engine.load("t", ["k", "name"], [[1, "c"]])
    assert engine.run("?[name, k] := *t:by_name{name, k}").rows == [["b", 2], ["c", 1]]


def test_only_put_fills_a_full_text_index(engine: Engine) -> None:
    """`load` leaves a full-text index as it is; `put` keeps it true. The writer relies on knowing which."""
    engine.run(":create t {k: Int => body: String}")
    engine.run("::fts create t:words {extractor: body, tokenizer: Simple, filters: [Lowercase]}")
    engine.load("t", ["k", "body"], [[1, "loaded words"]])
    engine.put("t", ["k", "body"], [[2, "put words"]])
    assert engine.run("?[k] := ~t:words{k | query: 'WORDS', k: 5}").rows == [[2]]


def test_a_file_outlives_its_engine(engine: Engine, binding: Binding) -> None:
    """What was written is there when the file is opened again."""
    engine.run(":create t {k: Int}")
    engine.load("t", ["k"], [[1]])
    engine.close()
    assert engine.path is not None
    assert Engine(binding, engine.path).run("?[k] := *t{k}").rows == [[1]]


def test_each_binding_reads_the_file_of_the_other(tmp_path: Path) -> None:
    """The file format is one, tables prepared by us included."""
    pytest.importorskip("cozo_embedded")
    for writer, reader in (("mnestic", "pycozo"), ("pycozo", "mnestic")):
        path = tmp_path / f"{writer}.db"
        engine = Engine(writer, path, create=True)
        engine.run(":create t {k: Int => v: String}")
        engine.load("t", ["k", "v"], [[1, "x"]])
        engine.close()
        assert Engine(reader, path).run("?[k, v] := *t{k, v}").rows == [[1, "x"]]


def test_rows_are_copied_from_another_file(engine: Engine, binding: Binding, tmp_path: Path) -> None:
    """`copy_from` takes a relation over as it is."""
    other = Engine(binding, tmp_path / "y.db", create=True)
    for one in (other, engine):
        one.run(":create t {k: Int => v: <F32; 2>}")
    other.load("t", ["k", "v"], [[1, [0.5, 0.25]]])
    other.close()
    assert other.path is not None
    engine.copy_from(other.path, "t")
    assert engine.run("?[k, v] := *t{k, v}").rows == [[1, [0.5, 0.25]]]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("?[a] := *nothing{a}", "nothing"),
        ("?[a := 3", "unexpected input"),
        ("", "unexpected input"),
        ("?[a] <- [[1 / 'x']]", "division requires numbers"),
        ("?[a] <- [[$missing]]", "missing"),
    ],
)
def test_a_wrong_script_is_told_in_one_line(engine: Engine, script: str, words: str) -> None:
    """The engine's message arrives without colours, boxes or line breaks."""
    with pytest.raises(BadDatalog, match=words) as caught:
        engine.run(script)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_a_write_is_refused_where_only_reading_is_allowed(engine: Engine) -> None:
    """`immutable` holds back queries and system operations that write."""
    for script in ("?[a] <- [[1]] :create t {a}", "{?[a] <- [[1]] :create t {a}}", "::compact"):
        with pytest.raises(WriteRefused):
            engine.run(script, immutable=True)


def test_a_query_that_takes_too_long_is_given_up(binding: Binding) -> None:
    """A query past its time raises; the next one runs."""
    engine = Engine(binding)
    with pytest.raises(QueryTimeout):
        engine.run(SLOW if binding == "mnestic" else SLOW.replace("1200", "150"), timeout=0.05)
    assert engine.run("?[a] <- [[1]]", timeout=5).rows == [[1]]


def test_an_error_within_the_time_is_the_error(binding: Binding) -> None:
    """A time limit does not hide what is wrong with a script."""
    with pytest.raises(BadDatalog):
        Engine(binding).run("?[", timeout=5)


def test_a_binding_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(MissingExtra, match=r"codalog\[pycozo\]"):
        Engine("pycozo")


@pytest.mark.parametrize("damage", ["empty", "garbage", "cut", "header"])
def test_a_damaged_file_is_found_before_the_engine_panics(engine: Engine, binding: Binding, damage: str) -> None:
    """Whatever is wrong with the file, the answer is IndexDamaged."""
    engine.run(":create t {k: Int => v: String}")
    engine.load("t", ["k", "v"], [[n, "x" * 500] for n in range(500)])
    engine.close()
    assert engine.path is not None
    whole = engine.path.read_bytes()
    bad = {"empty": b"", "garbage": b"hello" * 9000, "cut": whole[: len(whole) // 2], "header": whole[:60]}
    engine.path.write_bytes(bad[damage])
    with pytest.raises(IndexDamaged, match="build it again"):
        Engine(binding, engine.path)


def test_a_missing_file_is_not_made_by_opening(binding: Binding, tmp_path: Path) -> None:
    """Only a writer makes files."""
    with pytest.raises(IndexDamaged):
        Engine(binding, tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_no_right_to_read_is_its_own_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is not called damaged."""

    def denied(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(PermissionDenied):
        checked(tmp_path / "x.db")


def test_no_right_to_write_is_its_own_error(binding: Binding, tmp_path: Path) -> None:
    """A database that cannot be made where it should be says so, with the place."""
    with pytest.raises(PermissionDenied, match="none"):
        Engine(binding, tmp_path / "none" / "x.db", create=True)


def test_errors_of_the_file_system_become_ours() -> None:
    """No space, no right, and the rest are told apart."""
    names = [type(disk_error(OSError(number, "x"), Path("f"))).__name__ for number in (28, 27, 13, 30, 5)]
    assert names == ["DiskFull", "DiskFull", "PermissionDenied", "PermissionDenied", "IndexDamaged"]
