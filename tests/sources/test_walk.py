"""A walk finds the files of a repository, in order, and counts what it leaves out."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import NotADirectory, PermissionDenied
from indexer.sources.walk import WalkOptions, walk

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file names and rights")


def _write(root: Path, *paths: str, content: str = "x\n") -> None:
    for path in paths:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")


def _found(root: Path, options: WalkOptions | None = None) -> list[str]:
    return [file.path for file in walk(root, options).files]


def test_files_come_in_order_of_path(tmp_path: Path) -> None:
    """Whatever the file system's own order is."""
    _write(tmp_path, "b.py", "a/z.py", "a/b/c.py", "a.py", "a-b.py")
    assert _found(tmp_path) == ["a-b.py", "a.py", "a/b/c.py", "a/z.py", "b.py"]


def test_a_file_comes_with_what_tells_that_it_changed(tmp_path: Path) -> None:
    """Size, times, inode and mode are those of the file."""
    _write(tmp_path, "a.py")
    status = (tmp_path / "a.py").stat()
    (file,) = walk(tmp_path).files
    assert file[1:] == (status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode, status.st_ctime_ns)


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    """That is for the caller to judge."""
    assert walk(tmp_path) == ([], [], {})


def test_metadata_and_tool_folders_are_left_out_without_any_ignore_file(tmp_path: Path) -> None:
    """Version control, Codalog's own folder, dependencies, caches, virtual environments under any name."""
    _write(tmp_path, "a.py", ".git/config", ".codalog/index", "node_modules/m/i.js", "p/__pycache__/a.txt")
    _write(tmp_path, "my-env/pyvenv.cfg", "my-env/lib/x.py")
    _write(tmp_path, "target/CACHEDIR.TAG", content="Signature: 8a477f597d28d172789f06886806bc55\n# cargo\n")
    _write(tmp_path, "target/debug.txt", "build/kept.py", "odd/CACHEDIR.TAG")
    found = walk(tmp_path)
    assert [file.path for file in found.files] == ["a.py", "build/kept.py", "odd/CACHEDIR.TAG"]
    assert found.skipped == {"junk": 4, "metadata": 2}


def test_a_pattern_can_bring_back_a_tool_folder_but_no_metadata(tmp_path: Path) -> None:
    """`!node_modules/` in `.codalogignore` asks for it."""
    _write(tmp_path, ".codalogignore", content="!node_modules/\n!.git/\n!env/\n")
    _write(tmp_path, "node_modules/i.js", ".git/config", "env/pyvenv.cfg", "env/a.py")
    assert _found(tmp_path) == [".codalogignore", "env/a.py", "env/pyvenv.cfg", "node_modules/i.js"]


def test_codalogignore_goes_before_gitignore(tmp_path: Path) -> None:
    """It can leave out more, and bring back what git ignores, at any depth."""
    _write(tmp_path, "sub/.gitignore", content="*.sql\n!keep.me\n")
    _write(tmp_path, ".codalogignore", content="!*.sql\nkeep.me\n")
    _write(tmp_path, "sub/a.sql", "sub/keep.me")
    assert _found(tmp_path) == [".codalogignore", "sub/.gitignore", "sub/a.sql"]


def test_nothing_under_an_excluded_folder_comes_back(tmp_path: Path) -> None:
    """As in git: the folder is not entered."""
    _write(tmp_path, ".gitignore", content="out/\n!out/keep.py\n")
    _write(tmp_path, "out/keep.py", "a.py")
    found = walk(tmp_path)
    assert [file.path for file in found.files] == [".gitignore", "a.py"]
    assert found.skipped == {"ignored": 1}


def test_lists_above_the_root_count_within_the_checkout(tmp_path: Path) -> None:
    """A walk of a subfolder finds what a walk of the checkout finds there."""
    _write(tmp_path, ".git/HEAD", content="ref: refs/heads/main\n")
    _write(tmp_path, ".git/info/exclude", content="private.py\n")
    _write(tmp_path, ".gitignore", content="*.log\n/src/gen/\n")
    _write(tmp_path, "src/a.py", "src/a.log", "src/gen/b.py", "src/private.py")
    assert _found(tmp_path / "src") == ["a.py"]
    assert _found(tmp_path) == [".gitignore", "src/a.py"]


def test_lists_above_the_root_do_not_count_if_they_exclude_the_root(tmp_path: Path) -> None:
    """Who names an ignored folder wants it indexed."""
    _write(tmp_path, ".git/HEAD", content="ref: refs/heads/main\n")
    _write(tmp_path, ".gitignore", content="*\n")
    _write(tmp_path, "scratch/a.py")
    assert _found(tmp_path / "scratch") == ["a.py"]


def test_a_nested_repository_is_part_of_the_tree(tmp_path: Path) -> None:
    """Submodules and clones: their files count, their `.git` does not, be it a folder or a file."""
    _write(tmp_path, "lib/.git", content="gitdir: ../.git/modules/lib\n")
    _write(tmp_path, "lib/a.py", "other/.git/HEAD", "other/b.py")
    assert _found(tmp_path) == ["lib/a.py", "other/b.py"]


