"""From what scopes contribute to rows: symbols, edges, unresolved uses."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, NamedTuple

from indexer.link.emitted import Emitted
from indexer.link.naming import Names, Targeted, named
from indexer.link.targets import Target
from indexer.model.identity import symbol_id
from indexer.model.kinds import PROVENANCES
from indexer.model.packed import Packed
from indexer.model.records import Edge, FileFacts, Linked, Problem, Symbol, SymbolFact, Unresolved

_TESTED = 0.9
"""A test that calls something most often tests it, or needs it to test something else."""


_NONE: Final[AbstractSet[int]] = frozenset()
_FIRST = {name: -place for place, name in enumerate(PROVENANCES)}
"""Of two findings of one edge that are equally sure, the provenance that comes first in the vocabulary is kept."""


_Row = tuple[int, str, int, int, int, str, float]
"""A row of `Edge`, not yet a record."""
_Unknown = tuple[int, str, int, int, str, str]
"""A row of `Unresolved`, not yet a record."""

Contribution = tuple[int, int, list[Emitted]]
"""(place of a file among those linked together, index of a symbol in it, what that contributes)."""


class Family(NamedTuple):
    """Files that are linked together."""

    numbers: Sequence[int]
    """Which of all files they are."""
    targeted: Targeted
    contributions: Iterable[Contribution]


class Ends(NamedTuple):
    """What the targets of contributions are."""

    id_of: Callable[[Target], int]
    """The id of a target."""
    index_of: Callable[[int], int]
    """The index in its file of a symbol, by its number."""
    in_tests: Callable[[int], bool]
    """Whether a symbol stands in a test file, by its number."""


class LinkedFile(NamedTuple):
    """What linking gives for one file."""

    symbols: list[Symbol]
    edges: list[tuple[Any, ...]]
    """Rows of `Edge` that lead from its symbols, ascending."""
    unresolved: list[tuple[Any, ...]]
    """Rows of `Unresolved`, ascending."""
    externals: dict[int, str]
    """Names of what its edges lead to outside of the repository, by id."""


Named = tuple[Sequence[int], Sequence[str], Sequence[str]]
"""Ids, monikers and qualified names of a file's symbols."""


class Assembly:
    """Turns what symbols contribute into rows."""

    def __init__(self, files: Sequence[FileFacts], names: Names, tests: frozenset[str]) -> None:
        """Args: facts of all files; what their symbols are called; paths of test files."""
        self.files = files
        self.names = names
        self.tests = tests
        self.externals: dict[str, int] = {}
        self.problems: list[Problem] = []

    def assemble(self, families: Iterable[Family]) -> Linked:
        """The whole graph, given the families of files."""
        edges = Packed(Edge._make)
        unresolved = Packed(Unresolved._make)
        for number, facts in enumerate(self.files):
            edges.extend(contained(facts, self.names.of_file(number)[0]))
        for numbers, targeted, contributions in families:
            ends = self._ends(targeted)
            last, marked = -1, _NONE
            for place, index, parts in contributions:
                facts, ids = self.files[numbers[place]], self.names.of_file(numbers[place])[0]
                if place != last:
                    last, marked = place, marked_tests(facts, ids)
                rows, unknown = contributed(
                    facts, ids[index], index, parts, ends, marked, test=facts.path in self.tests
                )
                edges.extend(rows)
                unresolved.extend(unknown)
        symbols = self._symbols()  # only now: until here linking needs the memory
        # Names and numbers are made anew: the old ones lie scattered over the memory that linking took.
        names = marshal.dumps(sorted(self.externals))
        self.externals.clear()
        symbols += map(external, marshal.loads(names))  # noqa: S302 - from the line above
        return Linked(symbols, edges, unresolved, self.problems)

    def _symbols(self) -> list[Symbol]:
        found: list[Symbol] = []
        seen: dict[int, str] = {}
        for number, facts in enumerate(self.files):
            for symbol in symbols_of(facts, self.names.of_file(number), test=facts.path in self.tests):
                if seen.setdefault(symbol.id, symbol.moniker) != symbol.moniker:
                    self.problems.append(Problem(facts.path, "id-collision", f"{symbol.moniker} is left out", 0))
                else:
                    found.append(symbol)
        return found

    def _ends(self, targeted: Targeted) -> Ends:
        def id_of(target: Target) -> int:
            if isinstance(target, int):
                return targeted.id_of(target)
            found = self.externals.get(target)
            if found is None:
                found = self.externals[target] = external_id(target)
            return found

        def in_tests(symbol: int) -> bool:
            return targeted.path_of(symbol) in self.tests

        return Ends(id_of, targeted.index_of, in_tests)


def linked_file(
    facts: FileFacts,
    module: str,
    contributions: Iterable[tuple[int, list[Emitted]]],
    ends: Ends,
    externals: dict[int, str],
    *,
    test: bool,
) -> LinkedFile:
    """The rows of a file.

    Args:
        facts: of the file.
        module: the qualified name of its module.
        contributions: what each of its symbols contributes, with the symbol's index.
        ends: what the targets are; `id_of` adds to `externals`.
        externals: names of targets outside of the repository, by id.
        test: whether it is a test file.
    """
    names = named(facts, module)
    ids = names[0]
    edges = contained(facts, ids)
    unresolved: list[_Unknown] = []
    marked = marked_tests(facts, ids)
    for index, parts in contributions:
        rows, unknown = contributed(facts, ids[index], index, parts, ends, marked, test=test)
        edges += rows
        unresolved += unknown
    return LinkedFile(list(symbols_of(facts, names, test=test)), sorted(edges), sorted(unresolved), externals)


