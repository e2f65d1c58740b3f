"""Numbers for expressions that outlive the tuples they are written in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from indexer.model.ir import Known

_Place = tuple[int, int, Any]


class Identities:
    """Numbers expressions and bindings: what is written at one place of a file, in one way, has one number."""

    def __init__(self) -> None:
        self.expressions: dict[int, Known] = {}
        """The expression of each number, as it is written now."""
        self._numbers: dict[int, dict[_Place, list[tuple[Known, int]]]] = {}
        """By file and place."""
        self._slices: dict[int, list[tuple[int, int]]] = {}
        """By the number of what is sliced: (first element that is kept, number of the slice)."""
        self._next = count()

    def number(self, file: int, expression: Known) -> int:
        """The number of an expression of a file."""
        place = _place(expression)
        there = self._numbers.setdefault(file, {}).setdefault(place, [])
        for known, number in there:
            if known is expression or known == expression:
                return number
        number = next(self._next)
        there.append((expression, number))
        self.expressions[number] = expression
        return number

    def sliced(self, file: int, whole: Known, lower: int, rest: Known) -> None:
        """Notes that an expression is a slice of another of the file."""
        number = self.number(file, rest)
        slices = self._slices.setdefault(self.number(file, whole), [])
        if (lower, number) not in slices:
            slices.append((lower, number))

    def replace(self, file: int, twins: Iterable[tuple[Known, Known]]) -> None:
        """Takes up a new version of a file: expressions that are alike keep their number, the others lose it."""
        before = self._numbers.pop(file, {})
        if not before:
            return
        kept: set[int] = set()
        for old, new in twins:
            for known, number in before.get(_place(old), ()):
                if known == old and number not in kept:
                    self._renew(file, number, new, kept)
        for numbers in before.values():
            for _, number in numbers:
                if number not in kept:
                    self.expressions.pop(number, None)
                    self._slices.pop(number, None)

    def forget(self, file: int) -> None:
        """The file is gone."""
        self.replace(file, ())

    def _renew(self, file: int, number: int, new: Known, kept: set[int]) -> None:
        kept.add(number)
        self.expressions[number] = new
        self._numbers.setdefault(file, {}).setdefault(_place(new), []).append((new, number))
        for lower, inner in self._slices.get(number, ()):
            if inner not in kept:
                self._renew(file, inner, (new[0], new[1], new[2], new[3][lower:]), kept)


def _place(expression: Known) -> _Place:
    """Where something is written, and what it begins with: an operation, or what a binding is bound to."""
    first = expression[0]
    return (expression[1], len(expression), first if type(first) is int else None)
