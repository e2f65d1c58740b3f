"""What is in the graph of a repository: symbols, edges, provenance, confidence, unresolved uses, problems.

python -m benchmarks.accuracy.counts <repository> [--json]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.accuracy.externals import judged
from indexer.model.records import Linked, Problem
from indexer.pipeline.analyse import extract_plan, ignore_progress, link_extraction
from indexer.pipeline.plan import make_plan
from indexer.settings import Settings

TIERS = (1.0, 0.9, 0.7, 0.5, 0.3, 0.0)
"""Lower ends of the tiers of confidence."""
_WRITTEN_DOWN = "contains", "overrides", "tests"
"""Kinds of edges that no use in the source makes."""

Tally = dict[str, int]


def tier(confidence: float) -> str:
    """The tier that a confidence falls in, as the range it spans."""
    for index, low in enumerate(TIERS):
        if confidence >= low:
            return f"{low:g}" if index == 0 else f"{low:g} to {TIERS[index - 1]:g}"
    message = f"a confidence of {confidence} is below 0"
    raise ValueError(message)


def read(root: Path, settings: Settings) -> Linked:
    """The graph of a repository with the problems of all steps, where `analyse_repository` has those of linking."""
    plan = make_plan(root, settings)
    extraction = extract_plan(root, plan, settings, ignore_progress)
    linked = link_extraction(extraction, ignore_progress)
    problems: list[Problem] = [*extraction.problems, *linked.problems]
    for file in extraction.files:
        problems += file.facts.problems
    return linked._replace(problems=problems)


def counts(linked: Linked) -> dict[str, Any]:
    """All counts, ready for JSON.

    A *use* is a place in the source that makes an edge or is unresolved; one with several possible targets is one use.
    `unresolved_share` is over all uses, `unresolved_calls_share` over the places of calls.
    """
    edges, unresolved = linked.edges, linked.unresolved
    own = [symbol for symbol in linked.symbols if not symbol.external]
    uses = {(edge.source, edge.line, edge.column) for edge in edges if edge.kind not in _WRITTEN_DOWN}
    unknown = {(use.source, use.line, use.column) for use in unresolved}
    calls = {(edge.source, edge.line, edge.column) for edge in edges if edge.kind in ("calls", "instantiates")}
    unknown_calls = {(use.source, use.line, use.column) for use in unresolved if use.role == "call"}
    externals = {symbol.id for symbol in linked.symbols if symbol.external}
    return {
        "files": sum(symbol.parent is None for symbol in own),
        "symbols": len(own),
        "external_symbols": len(linked.symbols) - len(own),
        "edges": len(edges),
        "edges_to_external": sum(edge.target in externals for edge in edges),
        "uses": len(uses | unknown),
        "unresolved": len(unresolved),
        "unresolved_share": _share(len(unknown - uses), len(uses | unknown)),
        "unresolved_calls_share": _share(len(unknown_calls - calls), len(calls | unknown_calls)),
        "problems": len(linked.problems),
        "symbols_by_kind": _tally(symbol.kind for symbol in own),
        "files_by_language": _tally(symbol.language for symbol in own if symbol.parent is None),
        "edges_by_kind": _tally(edge.kind for edge in edges),
        "edges_by_provenance": _tally(edge.provenance for edge in edges),
        "edges_by_tier": _tally((tier(edge.confidence) for edge in edges), key=_falling),
        "edges_by_kind_and_provenance": _tally(f"{edge.kind}, {edge.provenance}" for edge in edges),
        "edges_to_builtins": _tally(judged(edges, linked.symbols).elements()),
        "unresolved_by_role": _tally(use.role for use in unresolved),
        "problems_by_code": _tally(problem.code for problem in linked.problems),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _tally(names: Iterable[str], key: Callable[[tuple[str, int]], Any] | None = None) -> Tally:
    """Counts of names, the most frequent first unless another order is given."""
    return dict(sorted(Counter(names).items(), key=key or (lambda item: (-item[1], item[0]))))


def _falling(item: tuple[str, int]) -> float:
    return -float(item[0].partition(" ")[0])


def table(found: dict[str, Any]) -> Iterator[str]:
    """Lines of a table of all counts."""
    for name, value in found.items():
        title = name.replace("_", " ")
        if isinstance(value, dict):
            yield f"\n{title}"
            yield from (f"  {key:36}{count:>10,}" for key, count in value.items())
        else:
            yield f"{title:38}{value:>10,}"


def main() -> None:
    """Prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the table")
    arguments = parser.parse_args()
    found = counts(read(arguments.repository, Settings(embed=False)))
    print(json.dumps(found, indent=2) if arguments.json else "\n".join(table(found)))


if __name__ == "__main__":
    main()