def marked_tests(facts: FileFacts, ids: Sequence[int]) -> AbstractSet[int]:
    """The ids of what a file itself marks as tests (`#[test]`, `#[cfg(test)]`), and of all that stands inside."""
    found: set[int] = set()
    for one, fact in zip(ids, facts.symbols, strict=True):
        if "test" in fact.detail or (fact.parent >= 0 and ids[fact.parent] in found):
            found.add(one)
    return found


def symbols_of(facts: FileFacts, named: Named, *, test: bool) -> Iterator[Symbol]:
    """The symbols of a file."""
    ids, monikers, qualified = named
    marked = marked_tests(facts, ids)
    for index, fact in enumerate(facts.symbols):
        start_line, start_column = facts.position(fact.start)
        end_line, end_column = facts.position(fact.end)
        name_line, name_column = facts.position(fact.name_start)
        yield Symbol(
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
            test or ids[index] in marked,
            fact.detail,
            fact.words,
        )


def contained(facts: FileFacts, ids: Sequence[int]) -> list[_Row]:
    """The edges from a file's symbols to those that stand in them."""
    first_lines = [facts.position(fact.start)[0] for fact in facts.symbols]
    rows: list[_Row] = []
    for index, fact in enumerate(facts.symbols):
        if fact.parent >= 0:
            line, column = first_lines[index], fact.start - facts.newlines[first_lines[index]]
            line -= first_lines[fact.parent]
            rows.append((ids[fact.parent], "contains", ids[index], line, column, "syntactic", 1.0))
    return rows


def contributed(
    facts: FileFacts,
    source: int,
    index: int,
    parts: Sequence[Emitted],
    ends: Ends,
    marked: AbstractSet[int],
    *,
    test: bool,
) -> tuple[list[_Row], list[_Unknown]]:
    """Rows of one symbol: the surest edge of each kind, target and site; and its uses that are unresolved.

    Args:
        facts: of its file.
        source: its id.
        index: its index in the file.
        parts: what it contributes.
        ends: what the targets are.
        marked: see `marked_tests`.
        test: whether the file is a test file.
    """
    own = facts.symbols[index]
    first = facts.position(own.start)[0]
    best: dict[tuple[str, Target, int], tuple[float, str]] = {}
    for part in parts:
        for kind, target, offset, provenance, confidence in part.edges:
            key = (kind, target, offset)
            old = best.get(key)
            if old is None or (old[0], _FIRST[old[1]]) < (confidence, _FIRST[provenance]):
                best[key] = (confidence, provenance)
    is_part = test or source in marked
    tested: dict[int, _Row] | None = {} if is_part and _is_test(own, facts.language) else None
    rows: list[_Row] = []
    for (kind, target, offset), (confidence, provenance) in best.items():
        line, column = facts.position(offset)
        edge = (source, kind, ends.id_of(target), line - first, column, provenance, confidence)
        rows.append(edge)
        if tested is not None and kind in ("calls", "instantiates") and isinstance(target, int):
            _tested(edge, tested, outside=not ends.in_tests(target) and edge[2] not in marked)
    if tested:
        rows += tested.values()
    for part in parts:
        for method, base in part.overrides:
            fact = facts.symbols[ends.index_of(method)]
            line, column = facts.position(fact.name_start)
            line -= facts.position(fact.start)[0]
            rows.append((ends.id_of(method), "overrides", ends.id_of(base), line, column, "hierarchy", 1.0))
    rows.sort()  # sets of targets come in any order
    unknown: list[_Unknown] = []
    for name, offset, role, receiver in dict.fromkeys(use for part in parts for use in part.unresolved):
        line, column = facts.position(offset)
        unknown.append((source, name, line - first, column, role, receiver))
    unknown.sort()  # what is settled comes before what flows, and which is which depends on other files
    return rows, unknown


def _tested(edge: _Row, tested: dict[int, _Row], *, outside: bool) -> None:
    """A test that uses something outside the tests tests it."""
    source, _, target, line, column, _, confidence = edge
    if outside and target not in tested:
        tested[target] = (source, "tests", target, line, column, "heuristic", round(confidence * _TESTED, 3))


def _is_test(symbol: SymbolFact, language: str) -> bool:
    """Whether a symbol of a test file is a test: by its name or marks; a module whose tests are blocks that it runs."""
    if symbol.kind == "module":
        return language != "python"
    return symbol.name.lower().startswith("test") or "test" in symbol.detail


def external_id(name: str) -> int:
    """The id of a symbol outside the indexed code."""
    return symbol_id(f"external {name}")


def external(name: str) -> Symbol:
    """A symbol outside the indexed code."""
    last = name.rpartition(".")[2] or name
    moniker = f"external {name}"
    return Symbol(
        id=external_id(name),
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
