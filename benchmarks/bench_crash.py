"""Kills index runs at random moments: what is found afterwards is the old index or the new one, and the next run mends all.

    python -m benchmarks.bench_crash REPO [--kills 200] [--watch | --gc]

REPO is a folder whose files are copied; the copy is edited at random before each run.  Runs are processes of their own,
killed with SIGKILL after a random part of the time that one takes.  With `--watch`, what is killed is `codalog watch`.
With `--gc` it is `codalog gc` with an archive, after a run that ended: no version may be missing in both.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from indexer.errors import NoIndex
from indexer.pipeline import index_repository
from indexer.query.fingerprint import fingerprints
from indexer.settings import Settings
from indexer.store.archive import Archive
from indexer.store.folder import index_folder
from indexer.store.reader import IndexReader
from indexer.store.schema import load_schema

_TEXT: Final = (".py", ".js", ".ts", ".go", ".java", ".rs", ".c", ".cpp", ".cs", ".rb", ".php", ".md")


def state(root: Path, data: Path) -> str:
    """The fingerprint of an index; '' where there is none."""
    try:
        with IndexReader(index_folder(root, data_dir=data), timeout=None) as reader:
            return fingerprints(reader)["all"]
    except NoIndex:
        return ""


def edit(root: Path, dice: random.Random) -> None:
    """One to three random edits: a line gone, a file doubled, moved or removed."""
    files = sorted(file for file in root.rglob("*") if file.suffix in _TEXT and file.is_file())
    for file in dice.sample(files, min(len(files), dice.randint(1, 3))):
        what = dice.random()
        lines = file.read_bytes().splitlines(keepends=True)
        if what < 0.7 and lines:
            del lines[dice.randrange(len(lines))]
            file.write_bytes(b"".join(lines))
        elif what < 0.8:
            shutil.copyfile(file, file.with_name(f"copy_{dice.randrange(1000)}{file.suffix}"))
        elif what < 0.9:
            file.rename(file.with_name(f"moved_{dice.randrange(1000)}{file.suffix}"))
        elif len(files) > 5:
            file.unlink()


def killed(root: Path, data: Path, after: float, command: str) -> bool:
    """Runs a command for some seconds, then kills it; whether it was still running."""
    environment = {**os.environ, "CODALOG_DATA_DIR": str(data)}
    words = [sys.executable, "-m", "indexer", command, str(root), "--no-embed"]
    if command == "gc":
        words = [*words[:4], "--repo", str(root), "--older-than", "0s", "--archive", str(data / "archive")]
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def versions(root: Path, data: Path) -> set[str]:
    """The versions that an index and its archive have."""
    with IndexReader(index_folder(root, data_dir=data), timeout=None) as reader:
        rows = list(reader.rows("version"))
    if (data / "archive").is_dir():
        rows += Archive(data / "archive").rows("version", load_schema().relation("version").headers)
    return {repr(row) for row in rows}


def main() -> None:
    """Kill, look, resume, compare; print the tally."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repo", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--watch", action="store_true")
    parser.add_argument("--gc", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)  # noqa: S311 - the same edits every time
    tally = {
        "killed": 0,
        "ended first": 0,
        "old index found": 0,
        "new index found": 0,
        "wrong index found": 0,
        "resumed wrong": 0,
        "versions lost": 0,
    }
    command = "watch" if options.watch else "gc" if options.gc else "index"
    with tempfile.TemporaryDirectory() as place:
        root, data, fresh = Path(place) / "work", Path(place) / "data", Path(place) / "fresh"
        shutil.copytree(options.repo, root, ignore=shutil.ignore_patterns(".git"), symlinks=True)
        began = time.perf_counter()
        killed(root, Path(place) / "first", 600.0, "index")
        whole = time.perf_counter() - began
        while tally["killed"] < options.kills:
            before = state(root, data)
            edit(root, dice)
            if options.gc:
                index_repository(root, Settings(data_dir=data, embed=False))
            past = versions(root, data) if options.gc else set()
            was_running = killed(root, data, dice.uniform(0.2, 0.8) * whole, command)
            tally["killed" if was_running else "ended first"] += 1
            found = state(root, data)
            shutil.rmtree(fresh, ignore_errors=True)
            index_repository(root, Settings(data_dir=fresh, embed=False))
            right = state(root, fresh)
            tally[
                "new index found" if found == right else "old index found" if found == before else "wrong index found"
            ] += 1
            index_repository(root, Settings(data_dir=data, embed=False))
            tally["resumed wrong"] += state(root, data) != right
            tally["versions lost"] += options.gc and not past <= versions(root, data)
    print(", ".join(f"{name}: {count}" for name, count in tally.items()))


if __name__ == "__main__":
    main()
