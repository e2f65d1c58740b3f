"""What `gc` removes, what it keeps, and that an archive gives it back."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.codegraph import CodeGraph
from indexer.embed.lexical import LexicalEmbedder
from indexer.errors import BadParameter
from indexer.pipeline import index_repository
from indexer.query.fingerprint import fingerprints
from indexer.settings import Settings
from indexer.store.archive import Archive
from indexer.store.folder import index_folder
from indexer.store.reader import IndexReader
from indexer.store.session import writing_vectors
from indexer.store.updater import IndexUpdater

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

    def runs(self) -> list[str]:
        with CodeGraph.open(self.root, settings=self.settings) as graph:
            return [row[0] for row in graph.datalog("?[stamp] := *run{stamp}\n:order stamp").rows]

    def calls(self, at: str) -> list[str]:
        """What the function called at a moment."""
        with CodeGraph.open(self.root, settings=self.settings) as graph:
            return [str(name) for name in graph.query("callees", at=at, symbol="m.f").column("callee")]

    def chosen(self, **options: Any) -> Settings:
        return self.settings.model_copy(update=options)


@pytest.fixture
def aged(tmp_path: Path) -> Aged:
    """One."""
    return Aged(tmp_path)


def test_what_is_young_stays(aged: Aged) -> None:
    """Nothing was replaced before the first run."""
    assert sum(aged.gc(0.0)) == 0
    assert len(aged.history()) == 3


def test_what_was_replaced_goes_and_the_present_stays(aged: Aged) -> None:
    """Versions, bodies and vectors of the past are gone; what is there now is untouched."""
    before = aged.print()
    versions, nodes, _, undos, vectors = aged.gc(time.time())
    assert undos >= 2  # of two runs, of each some relations
    assert versions >= 4  # two of the function, two of its module
    assert nodes == vectors == 4
    assert aged.print() == before
    assert aged.history() == ["def f():\n    return 2"]
    assert aged.count("node", "key") == 2
    assert sum(aged.gc(time.time())) == 0


def test_an_archive_gives_it_back(aged: Aged) -> None:
    """Row for row, whatever was removed; what is there already is not doubled."""
    history, versions = aged.history(), aged.count("version", "symbol")
    aged.gc(time.time())
    assert {one.relation for one in Archive(aged.archive).files()} == {"version", "node", "undo"}
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


CALLERS = [
    "def a(): ...\ndef b(): ...\ndef f():\n    a()\n",
    "def a(): ...\ndef b(): ...\ndef f():\n    b()\n",
    "def a(): ...\ndef b(): ...\ndef f(): ...\n",
]


@pytest.fixture
def calling(aged: Aged) -> Aged:
    """Its function goes on to call this, then that, then nothing."""
    for text in CALLERS:
        (aged.root / "m.py").write_text(text)
        index_repository(aged.root, aged.settings)
    return aged


def test_the_past_ends_where_it_was_collected(calling: Aged) -> None:
    """Moments since then are answered as before; what is before is not, and the archive brings it back."""
    first, second, last = calling.runs()[-3:]
    with CodeGraph.open(calling.root, settings=calling.settings) as graph:
        then = graph.moment(second)
    assert [calling.calls(run) for run in (first, second, last)] == [["m.a"], ["m.b"], []]
    calling.gc(then)
    assert [calling.calls(run) for run in (second, last)] == [["m.b"], []]
    with pytest.raises(BadParameter, match=second):
        calling.calls(first)
    CodeGraph.restore(calling.archive, calling.root, settings=calling.settings)
    assert [calling.calls(run) for run in (first, second, last)] == [["m.a"], ["m.b"], []]


def test_edges_gained_and_lost_come_back(calling: Aged) -> None:
    """What two runs differ in is the same after an archive was restored; without it the difference says what it lacks."""
    first, *_, last = calling.runs()[-3:]

    def diff() -> object:
        with CodeGraph.open(calling.root, settings=calling.settings) as graph:
            return graph.diff(first, last)

    before = diff()
    calling.gc(time.time())
    with CodeGraph.open(calling.root, settings=calling.settings) as graph:
        assert not graph.diff(first, last).whole
    CodeGraph.restore(calling.archive, calling.root, settings=calling.settings)
    assert diff() == before


def test_vectors_of_every_model_go(aged: Aged) -> None:
    """After a change of the model the index has vectors of both: those of the one that is not used any more go whole."""
    folder, identity = index_folder(aged.root, data_dir=aged.settings.data_dir), LexicalEmbedder().identity
    with writing_vectors(folder, replace(identity, name="other", dimension=2)) as table:
        keys = table.missing()
        table.put(keys, np.ones((len(keys), 2), dtype=np.float32))
        table.build_index()
        table.activate()
    *_, vectors = aged.gc(time.time())
    assert vectors == 6 + 4  # all of the first model's, and of the other's those that only the past had
    with IndexReader(folder) as reader:
        assert reader.run("?[name, active] := *model{name, active}").rows == [["other", True]]
    index_repository(aged.root, aged.settings)  # and back again: vectors are made anew, where the first ones were
    with CodeGraph.open(aged.root, settings=aged.settings) as graph:
        vectors_now = graph.status().vectors
        assert vectors_now is not None
        assert (vectors_now.model, vectors_now.share) == (identity.name, 1.0)


def test_an_index_that_outgrows_its_setting_is_collected(aged: Aged) -> None:
    """By the next run, which keeps the days that it is to keep; and not again on the same day."""
    every = aged.count("version", "symbol")
    CodeGraph.index(aged.root, settings=aged.chosen(gc_above=10**12, gc_keep_days=0))
    assert aged.count("version", "symbol") == every
    CodeGraph.index(aged.root, settings=aged.chosen(gc_above=1, gc_keep_days=1))
    assert aged.count("version", "symbol") == every
    assert aged.history() == ["def f():\n    return 2", "def f():\n    return 1", "def f():\n    return 0"]


def test_an_outgrown_index_is_collected_into_its_archive(aged: Aged) -> None:
    """What goes lands in the folder that the settings name; a second run on that day leaves all as it is."""
    chosen = aged.chosen(gc_above=1, gc_keep_days=0, gc_archive=aged.archive)
    CodeGraph.index(aged.root, settings=chosen)
    assert aged.history() == ["def f():\n    return 2"]
    assert "version" in {one.relation for one in Archive(aged.archive).files()}
    (aged.root / "m.py").write_text("def f():\n    return 3\n")
    CodeGraph.index(aged.root, settings=chosen)
    assert len(aged.history()) == 2


def test_collecting_gives_disk_space_back(aged: Aged) -> None:
    """Once large bodies are gone the file is smaller, and says what it said."""
    folder = index_folder(aged.root, data_dir=aged.settings.data_dir)
    (aged.root / "large.py").write_text("\n".join(f"def f{n}():\n    return {'x' * 500!r}\n" for n in range(3000)))
    index_repository(aged.root, aged.settings)
    (aged.root / "large.py").unlink()
    index_repository(aged.root, aged.settings)
    before, said = folder.required().stat().st_size, aged.print()
    with CodeGraph.open(aged.root, settings=aged.settings) as graph:
        aged.gc(time.time())
        assert folder.required().stat().st_size < before / 2
        assert graph.query("find", name="f").column("symbol") == ["m.f"]
    assert aged.print() == said


def test_a_kill_between_archive_and_removal(calling: Aged, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost: rows are in both places, and collecting again leaves each in the archive once."""
    before, history = calling.print(), calling.history()

    def killed(_: IndexUpdater, __: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(IndexUpdater, "apply", killed)
        with pytest.raises(KeyboardInterrupt):
            calling.gc(time.time())
    assert (calling.print(), calling.history()) == (before, history)
    archived = {one.file: one.rows for one in Archive(calling.archive).files()}
    calling.gc(time.time())
    assert {one.file: one.rows for one in Archive(calling.archive).files()} == archived
    assert len(calling.history()) == 1
    CodeGraph.restore(calling.archive, calling.root, settings=calling.settings)
    assert (calling.print(), calling.history()) == (before, history)


def test_no_archive_is_an_error(tmp_path: Path) -> None:
    """One line says where to look."""
    with pytest.raises(BadParameter):
        Archive(tmp_path / "nowhere").files()
