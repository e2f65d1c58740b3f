"""What is printed: text that no repository can steer, and JSON that reads back."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from indexer.cli.render import Form, cell, clean, form_of, print_answer, print_record, print_records, to_plain
from indexer.query.answer import Answer

ANSWER = Answer(("name", "line", "sure"), (("a", 7, 0.5), ("longer", 12, 1.0)))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_columns_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe columns are aligned with spaces, under their names."""
    print_answer(ANSWER, Form.TEXT)
    assert capsys.readouterr().out == "name    line  sure\na       7     0.5\nlonger  12    1\n"


def test_table_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the rows are a table, and markup in them is text."""
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    print_answer(Answer(("name",), (("[bold]x[/bold]",),)), Form.TEXT)
    assert "[bold]x[/bold]" in terminal.getvalue()
    assert "─" in terminal.getvalue()


def test_no_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """Without rows nothing goes to stdout as text, and an empty list as JSON."""
    empty = Answer(("a",), ())
    print_answer(empty, Form.TEXT)
    assert capsys.readouterr() == ("", "no rows\n")
    print_answer(empty, Form.JSON)
    assert json.loads(capsys.readouterr().out) == []
    print_answer(empty, Form.JSONL)
    assert capsys.readouterr().out == ""


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON is one document; JSON Lines is one object a line; both say the same."""
    print_answer(ANSWER, Form.JSON)
    whole = json.loads(capsys.readouterr().out)
    print_answer(ANSWER, Form.JSONL)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert whole == lines == ANSWER.records()


def test_form() -> None:
    """--jsonl wins over --json, and text is what neither asks for."""
    assert form_of(as_json=False, as_lines=False) is Form.TEXT
    assert form_of(as_json=True, as_lines=False) is Form.JSON
    assert form_of(as_json=True, as_lines=True) is Form.JSONL


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (0.123456, "0.1235"),
        ("a\tb\n  c", "a b c"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("caf\udce9", "caf\\udce9"),
        ("\u202egnp", "\\u202egnp"),
        (["a", None, 1], "a, , 1"),
        ({"a": 1, "b": 2.0}, "a 1, b 2"),
        ("naïve 漢字", "naïve 漢字"),
    ],
)
def test_cells(value: Any, shown: str) -> None:
    """A cell is one line, and what could steer a terminal is shown as an escape."""
    assert cell(value) == shown


def test_clean_keeps_lines_and_tabs() -> None:
    """Source keeps its lines and its tabs, and loses what could steer a terminal."""
    assert clean("a\n\tb\x1b]0;t\x07") == "a\n\tb\\x1b]0;t\\x07"


def test_records(capsys: pytest.CaptureFixture[str]) -> None:
    """Dataclasses, named tuples and what they hold become JSON; a path that is not UTF-8 reads back the same."""

    @dataclass(frozen=True)
    class Outer:
        name: str
        inner: tuple[Any, ...]

    class Inner(NamedTuple):
        path: str

    record = Outer("x", (Inner("caf\udce9"), {1: {2}}))
    assert to_plain(record) == {"name": "x", "inner": [{"path": "caf\udce9"}, {"1": [2]}]}
    print_records([record], Form.JSONL)
    assert json.loads(capsys.readouterr().out)["inner"][0]["path"] == "caf\udce9"


def test_numbers_that_json_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no number in JSON becomes null."""
    print_answer(Answer(("a", "b"), ((float("nan"), float("-inf")),)), Form.JSON)
    assert json.loads(capsys.readouterr().out) == [{"a": None, "b": None}]


def test_one_record(capsys: pytest.CaptureFixture[str]) -> None:
    """One record is a line for each field as text, and an object as JSON."""
    print_record({"files": 3, "edges_by_kind": {"calls": 2}}, Form.TEXT)
    assert capsys.readouterr().out == "files          3\nedges by kind  calls 2\n"
    print_record({"files": 3}, Form.JSON)
    assert json.loads(capsys.readouterr().out) == {"files": 3}


def test_prose_is_cut_in_tables_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Long cells with blanks are cut in pipes and on terminals, never names and never in JSON."""
    name, prose = "a.b" * 60, "word " * 60
    answer = Answer(("name", "prose"), ((name, prose),))
    print_answer(answer, Form.TEXT)
    row = capsys.readouterr().out.splitlines()[1]
    assert row.startswith(name)
    assert row.endswith("word…")
    print_answer(answer, Form.JSON)
    assert json.loads(capsys.readouterr().out) == [{"name": name, "prose": prose}]
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    print_answer(Answer(("prose",), ((prose,),)), Form.TEXT)
    assert terminal.getvalue().count("word") == 24


def test_fields_that_say_nothing_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """In text, not in JSON; a count of none says something."""
    print_record({"revision": "", "problems": {}, "vectors": None, "files": 0}, Form.TEXT)
    assert capsys.readouterr().out == "files  0\n"
