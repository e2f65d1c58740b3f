"""A change that is taken back at once, while watching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from indexer.pipeline import taken_back
from indexer.pipeline.session import Session
from indexer.store.reader import IndexReader
from indexer.store.schema import load_schema
from tests.pipeline.conftest import Checkout

BEFORE = {
    "a.py": "import b\n\n\ndef one():\n    return b.two()\n\n\ndef other():\n    return len('')\n",
    "b.py": "def two():\n    return 1\n",
}
CHANGES: dict[str, dict[str, str | None]] = {
    "a body": {"b.py": "def two():\n    return 2\n"},
    "a name, and who uses it": {
        "b.py": "def deux():\n    return 1\n",
        "a.py": "import b\n\n\ndef one():\n    return b.deux()\n",
    },
    "a new file": {"c.py": "import a\n\n\ndef three():\n    return a.one() + abs(1)\n"},
    "a file that is gone": {"b.py": None},
    "a comment": {"b.py": "# a remark\ndef two():\n    return 1\n"},
}
_DATES = ("mtime_ns", "inode")
_KEPT = frozenset({"node", "meta"})
"""Relations in which something may stay: bodies wait for garbage collection, and the last look has a time."""
_PACKED = frozenset({"facts", "flow", "asked"})
"""Relations whose rows hold what may be packed in several ways."""


class Watched:
    """A repository and what a watch keeps of its index."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.session = Session(1_000)
        checkout.write(BEFORE)
        checkout.index(session=self.session)
        checkout.write({"b.py": "def two():\n    return 0\n"})
        self.save(BEFORE | {"a.py": BEFORE["a.py"] + "\n\ndef last():\n    return two\n"})

    def save(self, files: Mapping[str, str | None]) -> None:
        """Saves or removes files; takes that in."""
        for path, text in files.items():
            if text is None:
                (self.checkout.root / path).unlink(missing_ok=True)
            else:
                self.checkout.write({path: text})
        self.checkout.index(session=self.session, paths=set(files))
        self.session.prepare(self.checkout.folder(), self.checkout.settings())

    def texts(self, files: Mapping[str, str | None]) -> dict[str, str | None]:
        """What these files hold; None for those that are not there."""
        places = {path: self.checkout.root / path for path in files}
        return {path: file.read_text(encoding="utf-8") if file.exists() else None for path, file in places.items()}

    def everything(self) -> dict[str, list[Any]]:
        """All rows, without dates of files."""
        with IndexReader(self.checkout.folder()) as reader:
            found = {}
            for relation in load_schema().relations:
                columns = [name for name in relation.headers if relation.name != "file" or name not in _DATES]
                columns = [name for name in columns if relation.name not in _PACKED or name not in ("part", "packed")]
                script = f"?[{', '.join(columns)}] := *{relation.name}{{{', '.join(columns)}}}"
                if relation.name not in _KEPT:
                    found[relation.name] = sorted(map(repr, reader.run(script).rows))
            return found


@pytest.fixture
def watched(checkout: Checkout) -> Iterator[Watched]:
    """One that has run some times."""
    found = Watched(checkout)
    yield found
    found.session.close()


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_what_is_taken_back_within_a_second_leaves_no_trace(
    watched: Watched, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All rows are those from before, with their stamps, runs and versions; and the next change is taken in as ever."""
    monkeypatch.setattr(taken_back, "WITHIN", 10**9)
    before, texts = watched.everything(), watched.texts(CHANGES[change])
    watched.save(CHANGES[change])
    assert watched.everything() != before
    watched.save(texts)
    assert watched.everything() == before
    watched.save({"b.py": "def two():\n    return other()\n\n\ndef other(): pass\n"})
    assert watched.checkout.rows() == watched.checkout.fresh()
    assert len(watched.everything()["run"]) == len(before["run"]) + 1


def test_what_is_taken_back_later_is_a_change(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was so for a while, and is told."""
    monkeypatch.setattr(taken_back, "WITHIN", -1)
    before, texts = watched.everything(), watched.texts(CHANGES["a body"])
    watched.save(CHANGES["a body"])
    watched.save(texts)
    assert len(watched.everything()["run"]) == len(before["run"]) + 2
    assert len(watched.everything()["version"]) > len(before["version"])


def test_what_is_taken_back_in_part_is_a_change(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of two files is what it was, the other not; or one more changes."""
    monkeypatch.setattr(taken_back, "WITHIN", 10**9)
    runs = len(watched.everything()["run"])
    both = CHANGES["a name, and who uses it"]
    texts = watched.texts(both)
    watched.save(both)
    watched.save({"a.py": texts["a.py"]})
    assert len(watched.everything()["run"]) == runs + 2
    watched.save({"a.py": both["a.py"]})
    assert len(watched.everything()["run"]) == runs + 1
    watched.save(texts | {"c.py": "def new(): pass\n"})
    assert len(watched.everything()["run"]) == runs + 2
    assert watched.checkout.rows() == watched.checkout.fresh()
