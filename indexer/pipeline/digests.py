"""Digests of the rows of each file: equal digests, equal rows."""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import blake3

from indexer.link.assembly import LinkedFile
from indexer.model.packed import plain
from indexer.model.records import Linked

_PLAIN: Final = 2
"""The format of `marshal` that depends on values alone; later ones also tell which are one object."""
_SOURCE = itemgetter(0)


class Digests(NamedTuple):
    """Of the rows of one file."""

    symbols: str
    """Of `symbol`, without ranks, and `text`: all that they are made of."""
    edges: str
    """Of `edge` and `unresolved`."""


def linked_files(linked: Linked, edges: Sequence[tuple[Any, ...]]) -> dict[str, LinkedFile]:
    """What linking gave, by path.

    Args:
        linked: The whole graph.
        edges: Rows of `edge`, ascending.
    """
    found: dict[str, LinkedFile] = {}
    file_of: dict[int, LinkedFile] = {}
    names: dict[int, str] = {}
    for symbol in linked.symbols:
        if symbol.external:
            names[symbol.id] = symbol.qualified_name
            continue
        file = found.get(symbol.path)
        if file is None:
            file = found[symbol.path] = LinkedFile([], [], [], names)
        file_of[symbol.id] = file
        file.symbols.append(symbol)
    for source, some in groupby(edges, key=_SOURCE):
        file_of[source].edges.extend(some)
    for source, uses in groupby(plain(linked.unresolved), key=_SOURCE):
        file_of[source].unresolved.extend(map(tuple, uses))
    for file in found.values():
        file.unresolved.sort()
    return found


def digests_of(files: Mapping[str, LinkedFile]) -> dict[str, Digests]:
    """The digests of each file's rows."""
    return {path: Digests(_symbols(one), _digest((one.edges, one.unresolved))) for path, one in files.items()}


def _symbols(file: LinkedFile) -> str:
    return _digest(list(map(tuple, file.symbols)))


def _digest(values: Any) -> str:
    return blake3.blake3(marshal.dumps(values, _PLAIN)).hexdigest()
