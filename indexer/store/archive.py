"""What was removed from an index, kept as Parquet: a file a relation and month, compressed with Zstandard.

A file is written aside, read back and compared before it takes its name, and only then may its rows be removed from
the index: a kill at any moment loses nothing, and at worst leaves a row in both places.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.errors import BadParameter, IndexDamaged, MissingExtra
from indexer.store.engine import disk_error

_NAME: Final = re.compile(r"(?P<relation>[a-z_]+)-(?P<month>\d{4}-\d{2})\.parquet")
_MICRO: Final = 1_000_000


class ArchiveFile(NamedTuple):
    """One file of an archive."""

    file: str
    relation: str
    month: str
    """YYYY-MM."""
    rows: int
    bytes: int


class Archive:
    """A folder of Parquet files."""

    def __init__(self, folder: Path) -> None:
        """Args: the folder; made when first written.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ModuleNotFoundError as error:
            raise MissingExtra("an archive needs pyarrow; run: pip install 'codalog[archive]'") from error
        self._arrow: Any = pa
        self._parquet: Any = pq
        self.folder = folder

    def add(self, relation: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], moments: Sequence[int]) -> None:
        """Adds rows to the files of their months.

        Args:
            relation: Its name.
            headers: Its columns.
            rows: Values in the order of the columns; a `Validity` is [microseconds, bool].
            moments: When each row ceased to be of the present, microseconds since the epoch.

        Raises:
            DiskFull: no space left; the files are as they were.
            IndexDamaged: what was written does not read back the same.
        """
        by_month: dict[str, list[Sequence[Any]]] = {}
        for row, at in zip(rows, moments, strict=True):
            by_month.setdefault(datetime.fromtimestamp(at / _MICRO, UTC).strftime("%Y-%m"), []).append(row)
        for month, some in sorted(by_month.items()):
            self._merge(self.folder / f"{relation}-{month}.parquet", headers, some)

    def _merge(self, file: Path, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        fresh = {repr(row): dict(zip(headers, map(_storable, row), strict=True)) for row in rows}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            old = self._records(file) if file.exists() else []
            known = {repr(record): record for record in old}
            records = [*known.values(), *(one for one in fresh.values() if repr(one) not in known)]
            aside = file.with_suffix(".parquet.new")
            table = self._arrow.Table.from_pylist(records)
            self._parquet.write_table(table, aside, compression="zstd")
            with aside.open("rb+") as written:
                os.fsync(written.fileno())
            if self._records(aside) != records:
                aside.unlink()
                raise IndexDamaged(f"{aside} does not read back as it was written; nothing was removed")
            aside.replace(file)
        except OSError as error:
            raise disk_error(error, file) from error

    def _records(self, file: Path) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._parquet.read_table(file).to_pylist()
        return found

    def files(self) -> list[ArchiveFile]:
        """What there is, by relation and month.

        Raises:
            BadParameter: there is no such folder.
        """
        if not self.folder.is_dir():
            raise BadParameter(f"{self.folder} is no folder; say where `codalog gc --archive` wrote")
        found = []
        for file in sorted(self.folder.iterdir()):
            match = _NAME.fullmatch(file.name)
            if match:
                rows = self._parquet.read_metadata(file).num_rows
                found.append(ArchiveFile(file.name, match["relation"], match["month"], rows, file.stat().st_size))
        return found

    def rows(self, relation: str, headers: Sequence[str]) -> list[list[Any]]:
        """All archived rows of a relation, in the order of its columns."""
        return [
            [_restored(record[name]) for name in headers]
            for one in self.files()
            if one.relation == relation
            for record in self._records(self.folder / one.file)
        ]


def _storable(value: Any) -> Any:
    """A `Validity` as a record: a column has one type."""
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], bool):
        return {"at": int(value[0]), "present": value[1]}
    return value


def _restored(value: Any) -> Any:
    return [value["at"], value["present"]] if isinstance(value, dict) and value.keys() == {"at", "present"} else value
