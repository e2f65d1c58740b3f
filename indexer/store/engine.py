"""CozoDB behind one door: the only module that imports a binding, and the only one that knows how two bindings differ.

`mnestic` and `cozo_embedded` (what `pycozo` wraps) speak the same language over the same files. They differ in this:

- only mnestic stops a query at its deadline;
- a double-quoted string has escapes in mnestic only (scripts here use parameters, and `indexer.store.readonly` reads
  both ways);
- cozo 0.7.6 leaves out the bound itself in `key >= $low` where it scans a key or an index from there (scripts here use
  `key > $low`);
- cozo 0.7.6 finds nothing where it picks a secondary index by itself and the query wants columns that the index lacks
  (scripts here name the index).
"""

from __future__ import annotations

import errno
import importlib
import os
import re
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from indexer.errors import (
    BadDatalog,
    CodalogError,
    DiskFull,
    IndexDamaged,
    IndexLocked,
    MissingExtra,
    PermissionDenied,
    QueryTimeout,
    WriteRefused,
)
from indexer.store.complaint import explained

Binding = Literal["mnestic", "pycozo"]

_MODULES: Final[dict[str, str]] = {"mnestic": "mnestic", "pycozo": "cozo_embedded"}

_PAGE_BYTES: Final = 16_384
CACHE_BYTES: Final = 32_000_000
"""What whoever opens a database file keeps of it in memory, unless `keep_in_memory` says something else."""
_SQLITE_CODE = re.compile(r"code:? ?(?:Some\()?(\d+)")
_SQLITE_ERRORS: Final[dict[int, tuple[type[CodalogError], str]]] = {
    3: (PermissionDenied, "no right to use the index"),
    5: (IndexLocked, "the index is being written by another process; try again"),
    6: (IndexLocked, "the index is being written by another process; try again"),
    8: (PermissionDenied, "no right to write the index"),
    10: (IndexDamaged, "reading or writing the index failed"),
    11: (IndexDamaged, "the index is damaged; build it again with `codalog index --fresh`"),
    13: (DiskFull, "no space left for the index"),
    14: (PermissionDenied, "the index cannot be opened"),
    23: (PermissionDenied, "no right to use the index"),
    26: (IndexDamaged, "the index is damaged; build it again with `codalog index --fresh`"),
}
_SQLITE_IO: Final = 10
_MESSAGE_CHARACTERS: Final = 400


class Rows(NamedTuple):
    """What a script gives."""

    headers: list[str]
    rows: list[list[Any]]


