"""Results that know what they were found from."""

from __future__ import annotations

from indexer.link.live.table import LiveMemo, LiveTable, Reads
from indexer.link.tabling import Known
from indexer.link.values import EMPTY, Values

ONE: Values = frozenset({("made", "one")})
TWO: Values = frozenset({("made", "two")})


def never(_: object) -> bool:
    return False


class Program:
    """Three results: the first reads `x`, the second the first, the third `y`."""

    def __init__(self) -> None:
        self.reads = Reads()
        self.table = LiveTable(self.reads)
        self.x, self.runs = ONE, 0

    def first(self) -> Values:
        self.runs += 1
        self.reads.seen.add(("x",))
        return self.x

    def second(self) -> Values:
        return self.table.get(("first",), self.first)

    def third(self) -> Values:
        self.reads.seen.add(("y",))
        return EMPTY

    def ask(self) -> tuple[Values, Values]:
        return self.table.get(("second",), self.second), self.table.get(("third",), self.third)


def test_what_depends_on_a_change_is_found_however_far() -> None:
    """And nothing else."""
    program = Program()
    assert program.ask() == (ONE, EMPTY)
    found, stopped = program.table.dependents([("x",)], never)
    assert found == {(0, ("first",)), (0, ("second",))}
    assert not stopped


def test_dropped_results_are_found_again() -> None:
    """From what is there now; the others stay."""
    program = Program()
    program.ask()
    program.x = TWO
    assert program.ask()[0] == ONE
    program.table.drop(program.table.dependents([("x",)], never)[0])
    assert program.ask() == (TWO, EMPTY)
    assert program.runs == 2


def test_looking_stops_where_it_is_told() -> None:
    """What lies behind is asked for anew only if the result there changed."""
    program = Program()
    program.ask()
    found, stopped = program.table.dependents([("x",)], lambda node: node[1] == ("first",))
    assert (found, stopped) == (set(), {(0, ("first",))})


def test_a_round_sees_earlier_results_that_its_changes_do_not_concern() -> None:
    """Those that depend on a changed cause are not there for it, but stay for the earlier round."""
    table = LiveTable(Reads())
    table.enter(0, [frozenset()])
    table.keep(("a",), Known(ONE, 1, frozenset({(1, 0)})), set())
    table.keep(("b",), Known(ONE, 1, frozenset({(2, 0)})), set())
    table.enter(1, [frozenset(), frozenset({(1, 0)})])
    assert table.found(("a",)) is None
    assert table.found(("b",)) is not None
    assert table.caused(0, [(1, 0)]) == {("a",)}
    table.enter(0, [frozenset()])
    assert table.found(("a",)) is not None


def test_what_a_memo_keeps_is_a_result_like_others() -> None:
    """With what it was found from; taking it gives it and forgets that."""
    reads = Reads()
    table = LiveTable(reads)
    memo = LiveMemo(table)

    def find() -> int:
        reads.seen.add(("x",))
        return 3

    assert memo.get(("n",), find) == 3
    assert table.dependents([("x",)], never)[0] == {(0, ("n",))}
    assert memo.take(("n",)) == 3
    assert table.dependents([("x",)], never)[0] == set()
    assert memo.get(("n",), lambda: 4) == 4
