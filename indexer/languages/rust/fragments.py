"""How far a fragment of a macro's arguments reaches (`$x:expr`): told by the tokens that may follow it, as the language's
reference lists them under "Follow-set ambiguity restrictions", and not by parsing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from indexer.languages.rust.tokens import Token

Reach = Callable[[Sequence[Token], int], int]
"""From tokens and the place of the first, the place behind the last; -1 where no such fragment stands there."""

_AFTER_VALUE: Final = frozenset((b"=>", b",", b";"))
_AFTER_PATTERN: Final = frozenset((b"=>", b",", b"=", b"if", b"in"))
_AFTER_TYPE: Final = frozenset((b"=>", b",", b"=", b":", b";", b"|", b"as", b"where", b">", b"]"))
_VISIBLE: Final = frozenset((b"crate", b"self", b"super", b"in"))
_ENDED_BY_SEMICOLON: Final = frozenset((b"const", b"static", b"use", b"type", b"let"))


def reach(kind: str, tokens: Sequence[Token], at: int) -> int:
    """The place behind a fragment of a kind; -1 where none of that kind begins at `at`."""
    if kind == "vis":
        return _visibility(tokens, at)
    if at >= len(tokens):
        return -1
    return _REACHES[kind](tokens, at) if kind in _REACHES else -1


def _one(accepted: Callable[[Token], bool]) -> Reach:
    return lambda tokens, at: at + 1 if accepted(tokens[at]) else -1


def _literal(tokens: Sequence[Token], at: int) -> int:
    if tokens[at].text == b"-" and at + 1 < len(tokens):
        at += 1
    token = tokens[at]
    return at + 1 if token.kind in ("text", "number") or token.text in (b"true", b"false") else -1


def _visibility(tokens: Sequence[Token], at: int) -> int:
    """`pub`, `pub(crate)`, or nothing."""
    if at >= len(tokens) or tokens[at].text != b"pub":
        return at
    inside = tokens[at + 1].inside if at + 1 < len(tokens) and tokens[at + 1].text == b"(" else ()
    return at + 2 if inside and inside[0].text in _VISIBLE else at + 1


def _until(after: frozenset[bytes], *, block: bool = True) -> Reach:
    """Up to a token that may follow, outside of angle brackets; `block`: a group in braces belongs to it."""

    def reached(tokens: Sequence[Token], at: int) -> int:
        place, angles = at, 0
        if tokens[at].text == b"|" and after is _AFTER_VALUE:
            place = next((n + 1 for n in range(at + 1, len(tokens)) if tokens[n].text == b"|"), at)
        while place < len(tokens):
            text = tokens[place].text
            generic = not block or tokens[place - 1].text == b"::"
            if text == b"<" and (angles or generic or place == at):
                angles += 1
            elif text == b">" and angles:
                angles -= 1
            elif not angles and (text in after or (not block and text == b"{")):
                break
            place += 1
        return place if place > at else -1

    return reached


def _path(tokens: Sequence[Token], at: int) -> int:
    """Words between `::`, with type arguments."""
    place, angles = at, 0
    while place < len(tokens):
        token = tokens[place]
        if token.text == b"<":
            angles += 1
        elif token.text == b">" and angles:
            angles -= 1
        elif not angles and token.text != b"::":
            behind = place == at or tokens[place - 1].text == b"::"
            if token.kind != "word" or not behind:
                break
        place += 1
    return place if place > at else -1


def _meta(tokens: Sequence[Token], at: int) -> int:
    """What stands in an attribute: a path, with a group or a value."""
    place = _path(tokens, at)
    if place < 0 or place >= len(tokens):
        return place
    if tokens[place].kind == "group":
        return place + 1
    return _until(_AFTER_VALUE)(tokens, place + 1) if tokens[place].text == b"=" and place + 1 < len(tokens) else place


def _item(tokens: Sequence[Token], at: int) -> int:
    place = at
    while place + 1 < len(tokens) and tokens[place].text == b"#" and tokens[place + 1].text == b"[":
        place += 2
    place = _visibility(tokens, place)
    if place >= len(tokens) or tokens[place].kind != "word":
        return -1
    plain = tokens[place].text in _ENDED_BY_SEMICOLON and not (
        place + 1 < len(tokens) and tokens[place + 1].text in (b"fn", b"unsafe", b"async", b"extern")
    )
    while place < len(tokens):
        text = tokens[place].text
        place += 1
        if text == b";" or (text == b"{" and not plain):
            return place
    return -1


_REACHES: Final[dict[str, Reach]] = {
    "tt": _one(lambda _token: True),
    "ident": _one(lambda token: token.kind == "word" and token.text != b"_" and not token.text[:1].isdigit()),
    "lifetime": _one(lambda token: token.kind == "lifetime"),
    "block": _one(lambda token: token.text == b"{"),
    "literal": _literal,
    "expr": _until(_AFTER_VALUE),
    "expr_2021": _until(_AFTER_VALUE),
    "stmt": _until(_AFTER_VALUE),
    "pat": _until(_AFTER_PATTERN),
    "pat_param": _until(_AFTER_PATTERN | {b"|"}),
    "ty": _until(_AFTER_TYPE, block=False),
    "path": _path,
    "meta": _meta,
    "item": _item,
}
