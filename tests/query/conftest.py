"""A small program as an index, on each engine: what named queries are tried on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from indexer.model.identity import digest, symbol_id
from indexer.resources import schema_dir

SYMBOLS = """
module   shop                        shop/__init__.py     1   1
module   shop.base                   shop/base.py         1  30
class    shop.base.Base              shop/base.py         3  20
method   shop.base.Base.clean        shop/base.py         4   8
method   shop.base.Base.save         shop/base.py        10  19
module   shop.models                 shop/models.py       1  60
class    shop.models.Order           shop/models.py       5  30
method   shop.models.Order.save      shop/models.py       7  12
method   shop.models.Order.total     shop/models.py      14  20
class    shop.models.Gift            shop/models.py      32  40
method   shop.models.Gift.save       shop/models.py      33  39
function shop.models._never          shop/models.py      42  48
function shop.models._recursive      shop/models.py      50  58
module   shop.views                  shop/views.py        1  40
function shop.views.checkout         shop/views.py        5  15
function shop.views.dump             shop/views.py       17  24
function shop.views.by_name          shop/views.py       26  30
class    shop.views.Handler          shop/views.py       32  40
method   shop.views.Handler.handle   shop/views.py       33  36
module   shop.copy                   shop/copy.py         1  20
function shop.copy.dump              shop/copy.py         1   8
module   tests.test_shop             tests/test_shop.py   1  20
function tests.test_shop.test_order  tests/test_shop.py   3   8
external json.dumps                  -                    1   1
external socketserver.BaseHandler    -                    1   1
"""

EDGES = """
shop.models.Order            inherits     shop.base.Base            0 import    1.0
shop.models.Gift             inherits     shop.models.Order         0 scope     1.0
shop.models.Order.save       overrides    shop.base.Base.save       0 type      1.0
shop.models.Gift.save        overrides    shop.models.Order.save    0 type      1.0
shop.views.Handler           inherits     socketserver.BaseHandler  0 import    1.0
shop.models.Order.save       calls        shop.models.Order.total   2 type      0.9
shop.models.Order.save       calls        shop.base.Base.save       3 type      0.9
shop.base.Base.save          calls        shop.base.Base.clean      4 type      0.9
shop.base.Base.save          calls        shop.models.Order.clean_up 5 heuristic 0.2
shop.views.checkout          instantiates shop.models.Order         1 import    1.0
shop.views.checkout          calls        shop.models.Order.save    2 type      0.9
shop.views.checkout          calls        shop.models.Gift.save     2 hierarchy 0.4
shop.views.dump              calls        json.dumps                3 import    1.0
shop.views.dump              calls        shop.views.checkout       4 scope     1.0
shop.models._recursive       calls        shop.models._recursive    4 scope     1.0
shop.models                  imports      shop.base                 0 import    1.0
shop.models                  imports      shop.base.Base            1 import    1.0
shop.models                  imports      shop.views                2 import    1.0
shop.views                   imports      shop.models.Order         0 import    1.0
shop.copy.dump               imports      shop.models               1 import    1.0
shop.models                  imports      shop.copy                 3 import    1.0
tests.test_shop              imports      shop.views.checkout       0 import    1.0
tests.test_shop.test_order   calls        shop.views.checkout       2 import    1.0
"""


class Table(NamedTuple):
    """What a script gives."""

    headers: list[str]
    rows: list[list[Any]]


class Database:
    """A runner over a raw in-memory database."""

    def __init__(self, engine: str) -> None:
        module = pytest.importorskip({"mnestic": "mnestic", "pycozo": "cozo_embedded"}[engine])
        self._db = module.CozoDbPy("mem", "", "{}")

    def write(self, script: str, params: Mapping[str, Any] | None = None) -> None:
        self._db.run_script(script, dict(params or {}), False)

    def run(self, script: str, params: Mapping[str, Any] | None = None, timeout: float | None = None) -> Table:
        found = self._db.run_script(script, dict(params or {}), True)
        return Table(found["headers"], found["rows"])


def statements(script: str) -> list[str]:
    """The statements of a schema script: each starts with `:` in the first column."""
    return [part for part in re.split(r"(?m)^(?=:)", re.sub(r"(?m)#.*$", "", script)) if part.strip()]


def moniker(name: str) -> str:
    return f"python . {name}"


def symbol_row(kind: str, name: str, path: str, lines: tuple[int, int], parents: Mapping[str, int]) -> dict[str, Any]:
    start, end = lines
    path = "" if path == "-" else path
    last = name.rpartition(".")[2]
    # `dump` is written twice with the same body: a clone.
    content = digest(last.encode() if last == "dump" else name.encode())
    return {
        "id": symbol_id(moniker(name)),
        "moniker": moniker(name),
        "name": last,
        "qualified_name": name,
        "kind": kind,
        "path": path,
        "language": "python",
        "parent": parents.get(name.rpartition(".")[0]) if kind != "module" else None,
        "content_hash": content if path else "",
        "start_line": start - 1,
        "start_column": 0 if kind == "module" else 4 * name.count("."),
        "end_line": end - 1,
        "end_column": 1,
        "name_line": start - 1,
        "name_column": 4,
        "signature": f"def {last}()" if kind in {"function", "method"} else "",
        "exported": not last.startswith("_"),
        "external": not path,
        "test": path.startswith("tests/"),
        "detail": [],
        "rank": 0.5 if last == "Base" else 0.01,
        "stamp": "",
    }


def put(database: Database, relation: str, keys: str, values: str, rows: list[dict[str, Any]]) -> None:
    columns = f"{keys}, {values}".split(", ")
    data = [[row[column] for column in columns] for row in rows]
    database.write(f"?[{', '.join(columns)}] <- $rows :put {relation} {{{keys} => {values}}}", {"rows": data})


def program(engine: str) -> Database:
    database = Database(engine)
    fill(database)
    return database


def create(database: Database) -> None:
    for script in sorted(schema_dir().glob("*.cozo")):
        for statement in statements(script.read_text(encoding="utf-8")):
            database.write(statement)


def fill(database: Database) -> None:
    create(database)
    lines = [line.split() for line in SYMBOLS.split("\n") if line]
    parents = {name: symbol_id(moniker(name)) for _, name, *_ in lines}
    symbols = [symbol_row(kind, name, path, (int(start), int(end)), parents) for kind, name, path, start, end in lines]
    put(database, "symbol", "id", ", ".join(list(symbols[0])[1:]), symbols)
    edges = [
        dict(zip(("source", "kind", "target", "line", "provenance", "confidence"), line.split(), strict=True))
        for line in EDGES.split("\n")
        if line
    ]
    rows = [
        {
            **edge,
            "source": symbol_id(moniker(edge["source"])),
            "target": symbol_id(moniker(edge["target"])),
            "line": int(edge["line"]),
            "column": 8,
            "confidence": float(edge["confidence"]),
        }
        for edge in edges
    ]
    contains = [
        {"source": row["parent"], "kind": "contains", "target": row["id"], "line": 0, "column": 0}
        | {"provenance": "syntactic", "confidence": 1.0}
        for row in symbols
        if row["parent"] is not None
    ]
    put(database, "edge", "source, kind, target, line, column", "provenance, confidence", rows + contains)
    use = {"source": symbol_id(moniker("shop.views.checkout")), "name": "by_name", "line": 3, "column": 0}
    put(
        database,
        "unresolved",
        "source, name, line, column",
        "role, receiver",
        [{**use, "role": "call", "receiver": "x"}],
    )
    files = sorted({row["path"] for row in symbols} - {""})
    flags = {"generated": False, "vendored": False}
    text = dict.fromkeys(("language", "bytes_hash", "merkle", "stamp"), "")
    numbers = dict.fromkeys(("size", "mtime_ns", "inode", "lines", "errors"), 0)
    file_rows = [{"path": path, **text, **numbers, **flags, "test": path.startswith("tests/")} for path in files]
    put(database, "file", "path", ", ".join(list(file_rows[0])[1:]), file_rows)
    nodes = {row["content_hash"]: row for row in symbols if row["path"]}
    node_rows = [
        {"content_hash": content, "key": key, "kind": row["kind"], "language": "python", "name": row["name"]}
        | {"signature": row["signature"], "docstring": f"About {row['name']}.", "source": "pass", "tokens": 9}
        for key, (content, row) in enumerate(nodes.items())
    ]
    texts = [(row["id"], row["qualified_name"].replace(".", " ").lower()) for row in symbols if row["path"]]
    put(database, "text", "symbol", "body", [{"symbol": symbol, "body": body} for symbol, body in texts])
    put(database, "node", "content_hash", ", ".join(list(node_rows[0])[1:]), node_rows)


@pytest.fixture(scope="session", params=["mnestic", "pycozo"])
def database(request: pytest.FixtureRequest) -> Database:
    """The small program, on each engine."""
    return program(request.param)


@pytest.fixture(scope="session")
def make_database() -> Callable[[str], Database]:
    """Makes the small program on an engine."""
    return program


@pytest.fixture(scope="session", params=["mnestic", "pycozo"])
def empty_index(request: pytest.FixtureRequest) -> Database:
    """An index without rows, on each engine."""
    database = Database(request.param)
    create(database)
    return database
