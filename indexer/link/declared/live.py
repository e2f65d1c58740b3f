"""Linking by declarations that is kept up to date: of a change, only the files that looked up what is different now are linked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

from indexer.languages.rules import Rules
from indexer.link.declared.findings import NOTHING, Finding, Findings, Given, Link, merged, read
from indexer.link.declared.isolation import Isolation
from indexer.link.declared.linker import MOST_ROUNDS, by_base, derivations, link_file
from indexer.link.declared.noting import Notes, NotingEvaluator, inverse
from indexer.link.declared.parts import FileVersion, Read, token
from indexer.link.declared.passing import Argument, Passed
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

    def __init__(
        self,
        files: Sequence[FileFacts],
        configs: Mapping[str, bytes],
        rules: type[Rules],
        records: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        """Args: facts; contents of project files by path; the family's rules; what was written down when these files were linked,
        by path in the order of paths, none where they are to be linked now."""
        self._rules: Final = rules
        self._files: dict[str, FileVersion] = {}
        self._paths: dict[int, str] = {}
        """Of each symbol, the path of its file."""
        self._version = Version([], configs, rules)
        self._findings = read(records)
        self._recorded = self._findings
        """What is written down of these."""
        self.counts = Counts(0, 0)
        if self._findings.bases:
            self._take({one.path: one for one in files})
            self._version = Version(self._in_order(), dict(configs), rules)
        else:
            self.update({one.path: one for one in files}, configs)

    def update(self, changed: Mapping[str, FileFacts | None], configs: Mapping[str, bytes]) -> list[str]:
        """Takes up changes.

        Args:
            changed: facts of changed and added files by path, None for removed ones.
            configs: contents of all project files, as they are now.

        Returns:
            Paths of the files that were linked again, sorted.
        """
        before = {path: self._files.get(path) for path in changed}
        self._take(changed)
        old = self._version
        new = self._version = Version(self._in_order(), dict(configs), self._rules)
        different: set[Read] = set()
        compared = 0
        if not self._findings.bases or _concerns_all(old, new, before):
            self._findings = NOTHING
        else:
            different = {one for path, file in before.items() for one in changes(file, self._files.get(path))}
            more, compared = table_changes(old, new, before)
            different |= more
        renamed = {
            path for path in old.files.keys() & new.files.keys() if old.module_name(path) != new.module_name(path)
        }
        again = _Again(new, self._findings, renamed | changed.keys(), set(map(token, different)))
        self._findings, linked = again.found()
        self.counts = Counts(len(linked), compared)
        return sorted(linked)

    def otherwise(self) -> dict[str, bytes | None]:
        """What is to be written down otherwise than when this was last asked, by path; None for what is gone."""
        found = self._findings.otherwise(self._recorded)
        self._recorded = self._findings
        return found

    def module_name(self, path: str) -> str:
        """The qualified name of a file's module."""
        return self._version.module_name(path)

    def contributions(self, path: str) -> list[tuple[int, list[Emitted]]]:
        """What each symbol of a file that was linked here contributes, by its index in the file; targets are numbers that `place`
        takes."""
        emitted = self._findings.rounds[-1][path].emitted
        assert emitted is not None, "what another process linked is in its index"
        return [(symbol, [one]) for symbol, one in sorted(emitted.items())]

    def place(self, number: int) -> tuple[str, int]:
        """Path and index in its file of a symbol."""
        path = self._paths[number]
        return path, self._files[path].index_of_symbol[number]

    def _take(self, files: Mapping[str, FileFacts | None]) -> None:
        for path, facts in files.items():
            if facts is None:
                self._files.pop(path, None)
            else:
                self._files[path] = FileVersion(facts, unpacked(facts))
                self._paths.update(dict.fromkeys(self._files[path].symbols, path))

    def _in_order(self) -> list[FileVersion]:
        return [self._files[path] for path in sorted(self._files)]


def _concerns_all(old: Version, new: Version, before: Mapping[str, FileVersion | None]) -> bool:
    """Whether something changed that is not looked up piece by piece."""
    if old.basis() != new.basis():
        return True
    rules = new.evaluator.rules
    return any(
        file is not None and path in new.files and rules.basis(file.file) != rules.basis(new.files[path].file)
        for path, file in before.items()
    )


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


