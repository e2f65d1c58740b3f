"""Linking by values that flow, kept up while files change.

Each round of `indexer.link.flow` is kept: what was found in it, from what, and what callers pass in it.  A change is taken
through the rounds in turn; each result of each round is the one that linking from nothing would find.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from indexer.languages.linking import Linking
from indexer.link.emitted import Emitted, ScopeEmitted
from indexer.link.emitter import Emitter
from indexer.link.flow import MOST_ROUNDS
from indexer.link.live.afresh import Afresh
from indexer.link.live.classes import Assignments, LiveClasses
from indexer.link.live.evaluator import LiveEvaluator
from indexer.link.live.modules import LiveModules
from indexer.link.live.numbering import SHIFT, FileNumbers
from indexer.link.live.program import LiveProgram
from indexer.link.live.rounds import Passed, Round
from indexer.link.live.table import Input, Node, Read, Reads
from indexer.link.live.version import Version, difference, version
from indexer.link.naming import symbol_ids
from indexer.link.tabling import Cause, Known
from indexer.link.targets import Targets
from indexer.link.values import EMPTY, Values, forget
from indexer.model.ir import Body
from indexer.model.records import FileFacts


class _Replaced(NamedTuple):
    """What replacing files came to."""

    scopes: set[int]
    """Scopes of the new versions."""
    gone: set[int]
    """Scopes that are no more."""
    classes: set[int]
    classes_gone: set[int]


class _Contributed(NamedTuple):
    """What a scope's statements contribute."""

    parts: list[Emitted]
    passed: Passed


_NO_BODY: tuple[int, dict[int, Body]] = (-1, {})


class Done(NamedTuple):
    """What the last update came to."""

    changed: int
    """Look-ups that have another answer now."""
    dropped: int
    """Results that were found by them."""
    scopes: int
    """Scopes that were linked again."""


