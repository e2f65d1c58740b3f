"""What people call a symbol or a file, and which rows of the index they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from indexer.errors import AmbiguousSymbol, UnknownSymbol
from indexer.model.identity import symbol_id
from indexer.query.resolve import resolve, resolve_file, resolve_one
from indexer.store import load_schema
from tests.query.conftest import put, symbol_row


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("shop.base.Base.save", ["shop.base.Base.save"]),
        ("python . shop.base.Base.save", ["shop.base.Base.save"]),
        ("Base.save", ["shop.base.Base.save"]),
        (" Base.save ", ["shop.base.Base.save"]),
        ("Order", ["shop.models.Order"]),
        ("save", ["shop.base.Base.save", "shop.models.Order.save", "shop.models.Gift.save"]),
        ("shop.models", ["shop.models"]),
        ("shop/models.py", ["shop.models"]),
        ("./shop/models.py", ["shop.models"]),
        ("models.py", ["shop.models"]),
        ("shop/models.py:8", ["shop.models.Order.save"]),
        ("shop/models.py:7", ["shop.models.Order.save"]),
        ("models.py:6", ["shop.models.Order"]),
        ("models.py:8:4", ["shop.models.Order.save"]),
        ("models.py:31", ["shop.models"]),
        ("json.dumps", ["json.dumps"]),
        ("dumps", ["json.dumps"]),
        (symbol_id("python . shop.models.Order"), ["shop.models.Order"]),
    ],
)
def test_resolve(database: Any, said: str | int, names: list[str]) -> None:
    """A symbol answers to its id, moniker, qualified name, the end of that, its place, and a module to its file."""
    assert [match.qualified_name for match in resolve(database, said)] == names


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("Ordr", r"no symbol is called 'Ordr'; did you mean shop\.models\.Order\?"),
        ("qqqq", "no symbol is called 'qqqq'; look for it with `codalog search`"),
        ("Base.nothing", "no symbol is called 'Base.nothing'; look for it"),
        ("Base.svae", r"did you mean shop\.base\.Base\.save"),
        ("Elsewhere.total", r"did you mean shop\.models\.Order\.total\?"),
        ("ase.save", "no symbol is called 'ase.save'"),
        ("shop/models.py:900", "there is no line 900"),
        ("nowhere.py:3", "no file 'nowhere.py' is in the index"),
        (12, "no symbol is called '12'"),
    ],
)
def test_unknown(database: Any, said: str | int, message: str) -> None:
    """What nothing is called is refused, with what is near."""
    with pytest.raises(UnknownSymbol, match=message):
        resolve(database, said)


def test_a_definition_comes_before_its_namesakes(make_database: Callable[[str], Any]) -> None:
    """A file or a heading may be called like what it defines or describes, an external name like a method: the one definition
    is meant where one symbol is, and all of them where several may be."""
    database = make_database("mnestic")
    rows = [
        symbol_row("function", "shop.views.views", "shop/views.py", (20, 22), {}),
        symbol_row("external", "total", "-", (1, 1), {}),
        symbol_row("section", "docs.api.Order", "docs/api.md", (3, 9), {}),
    ]
    put(database, "symbol", "id", ", ".join(list(rows[0])[1:]), rows)
    assert [match.qualified_name for match in resolve(database, "views")] == ["shop.views", "shop.views.views"]
    assert resolve_one(database, "views").qualified_name == "shop.views.views"
    assert [match.qualified_name for match in resolve(database, "total")] == ["shop.models.Order.total", "total"]
    assert resolve_one(database, "total").qualified_name == "shop.models.Order.total"
    assert {match.kind for match in resolve(database, "Order")} == {"class", "section"}
    assert resolve_one(database, "Order").kind == "class"


def test_ambiguous(database: Any) -> None:
    """Where one is needed, several are listed with their places, most important first."""
    with pytest.raises(
        AmbiguousSymbol, match=r"2 symbols are called 'dump', give more of the name.*copy\.dump \(shop/copy"
    ):
        resolve_one(database, "dump")
    assert resolve_one(database, "copy.dump").line == 1


def test_files(database: Any) -> None:
    """A file answers to its path, an absolute path that ends so, and the end of its path."""
    assert resolve_file(database, "shop/base.py") == "shop/base.py"
    assert resolve_file(database, "/home/me/shop/base.py") == "shop/base.py"
    assert resolve_file(database, "shop\\base.py") == "shop/base.py"
    assert resolve_file(database, "base.py") == "shop/base.py"
    with pytest.raises(UnknownSymbol, match=r"no file 'shop/bass\.py' is in the index; did you mean shop/base\.py"):
        resolve_file(database, "shop/bass.py")


def test_overloads_are_suggested_once(make_database: Callable[[str], Any]) -> None:
    """They have one name."""
    database = make_database("mnestic")
    columns = [name for name in load_schema().relation("symbol").headers if name not in ("id", "rank")]
    rest = ", ".join(columns)
    script = f"?[id, rank, {rest}] := *symbol{{{rest}}}, qualified_name = 'shop.models.Order.total', id = 7, rank = 9.0"
    database.write(f"{script} :put symbol {{id => rank, {rest}}}")
    with pytest.raises(UnknownSymbol, match=r"did you mean shop\.models\.Order\.total\?"):
        resolve(database, "SomethingElseEntirely.total")
