"""Runs have an order, whatever the clock says."""

from __future__ import annotations

import time

import pytest

from indexer.model.identity import new_stamp, stamp_at
from indexer.store.clock import next_moment


def test_a_first_run_is_now() -> None:
    """There is nothing to come after."""
    before = time.time()
    moment = next_moment([])
    assert before <= moment.at <= time.time()
    assert moment.stamp < new_stamp()


def test_runs_come_one_after_the_other() -> None:
    """Stamps and times both grow."""
    runs = [tuple(next_moment([]))]
    for _ in range(5):
        runs.append(tuple(next_moment(runs)))
    assert runs == sorted(runs)
    assert len({stamp for stamp, _ in runs}) == len({at for _, at in runs}) == 6


@pytest.mark.parametrize("ahead", [0.5, 3_600.0, 400 * 86_400.0])
def test_a_clock_that_was_set_back(ahead: float) -> None:
    """Runs of a time that has not come yet are followed by runs just after them, until the clock has caught up."""
    at = time.time() + ahead
    runs = [(stamp_at(int(at * 1000), "a run"), at), (new_stamp(), time.time())]
    for _ in range(3):
        moment = next_moment(runs)
        assert moment.stamp > max(stamp for stamp, _ in runs)
        assert moment.at > max(when for _, when in runs)
        assert moment.at < at + 1
        runs.append(tuple(moment))
