"""Digests of the rows of each file: equal digests, equal rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

import blake3
import numpy as np

from indexer.model.kinds import EDGE_KINDS, PROVENANCES
from indexer.model.records import Edge, Linked, Symbol, Unresolved

_KINDS: Final = {kind: number for number, kind in enumerate(EDGE_KINDS)}
_PROVENANCES: Final = {name: number for number, name in enumerate(PROVENANCES)}
_EDGE: Final = np.dtype(
    [
        ("source", "<i8"),
        ("kind", "u1"),
        ("target", "<i8"),
        ("line", "<i4"),
        ("column", "<i4"),
        ("by", "u1"),
        ("sure", "<f8"),
    ]
)
_SOURCE = attrgetter("source")


class Digests(NamedTuple):
    """Of the rows of one file."""

    symbols: str
    """Of `symbol` and `text`: all that they are made of."""
    edges: str
    """Of `edge` and `unresolved`."""


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
    for source, edges in groupby(linked.edges, key=_SOURCE):
        found[path_of[source]].edges.extend(edges)
    for source, uses in groupby(linked.unresolved, key=_SOURCE):
        found[path_of[source]].unresolved.extend(uses)
    return found


def digests_of(rows: Mapping[str, FileRows]) -> dict[str, Digests]:
    """The digests of each file's rows.  Linking gives rows in one order, so that equal rows are in equal order."""
    return {path: Digests(_of_symbols(one), _of_edges(one)) for path, one in rows.items()}


def _of_symbols(rows: FileRows) -> str:
    return _digest(repr([(*symbol, importance) for symbol, importance in rows.symbols]))


def _of_edges(rows: FileRows) -> str:
    plain = np.array(
        [(e[0], _KINDS[e[1]], e[2], e[3], e[4], _PROVENANCES[e[5]], e[6]) for e in rows.edges], dtype=_EDGE
    )
    return blake3.blake3(plain.tobytes()).update(repr(rows.unresolved).encode("utf-8", "surrogatepass")).hexdigest()


def _digest(text: str) -> str:
    return blake3.blake3(text.encode("utf-8", "surrogatepass")).hexdigest()