@posix
def test_the_users_own_ignore_file_counts_only_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index does not depend on the machine unless a setting says so."""
    home = tmp_path / "home"
    _write(home, "git/ignore", content="*.mine\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = tmp_path / "repo"
    _write(root, "a.mine", "b.py")
    assert _found(root) == ["a.mine", "b.py"]
    assert _found(root, WalkOptions(global_excludes=True)) == ["b.py"]


@posix
def test_links_are_never_followed(tmp_path: Path) -> None:
    """Out of the tree, to a file in it, to a folder above (a loop), to nothing: none is entered or read."""
    _write(tmp_path, "outside/secret.py", "repo/a.py")
    root = tmp_path / "repo"
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "same.py").symlink_to("a.py")
    (root / "loop").symlink_to(".")
    (root / "broken").symlink_to("nowhere")
    (root / ".gitignore").symlink_to(tmp_path / "outside" / "secret.py")
    found = walk(root)
    assert [file.path for file in found.files] == ["a.py"]
    assert found.skipped == {"symlink": 5}


@posix
def test_odd_file_names_survive(tmp_path: Path) -> None:
    """Bytes that are not UTF-8, line feeds, quotes and backslashes."""
    names = [b"caf\xe9.py", b"new\nline.py", b'quo"te.py', b"back\\slash.py", "größe.py".encode()]
    try:
        for name in names:
            with open(os.path.join(os.fsencode(tmp_path), name), "wb"):
                pass
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    assert _found(tmp_path) == sorted([r"caf\xe9.py", r"new\x0aline.py", 'quo"te.py', r"back\x5cslash.py", "größe.py"])


@posix
def test_what_is_no_regular_file_is_left_out(tmp_path: Path) -> None:
    """A pipe would block its reader."""
    os.mkfifo(tmp_path / "pipe")
    assert walk(tmp_path) == ([], [], {"special": 1})


def test_binary_files_are_known_by_name(tmp_path: Path) -> None:
    """They are not even opened."""
    _write(tmp_path, "logo.PNG", "a.mo", "lib.so", "a.py")
    found = walk(tmp_path)
    assert [file.path for file in found.files] == ["a.py"]
    assert found.skipped == {"binary": 3}


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    """With the path and what to do."""
    _write(tmp_path, "a.py")
    with pytest.raises(NotADirectory, match=r"a\.py is not a folder; give"):
        walk(tmp_path / "a.py")
    with pytest.raises(NotADirectory, match="does not exist"):
        walk(tmp_path / "missing")


@posix
def test_a_folder_that_cannot_be_listed_is_a_problem_not_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is still found; the root itself must be readable."""
    _write(tmp_path, "a.py", "locked/b.py")
    real = os.scandir

    def scandir(path: bytes) -> object:
        if path.endswith(b"locked/"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = walk(tmp_path)
    assert [file.path for file in found.files] == ["a.py"]
    assert found.problems == [("locked", "unreadable", "Permission denied", 0)]
    with pytest.raises(PermissionDenied, match="no permission to list"):
        _walk_denied(tmp_path, monkeypatch)


def _walk_denied(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scandir(path: bytes) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", scandir)
    walk(root)


def test_an_ignore_file_too_large_is_reported_and_not_used(tmp_path: Path) -> None:
    """A hostile repository cannot fill the memory with patterns."""
    _write(tmp_path, ".gitignore", content="*.py\n" * 250_000)
    _write(tmp_path, "a.py")
    found = walk(tmp_path)
    assert [problem.code for problem in found.problems] == ["too-large"]
    assert "a.py" in [file.path for file in found.files]


def test_a_linked_worktree_uses_the_shared_exclude_file(tmp_path: Path) -> None:
    """`.git` is a file there, and `info/exclude` lies with the main checkout."""
    _write(tmp_path, "main/.git/HEAD", content="ref: refs/heads/main\n")
    _write(tmp_path, "main/.git/info/exclude", content="*.tmp\n")
    _write(tmp_path, "main/.git/worktrees/w/HEAD", content="ref: refs/heads/w\n")
    _write(tmp_path, "main/.git/worktrees/w/commondir", content="../..\n")
    _write(tmp_path, "w/.git", content=f"gitdir: {tmp_path}/main/.git/worktrees/w\n")
    _write(tmp_path, "w/a.py", "w/b.tmp")
    assert _found(tmp_path / "w") == ["a.py"]


def test_modes_tell_regular_files(tmp_path: Path) -> None:
    """Every file that a walk gives is a regular one."""
    _write(tmp_path, "a.py", "b/c.py")
    assert all(stat.S_ISREG(file.mode) for file in walk(tmp_path).files)


def test_walking_starts_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git is not needed to walk a checkout."""
    monkeypatch.setattr(subprocess, "run", None)
    _write(tmp_path, ".git/HEAD", content="ref: refs/heads/main\n")
    _write(tmp_path, "a.py")
    assert _found(tmp_path) == ["a.py"]
