"""All families of a repository after a change: from changed files to the rows of the files that it concerns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple, Protocol

from indexer.languages.linking import Linking
from indexer.languages.rules import Rules
from indexer.link.assembly import Ends, LinkedFile, external_id, linked_file
from indexer.link.families import family_of, is_project_file, linking_of
from indexer.link.linker import link_here
from indexer.link.live.afresh import Afresh
from indexer.link.live.kept import KeptFamily
from indexer.link.live.relinker import FlowRelinker, Relinked
from indexer.link.live.remembered import Remembered
from indexer.link.live.versions import Roots, Stored
from indexer.link.naming import symbol_ids
from indexer.link.targets import Target
from indexer.model.records import FileFacts, Linked

Facts = Mapping[str, FileFacts | None]
"""Facts by path; None for files that are gone."""


class StoredRepository(Protocol):
    """What an index keeps of a repository as it was linked last."""

    def families(self) -> Collection[str]:
        """Families that have files."""

    def files_of(self, family: str) -> Iterable[FileFacts]:
        """Facts of a family's files."""

    def project_files(self) -> Iterable[FileFacts]:
        """Facts of the files that tell languages where imports lead."""

    def facts(self, path: str) -> FileFacts:
        """The facts of a file that there was."""

    def has(self, path: str) -> bool:
        """Whether there was a file, with text."""

    def records(self, family: str) -> Sequence[tuple[str, bytes]]:
        """What was written down when a family was linked, by path, in the order of paths; none where nothing was."""

    def linked(self, family: str) -> Stored:
        """What else was written down of one that is linked by values that flow."""


class Marks(NamedTuple):
    """What is known of files besides their facts."""

    tests: frozenset[str]
    """Paths of test files, as they are now."""
    roots: Roots
    """Paths of files that mark a source root."""


class Otherwise(NamedTuple):
    """What is written down of a family otherwise than before."""

    records: Mapping[str, bytes | None]
    """By path; None for what is gone."""
    asked: Mapping[tuple[int, int], bytes | None]
    """Where values flow: by (file that was asked, file that asked); None for what is not asked any more."""


class Again(NamedTuple):
    """What linking again gave."""

    files: dict[str, LinkedFile]
    """Rows of files that were linked again, by path."""
    whole: Linked | None
    """The graph of families that were linked from nothing."""
    wanted: frozenset[str]
    """Paths of the files whose rows are to be taken from it."""
    otherwise: dict[str, Otherwise]
    """By family.  Of those in `whole`, see `whole.recorded`."""


