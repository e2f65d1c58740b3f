"""What `gc` removes, what it keeps, and that an archive gives it back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.codegraph import CodeGraph
from indexer.errors import BadParameter
from indexer.pipeline import index_repository
from indexer.query.fingerprint import fingerprints
from indexer.settings import Settings
from indexer.store.archive import Archive
from indexer.store.folder import index_folder
from indexer.store.reader import IndexReader

pytest.importorskip("pyarrow")


class Aged:
    """A repository whose one function had three bodies."""

    def __init__(self, place: Path) -> None:
        self.root = place / "repo"
        self.root.mkdir()
        self.settings = Settings(data_dir=place / "data", embed=True, embedder="lexical", workers=1)
        for number in range(3):
            (self.root / "m.py").write_text(f"def f():\n    return {number}\n")
            index_repository(self.root, self.settings)
        self.archive = place / "archive"

    def count(self, relation: str, key: str) -> int:
        with IndexReader(index_folder(self.root, data_dir=self.settings.data_dir)) as reader:
            return int(reader.run(f"?[count({key})] := *{relation}{{{key}}}").rows[0][0])

    def print(self) -> str:
        with IndexReader(index_folder(self.root, data_dir=self.settings.data_dir)) as reader:
            return fingerprints(reader)["all"]

    def history(self) -> list[str]:
        with CodeGraph.open(self.root, settings=self.settings) as graph:
            return [version.source for version in graph.history("m.f")]

    def gc(self, older_than: float) -> tuple[int, ...]:
        return tuple(CodeGraph.gc(self.root, older_than=older_than, archive=self.archive, settings=self.settings))


@pytest.fixture
def aged(tmp_path: Path) -> Aged:
    """One."""
    return Aged(tmp_path)


def test_what_is_young_stays(aged: Aged) -> None:
    """Nothing was replaced before the first run."""
    assert aged.gc(0.0) == (0, 0, 0, 0)
    assert len(aged.history()) == 3


def test_what_was_replaced_goes_and_the_present_stays(aged: Aged) -> None:
    """Versions, bodies and vectors of the past are gone; what is there now is untouched."""
    before = aged.print()
    versions, nodes, _, vectors = aged.gc(time.time())
    assert versions >= 4  # two of the function, two of its module
    assert nodes == vectors == 4
    assert aged.print() == before
    assert aged.history() == ["def f():\n    return 2"]
    assert aged.count("node", "key") == 2
    assert aged.gc(time.time()) == (0, 0, 0, 0)


def test_an_archive_gives_it_back(aged: Aged) -> None:
    """Row for row, whatever was removed; what is there already is not doubled."""
    history, versions = aged.history(), aged.count("version", "symbol")
    aged.gc(time.time())
    assert {one.relation for one in Archive(aged.archive).files()} == {"version", "node"}
    for _ in range(2):
        CodeGraph.restore(aged.archive, aged.root, settings=aged.settings)
        assert aged.history() == history
        assert aged.count("version", "symbol") == versions


def test_a_second_collection_joins_the_files_of_the_first(aged: Aged) -> None:
    """One file a relation and month, with all rows."""
    aged.gc(time.time())
    first = {one.relation: one.rows for one in Archive(aged.archive).files()}
    (aged.root / "m.py").write_text("def f():\n    return 3\n")
    index_repository(aged.root, aged.settings)
    aged.gc(time.time())
    second = {one.relation: one.rows for one in Archive(aged.archive).files()}
    assert all(second[relation] > rows for relation, rows in first.items())


def test_no_archive_is_an_error(tmp_path: Path) -> None:
    """One line says where to look."""
    with pytest.raises(BadParameter):
        Archive(tmp_path / "nowhere").files()
