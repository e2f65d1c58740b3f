"""Linking does not depend on the order of sets, which differs from process to process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
from indexer.model.identity import digest
from indexer.pipeline import analyse_repository
from indexer.settings import Settings

linked = analyse_repository(Path(sys.argv[1]), Settings(workers=1))
print(len(linked.edges), digest(repr(sorted(map(tuple, linked.edges))).encode()))
"""


def test_two_hash_seeds_give_one_graph() -> None:
    """This package's own linker, linked in two processes."""
    found = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        words = [sys.executable, "-c", SCRIPT, str(ROOT / "indexer" / "link")]
        found.add(subprocess.run(words, check=True, capture_output=True, env=environment).stdout)
    assert len(found) == 1
    assert int(found.pop().split()[0]) > 5_000
