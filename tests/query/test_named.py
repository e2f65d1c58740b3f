"""Named queries: the rows of each on a small program, and how parameters are checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import AmbiguousSymbol, BadDatalog, BadParameter, UnknownQuery, UnknownSymbol
from indexer.query.named import load_queries, load_query
from indexer.resources import query_dirs

NAMES = (
    "callees callers clones cycles definition find hubs impact importers imports outline overrides path references rename"
    " search subclasses tests unused"
).split()

CASES: list[tuple[str, dict[str, Any], str, list[Any]]] = [
    ("find", {"name": "save"}, "symbol", ["shop.base.Base.save", "shop.models.Gift.save", "shop.models.Order.save"]),
    ("find", {"name": "Ord"}, "match", [1, 3, 3]),
    ("find", {"name": "ord", "kind": "class"}, "symbol", ["shop.models.Order"]),
    ("find", {"name": "b*e", "kind": "class"}, "symbol", ["shop.base.Base"]),
    ("find", {"name": "json.dumps"}, "symbol", []),
    ("find", {"name": "json.dumps", "external": True}, "symbol", ["json.dumps"]),
    ("find", {"name": "save", "limit": 1}, "symbol", ["shop.base.Base.save"]),
    ("find", {"name": "a(b[c"}, "symbol", []),
    ("search", {"words": "order,save", "limit": 1}, "symbol", ["shop.models.Order.save"]),
    ("search", {"words": ["total"]}, "named", [0.25]),
    ("search", {"words": "total", "kind": "class"}, "symbol", []),
    ("search", {"words": "save", "path": "shop/base.py"}, "symbol", ["shop.base.Base.save"]),
    ("definition", {"symbol": "Order.save"}, "docstring", ["About save."]),
    ("definition", {"symbol": "json.dumps"}, "path", [""]),
    ("references", {"symbol": "Base.save"}, "use", ["overrides", "calls"]),
    ("references", {"symbol": "Base.save", "kinds": "calls"}, "line", [10]),
    ("callers", {"symbol": "Base.clean"}, "caller", ["shop.base.Base.save"]),
    ("callers", {"symbol": "Order"}, "caller", ["shop.views.checkout"]),
    ("callers", {"symbol": "Gift.save"}, "confidence", [0.4]),
    ("callers", {"symbol": "Gift.save", "dispatch": False}, "caller", []),
    ("impact", {"symbol": "Gift.save", "depth": 1}, "symbol", ["shop.views.checkout"]),
    ("impact", {"symbol": "Gift.save", "dispatch": False}, "symbol", []),
    ("tests", {"symbol": "Gift.save"}, "test", ["tests.test_shop.test_order"]),
    ("tests", {"symbol": "Gift.save", "dispatch": False}, "test", []),
    ("callers", {"symbol": "Gift.save", "min_confidence": 0.4}, "caller", ["shop.views.checkout"]),
    ("callers", {"symbol": "Base.clean", "depth": 3}, "depth", [1, 2, 3]),
    ("callers", {"symbol": "_recursive", "depth": 9}, "depth", [1]),
    ("callees", {"symbol": "views.dump"}, "callee", ["json.dumps", "shop.views.checkout"]),
    ("callees", {"symbol": "views.dump", "external": "no"}, "callee", ["shop.views.checkout"]),
    ("callees", {"symbol": "checkout", "depth": 3}, "line", [6, 7, 9, 10, 14]),
    ("path", {"from": "checkout", "to": "Base.clean"}, "line", [7, 10, 14]),
    ("path", {"from": "Base.clean", "to": "checkout"}, "line", []),
    ("path", {"from": "checkout", "to": "Base.clean", "depth": 2}, "line", []),
    ("path", {"from": "Gift", "to": "Base", "kinds": ["inherits"]}, "next", ["shop.models.Order", "shop.base.Base"]),
    ("imports", {"module": "shop.models"}, "line", [1, 2, 3, 4]),
    ("imports", {"module": "shop/copy.py"}, "by", ["shop.copy.dump"]),
    ("importers", {"symbol": "shop.models"}, "importer", ["shop.copy.dump", "shop.views"]),
    ("importers", {"symbol": "shop.models", "members": False}, "importer", ["shop.copy.dump"]),
    ("subclasses", {"symbol": "Base"}, "subclass", ["shop.models.Order", "shop.models.Gift"]),
    ("subclasses", {"symbol": "Base", "depth": 1}, "subclass", ["shop.models.Order"]),
    ("subclasses", {"symbol": "socketserver.BaseHandler"}, "subclass", ["shop.views.Handler"]),
    ("overrides", {"symbol": "Order.save"}, "relation", ["base", "override"]),
    ("overrides", {"symbol": "Base.save"}, "depth", [1, 2]),
    ("outline", {"path": "shop/models.py", "depth": 1}, "symbol", ["Order", "Gift", "_never", "_recursive"]),
    ("outline", {"path": "models.py"}, "level", [1, 2, 2, 1, 2, 1, 1]),
    ("impact", {"symbol": "Base.clean", "depth": 2}, "symbol", ["shop.base.Base.save", "shop.models.Order.save"]),
    ("impact", {"symbol": "Order.total", "depth": 1}, "on", ["shop.models.Order.total"]),
    ("impact", {"symbol": "Base", "depth": 1, "kinds": ["inherits"]}, "symbol", ["shop.models.Order"]),
    ("rename", {"symbol": "Gift.save"}, "what", ["definition", "definition", "definition", "use", "use"]),
    ("rename", {"symbol": "Base.save"}, "line", [10, 7, 33, 10, 7]),
    ("rename", {"symbol": "Handler"}, "what", ["definition"]),
    ("rename", {"symbol": "json.dumps"}, "what", ["outside", "use"]),
    ("tests", {"symbol": "checkout", "depth": 1}, "test", ["tests.test_shop.test_order"]),
    ("tests", {"symbol": "Base.clean", "depth": 4}, "depth", [4]),
    ("tests", {"symbol": "Base.clean", "depth": 1}, "test", []),
    ("unused", {"kinds": "function", "exported": False}, "symbol", ["shop.models._never", "shop.models._recursive"]),
    ("unused", {"kinds": "function", "path": "shop/views"}, "symbol", ["shop.views.dump"]),
    (
        "unused",
        {"kinds": "function", "path": "shop/views", "unresolved": True},
        "symbol",
        ["shop.views.dump", "shop.views.by_name"],
    ),
    ("unused", {"kinds": "method"}, "symbol", []),
    ("cycles", {}, "module", ["shop.models", "shop.views"]),
    ("cycles", {"lazy": True}, "size", [3, 3, 3, 3]),
    ("cycles", {"path": "tests"}, "size", []),
    ("clones", {}, "symbol", ["shop.copy.dump", "shop.views.dump"]),
    ("clones", {"min_lines": 9}, "symbol", []),
    ("hubs", {"limit": 1}, "symbol", ["shop.base.Base"]),
]


@pytest.mark.parametrize(
    ("name", "given", "column", "expected"), CASES, ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)]
)
def test_answers(database: Any, name: str, given: dict[str, Any], column: str, expected: list[Any]) -> None:
    """Each named query gives the rows that reading the small program gives, on either engine."""
    answer = load_query(name, query_dirs()).run(database, given)
    assert answer.column(column) == expected


def test_every_query_is_tried() -> None:
    """Every query that is shipped is listed here and has a case."""
    shipped = [query.name for query in load_queries(query_dirs())]
    assert shipped == NAMES
    assert {case[0] for case in CASES} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_headers_are_complete(name: str) -> None:
    """Every shipped query says its purpose, every `$parameter` of its script, its columns and an example."""
    query = load_query(name, query_dirs())
    body = "\n".join(line for line in query.script.splitlines() if not line.startswith("#"))
    used = set(re.findall(r"\$([a-z_]+)", body))
    assert used == {parameter.name for parameter in query.header.parameters}
    assert query.header.columns
    assert query.header.examples[0].startswith(f"codalog query {name}")
    assert any(parameter.name == "min_confidence" for parameter in query.header.parameters) or "confidence" not in body


@pytest.mark.parametrize("name", NAMES)
def test_empty_index_gives_no_rows_or_says_what_is_unknown(empty_index: Any, name: str) -> None:
    """On an index without rows a query gives none, or says that the symbol is unknown; it never fails."""
    query = load_query(name, query_dirs())
    given = {parameter.name: "x" for parameter in query.header.parameters if parameter.required}
    needs = any(
        parameter.required and parameter.type not in {"String", "Strings"} for parameter in query.header.parameters
    )
    if needs:
        with pytest.raises(UnknownSymbol, match="'x'"):
            query.run(empty_index, given)
    else:
        assert len(query.run(empty_index, given)) == 0


def test_unknown_query() -> None:
    """An unknown query names the nearest one."""
    with pytest.raises(UnknownQuery, match=r"no query is called 'caller'; did you mean callers"):
        load_query("caller", query_dirs())


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("callers", {}, "query 'callers' needs symbol="),
        ("callers", {"symbol": "Base", "dept": 1}, "has no parameter 'dept'; it takes symbol, depth, min_confidence"),
        ("callers", {"symbol": "Base", "depth": "two"}, "parameter 'depth' takes a whole number, not two"),
        ("callers", {"symbol": "Base", "depth": True}, r"takes a whole number, not True \(bool\)"),
        ("callers", {"symbol": "Base", "min_confidence": "nan"}, "takes a number, not nan"),
        ("callers", {"symbol": ""}, "parameter 'symbol' takes all symbols that match"),
        ("cycles", {"lazy": "perhaps"}, "takes true or false, not perhaps"),
        ("unused", {"kinds": 3}, r"takes kinds of symbol, separated by commas, not 3 \(int\)"),
        ("unused", {"kinds": "[1]"}, "takes kinds of symbol"),
    ],
)
def test_wrong_parameters(database: Any, name: str, given: dict[str, Any], message: str) -> None:
    """A parameter that is missing, unknown or of the wrong type is named, with what it takes."""
    with pytest.raises(BadParameter, match=message):
        load_query(name, query_dirs()).run(database, given)


def test_one_symbol_is_needed(database: Any) -> None:
    """A query about one symbol lists the candidates when several are meant."""
    with pytest.raises(
        AmbiguousSymbol, match=r"3 symbols are called 'save'.*shop\.base\.Base\.save \(shop/base\.py:10\)"
    ):
        load_query("impact", query_dirs()).run(database, {"symbol": "save"})


def test_own_queries_win(tmp_path: Path, database: Any) -> None:
    """A query in the user's folder is found beside ours, and wins over one of the same name."""
    (tmp_path / "mine.cozo").write_text("# Mine.\n\n?[n] <- [[1]]\n", encoding="utf-8")
    (tmp_path / "hubs.cozo").write_text("# Mine too.\n\n?[n] <- [[2]]\n", encoding="utf-8")
    folders = query_dirs(tmp_path)
    assert load_query("mine", folders).run(database, {}).rows == ((1,),)
    assert load_query("hubs", folders).run(database, {}).records() == [{"n": 2}]
    assert {"callers", "mine"} <= {query.name for query in load_queries(folders)}


