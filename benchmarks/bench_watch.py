"""From a save to an index that has it: what an edit costs `codalog watch` and `codalog index`, and an hour of edits replayed.

    python -m benchmarks.bench_watch table REPO [--rounds 3] [--embedder lexical] [--only watch|index] [--check]
    python -m benchmarks.bench_watch replay GIT_REPO [--commits 60] [--pause 0.2]

`table` copies REPO, indexes the copy and makes edits in places that it chooses from the index: bodies of functions that
little and that much depends on, names, formatting, a file's name.  Each is made and taken back, first with `watch` running,
then with runs of the command.  What is timed ends when a query finds the new bytes.  With `--check` the index is compared, after each,
with one made from nothing.

`replay` lays out an old commit of GIT_REPO (which is not changed), watches, and saves hunk by hunk what was changed up to the
last commit; then the index is compared with one made from nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.bench_history import commits, lay_out, prints
from benchmarks.edits import Edit, Save, edits, recorded
from indexer.codegraph import CodeGraph
from indexer.settings import Settings
from indexer.store.folder import index_folder
from indexer.store.reader import IndexReader

_WAYS: Final = ("watch", "index")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_LONGEST: Final = 600.0
"""Seconds after which an event that does not come is given up."""
_STILL: Final = 20.0
"""Seconds without an event after which nothing more is coming: longer than a run takes."""


class Sample(NamedTuple):
    """One edit, taken in."""

    wall: float
    """Seconds from the save until a query finds it."""
    cpu: float
    report: dict[str, Any]
    vectors: int
    """Vectors that were computed."""


class Watch:
    """A running `codalog watch`."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        words = [sys.executable, "-m", "indexer", "watch", str(root), "--json"]
        self.process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
        self._events: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._events.put(json.loads(line))

    def event(self, *names: str, within: float = _LONGEST) -> dict[str, Any]:
        """The next event of one of these names.

        Raises:
            queue.Empty: none came in time.
        """
        end = time.monotonic() + within
        while True:
            found = self._events.get(timeout=max(0.0, end - time.monotonic()))
            if found["event"] in names:
                return found

    def cpu(self) -> float:
        """CPU seconds of the process and of children that have ended."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:15]) / _TICKS

    def memory(self) -> float:
        """Resident megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@contextmanager
def watching(root: Path, environment: dict[str, str]) -> Iterator[Watch]:
    """Watches until left."""
    watch = Watch(root, environment)
    try:
        watch.event("ready")
        yield watch
    finally:
        watch.process.terminate()
        watch.process.wait(_LONGEST)


# ------------------------------------------------------------ the table


class Bench:
    """A copy of a repository with an index, in which edits are made and taken back."""

    def __init__(self, root: Path, data: Path, embedder: str) -> None:
        self.root = root
        self.data = data
        self.environment = {**os.environ, "CODALOG_DATA_DIR": str(data), "CODALOG_EMBED": str(embedder != "none")}
        if embedder != "none":
            self.environment["CODALOG_EMBEDDER"] = embedder

    def command(self) -> Sample:
        """One run of `codalog index`."""
        words = [sys.executable, "-m", "indexer", "index", str(self.root), "--json", "--quiet"]
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(words, env=self.environment, check=True, capture_output=True)
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Sample(wall, cpu, json.loads(done.stdout), 0)

    def both_ways(self, edit: Edit, watch: Watch | None) -> Iterator[Sample]:
        """Makes an edit, and takes it back; with a watch, or with runs of the command."""
        file, renamed = self.root / edit.path, self.root / edit.renamed
        before = file.read_bytes()
        with IndexReader(index_folder(self.root, data_dir=self.data), timeout=None) as reader:
            for there in (True, False):
                known = vectors(reader)
                cpu, began = watch.cpu() if watch else 0.0, time.perf_counter()
                if edit.renamed:
                    file.rename(renamed) if there else renamed.rename(file)
                else:
                    file.write_bytes(edit.text.encode() if there else before)
                if watch is None:
                    found = self.command()
                else:
                    report = watch.event("indexed")["report"]
                    found = Sample(time.perf_counter() - began, watch.cpu() - cpu, report, 0)
                saved = renamed if edit.renamed and there else file
                if not is_queryable(reader, self.root, saved):
                    raise RuntimeError(f"{saved} is not in the index after {edit.name}")
                yield found._replace(vectors=len(vectors(reader) - known))


def is_queryable(reader: IndexReader, root: Path, file: Path) -> bool:
    """Whether the index knows a file as it is now."""
    script = "?[mtime_ns] := *file{path, mtime_ns}, path == $path"
    rows = reader.run(script, {"path": file.relative_to(root).as_posix()}).rows
    return rows == [[file.stat().st_mtime_ns]]


def vectors(reader: IndexReader) -> set[int]:
    """Keys of the bodies that have a vector."""
    return {
        row[0]
        for (relation,) in reader.run("?[relation] := *model{relation, active}, active").rows
        for row in reader.run(f"?[key] := *{relation}{{key}}").rows
    }


