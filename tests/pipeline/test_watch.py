"""Watching a real folder: the index follows, until it is told to stop."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from indexer.codegraph import CodeGraph
from indexer.errors import NotADirectory
from indexer.pipeline.overlay import Overlay
from indexer.pipeline.watch import WatchEvent, watch_repository
from indexer.settings import Settings

SOON = 3.0
"""Seconds between looks at the whole tree: the tests end even where the file system tells of nothing."""


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository of one file."""
    folder = tmp_path / "repo"
    folder.mkdir()
    (folder / "a.py").write_text("def first():\n    return 1\n")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An index of its own, without vectors."""
    return Settings(data_dir=tmp_path / "data", embed=False, workers=1)


def until(events: list[WatchEvent], wanted: str) -> bool:
    """Whether an event of a name has come."""
    return any(event.event == wanted for event in events)


def names(repo: Path, settings: Settings) -> set[str]:
    """Names of the functions in the index."""
    with CodeGraph.open(repo, settings=settings) as graph:
        return {row[0] for row in graph.datalog("?[name] := *symbol{name, kind: 'function'}").rows}


def test_a_save_is_in_the_index(repo: Path, settings: Settings) -> None:
    """A new function is found after the event that says so, and stopping ends the watch."""
    stop = threading.Event()
    watching = watch_repository(repo, settings, stop=stop, reconcile=SOON)
    assert next(watching).event == "ready"
    (repo / "a.py").write_text("def first():\n    return 1\n\ndef second():\n    return 2\n")
    seen: list[WatchEvent] = []
    for event in watching:
        seen.append(event)
        if event.event == "indexed":
            stop.set()
    assert until(seen, "indexed")
    assert names(repo, settings) == {"first", "second"}


def test_git_at_work_holds_everything(repo: Path, settings: Settings) -> None:
    """While `.git/index.lock` is there nothing is read; afterwards all is, in one step."""
    git = repo / ".git"
    git.mkdir()
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    stop = threading.Event()
    watching = watch_repository(repo, settings, stop=stop, reconcile=SOON)
    assert next(watching).event == "ready"
    (git / "index.lock").write_text("")
    (repo / "b.py").write_text("def third():\n    return 3\n")
    held = next(watching)
    assert (held.event, names(repo, settings)) == ("held", {"first"})
    (git / "index.lock").unlink()
    for event in watching:
        if event.event == "indexed":
            stop.set()
    assert names(repo, settings) == {"first", "third"}


def test_what_flips_back_leaves_no_trace(repo: Path, settings: Settings) -> None:
    """A, B, A within one burst: nothing is written."""
    stop = threading.Event()
    watching = watch_repository(repo, settings, stop=stop, reconcile=SOON)
    assert next(watching).event == "ready"
    before = (repo / "a.py").read_text()
    (repo / "a.py").write_text("def other():\n    return 2\n")
    (repo / "a.py").write_text(before)
    assert next(watching).event == "unchanged"
    stop.set()
    assert names(repo, settings) == {"first"}
    with CodeGraph.open(repo, settings=settings) as graph:
        assert graph.datalog("?[count(symbol)] := *version{symbol, qualified_name: n}, n == 'a.other'").rows[0][0] == 0


def test_unsaved_text_is_indexed_and_dropped_on_save(repo: Path, settings: Settings) -> None:
    """An editor's buffer is found as if saved; the save puts the file in its place."""
    stop, overlay = threading.Event(), Overlay()
    watching = watch_repository(repo, settings, stop=stop, reconcile=SOON, overlay=overlay)
    assert next(watching).event == "ready"
    overlay.set("a.py", "def buffered():\n    return 1\n")
    assert next(watching).event == "indexed"
    assert names(repo, settings) == {"buffered"}
    (repo / "a.py").write_text("def saved():\n    return 1\n")
    for event in watching:
        if event.event == "indexed":
            stop.set()
    assert (names(repo, settings), overlay.texts()) == ({"saved"}, {})


def test_a_failure_does_not_end_the_watch(repo: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and the next run makes up for it."""
    from indexer.errors import DiskFull
    from indexer.pipeline import watch as module

    stop = threading.Event()
    watching = watch_repository(repo, settings, stop=stop, reconcile=SOON)
    assert next(watching).event == "ready"
    real, failing = module.index_repository, [True]

    def run(root: Path, chosen: Settings, **how: Any) -> object:
        if failing:
            failing.pop()
            raise DiskFull("no space")
        return real(root, chosen, **how)

    monkeypatch.setattr(module, "index_repository", run)
    monkeypatch.setattr(module, "_RETRY", 0.0)
    (repo / "c.py").write_text("def fourth():\n    return 4\n")
    event = next(watching)
    assert (event.event, event.message) == ("failed", "no space")
    for event in watching:
        if event.event == "indexed":
            stop.set()
    assert names(repo, settings) == {"first", "fourth"}


def test_only_a_folder_can_be_watched(repo: Path, settings: Settings) -> None:
    """A file, or nothing, is refused before anything is looked at."""
    for place in (repo / "a.py", repo / "nowhere"):
        with pytest.raises(NotADirectory, match="give the folder of a repository"):
            next(watch_repository(place, settings))
