"""Indexing from a script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SCRIPT = """
from pathlib import Path
from indexer import CodeGraph
report = CodeGraph.index(Path({repo!r}), embed=False, workers=2)
print(report.files, len(report.problems))
"""


def test_a_script_without_a_main_guard_can_index(tmp_path: Path) -> None:
    """Workers do not run the script that started them, not even one that is read from standard input."""
    repo = tmp_path / "repo"
    repo.mkdir()
    for number in range(60):
        (repo / f"m{number}.py").write_text(f"def f{number}(): ...\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-"],
        input=_SCRIPT.format(repo=str(repo)),
        env={**os.environ, "CODALOG_DATA_DIR": str(tmp_path / "data")},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["60", "0"]
