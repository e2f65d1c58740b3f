"""Vectors for the nodes of a published index: behind the graph, most important first, resumable at any batch."""

from __future__ import annotations

from typing import Final, NamedTuple

from indexer.embed.choose import chosen_name
from indexer.pipeline.analyse import OnProgress
from indexer.settings import Settings
from indexer.store.folder import IndexFolder
from indexer.store.reader import IndexReader
from indexer.telemetry import Progress, phase

_BATCH: Final = 512
_REBUILD_SHARE: Final = 0.1
"""Adding a vector to an HNSW index costs ten times its share of building it: past this share of new ones it is built
again."""


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
    """Whether every node has a vector of the model that the settings choose."""
    name, vectors, nodes = vectors_of(reader)
    return vectors == nodes and name == chosen_name(settings.embedder)


def embed_index(folder: IndexFolder, settings: Settings, on_progress: OnProgress) -> Embedded:
    """Brings the vectors of a published index up to date.

    Args:
        folder: The index.
        settings: What to choose.
        on_progress: Called with each batch.

    Raises:
        MissingExtra: the settings name an embedder that is not installed.
        IndexUnusable: another process writes the index.
        DiskFull: no space left.
    """
    from indexer.embed import choose, node_text  # a sentence model takes seconds to import
    from indexer.store.session import writing_vectors

    on_progress(Progress("embed", 0, 0, "loading the model"))
    with phase("embed"):
        choice = choose(settings.embedder)
        embedder = choice.embedder
        with writing_vectors(folder, embedder.identity, binding=settings.engine) as table:
            missing = table.missing()
            if table.indexed and len(missing) > _REBUILD_SHARE * table.count():
                table.drop_index()
            with IndexReader(folder, binding=settings.engine, timeout=None) as reader:
                for start in range(0, len(missing), _BATCH):
                    on_progress(Progress("embed", start, len(missing), choice.why))
                    rows = reader.run(_NODES, {"keys": [[key] for key in missing[start : start + _BATCH]]}).rows
                    texts = [
                        node_text(name=name, signature=signature, docstring=docstring, source=source)
                        for _, name, signature, docstring, source in rows
                    ]
                    table.put([row[0] for row in rows], embedder.encode_documents(texts))
            on_progress(Progress("embed", len(missing), len(missing), choice.why))
            with phase("hnsw"):
                on_progress(Progress("hnsw", 0, 0, ""))
                table.build_index()
            return Embedded(table.count(), choice.why)


_NODES: Final = """
wanted[key] <- $keys
?[key, name, signature, docstring, source] := wanted[key], *node:by_key{key, content_hash},
    *node{content_hash, name, signature, docstring, source}
"""
