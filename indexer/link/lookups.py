"""What each file asks of the others while it is linked: the record by which a change finds the files that it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from indexer.link.numbering import SHIFT

Question = tuple[Any, ...]
"""Something that is asked of a file: (kind, scope or file or value, ...).

Either what the file says: ('scope', scope), ('name', scope, name) ..., or what comes of it:
the key of a result, as ('returns', scope, receiver)."""

EVERYWHERE: Final = 0
"""Number of no file: that of questions which all files answer together."""
_OF_ALL: Final = frozenset({"resolve", "foreign"})
_BY_FILE: Final = frozenset({"module", "listed", "target"})
_OTHERWISE: Final = _OF_ALL | _BY_FILE

INLINED: Final = frozenset({"binding", "element"})
"""Results that are found again for each file that asks: no question of their own, but what is read for them."""


def owner(key: Question) -> int:
    """The number of the file that answers a question."""
    kind, of = key[0], key[1]
    if kind == "member":
        return of[1] >> SHIFT  # type: ignore[no-any-return]
    if kind in _OTHERWISE:
        return EVERYWHERE if kind in _OF_ALL else of
    return of >> SHIFT  # type: ignore[no-any-return]


def place(key: Question, args: Question) -> Question | None:
    """What orders results as the program does, whatever was asked first.

    Args:
        key: of a result.
        args: what its computation takes.

    Returns:
        None for an element of a container, whose number is another in every process.
    """
    kind, of, *rest = key
    if kind == "element":
        return None
    if kind == "binding":
        value, scope, receiver = args
        return (scope, kind, value[1], "", *_receiver(receiver))
    if kind in ("returns", "yields"):
        return (of, kind, 0, "", *_receiver(rest[0]))
    if kind == "member":
        return (of[1], kind, 0, rest[0], *_receiver(of))
    return (of << SHIFT if kind in _BY_FILE else of, kind, 0, rest[0], "", 0)


def _receiver(value: Question | None) -> tuple[str, int]:
    return ("", 0) if value is None else (value[0], value[1] if isinstance(value[1], int) else 0)


def by_owner(questions: Iterable[Question]) -> dict[int, set[Question]]:
    """Questions by number of the file that answers them."""
    found: dict[int, set[Question]] = {}
    for question in questions:
        found.setdefault(owner(question), set()).add(question)
    return found


class Lookups:
    """Notes who asks what; `at` is the number of the file on whose behalf is asked."""

    at: int
    seen: set[Question]
    """What that file asked of others."""
    asked: dict[int, set[Question]]
    """By the file that asked."""

    def __init__(self) -> None:
        self.forget()

    def enter(self, file: int) -> int:
        """From now on a file asks; gives the one that asked before, which `enter` takes to go back."""
        outer = self.at
        if file != outer:
            self.at = file
            seen = self.asked.get(file)
            if seen is None:
                seen = self.asked[file] = set()
            self.seen = seen
        return outer

    def forget(self) -> None:
        """Begins anew, on behalf of no file."""
        self.at, self.seen = -1, set()
        self.asked = {-1: self.seen}
