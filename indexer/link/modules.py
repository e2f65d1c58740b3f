"""Where imports lead, by the numbers of files; what is asked is noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.languages.linking import Modules
from indexer.link.lookups import Lookups, Question
from indexer.link.numbering import FileNumbers


class NumberedModules:
    """`indexer.languages.linking.Modules`, with numbers that files keep when others come and go."""

    def __init__(self, inner: Modules, paths: Sequence[str], numbers: FileNumbers, lookups: Lookups) -> None:
        """Args: the language's own; paths of the files, sorted; their numbers; where questions are noted."""
        self.inner = inner
        self._numbers = [numbers[path] for path in paths]
        self._places = {number: place for place, number in enumerate(self._numbers)}
        self._lookups = lookups
        self.paths: Mapping[int, str] = dict(zip(self._numbers, paths, strict=True))
        self.qualified: Mapping[int, str] = {
            number: inner.qualified[place] for place, number in enumerate(self._numbers)
        }

    def resolve(self, importer: int, module: str, level: int = 0) -> int | str | None:
        """What an import names; see `Modules.resolve`.  Importer 0 stands for any file."""
        question = ("resolve", importer, module, level)
        self._lookups.seen.add(question)
        return self.answer(question)

    def answer(self, question: Question) -> int | str | None:
        """The answer to a question that `resolve` noted; None, too, where its file is gone."""
        _, importer, module, level = question
        if importer and importer not in self._places:
            return None
        found = self.inner.resolve(self._places.get(importer, 0), module, level)
        return self._numbers[found] if isinstance(found, int) else found
