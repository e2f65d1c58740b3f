"""Headers of named queries, the parameters they declare, the page made from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from indexer.errors import BadDatalog, BadParameter
from indexer.query.header import parse_header
from indexer.query.named import NamedQuery, load_queries
from indexer.query.parameters import TYPES, Parameter
from indexer.query.reference import reference
from indexer.resources import query_dirs

WHOLE = """# Who is it,
# in two lines.
#
# Parameters:
#   name: String -- who
#   depth: Int = 2 -- how far
#   kinds: Strings = ["a", "b"] -- which | what
# Columns:
#   who: the one
# Example:
#   codalog query who name=x

?[who] <- [[1]]
# Parameters:
#   late: Int -- a comment of the script, not of the header
"""


def test_header() -> None:
    """Purpose, parameters, columns and examples are read from the leading comment alone."""
    header = parse_header(WHOLE, "who.cozo")
    assert header.purpose == "Who is it, in two lines."
    assert [(each.name, each.type, each.required, each.default) for each in header.parameters] == [
        ("name", "String", True, None),
        ("depth", "Int", False, 2),
        ("kinds", "Strings", False, ["a", "b"]),
    ]
    assert [column.name for column in header.columns] == ["who"]
    assert header.examples == ("codalog query who name=x",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("?[a] <- [[1]]", "q.cozo does not say what it is for"),
        ("# P.\n# Parameters:\n#   a\n", "q.cozo:3 is no parameter"),
        ("# P.\n# Parameters:\n#   a: Thing -- x\n", "q.cozo:3 is no parameter.* Type one of String, Strings"),
        ("# P.\n# Parameters:\n#   a: String = x -- x\n", "q.cozo:3: the default of 'a' is not JSON; quote texts"),
        ("# P.\n# Columns:\n#   a\n", "q.cozo:3 is no column"),
    ],
)
def test_malformed(text: str, message: str) -> None:
    """A malformed header is refused with file, line and what to write."""
    with pytest.raises(BadDatalog, match=message):
        parse_header(text, "q.cozo")


def test_a_parameter_may_not_be_called_at() -> None:
    """That is the moment as of which any query is asked."""
    with pytest.raises(BadDatalog, match="every query takes 'at'"):
        parse_header("# P.\n# Parameters:\n#   at: Int -- x\n", "q.cozo")


def test_default_of_another_type() -> None:
    """A default must be of its parameter's type."""
    with pytest.raises(BadParameter, match="'a' takes a whole number"):
        parse_header('# P.\n# Parameters:\n#   a: Int = "x" -- x\n', "q.cozo")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("String", "x", "x"),
        ("String", "", ""),
        ("Int", "12", 12),
        ("Int", -1, -1),
        ("Float", "0.5", 0.5),
        ("Float", 1, 1.0),
        ("Bool", "Yes", True),
        ("Bool", "0", False),
        ("Bool", False, False),
        ("Strings", "a, b,,c", ["a", "b", "c"]),
        ("Strings", '["a,b"]', ["a,b"]),
        ("Strings", ("a",), ["a"]),
        ("Strings", {"b", "a"}, ["a", "b"]),
        ("Strings", "", []),
        ("SymbolKind", "", ""),
        ("SymbolKind", "class", "class"),
        ("SymbolKinds", "class, method", ["class", "method"]),
        ("EdgeKinds", "", []),
        ("EdgeKinds", ["calls"], ["calls"]),
        ("Symbol", "a.b", "a.b"),
        ("Symbols", 12, 12),
        ("File", "a/b.py", "a/b.py"),
    ],
)
def test_values(kind: str, value: Any, expected: Any) -> None:
    """A value is taken as Python gives it or as a shell does."""
    found = Parameter("p", kind, required=True, default=None, meaning="").check(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value"), [("SymbolKind", "func"), ("SymbolKinds", "class,calls"), ("EdgeKinds", ["calls", "class"])]
)
def test_unknown_kinds_are_said(kind: str, value: Any) -> None:
    """A kind that there is not finds nothing; the message lists those that there are."""
    with pytest.raises(BadParameter, match=r"is none of the kinds that 'p' takes: (module|contains), "):
        Parameter("p", kind, required=True, default=None, meaning="").check(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("String", 1),
        ("Int", 1.5),
        ("Int", "1.5"),
        ("Int", True),
        ("Float", "inf"),
        ("Float", "nan"),
        ("Float", None),
        ("Bool", 1),
        ("Strings", "[1, 2]"),
        ("Strings", '["a"'),
        ("Symbol", ""),
        ("Symbol", True),
        ("File", 3),
    ],
)
def test_wrong_values(kind: str, value: Any) -> None:
    """A value of another type is refused, with what the parameter takes."""
    with pytest.raises(BadParameter, match="parameter 'p' takes"):
        Parameter("p", kind, required=True, default=None, meaning="").check(value)


def test_defaults_as_text() -> None:
    """A default is shown as one would write it on a command line."""
    shown = {each.name: each.default_text for query in load_queries(query_dirs()) for each in query.header.parameters}
    assert (shown["symbol"], shown["tests"], shown["min_lines"]) == ("...", "true", "5")
    assert Parameter("p", "Strings", False, ["a", "b"], "").default_text == "a,b"


def test_reference() -> None:
    """The page describes each query with its parameters, columns and example, and escapes what a table would break on."""
    page = reference([NamedQuery("who", parse_header(WHOLE, "who.cozo"), WHOLE, Path("who.cozo"))])
    assert "## who\n\nWho is it, in two lines.\n" in page
    assert "| `name` | String | required | who |" in page
    assert '| `kinds` | Strings | `["a", "b"]` | which \\| what |' in page
    assert "| `who` | the one |" in page
    assert "$ codalog query who name=x" in page
    assert all(f"| {name} |" in page for name in TYPES)


def test_reference_of_what_is_shipped() -> None:
    """The page of the shipped queries has a heading for each."""
    queries = load_queries(query_dirs())
    page = reference(queries)
    assert [f"## {query.name}" for query in queries] == [line for line in page.splitlines() if line.startswith("## ")]


def test_what_an_empty_answer_means() -> None:
    """Values of parameters, given or by default, stand in what is said where there are no rows."""
    text = (
        "# Who calls.\n# Parameters:\n#   symbol: Symbol -- what\n#   depth: Int = 2 -- how far\n"
        "# Without rows:\n#   nobody calls {symbol}\n#   in {depth} steps\n?[a] <- [[1]]\n"
    )
    header = parse_header(text, "x.cozo")
    assert header.advice({"symbol": "save"}) == "nobody calls save in 2 steps"
    assert parse_header("# Who calls.\n?[a] <- [[1]]\n", "x.cozo").advice({}) == ""
