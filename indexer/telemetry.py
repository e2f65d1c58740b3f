"""What a run tells while it works: progress events, phases with their cost, and a quiet log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple


class Progress(NamedTuple):
    """One step of a long run."""

    phase: str
    """What is being done: 'discover', 'extract', 'link', 'write', 'text', 'embed', ..."""
    done: int
    total: int
    """How many there are; 0 while that is not known."""
    message: str
    """A word for people; '' for none."""


class PhaseRecord(NamedTuple):
    """What one phase of a run cost."""

    name: str
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time of this process, the children it waited for and, on Linux, those that live."""
    rss: int
    """Bytes: the highest resident size of this process up to the phase's end (not the phase's own; 0 if unknown)."""
    child_rss: int
    """Bytes: the highest resident size of any one child that ended so far (0 if unknown)."""


_phases: ContextVar[list[PhaseRecord] | None] = ContextVar("phases", default=None)


@contextmanager
def recording() -> Iterator[list[PhaseRecord]]:
    """Collect the records of the phases that end inside; recordings nest, the innermost gets them."""
    records: list[PhaseRecord] = []
    token = _phases.set(records)
    try:
        yield records
    finally:
        _phases.reset(token)


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Time a phase, and add its record to the recording in progress (to none if there is none)."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    try:
        yield
    finally:
        own, child = peak_rss()
        record = PhaseRecord(name, time.perf_counter() - wall, cpu_seconds() - cpu, own, child)
        records = _phases.get()
        if records is not None:
            records.append(record)
        logger("phase").debug(name, wall=round(record.wall, 3), cpu=round(record.cpu, 3), rss=record.rss)


def cpu_seconds() -> float:
    """User and system seconds of this process and its children, live ones too where /proc tells."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system + _live_children(os.getpid())


def peak_rss() -> tuple[int, int]:
    """Highest resident size in bytes of (this process, any one child that ended); zeros where it is not known."""
    try:
        import resource  # not on Windows
    except ImportError:
        return 0, 0
    unit = 1 if sys.platform == "darwin" else 1024
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own * unit, child * unit


def _live_children(process: int) -> float:
    # A child's time moves to its parent's account when it is waited for, so that each second is counted once.
    total = 0.0
    try:
        tasks = os.listdir(f"/proc/{process}/task")
    except OSError:
        return total
    for task in tasks:
        try:
            with open(f"/proc/{process}/task/{task}/children", encoding="ascii") as listing:
                children = listing.read().split()
        except OSError:
            continue
        for child in children:
            try:
                with open(f"/proc/{child}/stat", encoding="utf-8", errors="replace") as stat:
                    fields = stat.read().rpartition(")")[2].split()
            except OSError:
                continue
            total += sum(map(int, fields[11:15])) / _ticks() + _live_children(int(child))
    return total


def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")


_LEVELS: Final = ("WARNING", "INFO", "DEBUG")
_state = {"level": _LEVELS[0]}


def configure(verbosity: int = 0) -> None:
    """Choose how much the log says on stderr: 0 warnings, 1 what happens, 2 or more everything."""
    _state["level"] = _LEVELS[max(0, min(verbosity, len(_LEVELS) - 1))]


def logger(name: str) -> Any:
    """A structured logger of that name; it leaves structlog's global configuration to the program that hosts us."""
    if _state["level"] == "WARNING":
        return _Quiet(name)
    return _structured(name)


class _Quiet:
    """Drops what is below a warning without importing structlog, which takes longer than many a query."""

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, event: str, **values: object) -> None:
        """Drop."""

    def info(self, event: str, **values: object) -> None:
        """Drop."""

    def __getattr__(self, level: str) -> Any:
        return getattr(_structured(self._name), level)


def _structured(name: str) -> Any:
    import structlog  # slow to import, seldom needed

    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_state["level"]),
        component=name,
    )
