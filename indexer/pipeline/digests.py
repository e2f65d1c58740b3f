"""Digests of the rows of each file: equal digests, equal rows."""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import blake3

from indexer.model.packed import plain
from indexer.model.records import Linked, Symbol

_PLAIN: Final = 2
"""The format of `marshal` that depends on values alone; later ones also tell which are one object."""
_SOURCE = itemgetter(0)


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
    edges: list[tuple[Any, ...]]
    """Those that lead from its symbols, in the order of their keys."""
    unresolved: list[tuple[Any, ...]]


def rows_by_file(linked: Linked, importances: Sequence[float], edges: Sequence[tuple[Any, ...]]) -> dict[str, FileRows]:
    """The rows of linking by path; '' for symbols outside of the repository.

    Args:
        linked: What linking gave.
        importances: Of each symbol, in their order.
        edges: Rows of `edge`, in the order of their keys.
    """
    found = {"": FileRows([], [], [])}
    rows_of: dict[int, FileRows] = {}
    for symbol, importance in zip(linked.symbols, importances, strict=True):
        rows = found.get(symbol.path)
        if rows is None:
            rows = found[symbol.path] = FileRows([], [], [])
        rows_of[symbol.id] = rows
        rows.symbols.append((symbol, importance))
    for source, some in groupby(edges, key=_SOURCE):
        rows_of[source].edges.extend(some)
    for source, uses in groupby(plain(linked.unresolved), key=_SOURCE):
        rows_of[source].unresolved.extend(map(tuple, uses))
    return found


def digests_of(rows: Mapping[str, FileRows]) -> dict[str, Digests]:
    """The digests of each file's rows.  Linking gives rows in one order, so that equal rows are in equal order."""
    return {path: Digests(_of_symbols(one), _digest((one.edges, one.unresolved))) for path, one in rows.items()}


def _of_symbols(rows: FileRows) -> str:
    return _digest([(*symbol, importance) for symbol, importance in rows.symbols])


def _digest(values: Any) -> str:
    return blake3.blake3(marshal.dumps(values, _PLAIN)).hexdigest()
