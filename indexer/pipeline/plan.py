"""What a run has to read: the files of the repository, beside what the index knows of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import EmptyRepository
from indexer.model.records import Problem
from indexer.settings import Settings
from indexer.sources.load import LoadOptions
from indexer.sources.paths import escape
from indexer.sources.walk import IGNORE_FILES, SourceFile, WalkOptions, walk

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
    files = {file.path: file for file in walked.files}
    return _plan(files, tuple(walked.problems), dict(walked.skipped), settings, overlay)


def follow(
    plan: Plan, root: Path, settings: Settings, paths: Iterable[str], overlay: Mapping[str, str] | None = None
) -> Plan | None:
    """The plan after a change of these paths alone, without a walk; None where only a walk can tell.

    Args:
        plan: The one before.
        root: The repository.
        settings: What to choose, as before.
        paths: Relative to the root, with '/'.
        overlay: As for `make_plan`; a path whose text is set or dropped since is among `paths`.
    """
    files = {file.path: file for file in plan.files}
    for path in paths:
        name = path.rpartition("/")[2]
        raw = os.fsencode(path)
        if name in IGNORE_FILES or ".git" in path.split("/") or escape(raw) != path:
            return None
        if overlay and path in overlay:
            continue
        try:
            status = os.lstat(os.path.join(os.fsencode(root), raw))
        except FileNotFoundError:
            if files.pop(path, None) is None and any(one.startswith(f"{path}/") for one in files):
                return None
            continue
        except OSError:
            return None
        if path not in files or not stat.S_ISREG(status.st_mode):
            return None
        times = (status.st_mtime_ns, status.st_ino, status.st_mode, status.st_ctime_ns)
        files[path] = SourceFile(path, status.st_size, *times)
    return _plan(files, plan.problems, plan.skipped, settings, overlay) if files or overlay else None


def _plan(
    files: dict[str, SourceFile],
    problems: tuple[Problem, ...],
    skipped: dict[str, int],
    settings: Settings,
    overlay: Mapping[str, str] | None,
) -> Plan:
    unsaved = {path: text.encode("utf-8", "surrogateescape") for path, text in (overlay or {}).items()}
    options = LoadOptions(settings.max_file_bytes, settings.redact, unsaved)
    files |= {path: SourceFile(path, len(data), 0, 0, 0) for path, data in unsaved.items()}
    return Plan(tuple(files[path] for path in sorted(files)), problems, skipped, options)
