"""A change that is taken back within a second leaves no trace: no run, no version of anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

from indexer.store.schema import load_schema
from indexer.store.undo import Undo, unpack
from indexer.store.updater import IndexUpdater

WITHIN: Final = 1_000_000
"""Microseconds from the run that took a change in to the one that takes it back."""
_LAST: Final = "?[stamp, started] := *run{stamp, started}\n:order -stamp\n:limit 2"
_BYTES: Final = "wanted[path] <- $paths\n?[path, bytes_hash] := wanted[path], *file{path, bytes_hash}"
_UNDONE: Final = "?[relation, packed] := run = $run, *undo{run, relation, packed}"
_VERSIONS: Final = "wanted[symbol] <- $symbols\n?[symbol, at] := wanted[symbol], *version{symbol, at}"
_CHANGES: Final = "?[run, source, kind, target] := run = $run, *edge_change{run, source, kind, target}"

Rows = list[Sequence[Any]]
Out = Mapping[str, tuple[Rows, Rows]]
"""Rows to put, and keys to remove, by relation."""


class LastRun(NamedTuple):
    """The run before the one that is being made."""

    stamp: str
    at: int
    """Microseconds since the epoch."""
    before: str
    """Stamp of the run before it."""
    undone: Mapping[str, Undo]
    """What turns the index back to before it, by relation."""

    def is_taken_back(
        self, updater: IndexUpdater, files: Rows, changed: Collection[str], removed: Collection[str]
    ) -> bool:
        """Whether another run gives all files that it changed the bytes that they had, and changes no others.

        Args:
            updater: the index, before the other run.
            files: rows of `file` that the other run writes.
            changed: paths of the files that it finds new or changed.
            removed: paths of those that it finds gone.
        """
        undo = self.undone["file"]
        had = dict(map(_content, undo.rows))
        now = dict(updater.read(_BYTES, paths=[[path] for path in had]).rows)
        now = {path: content for path, content in now.items() if path not in removed}
        now |= {path: content for path, content in map(_content, files) if path in changed}
        return now == had and {path for (path,) in undo.added} == {*removed}

    def without_trace(self, updater: IndexUpdater, out: Out) -> dict[str, tuple[Rows, Rows]]:
        """What the other run writes, with the stamps from before this one; and without what this one says of itself."""
        found = {name: (list(puts), list(removals)) for name, (puts, removals) in out.items()}
        for name in ("file", "symbol"):
            puts, removals = found.get(name, ([], []))
            found[name] = (_stamped(name, puts, self.undone.get(name, Undo([], []))), removals)
        symbols = [[row[0]] for row in found["symbol"][0]] + [list(key) for key in found["symbol"][1]]
        versions = updater.read(_VERSIONS, symbols=symbols).rows
        found["version"] = ([], [row for row in versions if row[1][0] == self.at])
        found["edge_change"] = ([], list(updater.read(_CHANGES, run=self.stamp).rows))
        found["run"] = ([], [[self.stamp]])
        found["undo"] = ([], [[self.stamp, relation] for relation in sorted(self.undone)])
        return found


def last_run(updater: IndexUpdater, at: int) -> LastRun | None:
    """The last run, where it is so near that a change may be taken back; None for others, and for builds from nothing.

    Args:
        updater: the index.
        at: the moment of the run that is being made, microseconds since the epoch.
    """
    runs = updater.read(_LAST).rows
    if len(runs) < 2 or at - int(runs[0][1] * 1e6) > WITHIN:
        return None
    undone = {relation: unpack(packed) for relation, packed in updater.read(_UNDONE, run=runs[0][0]).rows}
    return LastRun(runs[0][0], int(runs[0][1] * 1e6), runs[1][0], undone) if "file" in undone else None


def _content(row: Sequence[Any]) -> tuple[str, str]:
    headers = load_schema().relation("file").headers
    return row[headers.index("path")], row[headers.index("bytes_hash")]


def _stamped(relation: str, puts: Rows, undo: Undo) -> Rows:
    """Rows with the stamps that they had."""
    place = load_schema().relation(relation).headers.index("stamp")
    stamps = {row[0]: row[place] for row in undo.rows}
    return [(*row[:place], stamps.get(row[0], row[place]), *row[place + 1 :]) for row in puts]
