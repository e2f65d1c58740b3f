"""A family that is linked by declarations, kept linked in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from indexer.languages.rules import Rules
from indexer.link.assembly import Ends, LinkedFile, external_id, linked_file
from indexer.link.declared.live import LiveDeclared
from indexer.link.naming import symbol_ids
from indexer.link.targets import Target
from indexer.model.records import FileFacts


class KeptFamily:
    """The files of one family, and their rows."""

    def __init__(self, files: Iterable[FileFacts], configs: Mapping[str, bytes], rules: type[Rules]) -> None:
        """Args: facts; contents of project files by path; the family's rules."""
        self._facts = {facts.path: facts for facts in sorted(files, key=_path)}
        self._ids = {path: symbol_ids(facts) for path, facts in self._facts.items()}
        self._live = LiveDeclared(list(self._facts.values()), configs, rules)
        self._modules = {path: self._live.module_name(path) for path in self._facts}

    def update(
        self, changed: Mapping[str, FileFacts | None], configs: Mapping[str, bytes], tests: Collection[str]
    ) -> dict[str, LinkedFile]:
        """Takes up a change.

        Args:
            changed: facts of changed and new files by path; None for those that are gone.
            configs: contents of all project files by path, as they are now.
            tests: paths of test files.

        Returns:
            Rows of each file that was linked again, by path.
        """
        for path, facts in changed.items():
            for known in (self._facts, self._ids, self._modules):
                known.pop(path, None)
            if facts is not None:
                self._facts[path] = facts
                self._ids[path] = symbol_ids(facts)
        again = set(self._live.update(changed, configs))
        for path in self._facts:
            name = self._live.module_name(path)
            if self._modules.get(path) != name:
                self._modules[path] = name
                again.add(path)
        return {path: self._rows(path, tests) for path in sorted(again)}

    def _rows(self, path: str, tests: Collection[str]) -> LinkedFile:
        externals: dict[int, str] = {}

        def id_of(target: Target) -> int:
            if isinstance(target, int):
                place, index = self._live.place(target)
                return self._ids[place][index]
            found = external_id(target)
            externals[found] = target
            return found

        def in_tests(symbol: int) -> bool:
            return self._live.place(symbol)[0] in tests

        ends = Ends(id_of, lambda symbol: self._live.place(symbol)[1], in_tests)
        contributions = self._live.contributions(path)
        return linked_file(self._facts[path], self._modules[path], contributions, ends, externals, test=path in tests)


def _path(facts: FileFacts) -> Any:
    return facts.path
