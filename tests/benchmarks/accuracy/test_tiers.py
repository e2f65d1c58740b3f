"""Precision of each tier of confidence against a trace."""

from benchmarks.accuracy.tiers import Share, shares, table
from benchmarks.trace.compare import Call
from benchmarks.trace.pairs import Pair, Place

CALLER = Place("m.py", 1, "caller")
RIGHT = Place("m.py", 10, "run")
WRONG = Place("n.py", 20, "run")
RAN = [Pair(CALLER, RIGHT, "run", "x.m()", "")]


def call(callee: Place, confidence: float, provenance: str) -> Call:
    return Call(CALLER, callee, "", confidence, provenance, 1)


def test_a_tier_is_judged_apart_from_the_sure_ones() -> None:
    """Edges count in their own tier and their own provenance."""
    found = shares(RAN, [call(RIGHT, 1.0, "import"), call(WRONG, 0.4, "hierarchy")])
    assert found == {
        "1": Share(1, 1),
        "import": Share(1, 1),
        "0.3 to 0.5": Share(0, 1),
        "hierarchy": Share(0, 1),
    }


def test_what_was_not_exercised_is_not_judged() -> None:
    """An edge whose name the caller never ran says nothing of its tier."""
    assert shares(RAN, [call(Place("m.py", 30, "never"), 1.0, "import")]) == {}


def test_projects_are_added_up() -> None:
    """The table is over all judged edges, not over shares of projects."""
    many = {"1": Share(3, 3)}
    assert list(table([many, {"1": Share(0, 1)}])) == [f"{'1':12}{3:>8,} of {4:>8,}  0.750"]