class RepositoryLinker:
    """Links the families of a repository again."""

    def __init__(self) -> None:
        self._keeps = False
        self._kept: dict[str, KeptFamily] = {}
        self._flowing: dict[str, _Flowing] = {}

    def keep(self, stored: StoredRepository) -> None:
        """Takes into memory what else each change would read: what was written down of families that are linked by values that
        flow, and the others, linked, so that a change concerns only some of their files."""
        self._keeps = True
        configs = _configs(stored.project_files())
        for family in stored.families():
            linking = linking_of(family)
            if isinstance(linking, type):
                records = stored.records(family)
                self._kept[family] = KeptFamily(stored.files_of(family), configs, linking, records)
            elif linking is not None:
                self._remember(stored, family, linking)

    def update(self, stored: StoredRepository, changed: Facts, marks: Marks) -> Again:
        """Takes up a change.  Do it where the stack is deep (`indexer.link.deep`).

        Args:
            stored: what the index keeps of the repository before it.
            changed: facts of changed and new files, and of those that are gone.
            marks: what is known of files besides.
        """
        project = {one.path: one for one in stored.project_files()}
        now = project | {path: facts for path, facts in changed.items() if facts is not None}
        configs = _Configs(
            _configs(project.values()), _configs(one for path, one in now.items() if changed.get(path, one) is not None)
        )
        files: dict[str, LinkedFile] = {}
        otherwise: dict[str, Otherwise] = {}
        whole = {path: facts for path, facts in changed.items() if facts is not None and not family_of(facts)}
        moved = configs.now != configs.before
        for family, of_family in _by_family(stored, changed, marks.roots, moved=moved).items():
            linking = linking_of(family)
            if isinstance(linking, type):
                kept, rows = self._declared(stored, family, linking, _Change(of_family, configs, marks.tests))
                files |= rows
                otherwise[family] = Otherwise(kept.otherwise(), {})
                continue
            if linking is not None:
                linked = self._relinked(stored, self._remember(stored, family, linking), of_family, marks.roots)
                if linked is not None:
                    otherwise[family] = Otherwise(linked.records, linked.asked)
                    files |= dict(_rows(linked, of_family, stored, marks.tests))
                    continue
            whole |= {facts.path: facts for facts in stored.files_of(family) if facts.path not in of_family}
            whole |= {path: facts for path, facts in of_family.items() if facts is not None}
        if not self._keeps:
            self._flowing.clear()
        if not whole:
            return Again(files, None, frozenset(), otherwise)
        beside = {path: facts for path, facts in project.items() if changed.get(path, facts) is not None}
        everything = [facts for _, facts in sorted((beside | whole).items())]
        return Again(files, link_here(everything, marks.tests, marks.roots.now), frozenset(whole), otherwise)

    def _declared(
        self, stored: StoredRepository, family: str, rules: type[Rules], change: _Change
    ) -> tuple[KeptFamily, dict[str, LinkedFile]]:
        """A family that is linked by declarations after a change, and the rows of its files that were linked again."""
        kept = self._kept.get(family)
        known = () if kept else stored.files_of(family)
        records = () if kept else stored.records(family)
        if kept is None and records:
            kept = KeptFamily(known, change.configs.before, rules, records)
        if kept is not None:
            rows = kept.update(change.facts, change.configs.now, change.tests)
        else:
            now: dict[str, FileFacts | None] = {facts.path: facts for facts in known}
            now |= change.facts
            kept = KeptFamily([facts for facts in now.values() if facts is not None], change.configs.now, rules)
            rows = kept.all_rows(change.tests)
        if self._keeps:
            self._kept[family] = kept
        return kept, rows

    def _remember(self, stored: StoredRepository, family: str, linking: Linking) -> _Flowing:
        if family not in self._flowing:
            modules = lru_cache(maxsize=2)(linking.modules)
            remembered = Remembered(stored.records(family))
            self._flowing[family] = _Flowing(family, linking._replace(modules=modules), remembered)
        return self._flowing[family]

    def _relinked(self, stored: StoredRepository, one: _Flowing, changed: Facts, roots: Roots) -> Relinked | None:
        """What linking a family by what was written down of it gives; None where it has to be linked from nothing."""
        found = None
        if one.remembered.numbers:
            with suppress(Afresh):
                found = FlowRelinker(one.remembered, stored.linked(one.family), one.linking, changed, roots).run()
        if found is None:
            del self._flowing[one.family]
        else:
            one.remembered.take(found.records)
        return found


class _Configs(NamedTuple):
    """Contents of project files by path."""

    before: Mapping[str, bytes]
    now: Mapping[str, bytes]


class _Change(NamedTuple):
    """What changes in a family that is linked by declarations."""

    facts: Facts
    configs: _Configs
    tests: Collection[str]


class _Flowing(NamedTuple):
    """What is kept of a family that is linked by values that flow."""

    family: str
    linking: Linking
    """Remembers where the imports of the last files lead."""
    remembered: Remembered


def _by_family(stored: StoredRepository, changed: Facts, roots: Roots, *, moved: bool) -> dict[str, Facts]:
    """What changes in each family that a change concerns: files that join it or leave it, too."""
    found: dict[str, dict[str, FileFacts | None]] = {}
    for path, facts in changed.items():
        was = family_of(stored.facts(path)) if stored.has(path) else ""
        now = family_of(facts) if facts is not None else ""
        if was and was != now:
            found.setdefault(was, {})[path] = None
        if now:
            found.setdefault(now, {})[path] = facts
    for family in stored.families():
        flows = isinstance(linking_of(family), Linking)
        if list(roots.before) != list(roots.now) if flows else moved:
            found.setdefault(family, {})
    return {family: found[family] for family in sorted(found)}


def _rows(
    linked: Relinked, changed: Facts, stored: StoredRepository, tests: frozenset[str]
) -> Iterator[tuple[str, LinkedFile]]:
    """The rows of files that were linked again."""
    homes = linked.homes
    for path, contributions in linked.contributions.items():
        facts = changed.get(path) or stored.facts(path)
        ids = symbol_ids(facts)
        externals: dict[int, str] = {}
        ends = Ends(_id_of(externals), ids.index, lambda symbol: homes[symbol] in tests)
        module = linked.module_names[path]
        yield path, linked_file(facts, module, contributions, ends, externals, test=path in tests)


def _id_of(externals: dict[int, str]) -> Callable[[Target], int]:
    def id_of(target: Target) -> int:
        if isinstance(target, int):
            return target
        found = external_id(target)
        externals[found] = target
        return found

    return id_of


def _configs(files: Iterable[FileFacts]) -> dict[str, bytes]:
    """The contents of project files, by path."""
    return {
        facts.path: facts.semantics for facts in files if isinstance(facts.semantics, bytes) and is_project_file(facts)
    }
