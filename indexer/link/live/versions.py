"""A family of files as it was linked, and as it is now."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from indexer.languages.linking import Linking
from indexer.link.classes import Hierarchy, assignments_in
from indexer.link.evaluator import Evaluator
from indexer.link.live.afresh import Afresh
from indexer.link.live.remembered import Records, Remembered
from indexer.link.live.renewed import Renewed
from indexer.link.live.version import Version, difference
from indexer.link.lookups import Lookups, Question
from indexer.link.modules import NumberedModules
from indexer.link.naming import symbol_ids
from indexer.link.numbering import FileNumbers
from indexer.link.passing import Passing
from indexer.link.program import FileState, Program, file_state
from indexer.link.recalled import Recalled
from indexer.model import ir
from indexer.model.ir import Known
from indexer.model.records import FileFacts


class Stored(Protocol):
    """What was written down when the family was linked last."""

    def ahead(self, paths: Iterable[str]) -> None:
        """Reads the facts of files at once: they will be asked for."""

    def facts(self, path: str) -> FileFacts:
        """The facts of a file, as they were."""

    def asked(self, files: Iterable[int]) -> Iterable[tuple[int, int, bytes]]:
        """What files were asked: (number of the file that was asked, of the one that asked, packed questions)."""

    def questions(self, pairs: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
        """Packed questions by (file that was asked, file that asked), of those pairs that there are."""


class Roots(NamedTuple):
    """Paths of files that mark a source root."""

    before: Sequence[str]
    now: Sequence[str]


class Before:
    """The family as it was linked."""

    def __init__(self, remembered: Remembered, stored: Stored, linking: Linking, roots: Sequence[str]) -> None:
        """Args: its files' records; what else was written down; the language's side; paths of files that marked a source root."""
        self.stored = stored
        self.linking = linking
        here = weakref.proxy(self)  # or all of it would outlive linking
        self.remembered = remembered
        self.identities = Recalled(lambda file: _said(here.program.need(file)))
        self.records = Records(remembered, self.identities)
        self.paths = tuple(sorted(remembered.numbers))
        self.numbers = FileNumbers(self.paths, [remembered.numbers[path] for path in self.paths])
        self._path_of = {number: path for path, number in remembered.numbers.items()}
        self.program = Program(Lookups(), lambda file: here.state(file))  # noqa: PLW0108 - a method would keep all of it alive
        self.modules = NumberedModules(
            linking.modules(self.paths, tuple(roots)), self.paths, self.numbers, self.program.lookups
        )
        self.hierarchy = Hierarchy(remembered.children({}), remembered.foreign, remembered.digests)
        records = self.records
        self.passing = Passing(lambda file: records[file].rounds if file in records else (), remembered.passers)

    def bases_of(self, scope: int) -> set[int]:
        """All classes that a scope derives from, if it is that of a class."""
        bases = self.remembered.bases
        found: set[int] = set()
        todo = list(bases.get(scope, ()))
        while todo:
            base = todo.pop()
            if base not in found:
                found.add(base)
                todo += bases.get(base, ())
        return found

    def evaluator(self) -> Evaluator:
        """One that has found nothing yet."""
        return Evaluator(self.program, self.modules, self.linking.library, self.hierarchy, self.identities)

    def ahead(self, files: Iterable[int]) -> None:
        """Reads what files say, and those that they asked: linking them again will ask for it."""
        known = [file for file in files if file in self.records]
        wanted = {one for file in known for one in (file, *self.records[file].asked) if one in self._path_of}
        self.stored.ahead(self._path_of[file] for file in sorted(wanted) if file not in self.program.states)

    def state(self, file: int) -> FileState:
        """What is known of a file."""
        facts = self.stored.facts(self._path_of[file])
        return file_state(file, facts, symbol_ids(facts), self.records[file].scopes)


class After:
    """The family as it is now."""

    def __init__(self, before: Before, changed: Mapping[str, FileFacts | None], roots: Roots) -> None:
        """Args: as it was; facts of changed and new files by path, None for those that are gone; files that mark a source root.

        Raises:
            Afresh: there is no number left for a new file.
        """
        here = weakref.proxy(self)  # or all of it would outlive linking
        self.before = before
        old = before.numbers
        gone = {path for path, facts in changed.items() if facts is None and path in old}
        added = sorted(path for path, facts in changed.items() if facts is not None and path not in old)
        if not all(map(old.add, added)):
            raise Afresh
        self.numbers = old
        self.paths = tuple(sorted({*before.paths, *added} - gone))
        self.gone = frozenset(old[path] for path in gone)
        self.files = frozenset(old[path] for path in self.paths)
        self.program = Program(Lookups(), lambda file: here.state(file))  # noqa: PLW0108 - a method would keep all of it alive
        moved = bool(gone or added) or list(roots.before) != list(roots.now)
        inner = before.linking.modules(self.paths, tuple(roots.now)) if moved else before.modules.inner
        self.modules = NumberedModules(inner, self.paths, old, self.program.lookups)
        self.moved = moved
        """Whether imports may lead elsewhere."""
        self.states: dict[int, FileState] = {}
        """Of files that are other versions than before."""
        self.inputs: set[Question] = set()
        """Questions to which those may give another answer."""
        self.foreign: dict[int, list[str]] = {file: [] for file in self.gone}
        twins: dict[int, Sequence[tuple[Known, Known]]] = dict.fromkeys(self.gone, ())
        for path, facts in sorted(changed.items()):
            if path in old:
                twins[old[path]] = self._replace(old[path], facts)
        self.identities = Renewed(before.identities, twins)

    def path_of(self, file: int) -> str:
        """The path of a file."""
        return self.modules.paths[file]

    def _replace(self, file: int, facts: FileFacts | None) -> Sequence[tuple[Known, Known]]:
        """Takes up a file's new version; gives the expressions that are alike in both."""
        old = None
        if file in self.before.records:
            program = self.before.program
            old = Version(program.need(file), assignments_in(program, file))
        new = None
        if facts is not None:
            self.states[file] = file_state(file, facts, symbol_ids(facts), None if old is None else old.state)
            new = Version(self.program.need(file), assignments_in(self.program, file))
            self.foreign[file] = list(new.assigned.foreign)
        if old is None:
            self.inputs |= {("foreign", name) for name in self.foreign[file]}
            return ()
        found = difference(old, new)
        self.inputs |= found.inputs
        for kind, of, *name in found.inputs:
            if kind == "name":
                self.inputs |= {("below", base, *name) for base in self.before.bases_of(of)}
        return found.twins

    def state(self, file: int) -> FileState:
        """What is known of a file."""
        return self.states[file] if file in self.states else self.before.program.need(file)


def _said(state: FileState) -> tuple[Any, ...]:
    """All that the facts of a file say, as nested tuples."""
    return (*state.records, *ir.unpack_bodies(state.semantics))
