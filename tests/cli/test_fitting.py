"""Tables that are wider than a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from indexer.cli.fitting import fitted
from indexer.cli.render import Form, print_answer
from indexer.query.answer import Answer

COLUMNS = ("caller", "path", "line", "calls", "signature")
ROW = ("shop.orders.Order.save", "src/shop/orders.py", "7", "shop.base.Base.save", "def save(self, force: bool)")


def test_what_fits_stays_as_it_is() -> None:
    """Nothing is shortened where there is room."""
    assert fitted(COLUMNS, [ROW], 140) == [list(ROW)]


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (101, ["Order.save", "src/shop/orders.py", "7", "shop.base.Base.save", "def save(self, force: bool)"]),
        (87, ["Order.save", "src/shop/orders.py", "7", "shop.base.Base.save", "def save(self, force: b…"]),
        (80, ["Order.save", "src/shop/orders.py", "7", "Base.save", "def save(self, force: b…"]),
    ],
)
def test_less_and_less_is_shown(width: int, row: list[str]) -> None:
    """First names lose the module that the path beside them says, then signatures are cut, then other names are."""
    assert fitted(COLUMNS, [ROW], width) == [row]


@pytest.mark.parametrize(
    ("name", "path", "shown"),
    [
        ("shop.http.Request.body", "shop/http/__init__.py", "Request.body"),
        ("a.src.main.java.org.acme.Cat.Cat.meow", "a/src/main/java/org/acme/Cat.java", "Cat.meow"),
        ("tests.use.test.check", "tests/use.test.ts", "check"),
        ("shop.orders", "shop/orders.py", "shop.orders"),
        ("json.dumps", "", "json.dumps"),
        ("other.Order.save", "shop/orders.py", "Order.save"),
    ],
)
def test_a_module_is_left_out_where_its_file_says_it(name: str, path: str, shown: str) -> None:
    """A package is called as its folder is; a module itself keeps its name, and other names their last parts."""
    assert fitted(("symbol", "path"), [(name, path)], 10)[0][0] == shown


def test_a_terminal_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answer is whole on a wide terminal and shorter on a narrow one."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    printed = []
    for width in ("200", "80"):
        monkeypatch.setenv("COLUMNS", width)
        monkeypatch.setattr(sys, "stdout", terminal := Terminal())
        print_answer(Answer(COLUMNS, (ROW,)), Form.TEXT)
        printed.append(terminal.getvalue())
    assert "shop.orders.Order.save" in printed[0]
    assert ("shop.orders.Order.save" in printed[1], "Order.save" in printed[1]) == (False, True)
