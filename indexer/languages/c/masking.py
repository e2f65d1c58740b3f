"""Blanks out of a text what a grammar that does not expand macros stumbles over; every byte keeps its place.

Used where a file does not parse whole: macros in the places of keywords and attributes (`API int f()`,
`class EXPORT A {`), and branches of conditionals that only together open and close as many braces.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from indexer.languages.c.macros import NOT_CALLS, blank, blanked_macros

_OPAQUE: Final = re.compile(
    rb"R\"([^()\\\s]{0,16})\((?:.*?)\)\1\"|//(?:\\\r?\n|[^\n])*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)
_DIRECTIVE: Final = re.compile(rb"^[ \t]*#[ \t]*(\w+)((?:\\\r?\n|[^\n])*)", re.MULTILINE)
_DEFINE: Final = re.compile(rb"^[ \t]*#(?:\\\r?\n|[^\n])*", re.MULTILINE)
_TRIGRAPH: Final = re.compile(rb"\?\?([=/'()!<>-])")
_TRIGRAPHS: Final = dict(zip(b"=/'()!<>-", b"#\\^[]|{}~", strict=True))

_WRAPPED: Final = re.compile(rb"\b[A-Za-z_]\w*\s*(\b(?:_+\w*|[A-Z][A-Z0-9_]*)?\s*\()\s*\(")
_EXPORT: Final = re.compile(rb"^[ \t]*(export)\b(?=[ \t\n]+[\w:]|[ \t\n]*\{)", re.MULTILINE)
_LAUNCH: Final = re.compile(rb"<<<((?:[^;{}<>]|<(?!<)|>(?!>))*)>>>(?=\s*\()")
_NAME: Final = re.compile(rb"[A-Za-z_]\w*")


class Masked(NamedTuple):
    """A text with holes."""

    text: bytes
    names: tuple[tuple[int, str], ...]
    """Macros that were blanked: offset, name."""


def mask(source: bytes, *, cpp: bool) -> Masked:
    """The text with blanks in the place of what a grammar is likely to stumble over.

    Args:
        source: the text.
        cpp: whether it is C++, where `export` may stand before declarations.
    """
    text = bytearray(_without_trigraphs(source))
    plain = bytearray(_code(bytes(text)))
    _one_branch(text, plain)
    visible = bytearray(_DEFINE.sub(lambda found: blank(found[0]), bytes(plain)))
    if cpp:
        _exports(text, visible)
    names = blanked_macros(text, visible)
    for found in _WRAPPED.finditer(bytes(visible)):
        _unwrap(text, visible, found)
    return Masked(bytes(text), tuple(names))


def launches_as_calls(source: bytes) -> bytes:
    """CUDA's `f<<<a, b>>>(x)` as `f(a, b)(x)`, every byte in its place."""
    return _LAUNCH.sub(rb"(  \1)  ", source) if b"<<<" in source else source


def _code(source: bytes) -> bytes:
    """The text without comments and strings."""
    return _OPAQUE.sub(lambda found: blank(found[0]), source)


def _without_trigraphs(source: bytes) -> bytes:
    if b"??=" not in source:
        return source
    return _TRIGRAPH.sub(lambda found: b"  " + bytes([_TRIGRAPHS[found[1][0]]]), source)


def _exports(text: bytearray, visible: bytearray) -> None:
    """`export` of C++ modules, with the braces of a block of exports."""
    for found in _EXPORT.finditer(bytes(visible)):
        start, end = found.span(1)
        at = end
        while at < len(visible) and visible[at] in b" \t\r\n":
            at += 1
        text[start:end] = visible[start:end] = b" " * (end - start)
        if visible[at : at + 1] == b"{":
            closing = _closing(visible, at, b"{", b"}")
            for place in (at, closing) if closing > 0 else ():
                text[place] = visible[place] = 0x20


def _unwrap(text: bytearray, visible: bytearray, found: re.Match[bytes]) -> None:
    """`int f ARGS((int x))`: the macro and its parentheses."""
    start, opening = found.span(1)
    line = bytes(visible[max(0, bytes(visible[:start]).rfind(b"\n")) : start])
    closing = _closing(visible, opening - 1, b"(", b")")
    if closing < 0 or b"=" in line or len(_NAME.findall(line)) < 2 or NOT_CALLS.search(line):
        return
    for place in (*range(start, opening), closing):
        text[place] = visible[place] = 0x20


def _closing(text: bytearray, opening: int, left: bytes, right: bytes) -> int:
    """The place of the bracket that closes the one at a place; -1 where there is none."""
    depth = 0
    for found in re.compile(rb"[" + re.escape(left + right) + rb"]").finditer(bytes(text), opening):
        depth += 1 if found[0] == left else -1
        if depth == 0:
            return found.start()
    return -1


# ---------------------------------------------------------------- conditionals


class _Branch(NamedTuple):
    directive: int
    """Where its line starts."""
    start: int
    """Where what it holds starts."""
    dead: bool
    """`#if 0`."""


def _one_branch(text: bytearray, plain: bytearray) -> None:
    """Of conditionals whose branches do not each close what they open keeps the first branch."""
    stack: list[list[_Branch]] = []
    for found in list(_DIRECTIVE.finditer(bytes(plain))):
        word = found[1]
        if word in (b"if", b"ifdef", b"ifndef"):
            stack.append([_Branch(found.start(), found.end(), word == b"if" and found[2].strip() == b"0")])
        elif not stack:
            continue
        elif word in (b"elif", b"else", b"elifdef", b"elifndef"):
            stack[-1].append(_Branch(found.start(), found.end(), dead=False))
        elif word == b"endif":
            _keep(text, plain, stack.pop(), found)


def _keep(text: bytearray, plain: bytearray, branches: list[_Branch], end: re.Match[bytes]) -> None:
    stops = [*(one.directive for one in branches[1:]), end.start()]
    pieces = [bytes(plain[one.start : stop]) for one, stop in zip(branches, stops, strict=True)]
    balances = [_balance(piece) for piece in pieces]
    living = [n for n, one in enumerate(branches) if not one.dead]
    if all(balance == (0, 0) for n, balance in enumerate(balances) if n in living):
        return
    kept = living[0] if living else -1
    if len(branches) == 1 and balances[0] != (0, 0) and branches[0].dead:
        kept = -1
    for number, (one, stop) in enumerate(zip(branches, stops, strict=True)):
        _erase(text, plain, one.directive, one.start if number == kept else stop)
    _erase(text, plain, end.start(), end.end())


def _balance(piece: bytes) -> tuple[int, int]:
    """How many braces and parentheses a piece opens more than it closes; directives do not count."""
    code = _DEFINE.sub(b"", piece)
    return code.count(b"{") - code.count(b"}"), code.count(b"(") - code.count(b")")


def _erase(text: bytearray, plain: bytearray, start: int, end: int) -> None:
    for line in (text, plain):
        line[start:end] = blank(bytes(line[start:end]))
