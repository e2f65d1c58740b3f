"""`codalog languages` says what is understood, and what to install."""

from __future__ import annotations

import json

import pytest

from indexer.cli.main import main
from indexer.languages import grammars
from indexer.languages.registry import registry


def listed(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, dict[str, object]]:
    assert main(["languages", "--json", *options]) == 0
    return {row["language"]: row for row in json.loads(capsys.readouterr().out)}


def test_every_language_is_listed_with_its_level(capsys: pytest.CaptureFixture[str]) -> None:
    """Deep, outline, text and data, with the names of its files."""
    rows = listed(capsys)
    assert rows.keys() == registry().languages.keys()
    assert rows["python"] == {
        "language": "python", "title": "Python", "level": "deep", "files": [".py", ".pyi", ".pyw", "SConstruct", "SConscript",
        "wscript", ".pythonrc", ".pythonstartup"], "install": "", "limits": "",
    }  # fmt: skip
    assert rows["markdown"]["level"] == "outline"
    assert rows["batch"]["level"] == "text"
    assert rows["lockfile"]["level"] == "data"


def test_one_level_may_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """A level that does not exist is refused."""
    assert {row["level"] for row in listed(capsys, "--level", "outline").values()} == {"outline"}
    assert main(["languages", "--level", "profound"]) == 2
    assert "choose one of deep, outline, text, data" in capsys.readouterr().err


def test_what_lacks_its_grammar_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its level is text here, and a command adds the grammar."""
    monkeypatch.setattr(grammars, "is_installed", lambda grammar: "elixir" not in grammar[0])
    row = listed(capsys)["elixir"]
    assert (row["level"], row["install"]) == ("text", "pip install 'codalog[languages]'")
    assert main(["languages", "--level", "text"]) == 0
    assert "elixir" in capsys.readouterr().out
