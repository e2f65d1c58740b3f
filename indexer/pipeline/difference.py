"""Rows that differ: from what is stored and what should be, to what is to be put and removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from indexer.store.updater import Change

Row = Sequence[Any]


def difference(relation: str, key_width: int, old: Iterable[Row], new: Iterable[Row]) -> Change:
    """What turns the old rows of a relation into the new ones.

    Args:
        relation: Its name.
        key_width: How many of its columns, from the first, are its key.
        old: Rows that are stored.
        new: Rows that should be.
    """
    before = {tuple(row[:key_width]): _plain(row[key_width:]) for row in old}
    after = {tuple(row[:key_width]): row for row in new}
    puts = [row for key, row in after.items() if before.pop(key, None) != _plain(row[key_width:])]
    return Change(relation, puts, [key for key in before if key not in after])


def _plain(values: Row) -> tuple[Any, ...]:
    """Values as they compare: the store gives lists where records have tuples."""
    return tuple(list(value) if isinstance(value, tuple) else value for value in values)
