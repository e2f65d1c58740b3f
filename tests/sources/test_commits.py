"""Past commits, as git has them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from indexer.sources.commits import last_commits

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="reads git's history")


def test_commits_are_in_the_order_of_their_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of one second, and those of clocks that were set back, are after their parents, however many are asked for."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=e@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    for seconds in (1_000_000_000, 1_000_000_000, 999_999_000, 1_000_000_005):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{seconds} +0000")
        subprocess.run([*git, "commit", "-qm", "c", "--allow-empty"], check=True)
    begun = 1_000_000_000_000_000
    assert [commit.at - begun for commit in last_commits(tmp_path, 9)] == [0, 1_000, 2_000, 5_000_000]
    assert [commit.at - begun for commit in last_commits(tmp_path, 2)] == [2_000, 5_000_000]
