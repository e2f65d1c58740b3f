"""The past on the command line: `query --at`, `history`, `diff`, `gc`, `archive`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from indexer.cli.main import main
from indexer.codegraph import CodeGraph

FIRST = "def a():\n    return b()\n\n\ndef b():\n    return 1\n"
SECOND = "def a():\n    return c()\n\n\ndef b():\n    return 1\n\n\ndef c():\n    return 2\n"


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stamps of two runs over the current folder: between them `a` went over from `b` to `c`."""
    root = tmp_path / "repo"
    root.mkdir()
    for name, value in (("DATA_DIR", tmp_path / "data"), ("EMBED", False), ("WORKERS", 1)):
        monkeypatch.setenv(f"CODALOG_{name}", str(value))
    monkeypatch.chdir(root)
    for text in (FIRST, SECOND):
        (root / "m.py").write_text(text)
        CodeGraph.index(root)
    with CodeGraph.open(root) as graph:
        return [row[0] for row in graph.datalog("?[stamp] := *run{stamp}\n:order stamp").rows]


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """What a command prints with `--json`."""
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_query_as_of_a_run(runs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Named or written down: the answer is the one of then."""
    for run, callee in zip((*runs, "now"), ("m.b", "m.c", "m.c"), strict=True):
        rows = said(capsys, "query", "callees", "symbol=m.a", "--at", run)
        assert [row["callee"] for row in rows] == [callee]
    script = "?[name] := *symbol{name, kind}, kind == 'function' :order name"
    assert said(capsys, "query", "-e", script, "--at", runs[0]) == [{"name": "a"}, {"name": "b"}]
    assert said(capsys, "query", "-e", script) == [{"name": "a"}, {"name": "b"}, {"name": "c"}]


def test_the_past_is_looked_at(runs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Shown, outlined, listed and searched as the present is."""
    assert said(capsys, "show", "m.a", "--at", runs[0])[0]["source"].endswith("return b()")
    assert said(capsys, "show", "m.a")[0]["source"].endswith("return c()")
    assert [row["symbol"] for row in said(capsys, "outline", "m.py", "--at", runs[0])] == ["a", "b"]
    assert [row["qualified_name"] for row in said(capsys, "symbols", "b", "--at", runs[0])] == ["m.b"]
    assert main(["symbols", "c", "--at", runs[0]]) == 2
    assert "m.c" not in {hit["symbol"] for hit in said(capsys, "search", "c", "--at", runs[0])["hits"]}
    assert "m.c" in {hit["symbol"] for hit in said(capsys, "search", "c")["hits"]}


def test_a_symbol_of_the_past(runs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What is not there yet at a moment is unknown then, as ever: one line, exit status 2."""
    assert main(["query", "callers", "symbol=m.c", "--at", runs[0]]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["query", "hubs", "--at", "2001-01-01"]) == 2
    assert "from when on the whole index is known" in capsys.readouterr().err


def test_the_versions_of_a_symbol(runs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Newest first, each with what it changed; as text and as JSON."""
    assert len(runs) == 2
    new, old = said(capsys, "history", "m.a")
    assert (new["content_hash"] != old["content_hash"], old["diff"]) == (True, "")
    assert main(["history", "m.a"]) == 0
    assert "+    return c()" in capsys.readouterr().out


def test_a_difference(runs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Symbols and edges, in text a line each."""
    assert main(["diff", *runs]) == 0
    printed = capsys.readouterr()
    assert {
        "added    m.c  m.py",
        "changed  m.a  m.py",
        "gained   m.a -calls-> m.c",
        "lost     m.a -calls-> m.b",
    } <= set(printed.out.splitlines())
    assert printed.err == ""
    assert "changed  m  m.py" not in printed.out  # what is inside of it says all
    assert main(["history", "m.py"]) == 0
    assert "\n    inside: a, c\n" in capsys.readouterr().out
    assert main(["diff", "2001-01-01"]) == 0
    assert "changes of edges are not known" in capsys.readouterr().err


def test_what_is_not_known_of_the_past_is_said(runs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A difference with a moment before the first run, and a symbol of one version, say how more can be known."""
    assert said(capsys, "diff", *runs)["since"] == ""
    since = said(capsys, "diff", "2001-01-01")["since"]
    assert main(["diff", "2001-01-01"]) == 0
    assert f"of before {since} nothing is known" in capsys.readouterr().err
    assert main(["history", "m.b"]) == 0
    assert capsys.readouterr().err.endswith("`codalog index --history N` reads the versions of the last N commits\n")
    assert main(["history", "m.a"]) == 0
    assert capsys.readouterr().err == ""


def test_garbage_and_its_archive(runs: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is removed is told and listed; restored, the past is there again."""
    pytest.importorskip("pyarrow")
    archive = str(tmp_path / "archive")
    removed = said(capsys, "gc", "--older-than", "0s", "--archive", archive)
    assert removed["versions"] > 0
    assert removed["undos"] > 0
    assert main(["query", "hubs", "--at", runs[0]]) == 2
    listed = said(capsys, "archive", "ls", archive)
    assert {one["relation"]: one["rows"] for one in listed} == {
        "version": removed["versions"], "node": removed["nodes"], "edge_change": removed["edge_changes"], "undo": removed["undos"]
    }  # fmt: skip
    said(capsys, "archive", "restore", archive)
    assert said(capsys, "query", "callees", "symbol=m.a", "--at", runs[0])[0]["callee"] == "m.b"


def test_past_commits_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`index --history` says what it found, and writes it where the index was made to lie."""
    monkeypatch.chdir(tmp_path)
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    Path("m.py").write_text(FIRST)
    for words in (["init", "-q"], ["add", "m.py"], [*identity, "commit", "-qm", "first"]):
        subprocess.run(["git", *words], check=True)
    Path("m.py").write_text(SECOND)
    subprocess.run(["git", *identity, "commit", "-qam", "second"], check=True)
    found = said(capsys, "index", ".", "--no-embed", "--location", "repo", "--history", "5")
    assert found["history"] == {"commits": 2, "blobs": 2, "versions": 6, "nodes": 2}
    assert len(said(capsys, "history", "m.a")) == 2
    assert main(["index", ".", "--no-embed", "--location", "repo", "--history", "5"]) == 0
    assert "\nhistory     commits 2, blobs 2, versions 0, nodes 0\n" in capsys.readouterr().out
