"""Numbers for expressions that values refer to, and how such numbers are written down."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from typing import Any, Final

import blake3

from indexer.model import ir
from indexer.model.ir import Known

_PLAIN: Final = 2
"""The format of `marshal` that depends on values alone; later ones also tell which are one object."""
_DIGEST: Final = 8
"""Bytes: they tell expressions at one offset of one file apart."""
_HELD: Final = frozenset({ir.SEQ, ir.DICT, ir.COMP, ir.SUBSCRIPT})
"""Expressions that values refer to."""

_Place = tuple[int, int, int]
Written = tuple[int, bytes, tuple[int, ...]]
"""(offset of an expression in its file, its digest, first elements that are kept of it, slice by slice)."""


class Identities:
    """Numbers expressions: what is written at one place of a file, in one way, has one number."""

    def __init__(self, parts_of: Callable[[int], Iterable[Any]]) -> None:
        """Args: gives what a file's facts say, as nested tuples."""
        self._parts_of = parts_of
        self._expressions: dict[int, Known] = {}
        self._numbers: dict[int, dict[int, list[tuple[Known, int]]]] = {}
        """By file and offset."""
        self._file_of: dict[int, int] = {}
        self._sliced: dict[int, tuple[int, int]] = {}
        """Of slices: (number of what is sliced, first element that is kept)."""
        self._was_read: dict[tuple[int, Written], int] = {}
        self._unseen: dict[int, tuple[int, Written]] = {}
        """Of numbers that were read, as long as nobody met or wanted their expression: its file, and how it was written down."""
        self._unseen_at: dict[tuple[int, int], dict[bytes, int]] = {}
        """These numbers, by file, offset and digest."""
        self._held: dict[int, dict[Any, list[Known]]] = {}
        """By file and offset: expressions that values may refer to, of files for which that was asked."""
        self.following = count()
        """Numbers that nothing has yet."""

    # ------------------------------------------------------------ numbers

    def number(self, file: int, expression: Known) -> int:
        """The number of an expression of a file."""
        found = self._known(file, expression)
        if found is None and (file, expression[1]) in self._unseen_at:
            found = self._unseen_at[file, expression[1]].get(_digest(expression))
            if found is not None:
                self._see(found, expression)
        return self._new(file, expression, next(self.following)) if found is None else found

    def sliced(self, file: int, whole: Known, lower: int, rest: Known) -> None:
        """Notes that an expression is a slice of another of the file."""
        number, of = self.number(file, rest), self.number(file, whole)
        if number != of:
            self._sliced.setdefault(number, (of, lower))

    def expression(self, number: int) -> Known | None:
        """The expression of a number; None where it is no more."""
        if number in self._unseen:
            file, (offset, digest, _) = self._unseen[number]
            self._see(number, self._find(file, offset, digest))
        return self._expressions.get(number)

    def file_of(self, number: int) -> int:
        """The file that the expression of a number stands in."""
        return self._file_of[number]

    def origin(self, number: int) -> tuple[int, int] | None:
        """Of a slice: the number of what is sliced, and the first element that is kept; None of all else."""
        return self._sliced.get(number)

    def _known(self, file: int, expression: Known) -> int | None:
        for known, number in self._numbers.setdefault(file, {}).get(expression[1], ()):
            if known is expression or known == expression:
                return number
        return None

    def _new(self, file: int, expression: Known, number: int) -> int:
        self._numbers.setdefault(file, {}).setdefault(expression[1], []).append((expression, number))
        self._expressions[number] = expression
        self._file_of[number] = file
        return number

    # ------------------------------------------------------------ written down

    def written(self, number: int) -> Written | None:
        """How the number of an expression is written down; None where that is no more."""
        lowers: list[int] = []
        while number in self._sliced:
            number, lower = self._sliced[number]
            lowers.append(lower)
        if number in self._unseen:
            _, (offset, digest, _) = self._unseen[number]
            return (offset, digest, tuple(reversed(lowers)))
        expression = self.expression(number)
        return None if expression is None else (expression[1], _digest(expression), tuple(reversed(lowers)))

    def read(self, file: int, written: Written) -> int:
        """The number of an expression of a file that was written down; the expression is looked for when it is wanted."""
        number = self._was_read.get((file, written))
        if number is None:
            offset, digest, lowers = written
            number = self._read(file, offset, digest)
            for lower in lowers:
                number = self._slice(file, number, lower)
            self._was_read[file, written] = number
        return number

    def _read(self, file: int, offset: int, digest: bytes) -> int:
        for expression, number in self._numbers.get(file, {}).get(offset, ()):
            if _digest(expression) == digest:
                return number
        unseen = self._unseen_at.setdefault((file, offset), {})
        if digest not in unseen:
            number = unseen[digest] = next(self.following)
            self._unseen[number] = (file, (offset, digest, ()))
            self._file_of[number] = file
        return unseen[digest]

    def _slice(self, file: int, number: int, lower: int) -> int:
        whole = self.expression(number)
        if whole is None:
            return next(self.following)
        rest = slice_of(whole, lower)
        self.sliced(file, whole, lower, rest)
        return self.number(file, rest)

    def _see(self, number: int, expression: Known | None) -> None:
        """Takes up the expression of a number that was read."""
        file, (offset, digest, _) = self._unseen.pop(number)
        del self._unseen_at[file, offset][digest]
        if expression is not None:
            self._new(file, expression, number)

    def _find(self, file: int, offset: int, digest: bytes) -> Known | None:
        places = self._held.get(file)
        if places is None:
            places = self._held[file] = {}
            for expression in _held(self._parts_of(file)):
                places.setdefault(expression[1], []).append(expression)
        return next((one for one in places.get(offset, ()) if _digest(one) == digest), None)


