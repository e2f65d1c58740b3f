"""What was typed, word for word."""

from __future__ import annotations

import pytest

from indexer.query.search_phrases import longest_run


@pytest.mark.parametrize(
    ("wanted", "words", "expected"),
    [
        ("a b c", "x a b c y", 3),
        ("a b c", "a b x b c", 2),
        ("a b c", "c b a", 1),
        ("a a b", "a a a b", 3),
        ("a b", "", 0),
        ("", "a b", 0),
    ],
)
def test_the_longest_run_of_words_that_both_have(wanted: str, words: str, expected: int) -> None:
    """In a row in both, wherever it begins."""
    assert longest_run(wanted.split(), words.split()) == expected
