"""Evaluation of mutually recursive definitions to their least fixed point.

A call whose result is being computed gives what is known so far; the outermost call of such a circle (the leader of its
strongly connected component) is repeated until nothing grows, and only then are the results of the circle kept.  Some
results are what is found elsewhere where nothing else is found: they do not only grow, and what comes of them depends on
where the evaluation enters the circle.  So that it does not depend on who asked first, every circle is entered at the
first of its keys.
(Tabled resolution: Chen and Warren, JACM 43(1), 1996; lowlinks: Tarjan 1972.)
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple, TypeVar

from indexer.link.values import EMPTY, Values

T = TypeVar("T")

_OUTSIDE = 1 << 60
LARGEST = 24
"""Sets of more values say nothing useful and are taken as unknown."""

Key = tuple[Any, ...]
Cause = tuple[int, int]
"""What a result may depend on that can change between rounds: what callers pass to (function scope, position)."""


class Known(NamedTuple):
    """A result and how it was found."""

    values: Any
    """Values; a subclass may keep other results, too."""
    evidence: int
    causes: frozenset[Cause]


_NO_CAUSES: frozenset[Cause] = frozenset()


class Table:
    """Memoised evaluation; `evidence` (bits) and `causes` collect how the current result was found."""

    def __init__(self) -> None:
        self.evidence = 0
        self.causes: frozenset[Cause] = _NO_CAUSES
        self._known: dict[Key, Known] = {}
        self._alike: dict[Known, Known] = {}
        """Results that are alike are one object: most are, and there are many."""
        self._caused: set[Key] = set()
        """Keys of what is known for a cause."""
        self._active: dict[Key, list[Any]] = {}
        """Key: [depth, what is known so far, whether that was read]."""
        self._stack: list[Key] = []
        """The active keys, outermost first."""
        self._provisional: dict[Key, tuple[Known, Key]] = {}
        """What may still grow, with the outermost key that was active and that it depends on."""
        self._computed: dict[Key, tuple[Callable[..., Values], tuple[Any, ...]]] = {}
        """How that is computed."""
        self._pending: list[Key] = []
        self._seeds: dict[Key, Values] = {}
        self._low = _OUTSIDE

    def get(self, key: Key, compute: Callable[..., Values], *args: Any) -> Values:
        """The values for a key, by compute(*args) where they are not known."""
        known = self._known.get(key)
        if known is not None:
            if known[1]:
                self.evidence |= known[1]
                if known[2]:
                    self.causes |= known[2]
            values: Values = known[0]
            return values
        frame = self._active.get(key)
        if frame is not None:
            frame[2] = True
            self._low = min(self._low, frame[0])
            so_far: Values = frame[1]
            return so_far
        partial = self._provisional.get(key)
        if partial is not None:
            found, _ = partial
            self.evidence |= found.evidence
            self.causes |= found.causes
            self._low = min(self._low, self._depth(key))
            partly: Values = found.values
            return partly
        return self._compute(key, compute, args)

    def begin(self) -> tuple[int, frozenset[Cause]]:
        """Starts to collect evidence anew; gives what `end` wants back."""
        outer = (self.evidence, self.causes)
        self.evidence, self.causes = 0, _NO_CAUSES
        return outer

    def end(self, outer: tuple[int, frozenset[Cause]]) -> int:
        """The evidence since `begin`; adds it to what was there before."""
        found = self.evidence
        self.evidence |= outer[0]
        if outer[1]:
            self.causes |= outer[1]
        return found

    def apart(self, outer: tuple[int, frozenset[Cause]]) -> None:
        """Forgets the evidence since `begin`: what was found stands for itself."""
        self.evidence, self.causes = outer

    @property
    def at_rest(self) -> bool:
        """Whether nothing that was read so far for the result that is being computed may still grow."""
        return self._low == _OUTSIDE

    def completely(self, compute: Callable[..., T], *args: Any) -> tuple[T, bool]:
        """What compute(*args) gives, and whether nothing that was read for it may still grow."""
        low, self._low = self._low, _OUTSIDE
        found = compute(*args)
        complete = self._low == _OUTSIDE
        self._low = min(low, self._low)
        return found, complete

    def _depth(self, key: Key) -> int:
        """Depth of the outermost active key that something provisional depends on.

        The key that was noted for it may have become provisional since, as part of a larger circle; then that key's counts.
        """
        head = key
        while head in self._provisional:
            head = self._provisional[head][1]
        while key != head:  # the next look is short
            found, following = self._provisional[key]
            self._provisional[key] = (found, head)
            key = following
        depth: int = self._active[head][0]
        return depth

    def place(self, key: Key, args: tuple[Any, ...]) -> Any:  # noqa: ARG002 - what decides elsewhere
        """What orders the keys of a circle; None for a key that is not to be its first.  Args: a key; what its computation takes."""
        return key

    def again(self, key: Key, compute: Callable[..., Values], args: tuple[Any, ...]) -> Values:
        """Asks once more for what was asked for, by the key it has here."""
        return self.get(key, compute, *args)

    def _compute(self, key: Key, compute: Callable[..., Values], args: tuple[Any, ...]) -> Values:
        depth = len(self._active)
        frame = self._active[key] = [depth, self._seeds.get(key, EMPTY), False]
        self._stack.append(key)
        outer_low, outer = self._low, self.begin()
        mark = len(self._pending)
        first = None
        while True:
            self._low, frame[2] = _OUTSIDE, False
            values = compute(*args)
            if len(values) > LARGEST:
                values = EMPTY
            if self._low >= depth and len(self._pending) > mark:
                first = self._earlier(mark, key, args)
            if first is not None or not frame[2] or values <= frame[1]:
                break
            frame[1] = frame[1] | values
            self._forget(mark)
        known = Known(values | frame[1] if frame[1] else values, self.evidence, self.causes)
        del self._active[self._stack.pop()]
        low = self._low
        self._low = outer_low
        if first is not None:
            self.apart(outer)
            return self._from(first, mark, (key, compute, args))
        if low >= depth:
            self._keep(key, known)
            if len(self._pending) > mark:
                self._settle(mark, known)
        else:
            self._provisional[key] = (known, self._stack[low])
            self._computed[key] = (compute, args)
            self._pending.append(key)
            self._seeds[key] = known.values
            self._low = min(outer_low, low)
        self.end(outer)
        result: Values = known.values
        return result

    def _earlier(self, mark: int, leader: Key, args: tuple[Any, ...]) -> Key | None:
        """The first key of a circle that is complete but for its leader; None where that is the leader itself."""
        first, before = None, self.place(leader, args)
        for key in self._pending[mark:]:
            place = self.place(key, self._computed[key][1])
            if place is not None and (before is None or place < before):
                first, before = key, place
        return first

    def _from(self, first: Key, mark: int, asked: tuple[Key, Callable[..., Values], tuple[Any, ...]]) -> Values:
        """Enters a circle at its first key instead of the one that was asked for; gives what that is."""
        key, compute, args = asked
        how = self._computed[first]
        for one in (*self._pending[mark:], key):
            self._seeds.pop(one, None)
        self._forget(mark)
        outer = self.begin()
        self.again(first, *how)
        self.apart(outer)
        return self.again(key, compute, args)

    def _keep(self, key: Key, known: Known) -> None:
        self._known[key] = self._alike.setdefault(known, known)
        if known.causes:
            self._caused.add(key)

    def _forget(self, mark: int) -> None:
        for key in self._pending[mark:]:
            del self._provisional[key], self._computed[key]
        del self._pending[mark:]

    def _settle(self, mark: int, leader: Known) -> None:
        """The circle is complete: its results hold, and depend on all that any of them depends on."""
        for key in self._pending[mark:]:
            own, _ = self._provisional.pop(key)
            del self._computed[key]
            self._keep(key, Known(own.values, own.evidence | leader.evidence, own.causes | leader.causes))
            self._seeds.pop(key, None)
        del self._pending[mark:]

    def drop(self, changed: AbstractSet[Cause]) -> None:
        """Forgets what depends on any of these causes."""
        for key in [key for key in self._caused if not changed.isdisjoint(self._known[key].causes)]:
            del self._known[key]
            self._caused.discard(key)
