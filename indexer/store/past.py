"""An index as it was after an earlier run: a copy of the present one with all later runs undone.

Being an index like any other, it answers every query there is. The copy lies beside the index, so that asking again
costs nothing; of such copies a few are kept.

    <index folder>/past-<stamp>.db      the index after the run with that stamp
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from indexer.errors import DiskFull
from indexer.model.identity import new_stamp
from indexer.store.engine import Binding, Engine, disk_error
from indexer.store.folder import IndexFolder
from indexer.store.reader import IndexReader, open_checked
from indexer.store.schema import load_schema
from indexer.store.undo import undone_after

KEPT: Final = 2
"""Copies that stay; the one that was asked least recently goes first."""
_ABANDONED: Final = 3600.0
"""Seconds after which a copy that was not finished is one whose maker was killed."""
_BATCH: Final = 20_000
_MICRO: Final = 1_000_000


def open_past(
    folder: IndexFolder, reader: IndexReader, run: str, *, binding: Binding, timeout: float | None
) -> IndexReader:
    """Open an index as it was after a run.

    Args:
        folder: Where the index lies.
        reader: The index, open.
        run: Stamp of the run; all later ones must have recorded what undoes them.
        binding: Which binding of CozoDB.
        timeout: Seconds that a query may run where it does not say; None for no limit.

    Raises:
        DiskFull: no space for the copy.
        PermissionDenied: no right to write beside the index.
    """
    file = folder.path / f"past-{run}.db"
    try:
        if not file.exists():
            _make(file, reader, run, binding)
        os.utime(file)
        _forget(folder, KEPT)
    except OSError as error:
        raise disk_error(error, file) from error
    return IndexReader(open_checked(binding, file), timeout=timeout)


def forget_past(folder: IndexFolder) -> None:
    """Removes all copies, after a change of the past itself; one that cannot be removed stays until the next time."""
    _forget(folder, 0)


def _make(file: Path, reader: IndexReader, run: str, binding: Binding) -> None:
    aside = file.with_name(f"past-{new_stamp()}.new")
    try:
        with reader.engine() as present:  # with the gate held: nobody writes meanwhile
            assert present.path is not None, "the past of an index in memory was asked for"
            _copy(present.path, aside)
        engine = Engine(binding, aside)
        try:
            _undo(engine, run)
        finally:
            engine.close()
        aside.replace(file)
    except sqlite3.Error as error:
        raise DiskFull(f"the index cannot be copied to {aside} ({error}); free some space and run again") from error
    finally:
        for left in (aside, Path(f"{aside}-journal")):
            left.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    # By SQLite and not as bytes: where a writer was killed, its journal is rolled back first.
    with closing(sqlite3.connect(source)) as present, closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA synchronous = OFF")  # a copy that a power cut spoils is made again
        present.backup(copy)


def _undo(engine: Engine, run: str) -> None:
    started = engine.run("?[started] := *run{stamp: $run, started}", {"run": run}, immutable=True).rows[0][0]
    for relation, undo in undone_after(engine, run).items():
        _remove(engine, relation, undo.added)
        headers = load_schema().relation(relation).headers
        for start in range(0, len(undo.rows), _BATCH):
            engine.put(relation, headers, undo.rows[start : start + _BATCH])
    limit = int(started * _MICRO)
    versions = engine.run("?[symbol, at] := *version{symbol, at}", immutable=True).rows
    _remove(engine, "version", [row for row in versions if row[1][0] > limit])
    for relation, column in (("edge_change", "run"), ("undo", "run"), ("run", "stamp")):
        known = load_schema().relation(relation)
        keys = ", ".join(known.headers[: known.key_width])
        engine.run(f"?[{keys}] := *{relation}{{{keys}}}, {column} > $run :rm {relation} {{{keys}}}", {"run": run})


def _remove(engine: Engine, relation: str, keys: Sequence[Sequence[Any]]) -> None:
    known = load_schema().relation(relation)
    names = ", ".join(known.headers[: known.key_width])
    for start in range(0, len(keys), _BATCH):
        some = [list(key) for key in keys[start : start + _BATCH]]
        engine.run(f"?[{names}] <- $keys :rm {relation} {{{names}}}", {"keys": some})


def _forget(folder: IndexFolder, kept: int) -> None:
    there = sorted(folder.path.glob("past-*.db"), key=lambda file: file.stat().st_mtime, reverse=True)
    lost = [file for file in folder.path.glob("past-*.new*") if time.time() - file.stat().st_mtime > _ABANDONED]
    for file in (*there[kept:], *lost):
        with suppress(OSError):  # Windows: a reader has it open; the next one removes it
            file.unlink()
