"""Vectors of a published index: kills, changes of model, what is embedded when."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.codegraph import CodeGraph
from indexer.embed import Choice
from indexer.embed.lexical import LexicalEmbedder
from indexer.embed.protocol import ModelIdentity, Vectors, normalise
from indexer.pipeline import embedding
from indexer.pipeline.analyse import ignore_progress
from indexer.pipeline.embedding import embed_index, embed_some, is_embedded
from indexer.settings import Settings
from indexer.store import IndexReader, index_folder
from indexer.telemetry import Progress

FUNCTIONS = 40


class Interrupted(Exception):
    """What stops an embedder half way."""


class Counting:
    """Vectors of eight numbers, another model than the lexical one; may stop after some texts."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.identity: ModelIdentity = replace(LexicalEmbedder().identity, name="counting", dimension=8)
        self.texts: list[str] = []
        self.steps: list[int] = []
        """How many texts came at once."""
        self._stop_after = stop_after

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        if self._stop_after is not None and len(self.texts) >= self._stop_after:
            raise Interrupted
        self.texts += texts
        self.steps.append(len(texts))
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        seeds = [sum(text.encode()) for text in texts]
        return normalise(np.array([np.random.default_rng(seed).normal(size=8) for seed in seeds], dtype=np.float32))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", embedder="lexical", workers=1)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty functions, in steps of ten."""
    folder = tmp_path / "repo"
    folder.mkdir()
    text = "\n\n".join(f"def step_{number}(value):\n    return value + {number}" for number in range(FUNCTIONS))
    (folder / "steps.py").write_text(text + "\n")
    monkeypatch.setattr(embedding, "_FEWEST", 10)
    monkeypatch.setattr(embedding, "_MOST", 10)
    return folder


def use(monkeypatch: pytest.MonkeyPatch, embedder: Counting) -> Counting:
    monkeypatch.setattr(embedding, "_chosen", lambda *_: Choice(embedder, "counting, for a test", "/models/counting"))
    return embedder


def embed(repo: Path, settings: Settings) -> int:
    return embed_index(index_folder(repo, data_dir=settings.data_dir), settings, ignore_progress).vectors


