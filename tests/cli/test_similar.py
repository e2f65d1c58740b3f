"""`codalog similar`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from indexer.cli import main


def test_code_like_a_symbol_is_listed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As text, and as JSON with what the score is made of; the symbol itself is left out."""
    assert shop.is_dir()
    assert main(["similar", "Order.total", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert "shop.Order.total" not in [one["symbol"] for one in found]
    assert all(0 <= one["tokens"] <= 1 and one["meaning"] is None for one in found)
    assert main(["similar", "Order.total"]) == 0


def test_code_from_standard_input_finds_its_copy(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is pasted need not be in the index."""
    assert shop.is_dir()
    monkeypatch.setattr("sys.stdin", io.StringIO("def total(self):\n    return 1\n"))
    assert main(["similar", "--stdin", "-k", "1"]) == 0
    out = capsys.readouterr().out
    assert "shop.Order.total" in out
    assert "copy" in out


@pytest.mark.parametrize("words", [["similar"], ["similar", "Order", "--stdin"]])
def test_one_of_both_is_needed(shop: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A symbol or standard input, not neither, not both."""
    assert shop.is_dir()
    assert main(words) != 0
    assert "say a symbol or --stdin" in capsys.readouterr().err
