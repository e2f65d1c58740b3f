"""Moments by git's names for commits."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from indexer import CodeGraph
from indexer.errors import BadParameter
from indexer.query.revisions import parted

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(root: Path, *words: str) -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.org")
    subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of four commits, each with one function more, of which the index knows the last three."""
    root = tmp_path_factory.mktemp("checkout")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        git(root, "init", "-q", "-b", "main")
        for name in "abcd":
            (root / f"{name}.py").write_text(f"def {name}():\n    return 1\n", encoding="utf-8")
            git(root, "add", f"{name}.py")
            git(root, "commit", "-qm", name)
        git(root, "tag", "v1", "HEAD~1")
    CodeGraph.index(root, embed=False, location="repo", workers=1)
    CodeGraph.backfill(root, 3, location="repo", workers=1)
    return root


@pytest.mark.parametrize(
    ("earlier", "added"),
    [
        ("HEAD~2", ["c.c", "d.d"]),
        ("v1", ["d.d"]),
        ("main", []),
        ("HEAD~2..v1", ["c.c"]),
        ("HEAD~2..", ["c.c", "d.d"]),
        ("..HEAD", []),
    ],
)
def test_commits_by_the_names_that_git_has_for_them(checkout: Path, earlier: str, added: list[str]) -> None:
    """Ancestors, tags, branches, and two of them with dots between are the moments at which these commits were."""
    with CodeGraph.open(checkout) as graph:
        functions = [one.symbol for one in graph.diff(earlier).symbols if one.change == "added" and "." in one.symbol]
    assert functions == added


@pytest.mark.parametrize(
    ("since", "changed"), [("HEAD~2", {"c", "d"}), ("v1", {"d"}), ("main", set()), ("1d", set("abcd"))]
)
def test_search_knows_the_names_of_commits(checkout: Path, since: str, changed: set[str]) -> None:
    """`changed:` is what the commit did not have yet, though one run read it all."""
    with CodeGraph.open(checkout) as graph:
        hits = graph.search(f"changed:{since} kind:function").hits
    assert {hit.name for hit in hits} == changed


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("HEAD~3", r"the index knows no commit HEAD~3 \([0-9a-f]{10}\); read its versions with .* --history 4`"),
        ("HEAD~9", "'HEAD~9' is no moment"),
        ("nothing", "'nothing' is no moment"),
        ("HEAD...v1", "three dots"),
    ],
)
def test_what_the_index_does_not_know(checkout: Path, said: str, advice: str) -> None:
    """A commit that no run read is told apart from what is no commit, with what to do."""
    with CodeGraph.open(checkout) as graph:
        with pytest.raises(BadParameter, match=advice):
            graph.diff(said)
        if "three" not in advice:
            with pytest.raises(BadParameter, match=advice):
                graph.search(f"changed:{said} a")


def test_a_commit_of_another_branch_is_not_read_by_history(checkout: Path) -> None:
    """The advice is to check it out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        git(checkout, "branch", "side", "HEAD~1")
        git(checkout, "worktree", "add", "-q", str(checkout.parent / "side"), "side")
        git(checkout.parent / "side", "commit", "-qm", "side", "--allow-empty")
    with CodeGraph.open(checkout) as graph, pytest.raises(BadParameter, match="check it out and run"):
        graph.diff("side")


def test_two_moments_are_said_once(checkout: Path) -> None:
    """`A..B` leaves no room for another end."""
    with CodeGraph.open(checkout) as graph, pytest.raises(BadParameter, match="two moments already"):
        graph.diff("HEAD~1..HEAD", "HEAD")


def test_dots_part_moments() -> None:
    """An end that is left out is HEAD, as in git."""
    said = [parted(one, "now") for one in ("a..b", "a..", "..b", "7d")]
    assert said == [("a", "b"), ("a", "HEAD"), ("HEAD", "b"), ("7d", "now")]
