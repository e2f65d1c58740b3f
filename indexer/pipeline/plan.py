"""What a run has to read: the files of the repository, beside what the index knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import EmptyRepository
from indexer.model.identity import digest
from indexer.model.records import Problem
from indexer.settings import Settings
from indexer.sources.load import Loaded, LoadOptions, load
from indexer.sources.walk import SourceFile, WalkOptions, walk
from indexer.store.reader import FileState

SOURCE_ROOT_MARKERS: Final = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})
_RESOLUTION_NS: Final = 2_000_000_000
"""A file changed as late as this before it was read may have changed again within one tick of its time stamp (FAT's
are two seconds apart): its bytes decide."""


class Plan(NamedTuple):
    """The files of a repository now."""

    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    skipped: dict[str, int]
    """Files left out, by reason."""
    options: LoadOptions


def make_plan(root: Path, settings: Settings) -> Plan:
    """Walks a repository.

    Raises:
        NotADirectory: it is no folder.
        PermissionDenied: it may not be read.
        EmptyRepository: it holds no file to index.
    """
    walked = walk(root, WalkOptions(global_excludes=settings.global_excludes))
    if not walked.files:
        raise EmptyRepository(f"{root} holds no file to index; check the path and its ignore files")
    options = LoadOptions(max_bytes=settings.max_file_bytes, redact=settings.redact)
    return Plan(tuple(walked.files), tuple(walked.problems), dict(walked.skipped), options)


def has_changed(root: Path, plan: Plan, known: Mapping[str, FileState], finished: float) -> bool:
    """Whether any file differs from what the index was made from.

    Args:
        root: The repository.
        plan: Its files now.
        known: What the index knows, by path.
        finished: When the run that made the index began, seconds since the epoch.
    """
    if len(plan.files) != len(known):
        return True
    late = int(finished * 1e9) - _RESOLUTION_NS
    doubtful = []
    for file in plan.files:
        state = known.get(file.path)
        if state is None or state.size != file.size:
            return True
        if state.mtime_ns != file.mtime_ns or state.inode != file.inode or file.mtime_ns >= late:
            doubtful.append((file.path, state))
    return any(_bytes_hash(root, path, plan.options) != state.bytes_hash for path, state in doubtful)


def _bytes_hash(root: Path, path: str, options: LoadOptions) -> str:
    loaded = load(root, path, options)
    return digest(loaded.data) if isinstance(loaded, Loaded) else ""
