"""When a watched repository is still: from file events to moments at which to read it.

Pure: the caller says what time it is and whether git is at work.  A lone save is due after `SETTLE`; events that keep
coming put that off, at most until `LONGEST` after the first; while git holds its lock or is in the middle of a rebase,
nothing is due, so that all that it changes is one step.  More paths than `MOST_PATHS` are not remembered one by one:
the whole tree is looked at instead.
"""

from __future__ import annotations

from typing import Final, NamedTuple

SETTLE: Final = 0.04
"""Seconds without an event after which a change is over: editors write, rename and touch within a few milliseconds."""
LONGEST: Final = 1.0
"""Seconds after its first event at which a burst is read even if it goes on."""
MOST_PATHS: Final = 10_000


class Due(NamedTuple):
    """What to read now."""

    paths: frozenset[str]
    """What changed, relative to the root with '/'; empty where `everything`."""
    everything: bool
    """So much changed that the whole tree is to be looked at."""


class Stabiliser:
    """Collects events until the tree is still."""

    def __init__(self, *, settle: float = SETTLE, longest: float = LONGEST, most_paths: int = MOST_PATHS) -> None:
        """Args: seconds of quiet that end a burst; seconds after which it is cut; paths remembered one by one."""
        self._settle = settle
        self._longest = longest
        self._most_paths = most_paths
        self._paths: set[str] = set()
        self._everything = False
        self._first = 0.0
        self._last = 0.0

    def __bool__(self) -> bool:
        return self._everything or bool(self._paths)

    def add(self, paths: frozenset[str], now: float) -> None:
        """Takes events in.

        Args:
            paths: what they are about.
            now: seconds of a clock that only goes forward.
        """
        if not paths:
            return
        if not self:
            self._first = now
        self._last = now
        if not self._everything:
            self._paths |= paths
            if len(self._paths) > self._most_paths:
                self._paths.clear()
                self._everything = True

    def look_at_everything(self, now: float) -> None:
        """Asks for a look at the whole tree, at the next moment of quiet."""
        if not self:
            self._first = self._last = now
        self._paths.clear()
        self._everything = True

    def due(self, now: float, *, held: bool) -> Due | None:
        """What to read now, which is then forgotten; None where it is too early, or nothing happened.

        Args:
            now: as in `add`.
            held: git is at work.
        """
        if not self or held:
            return None
        if now - self._last < self._settle and now - self._first < self._longest:
            return None
        found = Due(frozenset() if self._everything else frozenset(self._paths), self._everything)
        self._paths.clear()
        self._everything = False
        return found
