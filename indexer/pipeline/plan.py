"""What a run has to read: the files of the repository, beside what the index knows of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import EmptyRepository
from indexer.model.records import Problem
from indexer.settings import Settings
from indexer.sources.load import LoadOptions
from indexer.sources.walk import SourceFile, WalkOptions, walk

SOURCE_ROOT_MARKERS: Final = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})


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
