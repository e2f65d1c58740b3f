"""Least fixed points of mutually recursive definitions."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.link.memo import Memo
from indexer.link.tabling import LARGEST, Table
from indexer.link.values import Values

Graph = dict[int, tuple[set[int], set[int]]]
"""Key: (its own values, the keys whose values it takes in)."""


def solve(graph: Graph) -> dict[int, set[int]]:
    """The least fixed point, by repeating until nothing grows."""
    found = {key: set(own) for key, (own, _) in graph.items()}
    while True:
        grown = {key: found[key].union(*(found[other] for other in graph[key][1])) for key in graph}
        if grown == found:
            return found
        found = grown


def evaluate(table: Table, graph: Graph, key: int) -> Values:
    def compute(key: int) -> Values:
        own, others = graph[key]
        found: Values = frozenset(("v", n) for n in own)
        for other in sorted(others):
            found |= table.get((other,), compute, other)
        return found

    return table.get((key,), compute, key)


GRAPHS = st.integers(1, 7).flatmap(
    lambda n: st.fixed_dictionaries(
        {
            key: st.tuples(st.sets(st.integers(0, 9), max_size=2), st.sets(st.integers(0, n - 1), max_size=3))
            for key in range(n)
        }
    )
)


@settings(max_examples=1000)
@given(GRAPHS, st.data())
def test_circles_reach_their_least_fixed_point(graph: Graph, data: st.DataObject) -> None:
    """Wherever the evaluation enters them, and in whichever order."""
    expected = solve(graph)
    table = Table()
    for key in data.draw(st.permutations(sorted(graph))):
        assert evaluate(table, graph, key) == {("v", n) for n in expected[key]}


Falling = dict[int, tuple[set[int], set[int], set[int]]]
"""Key: (its own values, the keys whose values it takes in, what it has where it finds nothing)."""

FALLING = st.integers(1, 6).flatmap(
    lambda n: st.fixed_dictionaries(
        {
            key: st.tuples(
                st.sets(st.integers(0, 9), max_size=1),
                st.sets(st.integers(0, n - 1), max_size=3),
                st.sets(st.integers(10, 19), max_size=1),
            )
            for key in range(n)
        }
    )
)


@settings(max_examples=1000)
@given(FALLING, st.data())
def test_what_is_found_where_nothing_else_is_does_not_depend_on_who_asked_first(
    graph: Falling, data: st.DataObject
) -> None:
    """Circles that have no least fixed point have one result all the same."""

    def solved(keys: Iterable[int]) -> dict[int, Values]:
        table = Table()

        def compute(key: int) -> Values:
            own, others, otherwise = graph[key]
            found: Values = frozenset(("v", n) for n in own)
            for other in sorted(others):
                found |= table.get((other,), compute, other)
            return found or frozenset(("v", n) for n in otherwise)

        return {key: table.get((key,), compute, key) for key in keys}

    assert solved(sorted(graph)) == solved(data.draw(st.permutations(sorted(graph))))


def test_a_circle_that_joins_a_larger_one_is_not_complete_by_itself() -> None:
    """0 hangs on 3 and 3 on 1: what reads 0 while 1 is being computed hangs on 1, although 3 is done by then."""
    graph: Graph = {0: (set(), {3}), 1: ({0}, {1, 3, 4}), 3: (set(), {0, 1}), 4: (set(), {0})}
    table = Table()
    assert evaluate(table, graph, 1) == {("v", 0)}
    assert evaluate(table, graph, 4) == {("v", 0)}


def test_what_is_found_for_part_of_a_circle_is_not_remembered() -> None:
    """It may be less than what the circle comes to."""
    table = Table()
    memo = Memo(table)

    def outer() -> Values:
        return frozenset({("v", min(memo.get(("seen",), seen), 2))})

    def seen() -> int:
        return len(table.get(("outer",), outer))

    assert table.get(("outer",), outer) == {("v", 0), ("v", 1), ("v", 2)}
    assert memo.get(("seen",), seen) == 3


def test_a_result_is_computed_once() -> None:
    """What is known is not computed again, until one of its causes changes."""
    table, runs = Table(), []

    def inner() -> Values:
        runs.append(1)
        table.evidence |= 1
        table.causes |= {(3, 0)}
        return frozenset({("v",)})

    def outer() -> Values:
        return table.get(("inner",), inner)

    assert table.get(("outer",), outer) == table.get(("outer",), outer)
    assert len(runs) == 1
    table.drop({(3, 1), (4, 0)})
    table.get(("outer",), outer)
    assert len(runs) == 1
    table.drop({(3, 0)})
    table.get(("outer",), outer)
    assert len(runs) == 2


def test_evidence_comes_with_a_known_result() -> None:
    """A caller learns how the result was found, also when it was found before."""
    table = Table()

    def compute() -> Values:
        table.evidence |= 4
        return frozenset({("v",)})

    table.get(("k",), compute)
    table.evidence = 0
    table.get(("k",), compute)
    assert table.evidence == 4


def test_too_many_values_are_none() -> None:
    """A set that large says nothing."""
    table = Table()
    assert table.get(("k",), lambda: frozenset(("v", n) for n in range(LARGEST))) != frozenset()
    assert table.get(("l",), lambda: frozenset(("v", n) for n in range(LARGEST + 1))) == frozenset()


def test_results_that_are_alike_are_one_object() -> None:
    """Most are, and there are many where a run holds most."""
    table = Table()
    for key in "ab":
        table.get((key,), lambda: frozenset({("v", "x")}))
    first, second = (table.get((key,), frozenset) for key in "ab")
    assert first is second
