"""Subtokens of identifiers and prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.embed.subtokens import distinct, stem, subtokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parse_http_request", "parse http request"),
        ("parseHTTPRequest", "parse http request"),
        ("HTTPServer2", "http server 2"),
        ("QuerySet.filter(**kwargs)", "query set filter kwargs"),
        ("__init__", "init"),
        ("SCREAMING_CASE", "screaming case"),
        ("utf8_to_b64", "utf 8 to b 64"),
        ("größe 日本", "gr öß e 日本"),
        ("", ""),
    ],
)
def test_identifiers_are_split_where_people_see_words(text: str, expected: str) -> None:
    """Case, underscores, digits and punctuation separate; all becomes lower case."""
    assert subtokens(text) == expected.split()


@given(st.text())
def test_splitting_twice_changes_nothing(text: str) -> None:
    """Subtokens are their own subtokens: indexed text and queries may be split again."""
    once = subtokens(text)
    assert subtokens(" ".join(once)) == once


def test_distinct_keeps_the_first_of_each() -> None:
    """Repeats and what was seen before go, the order stays."""
    assert distinct(["b", "a", "b", "c"], {"c"}) == ["b", "a"]


@pytest.mark.parametrize("words", [("parse", "parser", "parsing", "parsed"), ("connect", "connections", "connects")])
def test_words_of_one_stem_meet(words: tuple[str, ...]) -> None:
    """Common endings do not keep words apart."""
    stems = {stem(word) for word in words}
    assert len(stems) <= 2
    assert stem(words[0]) in {stem(word) for word in words[1:]}


def test_short_words_keep_their_ending() -> None:
    """At least three letters stay."""
    assert [stem(word) for word in ("is", "use", "red", "ing")] == ["is", "use", "red", "ing"]
