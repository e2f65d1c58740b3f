"""What calls pass to parameters without a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from indexer.model.units import Expr

Argument = tuple[Expr, int]
"""(argument, scope in which it stands)."""
MOST: Final = 24
"""Of more arguments to one parameter only the first are taken up."""


class Passed:
    """Arguments by parameter; notes which parameters were asked for."""

    def __init__(self, given: Mapping[int, Sequence[Argument]]) -> None:
        """Args: arguments by the number of the parameter's declaration."""
        self.given: Final = given
        self.asked: set[int] = set()

    def to(self, parameter: int) -> Sequence[Argument]:
        """The arguments of a parameter."""
        self.asked.add(parameter)
        return self.given.get(parameter, ())


def merged(files: Iterable[Mapping[int, Sequence[Argument]]]) -> dict[int, list[Argument]]:
    """What the calls of all files pass."""
    found: dict[int, list[Argument]] = {}
    for passed in files:
        for parameter, arguments in passed.items():
            known = found.setdefault(parameter, [])
            known += arguments[: MOST - len(known)]
    return found
