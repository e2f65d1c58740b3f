"""Rows that wait on disk until all are there, and come back in the order of their keys.

Rows whose keys are hashes come in no order at all: each batch of them touches every page of their relation, which is then
copied into the journal and written again. Sorted, all of them are written once, and nearly half the time is left.
"""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from indexer.model.closing import Closing
from indexer.store.engine import disk_error

_PREFIX: Final = 2
"""Characters of a key that choose a row's bucket: 256 buckets of hexadecimal digits, each of which is sorted in memory."""
_WAITING: Final = 4_000
"""Rows that wait in memory."""


class Spool(Closing):
    """Rows of primitives whose first column is a string; a context manager. A bucket sort whose buckets lie on disk."""

    def __init__(self, folder: Path | None) -> None:
        """Args: where the rows wait, in a file without a name; None for where temporary files lie."""
        self._folder = folder
        self._buckets: dict[str, list[tuple[Any, ...]]] = {}
        self._stretches: dict[str, list[tuple[int, int]]] = {}
        """By bucket: offset and length of what was written of it."""
        self._waiting = 0
        self._size = 0
        self._file = tempfile.TemporaryFile(dir=folder, prefix="building-", buffering=0)  # noqa: SIM115 - see `close`

    def close(self) -> None:
        """Forgets the rows."""
        self._file.close()

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Adds rows.

        Raises:
            DiskFull: no space left.
        """
        buckets = self._buckets
        for row in rows:
            found = buckets.get(row[0][:_PREFIX])
            if found is None:
                buckets[row[0][:_PREFIX]] = [row]
            else:
                found.append(row)
            self._waiting += 1
        if self._waiting >= _WAITING:
            self._write()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """All rows that were added, in the order of their keys, once; no more than a bucket is in memory at once."""
        for bucket in sorted(self._stretches.keys() | self._buckets.keys()):
            found = self._buckets.pop(bucket, [])
            for offset, length in self._stretches.get(bucket, ()):
                self._file.seek(offset)
                found += marshal.loads(self._file.read(length))  # noqa: S302 - written by `_write`
            found.sort(key=_key)
            yield from found

    def _write(self) -> None:
        written: list[bytes] = []
        for bucket, rows in self._buckets.items():
            packed = marshal.dumps(rows)
            self._stretches.setdefault(bucket, []).append((self._size, len(packed)))
            self._size += len(packed)
            written.append(packed)
        try:
            self._file.seek(0, 2)
            rest = memoryview(b"".join(written))
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise disk_error(error, self._folder or Path(tempfile.gettempdir())) from error
        self._buckets, self._waiting = {}, 0


def _key(row: tuple[Any, ...]) -> str:
    key: str = row[0]
    return key
