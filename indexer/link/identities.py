"""Numbers for expressions that values refer to, and how such numbers are written down."""

from __future__ import annotations

import marshal
from itertools import count
from typing import Final

import blake3

from indexer.model import ir
from indexer.model.ir import Known

_PLAIN: Final = 2
"""The format of `marshal` that depends on values alone; later ones also tell which are one object."""
_DIGEST: Final = 8
"""Bytes: they tell expressions at one offset of one file apart."""
HELD: Final = frozenset({ir.SEQ, ir.DICT, ir.COMP, ir.SUBSCRIPT})
"""Expressions that values refer to."""

Place = tuple[int, bytes]
"""(offset of an expression in its file, its digest)."""
Written = tuple[int, bytes, tuple[int, ...]]
"""(offset of an expression in its file, its digest, first elements that are kept of it, slice by slice)."""


class Identities:
    """Numbers expressions: what is written at one place of a file, in one way, has one number."""

    def __init__(self) -> None:
        self._expressions: dict[int, Known] = {}
        self._numbers: dict[int, dict[int, list[tuple[Known, int]]]] = {}
        """By file and offset."""
        self._file_of: dict[int, int] = {}
        self._sliced: dict[int, tuple[int, int]] = {}
        """Of slices: (number of what is sliced, first element that is kept)."""
        self.following = count()
        """Numbers that nothing has yet."""

    def number(self, file: int, expression: Known) -> int:
        """The number of an expression of a file."""
        found = self._known(file, expression)
        return self._new(file, expression, next(self.following)) if found is None else found

    def sliced(self, file: int, whole: Known, lower: int, rest: Known) -> None:
        """Notes that an expression is a slice of another of the file."""
        number, of = self.number(file, rest), self.number(file, whole)
        if number != of:
            self._sliced.setdefault(number, (of, lower))

    def expression(self, number: int) -> Known | None:
        """The expression of a number; None where it is no more."""
        return self._expressions.get(number)

    def file_of(self, number: int) -> int:
        """The file that the expression of a number stands in."""
        return self._file_of[number]

    def origin(self, number: int) -> tuple[int, int] | None:
        """Of a slice: the number of what is sliced, and the first element that is kept; None of all else."""
        return self._sliced.get(number)

    def written(self, number: int) -> Written | None:
        """How the number of an expression is written down; None where that is no more."""
        lowers: list[int] = []
        while number in self._sliced:
            number, lower = self._sliced[number]
            lowers.append(lower)
        place = self._place(number)
        return None if place is None else (*place, tuple(reversed(lowers)))

    def _place(self, number: int) -> Place | None:
        expression = self.expression(number)
        return None if expression is None else (expression[1], digest_of(expression))

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


def slice_of(sequence: Known, lower: int) -> Known:
    """The rest of a sequence that is written down, from an element on."""
    return (sequence[0], sequence[1], sequence[2], sequence[3][lower:])


def digest_of(expression: Known) -> bytes:
    """What tells an expression from others at its place."""
    return blake3.blake3(marshal.dumps(expression, _PLAIN)).digest(_DIGEST)
