"""What a search costs: embedders in nodes a second, searches in milliseconds, on an index in a file.

    python -m benchmarks.bench_search FOLDER [--queries 100] [--sentence]
    python -m benchmarks.bench_search FOLDER --indexed [--queries 100]

FOLDER is a Python project. --sentence measures the packaged sentence model too, on 500 nodes. --indexed searches the index
that FOLDER has, with its own vectors, through the façade, as a program that keeps it open would, and tells CPU time.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.retrieval.docstrings import Task, task
from benchmarks.retrieval.index import build, content_of
from indexer import CodeGraph
from indexer.embed import Content, Embedder, choose, node_vectors
from indexer.query.search import explore
from indexer.store import IndexFolder, IndexReader, Rows


class Stopwatch:
    """A reader that adds up what its scripts take, by their first relation."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self.seconds: dict[str, float] = {}

    def run(self, script: str, params: Mapping[str, Any] | None = None, timeout: float | None = None) -> Rows:
        """Run and time."""
        began = time.perf_counter()
        rows = self._reader.run(script, params, timeout)
        name = " ".join(script.split())[:48]
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
        return rows


def nodes_a_second(embedder: Embedder, nodes: Sequence[Content]) -> float:
    """Nodes per second of CPU time over all threads."""
    node_vectors(embedder, nodes[:32])
    began = time.process_time()
    node_vectors(embedder, nodes)
    return len(nodes) / (time.process_time() - began)


def percentiles(work: Callable[[str], object], queries: Sequence[str]) -> str:
    """Median and 95th percentile in milliseconds."""
    spent = []
    for query in queries:
        began = time.perf_counter()
        work(query)
        spent.append((time.perf_counter() - began) * 1000)
    return f"median {statistics.median(spent):.0f} ms, 95 % {sorted(spent)[int(len(spent) * 0.95)]:.0f} ms"


def searches_of_index(given: Task) -> None:
    """What questions and names cost in the index that a project has."""
    names = [given.functions[number].name for number in given.gold]
    with CodeGraph.open(given.name) as graph:
        graph.search("the model is loaded")
        for kind, queries in (("questions", given.queries), ("names", names)):
            spent = []
            for query in queries:
                began = time.process_time()
                graph.search(query)
                spent.append((time.process_time() - began) * 1000)
            print(f"{kind}: mean {statistics.mean(spent):.0f}, median {statistics.median(spent):.0f} CPU ms")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--sentence", action="store_true")
    parser.add_argument("--indexed", action="store_true")
    options = parser.parse_args()
    given = task(options.folder, options.queries, 10**9)
    if options.indexed:
        searches_of_index(given._replace(name=options.folder))
        return
    nodes = list(map(content_of, given.functions))
    lexical = choose("lexical").embedder
    print(f"{len(nodes)} functions; {lexical.identity.name}: {nodes_a_second(lexical, nodes):.0f} nodes per CPU second")
    if options.sentence:
        chosen = choose()
        print(
            f"{chosen.why}: {nodes_a_second(chosen.embedder, nodes[:: max(1, len(nodes) // 500)]):.0f} nodes per CPU second"
        )
    with tempfile.TemporaryDirectory() as folder:
        built = build(given.functions, [lexical], IndexFolder(Path(folder) / "index"))
        print(", ".join(f"{step} {seconds:.1f} s" for step, seconds in built.seconds.items()))
        names = [given.functions[number].name for number in given.gold]
        for embedder in (lexical, None):
            what = "text, names and vectors" if embedder else "text and names"
            for kind, queries in (("questions", given.queries), ("names", names)):
                watched = Stopwatch(built.reader)
                spent = percentiles(lambda query, e=embedder, w=watched: explore(w, e, query), queries)  # type: ignore[misc]
                print(f"{what}, {kind}: {spent}")
                for script, seconds in sorted(watched.seconds.items(), key=lambda item: -item[1])[:4]:
                    print(f"    {seconds / len(queries) * 1000:6.1f} ms  {script}")
        built.reader.close()


if __name__ == "__main__":
    main()