class LiveFlow:
    """The files of one family, linked, and linked again where a change concerns them."""

    def __init__(self, files: Sequence[FileFacts], linking: Linking, roots: Sequence[str]) -> None:
        """Args: facts in the order of their paths; the language's side; paths of files that mark a source root."""
        self._reads = Reads()
        self._numbers = FileNumbers([facts.path for facts in files])
        self._program = LiveProgram(self._reads)
        self._modules = LiveModules(linking.modules, self._reads)
        self._evaluator = LiveEvaluator(self._program, self._modules, linking.library)
        self._table = self._evaluator.live_table
        classes = self._evaluator.classes
        assert isinstance(classes, LiveClasses)
        self._classes = classes
        self._emitter = Emitter(self._evaluator, Targets(self._evaluator))
        self._rounds = [Round()]
        self._roots: list[str] = []
        self._last: dict[int, _Contributed] = {}
        """What each scope contributes in the last round."""
        self._body = _NO_BODY
        """The bodies of the scopes of the file that was last looked into."""
        self.done = Done(0, 0, 0)
        self.update({facts.path: facts for facts in files}, roots)

    # ------------------------------------------------------------ what is linked

    def module_name(self, path: str) -> str:
        """The qualified name of a file's module."""
        return self._modules.qualified[self._numbers[path]]

    def place(self, symbol: int) -> tuple[str, int]:
        """Path and index in its file of a symbol, by its id."""
        state = self._program.states[self._program.home[symbol]]
        return state.path, state.index_of[symbol]

    def contributions(self, path: str) -> list[tuple[int, list[Emitted]]]:
        """What each symbol of a file contributes: (its index, contributions); targets are symbols' ids."""
        state = self._program.states[self._numbers[path]]
        found = []
        for scope in state.scopes:
            head: Emitted = self._evaluator.memo.get(("head", scope), self._head, scope)
            found.append((state.index_of[self._program.own(scope)], [head, *self._last[scope].parts]))
        return found

    # ------------------------------------------------------------ changes

    def update(self, changed: Mapping[str, FileFacts | None], roots: Sequence[str]) -> list[str]:
        """Takes up changed and new files, and files that are gone (None).

        Args:
            changed: facts by path.
            roots: paths of files that mark a source root, as they are now.

        Returns:
            Paths of the files that were linked again, sorted; all others contribute what they did.

        Raises:
            Afresh: classes derive from each other in a circle, and what is known of them depends on what is asked first.
        """
        self._reads.seen = set()
        self._table.enter(0, [frozenset()])
        self._evaluator.passing = self._rounds[0].expanded
        inputs = self._files(changed, roots)
        replaced = self._replace(changed, inputs)
        dropped = self._invalidate(inputs, replaced)
        if self._classes.circular:
            raise Afresh
        linked = self._link(replaced, dropped)
        self._body = _NO_BODY
        self._reads.seen = set()
        forget()
        self.done = Done(len(inputs), len(dropped), len(linked))
        return sorted({self._program.states[scope >> SHIFT].path for scope in linked})

    def _files(self, changed: Mapping[str, FileFacts | None], roots: Sequence[str]) -> set[Input]:
        """Takes up which files there are; gives the imports that lead elsewhere now."""
        known = {state.path for state in self._program.states.values()}
        added = [path for path, facts in changed.items() if facts is not None and path not in known]
        removed = {path for path, facts in changed.items() if facts is None and path in known}
        if not added and not removed and list(roots) == self._roots:
            return set()
        self._roots = list(roots)
        for path in added:
            if path not in self._numbers:
                self._numbers.add(path)
        return self._modules.rebuild(sorted(known.union(added) - removed), roots, self._numbers)

    def _replace(self, changed: Mapping[str, FileFacts | None], inputs: set[Input]) -> _Replaced:
        """Replaces files; adds what differs to `inputs`."""
        replaced = _Replaced(set(), set(), set(), set())
        program, classes = self._program, self._classes
        for path in sorted(changed):
            facts = changed[path]
            if path not in self._numbers:
                continue
            file = self._numbers[path]
            before = None
            if file in program.states:
                assigned, had = classes.of_file(file)
                before = version(program, file, assigned)
                replaced.classes_gone.update(had)
                replaced.gone.update(before.scopes)
                classes.take(file)
            old = program.take(file) if before is not None else None
            after = Version([], [], [], {}, {}, {}, {}, Assignments({}, {}))
            if facts is None:
                self._numbers.remove(path)
            else:
                scopes = program.put(file, facts, symbol_ids(facts), old)
                replaced.scopes.update(scopes)
                classes.put(file, scopes)
                assigned, has = classes.of_file(file)
                replaced.classes.update(has)
                if before is not None:
                    after = version(program, file, assigned)
            if before is not None:
                found = difference(before, after)
                inputs |= found.inputs
                self._evaluator.identities.replace(file, found.twins)
        replaced.gone.difference_update(replaced.scopes)
        replaced.classes_gone.difference_update(replaced.classes)
        return replaced

    def _invalidate(self, inputs: set[Input], replaced: _Replaced) -> set[Node]:
        """Forgets what depends on inputs, and brings the classes up; gives what was forgotten."""
        table = self._table
        of_scopes = {
            node
            for scope in (*replaced.scopes, *replaced.gone)
            for node in table.nodes(("scope", scope), ("head", scope))
        }
        table.drop(of_scopes)
        dropped: set[Node] = of_scopes
        changed: set[Read] = set(inputs)
        dirty = replaced.classes - self._classes.known() if inputs or replaced.scopes else set()
        gone = replaced.classes_gone
        while True:
            found, classes = table.dependents(changed, _is_class)
            table.drop(found)
            dropped |= found
            dirty |= {key[1] for _, key in classes}
            dirty -= gone
            if not dirty and not gone:
                return dropped
            children, different = self._classes.bring_up(dirty, gone)
            changed = {*children, *((0, ("class", scope)) for scope in different)}
            dirty, gone = set(), set()

    # ------------------------------------------------------------ rounds

    def _link(self, replaced: _Replaced, dropped: set[Node]) -> set[int]:
        """Takes a change through the rounds; gives the scopes that contribute anything else now, or may."""
        there = self._program.has
        work = {key[1] for _, key in dropped if key[0] == "scope" and there(key[1])} | replaced.scopes
        heads = {key[1] for _, key in dropped if key[0] == "head" and there(key[1])} | replaced.scopes
        for scope in sorted(heads):
            self._evaluator.memo.get(("head", scope), self._head, scope)
        touched = self._emit(0, work, replaced.gone)
        shifted: set[Cause] = set()
        moved: set[Cause] = set()
        number = 1
        while number <= MOST_ROUNDS:
            new = number == len(self._rounds)
            before = self._rounds[number - 1]
            if new:
                self._rounds.append(before.following())
            now = self._rounds[number]
            self._evaluator.passing = now.expanded
            stale = now.take_up(before, list(before.causes()) if new else touched)
            if not new:
                work |= self._forget(number, stale)
            moved |= stale
            shifted |= now.compare(before, self._table.asked(), moved)
            for layer in range(number + 1):
                work |= {key[1] for key in self._table.caused(layer, shifted) if key[0] == "scope"}
            if not now.changed:
                del self._rounds[number:]
                left = self._table.leave_out(number)
                work |= {key[1] for key in left if key[0] == "scope" and there(key[1])}
                break
            self._table.enter(number, [one.changed for one in self._rounds[: number + 1]])
            touched = self._emit(number, work, replaced.gone)
            number += 1
        return heads | self._contribute(work, replaced.gone)

    def _forget(self, number: int, causes: Iterable[Cause]) -> set[int]:
        """Forgets what a round found because of what was passed; gives the scopes among it."""
        nodes: set[Node] = {(number, key) for key in self._table.caused(number, causes)}
        further, _ = self._table.dependents(nodes, _is_class)
        nodes |= further
        self._table.drop(nodes)
        return {key[1] for _, key in nodes if key[0] == "scope"}

    def _emit(self, number: int, scopes: Iterable[int], gone: Iterable[int]) -> set[Cause]:
        """Makes sure that scopes are linked in a round; gives the parameters to which anything else is passed then."""
        touched: set[Cause] = set()
        now = self._rounds[number]
        for scope in gone:
            now.put(scope, {}, touched)
        for scope in sorted(scopes):
            if self._table.found(("scope", scope)) is None:
                self._emit_one(scope)
            now.put(scope, self._contributed(scope).passed, touched)
        return touched

    def _emit_one(self, scope: int) -> None:
        outer, self._reads.seen = self._reads.seen, set()
        emitted = ScopeEmitted(Emitted(), {})
        self._emitter.enter(scope)
        self._emitter.statements(self._body_of(scope), emitted)
        causes = frozenset[Cause]().union(*(causes for _, causes, _ in emitted.flowing.values()))
        passed: dict[Cause, Values] = {}
        for part in emitted.parts():
            for cause, values in part.passed.items():
                passed[cause] = passed.get(cause, EMPTY) | values
            part.passed = {}
        contributed = _Contributed(emitted.parts(), passed)
        self._table.keep(("scope", scope), Known(contributed, 0, causes), self._reads.seen)
        self._reads.seen = outer

    def _contributed(self, scope: int) -> _Contributed:
        known = self._table.found(("scope", scope))
        assert known is not None
        contributed = known[1].values
        assert isinstance(contributed, _Contributed)
        return contributed

    def _contribute(self, scopes: Iterable[int], gone: Iterable[int]) -> set[int]:
        """Takes up what scopes contribute in the last round; gives those for which that is something else than before."""
        last = len(self._rounds) - 1
        self._table.enter(last, [one.changed for one in self._rounds])
        changed: set[int] = set()
        for scope in scopes:
            now = self._contributed(scope)
            before = self._last.get(scope)
            self._last[scope] = now
            if before is None or (before is not now and before.parts != now.parts):
                changed.add(scope)
        for scope in gone:
            del self._last[scope]
        return changed

    def _head(self, scope: int) -> Emitted:
        return self._emitter.head(scope, self._body_of(scope))

    def _body_of(self, scope: int) -> Body:
        file = scope >> SHIFT
        if self._body[0] != file:
            self._body = (file, dict(self._program.bodies(file)))
        return self._body[1][scope]


def _is_class(node: Node) -> bool:
    return bool(node[1][0] == "class")
