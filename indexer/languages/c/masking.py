"""Blanks out of a text what a grammar that does not expand macros stumbles over; every byte keeps its place.

Used where a file does not parse whole: macros in the places of keywords and attributes (`API int f()`,
`class EXPORT A {`), and branches of conditionals that only together open and close as many braces.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_OPAQUE: Final = re.compile(
    rb"R\"([^()\\\s]{0,16})\((?:.*?)\)\1\"|//(?:\\\r?\n|[^\n])*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)
_NOT_NEWLINE: Final = re.compile(rb"[^\n]")
_DIRECTIVE: Final = re.compile(rb"^[ \t]*#[ \t]*(\w+)((?:\\\r?\n|[^\n])*)", re.MULTILINE)
_DEFINE: Final = re.compile(rb"^[ \t]*#(?:\\\r?\n|[^\n])*", re.MULTILINE)
_TRIGRAPH: Final = re.compile(rb"\?\?([=/'()!<>-])")
_TRIGRAPHS: Final = dict(zip(b"=/'()!<>-", b"#\\^[]|{}~", strict=True))

_CAPITAL: Final = rb"(?:[A-Z_][A-Z0-9_]{2,}|__(?!attribute|asm|extension|typeof|inline|volatile|restrict|const|signed|label|declspec)[a-z]\w*__)"
_ARGUMENTS: Final = rb"(?:[ \t]*\((?:[^()]|\([^()]*\))*\))?"
_MACROS: Final = tuple(
    re.compile(text, re.MULTILINE)
    for text in (
        # class EXPORT A {, struct PACKED(1) a :
        rb"\b(?:class|struct|union|enum(?:[ \t]+class)?)[ \t]+(" + _CAPITAL + _ARGUMENTS + rb")(?=\s+[A-Za-z_][\w:]*\s*(?:final\s*)?[:{;])",
        # EXPORT int f(, EXPORT const T* A::f(, EXPORT Foo x;
        rb"(?:^|[;{}>]|\b(?:static|inline|extern|virtual|constexpr|explicit|friend))[ \t\n]*(\b" + _CAPITAL + _ARGUMENTS
        + rb")(?=\s+(?:static\s+|inline\s+|extern\s+|const\s+|virtual\s+|constexpr\s+|explicit\s+|unsigned\s+|struct\s+|enum\s+|typedef\s+|~)*"
        rb"(?:[A-Za-z_][\w:]*(?:\s*<[^;{}()]*>)?[\s*&]+)+~?[A-Za-z_][\w:]*\s*[(;=\[{])",
        # __device__ A(int x) : x(x) {
        rb"^[ \t]*((?:__[a-z]\w*__[ \t]+)+)(?=~?[A-Za-z_]\w*[ \t]*\()",
        # EXPORT class A, EXPORT struct a
        rb"(?:^|[;{}>])[ \t\n]*(\b" + _CAPITAL + _ARGUMENTS + rb")(?=\s+(?:class|struct|union|enum|namespace|template|typedef|using)\b)",
        # int STDCALL f(, static int __init f(
        rb"(?:[\w>][ \t]+|[*&][ \t]*)(\b(?:" + _CAPITAL + rb"|__\w+)(?<!__attribute__)(?<!__declspec))(?=[ \t]+~?[a-zA-Z_][\w:]*\s*\()",
        # (STDCALL *f)(, (STDCALL f)(
        rb"\([ \t]*(" + _CAPITAL + rb")(?=[ \t]*(?:\*[ \t]*)*[A-Za-z_]?\w*[ \t]*\)[ \t]*\()",
        # int f(int x) NORETURN;  int f(void) __must_check {
        rb"^[^\n#]*?\w[ \t]*\([^;{}=]*\)(?:[ \t]*const)?[ \t\n]*((?:\b(?:" + _CAPITAL + rb"|__(?!attribute|asm)\w+)" + _ARGUMENTS + rb"[ \t]*)+)(?=[;{])",
        # a line of its own: Q_OBJECT, BEGIN_DECLS, FOO(x) with no semicolon
        rb"^[ \t]*(" + _CAPITAL + _ARGUMENTS + rb")[ \t]*$(?!\s*[;{(=+\-*/%&|^?:,.<>\[])",
        # UNUSED in parameters: (int UNUSED x), (IN int x)
        rb"[(,][ \t\n]*(" + _CAPITAL + rb")(?=[ \t]+(?:const\s+|struct\s+|unsigned\s+)*[A-Za-z_]\w*[ \t*&]+\w+[ \t]*[,)\[])",
        rb"[(,][^(),;{}]*[\w*&][ \t]*[ \t*&](" + _CAPITAL + rb")(?=[ \t]+[a-z_]\w*[ \t]*[,)])",
    )
)  # fmt: skip
_WRAPPED: Final = re.compile(rb"\b[A-Za-z_]\w*\s*(\b(?:_+\w*|[A-Z][A-Z0-9_]*)?\s*\()\s*\(")
_EXPORT: Final = re.compile(rb"^[ \t]*(export)\b(?=[ \t\n]+[\w:]|[ \t\n]*\{)", re.MULTILINE)
_NOT_CALLS: Final = re.compile(rb"\b(?:if|while|for|switch|return|else|case|goto|do|sizeof)\b")
_NEVER: Final = frozenset(
    {b"NULL", b"TRUE", b"FALSE", b"EOF", b"__func__", b"__FUNCTION__", b"__attribute__", b"__asm__"}
)
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
    names: list[tuple[int, str]] = []
    visible = bytearray(_DEFINE.sub(lambda found: _blank(found[0]), bytes(plain)))
    if cpp:
        _exports(text, visible)
    for pattern in (*_MACROS, *_MACROS):
        for found in pattern.finditer(bytes(visible)):
            _blank_macro(text, visible, found, names)
    for found in _WRAPPED.finditer(bytes(visible)):
        _unwrap(text, visible, found)
    return Masked(bytes(text), tuple(names))


def launches_as_calls(source: bytes) -> bytes:
    """CUDA's `f<<<a, b>>>(x)` as `f(a, b)(x)`, every byte in its place."""
    return _LAUNCH.sub(rb"(  \1)  ", source) if b"<<<" in source else source


def _blank(piece: bytes) -> bytes:
    return _NOT_NEWLINE.sub(b" ", piece)


def _code(source: bytes) -> bytes:
    """The text without comments and strings."""
    return _OPAQUE.sub(lambda found: _blank(found[0]), source)


def _without_trigraphs(source: bytes) -> bytes:
    if b"??=" not in source:
        return source
    return _TRIGRAPH.sub(lambda found: b"  " + bytes([_TRIGRAPHS[found[1][0]]]), source)


def _blank_macro(text: bytearray, visible: bytearray, found: re.Match[bytes], names: list[tuple[int, str]]) -> None:
    start, end = found.span(1)
    name = _NAME.match(found[1])
    if name is None or name[0] in _NEVER or bytes(visible[start:end]) != found[1]:
        return
    if _NOT_CALLS.search(found[0][: start - found.start()]):
        return
    names.append((start, name[0].decode("ascii")))
    for line in (text, visible):
        line[start:end] = _blank(bytes(line[start:end]))


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
    if closing < 0 or b"=" in line or len(_NAME.findall(line)) < 2 or _NOT_CALLS.search(line):
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
        line[start:end] = _blank(bytes(line[start:end]))
