"""Linking by declarations that is kept up to date: of a change, only the files that looked up what is different now are linked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

from indexer.languages.rules import Rules
from indexer.link.declared.isolation import Isolation
from indexer.link.declared.linker import MOST_ROUNDS, by_base, derivations, link_file
from indexer.link.declared.noting import Notes, NotingEvaluator, inverse
from indexer.link.declared.parts import FileVersion, Numbers, Read
from indexer.link.declared.passing import MOST, Argument, Passed
from indexer.link.declared.program import unpacked
from indexer.link.declared.shapes import Shapes
from indexer.link.declared.version import Version, changes, differences, table_changes
from indexer.link.emitted import Emitted
from indexer.model.records import FileFacts

T = TypeVar("T")


class Counts(NamedTuple):
    """What an update took."""

    files: int
    """Files that were linked again."""
    checked: int
    """Entries of tables over all files that were compared."""


class LiveDeclared:
    """The files of a family, linked; `update` takes up changes.

    Equal to linking all files from nothing, whatever the updates before.  Evaluation recurses as deep as values flow: make
    and update it where the stack is deep enough.
    """

    def __init__(self, files: Sequence[FileFacts], configs: Mapping[str, bytes], rules: type[Rules]) -> None:
        """Args: facts; contents of project files by path; the family's rules."""
        self._rules: Final = rules
        self._numbers: Final = Numbers()
        self._files: dict[str, FileVersion] = {}
        self._paths: dict[int, str] = {}
        """Of each symbol, the path of its file."""
        self._version: Version | None = None
        self._findings: Findings = Findings()
        self.counts = Counts(0, 0)
        self.update({one.path: one for one in files}, configs)

    def update(self, changed: Mapping[str, FileFacts | None], configs: Mapping[str, bytes]) -> list[str]:
        """Takes up changes.

        Args:
            changed: facts of changed and added files by path, None for removed ones.
            configs: contents of all project files, as they are now.

        Returns:
            Paths of the files that were linked again, sorted.
        """
        before = {path: self._files.pop(path, None) for path in changed}
        for path, facts in changed.items():
            if facts is not None:
                self._files[path] = FileVersion(facts, unpacked(facts), self._numbers)
                self._paths.update(dict.fromkeys(self._files[path].symbols, path))
        old = self._version
        new = self._version = Version([self._files[path] for path in sorted(self._files)], dict(configs), self._rules)
        different: set[Read] = set()
        compared = 0
        if old is None or _concerns_all(old, new, before):
            self._findings = Findings()
        else:
            different = {one for path, file in before.items() for one in changes(file, self._files.get(path))}
            more, compared = table_changes(old, new, before)
            different |= more
        linked = self._findings.update(new, set(changed), different)
        self.counts = Counts(len(linked), compared)
        return sorted(linked)

    def module_name(self, path: str) -> str:
        """The qualified name of a file's module."""
        assert self._version is not None
        return self._version.evaluator.rules.module_name(self._version.program.paths[path])

    def contributions(self, path: str) -> list[tuple[int, list[Emitted]]]:
        """What each symbol of a file contributes, by its index in the file; targets are numbers that `place` takes."""
        return [(symbol, [emitted]) for symbol, emitted in sorted(self._findings.emitted(path).items())]

    def place(self, number: int) -> tuple[str, int]:
        """Path and index in its file of a symbol."""
        path = self._paths[number]
        return path, self._files[path].index_of_symbol[number]


def _concerns_all(old: Version, new: Version, before: Mapping[str, FileVersion | None]) -> bool:
    """Whether something changed that is not looked up piece by piece."""
    if old.basis() != new.basis():
        return True
    rules = new.evaluator.rules
    return any(
        file is not None and path in new.files and rules.basis(file.file) != rules.basis(new.files[path].file)
        for path, file in before.items()
    )


class Finding(NamedTuple):
    """What was found, and from what."""

    reads: set[Read]
    found: Any


@dataclass(frozen=True, slots=True)
class Given:
    """An argument that a call passes."""

    said: tuple[Any, int]
    """What it says, and the scope in which it stands."""
    expr: Any = field(compare=False)


class Link(NamedTuple):
    """What linking a file gave."""

    reads: set[Read]
    emitted: dict[int, Emitted]
    """By index of the symbol."""
    passed: dict[int, tuple[Given, ...]]
    """By parameter."""
    asked: frozenset[int]

    def holds(self, different: set[Read], moved: set[int]) -> bool:
        """Whether nothing that was read is different, and to no parameter that was asked for something else is passed."""
        return moved.isdisjoint(self.asked) and different.isdisjoint(self.reads)


class _Arguments(Passed):
    """What calls pass, in the numbers of a version."""

    def __init__(self, version: Version, given: Mapping[int, Sequence[Given]]) -> None:
        super().__init__({})
        self._version: Final = version
        self._given: Final = given

    def to(self, parameter: int) -> Sequence[Argument]:
        """See `Passed`."""
        self.asked.add(parameter)
        scopes = self._version.scope_of
        found = self._given.get(self._version.declarations[parameter], ())
        return [(one.expr, scopes[one.said[1]]) for one in found]


