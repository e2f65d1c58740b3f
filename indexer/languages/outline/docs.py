"""Documentation that is written as a string: its text, and which definition it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from inspect import cleandoc
from typing import Final, NamedTuple, Protocol

_OPENING: Final = re.compile(r"(?:~?[A-Za-z]+)?(?P<quote>\"\"\"|'''|[\"'`])")
"""Quotes, with what says how they are read (`r"..."`, Elixir's `~S"..."`)."""
_LONGEST: Final = 2_000
"""Characters."""


class Stretched(Protocol):
    """What stands somewhere: offsets in bytes."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


class Doc(NamedTuple):
    """A documentation string that stands apart from its definition."""

    start: int
    end: int
    is_inside: bool
    """Whether it is of the definition around it, not of the next one."""


def documented(definitions: Sequence[Stretched], docs: Sequence[Doc]) -> dict[int, Doc]:
    """Which definitions have which documentation.

    Args:
        definitions: In the order of the text, outer ones before inner ones.
        docs: In the order of the text. One of the next definition is of none where the definition around it ends before; of
            several, the last counts.

    Returns:
        By index in `definitions`.
    """
    found: dict[int, Doc] = {}
    around: list[int] = []
    waiting = list(reversed(docs))
    for index in range(len(definitions) + 1):
        following = definitions[index] if index < len(definitions) else None
        while waiting and (following is None or waiting[-1].start < following.start):
            doc = waiting.pop()
            while around and definitions[around[-1]].end <= doc.start:
                around.pop()
            limit = definitions[around[-1]].end if around else None
            if doc.is_inside and around:
                found[around[-1]] = doc
            elif not doc.is_inside and following is not None and (limit is None or following.end <= limit):
                found[index] = doc
        around.append(index)
    return found


def documentation(text: str) -> str:
    """A documentation string as plain text: without the quotes around it and the indentation of its lines."""
    opening = _OPENING.match(text)
    if opening is not None and text.endswith(opening["quote"]) and len(text) >= opening.end() + len(opening["quote"]):
        text = text[opening.end() : -len(opening["quote"])]
    return cleandoc(text)[:_LONGEST].strip()
