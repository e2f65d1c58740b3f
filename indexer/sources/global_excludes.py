"""The user's own git ignore file, used only when a setting asks for it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_TIMEOUT = 10.0


def global_excludes_file(root: Path) -> Path | None:
    """The file of git's `core.excludesFile`, or git's default for it; None if there is no such file."""
    configured = _configured(root)
    if configured:
        path = Path(configured)
    else:
        home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
        path = Path(home) / "git" / "ignore"
    return path if path.is_file() else None


def _configured(root: Path) -> str:
    command = ["git", "-C", os.fspath(root), "config", "--type=path", "--get", "core.excludesFile"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return os.fsdecode(done.stdout).rstrip("\n") if done.returncode == 0 else ""
