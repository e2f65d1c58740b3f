"""What changed is found, however it came to change: after the next run the index is the one made from nothing."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from indexer.codegraph import CodeGraph
from indexer.pipeline import index_repository
from indexer.query.fingerprint import current_rows
from indexer.sources import load as loading
from tests.pipeline.conftest import Checkout

FIRST = {
    "a.py": "from b import helper\n\n\ndef first():\n    return helper()\n",
    "b.py": "def helper():\n    return 1\n",
    "pkg/c.py": "import a\n\n\ndef third():\n    return a.first()\n",
}


@pytest.fixture
def repo(checkout: Checkout) -> Checkout:
    """One commit, indexed."""
    checkout.git("init", "-q")
    checkout.commit(FIRST)
    checkout.index()
    return checkout


def test_a_branch_switch_and_back(repo: Checkout) -> None:
    """Each branch has its own graph, and its commit is the index's revision."""
    on_main = repo.rows()
    repo.git("switch", "-q", "-c", "side")
    commit = repo.commit(
        {"b.py": "def helper():\n    return other()\n\n\ndef other():\n    return 2\n", "d.py": "import b\n"}
    )
    report = repo.index()
    assert (report.revision, sorted(report.read)) == (commit, ["b.py", "d.py"])
    assert repo.rows() == repo.fresh()
    repo.git("switch", "-q", "main")
    assert repo.index().revision != commit
    assert repo.rows() == on_main == repo.fresh()


def test_a_commit_that_changes_no_file(repo: Checkout) -> None:
    """What was indexed is committed: the index is of that commit from then on, and can be asked as of it."""
    repo.write({"b.py": "def helper():\n    return 2\n"})
    repo.index()
    before = repo.rows()
    commit = repo.commit({})
    report = repo.index()
    assert (report.changed, report.revision) == (False, commit)
    repo.write({"b.py": "def helper():\n    return 3\n"})
    repo.index()
    with CodeGraph.open(repo.root, settings=repo.settings()) as graph, graph.at(commit[:8]) as past:
        assert dict(current_rows(past._reader)) == before


def test_a_rebase(repo: Checkout) -> None:
    """Commits that were laid on others, with a conflict on the way."""
    repo.git("switch", "-q", "-c", "side")
    repo.commit({"a.py": FIRST["a.py"].replace("first", "mine"), "e.py": "def mine():\n    return 1\n"})
    repo.git("switch", "-q", "main")
    repo.commit({"a.py": FIRST["a.py"].replace("first", "theirs"), "pkg/c.py": "import a\n\na.theirs()\n"})
    repo.index()
    repo.git("switch", "-q", "side")
    repo.git("rebase", "-q", "-X", "theirs", "main")
    repo.index()
    assert repo.rows() == repo.fresh()
    assert {"a.mine", "e.mine"} <= repo.names()


def test_a_stash_and_its_return(repo: Checkout) -> None:
    """What is stashed is gone, and comes back when it is popped."""
    repo.write(
        {"b.py": "def helper():\n    return 2\n\n\ndef stashed():\n    return 3\n", "new.py": "def fresh(): ...\n"}
    )
    repo.index()
    with_both = repo.rows()
    repo.git("stash", "-q", "--include-untracked")
    repo.index()
    assert repo.names() == {"a.first", "b.helper", "pkg.c.third"}
    assert repo.rows() == repo.fresh()
    repo.git("stash", "pop", "-q")
    repo.index()
    assert repo.rows() == with_both == repo.fresh()


def test_a_submodule_that_moves_on(repo: Checkout, tmp_path: Path) -> None:
    """Its files are part of the tree, at the commit that is checked out."""
    library = tmp_path / "library"
    library.mkdir()
    repo.git("init", "-q", at=library)
    for text in ("def inside():\n    return 1\n", "def inside():\n    return 1\n\n\ndef later():\n    return 2\n"):
        (library / "lib.py").write_text(text)
        repo.git("add", "-A", at=library)
        repo.git("commit", "-q", "-m", "change", at=library)
    repo.git("submodule", "--quiet", "add", str(library), "vendored")
    repo.git("checkout", "-q", "HEAD~1", at=repo.root / "vendored")
    repo.index()
    assert "vendored.lib.inside" in repo.names()
    assert "vendored.lib.later" not in repo.names()
    repo.git("checkout", "-q", "-", at=repo.root / "vendored")
    assert repo.index().read == ("vendored/lib.py",)
    assert "vendored.lib.later" in repo.names()
    assert repo.rows() == repo.fresh()


def test_a_worktree_has_an_index_of_its_own(repo: Checkout, tmp_path: Path) -> None:
    """With its own commit; that of the first checkout stays as it is."""
    before, side = repo.rows(), tmp_path / "side"
    repo.git("worktree", "add", "-q", "-b", "side", str(side))
    assert repo.index(root=side).changed
    (side / "b.py").write_text("def helper():\n    return 3\n")
    repo.git("commit", "-q", "-a", "-m", "there", at=side)
    report = repo.index(root=side)
    assert report.revision == repo.git("rev-parse", "side")
    assert repo.rows(root=side) == repo.fresh(root=side)
    assert not repo.index().changed
    assert repo.rows() == before


def test_a_rename_of_case_alone(repo: Checkout) -> None:
    """The old name goes, the new one comes, whether or not the file system tells them apart."""
    repo.git("mv", "b.py", "B.py")
    repo.index()
    assert repo.names() == {"a.first", "B.helper", "pkg.c.third"}
    assert repo.rows() == repo.fresh()
    (repo.root / "pkg").rename(repo.root / "PKG")
    repo.index()
    assert repo.names() == {"a.first", "B.helper", "PKG.c.third"}
    assert repo.rows() == repo.fresh()


