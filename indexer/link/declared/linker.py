"""Links the files of one family of languages by their declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from indexer.languages.rules import Rules
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.isolation import Isolation
from indexer.link.declared.passing import Argument, Passed, merged
from indexer.link.declared.program import Program
from indexer.link.declared.relations import Relations
from indexer.link.declared.uses import Uses
from indexer.link.emitted import Emitted
from indexer.link.naming import Names, Numbering, Targeted
from indexer.model.records import FileFacts

MOST_ROUNDS: Final = 3
"""Rounds in which what calls pass to untyped parameters is taken up."""


class LinkedFile(NamedTuple):
    """What linking a file gave."""

    emitted: dict[int, Emitted]
    """By index of the symbol in the file."""
    passed: dict[int, list[Argument]]
    """What its calls pass, by parameter."""
    asked: set[int]
    """The parameters of which it asked what calls pass."""


class DeclaredLinker:
    """One run over all files of a family."""

    def __init__(self, files: Sequence[FileFacts], configs: Mapping[str, bytes], rules: type[Rules]) -> None:
        """Args: facts in the order of their paths; contents of project files by path; the family's rules."""
        self._program = Program(files, configs)
        self._evaluator = Evaluator(self._program, rules)
        self._isolation = Isolation(self._evaluator)

    def module_names(self) -> list[str]:
        """The qualified name of each file's module."""
        return [self._evaluator.rules.module_name(number) for number in range(len(self._program.files))]

    def numbering(self, names: Names, numbers: Sequence[int], facts: Sequence[FileFacts]) -> Targeted:
        """What the targets of contributions are.

        Args:
            names: what the symbols of all files are called.
            numbers: which of all files these are.
            facts: of all files.
        """
        return Numbering(names, numbers, facts)

    def emit(self) -> Iterator[tuple[int, int, list[Emitted]]]:
        """What each symbol contributes: (file, index of the symbol in it, contributions)."""
        numbers = range(len(self._program.files))
        pairs = (pair for number in numbers for pair in derivations(self._isolation.begin(), number))
        self._evaluator.children = by_base(pairs)
        self._isolation.begin().shapes.implemented()
        given: dict[int, list[Argument]] = {}
        linked = [link_file(self._isolation.begin(), number, Passed(given)) for number in numbers]
        for _ in range(MOST_ROUNDS - 1):
            before, given = given, merged(one.passed for one in linked)
            changed = {one for one in before.keys() | given.keys() if before.get(one) != given.get(one)}
            if not changed:
                break
            for number, one in enumerate(linked):
                if not changed.isdisjoint(one.asked):
                    linked[number] = link_file(self._isolation.begin(), number, Passed(given))
        for number, one in enumerate(linked):
            for symbol, emitted in sorted(one.emitted.items()):
                yield number, symbol, [emitted]


def link_file(evaluator: Evaluator, number: int, passed: Passed) -> LinkedFile:
    """Links a file.

    Args:
        evaluator: in which nothing is found yet; see `Isolation`.
        number: of the file.
        passed: what calls of all files pass to parameters without a type, as far as that is known.
    """
    evaluator.passed = passed
    uses = Uses(evaluator)
    uses.file(number)
    Relations(evaluator, uses.emitted).file(number)
    return LinkedFile(uses.emitted, uses.passed, passed.asked)


def derivations(evaluator: Evaluator, file: int) -> list[tuple[int, int]]:
    """The types that a file declares first, each with each of its direct bases inside the program: (base, type)."""
    return [
        (base, number)
        for number in evaluator.types_of_file(file)
        for base, _, _ in evaluator.bases(number)
        if isinstance(base, int) and base != number
    ]


def by_base(pairs: Iterator[tuple[int, int]]) -> dict[int, list[int]]:
    """The types that name each type as a base."""
    found: dict[int, list[int]] = {}
    for base, number in pairs:
        found.setdefault(base, []).append(number)
    return found
