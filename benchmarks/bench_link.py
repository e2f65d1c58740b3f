"""What linking a repository costs, and whether it gives the same edges each time.

    python -m benchmarks.bench_link REPO [--seeds 1 2]
    python -m benchmarks.bench_link REPO --noted

For each seed a process of its own, with that `PYTHONHASHSEED`, extracts the repository's files, links them and stores
nothing. CPU seconds are of linking alone; memory is the highest resident size of that process, extraction included. Runs
of two versions of the program are compared by their digests, which cover all edges and unresolved names in their order.
`--noted` tells what it adds to note every look-up, as the first change after a build from nothing does, in each family of
languages that is linked by declarations.
"""

import argparse
import json
import os
import sys

from rich.console import Console
from rich.table import Table

from benchmarks.measure.process_tree import run


def noting(repo: str) -> None:
    """Prints a row for each family."""
    out, _ = run([sys.executable, "-m", "benchmarks.measure.noting", repo])
    table = Table("family", "files", "CPU s", "noted")
    for family, found in json.loads(out).items():
        table.add_row(family, f"{found['files']:,}", f"{found['plain']:.2f}", f"{found['noted']:.2f}")
    Console().print(table)


def main() -> int:
    """Prints a row for each seed; 1 where their edges differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repo")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--noted", action="store_true")
    options = parser.parse_args()
    if options.noted:
        noting(options.repo)
        return 0
    table = Table("seed", "files", "CPU s", "peak MB", "edges", "questions", "digest")
    digests = set()
    for seed in options.seeds:
        environment = os.environ | {"PYTHONHASHSEED": str(seed)}
        out, cost = run([sys.executable, "-m", "benchmarks.measure.linking", options.repo], environment)
        found = json.loads(out)
        digests.add(found["digest"])
        sizes = (f"{found['files']:,}", f"{found['cpu']:.1f}", f"{cost.process_rss / 1e6:.0f}")
        table.add_row(str(seed), *sizes, f"{found['edges']:,}", f"{found['questions']:,}", found["digest"])
    Console().print(table)
    return len(digests) - 1


if __name__ == "__main__":
    sys.exit(main())
