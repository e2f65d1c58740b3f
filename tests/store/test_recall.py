"""How much an HNSW index finds of what is nearest."""

from __future__ import annotations

import numpy as np

from indexer.store import Binding, IndexFolder, IndexWriter, writing_vectors
from tests.store.conftest import node
from tests.store.test_vectors import MODEL, clustered

MANY = 600


def test_recall_is_of_what_looking_at_all_finds(folder: IndexFolder, binding: Binding) -> None:
    """A whole index finds nearly all; one that later vectors were kept out of finds less; none tells nothing."""
    vectors = clustered(MANY)
    with IndexWriter(folder, binding=binding) as writer:
        writer.put("node", [node(f"h{key}", key) for key in range(MANY)])
        writer.finish().close()
    with writing_vectors(folder, MODEL, binding=binding) as table:
        table.put(np.arange(MANY // 2), vectors[: MANY // 2])
        assert table.recall() is None
        table.build_index()
        whole = table.recall()
        assert whole is not None
        assert whole >= 0.95
        # Loading in bulk goes past the index: half of what there is cannot be found by it.
        rows = [[key, vectors[key].tolist()] for key in range(MANY // 2, MANY)]
        table._engine.load(table.model.relation, ["key", "vector"], rows)
        blind = table.recall()
        assert blind is not None
        assert blind < 0.75


def test_few_vectors_have_no_recall(folder: IndexFolder, binding: Binding) -> None:
    """Ten nearest of ten are all there are."""
    with IndexWriter(folder, binding=binding) as writer:
        writer.put("node", [node(f"h{key}", key) for key in range(10)])
        writer.finish().close()
    with writing_vectors(folder, MODEL, binding=binding) as table:
        table.put(np.arange(10), clustered(10))
        table.build_index()
        assert table.recall() is None
