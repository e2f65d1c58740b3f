"""`codalog search`: what may be typed means the same from a terminal and from Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.codegraph import CodeGraph

TOTAL, ORDER, CHECKOUT, SHOP = "shop.Order.total", "shop.Order", "shop.checkout", "shop"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("total lang:python", {TOTAL}),
        ("total lang:rust", set()),
        ("kind:function,method", {TOTAL, CHECKOUT}),
        ("kind:class order", {ORDER}),
        ("path:sub/", set()),
        ("path:sh*.py checkout", {CHECKOUT}),
        ("in:Order", {TOTAL}),
        ("calls:Order.total", {CHECKOUT}),
        ("calls:checkout", set()),
        ("changed:2001-01-01 kind:class", {ORDER}),
        ("changed:2100-01-01", set()),
        ("test:yes", set()),
        ("test:no kind:module", {SHOP}),
    ],
)
def test_filters_hold_from_a_terminal_and_from_python(
    shop: Path, typed: str, expected: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each filter, alone or with words, as words of a shell and as one string; every hit says what its score is made of."""
    assert main(["search", *typed.split(), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["hits"]
    assert {hit["symbol"] for hit in said} == expected
    with CodeGraph.open(shop) as graph:
        found = graph.search(typed).hits
    assert [hit.qualified_name for hit in found] == [hit["symbol"] for hit in said]
    assert [hit.score for hit in found] == pytest.approx([hit["score"] for hit in said], abs=1e-3)
