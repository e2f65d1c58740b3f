"""Embeddings in the index."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import BadParameter, IndexLocked, NoIndex
from indexer.store import (
    Binding,
    IndexFolder,
    IndexReader,
    IndexWriter,
    VectorTable,
    carry_vectors,
    models,
    writing_vectors,
)
from indexer.store.models import StoredModel
from tests.store.conftest import fill, node

MODEL = StoredModel("m1", "lexical", "1", 4, "", "numpy", 0, "t1", "l2", "", active=False)
OTHER = MODEL._replace(id="m2", name="other", dimension=3)
VECTORS = np.eye(4, dtype=np.float32)
NODES = 400


def clustered(count: int, dimension: int = 4) -> np.ndarray:
    vectors = np.random.default_rng(3).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1)[:, None]


@pytest.fixture
def many(folder: IndexFolder, binding: Binding) -> IndexFolder:
    with IndexWriter(folder, binding=binding) as writer:
        writer.put("node", [node(f"h{key}", key) for key in range(NODES)])
        writer.finish().close()
    return folder


def test_vectors_come_in_a_later_session(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding
) -> None:
    """The graph is there first; a reader that was open sees each batch as it is written."""
    reader = build()
    with writing_vectors(folder, MODEL, binding=binding) as table:
        assert (table.share(), sorted(table.missing())) == ((0, 3), [0, 1, 2])
        table.put([0, 1], VECTORS[:2])
        assert reader.run("?[count(key)] := *embedding_1{key}").rows == [[2]]
        assert (table.share(), table.missing()) == ((2, 3), [2])
    assert reader.symbols_named("f")


def test_what_was_written_before_a_kill_is_there(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding
) -> None:
    """Each batch is durable: the next session resumes after the last one."""
    build().close()
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom indexer.store import *\nfrom tests.store.test_vectors import *\n"
        "with writing_vectors(IndexFolder(Path(sys.argv[1])), MODEL, binding=sys.argv[2]) as table:\n"
        "    table.put([0], VECTORS[:1])\n    table.put([2], VECTORS[2:3])\n    os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, folder.path, binding], cwd=root, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    with writing_vectors(folder, MODEL, binding=binding) as table:
        assert table.missing() == [1]


def test_the_missing_come_in_order_of_importance(folder: IndexFolder, binding: Binding) -> None:
    """Nodes of the highest ranked symbols are embedded first, those of no symbol last."""
    from indexer.store import symbol_row
    from tests.store.conftest import STAMP, symbol

    with IndexWriter(folder, binding=binding) as writer:
        writer.put("node", [node(f"h{key}", key) for key in range(4)])
        ranks = {"a": ("h1", 0.1), "b": ("h2", 0.9), "c": ("h1", 0.95), "d": ("h3", 0.0)}
        writer.put("symbol", [symbol_row(symbol(name, h), STAMP, rank) for name, (h, rank) in ranks.items()])
        writer.finish().close()
    with writing_vectors(folder, MODEL, binding=binding) as table:
        assert table.missing() == [1, 2, 3, 0]


def test_the_missing_come_with_the_latest_changes_first(folder: IndexFolder, binding: Binding) -> None:
    """What the last run changed is wanted before what it left, however important that is; a limit cuts the list."""
    from indexer.store import symbol_row
    from tests.store.conftest import STAMP, symbol

    later = STAMP[:-1] + "f"
    with IndexWriter(folder, binding=binding) as writer:
        writer.put("node", [node(f"h{key}", key) for key in range(3)])
        writer.put("run", [(STAMP, 1.0, 2.0, "", {}), (later, 3.0, 4.0, "", {})])
        rows = [("a", "h0", STAMP, 0.9), ("b", "h1", later, 0.1), ("c", "h2", STAMP, 0.95)]
        writer.put("symbol", [symbol_row(symbol(name, h), stamp, rank) for name, h, stamp, rank in rows])
        writer.finish().close()
    with writing_vectors(folder, MODEL, binding=binding) as table:
        assert (table.missing(), table.missing(2), table.lacking()) == ([1, 2, 0], [1, 2], 3)


@pytest.mark.parametrize("indexed", [False, True])
def test_the_nearest_are_the_nearest(many: IndexFolder, binding: Binding, indexed: bool) -> None:
    """With and without the HNSW index the answer is that of looking at all."""
    vectors = clustered(NODES)
    with writing_vectors(many, MODEL, binding=binding) as table:
        table.put(np.arange(NODES), vectors)
        if indexed:
            table.build_index()
        assert table.indexed is indexed
        hits = 0
        for query in clustered(20):
            truth = set(np.argsort(-(vectors @ query))[:10].tolist())
            found = table.nearest(query, 10)
            hits += len(truth & {neighbour.key for neighbour in found})
            best = found[0]
            assert best.distance == pytest.approx(1 - float(vectors[best.key] @ query), abs=1e-5)
            assert [n.distance for n in found] == sorted(n.distance for n in found)
    assert hits >= 195


def test_readers_go_on_while_the_index_is_built(
    many: IndexFolder, binding: Binding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The HNSW index is built in a copy: an open reader answers meanwhile, and has the index afterwards."""
    reader = IndexReader(many, binding=binding)
    seen = []
    publish = IndexFolder.publish

    def looking(self: IndexFolder, build: Path) -> Path:
        seen.append(reader.run("?[count(key)] := *embedding_1{key}").rows)
        return publish(self, build)

    monkeypatch.setattr(IndexFolder, "publish", looking)
    with writing_vectors(many, MODEL, binding=binding) as table:
        table.put(np.arange(NODES), clustered(NODES))
        table.build_index()
        assert table.indexed
        table.put([NODES], clustered(1))
    assert seen == [[[NODES]]]
    found = reader.run(
        "?[key] := ~embedding_1:near{key | query: vec($q), k: 1, ef: 9}", {"q": clustered(1)[0].tolist()}
    )
    assert found.rows[0][0] in {0, NODES}
    assert len([file for file in many.path.iterdir() if ".db" in file.name]) == 1


