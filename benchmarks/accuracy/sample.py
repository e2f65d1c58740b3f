"""Random edges with their source, for reading by hand.

    python -m benchmarks.accuracy.sample <repository> --each 10 --seed 1 > sample.txt
    python -m benchmarks.accuracy.sample <repository> --kind calls --unresolved 40

Edges are drawn apart for each kind, and calls apart for each provenance. Which ones are drawn depends on the seed and on
each edge alone, not on how many others there are: when linking changes, the verdicts on the edges that stay hold.
"""

from __future__ import annotations

import argparse
import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from indexer.model.identity import digest
from indexer.model.records import Edge, Linked, Symbol, Unresolved
from indexer.pipeline import analyse_repository
from indexer.settings import Settings

AROUND = 3
"""Lines shown before and after a site."""


class Site(NamedTuple):
    """Where an edge or an unresolved use stands."""

    path: str
    line: int
    """0-based."""
    column: int
    """Byte column, 0-based."""


class Sources:
    """Lines of a repository's files, read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, list[bytes]] = {}

    def line(self, path: str, number: int) -> bytes | None:
        """A 0-based line of a file; None outside it."""
        if path not in self._lines:
            self._lines[path] = (self._root / path).read_bytes().removesuffix(b"\n").split(b"\n")
        lines = self._lines[path]
        return lines[number] if 0 <= number < len(lines) else None

    def excerpt(self, site: Site) -> Iterator[str]:
        """The lines around a site, with a mark under it."""
        for number in range(site.line - AROUND, site.line + AROUND + 1):
            text = self.line(site.path, number)
            if text is None:
                continue
            yield f"    {number + 1:>5} {'>' if number == site.line else '|'} {shown(text)}"
            if number == site.line:
                yield f"    {'':>5}   {' ' * len(shown(text[: site.column]))}^"


def shown(text: bytes) -> str:
    """A line of source for a terminal; bytes that are no UTF-8 are replaced."""
    return text.decode("utf-8", "replace").rstrip("\r").replace("\t", "    ")


def stratum(edge: Edge) -> str:
    """The group that an edge is drawn from: its kind, and for calls the provenance too."""
    return f"{edge.kind} ({edge.provenance})" if edge.kind == "calls" else edge.kind


def draw(linked: Linked, each: int, seed: int, kind: str = "") -> dict[str, list[Edge]]:
    """Random edges of each group.

    Args:
        linked: The graph.
        each: How many of each group, or all where there are fewer.
        seed: Another one gives other edges.
        kind: Only edges of this kind; '' for all.
    """
    monikers = {symbol.id: symbol.moniker for symbol in linked.symbols}
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in linked.edges:
        if kind in ("", edge.kind):
            groups[stratum(edge)].append(edge)

    def lot(edge: Edge) -> str:
        return digest(f"{seed} {monikers[edge.source]} {monikers[edge.target]} {edge.line} {edge.column}".encode())

    return {name: heapq.nsmallest(each, groups[name], lot) for name in sorted(groups)}


def draw_unresolved(linked: Linked, count: int, seed: int) -> list[Unresolved]:
    """Random uses whose target is not known."""
    monikers = {symbol.id: symbol.moniker for symbol in linked.symbols}

    def lot(use: Unresolved) -> str:
        return digest(f"{seed} {monikers[use.source]} {use.name} {use.line} {use.column}".encode())

    return heapq.nsmallest(count, linked.unresolved, lot)


def site_of(source: Symbol, line: int, column: int) -> Site:
    """The place of a site that is relative to its source."""
    return Site(source.path, source.start_line + line, column)


def _named(symbol: Symbol, sources: Sources) -> str:
    if symbol.external:
        return f"external {symbol.qualified_name}"
    first = shown(sources.line(symbol.path, symbol.name_line) or b"").strip()
    return f"{symbol.kind} {symbol.qualified_name} {symbol.path}:{symbol.name_line + 1}: {first}"


def describe(edge: Edge, symbols: Mapping[int, Symbol], sources: Sources) -> Iterator[str]:
    """What a reader needs to judge an edge."""
    source, target = symbols[edge.source], symbols[edge.target]
    yield f"{edge.kind} {edge.provenance} {edge.confidence:g}"
    yield f"    from {_named(source, sources)}"
    yield f"    to   {_named(target, sources)}"
    yield from sources.excerpt(site_of(source, edge.line, edge.column))


def describe_unresolved(use: Unresolved, symbols: Mapping[int, Symbol], sources: Sources) -> Iterator[str]:
    """What a reader needs to say how a use could be resolved."""
    source = symbols[use.source]
    receiver = f", receiver {use.receiver}" if use.receiver else ""
    yield f"unresolved {use.role} of {use.name}{receiver}"
    yield f"    from {_named(source, sources)}"
    yield from sources.excerpt(site_of(source, use.line, use.column))


def report(root: Path, linked: Linked, each: int, seed: int, kind: str = "", unresolved: int = 0) -> Iterator[str]:
    """Lines of the whole sample, numbered."""
    symbols = {symbol.id: symbol for symbol in linked.symbols}
    sources = Sources(root)
    for name, edges in draw(linked, each, seed, kind).items():
        yield f"== {name}"
        for number, edge in enumerate(edges, 1):
            first, *rest = describe(edge, symbols, sources)
            yield from (f"[{number}] {first}", *rest)
    if unresolved:
        yield "== unresolved"
        for number, use in enumerate(draw_unresolved(linked, unresolved, seed), 1):
            first, *rest = describe_unresolved(use, symbols, sources)
            yield from (f"[{number}] {first}", *rest)


def main() -> None:
    """Prints the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--each", type=int, default=20, help="edges of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="only edges of this kind")
    parser.add_argument("--unresolved", type=int, default=0, help="uses without a target")
    arguments = parser.parse_args()
    root: Path = arguments.repository
    linked = analyse_repository(root, Settings(embed=False))
    for line in report(root, linked, arguments.each, arguments.seed, arguments.kind, arguments.unresolved):
        print(line)


if __name__ == "__main__":
    main()
