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
from indexer.link.emitted import Emitted, ScopeEmitted
from indexer.link.emitter import Emitter
from indexer.link.evaluator import Evaluator
from indexer.link.naming import Names
from indexer.link.program import Program
from indexer.link.targets import Target, Targets
from indexer.link.values import Values
from indexer.model.identity import symbol_id
from indexer.model.records import Edge, FileFacts, Linked, Problem, Symbol, Unresolved

_MOST_ROUNDS = 6
_STACK = 512 * 1024 * 1024
"""Bytes of stack for the linking thread: evaluation recurses as deep as values flow."""
_RECURSION = 200_000
_TESTED = 0.9
"""A test that calls something most often tests it, or needs it to test something else."""
_NOTHING = ScopeEmitted(Emitted(), {})


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
    emitted = _rounds(program, modules)  # what evaluation remembers is let go here
    return _Assembly(files, program, names, tests).assemble(emitted)


def _rounds(program: Program, modules: ModuleIndex) -> list[ScopeEmitted]:
    """Evaluates scopes until what calls pass no longer changes."""
    evaluator = Evaluator(program, modules)
    emitter = Emitter(evaluator, Targets(evaluator))
    emitted = [emitter.emit(scope) for scope in range(len(program.scopes))]
    settled: dict[tuple[int, int], Values] = {}
    for one in emitted:
        _add(settled, one.settled.passed)
        one.settled.passed = {}
    flowing = [(scope, one) for scope, one in enumerate(emitted) if one.flowing]
    for _ in range(_MOST_ROUNDS):
        inflow = dict(settled)
        for _scope, one in flowing:
            for part, _causes in one.flowing.values():
                _add(inflow, part.passed)
        changed = evaluator.next_round(inflow)
        if not changed:
            break
        for scope, one in flowing:
            emitter.emit_again(scope, one, changed)
    return emitted


def _add(inflow: dict[tuple[int, int], Values], passed: dict[tuple[int, int], Values]) -> None:
    for key, values in passed.items():
        old = inflow.get(key)
        inflow[key] = values if old is None else old | values


class _Assembly:
    """Turns what scopes contribute into rows."""

    def __init__(self, files: Sequence[FileFacts], program: Program, names: Names, tests: frozenset[str]) -> None:
        self.files = files
        self.program = program
        self.names = names
        self.tests = tests
        self.externals: dict[str, int] = {}
        self.problems: list[Problem] = []

    def assemble(self, emitted: list[ScopeEmitted]) -> Linked:
        symbols = self._symbols()
        edges: list[Edge] = []
        unresolved: list[Unresolved] = []
        self._contains(edges)
        for scope, one in enumerate(emitted):
            self._scope(scope, one.parts(), edges, unresolved)
            emitted[scope] = _NOTHING  # what has been turned into rows is let go
        for name in sorted(self.externals):
            symbols.append(_external(name, self.externals[name]))
        return Linked(symbols, edges, unresolved, self.problems)

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
                        ids[index],
                        monikers[index],
                        fact.name,
                        qualified[index],
                        fact.kind,
                        facts.path,
                        facts.language,
                        ids[fact.parent] if fact.parent >= 0 else None,
                        fact.content_hash,
                        start_line,
                        start_column,
                        end_line,
                        end_column,
                        name_line,
                        name_column,
                        fact.signature,
                        fact.docstring,
                        fact.exported,
                        False,
                        test,
                        fact.detail,
                        fact.words,
                    )
                )
        return found

    def _id(self, target: Target) -> int:
        if isinstance(target, int):
            return self.names.by_number(target)
        found = self.externals.get(target)
        if found is None:
            found = self.externals[target] = symbol_id(f"external {target}")
        return found

    # ------------------------------------------------------------ edges

    def _contains(self, edges: list[Edge]) -> None:
        for number, facts in enumerate(self.files):
            ids, _, _ = self.names.of_file(number)
            first_lines = [facts.position(fact.start)[0] for fact in facts.symbols]
            for index, fact in enumerate(facts.symbols):
                if fact.parent >= 0:
                    line, column = first_lines[index], fact.start - facts.newlines[first_lines[index]]
                    line -= first_lines[fact.parent]
                    edges.append(Edge(ids[fact.parent], "contains", ids[index], line, column, "syntactic", 1.0))

    def _scope(self, scope: int, parts: list[Emitted], edges: list[Edge], unresolved: list[Unresolved]) -> None:
        """Rows of one scope: the surest edge of each kind, target and site."""
        program = self.program
        facts = program.files[program.file_of[scope]]
        number = program.symbol_of[scope]
        first_symbol = program.first_symbol[program.file_of[scope]]
        source = self.names.by_number(number)
        own = facts.symbols[number - first_symbol]
        first = facts.position(own.start)[0]
        best: dict[tuple[str, Target, int], tuple[float, str]] = {}
        for part in parts:
            for kind, target, offset, provenance, confidence in part.edges:
                key = (kind, target, offset)
                old = best.get(key)
                if old is None or old[0] < confidence:
                    best[key] = (confidence, provenance)
        tested: dict[int, Edge] | None = {} if own.name.startswith("test") and facts.path in self.tests else None
        for (kind, target, offset), (confidence, provenance) in best.items():
            line, column = facts.position(offset)
            edge = Edge(source, kind, self._id(target), line - first, column, provenance, confidence)
            edges.append(edge)
            if tested is not None and kind in ("calls", "instantiates") and isinstance(target, int):
                self._tested(edge, target, tested)
        if tested:
            edges += tested.values()
        for part in parts:
            for name, offset, role, receiver in dict.fromkeys(part.unresolved):
                line, column = facts.position(offset)
                unresolved.append(Unresolved(source, name, line - first, column, role, receiver))
            for method, base in part.overrides:
                fact = facts.symbols[method - first_symbol]
                line, column = facts.position(fact.name_start)
                line -= facts.position(fact.start)[0]
                ends = (self.names.by_number(method), self.names.by_number(base))
                edges.append(Edge(ends[0], "overrides", ends[1], line, column, "hierarchy", 1.0))

    def _tested(self, edge: Edge, target: int, tested: dict[int, Edge]) -> None:
        """A test that uses something outside the tests tests it."""
        if self.names.path_of(target) not in self.tests and edge.target not in tested:
            confidence = round(edge.confidence * _TESTED, 3)
            tested[edge.target] = edge._replace(kind="tests", provenance="heuristic", confidence=confidence)


def _external(name: str, number: int) -> Symbol:
    """A symbol outside the indexed code."""
    last = name.rpartition(".")[2] or name
    return Symbol(
        number,
        f"external {name}",
        last,
        name,
        "external",
        "",
        "",
        None,
        "",
        0,
        0,
        0,
        0,
        0,
        0,
        "",
        "",
        True,
        True,
        False,
        (),
        "",
    )
