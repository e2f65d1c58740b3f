"""How many rows and bytes each relation of an index takes: for `status` in full, and for benchmarks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Final, NamedTuple

from indexer.store.reader import IndexReader

_STRING_8: Final = 0xD9
_SHORT_STRING: Final = 0xA0
_INTEGERS: Final = {0xCC: 1, 0xCD: 2, 0xCE: 4}
_CATALOG: Final = 8 * b"\0"


class RelationSize(NamedTuple):
    """What one relation, or one index, takes."""

    name: str
    """An index is called `relation:index`."""
    rows: int
    bytes: int
    """Keys and values, without the file's own overhead."""


def sizes(reader: IndexReader) -> list[RelationSize]:
    """Rows and bytes of every relation and index, largest first. Reads the whole file: seconds on a large index.

    Args:
        reader: An index that lies in a file.

    Raises:
        ValueError: it lies in memory.
    """
    with reader.engine():
        if reader.path is None:
            message = "an index in memory has no file to measure"
            raise ValueError(message)
        uri = f"{reader.path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            measured = connection.execute(
                "SELECT substr(k, 1, 8), count(*), sum(length(k) + length(v)) FROM cozo GROUP BY 1"
            )
            taken = {int.from_bytes(prefix, "big"): (rows, size) for prefix, rows, size in measured}
            found = [RelationSize(name, *taken.get(number, (0, 0))) for name, number in _catalog(connection)]
    return sorted(found, key=lambda relation: -relation.bytes)


def _catalog(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    # Relation 0 lists the others; a row's value is msgpack that begins with the relation's name and the number that
    # prefixes its keys: as a map with mnestic, as an array with pycozo.
    rows = connection.execute("SELECT v FROM cozo WHERE k > ? AND k < ?", (_CATALOG + b"\x06", _CATALOG + b"\x07"))
    for (value,) in rows:
        at = 1 if value[1:6] != b"\xa4name" else 6
        if value[at] == _STRING_8:
            start, length = at + 2, value[at + 1]
        else:
            start, length = at + 1, value[at] - _SHORT_STRING
        rest = value[start + length :].removeprefix(b"\xa2id")
        width = _INTEGERS.get(rest[0], 0)
        number = rest[1 : 1 + width] if width else rest[:1]
        yield value[start : start + length].decode(), int.from_bytes(number, "big")
