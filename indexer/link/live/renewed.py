"""Numbers for expressions of a program some of whose files are other versions than before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.link.identities import HELD, Identities, Written, slice_of
from indexer.model.ir import Known

_Key = tuple[int, int, int]


class Renewed(Identities):
    """Numbers in a program some of whose files are other versions: what is alike in both keeps its number."""

    def __init__(
        self,
        before: Identities,
        twins: Mapping[int, Iterable[tuple[Known, Known]]],
    ) -> None:
        """Args: of the versions before; by replaced file: expressions that are alike, old and new."""
        super().__init__()
        self._before = before
        self.following = before.following
        self._old: dict[int, dict[_Key, list[tuple[Known, Known]]]] = {}
        """By replaced file, and place in its new version: (new, old)."""
        self._now: dict[int, dict[_Key, list[tuple[Known, Known]]]] = {}
        """By replaced file, and place in its old version: (old, new)."""
        for file, pairs in twins.items():
            into, onto = self._old.setdefault(file, {}), self._now.setdefault(file, {})
            for old, new in pairs:
                if old[0] in HELD:
                    into.setdefault(_key(new), []).append((new, old))
                    onto.setdefault(_key(old), []).append((old, new))

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


def _equal(pairs: Mapping[_Key, list[tuple[Known, Known]]], expression: Known) -> Known | None:
    """What stands beside an expression in these pairs."""
    for one, other in pairs.get(_key(expression), ()):
        if one is expression or one == expression:
            return other
    return None


def _key(expression: Known) -> _Key:
    """Where something is written, and its operation."""
    return (expression[1], len(expression), expression[0])
