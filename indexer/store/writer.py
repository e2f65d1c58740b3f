"""Building an index from nothing, aside, and publishing it in one step.

Rows go straight into the file of the build. Measured against building in memory and copying out (`benchmarks/bench_store.py`):
with the file prepared as in `indexer.store.engine`, rows in large batches sorted by key, and the full-text index filled while
rows are put, it takes half the time and a quarter of the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import islice
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from indexer.errors import IndexUnusable
from indexer.model.memory import give_back
from indexer.store.engine import CACHE_BYTES, Binding, Engine, Rows, keep_in_memory
from indexer.store.folder import IndexFolder
from indexer.store.reader import IndexReader, open_checked
from indexer.store.rebuild import carry_undo
from indexer.store.schema import FORMAT_VERSION, load_schema
from indexer.store.spool import Spool

_BATCH_CELLS: Final = 200_000
"""The database holds each cell of a batch several times, in a hundred bytes or more."""
_BATCH_ROWS: Final = 100_000
_TEXT_BATCH_ROWS: Final = 25_000
_BUILD_CACHE_BYTES: Final = 64_000_000
"""What a build keeps of its file in memory: rows of the full-text index come in no order of their keys, and go in a fifth
faster than with what is kept of a published index."""
_LARGE_ROWS: Final = {"node": 4_000}
"""Rows a batch of relations that hold whole texts: what a batch holds, it holds several times."""


class IndexWriter:
    """A build in progress; a context manager. Leaving it without `finish` leaves the former index as it was.

    with IndexWriter(folder, meta={"root": "django"}) as writer:
        writer.put("file", rows)
        reader = writer.finish()
    """

    def __init__(
        self, folder: IndexFolder | None, *, binding: Binding = "mnestic", meta: Mapping[str, str] | None = None
    ) -> None:
        """A new build.

        Args:
            folder: Where to publish it; None to build in memory and store nothing.
            binding: Which binding of CozoDB.
            meta: Facts for `meta`; `format` and `schema` are added.
        """
        self._folder = folder
        self._binding: Binding = binding
        self._meta = dict(meta or {})
        self._schema = load_schema()
        self._open = ExitStack()
        self._build: Path | None = None
        self._engine: Engine | None = None
        self._waiting: dict[str, Spool] = {}

    def __enter__(self) -> Self:
        """Take the lock and make the relations.

        Raises:
            IndexLocked: another process writes this index.
            PermissionDenied: no right to write there.
            DiskFull: no space.
            MissingExtra: the binding is not installed.
        """
        with ExitStack() as stack:
            if self._folder is not None:
                stack.enter_context(self._folder.lock())
                self._folder.sweep()
                self._build = self._folder.new_build()
                stack.callback(self._discard)
            self._engine = self._empty()
            self._waiting = {}
            self._open = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @property
    def engine(self) -> Engine:
        """The database of the build: for the store's own parts."""
        assert self._engine is not None, "enter the writer first"
        return self._engine

    def put(self, relation: str, rows: Iterable[Sequence[Any]]) -> int:
        """Add rows, in batches: a generator is never held whole.

        Args:
            relation: Name of a relation of the schema.
            rows: Tuples in the order of its columns. Sorted by key they go in fastest. A key that is there already is
                replaced.

        Returns:
            How many rows were given.

        Raises:
            KeyError: the schema has no such relation.
            BadDatalog: a row does not fit.
            DiskFull: no space left.
        """
        known = self._schema.relation(relation)
        full_text = self._schema.full_text(relation)
        size = _TEXT_BATCH_ROWS if full_text else min(_BATCH_ROWS, _BATCH_CELLS // len(known.columns))
        size = _LARGE_ROWS.get(relation, size)
        add = self.engine.put if full_text else self.engine.load
        key = itemgetter(*range(known.key_width))
        source = iter(rows)
        count = 0
        while batch := list(islice(source, size)):
            batch.sort(key=key)
            add(relation, known.headers, batch)
            count += len(batch)
        return count

    def wait(self, relation: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take rows that come in no order of their keys: they wait on disk for `put_waiting`.

        Args:
            relation: Name of a relation of the schema whose key is a string.
            rows: Tuples of primitives, in the order of its columns; no two with one key.

        Raises:
            DiskFull: no space left.
        """
        spool = self._waiting.get(relation)
        if spool is None:
            spool = self._open.enter_context(Spool(self._folder.path if self._folder is not None else None))
            self._waiting[relation] = spool
        spool.add(rows)

    def put_waiting(self) -> None:
        """Add the rows that wait, in the order of their keys.

        Raises:
            BadDatalog: a row does not fit.
            DiskFull: no space left.
        """
        while self._waiting:
            relation, spool = self._waiting.popitem()
            self.put(relation, spool.rows())
            spool.close()

    def rest(self) -> None:
        """Let go of what the database remembers of its file: for a while in which other work needs the memory."""
        if self._build is not None:
            self.engine.close()
            self._engine = Engine(self._binding, self._build)
            give_back()

    def run(self, script: str, params: Mapping[str, Any] | None = None) -> Rows:
        """Run a script on what has been put so far.

        Args:
            script: CozoScript; may write.
            params: Values for `$name`.

        Raises:
            QueryError: the script is wrong.
        """
        return self.engine.run(script, params)

    def finish(self) -> IndexReader:
        """Publish: from now on this is the index.

        Returns:
            A reader of it.

        Raises:
            DiskFull: no space left; the former index stays.
        """
        self.put_waiting()
        facts = {**self._meta, "format": str(FORMAT_VERSION), "schema": self._schema.hash}
        self.put("meta", facts.items())
        if self._folder is None or self._build is None:
            return IndexReader(self.engine)
        self._carry_undo(self._folder)
        self.engine.close()
        keep_in_memory(self._build, CACHE_BYTES)
        self._folder.publish(self._build)
        return IndexReader(self._folder, binding=self._binding)

    def _carry_undo(self, folder: IndexFolder) -> None:
        # Of an index that cannot be read there is no history to carry.
        with suppress(IndexUnusable):
            former = open_checked(self._binding, folder.required())
            try:
                carry_undo(former, self.engine)
            finally:
                former.close()

    def _empty(self) -> Engine:
        engine = Engine(self._binding)
        for script in self._schema.scripts:
            engine.run(script)
        if self._build is None:
            return engine
        engine.write_to(self._build)
        engine.close()
        keep_in_memory(self._build, _BUILD_CACHE_BYTES)
        return Engine(self._binding, self._build)

    def _discard(self) -> None:
        if self._engine is not None:
            self._engine.close()
        if self._build is not None:
            for file in (self._build, Path(f"{self._build}-journal")):
                with suppress(OSError):
                    file.unlink(missing_ok=True)
