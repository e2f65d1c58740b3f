"""Random edges and what is shown of them."""

from pathlib import Path

import pytest

from benchmarks.accuracy.sample import Site, Sources, draw, draw_unresolved, report, stratum
from indexer.model.records import Edge, Linked
from indexer.pipeline import analyse_repository
from indexer.settings import Settings

SOURCE = """\
def helper():
    return 1


def caller(given):
    helper()
    given.run()
    return helper()
"""


@pytest.fixture
def linked(tmp_path: Path) -> Linked:
    (tmp_path / "m.py").write_text(SOURCE, encoding="utf-8")
    return analyse_repository(tmp_path, Settings(embed=False, workers=1))


def test_a_seed_draws_the_same_edges(linked: Linked) -> None:
    """The order in which edges come does not matter."""
    turned = linked._replace(edges=linked.edges[::-1])
    assert draw(linked, 1, seed=3) == draw(turned, 1, seed=3)


def test_what_is_drawn_does_not_depend_on_other_edges(linked: Linked) -> None:
    """An edge that was drawn is drawn again when others are gone."""
    (first,) = draw(linked, 1, seed=1, kind="calls")["calls (scope)"]
    fewer = linked._replace(edges=[edge for edge in linked.edges if edge.kind != "calls" or edge == first])
    assert draw(fewer, 1, seed=1, kind="calls") == {"calls (scope)": [first]}


def test_calls_are_drawn_apart_for_each_provenance() -> None:
    """Rare provenances of calls are read as often as frequent ones; other kinds are one group each."""
    assert stratum(Edge(1, "calls", 2, 0, 0, "flow", 0.75)) == "calls (flow)"
    assert stratum(Edge(1, "imports", 2, 0, 0, "import", 1.0)) == "imports"


def test_a_site_is_shown_with_its_lines(linked: Linked, tmp_path: Path) -> None:
    """An edge comes with both ends, the lines around it and a mark under the name."""
    lines = list(report(tmp_path, linked, each=2, seed=1, kind="calls"))
    assert "    to   function m.helper m.py:1: def helper():" in lines
    marked = lines.index("        6 >     helper()")
    assert lines[marked + 1].index("^") == lines[marked].index("helper")


def test_a_mark_stands_under_its_byte_column(tmp_path: Path) -> None:
    """Columns count bytes; the mark counts what is seen."""
    (tmp_path / "m.py").write_bytes("é = f()\n".encode())
    _, mark = Sources(tmp_path).excerpt(Site("m.py", 0, 5))
    assert mark == "            " + "    ^"


def test_unresolved_uses_are_drawn_too(linked: Linked, tmp_path: Path) -> None:
    """A use without a target comes with its receiver."""
    assert [use.name for use in draw_unresolved(linked, 5, seed=1)] == ["run"]
    lines = list(report(tmp_path, linked, each=0, seed=1, unresolved=1))
    assert "[1] unresolved call of run, receiver given" in lines
