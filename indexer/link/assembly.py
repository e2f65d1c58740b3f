"""From what scopes contribute to rows: symbols, edges, unresolved uses."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.link.emitted import Emitted, ScopeEmitted
from indexer.link.naming import Names
from indexer.link.program import Program
from indexer.link.targets import Target
from indexer.model.identity import symbol_id
from indexer.model.kinds import PROVENANCES
from indexer.model.records import Edge, FileFacts, Linked, Problem, Symbol, Unresolved

_TESTED = 0.9
"""A test that calls something most often tests it, or needs it to test something else."""
_NOTHING = ScopeEmitted(Emitted(), {})


_FIRST = {name: -place for place, name in enumerate(PROVENANCES)}
"""Of two findings of one edge that are equally sure, the provenance that comes first in the vocabulary is kept."""


class Assembly:
    """Turns what scopes contribute into rows."""

    def __init__(self, files: Sequence[FileFacts], program: Program, names: Names, tests: frozenset[str]) -> None:
        """Args: facts of all files; those that are linked; what their symbols are called; paths of test files."""
        self.files = files
        self.program = program
        self.names = names
        self.tests = tests
        self.externals: dict[str, int] = {}
        self.problems: list[Problem] = []

    def assemble(self, emitted: list[ScopeEmitted]) -> Linked:
        """The whole graph, given what each scope contributes, which is let go on the way."""
        symbols = self._symbols()
        edges: list[Edge] = []
        unresolved: list[Unresolved] = []
        self._contains(edges)
        for scope, one in enumerate(emitted):
            self._scope(scope, one.parts(), edges, unresolved)
            emitted[scope] = _NOTHING
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
                if old is None or (old[0], _FIRST[old[1]]) < (confidence, _FIRST[provenance]):
                    best[key] = (confidence, provenance)
        tested: dict[int, Edge] | None = {} if own.name.startswith("test") and facts.path in self.tests else None
        rows: list[Edge] = []
        for (kind, target, offset), (confidence, provenance) in best.items():
            line, column = facts.position(offset)
            edge = Edge(source, kind, self._id(target), line - first, column, provenance, confidence)
            rows.append(edge)
            if tested is not None and kind in ("calls", "instantiates") and isinstance(target, int):
                self._tested(edge, target, tested)
        if tested:
            rows += tested.values()
        rows.sort()  # sets of targets come in any order
        edges += rows
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
        id=number,
        moniker=f"external {name}",
        name=last,
        qualified_name=name,
        kind="external",
        path="",
        language="",
        parent=None,
        content_hash="",
        start_line=0,
        start_column=0,
        end_line=0,
        end_column=0,
        name_line=0,
        name_column=0,
        signature="",
        docstring="",
        exported=True,
        external=True,
        test=False,
        detail=(),
        words="",
    )
