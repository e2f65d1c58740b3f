"""Vectors for the nodes of a published index: behind the graph, most wanted first, resumable at any batch."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from indexer.pipeline.analyse import OnProgress, ignore_progress
from indexer.settings import Settings
from indexer.store.folder import IndexFolder
from indexer.store.models import StoredModel
from indexer.store.reader import IndexReader
from indexer.store.recall import LEAST_RECALL
from indexer.telemetry import Progress, phase

if TYPE_CHECKING:
    from indexer.embed import Choice
    from indexer.store.vectors import VectorTable

_FEWEST: Final = 256
"""Nodes a durable step, at first: a kill loses no more, and a reader waits for no more. Fewer leave more padding in batches."""
_MOST: Final = 1024
"""Nodes a durable step, where they are soon embedded: cards are filled by such steps only."""
_SECONDS_A_STEP: Final = 2.0
"""Steps that take less are followed by larger ones."""
_PAGE: Final = 65_536
"""Missing nodes that are asked for at once: memory stays flat however many there are."""
_REBUILD_SHARE: Final = 0.1
"""Adding a vector to an HNSW index costs ten times its share of building it: past this share of new ones it is built
again."""
_CHECK_SHARE: Final = 0.05
"""Past this share of vectors that joined it, what the HNSW index finds is checked against looking at all."""


class Embedded(NamedTuple):
    """What embedding did."""

    vectors: int
    """Nodes that have a vector now."""
    embedder: str
    """What made them, and why it was chosen; '' where none were made."""


def vectors_of(reader: IndexReader) -> tuple[str, int, int]:
    """Name of the active model ('' for none), nodes that have a vector of it, and nodes that there are."""
    nodes = int(reader.run("?[count(key)] := *node{key}").rows[0][0])
    rows = reader.run("?[name, relation] := *model{name, relation, active}, active").rows
    if not rows:
        return "", 0, nodes
    name, relation = rows[0]
    return name, int(reader.run(f"?[count(key)] := *{relation}{{key}}").rows[0][0]), nodes


def is_embedded(reader: IndexReader, settings: Settings) -> bool:
    """Whether every node has a vector of a model that the settings ask for, and what is near is found by their HNSW index."""
    from indexer.embed.choose import satisfied

    _, vectors, nodes = vectors_of(reader)
    stored = _active(reader)
    wanted = settings.embedder, settings.device, settings.dimension
    return stored is not None and vectors == nodes and reader.nears(stored.relation) and satisfied(stored, *wanted)


def embed_index(folder: IndexFolder, settings: Settings, on_progress: OnProgress) -> Embedded:
    """Brings the vectors of a published index up to date.

    Vectors of another model than the active one are made beside those that there are, which answer until the new ones
    are complete.

    Args:
        folder: The index.
        settings: What to choose.
        on_progress: Called with each batch.

    Raises:
        MissingExtra: the settings name an embedder that is not installed.
        IndexUnusable: another process writes the index.
        DiskFull: no space left.
    """
    return _embed(folder, settings, on_progress, None)[0]


def embed_some(folder: IndexFolder, settings: Settings, limit: int) -> int:
    """Embeds the most wanted nodes that have no vector; for working in between.

    Args:
        folder: The index.
        settings: What to choose.
        limit: How many at most.

    Returns:
        How many nodes still have none.

    Raises:
        As `embed_index`.
    """
    with IndexReader(folder, binding=settings.engine) as reader:
        if is_embedded(reader, settings):
            return 0
    return _embed(folder, settings, ignore_progress, limit)[1]


def _embed(folder: IndexFolder, settings: Settings, on_progress: OnProgress, limit: int | None) -> tuple[Embedded, int]:
    from indexer.store.session import writing_vectors

    on_progress(Progress("embed", 0, 0, "loading the model (the first time on a CPU, its faster form is made)"))
    with phase("embed"):
        with IndexReader(folder, binding=settings.engine) as reader:
            stored = _active(reader)
        choice = _chosen(settings.embedder, settings.device, settings.dimension, stored)
        with writing_vectors(folder, choice.embedder.identity, place=choice.place, binding=settings.engine) as table:
            missing = table.lacking()
            if table.indexed and missing > _REBUILD_SHARE * table.count():
                table.drop_index()
                table.note_changes(0)
            wanted = missing if limit is None else min(missing, limit)
            with IndexReader(folder, binding=settings.engine, timeout=None) as reader:
                _add(table, reader, choice, wanted, on_progress)
            if wanted == missing:
                _finish(table, on_progress)
            return Embedded(table.count(), choice.why), missing - wanted


def _add(table: VectorTable, reader: IndexReader, choice: Choice, wanted: int, on_progress: OnProgress) -> None:
    """Embeds the most wanted nodes that have no vector. Texts of the next batch are made while one is computed."""
    from indexer.embed.ahead import ahead
    from indexer.embed.parts import pooled

    done, size = 0, _FEWEST

    def steps(page: list[int]) -> Iterator[list[int]]:
        start = 0
        while start < len(page):
            some = page[start : start + size]
            yield some
            start += len(some)

    while done < wanted and (page := table.missing(min(_PAGE, wanted - done))):
        for keys, texts, counts in ahead(_texts(reader, steps(page))):
            began = time.monotonic()
            on_progress(Progress("embed", done, wanted, choice.why))
            table.put(keys, pooled(choice.embedder.encode_documents(texts), counts))
            done += len(keys)
            if time.monotonic() - began < _SECONDS_A_STEP:
                size = min(2 * size, _MOST)
    on_progress(Progress("embed", done, wanted, choice.why))


def _finish(table: VectorTable, on_progress: OnProgress) -> None:
    """What remains when every node has its vector: an index over them that finds what it should, and using them."""
    with phase("hnsw"):
        on_progress(Progress("hnsw", 0, 0, ""))
        if table.model.changed > _CHECK_SHARE * table.count():
            if (table.recall() or 1.0) < LEAST_RECALL:
                table.drop_index()
            table.note_changes(0)
        table.build_index()
        table.activate()


def _texts(reader: IndexReader, batches: Iterator[list[int]]) -> Iterator[tuple[list[int], list[str], list[int]]]:
    """Keys of nodes, the texts of their parts, and how many parts each has."""
    from indexer.embed.parts import node_texts

    for some in batches:
        rows = reader.run(_NODES, {"keys": [[key] for key in some]}).rows
        parts = [
            node_texts(kind=kind, name=name, signature=signature, docstring=docstring, source=source)
            for _, kind, name, signature, docstring, source in rows
        ]
        yield [row[0] for row in rows], [text for node in parts for text in node], list(map(len, parts))


def _active(reader: IndexReader) -> StoredModel | None:
    columns = ", ".join(StoredModel._fields)
    rows: Sequence[Sequence[object]] = reader.run(f"?[{columns}] := *model{{{columns}}}, active").rows
    # Without the count of changes, so that the same model is the same value, and stays loaded, from one change to the next.
    return StoredModel(*rows[0])._replace(changed=0) if rows else None  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _chosen(setting: str, device: str, dimension: int, stored: StoredModel | None) -> Choice:
    """The embedder; one is kept, so that watching does not load it for every change."""
    from indexer.embed import choose  # a sentence model takes seconds to import
    from indexer.embed.choose import choose_stored, satisfied

    if stored is not None and satisfied(stored, setting, device, dimension):
        return choose_stored(stored, device=device)
    return choose(setting, device=device, dimension=dimension)


_NODES: Final = """
wanted[key] <- $keys
?[key, kind, name, signature, docstring, source] := wanted[key], *node:by_key{key, content_hash},
    *node{content_hash, kind, name, signature, docstring, source}
"""
