"""Long bytes as rows of short ones.

The engine keeps all rows in one SQLite table, in the order of keys, so that any look-up passes rows of other relations on its
way. A row of more than a quarter of a page lies partly elsewhere and is copied whole wherever a look-up passes it: with the
facts of a file in one row, as they were, writing took 1.3 to 1.9 times as long (`benchmarks/bench_store.py --ways`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

_PIECE: Final = 2_000
"""Bytes: shorter pieces are more rows to read, longer ones make the table's tree deeper."""

Piece = tuple[Any, ...]
"""(*key, number of the piece, bytes)."""


def pieces(key: tuple[Any, ...], data: bytes) -> list[Piece]:
    """The rows that hold some bytes; at least one.

    Args:
        key: What they are found by.
        data: The bytes.
    """
    return [(*key, at // _PIECE, data[at : at + _PIECE]) for at in range(0, max(len(data), 1), _PIECE)]


def joined(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[tuple[Any, ...], bytes]]:
    """Each key with its bytes.

    Args:
        rows: Pieces, in the order of keys and numbers.
    """
    for key, some in groupby(rows, key=_key):
        yield key, b"".join(row[-1] for row in some)


def _key(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(row[:-2])
