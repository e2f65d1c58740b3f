"""Links the files of one family of languages by their declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from indexer.languages.rules import Rules
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.program import Program
from indexer.link.declared.relations import Relations
from indexer.link.declared.uses import Uses
from indexer.link.emitted import Emitted
from indexer.model.records import FileFacts

_MOST_ROUNDS: Final = 3
"""Rounds in which what calls pass to untyped parameters is taken up."""


class DeclaredLinker:
    """One run over all files of a family."""

    def __init__(self, files: Sequence[FileFacts], configs: Mapping[str, bytes], rules: type[Rules]) -> None:
        """Args: facts in the order of their paths; contents of project files by path; the family's rules."""
        self._program = Program(files, configs)
        self._evaluator = Evaluator(self._program, rules)

    def module_names(self) -> list[str]:
        """The qualified name of each file's module."""
        return [self._evaluator.rules.module_name(number) for number in range(len(self._program.files))]

    def emit(self) -> Iterator[tuple[int, int, list[Emitted]]]:
        """What each symbol contributes: (file, index of the symbol in it, contributions)."""
        for _ in range(_MOST_ROUNDS):
            uses = Uses(self._evaluator)
            for number in range(len(self._program.files)):
                uses.file(number)
            if uses.passed == self._evaluator.passed:
                break
            self._evaluator.forget()
            self._evaluator.passed = uses.passed
        Relations(self._evaluator, uses.emitted).emit()
        for (file, symbol), emitted in sorted(uses.emitted.items(), key=lambda item: item[0]):
            yield file, symbol, [emitted]
