"""Extraction of every language in depth reads whatever it is given."""

from __future__ import annotations

import random

import pytest

from tests.languages.deep import DEEP, check, facts_of, sources

STRAY = (
    b"\xff",
    b"\0",
    b"\r",
    b'"',
    b"'",
    b"`",
    b"(",
    b")",
    b"{",
    b"}",
    b"[[",
    b"/*",
    b"<",
    b"@",
    b"#{",
    b"::",
    b"=>",
    b"\n\n",
    b"#if 0\n",
)
"""What opens, closes or quotes in some language, and what is no text."""


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("language", DEEP)
def test_any_bytes_are_read(language: str, seed: int) -> None:
    """Source that is cut, mixed up with itself and sprinkled with stray bytes never makes extraction fail, and facts stay in
    bounds."""
    chance = random.Random(f"{language} {seed}")
    path, whole = chance.choice(sources()[language])
    source = bytearray(whole)
    for _ in range(chance.randrange(1, 12)):
        at, start = chance.randrange(len(source) + 1), chance.randrange(len(whole))
        piece = chance.choice([*STRAY, whole[start : start + chance.randrange(1, 30)]])
        source[at : at + chance.randrange(6)] = piece
    cut = bytes(source[: chance.randrange(len(source) + 1)])
    check(facts_of(language, cut, path), len(cut))


@pytest.mark.parametrize("language", DEEP)
def test_any_beginning_is_read(language: str) -> None:
    """A file that ends anywhere gives facts, whatever is missing."""
    path, whole = sources()[language][0]
    for end in range(0, len(whole), 3):
        check(facts_of(language, whole[:end], path), end)


@pytest.mark.parametrize("language", DEEP)
def test_any_missing_byte_is_survived(language: str) -> None:
    """A file in which any byte is missing gives facts."""
    path, whole = sources()[language][0]
    for place in range(0, len(whole), 5):
        check(facts_of(language, whole[:place] + whole[place + 1 :], path), len(whole) - 1)
