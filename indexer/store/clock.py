"""When a run is, in the order of runs: the clock of the machine may be set back, history may not."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from indexer.model.identity import new_stamp, stamp_at

_STEP: Final = 0.001
"""Seconds by which a run is after the one before where the clock is not."""


class Moment(NamedTuple):
    """When a run is."""

    stamp: str
    """UUIDv7 of the run."""
    at: float
    """Seconds since the epoch."""


def next_moment(runs: Iterable[Sequence[Any]]) -> Moment:
    """A stamp and a time for a run that begins now: later than those of every run before it.

    Args:
        runs: Stamp and time of each that there was, in any order.
    """
    known = list(runs)
    stamp, last = new_stamp(), max((stamp for stamp, _ in known), default="")
    if stamp <= last:
        stamp = stamp_at(_milliseconds(last) + 1, stamp)
    return Moment(stamp, max([time.time(), *(at + _STEP for _, at in known)]))


def _milliseconds(stamp: str) -> int:
    """The time that a UUIDv7 holds: its first 48 bits."""
    return int(stamp.replace("-", "")[:12], 16)
