"""All families of a repository, kept linked: from changed files to the rows of the files that they concern."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from indexer.languages.linking import Linking
from indexer.link.assembly import Ends, LinkedFile, contained, contributed, external_id, symbols_of
from indexer.link.declared.live import LiveDeclared
from indexer.link.emitted import Emitted
from indexer.link.families import family_of, is_project_file, linking_of
from indexer.link.live.afresh import Afresh
from indexer.link.live.flow import LiveFlow
from indexer.link.naming import module_name, named, symbol_ids
from indexer.link.targets import Target
from indexer.model.records import FileFacts


class Family(Protocol):
    """Files that are linked together."""

    def module_name(self, path: str) -> str:
        """The qualified name of a file's module."""

    def place(self, symbol: int, /) -> tuple[str, int]:
        """Path and index in its file of a symbol that a contribution names."""

    def contributions(self, path: str) -> list[tuple[int, list[Emitted]]]:
        """What each symbol of a file contributes, with its index in the file."""


class LiveLinker:
    """A linked repository.  Make and update it where the stack is deep (`indexer.link.deep`)."""

    def __init__(self, files: Iterable[FileFacts], *, tests: Collection[str], roots: Sequence[str]) -> None:
        """Args: facts of all files; paths of test files; paths of files that mark a source root."""
        self._families: dict[str, LiveFlow | LiveDeclared] = {}
        self._family_of: dict[str, str] = {}
        self._ids: dict[str, list[int]] = {}
        """Ids of the symbols of each file that is linked."""
        self._modules: dict[str, str] = {}
        """The qualified name of each linked file's module."""
        self._configs: dict[str, bytes] = {}
        self._tests = frozenset(tests)
        self._roots: Sequence[str] = ()
        self._link({facts.path: facts for facts in files}, roots)

    def update(
        self,
        changed: Mapping[str, FileFacts | None],
        facts_of: Callable[[str], FileFacts],
        *,
        tests: Collection[str],
        roots: Sequence[str],
    ) -> dict[str, LinkedFile]:
        """Takes up a change.

        Args:
            changed: facts of changed and new files by path; None for files that are gone.
            facts_of: gives the facts of a file that has not changed.
            tests: paths of test files, as they are now.
            roots: paths of files that mark a source root, as they are now.

        Returns:
            The rows of each file that was linked again, by path; those of all others are what they were.

        Raises:
            Afresh: only linking from nothing takes this up exactly.
        """
        now = frozenset(tests)
        if any(path not in changed for path in now ^ self._tests):
            raise Afresh
        self._tests = now
        again = self._link(changed, roots)
        again |= {path for path, facts in changed.items() if facts is not None}
        rows: dict[str, LinkedFile] = {}
        for path in sorted(again):
            facts = changed.get(path)
            rows[path] = self._rows(facts if facts is not None else facts_of(path))
        return rows

    # ------------------------------------------------------------ linking

    def _link(self, changed: Mapping[str, FileFacts | None], roots: Sequence[str]) -> set[str]:
        """Takes changed files up; gives the paths of those that were linked again or whose module is called otherwise."""
        parts: dict[str, dict[str, FileFacts | None]] = {}
        configs = dict(self._configs)
        for path, facts in changed.items():
            family = "" if facts is None else family_of(facts)
            old = self._family_of.pop(path, "")
            if old and old != family:
                parts.setdefault(old, {})[path] = None
                self._ids.pop(path, None)
                self._modules.pop(path, None)
            configs.pop(path, None)
            if facts is None:
                continue
            if family:
                parts.setdefault(family, {})[path] = facts
                self._family_of[path] = family
                self._ids[path] = symbol_ids(facts)
            elif isinstance(facts.semantics, bytes) and is_project_file(facts):
                configs[path] = facts.semantics
        everywhere = configs != self._configs or list(roots) != list(self._roots)
        self._configs, self._roots = configs, list(roots)
        again: set[str] = set()
        for family in sorted(self._families.keys() | parts.keys() if everywhere else parts.keys()):
            again |= self._update(family, parts.get(family, {}))
        return again

    def _update(self, family: str, changed: Mapping[str, FileFacts | None]) -> set[str]:
        live = self._families.get(family)
        if live is None:
            files = [facts for _, facts in sorted(changed.items()) if facts is not None]
            live = self._families[family] = self._made(family, files)
            again = {facts.path for facts in files}
        elif isinstance(live, LiveFlow):
            again = set(live.update(changed, self._roots))
        else:
            again = set(live.update(changed, self._configs))
        paths = [path for path, own in self._family_of.items() if own == family]
        if not paths:
            del self._families[family]
        for path in paths:
            name = live.module_name(path)
            if self._modules.get(path) != name:
                self._modules[path] = name
                again.add(path)
        return again

    def _made(self, family: str, files: Sequence[FileFacts]) -> LiveFlow | LiveDeclared:
        linking = linking_of(family)
        assert linking is not None  # or no file would belong to it
        if isinstance(linking, Linking):
            return LiveFlow(files, linking, self._roots)
        return LiveDeclared(files, self._configs, linking)

    # ------------------------------------------------------------ rows

    def _rows(self, facts: FileFacts) -> LinkedFile:
        path = facts.path
        test = path in self._tests
        names = named(facts, self._modules.get(path) or module_name(path))
        ids = names[0]
        edges = contained(facts, ids)
        unresolved: list[tuple[Any, ...]] = []
        externals: dict[int, str] = {}
        family = self._families.get(self._family_of.get(path, ""))
        if family is not None:
            ends = self._ends(family, externals)
            for index, parts in family.contributions(path):
                rows, unknown = contributed(facts, ids[index], index, parts, ends, test=test)
                edges += rows
                unresolved += unknown
        symbols = list(symbols_of(facts, names, test=test))
        return LinkedFile(symbols, sorted(edges), sorted(unresolved), externals)

    def _ends(self, family: Family, externals: dict[int, str]) -> Ends:
        def id_of(target: Target) -> int:
            if isinstance(target, int):
                path, index = family.place(target)
                return self._ids[path][index]
            found = external_id(target)
            externals[found] = target
            return found

        return Ends(
            id_of, lambda symbol: family.place(symbol)[1], lambda symbol: family.place(symbol)[0] in self._tests
        )
