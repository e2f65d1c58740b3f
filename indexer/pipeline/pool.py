"""A pool of processes that extract files, in which no file can stop the rest.

A parser can hang or crash on hostile input, and only ending its process helps (tree-sitter's query cursor cannot be
interrupted).  So each worker says which file it is at; one that dies, or stays at a file too long, is replaced, the file
is recorded as failed, and the other files of its chunk are done again.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Final, Self

from indexer.model.records import Problem
from indexer.pipeline import wire
from indexer.pipeline.wire import Extracted
from indexer.pipeline.worker import Task, extract_file

SECONDS_A_FILE: Final = 30.0
"""A file that takes longer is given up: 10,000 lines take 0.1 s."""
_SECONDS_TO_END: Final = 5.0
_FILES_A_CHUNK: Final = 24
_FEW_FILES: Final = 40
"""So few files are extracted in this process where isolation is not asked for."""
_RECURSION: Final = 5_000

Result = Extracted | Problem | str


def extract_all(
    task: Task, paths: Sequence[str], workers: int, on_done: Callable[[int], None] = lambda _: None
) -> Iterator[Result]:
    """Extracts files; what they give comes in their order.

    Args:
        task: What the workers need to know.
        paths: The files.
        workers: How many processes.
        on_done: Called with how many files are done.
    """
    if len(paths) <= _FEW_FILES:
        for number, path in enumerate(paths, 1):
            with _deep_recursion():
                result = extract_file(task, path)
            yield result
            on_done(number)
        return
    done = 0
    with _Pool(task, paths, workers) as pool:
        for result in pool.results():
            done += 1
            yield result
            on_done(done)


@contextmanager
def _deep_recursion() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class _Worker:
    """One process and the chunk that it is at."""

    def __init__(self, context: BaseContext, task: Task) -> None:
        self.at = context.Value("i", -1, lock=False)
        """Index in the chunk of the file that it is at."""
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(task, theirs, self.at), daemon=True)  # type: ignore[attr-defined]
        with _no_main_module(), _no_interrupts():
            self.process.start()
        theirs.close()
        self.place = 0
        """Of the first file of its chunk among all."""
        self.chunk: list[str] = []
        self.seen_at = -1
        self.since = time.monotonic()

    def give(self, place: int, chunk: list[str]) -> None:
        self.place, self.chunk, self.seen_at, self.since = place, chunk, -1, time.monotonic()
        self.at.value = 0
        self.connection.send(chunk)

    def is_stuck(self) -> bool:
        now = time.monotonic()
        if self.at.value != self.seen_at:
            self.seen_at, self.since = self.at.value, now
        return bool(self.chunk) and now - self.since > SECONDS_A_FILE

    def end(self, *, at_once: bool = True) -> None:
        """Ends the process; one that is idle ends by itself when its connection closes."""
        self.connection.close()
        if at_once:
            self.process.kill()
        self.process.join(_SECONDS_TO_END)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Keeps a new process from running the program's main script again: workers need nothing of it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Keeps Ctrl-C from a process that is started here, from its first moment on: it would print where it was interrupted.
    One that comes here in the meantime comes afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Pool:
    def __init__(self, task: Task, paths: Sequence[str], workers: int) -> None:
        self._context = multiprocessing.get_context("spawn")  # alike on all systems, and safe where threads run
        self._task = task
        starts = range(0, len(paths), _FILES_A_CHUNK)
        self._todo = deque((start, list(paths[start : start + _FILES_A_CHUNK])) for start in starts)
        self._done: dict[int, tuple[int, bytes]] = {}
        """What came early, by the place of its first file: how many files, and their results."""
        self._count = min(workers, len(starts))
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        self._workers = [_Worker(self._context, self._task) for _ in range(self._count)]
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for worker in self._workers:
            worker.end(at_once=kind is not None)

    def results(self) -> Iterator[Result]:
        for worker in self._workers:
            self._give(worker)
        following = 0
        while any(worker.chunk for worker in self._workers):
            ready = wait([w.connection for w in self._workers if w.chunk], timeout=1.0)
            for number, worker in enumerate(self._workers):
                if worker.connection in ready:
                    data = _received(worker.connection)
                    if data is None:
                        self._failed(number, "crash", "the parser crashed on this file: left out")
                        continue
                    self._done[worker.place] = len(worker.chunk), data
                    self._give(worker)
                elif worker.is_stuck():
                    self._failed(number, "timeout", f"extraction took over {SECONDS_A_FILE:.0f} s: left out")
            while following in self._done:
                count, data = self._done.pop(following)
                following += count
                yield from wire.load(data)

    def _give(self, worker: _Worker) -> None:
        worker.chunk = []
        if self._todo:
            worker.give(*self._todo.popleft())

    def _failed(self, number: int, code: str, message: str) -> None:
        worker = self._workers[number]
        at, place, chunk = max(worker.at.value, 0), worker.place, worker.chunk
        worker.end()
        fresh = self._workers[number] = _Worker(self._context, self._task)
        self._done[place + at] = 1, wire.dump([Problem(chunk[at], code, message, 0)])
        for start, rest in ((at + 1, chunk[at + 1 :]), (0, chunk[:at])):
            if rest:
                self._todo.appendleft((place + start, rest))
        self._give(fresh)


def _received(connection: Connection) -> bytes | None:
    try:
        return connection.recv_bytes()
    except (EOFError, OSError):
        return None


def _serve(task: Task, connection: Connection, at: object) -> None:
    """A worker's life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started it
    sys.setrecursionlimit(_RECURSION)
    gc.disable()  # facts are trees without circles, dropped chunk by chunk
    while True:
        try:
            chunk = connection.recv()
        except EOFError:
            return
        found = []
        for number, path in enumerate(chunk):
            at.value = number  # type: ignore[attr-defined]
            found.append(extract_file(task, path))
        try:
            connection.send_bytes(wire.dump(found))
        except BrokenPipeError:
            return
