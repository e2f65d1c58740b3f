"""Evaluation of mutually recursive definitions to their least fixed point.

A call whose result is being computed gives what is known so far; the outermost call of such a circle (the leader of its
strongly connected component) is repeated until nothing grows, and only then are the results of the circle kept.  The
fixed point does not depend on where the evaluation entered the circle.
(Tabled resolution: Chen and Warren, JACM 43(1), 1996; lowlinks: Tarjan 1972.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from indexer.link.values import EMPTY, Values

_OUTSIDE = 1 << 60
LARGEST = 24
"""Sets of more values say nothing useful and are taken as unknown."""

Key = tuple[Any, ...]


class Table:
    """Memoised evaluation; `evidence` collects how the current result was found, as bits."""

    def __init__(self) -> None:
        self.evidence = 0
        self._known: dict[Key, tuple[Values, int]] = {}
        self._active: dict[Key, list[Any]] = {}
        """Key: [depth, what is known so far, whether that was read]."""
        self._provisional: dict[Key, tuple[Values, int, int]] = {}
        self._pending: list[Key] = []
        self._seeds: dict[Key, Values] = {}
        self._low = _OUTSIDE

    def get(self, key: Key, compute: Callable[..., Values], *args: Any) -> Values:
        """The values for a key, by compute(*args) where they are not known."""
        known = self._known.get(key)
        if known is not None:
            self.evidence |= known[1]
            return known[0]
        frame = self._active.get(key)
        if frame is not None:
            frame[2] = True
            if frame[0] < self._low:
                self._low = frame[0]
            so_far: Values = frame[1]
            return so_far
        partial = self._provisional.get(key)
        if partial is not None:
            self.evidence |= partial[1]
            if partial[2] < self._low:
                self._low = partial[2]
            return partial[0]
        return self._compute(key, compute, args)

    def _compute(self, key: Key, compute: Callable[..., Values], args: tuple[Any, ...]) -> Values:
        depth = len(self._active)
        frame = self._active[key] = [depth, self._seeds.get(key, EMPTY), False]
        outer_low, outer_evidence = self._low, self.evidence
        mark = len(self._pending)
        while True:
            self._low, self.evidence, frame[2] = _OUTSIDE, 0, False
            values = compute(*args)
            if len(values) > LARGEST:
                values = EMPTY
            if not frame[2] or values <= frame[1]:
                break
            frame[1] = frame[1] | values
            self._forget(mark)
        values = values | frame[1]
        del self._active[key]
        low, evidence = self._low, self.evidence
        if low >= depth:
            self._known[key] = (values, evidence)
            self._keep(mark, evidence)
            self._low = outer_low
        else:
            self._provisional[key] = (values, evidence, low)
            self._pending.append(key)
            self._seeds[key] = values
            self._low = min(outer_low, low)
        self.evidence = outer_evidence | evidence
        return values

    def _forget(self, mark: int) -> None:
        for key in self._pending[mark:]:
            del self._provisional[key]
        del self._pending[mark:]

    def _keep(self, mark: int, evidence: int) -> None:
        for key in self._pending[mark:]:
            values, own, _ = self._provisional.pop(key)
            self._known[key] = (values, own | evidence)
            self._seeds.pop(key, None)
        del self._pending[mark:]

    def drop(self, evidence: int) -> None:
        """Forgets what was found by evidence with any of these bits."""
        self._known = {key: known for key, known in self._known.items() if not known[1] & evidence}
