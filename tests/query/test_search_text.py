"""The text of a symbol for full-text search."""

from __future__ import annotations

from indexer.query.search_text import fulltext_body


def test_the_full_text_names_a_symbol_twice() -> None:
    """The last part of a qualified name counts double; further words come once; what nobody asks for does not come."""
    body = fulltext_body(
        qualified_name="shop.Order.save_all",
        signature="def save_all(force)",
        docstring="Save now.",
        words="save now cursor",
        path="shop/order.py",
    )
    assert body == "shop order save all save all save all force save now cursor py"
