"""File names as text: exact, printable, storable."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.paths import escape, unescape


@given(st.binary(max_size=40))
def test_any_bytes_survive_the_way_there_and_back(raw: bytes) -> None:
    """Names are bytes; their text is lossless."""
    assert unescape(escape(raw)) == raw


@given(st.binary(max_size=40))
def test_the_text_is_valid_utf8_without_control_characters(raw: bytes) -> None:
    """What is stored can be encoded, and printing it moves no cursor."""
    text = escape(raw)
    text.encode("utf-8")
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in text)


def test_ordinary_names_stay_as_they_are() -> None:
    """Spaces and letters of any script need no escape."""
    assert escape(b"src/my file.py") == "src/my file.py"
    assert escape("größe/変数.py".encode()) == "größe/変数.py"


def test_odd_bytes_and_backslashes_are_escaped() -> None:
    """Latin-1 bytes, line feeds and the backslash itself."""
    assert escape(b"caf\xe9\n\\.py") == r"caf\xe9\x0a\x5c.py"
