"""The past of a repository, from git's objects."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from indexer.codegraph import CodeGraph
from indexer.errors import SourceError
from indexer.settings import Settings

ENVIRONMENT = {
    **os.environ, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def commit(root: Path, files: dict[str, str | None], when: int) -> str:
    """Commits files (None removes one) at a moment; gives the revision."""
    for path, text in files.items():
        file = root / path
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
    dated = {**ENVIRONMENT, "GIT_AUTHOR_DATE": f"{when} +0000", "GIT_COMMITTER_DATE": f"{when} +0000"}
    for words in (["add", "-A"], ["commit", "-q", "-m", "change"]):
        subprocess.run(["git", "-C", str(root), *words], check=True, env=dated, capture_output=True)
    done = subprocess.run(["git", "-C", str(root), "rev-parse", "HEAD"], check=True, capture_output=True)
    return done.stdout.decode().strip()


@pytest.fixture
def repo(tmp_path: Path) -> tuple[Path, Settings, list[str]]:
    """Four commits, indexed after the last."""
    root = tmp_path / "repo"
    root.mkdir()
    subprocess.run(["git", "init", "-q", str(root)], check=True, env=ENVIRONMENT, capture_output=True)
    revisions = [
        commit(root, {"m.py": "def f():\n    return 1\n", "gone.py": "def g(): ...\n"}, 1_600_000_000),
        commit(root, {"m.py": "def f():\n    return 2\n"}, 1_600_100_000),
        commit(root, {"gone.py": None, "pkg/new.py": "def h(): ...\n"}, 1_600_200_000),
        commit(root, {"m.py": "def f():\n    return 3\n"}, 1_600_300_000),
    ]
    settings = Settings(data_dir=tmp_path / "data", embed=False, workers=1)
    CodeGraph.index(root, settings=settings)
    return root, settings, revisions


def test_versions_of_past_commits(repo: tuple[Path, Settings, list[str]]) -> None:
    """Each body that a symbol had, at the moment of its commit, with the text and what it changed."""
    root, settings, _ = repo
    found = CodeGraph.backfill(root, 10, settings=settings)
    assert (found.commits, found.blobs) == (4, 5)
    with CodeGraph.open(root, settings=settings) as graph:
        versions = graph.history("m.f")
        assert [one.source[-1] for one in versions] == ["3", "2", "1"]
        assert versions[-1].at == "2020-09-13T12:26:40+00:00"
        assert [one.present for one in graph.history("gone.g")] == [False, True]


def test_differences_between_past_commits(repo: tuple[Path, Settings, list[str]]) -> None:
    """By their revisions; edges of then are not known, and that is said."""
    root, settings, revisions = repo
    CodeGraph.backfill(root, 10, settings=settings)
    with CodeGraph.open(root, settings=settings) as graph:
        found = graph.diff(revisions[0], revisions[2])
    assert {(one.change, one.symbol) for one in found.symbols} >= {
        ("changed", "m.f"),
        ("removed", "gone.g"),
        ("added", "pkg.new.h"),
    }
    assert not found.whole


def test_a_second_backfill_adds_nothing(repo: tuple[Path, Settings, list[str]]) -> None:
    """The same rows again."""
    root, settings, _ = repo
    for _ in range(2):
        CodeGraph.backfill(root, 10, settings=settings)
        with CodeGraph.open(root, settings=settings) as graph:
            assert len(graph.history("m.f")) == 3
            assert graph.datalog("?[count(stamp)] := *run{stamp}").rows == ((4,),)


def test_without_git_there_is_no_past(tmp_path: Path) -> None:
    """One line says so."""
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / "m.py").write_text("x = 1\n")
    settings = Settings(data_dir=tmp_path / "data", embed=False, workers=1)
    CodeGraph.index(tmp_path / "repo", settings=settings)
    with pytest.raises(SourceError):
        CodeGraph.backfill(tmp_path / "repo", 5, settings=settings)