def test_a_broken_query_hides_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A query without a header is left out of the list with a warning, and refused by name."""
    (tmp_path / "broken.cozo").write_text("?[n] <- [[1]]\n", encoding="utf-8")
    (tmp_path / "whole.cozo").write_text("# Whole.\n?[n] <- [[1]]\n", encoding="utf-8")
    assert [query.name for query in load_queries([tmp_path])] == ["whole"]
    assert "broken.cozo does not say what it is for" in capsys.readouterr().err
    with pytest.raises(BadDatalog, match="does not say what it is for"):
        load_query("broken", [tmp_path])


def test_columns_that_the_script_lacks(tmp_path: Path, database: Any) -> None:
    """A header that promises a column which the script does not give is refused."""
    (tmp_path / "wrong.cozo").write_text("# Wrong.\n# Columns:\n#   m: what\n?[n] <- [[1]]\n", encoding="utf-8")
    with pytest.raises(BadDatalog, match="gives no column 'm'"):
        load_query("wrong", [tmp_path]).run(database, {})


def test_parameters_can_be_looked_at(make_database: Callable[[str], Any]) -> None:
    """Defaults are bound as values of their type."""
    query = load_query("unused", query_dirs())
    assert query.bind(make_database("mnestic"), {"exported": "no"}) == {
        "kinds": ["function", "method", "class"],
        "path": "",
        "exported": False,
        "tests": True,
        "unresolved": False,
        "min_confidence": 0.0,
    }
