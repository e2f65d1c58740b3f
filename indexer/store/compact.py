"""Giving disk space back: rows that are removed leave holes in the file, and a copy without them takes its place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from indexer.errors import DiskFull
from indexer.store.folder import IndexFolder

_WORTH_IT: Final = 0.2
"""Share of the file that must be holes."""


def used_bytes(file: Path) -> int:
    """What the rows of a database take, holes left out."""
    pages, free, size = _pages(file)
    return (pages - free) * size


def compact(folder: IndexFolder) -> int:
    """Replaces the published file by one without holes, where that gives back enough. Readers go over to it.

    Args:
        folder: Where the index lies.

    Returns:
        Bytes given back.

    Raises:
        NoIndex: there is none.
        IndexLocked: another process writes it.
        DiskFull: no space for the copy; the index is as it was.
    """
    with folder.lock():
        file = folder.required()
        pages, free, size = _pages(file)
        if free < pages * _WORTH_IT:
            return 0
        build = folder.new_build()
        try:
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("VACUUM INTO ?", (str(build),))
            folder.publish(build)
        except sqlite3.Error as error:
            raise DiskFull(f"the index cannot be copied to {build} ({error}); free some space") from error
        finally:
            build.unlink(missing_ok=True)
        return free * size


def _pages(file: Path) -> tuple[int, int, int]:
    """How many pages a database has, how many of them are free, and the bytes of one."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        numbers = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")]  # fmt: skip
    return int(numbers[0]), int(numbers[1]), int(numbers[2])