class _Again:
    """Finds again, in one version, what was found from something that is different."""

    def __init__(self, version: Version, before: Findings, changed: set[str], different: set[int]) -> None:
        """Args: all files as they are now; what was found before; paths of changed, added and removed files, and of those whose module
        is called otherwise; tokens of what is different now that may have been read."""
        self._version: Final = version
        self._before: Final = before
        self._changed: Final = changed
        self._different: Final = different
        self._run: Final = _Run(version)

    def found(self) -> tuple[Findings, set[str]]:
        """What is found now; and paths of the files that were linked again."""
        bases = self._derive()
        shapes = None
        if self._version.evaluator.rules.structural:
            shapes = self._compare()
        else:
            self._run.give_shapes({})
        rounds = self._link()
        last = self._before.rounds[-1] if self._before.rounds else {}
        return Findings(bases, shapes, rounds), {
            path for path, link in rounds[-1].items() if last.get(path) is not link
        }

    def _derive(self) -> dict[str, Finding]:
        """Finds bases again; what derives otherwise now is different."""
        version, before = self._version, self._before.bases
        bases: dict[str, Finding] = {}
        for number, file in enumerate(version.order):
            known = before.get(file.path)
            if known is None or file.path in self._changed or not self._different.isdisjoint(known.reads):
                reads, pairs = self._run.find(partial(derivations, file=number), own=number)
                known = Finding(reads, [(version.declarations[a], version.declarations[b]) for a, b in pairs])
            bases[file.path] = known
        old, children = _children(before.values()), _children(bases.values())
        self._run.give_children(children)
        self._different.update(token(("children", one)) for one in differences(old, children))
        return bases

    def _compare(self) -> Finding:
        """Compares types by shape again; what implements, or is implemented, otherwise now is different."""
        version, old = self._version, self._before.shapes
        now = old
        if now is None or not self._different.isdisjoint(now.reads):
            reads, found = self._run.find(lambda evaluator: Shapes(evaluator).implemented())
            stable = {
                version.declarations[number]: tuple(version.declarations[n] for n in interfaces)
                for number, interfaces in found.items()
            }
            now = Finding(reads, stable)
        numbers = version.declaration_of
        implemented = now.found.items()
        self._run.give_shapes({numbers[one]: tuple(numbers[n] for n in interfaces) for one, interfaces in implemented})
        if old is not None and old is not now:
            different: set[Read] = {("implemented", one) for one in differences(old.found, now.found)}
            different |= {("implementers", one) for one in differences(inverse(old.found), inverse(now.found))}
            self._different.update(map(token, different))
        return now

    def _link(self) -> list[Mapping[str, Link]]:
        version, before = self._version, self._before
        rounds = MOST_ROUNDS if version.evaluator.rules.flow else 1
        old_rounds = before.rounds or [{} for _ in range(rounds)]
        old_given = before.given() if before.rounds else [{} for _ in range(rounds)]
        found: list[Mapping[str, Link]] = []
        given: Mapping[int, tuple[Given, ...]] = {}
        since: set[int] = set()
        links: dict[str, Link] = {}
        for number in range(rounds):
            moved = differences(old_given[number], given)
            previous, links = links, {}
            for place, file in enumerate(version.order):
                path = file.path
                known = old_rounds[number].get(path)
                if known is not None and (path in self._changed or not known.holds(self._different, moved)):
                    known = None
                if known is None and number and _can_stay(previous[path], since):
                    known = previous[path]
                links[path] = known if known is not None else self._run.link(place, given)
            found.append(links)
            passed = merged(links.values())
            given, since = passed, differences(given, passed)
        return found


def _can_stay(link: Link, since: set[int]) -> bool:
    """Whether what linking a file gave in the round before holds in the next, given parameters to which something else is passed."""
    return link.emitted is not None and since.isdisjoint(link.asked)


def _children(bases: Iterable[Finding]) -> dict[int, tuple[int, ...]]:
    """The types that derive from each type."""
    found = by_base(pair for one in bases for pair in one.found)
    return {base: tuple(derived) for base, derived in found.items()}


class _Run:
    """Finds things in one version, and what was read for them."""

    def __init__(self, version: Version) -> None:
        self.version: Final = version
        self._notes: Final = Notes()
        self._evaluator: Final = NotingEvaluator(version.evaluator, self._notes)
        self._isolation: Final = Isolation(self._evaluator)

    def find(self, find: Callable[[NotingEvaluator], T], own: int = -1) -> tuple[frozenset[int], T]:
        """Tokens of what was read, without what file `own` says itself; and what something finds where nothing was found yet."""
        self._isolation.begin()
        self._notes.clear()
        found = find(self._evaluator)
        return frozenset(map(token, self.version.reads(self._notes, own))), found

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
