"""What is said of a malformed script."""

from __future__ import annotations

import pytest

from indexer.store.complaint import explained


@pytest.mark.parametrize(
    ("message", "script", "said"),
    [
        ("unexpected input at 4..4 (x)", "?[a := 3", "unexpected input at line 1, column 5, before ':= 3' (x)"),
        ("unexpected at 13..14", '?[ü] := "ä"\n?[a = 1]', "unexpected at line 1, column 12, before '?[a = 1]'"),
        ("unexpected at 15..15", '?[ü] := "ä"\n?[a = 1]', "unexpected at line 2, column 2, before '[a = 1]'"),
        ("unexpected at 0..0", "", "unexpected at line 1, column 1, which is the end"),
        ("no stored relation 'symbl'", "", "no stored relation 'symbl'; did you mean *symbol?"),
        ("no stored relation 'zzz'", "", "no stored relation 'zzz'; `codalog schema` lists them"),
        (
            "stored relation 'meta' does not have field 'k'",
            "",
            "stored relation 'meta' does not have field 'k'; it has key, value",
        ),
        (
            "Requested rule meta not found",
            "",
            "Requested rule meta not found; as a stored relation it is written *meta{key, ...}, with the columns that are wanted",
        ),
        ("Requested rule mine not found", "", "Requested rule mine not found"),
        (
            "Index near not found on relation embedding_1",
            "",
            "Index near not found on relation embedding_1; it is built once every node has its vector: `codalog index` makes those that are missing",
        ),
        (
            "Required parameter q not found",
            "",
            "Required parameter q not found; give it with --param q=... or --embed q=...",
        ),
    ],
)
def test_a_complaint_says_where_and_what_next(message: str, script: str, said: str) -> None:
    """Offsets in bytes are lines and columns, names that are near are named, and what is missing is said how to give."""
    assert explained(message, script) == said
