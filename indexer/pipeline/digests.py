"""Digests of the rows of each file: equal digests, equal rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

import blake3

from indexer.model.records import Edge, Linked, Symbol, Unresolved

_Row = TypeVar("_Row", Edge, Unresolved)


class FileRows(NamedTuple):
    """What linking gave for the symbols of one file."""

    symbols: list[tuple[Symbol, float]]
    """Each with its importance."""
    edges: list[Edge]
    """Those that lead from its symbols."""
    unresolved: list[Unresolved]


def rows_by_file(linked: Linked, importances: Sequence[float]) -> dict[str, FileRows]:
    """The rows of linking by path; '' for symbols outside of the repository."""
    found = {"": FileRows([], [], [])}
    path_of: dict[int, str] = {}
    for symbol, importance in zip(linked.symbols, importances, strict=True):
        path_of[symbol.id] = symbol.path
        rows = found.get(symbol.path)
        if rows is None:
            rows = found[symbol.path] = FileRows([], [], [])
        rows.symbols.append((symbol, importance))
    for path, edges in _by_path(linked.edges, path_of):
        found[path].edges.extend(edges)
    for path, uses in _by_path(linked.unresolved, path_of):
        found[path].unresolved.extend(uses)
    return found


def _by_path(rows: Iterable[_Row], path_of: Mapping[int, str]) -> Iterator[tuple[str, list[_Row]]]:
    """Runs of rows of one source, with its path: rows of a source follow each other."""
    for source, run in groupby(rows, key=lambda row: row.source):
        yield path_of[source], list(run)


def digest_of_symbols(rows: FileRows) -> str:
    """Digest of a file's rows of `symbol` and `text`: all that they are made of."""
    hasher = blake3.blake3()
    for symbol, importance in rows.symbols:
        hasher.update(repr((*symbol, importance)).encode("utf-8", "surrogatepass"))
    return hasher.hexdigest()


def digest_of_edges(rows: FileRows) -> str:
    """Digest of a file's rows of `edge` and `unresolved`, whatever their order."""
    hasher = blake3.blake3()
    for edge in sorted(rows.edges):
        hasher.update(repr(tuple(edge)).encode())
    for use in sorted(rows.unresolved):
        hasher.update(repr(tuple(use)).encode("utf-8", "surrogatepass"))
    return hasher.hexdigest()
