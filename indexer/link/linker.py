"""Linking: from all files' facts to one graph.

Rounds: in each, every scope is evaluated with what calls were seen to pass in the round before; the next round repeats
the scopes whose result depended on that, until nothing new is passed.  A round reads only complete earlier rounds, so
the result does not depend on the order of the files.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Collection, Sequence

from indexer.languages.python.modules import ModuleIndex
from indexer.link.emitter import Emitted, Emitter, Found
from indexer.link.evaluator import Evaluator
from indexer.link.naming import Names
from indexer.link.program import Program
from indexer.link.targets import Target, Targets
from indexer.link.values import EMPTY, Values
from indexer.model.identity import symbol_id
from indexer.model.records import Edge, FileFacts, Linked, Problem, Symbol, Unresolved

_MOST_ROUNDS = 6
_STACK = 512 * 1024 * 1024
"""Bytes of stack for the linking thread: evaluation recurses as deep as values flow."""
_RECURSION = 200_000


def link(files: Sequence[FileFacts], *, tests: Collection[str] = (), roots: Sequence[str] = ()) -> Linked:
    """Links all files' facts into one graph.

    Args:
        files: facts, in the order of their paths.
        tests: paths of test files.
        roots: paths of files that mark a source root (pyproject.toml, setup.py ...).

    Returns:
        The whole current graph; equal input gives equal output, in equal order.
    """
    result: list[Linked] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(_link(files, frozenset(tests), roots))
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread
            failure.append(error)

    outer_size, outer_limit = threading.stack_size(_STACK), sys.getrecursionlimit()
    collecting = gc.isenabled()
    gc.disable()
    try:
        sys.setrecursionlimit(max(outer_limit, _RECURSION))
        thread = threading.Thread(target=run, name="link")
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(outer_limit)
        threading.stack_size(outer_size)
        if collecting:
            gc.enable()
    if failure:
        raise failure[0]
    return result[0]


def _link(files: Sequence[FileFacts], tests: frozenset[str], roots: Sequence[str]) -> Linked:
    linked = [facts for facts in files if facts.semantics is not None]
    modules = ModuleIndex([facts.path for facts in linked], roots)
    names = Names(files, {facts.path: modules.qualified[n] for n, facts in enumerate(linked)})
    program = Program(linked)
    evaluator = Evaluator(program, modules)
    targets = Targets(evaluator)
    emitter = Emitter(evaluator, targets)
    emitted = _rounds(program, evaluator, emitter)
    return _Assembly(files, program, names, emitter, tests).assemble(emitted)


def _rounds(program: Program, evaluator: Evaluator, emitter: Emitter) -> list[Emitted]:
    """Evaluates scopes until what calls pass no longer changes."""
    emitted: list[Emitted] = [emitter.emit(scope) for scope in range(len(program.scopes))]
    for _ in range(_MOST_ROUNDS):
        inflow: dict[tuple[int, int], Values] = {}
        for one in emitted:
            for key, values in one.passed.items():
                inflow[key] = inflow.get(key, EMPTY) | values
        if inflow == evaluator.inflow:
            break
        evaluator.next_round(inflow)
        for scope, one in enumerate(emitted):
            if one.flows:
                emitted[scope] = emitter.emit(scope)
    return emitted


class _Assembly:
    """Turns what scopes contribute into rows."""

    def __init__(
        self, files: Sequence[FileFacts], program: Program, names: Names, emitter: Emitter, tests: frozenset[str]
    ) -> None:
        self.files = files
        self.program = program
        self.names = names
        self.emitter = emitter
        self.tests = tests
        self.externals: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._tested_pairs: set[tuple[int, int]] = set()

    def assemble(self, emitted: list[Emitted]) -> Linked:
        symbols = self._symbols()
        edges: dict[tuple[int, str, int, int, int], Edge] = {}
        unresolved: list[Unresolved] = []
        self._contains(edges)
        for scope, one in enumerate(emitted):
            self._edges(scope, one.edges, edges)
            decorated = self.emitter.decorates(scope)
            if decorated:
                self._edges(scope, decorated, edges)
            self._unresolved(scope, one, unresolved)
        for name in sorted(self.externals):
            symbols.append(_external(name, self.externals[name]))
        return Linked(symbols, list(edges.values()), unresolved, self.problems)

    # ------------------------------------------------------------ symbols

    def _symbols(self) -> list[Symbol]:
        found: list[Symbol] = []
        seen: dict[int, str] = {}
        for number, facts in enumerate(self.files):
            ids, monikers, qualified = self.names.of_file(number)
            test = facts.path in self.tests
            for index, fact in enumerate(facts.symbols):
                if seen.setdefault(ids[index], monikers[index]) != monikers[index]:
                    self.problems.append(Problem(facts.path, "id-collision", f"{monikers[index]} is left out", 0))
                    continue
                start_line, start_column = facts.position(fact.start)
                end_line, end_column = facts.position(fact.end)
                name_line, name_column = facts.position(fact.name_start)
                found.append(
                    Symbol(
                        ids[index], monikers[index], fact.name, qualified[index], fact.kind, facts.path, facts.language,
                        ids[fact.parent] if fact.parent >= 0 else None, fact.content_hash, start_line, start_column,
                        end_line, end_column, name_line, name_column, fact.signature, fact.docstring, fact.exported, False,
                        test, fact.detail, fact.words,
                    )  # fmt: skip
                )
        return found

    def _id(self, target: Target) -> int:
        if target[0] == "symbol":
            return self.names.by_number(int(target[1]))
        name = str(target[1])
        found = self.externals.get(name)
        if found is None:
            found = self.externals[name] = symbol_id(f"external {name}")
        return found

    # ------------------------------------------------------------ edges

    def _contains(self, edges: dict[tuple[int, str, int, int, int], Edge]) -> None:
        for number, facts in enumerate(self.files):
            ids, _, _ = self.names.of_file(number)
            first_lines = [facts.position(fact.start)[0] for fact in facts.symbols]
            for index, fact in enumerate(facts.symbols):
                if fact.parent >= 0:
                    line, column = first_lines[index], fact.start - facts.newlines[first_lines[index]]
                    edge = Edge(ids[fact.parent], "contains", ids[index], line - first_lines[fact.parent], column, "syntactic", 1.0)
                    edges[edge[:5]] = edge

    def _edges(self, scope: int, found: list[Found], edges: dict[tuple[int, str, int, int, int], Edge]) -> None:
        program = self.program
        facts = program.files[program.file_of[scope]]
        number = program.symbol_of[scope]
        source = self.names.by_number(number)
        own = facts.symbols[number - program.first_symbol[program.file_of[scope]]]
        first = facts.position(own.start)[0]
        tests = own.name.startswith("test") and facts.path in self.tests
        for kind, target, offset, provenance, confidence in found:
            goal = self._id(target)
            if offset < 0:  # an overriding method: its own place
                kind, _, method = kind.partition(":")  # noqa: PLW2901
                self._override(int(method), goal, facts, edges)
                continue
            line, column = facts.position(offset)
            edge = Edge(source, kind, goal, line - first, column, provenance, confidence)
            old = edges.get(edge[:5])
            if old is None or old.confidence < confidence:
                edges[edge[:5]] = edge
            if tests and kind in ("calls", "instantiates") and target[0] == "symbol":
                self._tested(edge, int(target[1]), edges)

    def _override(self, method: int, goal: int, facts: FileFacts, edges: dict[tuple[int, str, int, int, int], Edge]) -> None:
        fact = facts.symbols[method - self.program.first_symbol[self._file_number(facts)]]
        line, column = facts.position(fact.name_start)
        edge = Edge(
            self.names.by_number(method), "overrides", goal, line - facts.position(fact.start)[0], column, "hierarchy", 1.0
        )
        edges[edge[:5]] = edge

    def _file_number(self, facts: FileFacts) -> int:
        return self.names.linked_number(facts.path)

    def _tested(self, edge: Edge, target: int, edges: dict[tuple[int, str, int, int, int], Edge]) -> None:
        """A test that uses something outside the tests tests it."""
        if self.names.path_of(target) in self.tests:
            return
        key = (edge.source, edge.target)
        if key not in self._tested_pairs:
            self._tested_pairs.add(key)
            tested = edge._replace(kind="tests", provenance="heuristic", confidence=round(edge.confidence * 0.9, 3))
            edges[tested[:5]] = tested

    def _unresolved(self, scope: int, one: Emitted, found: list[Unresolved]) -> None:
        if not one.unresolved:
            return
        program = self.program
        facts = program.files[program.file_of[scope]]
        number = program.symbol_of[scope]
        source = self.names.by_number(number)
        first = facts.position(facts.symbols[number - program.first_symbol[program.file_of[scope]]].start)[0]
        for name, offset, role, receiver in dict.fromkeys(one.unresolved):
            line, column = facts.position(offset)
            found.append(Unresolved(source, name, line - first, column, role, receiver))


def _external(name: str, number: int) -> Symbol:
    """A symbol outside the indexed code."""
    last = name.rpartition(".")[2] or name
    return Symbol(
        number, f"external {name}", last, name, "external", "", "", None, "", 0, 0, 0, 0, 0, 0, "", "", True, True, False, (), ""
    )