def test_a_session_without_an_index_makes_nothing(folder: IndexFolder, binding: Binding) -> None:
    """Vectors belong to nodes: no graph, no vectors, no folder."""
    with pytest.raises(NoIndex), writing_vectors(folder, MODEL, binding=binding):
        pass
    assert not folder.path.exists()


def test_vectors_join_and_leave_an_index_that_exists(many: IndexFolder, binding: Binding) -> None:
    """What is put after the index was built is found by it; what is pruned is not."""
    vectors = clustered(NODES)
    with writing_vectors(many, MODEL, binding=binding) as table:
        table.put(np.arange(100), vectors[:100])
        table.build_index()
        table.build_index()
        table.put(np.arange(100, 120), vectors[100:120])
        table.put([NODES + 7], vectors[130:131])
        assert table.nearest(vectors[110], 1)[0].key == 110
        assert table.nearest(vectors[130], 1)[0].key == NODES + 7
        assert table.prune() == 1
        assert table.prune() == 0
        assert table.nearest(vectors[130], 1)[0].key != NODES + 7
        assert table.count() == 120
        table.drop_index()
        assert not table.indexed
        assert table.nearest(vectors[110], 1)[0].key == 110


def test_one_query_joins_vectors_text_and_graph(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding
) -> None:
    """The relation of a model is there for any Datalog."""
    reader = build()
    with writing_vectors(folder, MODEL, binding=binding) as table:
        table.put([0, 1, 2], VECTORS[:3])
        table.build_index()
    rows = reader.run(
        "?[name, callee, distance] := ~embedding_1:near{key | query: vec($q), k: 2, ef: 20, bind_distance: distance},"
        " *node:by_key{key, content_hash}, *symbol:by_content_hash{content_hash, id}, *symbol{id, name},"
        " ~text:words{symbol: id | query: 'alpha', k: 9}, *edge{source: id, kind: 'calls', target},"
        " *symbol{id: target, name: callee}",
        {"q": [0.1, 0.9, 0, 0]},
    ).rows
    assert [row[:2] for row in rows] == [["f", "g"]]


@pytest.mark.parametrize(
    "vectors", [np.eye(3, dtype=np.float32), np.full((2, 4), np.nan, dtype=np.float32), VECTORS[:1]], ids=str
)
def test_vectors_that_do_not_fit_are_refused(many: IndexFolder, binding: Binding, vectors: np.ndarray) -> None:
    """Wrong dimension, wrong number, or no numbers at all."""
    with writing_vectors(many, MODEL, binding=binding) as table, pytest.raises(BadParameter, match="lexical"):
        table.put([1, 2], vectors)


