"""Versions of symbols, and what two moments differ in, over real runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.codegraph import CodeGraph
from indexer.errors import BadParameter, UnknownSymbol
from indexer.pipeline import index_repository
from indexer.query.moments import moment
from indexer.settings import Settings

FIRST = "def a():\n    return b()\n\n\ndef b():\n    return 1\n"
SECOND = "def a():\n    return c()\n\n\ndef b():\n    return 1\n\n\ndef c():\n    return 2\n"


class Past:
    """A repository that was indexed twice, and the moments between."""

    def __init__(self, place: Path) -> None:
        self.root = place / "repo"
        self.root.mkdir()
        self.settings = Settings(data_dir=place / "data", embed=False, workers=1)
        (self.root / "m.py").write_text(FIRST)
        (self.root / "old.py").write_text("def kept():\n    return [1, 2, 3]\n")
        index_repository(self.root, self.settings)
        self.between = repr(time.time())
        (self.root / "m.py").write_text(SECOND)
        (self.root / "old.py").rename(self.root / "new.py")
        index_repository(self.root, self.settings)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """One for all tests: they only read."""
    return Past(tmp_path_factory.mktemp("past"))


@pytest.fixture
def graph(past: Past) -> Iterator[CodeGraph]:
    """Its index, open."""
    with CodeGraph.open(past.root, settings=past.settings) as opened:
        yield opened


def stamps(graph: CodeGraph) -> list[str]:
    """Stamps of the runs, oldest first."""
    return [row[0] for row in graph.datalog("?[stamp, started] := *run{stamp, started}\n:order started").rows]


def test_versions_of_a_symbol(graph: CodeGraph) -> None:
    """Newest first, with the text of each and what it changed."""
    new, old = graph.history("m.a")
    assert (new.present, old.present, old.diff) == (True, True, "")
    assert "return b()" in old.source
    assert "-    return b()" in new.diff
    assert "+    return c()" in new.diff


def test_a_symbol_that_did_not_change_has_one_version(graph: CodeGraph) -> None:
    """Whatever happens around it."""
    assert len(graph.history("m.b")) == 1


def test_a_symbol_that_is_gone_has_a_history(graph: CodeGraph) -> None:
    """It ends with its going; a name that never was has none."""
    gone, first = graph.history("old.kept")
    assert (gone.present, first.present) == (False, True)
    with pytest.raises(UnknownSymbol):
        graph.history("never.there")


def test_what_two_runs_differ_in(graph: CodeGraph) -> None:
    """Symbols added, changed and moved; edges gained and lost."""
    found = graph.diff(*stamps(graph))
    symbols = {(one.change, one.symbol, one.was) for one in found.symbols}
    assert {("added", "m.c", ""), ("changed", "m.a", ""), ("moved", "new.kept", "old.kept")} <= symbols
    assert not any(one.symbol == "m.b" for one in found.symbols)
    edges = {(one.change, one.source, one.kind, one.target) for one in found.edges}
    assert ("gained", "m.a", "calls", "m.c") in edges
    assert ("lost", "m.a", "calls", "m.b") in edges
    assert found.whole


def test_a_moment_and_itself_do_not_differ(graph: CodeGraph) -> None:
    """Nothing is added, nothing lost."""
    assert graph.diff("now", "now").symbols == []
    assert graph.diff("now", "now").edges == []


@pytest.mark.parametrize("said", ["now", "2h", "3 d ago", "2026-01-31", "2026-01-31T10:00:00+02:00"])
def test_moments_that_are_understood(graph: CodeGraph, said: str) -> None:
    """Times, ages and now, as microseconds since the epoch."""
    assert 0 < moment(graph._reader, said) <= time.time() * 1e6 + 1


@pytest.mark.parametrize("said", ["yesterday-ish", "deadbeef", ""])
def test_moments_that_are_not(graph: CodeGraph, said: str) -> None:
    """One line says what can be said."""
    with pytest.raises(BadParameter):
        moment(graph._reader, said)


def test_a_build_from_nothing_records_its_edges(tmp_path: Path) -> None:
    """Like any other run: what it gained and lost is known."""
    one = Past(tmp_path)
    (one.root / "m.py").write_text(FIRST)
    index_repository(one.root, one.settings.model_copy(update={"fresh": True}))
    with CodeGraph.open(one.root, settings=one.settings) as graph:
        first, second, last = stamps(graph)
        edges = {(edge.change, edge.source, edge.kind, edge.target) for edge in graph.diff(second, last).edges}
        assert {("lost", "m.a", "calls", "m.c"), ("gained", "m.a", "calls", "m.b")} <= edges
        assert graph.diff(second, last).whole
        assert not any(edge.source == "m.a" for edge in graph.diff(first, last).edges)


def test_what_is_not_known_of_edges_is_told(graph: CodeGraph) -> None:
    """Before the first run nothing was recorded."""
    assert not graph.diff("2001-01-01", "now").whole


def test_what_changed_inside_is_told_apart(graph: CodeGraph) -> None:
    """A module whose functions changed says which; a difference marks it, as those are listed themselves."""
    new, old = graph.history("m.py")
    assert (new.diff, new.inside, old.inside) == ("", ("a", "c"), ())
    first, last = stamps(graph)
    marked = {one.symbol: one.inside for one in graph.diff(first, last).symbols if one.path == "m.py"}
    assert marked == {"m": True, "m.a": False, "m.c": False}


def test_what_changed_of_its_own_is_not_inside(tmp_path: Path) -> None:
    """A class that got another base and another method is among what changed itself."""
    one = Past(tmp_path)
    for base in ("int", "str"):
        (one.root / "k.py").write_text(f"class K({base}):\n    def run(self):\n        return {base}\n")
        index_repository(one.root, one.settings)
    with CodeGraph.open(one.root, settings=one.settings) as graph:
        *_, before, last = stamps(graph)
        assert {one.symbol: one.inside for one in graph.diff(before, last).symbols} == {
            "k": True,
            "k.K": False,
            "k.K.run": False,
        }
        new, _ = graph.history("k.K")
        assert ("+class K(str):" in new.diff, new.inside) == (True, ())
