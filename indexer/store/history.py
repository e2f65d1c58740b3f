"""What a rebuild keeps of the past: stamps of what has not changed, and every version there ever was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from indexer.model.records import Symbol
from indexer.store.reader import IndexReader
from indexer.store.rows import retraction_row, version_row


class Carried(NamedTuple):
    """The past, brought to a new build."""

    stamps: dict[int, str]
    """Stamp of every internal symbol by id: the former one where its content hash is the same."""
    versions: Iterator[Sequence[Any]]
    """Rows for `version`: all former ones, then what this build adds. To be read once, while the old reader is open."""


class _Former(NamedTuple):
    content_hash: str
    stamp: str
    path: str
    qualified_name: str


def carry(old: IndexReader | None, symbols: Sequence[Symbol], *, stamp: str, at: int) -> Carried:
    """Work out stamps and versions of a new build.

    Args:
        old: The index that is being replaced; None where there is none.
        symbols: All symbols of the new build; external ones have no versions, and keep their stamps.
        stamp: UUIDv7 for what is new or has changed.
        at: The moment of the build, microseconds since the epoch.
    """
    former, outside = _former(old)
    stamps: dict[int, str] = {}
    added: list[Sequence[Any]] = []
    for symbol in symbols:
        if symbol.external:
            stamps[symbol.id] = outside.get(symbol.id, stamp)
            continue
        before = former.pop(symbol.id, None)
        same = before is not None and before.content_hash == symbol.content_hash
        kept = before.stamp if before is not None and same else stamp
        stamps[symbol.id] = kept
        if before != (symbol.content_hash, kept, symbol.path, symbol.qualified_name):
            added.append(version_row(symbol, kept, at))
    added.extend(retraction_row(gone, at) for gone in former)
    past = old.rows("version") if old is not None else iter(())
    return Carried(stamps, chain(past, added))


def _former(old: IndexReader | None) -> tuple[dict[int, _Former], dict[int, str]]:
    """The symbols that were there, and the stamps of those outside."""
    former: dict[int, _Former] = {}
    outside: dict[int, str] = {}
    columns = ("id", "external", *_Former._fields)
    for symbol, external, *rest in old.rows("symbol", columns=columns) if old is not None else ():
        found = _Former(*rest)
        if external:
            outside[symbol] = found.stamp
        else:
            former[symbol] = found
    return former, outside
