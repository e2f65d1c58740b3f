"""Where git keeps what it knows of a checkout, found by reading files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple


class GitDir(NamedTuple):
    """A checkout and its git folders."""

    top: Path
    """The folder that holds `.git`."""
    folder: Path
    """`.git` itself, or where it points to: for a linked worktree its own folder."""
    common: Path
    """The folder that all worktrees share; `folder` where there is only one."""


def find_git(start: Path) -> GitDir | None:
    """The checkout that contains a folder, or None; what is not readable counts as absent."""
    for top in (start, *start.parents):
        try:
            found = _git_folder(top)
        except OSError:
            continue
        if found is not None:
            return found
    return None


def _git_folder(top: Path) -> GitDir | None:
    dot = top / ".git"
    folder = dot
    if dot.is_file():
        target = _pointer(dot, "gitdir: ")
        if target is None:
            return None
        folder = Path(os.path.normpath(top / target))
    if not (folder / "HEAD").is_file():
        return None
    shared = _pointer(folder / "commondir", "")
    return GitDir(top, folder, Path(os.path.normpath(folder / shared)) if shared else folder)


def _pointer(path: Path, prefix: str) -> str | None:
    """The path that a small file names after `prefix`, or None."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    text = os.fsdecode(raw).rstrip("\r\n")
    return text.removeprefix(prefix) if text.startswith(prefix) and text != prefix else None
