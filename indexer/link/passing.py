"""What calls pass to parameters, file by file and round by round."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, Protocol

from indexer.link.tabling import LARGEST, Cause
from indexer.link.values import ARGUMENT, EMPTY, Values

MOST_ROUNDS: Final = 6
"""After the first, in which nothing is known of callers."""

Passed = Mapping[Cause, Values]
"""What the calls of a file pass to parameters."""
_NOTHING: Final[Passed] = {}


class Inflow(Protocol):
    """What calls pass to parameters, as the round before found it."""

    def get(self, cause: Cause, default: Values, /) -> Values:
        """The values that are passed to (function scope, position)."""


class TakenUp:
    """What a round takes up: all that was passed in the one before; found when it is asked for."""

    def __init__(self, total: Callable[[Cause], Values]) -> None:
        """Args: finds what is passed to a parameter."""
        self._total = total
        self._known: dict[Cause, Values] = {}

    def get(self, cause: Cause, default: Values, /) -> Values:
        """The values that are passed to (function scope, position)."""
        found = self._known.get(cause)
        if found is None:
            found = self._known[cause] = self._total(cause)
        return found or default


class Passing:
    """What the calls of all files pass, in each round that another takes up."""

    def __init__(self, rounds_of: Callable[[int], Sequence[Passed]], passers: Mapping[Cause, Sequence[int]]) -> None:
        """Args: gives what the calls of a file pass in each round, the last for those that are left out; by parameter, the files
        whose calls pass anything to it."""
        self._rounds_of = rounds_of
        self._passers = passers
        self._inflows: dict[int, Inflow] = {}

    def inflow(self, number: int) -> Inflow:
        """What is passed in a round."""
        found = self._inflows.get(number)
        if found is None:
            here = weakref.proxy(self)  # or both would outlive linking
            found = self._inflows[number] = TakenUp(lambda cause: here.total(number, cause, frozenset()))
        return found

    def total(self, number: int, cause: Cause, without: Collection[int]) -> Values:
        """What is passed to a parameter in a round by all files but some."""
        found: Values = EMPTY
        for file in self._passers.get(cause, ()):
            if file not in without:
                found |= self.of_file(number, file).get(cause, EMPTY)
        return found

    def of_file(self, number: int, file: int) -> Passed:
        """What the calls of a file pass in a round."""
        rounds = self._rounds_of(file)
        if not rounds:
            return _NOTHING
        return rounds[number] if number < len(rounds) else rounds[-1]

    def any_passes(self, cause: Cause, files: Collection[int]) -> bool:
        """Whether the calls of any of these files pass anything to a parameter."""
        return any(file in files for file in self._passers.get(cause, ()))


class Replaced:
    """What calls pass where some files are other versions."""

    def __init__(self, before: Passing, files: Mapping[int, Sequence[Passed]]) -> None:
        """Args: of the versions before; of the others, which may yet gain rounds."""
        self._before = before
        self._files = files

    def inflow(self, number: int) -> Inflow:
        """What is passed in a round."""
        before, files = self._before, self._files
        was = before.inflow(number)
        now = merged(self.of_file(number, file) for file in files)

        def total(cause: Cause) -> Values:
            same = not before.any_passes(cause, files)
            rest = was.get(cause, EMPTY) if same else before.total(number, cause, files)
            return rest | now.get(cause, EMPTY)

        return TakenUp(total)

    def of_file(self, number: int, file: int) -> Passed:
        """What the calls of one of the other versions pass in a round."""
        rounds = self._files[file]
        return rounds[min(number, len(rounds) - 1)] if rounds else _NOTHING


def expanded(inflow: Inflow, start: Cause) -> Values:
    """What callers pass to a parameter, with parameters that are passed on replaced by what is passed to them.

    Args:
        inflow: what is passed to each parameter as such.
        start: (function scope, position).

    Returns:
        The values; none where they are too many to tell anything.
    """
    found = set()
    seen = {start}
    todo = [start]
    while todo:
        for value in inflow.get(todo.pop(), EMPTY):
            if value[0] != ARGUMENT:
                found.add(value)
            elif value[1:] not in seen:
                seen.add(value[1:])
                todo.append(value[1:])
    return frozenset(found) if len(found) <= LARGEST else EMPTY


def merged(passed: Iterable[Passed]) -> dict[Cause, Values]:
    """What several together pass."""
    found: dict[Cause, Values] = {}
    for one in passed:
        for cause, values in one.items():
            old = found.get(cause)
            found[cause] = values if old is None else old | values
    return found
