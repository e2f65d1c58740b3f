"""What linking writes down for the next run: of each file, what it takes to link others again without linking it.

Values name scopes and files by numbers, which are written down, too; the numbers of expressions hold for one process only
and are written as the place and digest of the expression.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from indexer.link.identities import Identities
from indexer.link.lookups import Question
from indexer.link.numbering import SHIFT
from indexer.link.passing import Passed
from indexer.link.recalled import Recalled
from indexer.link.tabling import Cause
from indexer.link.values import ARGUMENT, CLASS, EXACT, INSTANCE, LITERAL, Value, Values, ordered

_RECEIVERS: Final = frozenset({INSTANCE, EXACT, CLASS})
"""Tags of values in which no expression's number stands."""
_OF_RECEIVERS: Final = frozenset({"returns", "yields"})
"""Questions whose third part is a value or None."""


Bases = tuple[tuple[int, tuple[int, ...]], ...]
"""Classes of a file that have bases in the program, with these."""


class FileRecord(NamedTuple):
    """What is written down of one file."""

    number: int
    """Of the file."""
    scopes: Sequence[int] | None
    """The numbers of its scopes, by index; None where they are those that a file begins with."""
    rounds: Sequence[Passed]
    """What its calls pass in each round; the last holds for all that follow."""
    bases: Bases
    digests: Sequence[bytes]
    """Of each of these classes: digests of the names that it says anything of."""
    foreign: Sequence[str]
    """Names of the members that it assigns outside of their class."""
    asked: Sequence[int]
    """Numbers of the files that it asked anything, 0 for all of them, ascending."""


class Plain(NamedTuple):
    """A file's record as bytes hold it, without numbers of expressions; see `FileRecord`."""

    number: int
    scopes: Sequence[int] | None
    rounds: Sequence[Mapping[Cause, Sequence[Value]]]
    bases: Bases
    digests: Sequence[bytes]
    foreign: Sequence[str]
    asked: Sequence[int]
    named: Sequence[int]
    """Files whose expressions it names."""

    def read(self, identities: Recalled) -> FileRecord:
        """The record, with the numbers that expressions have."""
        rounds = [Written(passed, identities) for passed in self.rounds]
        return FileRecord(self.number, self.scopes, rounds, self.bases, self.digests, self.foreign, self.asked)


class Written(Mapping[Cause, Values]):
    """What the calls of a file pass, as it was written down: values are read when they are asked for."""

    def __init__(self, plain: Mapping[Cause, Sequence[Value]], identities: Recalled) -> None:
        """Args: values as they are written; the numbers of expressions."""
        self.plain = plain
        self._identities = identities
        self._read: dict[Cause, Values] = {}

    def __getitem__(self, cause: Cause) -> Values:
        found = self._read.get(cause)
        if found is None:
            values = self.plain[cause]
            found = self._read[cause] = frozenset(_read(value, self._identities) for value in values)
        return found

    def get(self, cause: Cause, default: Any = None) -> Any:
        """The values for a parameter."""
        return self[cause] if cause in self.plain else default

    def __iter__(self) -> Iterator[Cause]:
        return iter(self.plain)

    def __len__(self) -> int:
        return len(self.plain)


def passed_on(passed: Passed) -> Iterator[tuple[Cause, Cause]]:
    """Parameters that are passed on: (parameter, the one that it is passed to).  Values that are written down stay so."""
    plain = passed.plain if isinstance(passed, Written) else passed
    for cause, values in plain.items():
        for value in values:
            if value[0] == ARGUMENT:
                yield value[1:], cause


def pack_file(record: FileRecord, identities: Identities) -> bytes:
    """A file's record as bytes."""
    rounds: list[Any] = []
    before: Passed = {}
    named: set[int] = set()
    for passed in record.rounds:
        fresh = [
            (cause, [_written(value, identities, named) for value in ordered(values)])
            for cause, values in passed.items()
            if before.get(cause) != values
        ]
        rounds.append((fresh, [cause for cause in before if cause not in passed]))
        before = passed
    while len(rounds) > 1 and rounds[-1] == ([], []):
        rounds.pop()
    rest = (record.bases, tuple(record.digests), tuple(record.foreign), tuple(record.asked))
    scopes = None if record.scopes is None else tuple(record.scopes)
    return marshal.dumps((record.number, scopes, rounds, *rest, sorted(named)))


def unpack_file(packed: bytes) -> Plain:
    """What `pack_file` packed."""
    number, scopes, changes, *rest = marshal.loads(packed)  # noqa: S302 - packed by `pack_file`
    rounds: list[Mapping[Cause, Sequence[Value]]] = []
    plain: dict[Cause, Sequence[Value]] = {}
    for fresh, gone in changes:
        plain = {**plain, **dict(fresh)}
        for cause in gone:
            del plain[cause]
        rounds.append(plain)
    return Plain(number, scopes, rounds, *rest)


def pack_questions(questions: Iterable[Question], identities: Identities) -> bytes:
    """Questions as bytes."""
    return marshal.dumps([_question(one, lambda value: _written(value, identities, set())) for one in questions])


def unpack_questions(packed: bytes, identities: Recalled) -> list[Question]:
    """The questions that `pack_questions` packed."""
    return [_question(one, lambda value: _read(value, identities)) for one in marshal.loads(packed)]  # noqa: S302


def _question(question: Question, receiver: Callable[[Value], Value]) -> Question:
    if question[0] not in _OF_RECEIVERS or question[2] is None or question[2][0] in _RECEIVERS:
        return question
    return (*question[:2], receiver(question[2]))


def _written(value: Value, identities: Identities, named: set[int]) -> Value:
    """A value without numbers of expressions; adds the files whose expressions it names."""
    if value[0] == LITERAL:
        written = identities.written(value[2])
        assert written is not None, "what refers to an expression that is no more is linked again"
        named.add(value[1] >> SHIFT)
        inner = value[3]
        return (LITERAL, value[1], written, None if inner is None else _written(inner, identities, named))
    return tuple([_written(part, identities, named) if isinstance(part, tuple) else part for part in value])


def _read(value: Value, identities: Recalled) -> Value:
    """What `_written` wrote."""
    if value[0] == LITERAL:
        inner = value[3]
        number = identities.read(value[1] >> SHIFT, value[2])
        return (LITERAL, value[1], number, None if inner is None else _read(inner, identities))
    return tuple([_read(part, identities) if isinstance(part, tuple) else part for part in value])
