"""Numbers that keep their order when something comes between: of files, and of scopes in a file."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import Final

from indexer.model.ir import Scope

SHIFT: Final = 30
"""Bits of a scope's number that tell its place in its file."""
GAP: Final = 1 << 12
"""Between two neighbours at first."""


def between(before: int, after: int | None, count: int) -> list[int] | None:
    """`count` numbers, rising, between two; after None for no end.  None where there is no room."""
    if after is None:
        return [before + GAP * (index + 1) for index in range(count)]
    step = (after - before) // (count + 1)
    return [before + step * (index + 1) for index in range(count)] if step else None


def numbered(file: int, records: Sequence[Scope], old: tuple[Sequence[int], Sequence[Scope]] | None) -> list[int]:
    """The numbers of a file's scopes: those that the old version had, and that follow each other as they did, keep theirs.

    Args:
        file: number of the file.
        records: its scopes, in the order of the text.
        old: numbers and scopes of the version before.
    """
    first = file << SHIFT
    fresh = [first + GAP * index for index in range(len(records))]
    if old is None:
        return fresh
    known = dict(zip(_names(old[1]), old[0], strict=True))
    found: list[int | None] = []
    last = -1
    for name in _names(records):
        number = known.get(name)
        kept = number is not None and number > last
        found.append(number if kept else None)
        last = number if number is not None and kept else last
    return _filled(found) or [old[0][-1] + number - first + GAP if number != first else first for number in fresh]


def _filled(numbers: Sequence[int | None]) -> list[int] | None:
    """Numbers for those that have none; None where there is no room."""
    result: list[int] = []
    missing = 0
    for number in (*numbers, None):
        if number is None and len(result) + missing < len(numbers):
            missing += 1
            continue
        if missing:
            more = between(result[-1], number, missing)
            if more is None:
                return None
            result += more
            missing = 0
        if number is not None:
            result.append(number)
    return result


def _names(records: Sequence[Scope]) -> list[tuple[object, ...]]:
    """What tells the scopes of a file apart: what they are called, where, and the how-manieth of that name they are."""
    names: list[tuple[object, ...]] = []
    seen: dict[tuple[object, ...], int] = {}
    for record in records:
        outer = names[record.parent] if record.parent >= 0 else ()
        name = (outer, record.kind, record.name)
        count = seen[name] = seen.get(name, 0) + 1
        names.append((*name, count))
    return names


class FileNumbers:
    """Numbers of files that follow the order of their paths."""

    def __init__(self, paths: Sequence[str], numbers: Sequence[int] = ()) -> None:
        """Args: the paths that there are at first, sorted; their numbers, where they have any."""
        self._paths = list(paths)
        fresh = numbers or [GAP * (index + 1) for index in range(len(self._paths))]
        self._numbers = dict(zip(self._paths, fresh, strict=True))

    def __getitem__(self, path: str) -> int:
        return self._numbers[path]

    def __contains__(self, path: object) -> bool:
        return path in self._numbers

    def add(self, path: str) -> bool:
        """Numbers a path; False where there is no room between its neighbours."""
        insort(self._paths, path)
        place = self._paths.index(path)
        before = self._numbers[self._paths[place - 1]] if place else 0
        after = self._numbers[self._paths[place + 1]] if place + 1 < len(self._paths) else None
        found = between(before, after, 1)
        if found is None:
            self._paths.remove(path)
            return False
        (self._numbers[path],) = found
        return True