class Renewed(Identities):
    """Numbers in a program some of whose files are other versions: what is alike in both keeps its number."""

    def __init__(
        self,
        before: Identities,
        parts_of: Callable[[int], Iterable[Any]],
        twins: Mapping[int, Iterable[tuple[Known, Known]]],
    ) -> None:
        """Args: of the versions before; what a file's facts say now; by replaced file: expressions that are alike, old and new."""
        super().__init__(parts_of)
        self._before = before
        self.following = before.following
        self._old: dict[int, dict[_Place, list[tuple[Known, Known]]]] = {}
        """By replaced file, and place in its new version: (new, old)."""
        self._now: dict[int, dict[_Place, list[tuple[Known, Known]]]] = {}
        """By replaced file, and place in its old version: (old, new)."""
        for file, pairs in twins.items():
            into, onto = self._old.setdefault(file, {}), self._now.setdefault(file, {})
            for old, new in pairs:
                if old[0] in _HELD:
                    into.setdefault(_place(new), []).append((new, old))
                    onto.setdefault(_place(old), []).append((old, new))

    def number(self, file: int, expression: Known) -> int:
        """The number of an expression of a file."""
        if file not in self._old:
            return self._before.number(file, expression)
        found = self._known(file, expression)
        if found is not None:
            return found
        old = _equal(self._old[file], expression)
        return self._new(file, expression, next(self.following) if old is None else self._before.number(file, old))

    def sliced(self, file: int, whole: Known, lower: int, rest: Known) -> None:
        """Notes that an expression is a slice of another of the file."""
        if file not in self._old:
            self._before.sliced(file, whole, lower, rest)
            return
        if self._known(file, rest) is None:
            old = _equal(self._old[file], whole)
            if old is not None:
                part = slice_of(old, lower)
                self._before.sliced(file, old, lower, part)
                self._new(file, rest, self._before.number(file, part))
        super().sliced(file, whole, lower, rest)

    def expression(self, number: int) -> Known | None:
        """The expression of a number; None where it is no more."""
        if number in self._file_of:
            return super().expression(number)
        file = self._before.file_of(number)
        if file not in self._old:
            return self._before.expression(number)
        new = self._renewed(file, number)
        if new is not None:
            self._new(file, new, number)
        return new

    def file_of(self, number: int) -> int:
        """The file that the expression of a number stands in."""
        return self._file_of[number] if number in self._file_of else self._before.file_of(number)

    def written(self, number: int) -> Written | None:
        """How the number of an expression is written down; None where that is no more."""
        if self.file_of(number) not in self._old:
            return self._before.written(number)
        self.expression(number)
        return super().written(number)

    def _renewed(self, file: int, number: int) -> Known | None:
        old = self._before.expression(number)
        if old is None:
            return None
        origin = self._before.origin(number)
        if origin is None:
            return _equal(self._now[file], old)
        whole = self.expression(origin[0])
        if whole is None:
            return None
        self._sliced[number] = origin
        return slice_of(whole, origin[1])


def slice_of(sequence: Known, lower: int) -> Known:
    """The rest of a sequence that is written down, from an element on."""
    return (sequence[0], sequence[1], sequence[2], sequence[3][lower:])


def _equal(pairs: Mapping[_Place, list[tuple[Known, Known]]], expression: Known) -> Known | None:
    """What stands beside an expression in these pairs."""
    for one, other in pairs.get(_place(expression), ()):
        if one is expression or one == expression:
            return other
    return None


def _place(expression: Known) -> _Place:
    """Where something is written, and its operation."""
    return (expression[1], len(expression), expression[0])


def _digest(expression: Known) -> bytes:
    return blake3.blake3(marshal.dumps(expression, _PLAIN)).digest(_DIGEST)


def _held(parts: Iterable[Any]) -> Iterator[Known]:
    """All expressions in nested tuples that values may refer to, and perhaps more."""
    todo = [parts]
    while todo:
        for part in todo.pop():
            if isinstance(part, dict):
                todo += part.values()
            elif isinstance(part, tuple | list):
                if len(part) > 2 and type(part[0]) is int and part[0] in _HELD and isinstance(part, tuple):
                    yield part
                todo.append(part)
