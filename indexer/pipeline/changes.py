"""Which files differ from what an index was made from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from indexer.model.identity import digest
from indexer.pipeline.plan import Plan
from indexer.sources.load import Loaded, LoadOptions, load
from indexer.sources.walk import SourceFile
from indexer.store.reader import FileState

_RESOLUTION_NS: Final = 2_000_000_000
"""A file changed as late as this before it was read may have changed again within one tick of its time stamp (FAT's
are two seconds apart): its bytes decide."""


class FileChanges(NamedTuple):
    """What happened to the files since a run."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    """Other bytes."""
    removed: tuple[str, ...]
    touched: tuple[SourceFile, ...]
    """The same bytes, with another time or inode."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def find_changes(root: Path, plan: Plan, known: Mapping[str, FileState], began: float) -> FileChanges:
    """Compares the files of a repository with what an index knows of them.

    Args:
        root: The repository.
        plan: Its files now.
        known: What the index knows, by path.
        began: When the run that made the index began, seconds since the epoch.
    """
    late = int(began * 1e9) - _RESOLUTION_NS
    added, changed, touched = [], [], []
    for file in plan.files:
        state = known.get(file.path)
        if state is None:
            added.append(file.path)
        elif state.size != file.size:
            changed.append(file.path)
        elif _may_differ(file, state, late) or file.path in plan.options.overlay:
            if _bytes_hash(root, file.path, plan.options) != state.bytes_hash:
                changed.append(file.path)
            elif state.mtime_ns != file.mtime_ns or state.inode != file.inode:
                touched.append(file)
    there = {file.path for file in plan.files}
    removed = tuple(sorted(path for path in known if path not in there))
    return FileChanges(tuple(added), tuple(changed), removed, tuple(touched))


def _may_differ(file: SourceFile, state: FileState, late: int) -> bool:
    """Whether a file of the same size may hold other bytes, or may be read by now, or no longer.

    What a program dates back, and rights, show in `ctime_ns` alone, which no program can set.
    """
    return state.mtime_ns != file.mtime_ns or state.inode != file.inode or max(file.mtime_ns, file.ctime_ns) >= late


def _bytes_hash(root: Path, path: str, options: LoadOptions) -> str:
    loaded = load(root, path, options)
    return digest(loaded.data) if isinstance(loaded, Loaded) else ""
