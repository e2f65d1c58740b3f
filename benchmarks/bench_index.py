"""What an index run costs, phase by phase, beside a bare parse of the same files.

    python -m benchmarks.bench_index <repo> [--embed] [--runs 3] [--json out.json]

Three commands run in turn, each in a process of its own: a bare tree-sitter parse, a cold index run into a folder that
is thrown away, and a second run in which nothing has changed. The one with the least CPU of `--runs` counts: noise only
adds. The program is compiled to bytecode before, as it is where it is installed. CPU is user and system time of all
processes; memory is the highest sum of resident sizes over the process tree.
"""

import argparse
import compileall
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.measure.process_tree import Cost, run

MEGABYTE = 1_000_000
_PROJECT = Path(__file__).parents[1]
_INSIDE = frozenset({"hnsw"})
"""Phases that are part of another."""


class Measured(NamedTuple):
    """One command's answer and cost."""

    answer: dict[str, Any]
    cost: Cost


def _measure(module: str, root: Path, environment: dict[str, str]) -> Measured:
    out, cost = run([sys.executable, "-m", f"benchmarks.measure.{module}", str(root)], environment)
    return Measured(json.loads(out.splitlines()[-1]), cost)


def measure(root: Path, *, embed: bool, runs: int) -> dict[str, Measured]:
    """The cheapest of each: 'parse', 'cold' and 'unchanged'.

    Args:
        root: The repository.
        embed: Make vectors too.
        runs: How often each is run.

    Raises:
        CommandFailed: one of the commands failed; what it said is on standard error.
    """
    best: dict[str, Measured] = {}

    def keep(name: str, found: Measured, cpu: float) -> None:
        if name not in best or cpu < cpus[name]:
            best[name], cpus[name] = found, cpu

    cpus: dict[str, float] = {}
    for package in ("indexer", "benchmarks"):
        compileall.compile_dir(_PROJECT / package, quiet=1)
    for _ in range(runs):
        parsed = _measure("bare_parse", root, dict(os.environ))
        keep("parse", parsed, parsed.answer["cpu"])
        with tempfile.TemporaryDirectory(prefix="codalog-bench-") as data:
            settings = os.environ | {"CODALOG_DATA_DIR": data, "CODALOG_EMBED": str(embed).lower()}
            for name in ("cold", "unchanged"):
                indexed = _measure("index_run", root, settings)
                keep(name, indexed, indexed.cost.cpu)
    return best


def phases(cold: Measured, parse_cpu: float) -> Table:
    """The table of the cold run's phases; what the phases leave is start-up and the space between them."""
    table = Table("phase", "wall s", "CPU s", "x parse", "own peak MB", "child peak MB", title="cold run")
    for column in table.columns[1:]:
        column.justify = "right"
    wall = cpu = 0.0
    for record in cold.answer["phases"]:
        if record["name"] not in _INSIDE:
            wall, cpu = wall + record["wall"], cpu + record["cpu"]
        sizes = [f"{record[key] / MEGABYTE:.0f}" for key in ("rss", "child_rss")]
        table.add_row(record["name"], *_seconds(record["wall"], record["cpu"], parse_cpu), *sizes)
    table.add_row(
        "the rest", *_seconds(cold.cost.wall - wall, cold.cost.cpu - cpu, parse_cpu), "", "", end_section=True
    )
    table.add_row("all", *_seconds(cold.cost.wall, cold.cost.cpu, parse_cpu), "", "")
    return table


def _seconds(wall: float, cpu: float, parse_cpu: float) -> tuple[str, str, str]:
    return f"{wall:.2f}", f"{cpu:.2f}", f"{cpu / parse_cpu:.1f}"


def summary(best: dict[str, Measured]) -> Table:
    """The table of the three commands."""
    table = Table("", "wall s", "CPU s", "x parse", "all processes MB", "largest MB", "processes")
    for column in table.columns[1:]:
        column.justify = "right"
    parse = best["parse"].answer["cpu"]
    for name, (answer, cost) in best.items():
        wall, cpu = (answer["wall"], answer["cpu"]) if name == "parse" else (cost.wall, cost.cpu)
        sizes = f"{cost.tree_rss / MEGABYTE:.0f}", f"{cost.process_rss / MEGABYTE:.0f}", str(cost.processes)
        table.add_row("bare parse" if name == "parse" else name, *_seconds(wall, cpu, parse), *sizes)
    return table


def main() -> None:
    """Prints the tables; writes everything measured where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repo", type=Path)
    parser.add_argument("--embed", action="store_true", help="make vectors too")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write everything that was measured there")
    arguments = parser.parse_args()
    root = arguments.repo.resolve()
    best = measure(root, embed=arguments.embed, runs=arguments.runs)
    parsed = best["parse"].answer
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"{root.name}: {parsed['files']} Python files, {parsed['lines']} lines, {parsed['bytes']} bytes")
    console.print(phases(best["cold"], parsed["cpu"]))
    console.print(summary(best))
    console.print("report:", best["cold"].answer["report"], f"index: {best['cold'].answer['index_bytes']} bytes")
    if arguments.json:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        everything = {name: {"answer": found.answer, "cost": found.cost._asdict()} for name, found in best.items()}
        arguments.json.write_text(json.dumps({"machine": machine, "repo": root.name, **everything}, indent=1) + "\n")


if __name__ == "__main__":
    main()
