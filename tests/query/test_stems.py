"""Words of questions and words of code in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.stems import forms, root


@pytest.mark.parametrize(
    "words",
    [
        "retry retries retried retrying",
        "generate generator generation generated",
        "compress compressed compression compressor",
        "serialize serializer serialization serializing",
        "log logs logger logging logged",
        "validate validation validator",
        "cache caches cached caching",
        "query queries",
        "process processes processing",
    ],
)
def test_forms_of_a_word_have_one_root(words: str) -> None:
    """Plurals, tenses, who does it and what is done."""
    assert len({root(word) for word in words.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("user", "use"), ("status", "state"), ("string", "str"), ("v2", "v")])
def test_other_words_have_another_root(one: str, other: str) -> None:
    """At least three letters stay, and what is no word is left alone."""
    assert root(one) != root(other)


@pytest.mark.parametrize(
    ("word", "form"),
    [("retries", "retry"), ("retry", "retrying"), ("compression", "compressed"), ("logging", "logger")],
)
def test_a_word_may_stand_in_another_form(word: str, form: str) -> None:
    """What is searched are words, so forms are made, not only compared."""
    assert form in forms(word)


def test_a_word_may_stand_shortened_but_not_lengthened() -> None:
    """Who says 'configuration' takes `config`; who types `config` means that."""
    assert "config" in forms("configuration")
    assert "configuration" not in forms("config")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789é", min_size=1, max_size=20))
def test_any_word_has_a_root_and_is_its_own_first_form(word: str) -> None:
    """Nothing breaks it, and the root is no longer than the word by more than a letter."""
    assert 0 < len(root(word)) <= len(word) + 1
    assert forms(word)[0] == word
    assert len(set(forms(word))) == len(forms(word))