class Findings:
    """All that was found, with what was read for it."""

    def __init__(self) -> None:
        self._bases: dict[str, Finding] = {}
        """Of each file, the types that it declares first, with their bases."""
        self._children: dict[int, tuple[int, ...]] = {}
        self._shapes: Finding | None = None
        self._rounds: list[dict[str, Link]] = []
        self._given: list[dict[int, tuple[Given, ...]]] = []
        """What was passed when each round began."""

    def emitted(self, path: str) -> dict[int, Emitted]:
        """What the symbols of a file contribute."""
        return self._rounds[-1][path].emitted

    def update(self, version: Version, changed: set[str], different: set[Read]) -> set[str]:
        """Finds again what was found from something that is different.

        Args:
            version: all files as they are now.
            changed: paths of changed, added and removed files.
            different: what is different now that may have been read.

        Returns:
            Paths of the files that were linked again.
        """
        run = _Run(version)
        different = set(different)
        different |= self._derive(run, changed, different)
        if version.evaluator.rules.structural:
            different |= self._compare(run, different)
        else:
            run.give_shapes({})
        return self._link(run, changed, different)

    def _derive(self, run: _Run, changed: set[str], different: set[Read]) -> set[Read]:
        """Finds bases again; what derives otherwise now."""
        version = run.version
        before, self._bases = self._bases, {}
        for number, file in enumerate(version.order):
            known = before.get(file.path)
            if known is None or file.path in changed or not different.isdisjoint(known.reads):
                reads, pairs = run.find(partial(derivations, file=number), own=number)
                known = Finding(reads, [(version.declarations[a], version.declarations[b]) for a, b in pairs])
            self._bases[file.path] = known
        children = by_base(pair for one in self._bases.values() for pair in one.found)
        old, self._children = self._children, {base: tuple(derived) for base, derived in children.items()}
        run.give_children(self._children)
        return {("children", one) for one in differences(old, self._children)}

    def _compare(self, run: _Run, different: set[Read]) -> set[Read]:
        """Compares types by shape again; what implements, or is implemented, otherwise now."""
        version = run.version
        old = self._shapes
        if old is None or not different.isdisjoint(old.reads):
            reads, found = run.find(lambda evaluator: Shapes(evaluator).implemented())
            stable = {
                version.declarations[number]: tuple(version.declarations[n] for n in interfaces)
                for number, interfaces in found.items()
            }
            self._shapes = Finding(reads, stable)
        assert self._shapes is not None
        now = self._shapes.found
        numbers = version.declaration_of
        run.give_shapes({numbers[one]: tuple(numbers[n] for n in interfaces) for one, interfaces in now.items()})
        if old is None or old is self._shapes:
            return set()
        implemented: set[Read] = {("implemented", one) for one in differences(old.found, now)}
        return implemented | {("implementers", one) for one in differences(inverse(old.found), inverse(now))}

    def _link(self, run: _Run, changed: set[str], different: set[Read]) -> set[str]:
        version = run.version
        rounds = MOST_ROUNDS if version.evaluator.rules.flow else 1
        last = self._rounds[-1] if self._rounds else {}
        old_rounds = self._rounds or [{} for _ in range(rounds)]
        old_given = self._given or [{} for _ in range(rounds)]
        self._rounds, self._given = [], []
        given: dict[int, tuple[Given, ...]] = {}
        links: dict[str, Link] = {}
        for number in range(rounds):
            moved = differences(old_given[number], given)
            since = differences(self._given[-1], given) if self._given else set()
            before, previous, links = old_rounds[number], links, {}
            for place, file in enumerate(version.order):
                known = before.get(file.path)
                if known is not None and (file.path in changed or not known.holds(different, moved)):
                    known = None
                if known is None and number and since.isdisjoint(previous[file.path].asked):
                    known = previous[file.path]
                links[file.path] = known if known is not None else run.link(place, given)
            self._rounds.append(links)
            self._given.append(given)
            given = _merged(links.values())
        return {path for path, link in links.items() if last.get(path) is not link}


class _Run:
    """Finds things in one version, and what was read for them."""

    def __init__(self, version: Version) -> None:
        self.version: Final = version
        self._notes: Final = Notes()
        self._evaluator: Final = NotingEvaluator(version.evaluator, self._notes)
        self._isolation: Final = Isolation(self._evaluator)

    def find(self, find: Callable[[NotingEvaluator], T], own: int = -1) -> tuple[set[Read], T]:
        """What something finds where nothing was found yet, and what was read; without what file `own` says itself."""
        self._isolation.begin()
        self._notes.clear()
        found = find(self._evaluator)
        return self.version.reads(self._notes, own), found

    def give_children(self, children: Mapping[int, Sequence[int]]) -> None:
        """Tells which types derive from which."""
        numbers = self.version.declaration_of
        self._evaluator.take_children({numbers[base]: [numbers[n] for n in found] for base, found in children.items()})

    def give_shapes(self, implemented: Mapping[int, tuple[int, ...]]) -> None:
        """Tells which types implement which interfaces by shape."""
        self._evaluator.take_shapes(implemented)

    def link(self, number: int, given: Mapping[int, Sequence[Given]]) -> Link:
        """Links a file, given what calls pass to parameters."""
        version = self.version
        arguments = _Arguments(version, given)
        reads, linked = self.find(lambda evaluator: link_file(evaluator, number, arguments), own=number)
        file, first = version.order[number], version.program.first_scope[number]
        passed = {
            version.declarations[parameter]: tuple(
                Given((file.said(expr), file.scopes[scope - first]), expr) for expr, scope in found
            )
            for parameter, found in linked.passed.items()
        }
        for emitted in linked.emitted.values():
            emitted.edges = [
                edge if isinstance(edge[1], str) else (edge[0], version.symbols[edge[1]], *edge[2:])
                for edge in emitted.edges
            ]
            emitted.overrides = [(version.symbols[one], version.symbols[other]) for one, other in emitted.overrides]
        return Link(reads, linked.emitted, passed, frozenset(version.declarations[n] for n in linked.asked))


def _merged(links: Iterable[Link]) -> dict[int, tuple[Given, ...]]:
    """What the calls of all files pass."""
    found: dict[int, tuple[Given, ...]] = {}
    for link in links:
        for parameter, given in link.passed.items():
            found[parameter] = (found.get(parameter, ()) + given)[:MOST]
    return found