def test_old_vectors_answer_until_the_new_are_complete(
    repo: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another model's vectors are made, search asks the old ones, and only them; then only the new ones."""
    CodeGraph.index(repo, settings=settings)
    counting = use(monkeypatch, Counting(stop_after=20))
    with pytest.raises(Interrupted):
        embed(repo, settings)
    with CodeGraph.open(repo, settings=settings) as graph:
        vectors = graph.status().vectors
        assert vectors is not None
        assert (vectors.model, vectors.share, vectors.next) == ("lexical-hash-384", 1.0, "counting")
        assert 0 < vectors.next_share < 1
        assert graph.embedder.identity.name == "lexical-hash-384"
        answer = graph.search("step 7")
        assert answer.embedded == 1.0
        assert any("vectors" in hit.parts for hit in answer.hits)
    half = len(counting.texts)
    use(monkeypatch, counting := Counting())
    nodes = embed(repo, settings)
    assert len(counting.texts) == nodes - half
    with CodeGraph.open(repo, settings=settings) as graph:
        vectors = graph.status().vectors
        assert vectors is not None
        assert (vectors.model, vectors.share, vectors.next) == ("counting", 1.0, "")
        widths = {
            relation: {len(row[0]) for row in graph.datalog(f"?[vector] := *{relation}{{vector}}").rows}
            for relation in ("embedding_1", "embedding_2")
        }
        assert widths == {"embedding_1": {384}, "embedding_2": {8}}


def test_gc_removes_the_old_model_and_leaves_the_next(
    repo: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is being made is no garbage; what it has replaced is."""
    nodes = CodeGraph.index(repo, settings=settings).vectors
    use(monkeypatch, Counting(stop_after=20))
    with pytest.raises(Interrupted):
        embed(repo, settings)
    assert CodeGraph.gc(repo, older_than=time.time() - 3600, settings=settings).vectors == 0
    use(monkeypatch, Counting())
    embed(repo, settings)
    assert CodeGraph.gc(repo, older_than=time.time() - 3600, settings=settings).vectors == nodes
    with CodeGraph.open(repo, settings=settings) as graph:
        assert graph.datalog("?[name, active] := *model{name, active}").rows == (("counting", True),)


def test_a_new_build_carries_both_models(repo: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building anew in the middle of a change loses neither the vectors that answer nor those that were made."""
    CodeGraph.index(repo, settings=settings)
    use(monkeypatch, Counting(stop_after=20))
    with pytest.raises(Interrupted):
        embed(repo, settings)
    CodeGraph.index(repo, settings=settings.model_copy(update={"fresh": True, "embed": False}))
    with CodeGraph.open(repo, settings=settings) as graph:
        vectors = graph.status().vectors
        assert vectors is not None
        assert (vectors.model, vectors.share, vectors.next) == ("lexical-hash-384", 1.0, "counting")
        assert vectors.next_share > 0


@pytest.mark.parametrize(("seconds", "largest"), [(60.0, 20), (0.0, 10)])
def test_steps_grow_where_they_are_soon_done(
    repo: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, seconds: float, largest: int
) -> None:
    """What a kill may cost is time: a slow machine commits few nodes at once, a fast one as many as fill its batches."""
    CodeGraph.index(repo, settings=settings.model_copy(update={"embed": False}))
    monkeypatch.setattr(embedding, "_MOST", 20)
    monkeypatch.setattr(embedding, "_SECONDS_A_STEP", seconds)
    counting = use(monkeypatch, Counting())
    embed(repo, settings)
    assert (counting.steps[0], max(counting.steps)) == (10, largest)


def test_a_kill_in_the_middle_costs_one_step(repo: Path, settings: Settings) -> None:
    """Killed while it embeds, a run leaves whole steps; the next one makes what lacks, and nothing twice."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom indexer.codegraph import CodeGraph\n"
        "from indexer.embed.lexical import LexicalEmbedder\nfrom indexer.pipeline import embedding\n"
        "from indexer.settings import Settings\n"
        "embedding._FEWEST = embedding._MOST = 10\nencode, calls = LexicalEmbedder.encode_documents, []\n"
        "def killed(self, texts):\n    calls.append(1)\n    if len(calls) == 3: os.kill(os.getpid(), 9)\n"
        "    return encode(self, texts)\n"
        "LexicalEmbedder.encode_documents = killed\n"
        "CodeGraph.index(Path(sys.argv[1]), settings=Settings(data_dir=sys.argv[2], embedder='lexical', workers=1))\n"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code, str(repo), str(settings.data_dir)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    with CodeGraph.open(repo, settings=settings) as graph:
        status = graph.status()
        assert status.vectors is not None
        assert status.vectors.nodes == 20
        assert graph.search("step").hits
    told: list[Progress] = []
    report = CodeGraph.index(repo, settings=settings, progress=told.append)
    assert report.vectors == status.nodes
    assert {one.total for one in told if one.phase == "embed" and one.total} == {status.nodes - 20}


def test_what_a_build_without_vectors_left_is_indexed(repo: Path, settings: Settings) -> None:
    """Vectors that a new build took over, like those of a run that was killed at its end, get their HNSW index though none lacks."""
    CodeGraph.index(repo, settings=settings)
    CodeGraph.index(repo, settings=settings.model_copy(update={"embed": False, "fresh": True}))
    with IndexReader(index_folder(repo, data_dir=settings.data_dir)) as reader:
        assert (embedding.vectors_of(reader)[1] > 0, is_embedded(reader, settings)) == (True, False)
    CodeGraph.index(repo, settings=settings)
    with IndexReader(index_folder(repo, data_dir=settings.data_dir)) as reader:
        assert is_embedded(reader, settings)
    with CodeGraph.open(repo, settings=settings) as graph:
        assert graph.datalog("?[key] := ~embedding_1:near{key | query: vec($q), k: 1, ef: 5}", embed={"q": "step"}).rows


def test_embedding_goes_on_in_slices(repo: Path, settings: Settings) -> None:
    """Each slice says how much is left; the last one finishes, and then nothing is done."""
    CodeGraph.index(repo, settings=settings.model_copy(update={"embed": False}))
    folder = index_folder(repo, data_dir=settings.data_dir)
    left = [embed_some(folder, settings, 15) for _ in range(4)]
    assert left == [26, 11, 0, 0]
    with IndexReader(folder) as reader:
        assert is_embedded(reader, settings)


def test_a_model_stays_loaded_from_one_change_to_the_next(repo: Path, settings: Settings) -> None:
    """What joins the HNSW index between two runs does not make them load the model again."""
    CodeGraph.index(repo, settings=settings)
    text = (repo / "steps.py").read_text()
    loaded = []
    for number in range(3):
        text += f"\n\ndef added_{number}():\n    return {number}\n"
        (repo / "steps.py").write_text(text)
        CodeGraph.index(repo, settings=settings)
        loaded.append(embedding._chosen.cache_info().misses)
    with CodeGraph.open(repo, settings=settings) as graph:
        assert graph.datalog("?[changed] := *model{changed}").rows[0][0] > 0
    assert loaded[1:] == loaded[:1] * 2


def test_texts_of_another_version_are_embedded_anew(
    repo: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the text of nodes changes, vectors of the old text answer, and count as incomplete, until there are new ones."""
    CodeGraph.index(repo, settings=settings)
    older = replace(LexicalEmbedder().identity, template_version="0")
    folder = index_folder(repo, data_dir=settings.data_dir)
    with IndexReader(folder) as reader:
        assert is_embedded(reader, settings)

    class Older(LexicalEmbedder):
        identity = older  # type: ignore[assignment]

    monkeypatch.setattr(embedding, "_chosen", lambda *_: Choice(Older(), "older"))
    embed(repo, settings)
    with IndexReader(folder) as reader:
        assert not is_embedded(reader, settings)
    with CodeGraph.open(repo, settings=settings) as graph:
        assert graph.embedder.identity == older
        assert graph.search("step 7").embedded == 1.0


def test_an_index_that_finds_too_little_is_built_again(
    repo: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When much has joined the HNSW index, it is compared with looking at all, and replaced if it falls short."""
    monkeypatch.setattr(embedding, "_REBUILD_SHARE", 1.0)
    CodeGraph.index(repo, settings=settings)
    dropped = []
    table = embedding_table()
    monkeypatch.setattr(table, "recall", lambda self: 0.5)
    drop = table.drop_index
    monkeypatch.setattr(table, "drop_index", lambda self: (dropped.append(self.model.changed), drop(self)))
    text = (repo / "steps.py").read_text()
    (repo / "steps.py").write_text(text + "\n\ndef one_more(value):\n    return -value\n")
    CodeGraph.index(repo, settings=settings)
    assert dropped == []  # two nodes of forty: not enough to look
    more = "\n\n".join(f"def more_{number}(value):\n    return value * {number}" for number in range(6))
    (repo / "steps.py").write_text(f"{text}\n\n{more}\n")
    CodeGraph.index(repo, settings=settings)
    assert dropped == [9]
    with CodeGraph.open(repo, settings=settings) as graph:
        assert graph.datalog("?[changed] := *model{changed}").rows == ((0,),)
        assert {check.name: check.verdict for check in graph.check()}["nearest"] == "ok"


def embedding_table() -> type:
    from indexer.store.vectors import VectorTable

    return VectorTable
