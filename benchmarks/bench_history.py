"""Replays a real history: after each commit the index that was brought up to date equals one made from nothing, row for row.

    python -m benchmarks.bench_history REPO ... [--commits 200] [--every 1] [--at 0] [--session]

Each REPO is a git repository (a checkout or a bare one); it is not changed.  Its last commits, merges left out, are laid
into a folder one after the other, oldest first; after each the index there is updated, and every `--every` commits it is
compared with a fresh one.  With `--session`, families that are linked by declarations, and the open database, are kept from one
update to the next, as `codalog watch` keeps them.  With `--at N`, every N-th run is asked for again at the end: the index
as of then is what it was then.
Prints a line a repository: steps, differences, and seconds of updates and of fresh runs.
"""

from __future__ import annotations

import argparse
import io
import shutil
import statistics
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from indexer.pipeline import index_repository
from indexer.pipeline.session import Session
from indexer.query.fingerprint import fingerprints
from indexer.settings import Settings
from indexer.store.folder import index_folder
from indexer.store.past import open_past
from indexer.store.reader import IndexReader

_MOST_FILES: Final = 100_000


class Replay(NamedTuple):
    """What came of one repository."""

    steps: int
    compared: int
    differences: list[str]
    """Commits after which the update differed, with the relations that did."""
    updates: list[float]
    """Wall seconds of each update."""
    builds: list[float]
    """Wall seconds of each fresh run."""
    asked: int
    """Runs that were asked for again."""
    misremembered: list[str]
    """Of those, the ones whose index was not what it had been."""


def commits(repo: Path, most: int) -> list[str]:
    """The last commits of the first-parent history, oldest first."""
    found = git(repo, "rev-list", "--first-parent", "--no-merges", f"--max-count={most}", "HEAD").decode().split()
    return found[::-1]


def git(repo: Path, *words: str) -> bytes:
    """What git prints.

    Raises:
        subprocess.CalledProcessError: git refuses.
    """
    return subprocess.run(["git", "-C", str(repo), *words], check=True, capture_output=True).stdout


def lay_out(repo: Path, commit: str, folder: Path) -> None:
    """Makes a folder hold the files of a commit, writing only those whose bytes differ."""
    with tarfile.open(fileobj=io.BytesIO(git(repo, "archive", "--format=tar", commit))) as archive:
        wanted = {member.name: member for member in archive if member.isfile()}
        for old in sorted(folder.rglob("*"), reverse=True):
            name = old.relative_to(folder).as_posix()
            if old.is_file() and name not in wanted:
                old.unlink()
            elif old.is_dir() and not any(old.iterdir()):
                old.rmdir()
        for name, member in wanted.items():
            data = archive.extractfile(member)
            content = data.read() if data is not None else b""
            file = folder / name
            if file.is_dir():
                shutil.rmtree(file)
            for above in file.relative_to(folder).parents:
                if (folder / above).is_file():
                    (folder / above).unlink()
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.is_file() or file.read_bytes() != content:
                file.write_bytes(content)


def replay(repo: Path, most: int, every: int, at: int, place: Path, session: Session | None = None) -> Replay:
    """Replays the last commits of one repository.

    Args:
        repo: A git repository.
        most: How many commits.
        every: Compare after so many.
        at: Ask again, at the end, for every run of so many; 0 for none.
        place: An empty folder to work in.
        session: What keeps files linked between updates; None to link all each time.
    """
    root = place / "work"
    root.mkdir()
    found = Replay(0, 0, [], [], [], 0, [])
    then: dict[str, dict[str, str]] = {}
    steps = compared = 0
    for commit in commits(repo, most):
        lay_out(repo, commit, root)
        if not any(root.iterdir()):
            continue
        steps += 1
        found.updates.append(timed(root, place / "kept", session))
        if session is not None:
            session.prepare(index_folder(root, data_dir=place / "kept"), Settings(data_dir=place / "kept", embed=False))
        if at and steps % at == 0:
            then[latest_run(root, place / "kept")] = prints(root, place / "kept")
        if steps % every:
            continue
        compared += 1
        shutil.rmtree(place / "fresh", ignore_errors=True)
        found.builds.append(timed(root, place / "fresh"))
        one, other = prints(root, place / "kept"), prints(root, place / "fresh")
        if one != other:
            found.differences.append(f"{commit[:10]} {sorted(name for name in one if one[name] != other[name])}")
            print(f"  differs: {found.differences[-1]}", flush=True)
    folder = index_folder(root, data_dir=place / "kept")
    with IndexReader(folder, timeout=None) as now:
        for stamp, wanted in then.items():
            with open_past(folder, now, stamp, binding="mnestic", timeout=None) as past:
                if fingerprints(past) != wanted:
                    found.misremembered.append(stamp)
    return found._replace(steps=steps, compared=compared, asked=len(then))


def latest_run(root: Path, data: Path) -> str:
    """Stamp of the last run."""
    with IndexReader(index_folder(root, data_dir=data), timeout=None) as reader:
        return str(max(row[0] for row in reader.run("?[stamp] := *run{stamp}").rows))


def timed(root: Path, data: Path, session: Session | None = None) -> float:
    """Wall seconds of an index run."""
    began = time.perf_counter()
    index_repository(root, Settings(data_dir=data, embed=False), session=session)
    return time.perf_counter() - began


def prints(root: Path, data: Path) -> dict[str, str]:
    """Fingerprints of an index."""
    with IndexReader(index_folder(root, data_dir=data), timeout=None) as reader:
        return fingerprints(reader)


def results(repos: list[Path], most: int, every: int, at: int, *, kept: bool) -> Iterator[tuple[Path, Replay]]:
    """Each repository with what came of it."""
    for repo in repos:
        with tempfile.TemporaryDirectory() as place:
            yield repo, replay(repo, most, every, at, Path(place), Session(_MOST_FILES) if kept else None)


def main() -> None:
    """Replay, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repos", nargs="+", type=Path)
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--at", type=int, default=0)
    parser.add_argument("--session", action="store_true")
    options = parser.parse_args()
    for repo, found in results(options.repos, options.commits, options.every, options.at, kept=options.session):
        median = statistics.median(found.updates[1:] or found.updates)
        built = statistics.median(found.builds) if found.builds else float("nan")
        print(
            f"{repo.name}: {found.steps} commits, {found.compared} compared, {len(found.differences)} differences;"
            f" update median {median:.2f} s, from nothing {built:.2f} s;"
            f" {found.asked} asked again, {len(found.misremembered)} of them wrong",
            flush=True,
        )


if __name__ == "__main__":
    main()