def test_each_model_has_its_own_vectors(many: IndexFolder, binding: Binding) -> None:
    """Vectors of two models are never mixed, and the old model answers until the new one is made the active one."""
    with writing_vectors(many, MODEL, binding=binding) as table:
        table.put([5], np.ones((1, 4), dtype=np.float32))
        assert (table.model.active, table.model.next) == (True, False)
    with writing_vectors(many, OTHER, binding=binding) as table:
        assert (table.count(), table.model.active, table.model.next) == (0, False, True)
        table.put([5, 6], np.ones((2, 3), dtype=np.float32))
        assert marks(many, binding) == [("m1", "embedding_1", True, False), ("m2", "embedding_2", False, True)]
        table.activate()
        assert table.model.active
    assert marks(many, binding) == [("m2", "embedding_2", True, False), ("m1", "embedding_1", False, False)]
    with writing_vectors(many, MODEL, binding=binding) as table:
        assert table.count() == 1


def marks(folder: IndexFolder, binding: Binding) -> list[tuple[str, str, bool, bool]]:
    with IndexReader(folder, binding=binding).engine() as engine:
        return [(model.id, model.relation, model.active, model.next) for model in models(engine)]


def test_a_model_without_vectors_does_not_hold_the_place(many: IndexFolder, binding: Binding) -> None:
    """Where the active model has no vector yet, another becomes the active one at once, and the first is not next."""
    with writing_vectors(many, MODEL, binding=binding), pytest.raises(IndexLocked), many.lock():
        pass
    with writing_vectors(many, OTHER, binding=binding):
        pass
    assert marks(many, binding) == [("m2", "embedding_2", True, False), ("m1", "embedding_1", False, False)]


def test_going_back_to_the_active_model_gives_up_the_next(many: IndexFolder, binding: Binding) -> None:
    """Of a change of model that was given up half way, what was made is kept, but is not the next any more."""
    for model, width in ((MODEL, 4), (OTHER, 3)):
        with writing_vectors(many, model, binding=binding) as table:
            table.put([1], np.ones((1, width), dtype=np.float32))
    with writing_vectors(many, MODEL, binding=binding):
        pass
    assert marks(many, binding) == [("m1", "embedding_1", True, False), ("m2", "embedding_2", False, False)]


def test_the_place_of_a_model_is_kept(many: IndexFolder, binding: Binding) -> None:
    """Where its files were, for those who ask the index later."""
    with writing_vectors(many, MODEL, place="/models/tiny", binding=binding):
        pass
    with IndexReader(many, binding=binding).engine() as engine:
        assert [model.place for model in models(engine)] == ["/models/tiny"]


def test_only_one_session_writes(many: IndexFolder, binding: Binding) -> None:
    """Vectors and builds have the same lock."""
    with writing_vectors(many, MODEL, binding=binding), pytest.raises(IndexLocked), IndexWriter(many, binding=binding):
        pass


@pytest.mark.parametrize("shift", [0, 1000], ids=["same keys", "other keys"])
def test_vectors_are_carried_into_a_new_build_by_content(many: IndexFolder, binding: Binding, shift: int) -> None:
    """Whatever keys the new build gives, a content hash that it has keeps its vector, and one that it lacks is gone."""
    vectors = clustered(NODES)
    with writing_vectors(many, OTHER, binding=binding) as table:
        table.put([1, 399], np.ones((2, 3), dtype=np.float32))
    with writing_vectors(many, MODEL, binding=binding) as table:
        table.put(np.arange(300), vectors[:300])
    old = IndexReader(many, binding=binding)
    with IndexWriter(many, binding=binding) as writer:
        kept = range(100, 350)
        writer.put("node", [node(f"h{key}", key + shift) for key in kept])
        writer.put("node", [node("new", 5)])
        assert carry_vectors(old, writer) == 200
        writer.finish().close()
    with writing_vectors(many, MODEL, binding=binding) as table:
        found = {key: vector for keys, batch in table.batches(64) for key, vector in zip(keys, batch, strict=True)}
        assert sorted(found) == [key + shift for key in range(100, 300)]
        assert np.allclose(found[123 + shift], vectors[123], atol=1e-6)
        assert sorted(table.missing()) == sorted([5, *(key + shift for key in range(300, 350))])


def test_vectors_live_in_memory_too(binding: Binding) -> None:
    """An index that is not stored can have vectors."""
    from indexer.store.models import ensure_model

    with IndexWriter(None, binding=binding) as writer:
        fill(writer)
        table = VectorTable(ensure_model(writer.engine, MODEL), writer.engine)
        table.put([1], VECTORS[1:2])
        reader = writer.finish()
    assert reader.run("?[key] := *embedding_1{key}").rows == [[1]]
