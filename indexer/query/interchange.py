"""The graph as JSON Lines: the public format `codalog-graph`, version 1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from indexer.model.records import Edge, Symbol
from indexer.query.runner import Runner

VERSION: Final = 1

_SYMBOLS: Final = ", ".join(name for name in Symbol._fields if name not in {"docstring", "words"})


def graph_lines(symbols: Iterable[Symbol], edges: Iterable[Edge]) -> Iterator[str]:
    """The lines of an export, without line ends: a header, the symbols, the edges.

    The same graph gives the same lines, whatever order it comes in: symbols by path and place, external ones after them
    by moniker; edges by source, place, kind and target. Lines are 1-based, columns count bytes from 0.

    Args:
        symbols: All symbols of the graph.
        edges: All edges; those of which an end is no symbol here are left out.
    """
    ordered = sorted(symbols, key=_symbol_order)
    by_id = {symbol.id: symbol for symbol in ordered}
    place = {symbol.id: number for number, symbol in enumerate(ordered)}
    languages = sorted({symbol.language for symbol in ordered if symbol.language and not symbol.external})
    header = {"type": "header", "format": "codalog-graph", "version": VERSION, "root": ".", "languages": languages}
    yield _line(header)
    for symbol in ordered:
        yield _line(_symbol_record(symbol, by_id))
    known = [edge for edge in edges if edge.source in by_id and edge.target in by_id]
    known.sort(key=lambda edge: (place[edge.source], edge.line, edge.column, edge.kind, place[edge.target]))
    for edge in known:
        yield _line(_edge_record(edge, by_id))


def stored_graph(runner: Runner) -> tuple[list[Symbol], list[Edge]]:
    """The graph of an index, in the records that linking gives (docstrings and words left empty)."""
    script = f"?[{_SYMBOLS}] := *symbol{{{_SYMBOLS}}}"
    names = _SYMBOLS.split(", ")
    symbols = [
        Symbol(
            **{**dict(zip(names, row, strict=True)), "detail": tuple(row[names.index("detail")])},
            docstring="",
            words="",
        )
        for row in runner.run(script).rows
    ]
    columns = ", ".join(Edge._fields)
    edges = [Edge(*row) for row in runner.run(f"?[{columns}] := *edge{{{columns}}}").rows]
    return symbols, edges


def _symbol_order(symbol: Symbol) -> tuple[Any, ...]:
    # A parent starts no later than its children, and ends no earlier.
    ends = (-symbol.end_line, -symbol.end_column)
    if symbol.external:
        return True, "", 0, 0, (0, 0), symbol.moniker
    is_module = symbol.kind == "module" and symbol.parent is None
    return False, symbol.path, -1 if is_module else symbol.start_line, symbol.start_column, ends, symbol.moniker


def _symbol_record(symbol: Symbol, by_id: dict[int, Symbol]) -> dict[str, Any]:
    parent = by_id.get(symbol.parent) if symbol.parent is not None else None
    record: dict[str, Any] = {
        "type": "symbol",
        "id": symbol.moniker,
        "kind": symbol.kind,
        "name": symbol.name,
        "qualified_name": symbol.qualified_name,
        "path": None if symbol.external else symbol.path,
        "language": symbol.language,
    }
    if not symbol.external:
        record["start"] = [symbol.start_line + 1, symbol.start_column]
        record["end"] = [symbol.end_line + 1, symbol.end_column]
        record["name_start"] = [symbol.name_line + 1, symbol.name_column]
    record["parent"] = parent.moniker if parent else None
    if not symbol.external:
        record["content_hash"] = symbol.content_hash
        record["signature"] = symbol.signature or None
    record["external"] = symbol.external
    return record


def _edge_record(edge: Edge, by_id: dict[int, Symbol]) -> dict[str, Any]:
    source = by_id[edge.source]
    return {
        "type": "edge",
        "kind": edge.kind,
        "source": source.moniker,
        "target": by_id[edge.target].moniker,
        "path": source.path,
        "line": source.start_line + edge.line + 1,
        "column": edge.column,
        "provenance": edge.provenance,
        "confidence": round(edge.confidence, 4),
    }


def _line(record: dict[str, Any]) -> str:
    # Paths that are not UTF-8 carry lone surrogates, which only an escape can say.
    text = json.dumps(record, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(record)
    return text
