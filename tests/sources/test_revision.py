"""The revision of a checkout is what git says it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from indexer.sources.gitdir import find_git
from indexer.sources.revision import commit_named, current_revision, is_dirty, place_in_history

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="compares with git")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = tmp_path / "repo"
    root.mkdir()
    _git(root, "init", "-q", "-b", "main")
    (root / "a.py").write_text("x = 1\n", encoding="utf-8")
    _git(root, "add", "a.py")
    _git(root, "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-qm", "one")
    return root


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_a_branch_gives_its_commit(checkout: Path) -> None:
    """Read from the reference's own file, in a subfolder too."""
    (checkout / "sub").mkdir()
    head = _git(checkout, "rev-parse", "HEAD")
    assert current_revision(checkout) == head
    assert current_revision(checkout / "sub") == head


def test_packed_references_and_detached_heads_are_read(checkout: Path) -> None:
    """After `git pack-refs` and `git checkout --detach`."""
    head = _git(checkout, "rev-parse", "HEAD")
    _git(checkout, "pack-refs", "--all")
    assert not (checkout / ".git" / "refs" / "heads" / "main").exists()
    assert current_revision(checkout) == head
    _git(checkout, "checkout", "-q", "--detach")
    assert current_revision(checkout) == head


def test_a_linked_worktree_has_its_own_head(checkout: Path) -> None:
    """Its references lie with the main checkout."""
    _git(checkout, "worktree", "add", "-q", "-b", "side", "../side")
    side = checkout.parent / "side"
    _git(side, "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-q", "--allow-empty", "-m", "two")
    assert current_revision(side) == _git(side, "rev-parse", "HEAD")
    assert current_revision(side) != current_revision(checkout)
    found = find_git(side)
    assert found is not None
    assert found.common == checkout / ".git"


def test_reading_starts_no_program(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual cases are files."""
    head = _git(checkout, "rev-parse", "HEAD")
    monkeypatch.setattr(subprocess, "run", None)
    assert current_revision(checkout) == head


def test_without_a_commit_there_is_no_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside git, and in a repository that has just been made."""
    assert current_revision(tmp_path) == ""
    assert is_dirty(tmp_path) is None
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    _git(tmp_path, "init", "-q")
    assert current_revision(tmp_path) == ""


def test_a_reference_cannot_lead_out_of_the_git_folder(tmp_path: Path) -> None:
    """A hostile HEAD names no other file."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: ../../secret\n", encoding="utf-8")
    (tmp_path / "secret").write_text("a" * 40, encoding="utf-8")
    assert current_revision(tmp_path) == ""


def test_dirty_means_changed_or_untracked(checkout: Path) -> None:
    """As `git status` has it."""
    assert is_dirty(checkout) is False
    (checkout / "b.py").write_text("y = 2\n", encoding="utf-8")
    assert is_dirty(checkout) is True


def test_a_repository_cannot_have_its_own_program_started(checkout: Path, tmp_path: Path) -> None:
    """Asking for the state of a hostile checkout runs no `core.fsmonitor`."""
    trap = tmp_path / "trap"
    script = tmp_path / "monitor"
    script.write_text(f"#!/bin/sh\ntouch {trap}\n", encoding="utf-8")
    script.chmod(0o755)
    _git(checkout, "config", "core.fsmonitor", str(script))
    is_dirty(checkout)
    assert not trap.exists()


def test_commits_have_names(checkout: Path, tmp_path: Path) -> None:
    """Branches, tags, ancestors and parts of hashes; what is none, looks like an option or is outside of git gives ''."""
    head = _git(checkout, "rev-parse", "HEAD")
    _git(checkout, "-c", "user.name=n", "-c", "user.email=e@example.org", "tag", "-am", "t", "v1")
    _git(checkout, "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-qm", "two", "--allow-empty")
    assert [commit_named(checkout, name) for name in ("HEAD~1", "v1", head[:8], "main~1")] == [head] * 4
    assert [commit_named(checkout, name) for name in ("HEAD~9", "nothing", "--all", "", "HEAD:a.py")] == [""] * 5
    assert commit_named(tmp_path, "HEAD") == ""


def test_places_in_the_history(checkout: Path) -> None:
    """How many first parents back a commit is; another branch's has none."""
    head = _git(checkout, "rev-parse", "HEAD")
    as_somebody = ("-c", "user.name=n", "-c", "user.email=e@example.org")
    _git(checkout, "checkout", "-qb", "side")
    _git(checkout, *as_somebody, "commit", "-qm", "side", "--allow-empty")
    side = _git(checkout, "rev-parse", "HEAD")
    _git(checkout, "checkout", "-q", "main")
    _git(checkout, *as_somebody, "commit", "-qm", "two", "--allow-empty")
    assert [place_in_history(checkout, commit) for commit in (head, side)] == [1, None]
