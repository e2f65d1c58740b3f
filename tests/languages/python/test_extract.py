"""Extraction is a function of the bytes alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
BROKEN = "def f():\n    return 1\n\nprose that was a docstring once, and a name\n    or two\nclass C(:\n    a b c\n"
SCRIPT = """
import sys
from pathlib import Path
from indexer.languages.python.extract import extract
from indexer.model import ir

found = [extract(Path(sys.argv[1]).read_bytes(), "m.py", lambda _: "").semantics for _ in range(3)]
plain = [(ir.unpack(one), list(map(tuple, ir.unpack_bodies(one)))) for one in found]
assert plain[0] == plain[1] == plain[2], plain
"""


def test_what_was_extracted_before_does_not_count(tmp_path: Path) -> None:
    """A broken file gives the same facts the first time in a process and the third."""
    file = tmp_path / "m.py"
    file.write_text(BROKEN)
    subprocess.run([sys.executable, "-c", SCRIPT, str(file)], check=True, cwd=ROOT)
