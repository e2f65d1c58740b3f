"""How often call edges of each tier of confidence, and of each provenance, are what really ran.

    python -m benchmarks.accuracy.tiers <cache>/werkzeug/trace.jsonl:werkzeug.jsonl <trace>:<export> ...

Edges are judged as `benchmarks.trace.compare` does: those whose (caller, name) was exercised, right where the target was
executed. An edge that was there at several sites counts once, at its highest confidence.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy.counts import TIERS, tier
from benchmarks.trace.compare import Call, read_calls, read_trace
from benchmarks.trace.pairs import Pair


class Share(NamedTuple):
    """Edges that were right, of those judged."""

    right: int
    judged: int


def shares(pairs: Iterable[Pair], calls: Iterable[Call]) -> dict[str, Share]:
    """Share of right edges by tier and by provenance."""
    pairs = list(pairs)
    executed = {(pair.caller, pair.callee) for pair in pairs}
    exercised = {(pair.caller, pair.name) for pair in pairs}
    judged: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for call in calls:
        if not exercised & {(call.caller, call.callee.name), (call.caller, call.owner)}:
            continue
        groups = tier(call.confidence), call.provenance
        judged.update(groups)
        if (call.caller, call.callee) in executed:
            right.update(groups)
    return {group: Share(right[group], judged[group]) for group in judged}


def table(found: list[dict[str, Share]]) -> Iterator[str]:
    """Lines for all tiers and provenances, all projects together."""
    names = [tier(low) for low in TIERS]
    names += sorted({name for one in found for name in one} - set(names))
    for name in names:
        ones = [one[name] for one in found if name in one]
        if ones:
            right, judged = sum(one.right for one in ones), sum(one.judged for one in ones)
            yield f"{name:12}{right:>8,} of {judged:>8,}  {right / judged:.3f}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", nargs="+", help="trace and export, a colon between")
    found = []
    for measured in parser.parse_args().measured:
        trace, _, export = measured.partition(":")
        found.append(shares(read_trace(Path(trace)), read_calls(Path(export))))
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
