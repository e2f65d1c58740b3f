"""What turns an index back: of every run, the rows that it replaced or removed and the keys that it added.

Undoing runs from the newest back gives the index as it was after any earlier one, exactly and whatever the relation. A
record is a few compressed rows a run, so that history costs what the changes cost, not what the index does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

from indexer.store.engine import Engine
from indexer.store.schema import load_schema

REPLACED: Final = ("meta", "file", "problem", "node", "symbol", "edge", "unresolved", "text")
"""Relations of the present, whose rows runs replace. The others say themselves from when they are, or are a run's own."""
_BATCH: Final = 20_000
_FASTEST: Final = 1

Row = Sequence[Any]
Key = tuple[Any, ...]


class Changed(Protocol):
    """What a run changes in one relation (`indexer.store.updater.Change` is one)."""

    @property
    def relation(self) -> str:
        """Its name."""
        ...

    @property
    def puts(self) -> Sequence[Row]:
        """Whole rows."""
        ...

    @property
    def removals(self) -> Sequence[Row]:
        """Keys."""
        ...


class Undo(NamedTuple):
    """What undoes a run in one relation."""

    rows: list[Row]
    """To be put back."""
    added: list[Key]
    """Keys to be removed."""


def undo_rows(engine: Engine, changes: Sequence[Changed]) -> list[Row]:
    """Rows of `undo` for what a run is about to change; none where the changes are not those of a run.

    Args:
        engine: The index, before the changes.
        changes: All that the run changes, its row of `run` among them.
    """
    stamps = [row[0] for change in changes if change.relation == "run" for row in change.puts]
    if len(stamps) != 1:  # upkeep changes the past, not the present; backfilling adds many runs
        return []
    touched: dict[str, tuple[set[Key], set[Key]]] = {}
    for change in changes:
        if change.relation in REPLACED:
            width = load_schema().relation(change.relation).key_width
            puts, removals = touched.setdefault(change.relation, (set(), set()))
            puts.update(tuple(row[:width]) for row in change.puts)
            removals.update(tuple(key) for key in change.removals)
    found: list[Row] = []
    for relation, (puts, removals) in sorted(touched.items()):
        width = load_schema().relation(relation).key_width
        rows = stored_rows(engine, relation, puts | removals)
        added = puts - {tuple(row[:width]) for row in rows}
        if rows or added:
            found.append(pack(stamps[0], relation, Undo(rows, sorted(added, key=repr))))
    return found


def pack(run: str, relation: str, undo: Undo) -> Row:
    """A row of `undo`."""
    text = json.dumps([undo.rows, undo.added], separators=(",", ":"))
    return (run, relation, zlib.compress(text.encode("ascii"), _FASTEST))


def unpack(packed: bytes) -> Undo:
    """What a row of `undo` holds."""
    rows, added = json.loads(zlib.decompress(packed))
    return Undo(rows, [tuple(key) for key in added])


def stored_rows(engine: Engine, relation: str, keys: Iterable[Key]) -> list[Row]:
    """Rows of a relation by their keys; those that are not there are left out."""
    known = load_schema().relation(relation)
    head, columns = ", ".join(known.headers[: known.key_width]), ", ".join(known.headers)
    script = f"wanted[{head}] <- $keys\n?[{columns}] := wanted[{head}], *{relation}{{{columns}}}"
    wanted = [list(key) for key in keys]
    return [
        row
        for start in range(0, len(wanted), _BATCH)
        for row in engine.run(script, {"keys": wanted[start : start + _BATCH]}, immutable=True).rows
    ]


def undone_after(engine: Engine, run: str) -> Mapping[str, Undo]:
    """What turns the index back to what it was after a run, by relation: all later runs, undone as one.

    Args:
        engine: The index; all later runs must have left a record.
        run: Stamp of the run.
    """
    script = "?[run, relation, packed] := *undo{run, relation, packed}, run > $run\n:order -run"
    states: dict[str, dict[Key, Row | None]] = {}
    for _, relation, packed in engine.run(script, {"run": run}, immutable=True).rows:
        width = load_schema().relation(relation).key_width
        state, undo = states.setdefault(relation, {}), unpack(packed)
        state.update((key, None) for key in undo.added)
        state.update((tuple(row[:width]), row) for row in undo.rows)
    return {
        relation: Undo([row for row in state.values() if row is not None], [key for key, row in state.items() if row is None])
        for relation, state in states.items()
    }  # fmt: skip
