"""The export: its lines, their order, their form."""

from __future__ import annotations

import json
import random
from typing import Any

from indexer.query.interchange import graph_lines, stored_graph


def lines_of(database: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in graph_lines(*stored_graph(database))]


def test_header_symbols_edges(database: Any) -> None:
    """The header comes first, then the symbols, then the edges."""
    records = lines_of(database)
    assert records[0] == {
        "type": "header",
        "format": "codalog-graph",
        "version": 1,
        "root": ".",
        "languages": ["python"],
    }
    types = [record["type"] for record in records]
    assert types == ["header"] + ["symbol"] * types.count("symbol") + ["edge"] * types.count("edge")
    assert types.count("symbol") == 25


def test_symbol(database: Any) -> None:
    """A symbol's lines count from 1, and its parent is a moniker."""
    (save,) = [record for record in lines_of(database) if record.get("qualified_name") == "shop.models.Order.save"]
    assert save["start"] == [7, 12]
    assert save["end"] == [12, 1]
    assert save["name_start"] == [7, 4]
    assert save["parent"] == "python . shop.models.Order"
    assert save["signature"] == "def save()"
    assert len(save["content_hash"]) == 64


def test_external_symbol(database: Any) -> None:
    """An external symbol has no path and no place, and comes after those defined here."""
    records = [record for record in lines_of(database) if record["type"] == "symbol"]
    assert [record["qualified_name"] for record in records if record["external"]] == [
        "json.dumps",
        "socketserver.BaseHandler",
    ]
    assert records[-1]["external"]
    assert records[-1]["path"] is None
    assert "start" not in records[-1]


def test_edge(database: Any) -> None:
    """An edge's line is the line in the file, counted from 1, and its path is that of its source."""
    source, target = "python . shop.models.Order.save", "python . shop.base.Base.save"
    (call,) = [
        record
        for record in lines_of(database)
        if record["type"] == "edge"
        and (record["kind"], record["source"], record["target"]) == ("calls", source, target)
    ]
    assert (call["path"], call["line"], call["column"], call["confidence"]) == ("shop/models.py", 10, 8, 0.9)


def test_order_does_not_depend_on_the_input(database: Any) -> None:
    """The same graph in any order gives the same lines."""
    symbols, edges = stored_graph(database)
    lines = list(graph_lines(symbols, edges))
    shuffled = random.Random(7)
    shuffled.shuffle(symbols)
    shuffled.shuffle(edges)
    assert list(graph_lines(symbols, edges)) == lines


def test_dangling_edges_are_left_out(database: Any) -> None:
    """An edge with an end that is no symbol is left out."""
    symbols, edges = stored_graph(database)
    kept = [symbol for symbol in symbols if symbol.name != "Gift"]
    monikers = {symbol.moniker for symbol in kept}
    records = [json.loads(line) for line in graph_lines(kept, edges)]
    assert all({record["source"], record["target"]} <= monikers for record in records if record["type"] == "edge")


def test_names_that_are_not_utf8(database: Any) -> None:
    """A path with bytes that are not UTF-8 is written with escapes, and reads back the same."""
    symbols, _ = stored_graph(database)
    odd = symbols[0]._replace(path="caf\udce9.py", external=False)
    lines = list(graph_lines([odd], []))
    assert lines[1].encode().isascii()
    assert json.loads(lines[1])["path"] == "caf\udce9.py"
