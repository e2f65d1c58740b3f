"""Edits to measure: their places come from the index, their steps from a history."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks.edits import Save, edits, recorded
from indexer.codegraph import CodeGraph
from indexer.pipeline import index_repository
from indexer.settings import Settings

FILES = {
    "base.py": "class Base:\n    def step(self):\n        return 10\n\n\ndef leaf():\n    return 'word'\n\n\n"
    "def popular():\n    leaf()\n    return 2\n",
    **{
        f"use{number}.py": "from base import Base, popular\n\n\nclass Child(Base):\n    def step(self):\n        return popular()\n\n\n"
        "def go():\n    return popular()\n"
        for number in range(3)
    },
}  # fmt: skip


def test_the_places_of_a_repository(tmp_path: Path) -> None:
    """Each edit is where its name says, and changes what it says."""
    root = tmp_path / "repo"
    root.mkdir()
    for name, text in FILES.items():
        (root / name).write_text(text)
    settings = Settings(data_dir=tmp_path / "data", embed=False, workers=1)
    index_repository(root, settings)
    with CodeGraph.open(root, settings=settings) as graph:
        found = {edit.name: edit for edit in edits(graph, root)}
    assert {edit.path for edit in found.values()} == {"base.py"}
    texts = {name: edit.text for name, edit in found.items()}
    assert "return 'word1'" in texts["body of a leaf function"]
    assert "return 21" in texts["body of a function called from many places"]
    assert "return 101" in texts["body of a base class's method"]
    assert "def stepRenamed" in texts["rename of a base class's method"]
    assert "class BaseRenamed" in texts["rename of a widely imported class"]
    assert texts["formatting only: a line above everything"] == "\n" + FILES["base.py"]
    assert found["rename of a file"].renamed == "base_renamed.py"
    assert "base.popular, 6 callers" in found["body of a function called from many places"].what


def git(root: Path, *words: str) -> str:
    options = [
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "commit.gpgSign=false",
    ]
    return subprocess.run(
        ["git", *options, *words], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def history(tmp_path: Path) -> tuple[Path, list[str]]:
    """A file that changes in two places, one that comes and one that goes."""
    git(tmp_path, "init", "-q")
    revisions = []
    for files in ({"a.py": "1\n2\n3\n4\n5\n", "gone.py": "x\n"}, {"a.py": "1\n2b\n3\n4b\n5\n6\n", "new.py": "y\n"}):
        for file in tmp_path.glob("*.py"):
            file.unlink()
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", "change")
        revisions.append(git(tmp_path, "rev-parse", "HEAD"))
    return tmp_path, revisions


def test_a_history_is_saved_hunk_by_hunk(history: tuple[Path, list[str]]) -> None:
    """Each step is a whole file; the last is what was committed."""
    saves = list(recorded(*history))
    assert saves == [
        Save("a.py", b"1\n2b\n3\n4\n5\n"),
        Save("a.py", b"1\n2b\n3\n4b\n5\n"),
        Save("a.py", b"1\n2b\n3\n4b\n5\n6\n"),
        Save("gone.py", None),
        Save("new.py", b"y\n"),
    ]
