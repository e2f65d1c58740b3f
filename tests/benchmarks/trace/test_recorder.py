"""The recorder under a project's own tests."""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.trace import pairs

PROJECT = """\
import threading


class Base:
    def __init__(self):
        self.value = helper()


class Sub(Base):
    pass


def helper():
    return 1


def in_thread():
    thread = threading.Thread(target=worker)
    thread.start()
    thread.join()


def worker():
    return helper()
"""
TESTS = """\
import json
import project


def test_all():
    assert project.Sub().value == 1
    project.in_thread()
    json.dumps({})
"""


def test_pairs_of_a_run(tmp_path: Path) -> None:
    """Calls inside the project are recorded, in threads too, with the class that was made; others are not."""
    (tmp_path / "project.py").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "test_project.py").write_text(TESTS, encoding="utf-8")
    raw = tmp_path / "raw.jsonl"
    recorder = Path(pairs.__file__).parent
    settings = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(recorder), str(tmp_path)]),
        "TRACE_ROOT": str(tmp_path),
        "TRACE_OUT": str(raw),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "recorder", "test_project.py"]
    subprocess.run(command, cwd=tmp_path, env=settings, check=True, stdout=subprocess.DEVNULL)
    rows = [json.loads(line) for line in raw.read_text(encoding="utf-8").splitlines()]
    found = {(row[2], row[5], row[6]) for row in rows}
    assert found == {
        ("<module>", "Base", ""),
        ("<module>", "Sub", ""),
        ("test_all", "Base.__init__", "Sub"),
        ("test_all", "in_thread", ""),
        ("Base.__init__", "helper", ""),
        ("worker", "helper", ""),
    }
