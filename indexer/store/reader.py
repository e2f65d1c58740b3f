"""Reading an index: any read-only Datalog, and typed answers to what the program itself asks all the time."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.errors import CodalogError, IndexDamaged, IndexFormatError
from indexer.model.closing import Closing
from indexer.model.records import Edge
from indexer.store.engine import Binding, Engine, Rows
from indexer.store.folder import IndexFolder
from indexer.store.models import NEAR
from indexer.store.readonly import ensure_reads_only
from indexer.store.schema import FORMAT_VERSION, load_schema

_SYMBOL: Final = load_schema().relation("symbol").headers
_COLUMNS: Final = ", ".join(_SYMBOL)


class FileState(NamedTuple):
    """What a file was when it was read: enough to tell whether it has changed."""

    size: int
    mtime_ns: int
    inode: int
    bytes_hash: str


class StoredSymbol(NamedTuple):
    """A row of `symbol`."""

    id: int
    moniker: str
    name: str
    qualified_name: str
    kind: str
    path: str
    language: str
    parent: int | None
    content_hash: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    name_line: int
    name_column: int
    signature: str
    exported: bool
    external: bool
    test: bool
    detail: list[str]
    rank: float
    stamp: str


class IndexReader(Closing):
    """An open index, read-only. Threads may share it; a context manager.

    Each query sees one published state, never the middle of a write. When a newer build has been published since the
    last query, the next one reads that.
    """

    def __init__(
        self, source: IndexFolder | Engine, *, binding: Binding = "mnestic", timeout: float | None = 30.0
    ) -> None:
        """Open the current index of a folder, or one that was built in memory.

        Args:
            source: Where the index lies, or its database.
            binding: Which binding of CozoDB; of no account for a database that is open already.
            timeout: Seconds that a query may run where it does not say; None for no limit.

        Raises:
            NoIndex: nothing has been built there.
            IndexFormatError: it was written by another version.
            IndexDamaged: its file cannot be read.
            PermissionDenied: no right to read it.
        """
        self._timeout = timeout
        self._reopening = threading.Lock()
        self._binding = binding
        self._folder: IndexFolder | None = None
        self._path: Path | None = None
        if isinstance(source, Engine):
            self._engine = source
            return
        self._folder = source
        with source.gate.shared():
            self._path = source.required()
            self._engine = open_checked(binding, self._path)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.close()

    @property
    def path(self) -> Path | None:
        """The file that is read; None in memory."""
        return self._path

    def run(self, script: str, params: Mapping[str, Any] | None = None, timeout: float | None = None) -> Rows:
        """Run a script from outside, read-only.

        Args:
            script: CozoScript.
            params: Values for `$name` in the script.
            timeout: Seconds that it may take; None for the reader's own limit.

        Raises:
            WriteRefused: it writes or reaches outside the index.
            BadDatalog: it does not parse or does not run.
            QueryTimeout: it takes too long.
            IndexUnusable: the index has been damaged, or rebuilt by another version.
        """
        ensure_reads_only(script)
        return self._query(script, params, timeout if timeout is not None else self._timeout)

    def meta(self) -> dict[str, str]:
        """Everything in `meta`."""
        return dict(self._query("?[key, value] := *meta{key, value}").rows)

    def counts(self) -> dict[str, int]:
        """Number of rows of every relation of the schema."""
        found: dict[str, int] = {}
        for relation in load_schema().relations:
            key = relation.headers[0]
            rows = self._query(f"?[count({key})] := *{relation.name}{{{key}}}").rows
            found[relation.name] = int(rows[0][0]) if rows else 0
        return found

    def nears(self, relation: str) -> bool:
        """Whether a relation of vectors has its HNSW index."""
        return f"{relation}:{NEAR}" in self._engine.relations()

    def files(self) -> dict[str, FileState]:
        """Every file by path, as it was when it was read."""
        script = "?[path, size, mtime_ns, inode, bytes_hash] := *file{path, size, mtime_ns, inode, bytes_hash}"
        return {row[0]: FileState(*row[1:]) for row in self._query(script).rows}

    def symbols(self, ids: Collection[int]) -> list[StoredSymbol]:
        """Symbols by id, in order of id; those that do not exist are left out."""
        return self._symbols("wanted[id]", [[id_] for id_ in ids])

    def symbols_named(self, name: str) -> list[StoredSymbol]:
        """Symbols whose name is this."""
        return self._symbols("*symbol:by_name{name: $value, id}", name)

    def symbols_qualified(self, qualified_name: str) -> list[StoredSymbol]:
        """Symbols whose qualified name is this."""
        named = self.symbols_named(qualified_name.rpartition(".")[2])
        return [symbol for symbol in named if symbol.qualified_name == qualified_name]

    def symbols_of_file(self, path: str) -> list[StoredSymbol]:
        """Symbols that a file defines."""
        return self._symbols("*symbol:by_path{path: $value, id}", path)

    def edges_from(self, symbol: int) -> list[Edge]:
        """Edges that lead from a symbol, by its id."""
        script = (
            "?[source, kind, target, line, column, provenance, confidence] := source = $symbol,"
            " *edge{source, kind, target, line, column, provenance, confidence}"
        )
        return [Edge(*row) for row in self._query(script, {"symbol": symbol}).rows]

    def edges_to(self, symbol: int) -> list[Edge]:
        """Edges that lead to a symbol, by its id."""
        script = (
            "?[source, kind, target, line, column, provenance, confidence] := target = $symbol,"
            " *edge:by_target{target, kind, source, line, column},"
            " *edge{source, kind, target, line, column, provenance, confidence}"
        )
        return [Edge(*row) for row in self._query(script, {"symbol": symbol}).rows]

    def node_keys(self) -> dict[str, int]:
        """The key of every node by its content hash. A new build that keeps them can take vectors over as they are."""
        return dict(self._query("?[content_hash, key] := *node{content_hash, key}").rows)

    def rows(self, relation: str, *, columns: Sequence[str] | None = None) -> Iterator[list[Any]]:
        """All rows of a relation of the schema, in batches inside: for taking them over into a new build.

        Args:
            relation: Its name.
            columns: Which columns; None for all, in the order of the schema.

        Raises:
            KeyError: the schema has no such relation.
        """
        known = load_schema().relation(relation)
        names = ", ".join(columns or known.headers)
        first = known.columns[0]
        if first.type != "Int":
            yield from self._query(f"?[{names}] := *{relation}{{{names}}}").rows
            return
        for low, high in _id_ranges():
            script = f"?[{names}] := *{relation}{{{names}, {first.name}: key}}, key > $low, key <= $high"
            if columns is None or first.name in columns:
                script = f"?[{names}] := *{relation}{{{names}}}, {first.name} > $low, {first.name} <= $high"
            yield from self._query(script, {"low": low, "high": high}).rows

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The database itself, at its current state, with the gate held: for the store's own parts.

        Ask nothing else of a reader inside: who holds the gate and asks for it again may wait for a writer that waits
        for them.
        """
        if self._folder is None:
            yield self._engine
            return
        with self._folder.gate.shared():
            with self._reopening:
                path = self._folder.required()
                if path != self._path:
                    # The former engine is dropped, not closed: a query of another thread may still run on it.
                    self._engine, self._path = open_checked(self._binding, path), path
                engine = self._engine
            yield engine

    def _query(self, script: str, params: Mapping[str, Any] | None = None, timeout: float | None = None) -> Rows:
        with self.engine() as engine:
            return engine.run(script, params, immutable=True, timeout=timeout)

    def _symbols(self, source: str, value: str | list[list[int]]) -> list[StoredSymbol]:
        # The index is named, not left to the planner: cozo 0.7.6 finds nothing where it chooses one itself and the
        # query wants columns that the index lacks.
        rule = "wanted[id] <- $value\n" if isinstance(value, list) else ""
        script = f"{rule}?[{_COLUMNS}] := {source}, *symbol{{{_COLUMNS}}}"
        return [StoredSymbol(*row) for row in self._query(script, {"value": value}).rows]


