"""What is found once, for all rounds, whatever asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from indexer.link.tabling import Key, Table

T = TypeVar("T")
MISSING: Final = object()
"""Stands for what is not known."""


class Memo:
    """Results that do not depend on what callers pass; how they were found is no evidence for who asks."""

    def __init__(self, table: Table) -> None:
        """Args: what collects evidence."""
        self._table = table
        self._known: dict[Key, Any] = {}

    def get(self, key: Key, compute: Callable[..., T], *args: Any) -> T:
        """What compute(*args) gave for a key; what was found for part of a circle only is not remembered."""
        found = self._known.get(key, MISSING)
        if found is MISSING:
            outer = self._table.begin()
            found, complete = self._table.completely(compute, *args)
            self._table.apart(outer)
            if complete:
                self._known[key] = found
        return found  # type: ignore[no-any-return]
