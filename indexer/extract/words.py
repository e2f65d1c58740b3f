"""Words for full-text search: identifiers and prose as lower-case subtokens.

Text that is stored and text that is asked for must be split by the same functions, or they do not meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

MAX_WORD: Final = 40
"""Longer subtokens are data (digests, base64), not words."""

STOP_WORDS: Final = frozenset(
    "a an and any are as at be but by can cls def do does for from get has have how i if in into is it its me my of on or"
    " please self should so such that the their them then there these they this to use used using want was what when where"
    " which while who why will with would you your".split()
)
"""Words that tell no two texts apart, or that nobody asks for (`indexer.query.search_words`)."""

# In order: a numeronym (i18n), a plural acronym (URLs), an acronym before a capitalised word (HTTP|Server), a word, an
# acronym; digits stay with the letters before them (sha256, utf8), else they stand alone.
_PIECE: Final = re.compile(
    r"(?<![A-Za-z])[A-Za-z][0-9]+[A-Za-z](?![A-Za-z0-9])|[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])"
    r"|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+"
)
_WORD_BYTES: Final = bytes(byte if byte >= 0x80 or chr(byte).isalnum() or byte == 0x5F else 0x20 for byte in range(256))
_SHORTEST_STRETCH: Final = 512
_BYTES_A_WORD: Final = 16
"""Bytes of a text in which there is about one more distinct word."""
_SIMPLE: Final = re.compile(r"[a-z]+[0-9]*").fullmatch


def subtokens(identifier: str) -> list[str]:
    """Split an identifier, or any text, into lower-case subtokens, in order, repeats kept.

    `getHTTPResponse` is get, http, response; `utf8_decode` is utf8, decode; `URLs` is urls; `i18n` stays whole.
    Letters of scripts without case form one subtoken a run.
    """
    if identifier.isascii():
        return [piece.lower() for piece in _PIECE.findall(identifier)]
    # Other alphabets: split a picture of the text in which every letter is its case.
    picture = "".join(map(_case, identifier))
    # Letter by letter, because the lower case of a sigma depends on what follows it.
    lowered = [letter.lower() for letter in identifier]
    return ["".join(lowered[match.start() : match.end()]) for match in _PIECE.finditer(picture)]


def words_of(text: bytes | str, cap: int = 1000) -> str:
    """The distinct subtokens of a text, space-separated, in order of appearance.

    Single characters, `STOP_WORDS` and what is longer than `MAX_WORD` are left out.

    Args:
        text: Anything; bytes are taken for UTF-8.
        cap: Most subtokens to return.
    """
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    found: dict[str, None] = {}
    for stretch in _stretches(data, max(_SHORTEST_STRETCH, cap * _BYTES_A_WORD)):
        for raw in dict.fromkeys(stretch.split()):
            for word in _words(raw):
                found[word] = None
            if len(found) >= cap:
                return " ".join(list(found)[:cap])
    return " ".join(found)


def _stretches(data: bytes, size: int) -> Iterator[bytes]:
    """Pieces of a text, blanks for what is in no word; no word is divided.  Most texts say enough in their first."""
    start = 0
    while start < len(data):
        piece = data[start : start + size].translate(_WORD_BYTES)
        end = len(piece) if start + size >= len(data) else piece.rfind(b" ")
        if end < 0:
            size *= 2
            continue
        yield piece[:end]
        start += end + 1


@lru_cache(maxsize=1 << 15)
def _words(raw: bytes) -> tuple[str, ...]:
    text = raw.decode("utf-8", "replace")
    pieces = [text] if _SIMPLE(text) else subtokens(text)
    return tuple(word for word in pieces if 1 < len(word) <= MAX_WORD and word not in STOP_WORDS)


def _case(character: str) -> str:
    """'A' for upper case that has a lower one, 'a' for any other letter or mark, '0' for a digit, '_' for the rest; itself if ASCII."""
    if character.isascii():
        return character
    if character.isupper() and character.lower() != character:
        return "A"
    if character.isdecimal():
        return "0"
    # A combining mark belongs to the letter before it, though it is none.
    letter = character.islower() or character.isidentifier() or unicodedata.category(character).startswith("M")
    return "a" if letter or character.isalpha() else "_"
