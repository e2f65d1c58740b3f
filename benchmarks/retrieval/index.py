"""An index of given functions, made by the store itself but without the pipeline."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from benchmarks.retrieval.functions import Function
from indexer.embed import Content, Embedder, node_vectors
from indexer.model.identity import digest
from indexer.pipeline.worker import searched_words
from indexer.query.search_text import fulltext_body
from indexer.sources.classify import is_test
from indexer.store import IndexFolder, IndexReader, IndexWriter, VectorTable
from indexer.store.models import ensure_model

_UNKNOWN_PLACE = (0, 0, 0, 0, 0)


class Built(NamedTuple):
    """An index whose symbols' ids are the numbers of the functions."""

    reader: IndexReader
    seconds: dict[str, float]
    """Wall seconds of each step."""


def build(functions: Sequence[Function], embedders: Sequence[Embedder], folder: IndexFolder | None = None) -> Built:
    """Index functions.

    Args:
        functions: what can be found.
        embedders: each makes its own vectors.
        folder: where; None in memory.
    """
    seconds: dict[str, float] = {}
    hashes = [digest(f"{one.signature}\n{one.docstring}\n{one.source}".encode()) for one in functions]
    nodes = dict(zip(reversed(hashes), reversed(functions), strict=True))
    with IndexWriter(folder) as writer:
        began = time.perf_counter()
        writer.put("node", (_node(key, content, one) for key, (content, one) in enumerate(nodes.items())))
        symbols = enumerate(zip(hashes, functions, strict=True))
        writer.put("symbol", (_symbol(number, content, one) for number, (content, one) in symbols))
        lines: dict[str, int] = {}
        for one in functions:
            lines[one.path] = max(lines.get(one.path, 0), one.line + one.source.count("\n"))
        files = (
            (path, "python", "", "", 0, 0, 0, count, 0, "", False, False, is_test(path))
            for path, count in lines.items()
        )
        writer.put("file", files)
        seconds["rows"] = time.perf_counter() - began
        began = time.perf_counter()
        writer.put("text", _texts(functions))
        seconds["text"] = time.perf_counter() - began
        for embedder in embedders:
            name, began = embedder.identity.name, time.perf_counter()
            vectors = node_vectors(embedder, list(map(content_of, nodes.values())))
            seconds[f"embed {name}"] = time.perf_counter() - began
            began = time.perf_counter()
            table = VectorTable(ensure_model(writer.engine, embedder.identity), writer.engine)
            table.put(range(len(vectors)), vectors)
            table.build_index()
            seconds[f"hnsw {name}"] = time.perf_counter() - began
        return Built(writer.finish(), seconds)


def content_of(one: Function) -> Content:
    """What of a function is embedded."""
    return Content(one.kind, one.name, one.signature, one.docstring, one.source)


def _node(key: int, content: str, one: Function) -> tuple[Any, ...]:
    words = (one.kind, "python", one.name, one.signature, one.docstring, one.source, len(one.source) // 4)
    return (content, key, *words)


def _symbol(number: int, content: str, one: Function) -> tuple[Any, ...]:
    place = (one.path, "python", None, content, one.line - 1, *_UNKNOWN_PLACE)
    flags = (True, False, is_test(one.path), [], 0.0, "")
    return (number, str(number), one.name, one.qualified_name, one.kind, *place, one.signature, *flags)


def _texts(functions: Sequence[Function]) -> Iterator[tuple[int, str]]:
    for number, one in enumerate(functions):
        yield (
            number,
            fulltext_body(
                qualified_name=one.qualified_name,
                signature=one.signature,
                docstring=one.docstring,
                words=searched_words(one.source.encode()),
            ),
        )
