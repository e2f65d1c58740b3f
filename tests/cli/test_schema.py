"""`codalog schema`."""

from __future__ import annotations

import json

import pytest

from indexer.cli import main
from indexer.model.kinds import EDGE_KINDS, SYMBOL_KINDS
from indexer.store import load_schema


def test_every_relation_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """All relations stand there with their columns, as a query writes them, and the words that kinds may be."""
    assert main(["schema"]) == 0
    out = capsys.readouterr().out
    assert "edge{source, kind, target, line, column => provenance, confidence}\n  Records a typed relation" in out
    assert f"kinds of symbol: {' '.join(SYMBOL_KINDS)}\n" in out
    assert main(["schema", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["relation"] for each in listed] == [each.name for each in load_schema().relations]
    assert " ".join(EDGE_KINDS) in out


def test_one_relation_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """One is told with the type and the meaning of each column and the indexes that lead to its rows."""
    assert main(["schema", "*edge"]) == 0
    out = capsys.readouterr().out
    assert "confidence  Float   no   how sure it is, 0 to 1\n" in out
    assert "::index create edge:by_target {target, kind}\n  From a symbol to the edges that lead to it.\n" in out
    assert main(["schema", "edge", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["columns"][0]["name"] == "source"


def test_an_unknown_relation_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """A relation that is misspelt is a usage error."""
    assert main(["schema", "symbols"]) == 2
    assert capsys.readouterr().err == "codalog: no relation is called 'symbols'; did you mean symbol?\n"
