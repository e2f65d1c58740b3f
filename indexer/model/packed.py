"""Many small rows in little memory."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import eq
from typing import Any, Final, Generic, TypeVar, overload

_BATCH: Final = 20_000


T = TypeVar("T")


class Packed(Sequence[T], Generic[T]):
    """A sequence of records that keeps all but the last of them as bytes.

    Half a million rows of small tuples hold on to ten times their own memory: they lie scattered among what was made
    and let go beside them.  Rows are plain tuples of primitives; whoever looks at one gets a record.
    """

    def __init__(self, make: Callable[[Iterable[Any]], T], rows: Iterable[tuple[Any, ...]] = ()) -> None:
        """Args: what makes a record of a row (`Edge._make`); the first rows."""
        self._make = make
        self._packed: list[bytes] = []
        self._last: list[tuple[Any, ...]] = []
        self.extend(rows)

    def extend(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Adds rows: exact tuples, not records."""
        last = self._last
        last.extend(rows)
        while len(last) >= _BATCH:
            self._packed.append(marshal.dumps(last[:_BATCH]))
            del last[:_BATCH]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """All rows as they were added, batch by batch."""
        return chain(chain.from_iterable(map(marshal.loads, self._packed)), self._last)

    def __iter__(self) -> Iterator[T]:
        return map(self._make, self.rows())

    def __len__(self) -> int:
        return len(self._packed) * _BATCH + len(self._last)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return list(self)[index]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        batch, inside = divmod(place, _BATCH)
        held = marshal.loads(self._packed[batch]) if batch < len(self._packed) else self._last  # noqa: S302 - packed here
        return self._make(held[inside])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]


def plain(rows: Sequence[T]) -> Iterable[Any]:
    """The rows of a sequence of records as tuples, made into records only where they are already."""
    return rows.rows() if isinstance(rows, Packed) else rows
