"""Results that are found on behalf of the file they belong to, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from indexer.link.lookups import INLINED, Lookups, owner, place
from indexer.link.memo import MISSING, Memo
from indexer.link.tabling import Key, Table
from indexer.link.values import Values

T = TypeVar("T")


class AskingTable(Table):
    """A table that notes which file asks for a result of another."""

    def __init__(self, lookups: Lookups) -> None:
        """Args: where questions are noted."""
        super().__init__()
        self._lookups = lookups

    def get(self, key: Key, compute: Callable[..., Values], *args: Any) -> Values:
        """The values for a key, by compute(*args) where they are not known."""
        lookups = self._lookups
        file = owner(key)
        if file == lookups.at:
            return super().get(key, compute, *args)
        lookups.seen.add(key)
        known = self._known.get(key)
        if known is not None:
            self.evidence |= known.evidence
            if known.causes:
                self.causes |= known.causes
            values: Values = known.values
            return values
        outer = lookups.enter(file)
        values = super().get(key, compute, *args)
        lookups.enter(outer)
        return values

    def here(self, key: Key, compute: Callable[..., Values], *args: Any) -> Values:
        """The same for a result that each file that asks finds for itself (`INLINED`); its key ends with that file."""
        return super().get(key, compute, *args)

    def place(self, key: Key, args: tuple[Any, ...]) -> Any:
        """What orders the keys of a circle; None for one that is not to be its first."""
        return place(key, args)

    def again(self, key: Key, compute: Callable[..., Values], args: tuple[Any, ...]) -> Values:
        """Asks once more for what was asked for, on behalf of the file that did."""
        if key[0] not in INLINED:
            return self.get(key, compute, *args)
        outer = self._lookups.enter(key[-1])
        values = self.here(key, compute, *args)
        self._lookups.enter(outer)
        return values


class AskingMemo(Memo):
    """A memo that notes which file asks for a result of another."""

    def __init__(self, table: Table, lookups: Lookups) -> None:
        """Args: what collects evidence; where questions are noted."""
        super().__init__(table)
        self._lookups = lookups

    def get(self, key: Key, compute: Callable[..., T], *args: Any) -> T:
        """What compute(*args) gave for a key."""
        lookups = self._lookups
        file = owner(key)
        if file == lookups.at:
            return super().get(key, compute, *args)
        lookups.seen.add(key)
        found = self._known.get(key, MISSING)
        if found is MISSING:
            outer = lookups.enter(file)
            found = super().get(key, compute, *args)
            lookups.enter(outer)
        return found  # type: ignore[no-any-return]
