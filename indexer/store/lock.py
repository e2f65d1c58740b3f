"""Who may touch an index, and when: one writer at a time, and no reader in the middle of its writing.

`WriterLock` is taken before the engine opens a file to write; two processes that write one sqlite file corrupt it.
`Gate` is the short one: a query holds it shared, a writer holds it alone while it changes a file that readers have.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import filelock

from indexer.errors import IndexLocked
from indexer.store.engine import disk_error

_LOCK: Final = "lock"
_WRITER: Final = "writer"
_GATE: Final = "gate"
_TURNSTILE: Final = "turnstile"


class WriterLock:
    """The right to write an index; a context manager. The system frees it when the process ends, however it does."""

    def __init__(self, folder: Path) -> None:
        """A lock on an index.

        Args:
            folder: The index's folder; must exist.
        """
        self._folder = folder
        self._lock = filelock.FileLock(str(folder / _LOCK), timeout=0)

    def __enter__(self) -> Self:
        """Take it.

        Raises:
            IndexLocked: another process has it.
            PermissionDenied: no right to write here.
        """
        try:
            self._lock.acquire()
            (self._folder / _WRITER).write_text(str(os.getpid()), encoding="ascii")
        except filelock.Timeout:
            message = f"the index {self._folder} is being written by {self._owner()}; wait until it is done, or stop it"
            raise IndexLocked(message) from None
        except OSError as error:
            self._lock.release()
            raise disk_error(error, self._folder) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            (self._folder / _WRITER).unlink(missing_ok=True)
        self._lock.release()

    def _owner(self) -> str:
        with suppress(OSError, ValueError):
            return f"process {int((self._folder / _WRITER).read_text(encoding='ascii'))}"
        return "another process"


class Gate:
    """Keeps queries and in-place writes apart. Held for the length of one query or one batch.

    Everyone passes the turnstile first, and a writer keeps it while it waits: readers that never pause cannot keep it out.
    """

    def __init__(self, folder: Path) -> None:
        """The gate of an index.

        Args:
            folder: The index's folder.
        """
        self._gate = folder / _GATE
        self._turnstile = folder / _TURNSTILE

    def make(self) -> None:
        """Make its files, so that readers without the right to write can hold it.

        Raises:
            OSError: they cannot be made.
        """
        self._turnstile.touch()
        self._gate.touch()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Hold it together with other readers; waits for a writer's batch."""
        with ExitStack() as held:
            with _held(self._turnstile, exclusive=False):
                held.enter_context(_held(self._gate, exclusive=False))
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold it alone; waits for running queries."""
        with _held(self._turnstile, exclusive=True), _held(self._gate, exclusive=True):
            yield


if sys.platform == "win32":

    @contextmanager
    def _held(path: Path, *, exclusive: bool) -> Iterator[None]:
        # Windows has no shared lock on a whole file in the standard library: readers take turns.
        del exclusive
        with filelock.FileLock(str(path)):
            yield

else:
    import fcntl

    @contextmanager
    def _held(path: Path, *, exclusive: bool) -> Iterator[None]:
        # A descriptor of its own each time: such locks belong to the open file, so threads exclude each other too.
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            yield  # never written in place
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield
        finally:
            os.close(descriptor)
