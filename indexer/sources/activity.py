"""Whether git is in the middle of changing a work tree, and which events of a folder concern its sources."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from indexer.sources.gitdir import find_git

_AT_WORK: Final = ("index.lock", "rebase-merge", "rebase-apply", "BISECT_START.lock", "HEAD.lock")
"""Files and folders of git's own that are there while it changes the work tree."""
_SWITCHES: Final = ("HEAD", "index", "packed-refs")
_SCRATCH: Final = re.compile(
    r".*~|\.#.*|#.*#|.*\.sw[a-z]|4913|.*\.tmp|\.goutputstream-.*|.*___jb_(?:tmp|old)___|.*\.crswap|\.~lock\..*"
)
"""What editors write beside a file while they save it."""


def git_at_work(root: Path) -> bool:
    """Whether git holds its lock on the checkout that contains a folder, or is in the middle of a rebase."""
    git = find_git(root)
    return git is not None and any((git.folder / name).exists() for name in _AT_WORK)


def concerns(path: str) -> bool:
    """Whether a change of a path may change the index: not git's own files (but for a switch of branches), not what
    editors write beside the file they save, not our own folder.

    Args:
        path: relative to the root, with '/'.
    """
    parts = path.split("/")
    if ".codalog" in parts:
        return False
    if ".git" in parts:
        return len(parts) >= 2 and parts[-2] == ".git" and parts[-1] in _SWITCHES
    return _SCRATCH.fullmatch(parts[-1]) is None