def table(repo: Path, rounds: int, embedder: str, ways: Sequence[str], *, check: bool) -> None:
    """Measures each edit, and prints a line for each way of taking it in; checks the index after each on request."""
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(Path(place) / repo.name, Path(place) / "data", embedder)
        shutil.copytree(repo, bench.root, ignore=shutil.ignore_patterns(".git"), symlinks=True)
        built = bench.command()
        print(f"{repo.name}: {built.report['files']} files; from nothing {built.wall:.1f} s, {built.cpu:.1f} CPU s")
        with CodeGraph.open(bench.root, settings=Settings(data_dir=bench.data)) as graph:
            todo = list(edits(graph, bench.root))
        for way in ways:
            print(f"\ncodalog {way}")
            with watching(bench.root, bench.environment) if way == "watch" else nullcontext() as watch:
                for edit in todo:
                    taken, wrong = [], set[str]()
                    for one in chain.from_iterable(bench.both_ways(edit, watch) for _ in range(rounds)):
                        taken.append(one)
                        wrong |= differing(bench.root, bench.data) if check else set()
                    print(f"  {edit.name} ({edit.what})\n    {line(taken)}", flush=True)
                    if check:
                        print(
                            f"    the index {'differs from' if wrong else 'equals'} fresh ones {' '.join(sorted(wrong))}"
                        )


def differing(root: Path, data: Path) -> set[str]:
    """Relations in which an index differs from one made from nothing."""
    with tempfile.TemporaryDirectory() as fresh:
        Bench(root, Path(fresh), "none").command()
        one, other = prints(root, data), prints(root, Path(fresh))
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def line(samples: list[Sample]) -> str:
    """What samples come to: medians of times, the most of counts."""
    wall, cpu = (statistics.median(values) for values in zip(*((one.wall, one.cpu) for one in samples), strict=True))
    worst = max(one.wall for one in samples)
    written = max(sum(one.report["written"].values()) for one in samples)
    read, linked = (
        max(of) for of in zip(*((len(one.report["read"]), one.report["linked"]) for one in samples), strict=True)
    )
    times = f"{wall * 1000:6.0f} ms ({worst * 1000:.0f} at worst), {cpu:.2f} CPU s"
    return f"{times}; files read {read}, linked {linked}; rows {written}; vectors {max(one.vectors for one in samples)}"


# ------------------------------------------------------------ the replay


def replay(repo: Path, most: int, pause: float) -> None:
    """Saves what was changed over the last commits, watched; prints memory on the way and whether the end is right."""
    with tempfile.TemporaryDirectory() as place:
        root, data = Path(place) / "work", Path(place) / "data"
        root.mkdir()
        history = commits(repo, most + 1)
        lay_out(repo, history[0], root)
        bench = Bench(root, data, "none")
        saves = list(recorded(repo, history))
        began = time.perf_counter()
        with watching(root, bench.environment) as watch:
            print(f"{repo.name}: {most} commits, {len(saves)} saves; watching takes {watch.memory():.0f} MB")
            for number, save in enumerate(saves, 1):
                apply(root, save)
                time.sleep(pause)
                if number % max(1, len(saves) // 10) == 0:
                    print(
                        f"  {number:6} saves, {time.perf_counter() - began:6.0f} s: {watch.memory():6.0f} MB",
                        flush=True,
                    )
            tally = quiet(watch)
            print(f"  {dict(tally)}; {watch.cpu():.1f} CPU s, {watch.memory():.0f} MB at the end")
        wrong = differing(root, data)
        print(f"  the index {'differs from' if wrong else 'equals'} a fresh one {' '.join(sorted(wrong))}")


def apply(root: Path, save: Save) -> None:
    """Makes a save as an editor does: aside, then in place in one step."""
    file = root / save.path
    if save.data is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.swp")
    aside.write_bytes(save.data)
    aside.replace(file)


def quiet(watch: Watch) -> Counter[str]:
    """Waits until nothing has come for a while; how many events of each name there were in all."""
    found: Counter[str] = Counter()
    with suppress(queue.Empty):
        while True:
            found[watch.event("indexed", "unchanged", "held", "failed", within=_STILL)["event"]] += 1
    return found


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_subparsers(dest="what", required=True)
    asked = what.add_parser("table")
    asked.add_argument("repo", type=Path)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--embedder", default="lexical", help="lexical, the name of a model, or none")
    asked.add_argument("--only", choices=_WAYS, action="append", help="one way of taking edits in; both without it")
    asked.add_argument("--check", action="store_true", help="compare with an index from nothing after each edit")
    asked = what.add_parser("replay")
    asked.add_argument("repo", type=Path)
    asked.add_argument("--commits", type=int, default=60)
    asked.add_argument("--pause", type=float, default=0.2, help="seconds between saves")
    options = parser.parse_args()
    if options.what == "table":
        table(options.repo, options.rounds, options.embedder, options.only or _WAYS, check=options.check)
    else:
        replay(options.repo, options.commits, options.pause)


if __name__ == "__main__":
    main()
