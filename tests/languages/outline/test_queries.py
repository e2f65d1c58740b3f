"""Every tags query of the installation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tree_sitter import Query

from indexer.languages import grammars
from indexer.languages.outline.tags import Tags, tags_of
from indexer.languages.registry import Language, registry

OUTLINES = [row for row in registry().languages.values() if row.tags]


def compiled(row: Language) -> Tags:
    return tags_of(row.tags, row.grammar, row.comments, row.strings)


@pytest.mark.parametrize("row", OUTLINES, ids=lambda row: row.name)
def test_the_query_fits_the_grammar(row: Language) -> None:
    """It compiles against the pinned grammar, and finds definitions."""
    tags = compiled(row)
    assert tags.definitions
    assert row.level == "outline"


@pytest.mark.parametrize("row", OUTLINES, ids=lambda row: row.name)
def test_settings_stand_before_predicates(row: Language) -> None:
    """py-tree-sitter 0.26 crashes when it frees a query with a setting after a predicate."""
    text = Path(row.tags).read_text(encoding="utf-8")
    assert re.search(r"\(#(?!set!)[a-z-]+\?[^()]*\)\s*\(#set!", text) is None


@pytest.mark.parametrize("row", OUTLINES, ids=lambda row: row.name)
def test_settings_and_predicates_stand_inside_of_a_pattern(row: Language) -> None:
    """At the top they would belong to none."""
    text = re.sub(
        r'"(?:[^"\\]|\\.)*"|;[^\n]*', lambda found: "_" * len(found[0]), Path(row.tags).read_text(encoding="utf-8")
    )
    depth = 0
    for place, sign in enumerate(text):
        if sign == "(" and text[place + 1] == "#":
            assert depth > 0, text[place : place + 40]
        depth += (sign in "([") - (sign in ")]")


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("(word) @definition.thing", "unknown capture @definition.thing"),
        ("(word) @nom", "unknown capture @nom"),
        ('((word) @name (#set! contains "all"))', "unknown setting contains 'all'"),
        ('((word) @name (#set! colour "red"))', "unknown setting colour 'red'"),
        ("(nonsense) @name", "Invalid node type"),
    ],
)
def test_a_query_that_says_what_nobody_knows_is_refused(tmp_path: Path, query: str, complaint: str) -> None:
    """The file is named, and what is wrong."""
    file = tmp_path / "tags.scm"
    file.write_text(query, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint) as caught:
        tags_of(str(file), registry()["shell"].grammar, (), ())
    assert str(file) in str(caught.value)


def test_a_grammar_that_is_not_installed_is_known_as_such() -> None:
    """Neither a missing wheel nor a missing module in a wheel is an error."""
    assert not grammars.is_installed(("tree_sitter_of_nobody", "language"))
    assert not grammars.is_installed(("tree_sitter_of_nobody.bindings.x", "language"))
    assert not grammars.is_installed(("", ""))


def test_without_its_grammar_a_language_is_text() -> None:
    """The documents extractor does the work, and the level says so."""
    row = registry()["shell"]._replace(grammar=("tree_sitter_of_nobody", "language"))
    assert row.extractor() is None
    assert row.level_here() == "text"
    assert registry()["shell"].level_here() == "outline"


def test_a_grammar_that_comes_or_goes_changes_what_an_index_is_made_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes have other facts then."""
    assert registry().without_grammar() == ()
    monkeypatch.setattr(grammars, "is_installed", lambda grammar: "elixir" not in grammar[0])
    assert registry().without_grammar() == ("elixir",)


def test_queries_are_kept() -> None:
    """A query is compiled once a process."""
    assert isinstance(compiled(registry()["shell"]).query, Query)
    assert compiled(registry()["shell"]) is compiled(registry()["shell"])
