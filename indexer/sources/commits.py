"""Reading past commits from git's objects, without touching the work tree."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from indexer.errors import SourceError

_STEP: Final = 1_000
"""Microseconds by which a commit is after its parent where git's clock, which counts seconds, does not say so."""
_BEFORE: Final = 1_000
"""Commits that are looked at for their times alone: a rebase makes many in one second, and their times must not depend on how
many commits are asked for."""


class Commit(NamedTuple):
    """One commit of the first-parent history."""

    revision: str
    at: int
    """When it was committed, microseconds since the epoch; later than its first parent, whatever the clocks said."""


class BlobChange(NamedTuple):
    """One file that a commit changed."""

    path: str
    """Relative to the folder that is indexed, with '/'."""
    blob: str
    """Its content's object; '' where the file went."""


def last_commits(root: Path, most: int) -> list[Commit]:
    """The last commits of the first-parent history of the checkout around a folder, oldest first.

    Raises:
        SourceError: there is no git, or no commit.
    """
    listed = _git(root, "log", "--first-parent", f"--max-count={most + _BEFORE}", "--format=%H %ct", "HEAD").decode()
    found: list[Commit] = []
    for line in reversed(listed.splitlines()):
        revision, seconds = line.split()
        at = int(seconds) * 1_000_000
        found.append(Commit(revision, max(at, found[-1].at + _STEP) if found else at))
    return found[-most:]


def changes_of(root: Path, commit: Commit, before: Commit | None) -> list[BlobChange]:
    """The files below a folder that a commit changed against another; all of its files where there is none."""
    if before is None:
        raw = _git(root, "ls-tree", "-r", "-z", "--full-tree", f"{commit.revision}:{_prefix(root)}")
        entries = [entry.partition(b"\t") for entry in raw.split(b"\0") if entry]
        return [
            BlobChange(path.decode("utf-8", "surrogateescape"), head.split()[2].decode())
            for head, _, path in entries
            if head.split()[1] == b"blob" and not head.startswith(b"120000")
        ]
    raw = _git(
        root, "diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--relative", before.revision, commit.revision
    )
    parts = raw.split(b"\0")
    found = []
    for head, path in zip(parts[::2], parts[1::2], strict=False):
        _, mode, _, blob, _ = head.decode().split()
        is_file = mode.startswith("100")
        found.append(BlobChange(path.decode("utf-8", "surrogateescape"), blob if is_file else ""))
    return found


def _prefix(root: Path) -> str:
    return _git(root, "rev-parse", "--show-prefix").decode().strip().rstrip("/")


def _git(root: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)
    except FileNotFoundError as error:
        raise SourceError("git is not installed; past commits cannot be read without it") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SourceError(f"git cannot read the history of {root}: {said[0] if said else 'no reason given'}") from error
    return done.stdout


class Blobs:
    """Contents of git's objects, through one running process."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._stdin = stdin
        self._stdout = stdout

    def read(self, blob: str) -> bytes:
        """The content of an object."""
        self._stdin.write(blob.encode() + b"\n")
        self._stdin.flush()
        size = int(self._stdout.readline().split()[2])
        data = self._stdout.read(size)
        self._stdout.read(1)
        return data


@contextmanager
def blobs_of(root: Path) -> Iterator[Blobs]:
    """Opens the objects of the checkout around a folder."""
    words = ["git", "-C", str(root), "cat-file", "--batch"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None, "a pipe was asked for"
        assert process.stdout is not None, "a pipe was asked for"
        try:
            yield Blobs(process.stdin, process.stdout)
        finally:
            process.stdin.close()
