"""What calls pass to parameters, round by round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.link.tabling import LARGEST, Cause
from indexer.link.values import ARGUMENT, EMPTY, Values

Passed = Mapping[Cause, Values]
_NONE: Passed = {}


class Round:
    """What scopes pass in one round, and what that comes to."""

    def __init__(self) -> None:
        self._passed: dict[int, Passed] = {}
        """What each scope passes."""
        self._passers: dict[Cause, set[int]] = {}
        self._inflow: dict[Cause, Values] = {}
        self._expanded: dict[Cause, Values] = {}
        self._through: dict[Cause, set[Cause]] = {}
        """By parameter: those whose expansion went through it."""
        self._compared: set[Cause] = set()
        self.changed: frozenset[Cause] = frozenset()
        """Parameters to which callers pass, all told, something else than in the round before."""

    # ------------------------------------------------------------ what scopes pass

    def put(self, scope: int, passed: Passed, touched: set[Cause]) -> None:
        """Replaces what a scope passes; adds the parameters that this concerns to `touched`."""
        old = self._passed.get(scope, _NONE)
        if old is passed:
            return
        for cause in old.keys() | passed.keys():
            if old.get(cause) != passed.get(cause):
                touched.add(cause)
                passers = self._passers.setdefault(cause, set())
                (passers.add if cause in passed else passers.discard)(scope)
        if passed:
            self._passed[scope] = passed
        else:
            self._passed.pop(scope, None)

    def following(self) -> Round:
        """A round that begins as this one is."""
        found = Round()
        for scope, passed in self._passed.items():
            found.put(scope, passed, set())
        return found

    def total(self, cause: Cause) -> Values:
        """What all scopes pass to a parameter."""
        found: Values = EMPTY
        for scope in self._passers.get(cause, ()):
            found |= self._passed[scope][cause]
        return found

    def causes(self) -> Iterable[Cause]:
        """All parameters that anything is passed to."""
        return self._passers.keys()

    # ------------------------------------------------------------ what that comes to, for this round

    def take_up(self, before: Round, touched: Iterable[Cause]) -> set[Cause]:
        """Takes up what the round before passes, for the parameters that were touched there.

        Returns:
            Parameters of which more, less or something else is known now.
        """
        stale: set[Cause] = set()
        for cause in touched:
            now = before.total(cause)
            if self._inflow.get(cause, EMPTY) != now:
                if now:
                    self._inflow[cause] = now
                else:
                    self._inflow.pop(cause, None)
                stale |= self._through.get(cause, set())
        changed: set[Cause] = set()
        for cause in stale:
            old = self._expanded.pop(cause, None)
            if old is not None and self.expanded(cause) != old:
                changed.add(cause)
        return changed

    def expanded(self, start: Cause) -> Values:
        """What callers pass to a parameter, with parameters that are passed on replaced by what is passed to them."""
        known = self._expanded.get(start)
        if known is not None:
            return known
        found = set()
        seen = {start}
        todo = [start]
        while todo:
            cause = todo.pop()
            self._through.setdefault(cause, set()).add(start)
            for value in self._inflow.get(cause, EMPTY):
                if value[0] != ARGUMENT:
                    found.add(value)
                elif value[1:] not in seen:
                    seen.add(value[1:])
                    todo.append(value[1:])
        result = frozenset(found) if len(found) <= LARGEST else EMPTY
        self._expanded[start] = result
        return result

    def compare(self, before: Round, asked: set[Cause], moved: Iterable[Cause]) -> set[Cause]:
        """Brings `changed` up; gives what was in it before and is not now, or the other way round.

        Args:
            before: The round before.
            asked: All parameters that anything depends on.
            moved: Those of which another thing is known than at the last comparison, here or in the round before.
        """
        old = self.changed
        changed = set(old & asked)
        for cause in (asked - self._compared) | (asked & set(moved)):
            differs = self.expanded(cause) != before.expanded(cause)
            (changed.add if differs else changed.discard)(cause)
        self._compared = asked
        self.changed = frozenset(changed)
        return set(old ^ self.changed)
