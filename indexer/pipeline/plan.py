"""What a run has to read: the files of the repository, beside what the index knows of them."""

from __future__ import annotations

from collections.abc import Mapping
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


def make_plan(root: Path, settings: Settings, overlay: Mapping[str, str] | None = None) -> Plan:
    """Walks a repository.

    Args:
        root: The repository.
        settings: What to choose.
        overlay: Text that stands in for files, by path relative to the root: as if it were saved.

    Raises:
        NotADirectory: it is no folder.
        PermissionDenied: it may not be read.
        EmptyRepository: it holds no file to index.
    """
    walked = walk(root, WalkOptions(global_excludes=settings.global_excludes))
    if not walked.files and not overlay:
        raise EmptyRepository(f"{root} holds no file to index; check the path and its ignore files")
    unsaved = {path: text.encode("utf-8", "surrogateescape") for path, text in (overlay or {}).items()}
    options = LoadOptions(settings.max_file_bytes, settings.redact, unsaved)
    files = {file.path: file for file in walked.files}
    files |= {path: SourceFile(path, len(data), 0, 0, 0) for path, data in unsaved.items()}
    return Plan(tuple(files[path] for path in sorted(files)), tuple(walked.problems), dict(walked.skipped), options)
