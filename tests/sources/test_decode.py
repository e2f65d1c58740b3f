"""Bytes of files become valid UTF-8 with the same lines."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.decode import decode, is_binary

_MARKS = [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE]
_DECLARATIONS = [
    b"# coding: latin-1\n",
    b"# -*- coding: utf-7 -*-\n",
    b"# coding: unicode_escape\n",
    b"# coding: hex\n",
]


@given(st.sampled_from([b"", *_MARKS, *_DECLARATIONS]), st.binary(max_size=200))
def test_any_bytes_become_valid_utf8(head: bytes, body: bytes) -> None:
    """Decoding never fails, and what it gives can be parsed and stored."""
    decode(head + body).data.decode("utf-8")


@given(st.sampled_from([b"", codecs.BOM_UTF8, *_DECLARATIONS]), st.binary(max_size=200))
def test_lines_stay_the_files_lines(head: bytes, body: bytes) -> None:
    """In encodings where a line feed is one byte, none is added or lost."""
    assert decode(head + body).data.count(b"\n") == (head + body).count(b"\n")


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=100))
def test_valid_utf8_is_taken_as_it_is(text: str) -> None:
    """The very same bytes, so spans refer to the file's own."""
    raw = b"# plain\n\n\n" + text.encode()
    assert decode(raw) == (raw, "utf-8", False)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_a_byte_order_mark_tells_the_encoding_and_is_dropped(encoding: str) -> None:
    """UTF-16 and UTF-32 in either order, and the mark that some editors put before UTF-8."""
    marks = {"utf-16": b"", "utf-16-le": _MARKS[1], "utf-16-be": _MARKS[2], "utf-32-le": _MARKS[3], "utf-8": _MARKS[0]}
    raw = marks.get(encoding, _MARKS[4]) + "größe = 1\n".encode(encoding)
    assert decode(raw).data == "größe = 1\n".encode()
    assert not is_binary(raw)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"), "iso8859-1"),
        ("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '€'\n".encode("cp1252"), "cp1252"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>é</a>".encode("latin-1"), "iso8859-1"),
        ('<html>\n<head>\n<meta charset="shift_jis">\n日本'.encode("shift_jis"), "shift_jis"),
        ("# coding: euc-jp-unix\n日本\n".encode("euc-jp"), "euc_jp"),
    ],
)
def test_a_declared_encoding_counts(raw: bytes, encoding: str) -> None:
    """As Python, editors and markup declare it."""
    decoded = decode(raw)
    assert decoded.encoding == encoding
    assert not decoded.lossy
    assert any(character in decoded.data.decode() for character in "é€日")


@pytest.mark.parametrize("name", ["nonsense", "hex", "rot13", "unicode_escape", "utf-16", "cp1252"])
def test_a_declaration_that_does_not_fit_is_passed_over(name: str) -> None:
    """Unknown codecs, codecs of no text, ones that would change the lines or that the bytes do not fit."""
    raw = f"# coding: {name}\nx = '\\n'\n".encode() + b"\x81\n"
    assert decode(raw).encoding == "utf-8"


def test_python_looks_for_a_declaration_in_two_lines_only() -> None:
    """The third line is a comment like any other."""
    assert decode("\n\n# coding: latin-1\né\n".encode()).encoding == "utf-8"


def test_stray_bytes_are_replaced_and_told() -> None:
    """U+FFFD stands for what makes no sense in UTF-8."""
    assert decode(b"caf\xe9 au lait\n") == ("caf\ufffd au lait\n".encode(), "utf-8", True)


def test_a_nul_in_the_first_8_kilobytes_is_binary() -> None:
    """Later ones are not looked for."""
    assert is_binary(b"abc\0")
    assert not is_binary(b"a" * 8192 + b"\0")
    assert not is_binary(b"")