class Engine:
    """An open database. Threads may share it."""

    def __init__(self, binding: Binding, path: Path | None = None, *, create: bool = False) -> None:
        """Open a database.

        Args:
            binding: Which binding of CozoDB.
            path: Its file, of the sqlite engine; None for one in memory.
            create: Make the file; it must not exist. Otherwise it must.

        Raises:
            MissingExtra: the binding is not installed.
            IndexUnusable: the file cannot be opened.
        """
        self.binding = binding
        self.path = path
        try:
            module = importlib.import_module(_MODULES[binding])
        except ModuleNotFoundError as error:
            message = f"engine {binding!r} is not installed; run: pip install 'codalog[{binding}]'"
            raise MissingExtra(message) from error
        if path is not None:
            (_prepare if create else checked)(path)
        arguments = ("mem", "", "{}") if path is None else ("sqlite", str(path), "{}")
        self._database: Any = self._call(lambda: module.CozoDbPy(*arguments))

    def run(
        self,
        script: str,
        params: Mapping[str, Any] | None = None,
        *,
        immutable: bool = False,
        timeout: float | None = None,
    ) -> Rows:
        """Run a script.

        Args:
            script: CozoScript.
            params: Values for `$name`.
            immutable: Refuse writes.
            timeout: Seconds; None for no limit. With pycozo a query that runs out of time is given up, not stopped: it
                goes on in its thread until it ends or the process does.

        Raises:
            QueryError: the script is wrong, writes where it may not, or takes too long.
            IndexUnusable: the file cannot be read.
            DiskFull: it cannot grow.
        """
        given = dict(params or {})
        try:
            if self.binding == "mnestic":
                answer = self._call(
                    lambda: self._database.run_script(script, given, immutable, timeout), writing=not immutable
                )
            elif timeout is None:
                answer = self._call(lambda: self._database.run_script(script, given, immutable), writing=not immutable)
            else:
                answer = _within(
                    timeout, lambda: self._call(lambda: self._database.run_script(script, given, immutable))
                )
        except BadDatalog as error:
            raise BadDatalog(explained(str(error), script)) from None
        return Rows(answer["headers"], answer["rows"])

    def load(self, relation: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Put rows in bulk. Keeps secondary indexes true, but fills neither full-text nor HNSW indexes.

        Raises:
            BadDatalog: a row does not fit the relation.
            DiskFull: the file cannot grow.
        """
        data = {relation: {"headers": list(headers), "rows": rows}}
        self._call(lambda: self._database.import_relations(data), writing=True)

    def put(self, relation: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Put rows one by one, keeping every index true.

        Raises:
            BadDatalog: a row does not fit the relation.
            DiskFull: the file cannot grow.
        """
        columns = ", ".join(headers)
        self.run(f"?[{columns}] <- $rows :put {relation} {{{columns}}}", {"rows": rows})

    def copy_from(self, file: Path, relation: str) -> None:
        """Take all rows of a relation over from another database file, without indexes that are not secondary.

        Args:
            file: A database; nobody may be writing it.
            relation: Its name, there and here; the columns must be the same.

        Raises:
            BadDatalog: one of them has no such relation.
            DiskFull: the file cannot grow.
        """
        self._call(lambda: self._database.import_from_backup(str(file), [relation]), writing=True)

    def write_to(self, file: Path) -> None:
        """Copy everything into a new database file. Quicker than making many relations there one by one.

        Args:
            file: Where; must not exist.

        Raises:
            DiskFull: no space left.
            PermissionDenied: no right to write there.
        """
        _prepare(file)
        self._call(lambda: self._database.backup(str(file)), writing=True)

    def relations(self) -> list[str]:
        """Names of all stored relations, indexes (with a colon) included."""
        return [row[0] for row in self.run("::relations").rows]

    def close(self) -> None:
        """Let go of the file. Running queries end first."""
        self._database.close()

    def _call(self, work: Callable[[], Any], *, writing: bool = False) -> Any:
        # Both bindings raise bare `Exception`, and a panic in Rust is a `BaseException` of pyo3: nothing narrower fits.
        try:
            return work()
        except (KeyboardInterrupt, SystemExit, MemoryError, CodalogError):
            raise
        except BaseException as error:  # noqa: BLE001  # as said above
            raise self._translated(error, writing=writing) from None

    def _translated(self, error: BaseException, *, writing: bool) -> CodalogError:
        detail = error.args[0] if error.args else ""
        if isinstance(detail, dict):
            code = str(detail.get("code") or "")
            message = _one_line(str(detail.get("message") or ""), detail.get("help"))
        else:
            code, message = "", _one_line(str(detail).replace("\u00d7", ""), None)
        where = f" ({self.path})" if self.path is not None else ""
        if match := _SQLITE_CODE.search(message):
            kind, text = _SQLITE_ERRORS.get(int(match[1]), (IndexDamaged, "the index cannot be used"))
            if writing and int(match[1]) == _SQLITE_IO:
                # Only a full disk is called full by SQLite; a quota and a limit on file sizes come as failed writing.
                kind, text = DiskFull, "the index cannot be written: the disk, a quota or a limit on file sizes is full"
            return kind(f"{text}{where}: {message}")
        if type(error).__name__ == "PanicException":
            return BadDatalog(f"the database gave up on this query: {message}")
        if code in {"eval::timeout", "eval::killed"}:
            return QueryTimeout("the query ran out of time; narrow it, or allow it more")
        if "write lock" in message or "read-only mode" in message:
            return WriteRefused("this query may only read, and tried to write")
        return BadDatalog(message or "the database refused the query")


def checked(path: Path) -> None:
    """Look at a database file before the engine does, which panics on what it cannot read.

    Raises:
        PermissionDenied: no right to read it.
        IndexDamaged: it is no database, or cut short.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except PermissionError as error:
        message = f"no right to read the index {path}"
        raise PermissionDenied(message) from error
    except OSError as error:
        message = f"the index {path} cannot be read ({error.strerror}); build it again"
        raise IndexDamaged(message) from error
    page = int.from_bytes(header[16:18], "big")
    page = 65_536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    # A journal beside the file means that a writer was killed: the engine rolls it back, and sizes may differ until then.
    unfinished = Path(f"{path}-journal").exists()
    whole = header.startswith(b"SQLite format 3\0") and page >= 512 and size > 0
    if not whole or not (unfinished or (size == page * pages and _has_rows(path))):
        message = f"the index {path} is damaged; build it again with `codalog index --fresh`"
        raise IndexDamaged(message)


def _has_rows(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT k, v FROM cozo LIMIT 1").fetchone()
    except sqlite3.Error:
        return False
    return True


def _prepare(path: Path) -> None:
    # Made by hand for one reason: the engine's own table keeps every key twice. WITHOUT ROWID, larger pages and a larger
    # cache (both kept in the file's header) take a third off the file and half off the time to write it; both bindings
    # create their table only `if not exists`, and use nothing of it but the columns k and v.
    table = "CREATE TABLE cozo (k BLOB PRIMARY KEY, v BLOB) WITHOUT ROWID"
    _change(path, f"PRAGMA page_size={_PAGE_BYTES}", _cache(CACHE_BYTES), table)


def keep_in_memory(path: Path, size: int) -> None:
    """Set what each who opens a database file from now on keeps of it in memory.

    Args:
        path: The file; nobody may have it open.
        size: Bytes.

    Raises:
        DiskFull: no space left.
        PermissionDenied: no right to write it.
        IndexDamaged: it is no database.
    """
    _change(path, _cache(size))


def _cache(size: int) -> str:
    return f"PRAGMA default_cache_size={size // _PAGE_BYTES}"


def _change(path: Path, *statements: str) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
    except sqlite3.Error as error:
        number = getattr(error, "sqlite_errorcode", 0) & 0xFF
        kind, text = _SQLITE_ERRORS.get(number, (IndexDamaged, "the index cannot be made"))
        message = f"{text} ({path}): {error}"
        raise kind(message) from error


def disk_error(error: OSError, path: Path) -> CodalogError:
    """What an error of the file system means for a user.

    Args:
        error: As the system raised it.
        path: What was written or read.
    """
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFull(f"no space left to write {path}; free some and run again")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return PermissionDenied(f"no right to write {path}; choose another folder with CODALOG_DATA_DIR")
    return IndexDamaged(f"{path} cannot be used: {error.strerror or error}")


def _within(seconds: float, work: Callable[[], Any]) -> Any:
    done: list[Any] = []
    failed: list[BaseException] = []

    def target() -> None:
        try:
            done.append(work())
        except CodalogError as error:
            failed.append(error)

    thread = threading.Thread(target=target, daemon=True, name="codalog-query")
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        message = "the query ran out of time; narrow it, or allow it more"
        raise QueryTimeout(message)
    return done[0]


def _one_line(message: str, hint: object) -> str:
    text = " ".join(message.split())
    if isinstance(hint, str) and hint:
        text = f"{text} ({' '.join(hint.split())})"
    return text if len(text) <= _MESSAGE_CHARACTERS else text[: _MESSAGE_CHARACTERS - 3] + "..."
