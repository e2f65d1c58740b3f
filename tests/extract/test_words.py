"""Words: what an identifier is made of."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.words import MAX_WORD, STOP_WORDS, subtokens, words_of

_identifiers = st.text(st.characters(categories=("Lu", "Ll", "Lt", "Lo", "Mn", "Nd", "Pc")), max_size=30)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("snake_case_name", ["snake", "case", "name"]),
        ("camelCase", ["camel", "case"]),
        ("PascalCase", ["pascal", "case"]),
        ("HTTPServer", ["http", "server"]),
        ("getHTTPResponse", ["get", "http", "response"]),
        ("SCREAMING_CASE", ["screaming", "case"]),
        ("kebab-case", ["kebab", "case"]),
        ("__init__", ["init"]),
        ("_private", ["private"]),
        ("utf8_decode", ["utf8", "decode"]),
        ("sha256Sum", ["sha256", "sum"]),
        ("HTTP2Server", ["http2", "server"]),
        ("URLs", ["urls"]),
        ("parseURLsNow", ["parse", "urls", "now"]),
        ("i18n_patterns", ["i18n", "patterns"]),
        ("L10N", ["l10n"]),
        ("x", ["x"]),
        ("x1y", ["x1y"]),
        ("2to3", ["2", "to3"]),
        ("größeÄndern", ["größe", "ändern"]),
        ("ΔΣValue", ["δσ", "value"]),
        ("変数名", ["変数名"]),
        ("naïve", ["naïve"]),
        ("", []),
        ("___", []),
    ],
)
def test_identifiers_split_at_case_signs_and_acronyms(identifier: str, expected: list[str]) -> None:
    """In the habits of many languages and scripts."""
    assert subtokens(identifier) == expected


@given(_identifiers)
def test_nothing_but_signs_is_lost(identifier: str) -> None:
    """Put together again, the subtokens are the identifier's letters and digits in lower case."""
    connectors = {letter for letter in identifier if unicodedata.category(letter) == "Pc"}
    expected = "".join(letter.lower() for letter in identifier if letter not in connectors)
    assert "".join(subtokens(identifier)) == expected


@given(_identifiers)
def test_subtokens_are_stable(identifier: str) -> None:
    """A subtoken, split again, is itself: what was indexed is found by what is asked."""
    for token in subtokens(identifier):
        assert subtokens(token) == [token]


@given(st.text(max_size=200))
def test_words_are_distinct_and_in_order_of_appearance(text: str) -> None:
    """Each once, where it first stands; neither too short nor too long."""
    words = words_of(text).split(" ") if words_of(text) else []
    assert len(words) == len(set(words))
    assert all(1 < len(word) <= MAX_WORD for word in words)
    assert not set(words) & STOP_WORDS


@given(st.text(max_size=200))
def test_bytes_and_text_give_the_same_words(text: str) -> None:
    """Bytes are UTF-8."""
    assert words_of(text) == words_of(text.encode("utf-8", "replace"))


@given(st.binary(max_size=200))
def test_any_bytes_have_words_or_none(data: bytes) -> None:
    """Broken UTF-8 stops nothing, and what comes out can be stored."""
    words_of(data).encode("utf-8")


def test_words_of_code_are_those_of_names_comments_and_literals() -> None:
    """Signs, single letters and words that say nothing are left out."""
    source = b"def readFile(path, x):  # read the file\n    return open('file.txt', \"rb\")\n"
    assert words_of(source) == "read file path return open txt rb"


def test_digests_are_no_words() -> None:
    """What is longer than any word is data."""
    assert words_of("a" * 41 + " " + "b" * 40) == "b" * 40


def test_the_cap_counts_words() -> None:
    """The first ones stay."""
    assert words_of("one two three four", 2) == "one two"


def test_no_word_is_divided_where_a_long_text_is_read_in_stretches() -> None:
    """Words of text far beyond the first stretch, one of which is longer than a stretch, are found whole and in order."""
    words = [f"w{number:04}" for number in range(2000)]
    text = " ".join([*words[:700], "x" * 5000, *words[700:]])
    assert words_of(text, 5000) == " ".join(words)
    assert words_of(text, 3) == "w0000 w0001 w0002"
