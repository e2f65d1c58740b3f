"""What calls pass to parameters, file by file and round by round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


class Passing:
    """What the calls of all files pass, in each round that another takes up."""

    def __init__(self, files: Mapping[int, Sequence[Passed]]) -> None:
        """Args: by file: what its calls pass in each round; the last holds for the rounds that are left out."""
        self._files = files
        self._passers: dict[Cause, list[int]] = {}
        for file, rounds in files.items():
            for cause in dict.fromkeys(cause for passed in rounds for cause in passed):
                self._passers.setdefault(cause, []).append(file)

    def total(self, number: int, cause: Cause) -> Values:
        """What is passed to a parameter in a round."""
        found: Values = EMPTY
        for file in self.passers(cause):
            found |= self.of_file(number, file).get(cause, EMPTY)
        return found

    def of_file(self, number: int, file: int) -> Passed:
        """What the calls of a file pass in a round."""
        rounds = self._files.get(file)
        if not rounds:
            return _NOTHING
        return rounds[number] if number < len(rounds) else rounds[-1]

    def passers(self, cause: Cause) -> Iterable[int]:
        """Files whose calls pass anything to a parameter in any round."""
        return self._passers.get(cause, ())


class Replaced(Passing):
    """What calls pass where some files are other versions."""

    def __init__(self, before: Passing, files: Mapping[int, Sequence[Passed]]) -> None:
        """Args: of the versions before; of the others, which may yet gain rounds."""
        super().__init__({})
        self._before = before
        self._others = files

    def total(self, number: int, cause: Cause) -> Values:
        """What is passed to a parameter in a round."""
        found: Values = EMPTY
        for file in self._before.passers(cause):
            if file not in self._others:
                found |= self._before.of_file(number, file).get(cause, EMPTY)
        for file in self._others:
            found |= self.of_file(number, file).get(cause, EMPTY)
        return found

    def of_file(self, number: int, file: int) -> Passed:
        """What the calls of a file pass in a round."""
        rounds = self._others.get(file)
        if rounds is None:
            return self._before.of_file(number, file)
        return rounds[min(number, len(rounds) - 1)] if rounds else _NOTHING


class TakenUp:
    """What a round takes up: all that was passed in the one before."""

    def __init__(self, passing: Passing, number: int) -> None:
        """Args: what calls pass; the round before."""
        self._passing = passing
        self._number = number
        self._totals: dict[Cause, Values] = {}

    def get(self, cause: Cause, default: Values, /) -> Values:
        """The values that are passed to (function scope, position)."""
        found = self._totals.get(cause)
        if found is None:
            found = self._totals[cause] = self._passing.total(self._number, cause)
        return found or default


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
