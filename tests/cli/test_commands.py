"""Commands about an index: they say what the façade says, in the form that was asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from indexer import CodeGraph
from indexer.cli import main
from indexer.cli.look import _outdented
from indexer.cli.render import to_plain
from indexer.query.resolve import Match


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def plain(value: Any) -> Any:
    return json.loads(json.dumps(to_plain(value)))


def test_named_query(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A named query answers the same on the command line and in Python."""
    with CodeGraph.open(shop) as graph:
        answer = graph.query("callers", symbol="Order.total", depth=2)
    assert said(capsys, "query", "callers", "symbol=Order.total", "depth=2") == answer.records()
    assert answer.rows == (("shop.checkout", "function", "shop.py", 6, "shop.Order.total", 1, "type", 0.9),)


def test_what_a_query_needs_may_stand_without_its_name(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bare words are the parameters that have no default, in order; named ones may stand among them."""
    with CodeGraph.open(shop) as graph:
        callers = graph.query("callers", symbol="Order.total", depth=2).records()
        chain = graph.query("path", **{"from": "checkout", "to": "Order.total"}).records()
    assert said(capsys, "query", "callers", "depth=2", "Order.total") == callers
    assert said(capsys, "query", "path", "checkout", "Order.total") == chain
    assert said(capsys, "query", "path", "Order.total", "from=checkout") == chain


@pytest.mark.usefixtures("shop")
def test_an_empty_answer_says_what_to_ask_then(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing calls a symbol, that is no proof that nothing uses it; programs get an empty list alone."""
    assert main(["query", "callers", "checkout"]) == 0
    out, err = capsys.readouterr()
    assert (out, "`codalog query references checkout min_confidence=0`" in err) == ("", True)
    assert said(capsys, "query", "callers", "checkout") == []


def test_own_queries_are_found_from_a_folder_inside(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Queries that the settings of a repository name are listed and asked wherever in it one stands."""
    (shop / "codalog.toml").write_text('queries = "asked"\n', encoding="utf-8")
    (shop / "asked").mkdir()
    (shop / "asked" / "mine.cozo").write_text(
        "# Mine.\n#\n# Columns:\n#   n: a number\n?[n] <- [[7]]\n", encoding="utf-8"
    )
    with chdir(shop / "sub"):
        assert "mine" in [each["name"] for each in said(capsys, "queries")]
        assert said(capsys, "query", "mine") == [{"n": 7}]


def test_datalog(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Datalog takes parameters as JSON or as text, and answers the same as in Python."""
    script = "?[name, n] := *symbol{name, kind}, kind == $kind, n = $n + 1"
    with CodeGraph.open(shop) as graph:
        answer = graph.datalog(script, {"kind": "method", "n": 1})
    assert said(capsys, "query", "-e", script, "-p", "kind=method", "-p", "n=1") == answer.records()
    assert answer.records() == [{"name": "total", "n": 2}]


def test_a_vector_is_bound(shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`--embed` binds a name to the vector of a text."""
    monkeypatch.setenv("CODALOG_EMBEDDER", "lexical")
    script = "?[n, d] := n = length($q), d = cos_dist(vec($q), vec($r))"
    assert said(capsys, "query", "-e", script, "--embed", "q=total", "--embed", "r=total") == [
        {"n": 384, "d": pytest.approx(0, abs=1e-6)}
    ]


def test_show(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`show` prints place, signature and source, and as JSON what Python gives."""
    with CodeGraph.open(shop) as graph:
        assert said(capsys, "show", "shop.py:2") == plain(graph.show("Order.total"))
    assert main(["show", "Order.total"]) == 0
    text = "method shop.Order.total\nshop.py:2-3\ndef total(self)\n1 use\n\n    def total(self):\n        return 1\n"
    assert capsys.readouterr().out == text


@pytest.mark.usefixtures("shop")
def test_a_class_is_shown_with_its_members(capsys: pytest.CaptureFixture[str]) -> None:
    """The stored text of a class or file stops where its members begin: these are listed below, with their lines."""
    assert main(["show", "Order"]) == 0
    assert capsys.readouterr().out.endswith("\n     2  def total(self)\n")
    assert main(["show", "shop.py"]) == 0
    assert capsys.readouterr().out.endswith("\n     1  class Order\n     5  def checkout(order)\n")


@pytest.mark.parametrize(
    ("source", "column", "shown"),
    [
        ("def f():\n        return 1", 5, "def f():\n    return 1"),
        ("f = () => {\n    g();\n\n  }", 9, "f = () => {\n  g();\n\n}"),
        ("def f():\n        '\nleft\n'", 5, "def f():\n        '\nleft\n'"),
        ("def f(): ...", 5, "def f(): ..."),
        ("", 1, ""),
    ],
)
def test_source_is_shown_from_the_left(source: str, column: int, shown: str) -> None:
    """What is indented where it stands is not, and its lines keep their distance; a line further left keeps all in place."""
    assert _outdented(source, column) == shown


def test_outline(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`outline` indents members under what holds them."""
    with CodeGraph.open(shop) as graph:
        assert said(capsys, "outline", "shop.py") == graph.outline("shop.py").records()
    assert main(["outline", "shop.py"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "     1  class Order",
        "     2    def total(self)",
        "     5  def checkout(order)",
    ]


def test_symbols(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`symbols` lists what a name may mean."""
    with CodeGraph.open(shop) as graph:
        assert said(capsys, "symbols", "total") == plain(graph.symbols("total"))
    assert main(["symbols", "total"]) == 0
    assert "shop.Order.total  method  shop.py  2" in capsys.readouterr().out


@pytest.mark.usefixtures("shop")
def test_an_external_symbol_has_no_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in no file."""
    there = Match(1, "json.dumps", "external", "", 1, external=True, moniker="")
    monkeypatch.setattr(CodeGraph, "symbols", lambda graph, name: [there])
    assert main(["symbols", "dumps"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["json.dumps", "external"]


def test_queries(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`queries` gives the first sentence of each; with a name, all that is known of one, the same as in Python."""
    assert main(["queries"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("callers "))
    cells = [cell.strip() for cell in line.split("  ") if cell]
    takes = "symbol=... depth=1 min_confidence=0.5 dispatch=true"
    assert cells[1:] == ["Who calls a symbol, directly or through others.", takes]
    found = said(capsys, "queries", "callers")
    with CodeGraph.open(shop) as graph:
        (query,) = (query for query in graph.queries() if query.name == "callers")
    assert found == {"name": "callers", **plain(query.header)}
    assert main(["queries", "callers"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Who calls a symbol, directly or through others. For a class: who makes one. For a variable")
    assert "  depth=1             how many calls away (a whole number)\n" in out
    assert "  codalog query callers" in out


def test_search(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`search` finds by words and names without vectors, and says that there are none."""
    with CodeGraph.open(shop) as graph:
        hits = graph.search("checkout", 3).hits
    found = said(capsys, "search", "checkout", "-k", "3")
    assert [hit["symbol"] for hit in found["hits"]] == [hit.qualified_name for hit in hits]
    assert found["hits"][0] == {
        "score": round(hits[0].score, 4),
        "symbol": "shop.checkout",
        "kind": "function",
        "path": "shop.py",
        "line": 5,
        "signature": "def checkout(order)",
    }
    assert main(["search", "checkout", "--explain"]) == 0
    out, err = capsys.readouterr()
    assert "parts" in out
    assert err == "0% of the code has vectors; the rest was searched by words and names\n"


def test_problems_are_told_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`index --explain` says of each where it is; without it they are counted."""
    (tmp_path / "a.py").write_text("def f(:\n")
    words = ["index", str(tmp_path), "--no-embed", "--location", "repo"]
    assert main(words) == 0
    assert "\nproblems  " in capsys.readouterr().out
    assert main([*words, "--explain"]) == 0
    assert capsys.readouterr().out.endswith("\na.py:1  syntax: part of the file does not parse\n")


def test_status(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`status` counts what the index holds."""
    with CodeGraph.open(shop) as graph:
        assert said(capsys, "status") == plain(graph.status())
    assert main(["status"]) == 0
    out = capsys.readouterr().out
    assert "symbols     class 1, function 1, method 1, module 1\n" in out
    assert "finished    2023-11-14 22:13:20+00:00\n" in out


def test_doctor(shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`doctor` finds a sound index sound, and notes when files have changed since."""
    with CodeGraph.open(shop) as graph:
        assert said(capsys, "doctor") == plain(CodeGraph.doctor(shop))
        assert {check.name: check.verdict for check in graph.check()} == {
            "rows": "ok",
            "counts": "ok",
            "edges": "ok",
            "owners": "ok",
            "problems": "ok",
            "vectors": "note",
            "fresh": "ok",
        }
    monkeypatch.setattr("indexer.query.diagnosis._differs", lambda file, size, mtime_ns: file.name == "shop.py")
    (fresh,) = [check for check in said(capsys, "doctor") if check["name"] == "fresh"]
    assert fresh["message"] == "1 indexed files have changed or gone since"


def test_doctor_without_an_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an index `doctor` says so among its findings, and leaves with 4."""
    assert main(["doctor", "--repo", str(tmp_path), "--json"]) == 4
    found = json.loads(capsys.readouterr().out)[-1]
    assert (found["name"], found["verdict"]) == ("index", "bad")
    assert found["advice"].startswith("build one with `codalog index")


def test_export(shop: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`export` writes the lines that Python gives, to stdout or to a file."""
    with CodeGraph.open(shop) as graph:
        lines = list(graph.export())
    assert main(["export"]) == 0
    assert capsys.readouterr().out.splitlines() == lines
    assert main(["export", str(shop), "--output", str(tmp_path / "graph.jsonl")]) == 0
    assert (tmp_path / "graph.jsonl").read_text(encoding="utf-8").splitlines() == lines
    assert [json.loads(line)["type"] for line in lines] == ["header"] + ["symbol"] * 4 + ["edge"] * 4


def test_export_that_cannot_be_written(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A place that cannot be written is said in one line."""
    assert main(["export", "--output", str(shop / "no" / "such" / "folder")]) == 2
    assert "cannot be written (No such file or directory); choose another file" in capsys.readouterr().err


def test_the_enclosing_repository(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --repo, the indexed folder around the current one is asked; with it, that one, from anywhere."""
    with chdir(shop / "sub"):
        assert said(capsys, "status")["root"] == str(shop)
    with chdir("/"):
        assert said(capsys, "status", "--repo", str(shop))["root"] == str(shop)


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["query", "nothing"], 2, "no query is called 'nothing'"),
        (["query", "callers"], 2, "query 'callers' needs symbol=..."),
        (["query", "callers", "symbol=Nobody"], 2, "no symbol is called 'Nobody'"),
        (["query", "hubs", "limit=many"], 2, "parameter 'limit' takes a whole number, not many"),
        (["query", "-e", "?[a] := "], 3, ""),
        (["query", "-e", "?[a] <- [[1]] :put meta {a}"], 3, "may only read"),
        (["query", "-e", "::relations"], 3, "system operations are not allowed"),
        (["query", "-e", "?[a] := *nothing{a}"], 3, ""),
        (["query", "--timeout", "-1", "hubs"], 2, "setting 'query_timeout'"),
        (["queries", "nothing"], 2, "no query is called 'nothing'"),
        (["show", "Nobody"], 2, "no symbol is called 'Nobody'"),
        (["outline", "nothing.py"], 2, "no file 'nothing.py' is in the index"),
        (["status", "--repo", "nowhere"], 2, "nowhere does not exist"),
    ],
)
def test_errors(shop: Path, capsys: pytest.CaptureFixture[str], words: list[str], status: int, message: str) -> None:
    """What goes wrong is one line on stderr with the status of its kind, and nothing on stdout."""
    assert main(words) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("codalog: ")
    assert err.count("\n") == 1
    assert message in err


def test_no_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing was indexed, the line says how to."""
    assert main(["status", "--repo", str(tmp_path)]) == 4
    err = capsys.readouterr().err
    assert f"there is no index of {tmp_path}, nor of a folder around it; build one with `codalog index" in err


def test_out_of_time(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A query that takes too long is stopped, and leaves with 3."""
    script = "n[a] := a in int_range(3000)\n?[count(a)] := n[a], n[b], n[c]"
    assert main(["query", "-e", script, "--timeout", "0.05"]) == 3
    assert "ran out of time" in capsys.readouterr().err


def test_a_pipe_gets_plain_text(shop: Path) -> None:
    """In a pipe there are no tabs, no colours and no boxes."""
    words = [sys.executable, "-m", "indexer", "query", "callers", "symbol=Order.total"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    header, row = done.stdout.splitlines()
    assert header.split() == ["caller", "kind", "path", "line", "calls", "depth", "provenance", "confidence"]
    assert row.split() == ["shop.checkout", "function", "shop.py", "6", "shop.Order.total", "1", "type", "0.9"]
    assert done.stderr == ""
