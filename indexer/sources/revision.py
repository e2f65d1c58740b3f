"""The git revision of a checkout, read from `.git` without starting git where that is possible."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from indexer.sources.gitdir import GitDir, find_git

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_MAX_HOPS = 5
_TIMEOUT = 30.0
# A repository's own configuration must not be able to start programs, and asking must not write to it.
_GIT = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


def current_revision(root: Path) -> str:
    """The hash of the commit that is checked out; '' outside git or before the first commit."""
    git = find_git(root.absolute())
    if git is None:
        return ""
    name = "HEAD"
    for _ in range(_MAX_HOPS):
        value = _read_ref(git, name)
        if value.startswith("ref: "):
            name = value[5:].strip()
            if name == "refs/heads/.invalid":  # references are kept in a reftable
                return _ask_git(root, "rev-parse", "--verify", "--quiet", "HEAD") or ""
            continue
        return value if _HASH.fullmatch(value) else ""
    return ""


def commit_named(root: Path, name: str) -> str:
    """The hash of the commit that git knows by a name (`HEAD~3`, a branch, a tag, part of a hash); '' where it knows none."""
    if not name or find_git(root.absolute()) is None:
        return ""
    return _ask_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") or ""


def place_in_history(root: Path, commit: str) -> int | None:
    """How many first parents lie between the commit that is checked out and one that led to it; None for any other."""
    line = (_ask_git(root, "rev-list", "--first-parent", "HEAD") or "").split()
    return line.index(commit) if commit in line else None


def is_dirty(root: Path) -> bool | None:
    """Whether anything under `root` differs from its commit or is untracked; None when git cannot say.

    Starts git, whose index is the only cheap way to know.
    """
    if find_git(root.absolute()) is None:
        return None
    answer = _ask_git(root, "status", "--porcelain", "--untracked-files=normal", "--", ".")
    return None if answer is None else bool(answer)


def _read_ref(git: GitDir, name: str) -> str:
    """What a reference says, from its own file or from `packed-refs`; '' if there is none."""
    if name.startswith("/") or ".." in name.split("/"):
        return ""
    for folder in (git.folder, git.common):
        try:
            return (folder / name).read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            continue
    try:
        packed = (git.common / "packed-refs").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    for line in packed.splitlines():
        value, _, ref = line.partition(" ")
        if ref == name:
            return value
    return ""


def _ask_git(root: Path, *arguments: str) -> str | None:
    """Standard output of a git command, stripped; None if git is missing, fails or takes too long."""
    try:
        done = subprocess.run([*_GIT, "-C", str(root), *arguments], capture_output=True, check=False, timeout=_TIMEOUT)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None
