"""A family that is linked by declarations, kept linked in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from indexer.languages.rules import Rules
from indexer.link.assembly import Ends, LinkedFile, external_id, linked_file
from indexer.link.declared.live import LiveDeclared
from indexer.link.naming import symbol_ids
from indexer.link.targets import Target
from indexer.model.records import FileFacts


class KeptFamily:
    """The files of one family, and their rows."""

    def __init__(
        self,
        files: Iterable[FileFacts],
        configs: Mapping[str, bytes],
        rules: type[Rules],
        records: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        """Args: facts; contents of project files by path; the family's rules; what was written down when these files were linked,
        none where they are to be linked now."""
        self._facts = {facts.path: facts for facts in sorted(files, key=_path)}
        self._ids: dict[str, Sequence[int]] = {}
        self._live = LiveDeclared(list(self._facts.values()), configs, rules, records)

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
            self._facts.pop(path, None)
            self._ids.pop(path, None)
            if facts is not None:
                self._facts[path] = facts
        return self._rows(self._live.update(changed, configs), tests)

    def all_rows(self, tests: Collection[str]) -> dict[str, LinkedFile]:
        """Rows of every file, by path; of a family that was linked here."""
        return self._rows(sorted(self._facts), tests)

    def otherwise(self) -> dict[str, bytes | None]:
        """What is to be written down otherwise than when this was last asked, by path; None for what is gone."""
        return self._live.otherwise()

    def _rows(self, paths: Iterable[str], tests: Collection[str]) -> dict[str, LinkedFile]:
        return {path: self._of_file(path, tests) for path in paths}

    def _of_file(self, path: str, tests: Collection[str]) -> LinkedFile:
        live = self._live
        externals: dict[int, str] = {}

        def id_of(target: Target) -> int:
            if isinstance(target, int):
                place, index = live.place(target)
                return self._ids_of(place)[index]
            found = external_id(target)
            externals[found] = target
            return found

        ends = Ends(id_of, lambda symbol: live.place(symbol)[1], lambda symbol: live.place(symbol)[0] in tests)
        module, contributions = live.module_name(path), live.contributions(path)
        return linked_file(self._facts[path], module, contributions, ends, externals, test=path in tests)

    def _ids_of(self, path: str) -> Sequence[int]:
        found = self._ids.get(path)
        if found is None:
            found = self._ids[path] = symbol_ids(self._facts[path])
        return found


def _path(facts: FileFacts) -> Any:
    return facts.path
