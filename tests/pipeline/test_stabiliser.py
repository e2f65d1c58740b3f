"""When changes are read: after a moment of quiet, in one step, bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.pipeline.stabiliser import Due, Stabiliser

A, B = frozenset({"a.py"}), frozenset({"b.py"})


def test_nothing_happened_nothing_is_due() -> None:
    """However long one waits."""
    stabiliser = Stabiliser()
    assert not stabiliser
    assert stabiliser.due(1e9, held=False) is None


def test_a_lone_save_is_due_after_a_moment_of_quiet() -> None:
    """And is forgotten once it was given."""
    stabiliser = Stabiliser(settle=0.05, longest=1.0)
    stabiliser.add(A, 10.0)
    assert stabiliser.due(10.01, held=False) is None
    assert stabiliser.due(10.06, held=False) == Due(A, everything=False)
    assert stabiliser.due(20.0, held=False) is None


def test_a_burst_is_one_step() -> None:
    """Events that follow each other closely are given together."""
    stabiliser = Stabiliser(settle=0.05, longest=1.0)
    for step in range(10):
        stabiliser.add(frozenset({f"{step}.py"}), 10.0 + step * 0.02)
        assert stabiliser.due(10.0 + step * 0.02, held=False) is None
    due = stabiliser.due(10.3, held=False)
    assert due is not None
    assert len(due.paths) == 10


def test_a_burst_without_end_is_cut() -> None:
    """So that the index is never further behind than the longest wait."""
    stabiliser = Stabiliser(settle=0.05, longest=1.0)
    stabiliser.add(A, 10.0)
    stabiliser.add(B, 10.99)
    assert stabiliser.due(11.0, held=False) == Due(A | B, everything=False)


def test_while_git_is_at_work_nothing_is_due() -> None:
    """What it changes becomes one step when it is done."""
    stabiliser = Stabiliser(settle=0.05, longest=1.0)
    stabiliser.add(A, 10.0)
    assert stabiliser.due(20.0, held=True) is None
    stabiliser.add(B, 21.0)
    assert stabiliser.due(21.1, held=False) == Due(A | B, everything=False)


def test_too_many_paths_become_a_look_at_everything() -> None:
    """Memory stays bounded."""
    stabiliser = Stabiliser(settle=0.0, longest=1.0, most_paths=3)
    for step in range(5):
        stabiliser.add(frozenset({f"{step}.py"}), 10.0)
    assert stabiliser.due(10.1, held=False) == Due(frozenset(), everything=True)
    stabiliser.add(A, 11.0)
    assert stabiliser.due(11.1, held=False) == Due(A, everything=False)


@given(st.lists(st.tuples(st.floats(0, 3), st.sets(st.sampled_from("abcdef"), max_size=3)), max_size=40))
def test_no_event_is_lost(events: list[tuple[float, set[str]]]) -> None:
    """Whatever the timing, every path that an event named is given, once or more."""
    stabiliser = Stabiliser(settle=0.05, longest=1.0, most_paths=100)
    now, given_paths = 0.0, set()
    for pause, paths in events:
        now += pause
        stabiliser.add(frozenset(paths), now)
        due = stabiliser.due(now, held=False)
        given_paths |= due.paths if due is not None else set()
    due = stabiliser.due(now + 5, held=False)
    given_paths |= due.paths if due is not None else set()
    assert given_paths == {path for _, paths in events for path in paths}
