"""How many rows and bytes each relation of an index takes: for `status` in full, and for benchmarks."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Final, NamedTuple

from indexer.store.reader import IndexReader

_ID = re.compile(rb"\xa2id(?:([\x00-\x7f])|\xcc(.)|\xcd(..)|\xce(....))", re.DOTALL)
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
    # Relation 0 lists the others: the key is the name, the value a msgpack map with the number that prefixes its keys.
    rows = connection.execute("SELECT v FROM cozo WHERE k > ? AND k < ?", (_CATALOG + b"\x06", _CATALOG + b"\x07"))
    for (value,) in rows:
        name = re.match(rb".*?\xa4name(?:([\xa0-\xbf])|\xd9(.))", value, re.DOTALL)
        number = _ID.search(value)
        if name and number:
            length = name[1][0] - 0xA0 if name[1] else name[2][0]
            digits = next(group for group in number.groups() if group is not None)
            yield value[name.end() : name.end() + length].decode(), int.from_bytes(digits, "big")
