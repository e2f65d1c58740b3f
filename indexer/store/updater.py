"""Changing the published index in place: all changes of a run are one transaction, so that no kill leaves half of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from indexer.store.engine import Binding, Engine, Rows
from indexer.store.folder import IndexFolder
from indexer.store.models import StoredModel, forget_model
from indexer.store.reader import open_checked
from indexer.store.schema import load_schema
from indexer.store.undo import undo_rows


class Change(NamedTuple):
    """What a run changes in one relation."""

    relation: str
    puts: Sequence[Sequence[Any]]
    """Whole rows, in the order of the schema's columns; a key that is there is replaced."""
    removals: Sequence[Sequence[Any]]
    """Keys."""

    @property
    def size(self) -> int:
        """How many rows are touched."""
        return len(self.puts) + len(self.removals)


class KeptEngine:
    """A database that stays open from one update of a process to the next: opened anew, the engine counts all of the full text
    before it changes any (half a second for Django).

    It must not be used for creating relations: the engine numbers them by what it read when it was opened.
    """

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._file: tuple[Path, int] | None = None

    def open(self, binding: Binding, path: Path) -> Engine:
        """The database of a file: the one that is open, if it is that of this very file."""
        file = (path, path.stat().st_ino)
        if self._engine is None or self._file != file:
            self.close()
            self._engine, self._file = open_checked(binding, path), file
        return self._engine

    def close(self) -> None:
        """Closes it."""
        if self._engine is not None:
            self._engine.close()
        self._engine = self._file = None


class IndexUpdater:
    """The right to change a published index; a context manager.

    with IndexUpdater(folder) as updater:
        updater.apply([Change("file", rows, keys)])
    """

    def __init__(self, folder: IndexFolder, *, binding: Binding = "mnestic", kept: KeptEngine | None = None) -> None:
        """Args: where the index lies; which binding of CozoDB; a database that stays open, None to open and close it."""
        self._folder = folder
        self._kept = kept
        self._binding: Binding = binding
        self._open = ExitStack()
        self._engine: Engine | None = None

    def __enter__(self) -> Self:
        """Take the lock and open the database.

        Raises:
            IndexLocked: another process writes this index.
            NoIndex: there is none.
            IndexUnusable: it cannot be used.
        """
        self._folder.required()  # before the lock makes the folder
        with ExitStack() as stack:
            stack.enter_context(self._folder.lock())
            with self._folder.gate.alone():
                opened = open_checked if self._kept is None else self._kept.open
                self._engine = opened(self._binding, self._folder.required())
            if self._kept is None:
                stack.callback(self._engine.close)
            self._open = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @property
    def engine(self) -> Engine:
        """The database, for reading what the lock keeps others from changing."""
        assert self._engine is not None, "enter the updater first"
        return self._engine

    def read(self, script: str, **params: Any) -> Rows:
        """Run a read-only script of the program's own."""
        return self.engine.run(script, params, immutable=True)

    def apply(self, changes: Sequence[Change]) -> None:
        """Makes all changes, or none. Every index, full text included, is kept true, and what undoes a run is recorded.

        Raises:
            BadDatalog: a row does not fit its relation.
            DiskFull: no space left; nothing is changed.
        """
        changes = [*changes, Change("undo", undo_rows(self.engine, changes), [])]
        blocks: list[str] = []
        params: dict[str, Any] = {}
        for number, change in enumerate(one for one in changes if one.size):
            relation = load_schema().relation(change.relation)
            keys = ", ".join(relation.headers[: relation.key_width])
            if change.removals:
                params[f"r{number}"] = [list(row) for row in change.removals]
                blocks.append(f"{{ ?[{keys}] <- $r{number} :rm {change.relation} {{{keys}}} }}")
            if change.puts:
                columns = ", ".join(relation.headers)
                params[f"p{number}"] = [list(row) for row in change.puts]
                blocks.append(f"{{ ?[{columns}] <- $p{number} :put {change.relation} {{{columns}}} }}")
        if blocks:
            with self._folder.gate.alone():
                self.engine.run("\n".join(blocks), params)

    def remove_vectors(self, relation: str, keys: Sequence[Sequence[int]]) -> int:
        """Removes vectors of nodes that are gone.

        Args:
            relation: Of a model.
            keys: One in each row.

        Returns:
            How many there were.
        """
        script = f"wanted[key] <- $keys\n?[key] := wanted[key], *{relation}{{key}}"
        there = self.engine.run(script, {"keys": [list(key) for key in keys]}, immutable=True).rows if keys else []
        if there:
            with self._folder.gate.alone():
                self.engine.run(f"?[key] <- $keys :rm {relation} {{key}}", {"keys": [list(row) for row in there]})
        return len(there)

    def forget_model(self, model: StoredModel) -> None:
        """Removes a model that is not the active one, with its vectors."""
        with self._folder.gate.alone():
            forget_model(self.engine, model)
