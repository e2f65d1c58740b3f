"""Numbers for expressions that were written down in another process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from indexer.link.identities import HELD, Identities, Place, Written, digest_of, slice_of
from indexer.model.ir import Known


class Recalled(Identities):
    """Numbers of files as they were when values were written down.

    A number that is read has no expression until somebody meets or wants it: looking through a file for it takes long.
    """

    def __init__(self, parts_of: Callable[[int], Iterable[Any]]) -> None:
        """Args: gives what a file's facts say, as nested tuples."""
        super().__init__()
        self._parts_of = parts_of
        self._was_read: dict[tuple[int, Written], int] = {}
        self._unseen: dict[int, tuple[int, Place]] = {}
        """Of numbers without an expression: file and place."""
        self._unseen_at: dict[tuple[int, int], dict[bytes, int]] = {}
        """These numbers, by file, offset and digest."""
        self._held: dict[int, dict[Any, list[Known]]] = {}
        """By file and offset: expressions that values may refer to, of files for which that was asked."""

    def read(self, file: int, written: Written) -> int:
        """The number of an expression of a file that was written down."""
        number = self._was_read.get((file, written))
        if number is None:
            offset, digest, lowers = written
            number = self._number_at(file, (offset, digest))
            for lower in lowers:
                number = self._slice(file, number, lower)
            self._was_read[file, written] = number
        return number

    def expression(self, number: int) -> Known | None:
        """The expression of a number; None where it is no more."""
        if number in self._unseen:
            self._see(number, self._find(*self._unseen[number]))
        return super().expression(number)

    def _place(self, number: int) -> Place | None:
        if number in self._unseen:
            _, place = self._unseen[number]
            return place
        return super()._place(number)

    def _known(self, file: int, expression: Known) -> int | None:
        found = super()._known(file, expression)
        if found is None and (file, expression[1]) in self._unseen_at:
            found = self._unseen_at[file, expression[1]].get(digest_of(expression))
            if found is not None:
                self._see(found, expression)
        return found

    def _number_at(self, file: int, place: Place) -> int:
        offset, digest = place
        for expression, number in self._numbers.get(file, {}).get(offset, ()):
            if digest_of(expression) == digest:
                return number
        unseen = self._unseen_at.setdefault((file, offset), {})
        if digest not in unseen:
            number = unseen[digest] = next(self.following)
            self._unseen[number] = (file, place)
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
        file, (offset, digest) = self._unseen.pop(number)
        del self._unseen_at[file, offset][digest]
        if expression is not None:
            self._new(file, expression, number)

    def _find(self, file: int, place: Place) -> Known | None:
        offset, digest = place
        places = self._held.get(file)
        if places is None:
            places = self._held[file] = {}
            for expression in _held(self._parts_of(file)):
                places.setdefault(expression[1], []).append(expression)
        return next((one for one in places.get(offset, ()) if digest_of(one) == digest), None)


def _held(parts: Iterable[Any]) -> Iterator[Known]:
    """All expressions in nested tuples that values may refer to, and perhaps more."""
    todo = [parts]
    while todo:
        for part in todo.pop():
            if isinstance(part, dict):
                todo += part.values()
            elif isinstance(part, tuple | list):
                if len(part) > 2 and type(part[0]) is int and part[0] in HELD and isinstance(part, tuple):
                    yield part
                todo.append(part)
