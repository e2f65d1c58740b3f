"""From what scopes contribute to rows: symbols, edges, unresolved uses."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.link.emitted import Emitted
from indexer.link.naming import Names, Numbering
from indexer.link.targets import Target
from indexer.model.identity import symbol_id
from indexer.model.kinds import PROVENANCES
from indexer.model.packed import Packed
from indexer.model.records import Edge, FileFacts, Linked, Problem, Symbol, SymbolFact, Unresolved

_TESTED = 0.9
"""A test that calls something most often tests it, or needs it to test something else."""


_FIRST = {name: -place for place, name in enumerate(PROVENANCES)}
"""Of two findings of one edge that are equally sure, the provenance that comes first in the vocabulary is kept."""


_Row = tuple[int, str, int, int, int, str, float]
"""A row of `Edge`, not yet a record."""

Contribution = tuple[int, int, list[Emitted]]
"""(place of a file among those linked together, index of a symbol in it, what that contributes)."""


class Assembly:
    """Turns what symbols contribute into rows."""

    def __init__(self, files: Sequence[FileFacts], names: Names, tests: frozenset[str]) -> None:
        """Args: facts of all files; what their symbols are called; paths of test files."""
        self.files = files
        self.names = names
        self.tests = tests
        self.externals: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._numbers = Numbering(names, (), files)

    def assemble(self, families: Iterable[tuple[Sequence[int], Iterable[Contribution]]]) -> Linked:
        """The whole graph, given the files that are linked together and what their symbols contribute."""
        symbols = self._symbols()
        edges = Packed(Edge._make)
        unresolved = Packed(Unresolved._make)
        self._contains(edges)
        for numbers, contributions in families:
            self._numbers = Numbering(self.names, numbers, self.files)
            for place, index, parts in contributions:
                self._contributed(place, index, parts, edges, unresolved)
        # Names and numbers are made anew: the old ones lie scattered over the memory that linking took.
        names = marshal.dumps(sorted(self.externals))
        self.externals.clear()
        symbols += map(_external, marshal.loads(names))  # noqa: S302 - from the line above
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
            return self._numbers.id_of(target)
        found = self.externals.get(target)
        if found is None:
            found = self.externals[target] = symbol_id(f"external {target}")
        return found

    # ------------------------------------------------------------ edges

    def _contains(self, edges: Packed[Edge]) -> None:
        for number, facts in enumerate(self.files):
            ids, _, _ = self.names.of_file(number)
            first_lines = [facts.position(fact.start)[0] for fact in facts.symbols]
            rows = []
            for index, fact in enumerate(facts.symbols):
                if fact.parent >= 0:
                    line, column = first_lines[index], fact.start - facts.newlines[first_lines[index]]
                    line -= first_lines[fact.parent]
                    rows.append((ids[fact.parent], "contains", ids[index], line, column, "syntactic", 1.0))
            edges.extend(rows)

    def _contributed(
        self, place: int, index: int, parts: list[Emitted], edges: Packed[Edge], unresolved: Packed[Unresolved]
    ) -> None:
        """Rows of one symbol: the surest edge of each kind, target and site."""
        first_symbol = self._numbers.firsts[place]
        facts = self.files[self._numbers.files[place]]
        source = self._numbers.id_of(first_symbol + index)
        own = facts.symbols[index]
        first = facts.position(own.start)[0]
        best: dict[tuple[str, Target, int], tuple[float, str]] = {}
        for part in parts:
            for kind, target, offset, provenance, confidence in part.edges:
                key = (kind, target, offset)
                old = best.get(key)
                if old is None or (old[0], _FIRST[old[1]]) < (confidence, _FIRST[provenance]):
                    best[key] = (confidence, provenance)
        tested: dict[int, _Row] | None = {} if facts.path in self.tests and _is_test(own, facts.language) else None
        rows: list[_Row] = []
        for (kind, target, offset), (confidence, provenance) in best.items():
            line, column = facts.position(offset)
            edge = (source, kind, self._id(target), line - first, column, provenance, confidence)
            rows.append(edge)
            if tested is not None and kind in ("calls", "instantiates") and isinstance(target, int):
                self._tested(edge, target, tested)
        if tested:
            rows += tested.values()
        rows.sort()  # sets of targets come in any order
        unknown: list[tuple[Any, ...]] = []
        for part in parts:
            for name, offset, role, receiver in dict.fromkeys(part.unresolved):
                line, column = facts.position(offset)
                unknown.append((source, name, line - first, column, role, receiver))
            for method, base in part.overrides:
                fact = facts.symbols[method - first_symbol]
                line, column = facts.position(fact.name_start)
                line -= facts.position(fact.start)[0]
                ends = (self._numbers.id_of(method), self._numbers.id_of(base))
                rows.append((ends[0], "overrides", ends[1], line, column, "hierarchy", 1.0))
        edges.extend(rows)
        unresolved.extend(unknown)

    def _tested(self, edge: _Row, target: int, tested: dict[int, _Row]) -> None:
        """A test that uses something outside the tests tests it."""
        source, _, id_, line, column, _, confidence = edge
        if self._numbers.path_of(target) not in self.tests and id_ not in tested:
            tested[id_] = (source, "tests", id_, line, column, "heuristic", round(confidence * _TESTED, 3))


def _is_test(symbol: SymbolFact, language: str) -> bool:
    """Whether a symbol of a test file is a test: by its name or marks; a module whose tests are blocks that it runs."""
    if symbol.kind == "module":
        return language != "python"
    return symbol.name.lower().startswith("test") or "test" in symbol.detail


def _external(name: str) -> Symbol:
    """A symbol outside the indexed code."""
    last = name.rpartition(".")[2] or name
    moniker = f"external {name}"
    return Symbol(
        id=symbol_id(moniker),
        moniker=moniker,
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
