"""Identifiers and prose as lower-case subtokens: the unit in which texts and queries meet."""

from __future__ import annotations

import re
from typing import Final

# An acronym before a capitalised word; a capitalised or lower-case word; an acronym; a number.
_SUBTOKEN: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_A-Za-z]+")

_ENDINGS: Final = ("ations", "ation", "ings", "ing", "ers", "ors", "ies", "ed", "er", "or", "es", "s", "e")

STOP_WORDS: Final = frozenset(
    "a an and any are as at be but by can do does for from get how i if in into is it its me my of on or please should so"
    " that the their them then there these they this to use used using want was what when where which while who why will"
    " with would you your".split()
)
"""Words of English questions that say nothing about code."""


def subtokens(text: str) -> list[str]:
    """The lower-case subtokens of a text, in order: 'parseHTTPRequest v2' is parse, http, request, v, 2."""
    return [token.lower() for token in _SUBTOKEN.findall(text)]


def distinct(tokens: list[str], seen: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """The tokens without repeats and without those seen before, in order of appearance."""
    return [token for token in dict.fromkeys(tokens) if token not in seen]


def stem(token: str) -> str:
    """The token without a common English ending, so that 'parse', 'parser' and 'parsing' are one. At least three letters
    stay; it is no dictionary."""
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            return token[: -len(ending)]
    return token
