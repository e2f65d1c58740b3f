"""What variables and members surely hold at a point of a function: what they were last set to, in code that runs from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from indexer.model import units
from indexer.model.units import Expr

_PLAIN: Final = frozenset((units.LITERAL, units.PARTS))
Path = tuple[int, tuple[str, ...]]
"""A declaration of the file, and the names of members from there."""


class Settled:
    """The values in one function; inner functions run later and have their own."""

    def __init__(self) -> None:
        self._values: dict[Path, Expr] = {}
        self._asked: dict[Path, Expr] = {}
        """What conditions around say."""
        self._branches = 0
        self._loops = 0
        self.names: Final[set[str]] = set()
        """Names of variables of which anything is known, so that other names need no look-up."""

    @contextmanager
    def branch(self, *, loop: bool = False) -> Iterator[None]:
        """Code that may run or not, or several times."""
        self._branches += 1
        self._loops += loop
        try:
            yield
        finally:
            self._branches -= 1
            self._loops -= loop

    def set(self, path: Path, name: str, value: Expr) -> None:
        """Something was set.

        Args:
            path: what.
            name: of the variable that it begins with.
            value: None where nothing is known of it.
        """
        number, members = path
        for other in [key for key in self._asked if key[0] == number and key[1][: len(members)] == members]:
            del self._asked[other]
        for other in [key for key in self._values if key[0] == number and key[1][: len(members)] == members]:
            del self._values[other]
        if value is not None and value[0] not in _PLAIN and not self._branches:
            self._values[path] = value
            self.names.add(name)

    def escape(self, number: int) -> None:
        """An object was handed to something that may set its members."""
        for other in [key for key in self._values if key[0] == number and key[1]]:
            del self._values[other]

    def get(self, path: Path) -> Expr:
        """What something holds; None where that is not sure."""
        return self._asked.get(path) or (None if self._loops else self._values.get(path))

    @contextmanager
    def asked(self, known: Iterable[tuple[Path, str, Expr]]) -> Iterator[None]:
        """Code that runs only where a condition holds.

        Args:
            known: what the condition says: of what, the name of the variable that it begins with, and the value.
        """
        before = dict(self._asked)
        for path, name, value in known:
            self._asked[path] = value
            self.names.add(name)
        try:
            yield
        finally:
            self._asked = {path: value for path, value in before.items() if path in self._asked}
