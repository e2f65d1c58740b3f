"""Questions to files: NDCG@10 of files on hand-written queries over real projects, each leg alone, fused, re-ranked.

    python -m benchmarks.retrieval.files SOURCES [--embedder auto] [--misses 0.5] [--project NAME ...]

SOURCES holds the unpacked sources of the projects (`queries/*.toml` say how to get each); those that are not there are
named and left out. Indexes are made in SOURCES/.codalog-EMBEDDER by the first run and brought up to date by the next.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.retrieval.judged import K, Project, Query, distinct_files, ndcg, projects
from indexer.codegraph import CodeGraph
from indexer.embed import Embedder
from indexer.query.fusion import Leg, fuse
from indexer.query.search import LEXICAL_WEIGHTS, WEIGHTS, explore
from indexer.query.search_legs import by_name, by_text, by_vector, vectors_of
from indexer.query.search_words import read
from indexer.store import IndexFolder, IndexReader

_DEPTH: Final = 100
Search = Callable[[str], list[str]]


class Judged(NamedTuple):
    """What one way of searching got for one query."""

    project: Project
    query: Query
    way: str
    score: float
    seconds: float
    found: list[str]


def ways(reader: IndexReader, embedder: Embedder | None) -> dict[str, Search]:
    """Each way of searching, from words to files: the legs alone, their sum, and the whole ranking when it is asked for
    ten hits and when it is asked for as many as give ten files."""
    paths = {int(row[0]): str(row[1]) for row in reader.run("?[id, path] := *symbol{id, path}").rows}
    relation = vectors_of(reader, embedder.identity.id) if embedder else None

    def files_of(scores: dict[int, float]) -> list[str]:
        ranked = sorted(scores, key=lambda symbol: (-scores[symbol], symbol))
        return [path for path in distinct_files(paths[symbol] for symbol in ranked) if path][:K]

    def text(words: str) -> dict[int, float]:
        return by_text(reader, read(words).terms, _DEPTH)

    def vectors(words: str) -> dict[int, float]:
        if embedder is None or relation is None:
            return {}
        return by_vector(reader, relation, embedder.encode_queries([words])[0], _DEPTH)

    def fused(words: str) -> dict[int, float]:
        lexical = embedder is None or embedder.identity.name.startswith("lexical")
        weights = LEXICAL_WEIGHTS if lexical else WEIGHTS
        legs = [Leg("text", weights.text, text(words)), Leg("vectors", weights.vectors, vectors(words))]
        return {symbol: sum(parts.values()) for symbol, parts in fuse(legs).items()}

    def ranked(k: int) -> Search:
        return lambda words: distinct_files(hit.path for hit in explore(reader, embedder, words, k).hits)[:K]

    return {
        "text": lambda words: files_of(text(words)),
        "vectors": lambda words: files_of(vectors(words)),
        "names": lambda words: files_of(by_name(reader, read(words), _DEPTH)),
        "fused": lambda words: files_of(fused(words)),
        "re-ranked": ranked(K),
        "re-ranked, 50 hits": ranked(5 * K),
    }


def judge(project: Project, reader: IndexReader, embedder: Embedder | None) -> list[Judged]:
    """Every query of a project, searched in every way."""
    judged = []
    for way, search in ways(reader, embedder).items():
        for query in project.queries:
            began = time.perf_counter()
            found = search(query.text)
            seconds = time.perf_counter() - began
            judged.append(Judged(project, query, way, ndcg(found, query.files), seconds, found))
    return judged


def table(judged: list[Judged]) -> str:
    """Means by way: of all, of the two parts, of each kind and of each project; the median of milliseconds."""
    columns: dict[str, Callable[[Judged], bool]] = {
        "all": lambda one: True,
        "tuned on": lambda one: not one.project.held_out,
        "held out": lambda one: one.project.held_out,
    }
    for kind in ("question", "concept", "symbol", "error"):
        columns[kind] = lambda one, kind=kind: one.query.kind == kind
    for name in dict.fromkeys(one.project.name for one in judged):
        columns[name] = lambda one, name=name: one.project.name == name
    lines = [f"{'':20}" + "".join(f"{name:>10}" for name in [*columns, "ms"])]
    for way in dict.fromkeys(one.way for one in judged):
        rows = [one for one in judged if one.way == way]
        cells = []
        for wanted in columns.values():
            scores = [one.score for one in rows if wanted(one)]
            cells.append(f"{statistics.mean(scores):10.3f}" if scores else f"{'-':>10}")
        milliseconds = statistics.median(one.seconds for one in rows) * 1000
        lines.append(f"{way:20}" + "".join(cells) + f"{milliseconds:10.0f}")
    return "\n".join(lines)


def main() -> None:
    """Print the table, and the queries that were answered badly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--embedder", default="auto")
    parser.add_argument("--misses", type=float, default=0.0, help="show queries with a lower score than this")
    parser.add_argument("--project", action="append", default=[])
    parser.add_argument("--no-update", action="store_true", help="take the indexes as they are")
    options = parser.parse_args()
    judged: list[Judged] = []
    for project in projects():
        root: Path = options.sources / project.folder
        if options.project and project.name not in options.project:
            continue
        if not root.is_dir():
            print(f"{project.name} is left out, {root.name} is not there: {project.get}")
            continue
        chosen = {"data_dir": options.sources / f".codalog-{options.embedder}", "embedder": options.embedder}
        if not options.no_update:
            CodeGraph.index(root, **chosen)
        with CodeGraph.open(root, **chosen) as graph, IndexReader(IndexFolder(graph.folder)) as reader:
            judged += judge(project, reader, graph.embedder)
    print(table(judged))
    for one in judged:
        if one.way == "re-ranked" and one.score < options.misses:
            print(f"\n{one.score:.2f} {one.project.name}: {one.query.text}\n  wanted {', '.join(one.query.files)}")
            print("  found  " + ", ".join(one.found[:6]))


if __name__ == "__main__":
    main()