def open_checked(binding: Binding, path: Path) -> Engine:
    """Open a published file, and see that it is of this format and schema.

    Args:
        binding: Which binding of CozoDB.
        path: The file.

    Raises:
        IndexFormatError: it was written by another version.
        IndexDamaged: it cannot be read.
        PermissionDenied: no right to read it.
    """
    engine = Engine(binding, path)
    try:
        found = dict(engine.run("?[key, value] := *meta{key, value}, key in ['format', 'schema']", immutable=True).rows)
    except CodalogError as error:
        engine.close()
        message = f"the index {path} is damaged or not an index ({error}); build it again with `codalog index --fresh`"
        raise IndexDamaged(message) from error
    expected = {"format": str(FORMAT_VERSION), "schema": load_schema().hash}
    if found != expected:
        engine.close()
        message = (
            f"the index {path} has format {found.get('format', '?')}, schema {found.get('schema', '?')[:8]}; this version"
            f" reads format {FORMAT_VERSION}, schema {expected['schema'][:8]}: build it again with `codalog index`"
        )
        raise IndexFormatError(message)
    return engine


def _id_ranges(parts: int = 32) -> Iterator[tuple[int, int]]:
    # Half-open from below: see `indexer.store.engine` for what one binding does at a closed bound.
    step = (1 << 63) // parts
    for part in range(parts):
        yield part * step - 1, (part + 1) * step - 1
