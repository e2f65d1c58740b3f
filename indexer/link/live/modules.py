"""Where imports lead, over files that come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from indexer.languages.linking import Modules
from indexer.link.live.numbering import FileNumbers
from indexer.link.live.table import Input, Reads

Make = Callable[[Sequence[str], Sequence[str]], Modules]


class LiveModules:
    """`Modules` by the numbers of files; notes what was asked."""

    def __init__(self, make: Make, reads: Reads) -> None:
        """Args: makes the language's own; where reads are noted."""
        self._make = make
        self._reads = reads
        self._inner = make([], [])
        self._numbers: list[int] = []
        self._places: dict[int, int] = {}
        self._answers: dict[Input, int | str | None] = {}
        self.paths: Mapping[int, str] = {}
        self.qualified: Mapping[int, str] = {}

    def rebuild(self, paths: Sequence[str], roots: Sequence[str], numbers: FileNumbers) -> set[Input]:
        """Takes up the files that there are now; gives the questions that have another answer than before."""
        self._inner = self._make(paths, roots)
        self._numbers = [numbers[path] for path in paths]
        self._places = {number: place for place, number in enumerate(self._numbers)}
        self.paths = dict(zip(self._numbers, paths, strict=True))
        self.qualified = {number: self._inner.qualified[place] for place, number in enumerate(self._numbers)}
        before, self._answers = self._answers, {}
        changed: set[Input] = set()
        for question, answer in before.items():
            _, importer, module, level = question
            if importer and importer not in self._places:
                continue
            if self._answer(question, importer, module, level) != answer:
                changed.add(question)
        return changed

    def resolve(self, importer: int, module: str, level: int = 0) -> int | str | None:
        """What an import names; see `Modules.resolve`.  Importer 0 stands for any file."""
        question = ("resolve", importer, module, level)
        self._reads.seen.add(question)
        if question in self._answers:
            return self._answers[question]
        return self._answer(question, importer, module, level)

    def _answer(self, question: Input, importer: int, module: str, level: int) -> int | str | None:
        found = self._inner.resolve(self._places.get(importer, 0), module, level)
        answer = self._answers[question] = self._numbers[found] if isinstance(found, int) else found
        return answer
