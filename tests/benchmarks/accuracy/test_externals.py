"""What edges say of builtins, looked up."""

import pytest

from benchmarks.accuracy.externals import ABSENT, EXISTS, THROUGH, judge, judged
from indexer.model.identity import symbol_id
from indexer.model.records import Edge, Symbol


def external(name: str) -> Symbol:
    last = name.rpartition(".")[2]
    place = (0, 0, 0, 0, 0, 0)
    return Symbol(
        symbol_id(name), name, last, name, "external", "", "python", None, "", *place, "", "", True, True, False, (), ""
    )


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("builtins.len", EXISTS),
        ("builtins.str.strip", EXISTS),
        ("builtins.NoneType", EXISTS),
        ("builtins.str.seek", ABSENT),
        ("builtins.NoneType.get", ABSENT),
        ("builtins.NoneType.get.strip", ABSENT),
        ("builtins.dict.get.strip", THROUGH),
    ],
)
def test_a_name_below_builtins(name: str, verdict: str) -> None:
    """A member of a type is looked up; what a method gives has no name."""
    assert judge(name) == verdict


def test_edges_to_builtins_by_verdict() -> None:
    """Only edges to builtins are judged, each with its kind and provenance."""
    symbols = [external("builtins.str.seek"), external("builtins.len"), external("json.dumps")]
    edges = [Edge(1, "calls", symbol.id, 0, 0, "flow", 0.75) for symbol in symbols]
    assert judged(edges, symbols) == {"absent, calls, flow": 1, "exists, calls, flow": 1}
