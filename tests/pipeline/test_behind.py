"""Vectors behind a watched graph."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from indexer.codegraph import CodeGraph
from indexer.errors import IndexLocked, MissingExtra
from indexer.pipeline import behind as module
from indexer.pipeline.behind import Behind, Step
from indexer.pipeline.watch import watch_repository
from indexer.settings import Settings
from indexer.store.folder import IndexFolder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", embedder="lexical", workers=1)


def share(repo: Path, settings: Settings) -> float:
    with CodeGraph.open(repo, settings=settings) as graph:
        vectors = graph.status().vectors
        return vectors.share if vectors else 0.0


def test_a_watched_change_gets_its_vectors_behind_the_graph(tmp_path: Path, settings: Settings) -> None:
    """'ready' comes with the graph alone; then all nodes have vectors; after a change, the new ones too."""
    repo = tmp_path / "repo"
    repo.mkdir()
    (repo / "a.py").write_text("def first():\n    return 1\n")
    stop = threading.Event()
    seen = []
    for event in watch_repository(repo, settings, stop=stop, reconcile=3.0):
        seen.append(event.event)
        if event.event == "ready":
            assert share(repo, settings) == 0.0
        elif event.event == "embedded" and seen.count("embedded") == 1:
            assert share(repo, settings) == 1.0
            (repo / "a.py").write_text("def first():\n    return 1\n\ndef second():\n    return 2\n")
        elif event.event == "embedded" and "indexed" in seen:
            stop.set()
    assert share(repo, settings) == 1.0
    assert "failed" not in seen


class Scripted:
    """What `embed_some` gives, call by call."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.limits: list[int] = []

    def __call__(self, folder: Any, settings: Any, limit: int) -> int:
        self.limits.append(limit)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def started(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    def start(*answers: int | Exception) -> tuple[Behind, Scripted]:
        scripted = Scripted(*answers)
        monkeypatch.setattr(module, "embed_some", scripted)
        return Behind(IndexFolder(tmp_path), settings), scripted

    return start


def test_steps_follow_until_nothing_is_left(started: Any) -> None:
    """It tells only of the end; after that nothing is done until there is news."""
    work, scripted = started(40, 7, 0, 0)
    assert [work.step(float(at)) for at in range(0, 40, 10)] == [None, None, Step(""), None]
    assert len(scripted.limits) == 3
    assert scripted.limits == sorted(scripted.limits)
    work.news()
    assert work.step(50.0) == Step("")


def test_between_steps_it_rests(started: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that took two seconds is followed by two of rest, and by a smaller step."""
    work, scripted = started(400, 300)
    work._nodes = 64
    clock = iter([10.0, 12.0, 14.0, 14.1])
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    assert work.step(10.0) is None
    assert work.step(13.9) is None
    assert len(scripted.limits) == 1
    work.step(14.0)
    assert scripted.limits == [64, 16]


def test_a_locked_index_is_tried_again_and_a_missing_extra_is_told_once(started: Any) -> None:
    """What passes is waited for in silence; what does not pass is said, and left until something changes."""
    work, _ = started(IndexLocked("busy"), MissingExtra("torch is not installed"), 0)
    assert work.step(0.0) is None
    assert work.step(5.0) == Step("torch is not installed")
    assert work.step(9.0) is None
    work.news()
    assert work.step(12.0) == Step("")


def test_without_embedding_nothing_is_done(tmp_path: Path) -> None:
    """`embed = false` holds here as everywhere."""
    assert Behind(IndexFolder(tmp_path), Settings(embed=False)).step(0.0) is None
