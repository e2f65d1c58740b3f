"""Docstring to function: the first sentence of a docstring asks, the function without that sentence is to be found.

    python -m benchmarks.retrieval.docstrings FOLDER ... [--queries 300] [--corpus 6000] [--lexical-only] [--ways MiniLM]
    python -m benchmarks.retrieval.docstrings FOLDER ... --together 450

Each folder is a project's source, e.g. its package in an unpacked source distribution. Tests can be found, but are not asked
for: a search that does not speak of them ranks them lower on purpose. `--together` draws so many documented functions of
each project, tests left out, into one corpus, and asks for every one of them.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.retrieval.functions import Function, functions_of
from benchmarks.retrieval.index import build
from indexer.embed import Embedder, choose
from indexer.query.fusion import Leg, fuse
from indexer.query.search import LEXICAL_WEIGHTS, WEIGHTS, Weights, explore
from indexer.query.search_legs import by_text, by_vector
from indexer.query.search_words import read
from indexer.sources.classify import is_test
from indexer.store import IndexReader

K = 10
_SENTENCE = re.compile(r"(.+?[.!?])(?=\s|$)", re.DOTALL)


class Task(NamedTuple):
    """Questions over one project."""

    name: str
    functions: list[Function]
    """With what was asked taken out of their docstrings."""
    queries: list[str]
    gold: list[int]
    """Place of the one right function of each query."""


def task(folder: str, queries: int, corpus: int) -> Task:
    """Questions from a project's own docstrings.

    Args:
        folder: its source.
        queries: at most so many, drawn with a fixed seed.
        corpus: at most so many functions to find them among (the right ones always).
    """
    functions, asked = [], {}
    for one, sentence in _read(folder):
        if sentence and not is_test(one.path):
            asked[len(functions)] = sentence
        functions.append(one)
    dice = random.Random(1)  # noqa: S311  # a sample that is the same every time
    gold = dice.sample(sorted(asked), min(queries, len(asked)))
    kept = sorted(set(gold) | set(dice.sample(range(len(functions)), min(corpus, len(functions)))))
    places = {number: place for place, number in enumerate(kept)}
    texts = [asked[number] for number in gold]
    name = os.path.basename(folder.rstrip("/"))
    return Task(name, [functions[number] for number in kept], texts, [places[number] for number in gold])


def together(folders: Sequence[str], each: int) -> Task:
    """Questions over several projects as one: every function is asked for.

    Args:
        folders: their sources.
        each: at most so many functions of each, drawn with a fixed seed.
    """
    functions: list[Function] = []
    queries: list[str] = []
    for folder in folders:
        name = os.path.basename(folder.rstrip("/"))
        asked = [(one, sentence) for one, sentence in _read(folder) if sentence and not is_test(one.path)]
        random.Random(1).shuffle(asked)  # noqa: S311  # as above
        functions += [one._replace(path=f"{name}/{one.path}") for one, _ in asked[:each]]
        queries += [sentence for _, sentence in asked[:each]]
    return Task(f"{len(folders)} projects", functions, queries, list(range(len(functions))))


def _read(folder: str) -> Iterator[tuple[Function, str]]:
    """Functions without the first sentence of their docstring, and that sentence; '' where it asks for nothing."""
    for one in functions_of(folder):
        if len(one.source.splitlines()) < 3:
            continue  # a stub or a one-liner: nothing but its name to find it by
        found = _SENTENCE.match(one.docstring)
        first = found[1] if found else one.docstring.partition("\n\n")[0]
        sentence = " ".join(first.split())
        yield (
            one._replace(docstring=one.docstring[len(first) :].strip()),
            sentence if 4 <= len(sentence.split()) <= 40 else "",
        )


def reciprocal_rank(ids: Sequence[int], right: int) -> float:
    """1 / rank of the right one among the first ten, 0 if it is not there."""
    return 1.0 / (ids.index(right) + 1) if right in ids[:K] else 0.0


def legs(reader: IndexReader, embedder: Embedder | None) -> dict[str, Callable[[str], list[int]]]:
    """Each way of searching alone, and the hybrid: from words to ids, best first."""

    def best(scores: dict[int, float]) -> list[int]:
        return sorted(scores, key=lambda symbol: (-scores[symbol], symbol))[:K]

    def hybrid(query: str, weights: Weights | None = None) -> list[int]:
        return [hit.id for hit in explore(reader, embedder, query, K, weights=weights).hits]

    if embedder is None:
        return {"BM25": lambda query: best(by_text(reader, read(query).terms, 100)), "BM25 + names": hybrid}
    relation = reader.run("?[relation] := *model{id: $id, relation}", {"id": embedder.identity.id}).rows[0][0]
    name = embedder.identity.name
    weights = LEXICAL_WEIGHTS if name.startswith("lexical") else WEIGHTS

    def vectors(query: str) -> dict[int, float]:
        return by_vector(reader, relation, embedder.encode_queries([query])[0], 100)

    def fused(query: str) -> dict[int, float]:
        text = by_text(reader, read(query).terms, 100)
        parts = fuse([Leg("text", weights.text, text), Leg("vectors", weights.vectors, vectors(query))])
        return {symbol: sum(part.values()) for symbol, part in parts.items()}

    return {
        name: lambda query: best(vectors(query)),
        f"sum of BM25, {name}": lambda query: best(fused(query)),
        f"hybrid {name}": hybrid,
    }


def main() -> None:
    """Print MRR@10 of each leg and of the hybrid on each project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--corpus", type=int, default=6000)
    parser.add_argument("--lexical-only", action="store_true")
    parser.add_argument("--together", type=int, default=0, help="so many functions of each project in one corpus")
    parser.add_argument("--ways", default="", help="only ways of searching whose name has this in it")
    options = parser.parse_args()
    embedders = [choose("lexical").embedder] + ([] if options.lexical_only else [choose().embedder])
    tasks: Iterable[Task] = (task(folder, options.queries, options.corpus) for folder in options.folders)
    if options.together:
        tasks = [together(options.folders, options.together)]
    for given in tasks:
        built = build(given.functions, embedders)
        print(f"{given.name}: {len(given.functions)} functions, {len(given.queries)} queries")
        print("  " + ", ".join(f"{step} {seconds:.1f} s" for step, seconds in built.seconds.items()))
        for embedder in (None, *embedders):
            for name, search in legs(built.reader, embedder).items():
                if options.ways not in name:
                    continue
                began = time.perf_counter()
                ranks = [
                    reciprocal_rank(search(query), right)
                    for query, right in zip(given.queries, given.gold, strict=True)
                ]
                milliseconds = (time.perf_counter() - began) / max(1, len(ranks)) * 1000
                found = sum(rank > 0 for rank in ranks) / max(1, len(ranks))
                first = sum(rank == 1 for rank in ranks) / max(1, len(ranks))
                mean = sum(ranks) / max(1, len(ranks))
                print(
                    f"  {name:28} MRR@10 {mean:.3f}  R@1 {first:.3f}  R@10 {found:.3f}  {milliseconds:.0f} ms a query"
                )


if __name__ == "__main__":
    main()
