"""Macros by example: whether a rule of `macro_rules!` takes some arguments, and what text it gives for them.

After the chapter "Macros By Example" of the Rust reference.  A macro is expanded where its definition stands in the same
file above its use; names that an expansion brings with it are looked up where it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from indexer.languages.rust.fragments import reach
from indexer.languages.rust.tokens import Token, tokens

_REPEATS: Final = frozenset((b"*", b"+", b"?"))

Bound: TypeAlias = "tuple[int, int] | list[Bound]"
"""What a variable of a rule stands for: a stretch of source, or one for each time around."""


class Piece(NamedTuple):
    """A stretch of source that an expansion is put together from."""

    start: int
    end: int
    given: bool
    """Whether the arguments have it, not the macro's definition."""


class Rule(NamedTuple):
    """One arm of a macro."""

    pattern: tuple[Token, ...]
    template: tuple[Token, ...]
    start: int
    end: int
    """The stretch of the template, without the brackets around it."""


class _Repetition(NamedTuple):
    """`$(...) sep op`, taken apart."""

    inside: tuple[Token, ...]
    separator: Token | None
    operator: bytes
    after: int
    """The place behind it."""


def rule(source: bytes, left: tuple[int, int], right: tuple[int, int]) -> Rule:
    """An arm, from the stretches of its pattern and its template, brackets included.

    Raises:
        ValueError: brackets do not match.
    """
    start, end = right[0] + 1, right[1] - 1
    return Rule(tokens(source, left[0] + 1, left[1] - 1), tokens(source, start, end), start, end)


def expand(rules: Sequence[Rule], arguments: Sequence[Token]) -> list[Piece] | None:
    """The pieces of what the first arm that takes the arguments gives; None where none does."""
    for one in rules:
        bound: dict[bytes, Bound] = {}
        if _match(one.pattern, arguments, 0, bound) == len(arguments):
            return list(_transcribe(one.template, one.start, one.end, bound))
    return None


# ---------------------------------------------------------------- patterns


def _match(pattern: Sequence[Token], given: Sequence[Token], at: int, bound: dict[bytes, Bound]) -> int:
    """The place behind what a pattern takes of the given tokens from `at` on; -1 where it does not fit."""
    place = 0
    while place < len(pattern) and at >= 0:
        token = pattern[place]
        repetition = _repetition(pattern, place)
        if repetition is not None:
            at = _match_repetition(repetition, given, at, bound)
            place = repetition.after
        elif _is_variable(pattern, place) and place + 3 < len(pattern) and pattern[place + 2].text == b":":
            name, kind = pattern[place + 1].text, pattern[place + 3].text.decode()
            end = reach(kind, given, at)
            if end >= 0:
                empty = end == at
                first = given[at].start if not empty else 0
                bound[name] = (first, 0 if empty else given[end - 1].end)
            at, place = end, place + 4
        elif at < len(given) and given[at].kind == token.kind and given[at].text == token.text:
            if token.kind == "group" and _match(token.inside, given[at].inside, 0, bound) != len(given[at].inside):
                return -1
            at, place = at + 1, place + 1
        else:
            return -1
    return at


def _match_repetition(one: _Repetition, given: Sequence[Token], at: int, bound: dict[bytes, Bound]) -> int:
    rounds: list[dict[bytes, Bound]] = []
    most = 1 if one.operator == b"?" else len(given) + 1
    while len(rounds) < most:
        start = at
        if rounds and one.separator is not None:
            if start >= len(given) or given[start].text != one.separator.text:
                break
            start += 1
        inner: dict[bytes, Bound] = {}
        end = _match(one.inside, given, start, inner) if start < len(given) else -1
        if end <= start:
            break
        rounds.append(inner)
        at = end
    if one.operator == b"+" and not rounds:
        return -1
    for name in _variables(one.inside):
        bound[name] = [inner[name] for inner in rounds if name in inner]
    return at


def _is_variable(found: Sequence[Token], at: int) -> bool:
    return found[at].text == b"$" and at + 1 < len(found) and found[at + 1].kind == "word"


def _repetition(found: Sequence[Token], at: int) -> _Repetition | None:
    if found[at].text != b"$" or at + 2 >= len(found) or found[at + 1].text != b"(":
        return None
    inside, next_ = found[at + 1].inside, found[at + 2]
    if next_.text in _REPEATS:
        return _Repetition(inside, None, next_.text, at + 3)
    operator = found[at + 3].text if at + 3 < len(found) else b""
    return _Repetition(inside, next_, operator, at + 4) if operator in _REPEATS else None


def _variables(found: Sequence[Token]) -> Iterator[bytes]:
    for at, token in enumerate(found):
        if _is_variable(found, at):
            yield found[at + 1].text
        yield from _variables(token.inside)


# ---------------------------------------------------------------- templates


def _transcribe(template: Sequence[Token], start: int, end: int, bound: Mapping[bytes, Bound]) -> Iterator[Piece]:
    """The pieces of a template between two offsets, with what its variables stand for."""
    for found, first, last in _marks(template):
        if found is None or isinstance(found, bytes):
            value = bound.get(found) if found is not None else None
            if found is not None and value is None:
                continue
            yield Piece(start, first, given=False)
            if isinstance(value, tuple):
                yield Piece(*value, given=True)
            elif found is None:
                yield Piece(first + 1, last, given=False)
        else:
            yield Piece(start, first, given=False)
            yield from _rounds(found, first, bound)
        start = last
    yield Piece(start, end, given=False)


def _marks(template: Sequence[Token]) -> Iterator[tuple[bytes | _Repetition | None, int, int]]:
    """What a template replaces, in order, groups taken apart: a variable, a repetition, or None for `$crate`; with its stretch."""
    at = 0
    while at < len(template):
        token = template[at]
        repetition = _repetition(template, at)
        if repetition is not None:
            yield repetition, token.start, template[repetition.after - 1].end
            at = repetition.after
        elif _is_variable(template, at):
            name = template[at + 1]
            yield None if name.text == b"crate" else name.text, token.start, name.end
            at += 2
        else:
            yield from _marks(token.inside)
            at += 1


def _rounds(one: _Repetition, first: int, bound: Mapping[bytes, Bound]) -> Iterator[Piece]:
    """A repetition's inside, once for each time around of the variables in it."""
    names = set(_variables(one.inside))
    lists = {name: value for name, value in bound.items() if name in names and isinstance(value, list)}
    for number in range(min(map(len, lists.values()), default=0)):
        if number and one.separator is not None:
            yield Piece(one.separator.start, one.separator.end, given=False)
        inner = {**bound, **{name: value[number] for name, value in lists.items()}}
        end = one.inside[-1].end if one.inside else first
        yield from _transcribe(one.inside, one.inside[0].start if one.inside else first, end, inner)
