"""What a build from nothing takes over of the history before it, and what undoes it: builds are runs like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from indexer.store.engine import Engine
from indexer.store.schema import load_schema
from indexer.store.undo import Key, Row, Undo, pack, stored_rows

_WHOLE: Final = ("meta", "file", "problem")
_OF_FILES: Final = ("symbol", "text", "edge", "unresolved")
"""Relations whose rows belong to symbols, and these to files."""
_CONTENT_HASH: Final = load_schema().relation("symbol").headers.index("content_hash")
_OF_ITS_TIME: Final = frozenset({"began", "collected", "revision"})
_FILES_AT_ONCE: Final = 100


def carry_undo(old: Engine, new: Engine) -> None:
    """Writes into a build what undoes it, what undoes the runs before it, and which edges it gained and lost.

    Rows are compared only of files whose digests differ, so that building again what has not changed costs little.

    Args:
        old: The index that is being replaced.
        new: The build, all else put.
    """
    runs = _column(new, "run", "stamp") - _column(old, "run", "stamp")
    if len(runs) != 1 or old.path is None:
        return
    (run,) = runs
    new.copy_from(old.path, "undo")
    found = {relation: _Difference(relation) for relation in (*_WHOLE, *_OF_FILES, "node")}
    edges = _EdgeChanges()
    for relation in _WHOLE:
        found[relation].compare(_all(old, relation), _all(new, relation))
    for paths in _batches(sorted(_stale(old, new))):
        bodies: set[Key] = set()
        for relation in _OF_FILES:
            before, after = (_of_files(engine, relation, paths) for engine in (old, new))
            found[relation].compare(before, after)
            if relation == "symbol":
                bodies = {(row[_CONTENT_HASH],) for row in (*before, *after)}
            elif relation == "edge":
                edges.compare(before, after)
        found["node"].compare(*(stored_rows(engine, "node", bodies) for engine in (old, new)))
    ids = [(one,) for one in _other_symbols(old, new)]
    found["symbol"].compare(*(stored_rows(engine, "symbol", ids) for engine in (old, new)))
    rows = [pack(run, relation, one.undo()) for relation, one in sorted(found.items()) if one]
    new.load("undo", load_schema().relation("undo").headers, rows)
    new.load("edge_change", load_schema().relation("edge_change").headers, edges.rows(run))


class _Difference:
    """What undoes a build in one relation, gathered part by part: a symbol may leave one part and turn up in another."""

    def __init__(self, relation: str) -> None:
        self._width = load_schema().relation(relation).key_width
        self._rows: dict[Key, Row] = {}
        self._added: set[Key] = set()

    def __bool__(self) -> bool:
        return bool(self._rows or self._added)

    def compare(self, old: Iterable[Row], new: Iterable[Row]) -> None:
        before, after = ({tuple(row[: self._width]): row for row in rows} for rows in (old, new))
        self._rows.update((key, row) for key, row in before.items() if after.get(key) != row)
        self._added.update(after.keys() - before.keys())

    def undo(self) -> Undo:
        return Undo(list(self._rows.values()), sorted(self._added - self._rows.keys(), key=repr))


class _EdgeChanges:
    """Relations between two symbols that a build gained and lost, whatever their sites."""

    def __init__(self) -> None:
        self._gained: set[Key] = set()
        self._lost: set[Key] = set()

    def compare(self, old: Iterable[Row], new: Iterable[Row]) -> None:
        before, after = ({tuple(row[:3]) for row in rows} for rows in (old, new))
        self._gained |= after - before
        self._lost |= before - after

    def rows(self, run: str) -> list[Row]:
        gained = [(run, *edge, True) for edge in sorted(self._gained - self._lost)]
        return gained + [(run, *edge, False) for edge in sorted(self._lost - self._gained)]


def _stale(old: Engine, new: Engine) -> set[str]:
    """Files whose symbols, edges or bodies may be other ones."""
    before, after = _states(old), _states(new)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    same_program = _settled(old) == _settled(new)
    return changed if same_program else before.keys() | after.keys()


def _other_symbols(old: Engine, new: Engine) -> list[int]:
    """Symbols that are other ones though their file's digest may be the same: those outside of the repository, which have no
    file, and those that more or fewer use."""
    script = "?[id, path, rank] := *symbol{id, path, rank}"
    before, after = ({row[0]: row for row in engine.run(script, immutable=True).rows} for engine in (old, new))
    return sorted(one for one in before.keys() | after.keys() if before.get(one) != after.get(one))


def _states(engine: Engine) -> Mapping[str, tuple[str, ...]]:
    """Digests of the rows of each file, and of its bytes."""
    digests = engine.run("?[path, symbols, edges] := *linked{path, symbols, edges}", immutable=True).rows
    files = dict(engine.run("?[path, bytes_hash] := *file{path, bytes_hash}", immutable=True).rows)
    found = {path: (symbols, edges, files.get(path, "")) for path, symbols, edges in digests}
    return {path: ("", "", bytes_hash) for path, bytes_hash in files.items()} | found


def _settled(engine: Engine) -> dict[str, str]:
    return {row[0]: row[1] for row in _all(engine, "meta") if row[0] not in _OF_ITS_TIME}


def _all(engine: Engine, relation: str) -> list[Row]:
    columns = ", ".join(load_schema().relation(relation).headers)
    return list(engine.run(f"?[{columns}] := *{relation}{{{columns}}}", immutable=True).rows)


def _column(engine: Engine, relation: str, column: str) -> set[str]:
    return {row[0] for row in engine.run(f"?[{column}] := *{relation}{{{column}}}", immutable=True).rows}


def _of_files(engine: Engine, relation: str, paths: list[str]) -> list[Row]:
    known = load_schema().relation(relation)
    columns, owner = ", ".join(known.headers), known.headers[0]
    script = (
        f"wanted[path] <- $paths\nown[{owner}] := wanted[path], *symbol:by_path{{path, id: {owner}}}\n"
        f"?[{columns}] := own[{owner}], *{relation}{{{columns}}}"
    )
    return list(engine.run(script, {"paths": [[path] for path in paths]}, immutable=True).rows)


def _batches(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), _FILES_AT_ONCE):
        yield items[start : start + _FILES_AT_ONCE]