def test_a_file_that_becomes_a_folder_and_back(repo: Checkout) -> None:
    """Module, package, module: importers follow."""
    module = repo.rows()
    (repo.root / "b.py").unlink()
    repo.write({"b/__init__.py": "from b.inner import helper\n", "b/inner.py": FIRST["b.py"]})
    repo.index()
    assert repo.names() == {"a.first", "b.inner.helper", "pkg.c.third"}
    assert repo.rows() == repo.fresh()
    for path in ("b/__init__.py", "b/inner.py"):
        (repo.root / path).unlink()
    (repo.root / "b").rmdir()
    repo.write({"b.py": FIRST["b.py"]})
    repo.index()
    assert repo.rows() == module == repo.fresh()


def test_a_file_and_a_folder_of_one_name_change_places(repo: Checkout) -> None:
    """A path that was a file is a folder now, to the letter."""
    repo.write({"tool": "#!/usr/bin/env python3\ndef run(): ...\n"})
    repo.index()
    (repo.root / "tool").unlink()
    repo.write({"tool/main.py": "def run(): ...\n"})
    repo.index()
    assert repo.rows() == repo.fresh()
    assert "tool.main.run" in repo.names()
    (repo.root / "tool/main.py").unlink()
    (repo.root / "tool").rmdir()
    repo.write({"tool": "#!/usr/bin/env python3\ndef run(): ...\n"})
    repo.index()
    assert repo.rows() == repo.fresh()


def test_a_file_that_becomes_a_link(repo: Checkout) -> None:
    """Links are not followed: what it defined is gone, and comes back with the file."""
    before = repo.rows()
    (repo.root / "b.py").unlink()
    (repo.root / "b.py").symlink_to(repo.root / "a.py")
    repo.index()
    assert "b.helper" not in repo.names()
    assert repo.rows() == repo.fresh()
    (repo.root / "b.py").unlink()
    repo.write({"b.py": FIRST["b.py"]})
    repo.index()
    assert repo.rows() == before


def test_an_edit_of_the_same_size_that_is_dated_back(repo: Checkout) -> None:
    """As by `rsync --times` or an archive: size, inode and date are those of hours ago, the bytes are not."""
    file, hours_ago = repo.root / "b.py", time.time_ns() - 10_000_000_000_000
    os.utime(file, ns=(hours_ago, hours_ago))
    repo.index()
    repo.write({"pkg/c.py": "import a\n"})  # a run that writes, after which the date of `b.py` is old
    repo.index()
    inode = file.stat().st_ino
    file.write_text("def helper():\n    return 2\n")
    os.utime(file, ns=(hours_ago, hours_ago))
    assert file.stat().st_ino == inode
    assert repo.index().read == ("b.py",)
    assert repo.rows() == repo.fresh()


def test_edits_right_after_one_another(repo: Checkout) -> None:
    """Of one size, each right after the run before: none is missed."""
    for number in range(2, 9):
        repo.write({"b.py": f"def helper():\n    return {number}\n"})
        assert repo.index().read == ("b.py",)
    assert repo.rows() == repo.fresh()


def test_unsaved_text_of_the_same_size(repo: Checkout) -> None:
    """A character is typed over: the buffer has no date, its text decides."""
    for number in (2, 3, 3):
        overlay = {"b.py": f"def helper():\n    return {number}\n"}
        report = index_repository(repo.root, repo.settings(), overlay=overlay)
        (body,) = [row[6] for row in repo.rows()["node"] if row[3] == "helper"]
        assert f"return {number}" in body
    assert not report.changed


def test_rights_that_are_lost_and_given_back(repo: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is a problem while it cannot be read, as in an index made then; afterwards it is as before."""
    hours_ago = time.time_ns() - 10_000_000_000_000
    os.utime(repo.root / "b.py", ns=(hours_ago, hours_ago))
    repo.write({"pkg/c.py": "import a\n"})  # a run that writes, after which the date of `b.py` is old
    repo.index()
    before, read = repo.rows(), loading._read

    def refused(file: bytes, limit: int) -> bytes:
        if file.endswith(b"b.py"):
            raise PermissionError(13, "Permission denied")
        return read(file, limit)

    (repo.root / "b.py").chmod(0o000)
    with monkeypatch.context() as patch:
        patch.setattr(loading, "_read", refused)
        report = repo.index()
        assert [(problem.path, problem.code) for problem in report.problems] == [("b.py", "unreadable")]
        assert repo.rows() == repo.fresh()
        assert "b.helper" not in repo.names()
    (repo.root / "b.py").chmod(0o644)
    repo.index()
    assert repo.rows() == before == repo.fresh()


def test_a_folder_whose_rights_are_lost(repo: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in it is gone from the index, with a problem that says so, until it can be listed again."""
    from indexer.sources import walk as walking

    before, scan = repo.rows(), os.scandir

    def refused(folder: bytes) -> object:
        if folder.endswith(b"pkg/"):
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    with monkeypatch.context() as patch:
        patch.setattr(walking.os, "scandir", refused)
        repo.index()
        assert [row[:2] for row in repo.rows()["problem"]] == [["pkg", "unreadable"]]
        assert "pkg.c.third" not in repo.names()
        assert repo.rows() == repo.fresh()
    repo.index()
    assert repo.rows() == before
