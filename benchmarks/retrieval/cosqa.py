"""CoSQA, for a scorer that asks `search(corpus, queries, k)`: web questions, one right function each.

python score_search.py --python benchmarks.retrieval.cosqa:search
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.retrieval.functions import Function, functions
from benchmarks.retrieval.index import build
from indexer.embed import Embedder, choose
from indexer.query.search import Weights, explore


def read_corpus(corpus: Sequence[tuple[int, str]]) -> list[Function]:
    """One function for each text; what Python 3 cannot parse is taken as text."""
    read = []
    for number, code in corpus:
        parsed = next(functions(code, f"{number}.py"), None)
        unparsed = Function(f"{number}.py", code[4:60].partition("(")[0], "", str(number), "function", "", "", code, 1)
        read.append((parsed or unparsed)._replace(path=f"{number}.py", qualified_name=(parsed or unparsed).name))
    return read


def answers(
    corpus: Sequence[tuple[int, str]],
    queries: Sequence[str],
    k: int,
    embedder: Embedder | None,
    weights: Weights | None = None,
) -> list[list[int]]:
    """For each query the ids of the k best functions."""
    index = build(read_corpus(corpus), [embedder] if embedder else []).reader
    found = [explore(index, embedder, query, k, weights=weights).hits for query in queries]
    return [[corpus[hit.id][0] for hit in hits] for hits in found]


def search(corpus: Sequence[tuple[int, str]], queries: Sequence[str], k: int) -> list[list[int]]:
    """With the default embedder."""
    return answers(corpus, queries, k, choose().embedder)


def search_lexical(corpus: Sequence[tuple[int, str]], queries: Sequence[str], k: int) -> list[list[int]]:
    """With lexical vectors."""
    return answers(corpus, queries, k, choose("lexical").embedder)


def search_text(corpus: Sequence[tuple[int, str]], queries: Sequence[str], k: int) -> list[list[int]]:
    """Without vectors."""
    return answers(corpus, queries, k, None)
