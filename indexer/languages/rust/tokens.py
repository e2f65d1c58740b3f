"""Token trees: the text of a macro as its rules see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"""
    (?P<blank>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>[bc]?r(?P<marks>\#*)".*?"(?P=marks)|[bc]?"(?:\\.|[^"\\])*"|b?'(?:\\[^']+|[^\\'\n])')
    |(?P<lifetime>'\w+)
    |(?P<number>\d\w*(?:\.\d\w*)?)
    |(?P<word>r\#\w+|\w+)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<sign>::|->|=>|==|!=|<=|>=|&&|\|\||\.\.[.=]?|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSED_BY: Final = {b"(": b")", b"[": b"]", b"{": b"}"}


class Token(NamedTuple):
    """A token, or a group in brackets."""

    kind: str
    """'text' (strings and characters), 'lifetime', 'number', 'word', 'sign', 'group'."""
    start: int
    end: int
    text: bytes
    """As it is written; of a group its opening bracket."""
    inside: tuple[Token, ...] = ()


def tokens(source: bytes, start: int, end: int) -> tuple[Token, ...]:
    """The token trees of a stretch of Rust; comments, those of documentation too, are none.

    Args:
        source: UTF-8.
        start: first byte.
        end: the byte behind the last.

    Raises:
        ValueError: brackets do not match.
    """
    found = _TOKEN.finditer(source, start, end)
    return tuple(_until(found, b""))


def _until(found: Iterator[re.Match[bytes]], close: bytes) -> Iterator[Token]:
    """The tokens up to a closing bracket, which is taken, too; '' stands for the end."""
    for match in found:
        kind = match.lastgroup or ""
        if kind == "marks":
            kind = "text"
        if kind == "blank":
            continue
        text = match[0]
        if kind == "open":
            inside = tuple(_until(found, _CLOSED_BY[text]))
            end = inside[-1].end if inside else match.end()
            yield Token("group", match.start(), end, text, inside[:-1])
        elif kind == "close":
            if text != close:
                raise ValueError(f"a bracket does not match at byte {match.start()}")
            yield Token("sign", match.start(), match.end(), text)
            return
        else:
            yield Token(kind, match.start(), match.end(), text)
    if close:
        raise ValueError("a bracket is not closed")
