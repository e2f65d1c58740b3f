"""Which run a moment means."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from indexer.errors import BadParameter
from indexer.query.moments import moment, run_as_of
from indexer.store.engine import Engine
from indexer.store.reader import IndexReader
from indexer.store.schema import load_schema

STAMPS = [f"0189000{number}-0000-7000-8000-000000000000" for number in range(5)]
SECONDS = 1_700_000_000


def reader(
    backfilled: Iterable[int] = (), undone: Iterable[int] = (1, 2, 3, 4), revisions: str = "01234"
) -> IndexReader:
    """An index of five runs, a hundred seconds apart, of commits that begin with a digit of their own."""
    engine = Engine("mnestic")
    for script in load_schema().scripts:
        engine.run(script)
    engine.load(
        "run",
        load_schema().relation("run").headers,
        [
            (stamp, SECONDS + 100.0 * number, SECONDS + 100.0 * number + 1, 8 * revisions[number], {"backfilled": 1} if number in backfilled else {"files": 1})
            for number, stamp in enumerate(STAMPS)
        ],
    )  # fmt: skip
    rows = [(STAMPS[number], "meta", b"x") for number in undone]
    engine.load("undo", load_schema().relation("undo").headers, rows)
    return IndexReader(engine)


@pytest.mark.parametrize(
    ("said", "run"),
    [
        ("now", 4),
        (STAMPS[2], 2),
        (STAMPS[3][:9], 3),
        ("1111", 1),
        ("22222222", 2),
        ("2023-11-14T22:16:41Z", 2),
        ("2023-11-14T22:16:39+00:00", 1),
        ("2023-11-14T22:16:39", 1),
    ],
)
def test_the_last_run_that_had_begun(said: str, run: int) -> None:
    """Of a time; of a stamp or a commit the run itself. The latest is told from the others."""
    found = run_as_of(reader(), said)
    assert (found.stamp, found.latest) == (STAMPS[run], run == 4)


def test_now_is_not_before_the_last_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the clock was set back since."""
    monkeypatch.setattr("time.time", lambda: float(SECONDS))
    assert run_as_of(reader(), "now").stamp == STAMPS[-1]


def test_a_commit_is_what_was_read_before_edits_on_top() -> None:
    """Of the runs on end that read it, the first; of a commit that was returned to, those after the return."""
    found = reader(revisions="abbab")
    assert run_as_of(found, "bbbb").stamp == STAMPS[4]
    assert run_as_of(found, "aaaa").stamp == STAMPS[3]
    assert run_as_of(reader(revisions="aabbb"), "bbbb").stamp == STAMPS[2]
    with pytest.raises(BadParameter, match="no run read the commit cccc"):
        run_as_of(found, "cccc")


def test_what_was_not_recorded_is_not_known() -> None:
    """A run without a record of what undoes it is where knowledge begins; the message says when that was."""
    found = reader(undone=(1, 3, 4))
    assert run_as_of(found, STAMPS[2]).stamp == STAMPS[2]
    with pytest.raises(BadParameter, match=r"2023-11-14T22:16:40\+00:00.*from when on"):
        run_as_of(found, STAMPS[1])


def test_commits_that_were_backfilled_are_no_runs() -> None:
    """They have symbols alone: what the whole index was then nobody knows."""
    found = reader(backfilled=(0, 1))
    assert moment(found, STAMPS[1]) == (SECONDS + 100) * 1_000_000
    with pytest.raises(BadParameter):
        run_as_of(found, STAMPS[1])
    assert run_as_of(found, STAMPS[2]).stamp == STAMPS[2]


def test_an_index_without_runs_has_no_past() -> None:
    """One line says so."""
    engine = Engine("mnestic")
    for script in load_schema().scripts:
        engine.run(script)
    with pytest.raises(BadParameter, match="no run is recorded"):
        run_as_of(IndexReader(engine), "now")
