"""Keeping indexes: building, updating, watching, past and garbage; the writing half of the façade."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from indexer.errors import BadParameter, IndexLocked, NoIndex, NotADirectory
from indexer.settings import Settings, load_settings
from indexer.store import IndexFolder, index_folder
from indexer.store.updater import IndexUpdater
from indexer.telemetry import Progress, logger

if TYPE_CHECKING:
    from indexer.pipeline import IndexReport
    from indexer.pipeline.backfill import Backfilled
    from indexer.pipeline.overlay import Overlay
    from indexer.pipeline.watch import WatchEvent
    from indexer.store.garbage import Garbage

_DAY: Final = 86_400.0

OnProgress = Callable[[Progress], None]


class Upkeep:
    """What is done to the index of a repository; `CodeGraph` has it all."""

    @classmethod
    def index(
        cls,
        repo: str | Path,
        *,
        settings: Settings | None = None,
        progress: OnProgress | None = None,
        overlay: Mapping[str, str] | None = None,
        **chosen: Any,
    ) -> IndexReport:
        """Index a repository, or bring its index up to date.

        Args:
            repo: The repository: a folder.
            settings: What to choose; None to read the environment and the repository's files.
            progress: Called with each step.
            overlay: Text by path relative to the repository, indexed as if it were saved; the next run without it goes back
                to what is on disk.
            chosen: Single settings (`embed=False`, `fresh=True`, ...), when `settings` is None.

        Returns:
            What was read, written and left out.

        Raises:
            SourceError: the repository cannot be read, or holds nothing.
            IndexUnusable: another process writes the index, or it cannot be read.
            ResourceError: the disk is full.
            UsageError: it is no folder, or a setting is wrong.
        """
        from indexer.pipeline import index_repository

        root = Path(repo).absolute()
        found = settings_for(root, settings, chosen)
        report = index_repository(root, found, progress, overlay=overlay)
        _collect_if_large(root, found)
        return report

    @classmethod
    def watch(
        cls,
        repo: str | Path = ".",
        *,
        settings: Settings | None = None,
        stop: threading.Event | None = None,
        reconcile: float = 300.0,
        overlay: Overlay | None = None,
        **chosen: Any,
    ) -> Iterator[WatchEvent]:
        """Bring the index of a repository up to date, and again after each change, for as long as it is iterated.

        Args:
            repo: The repository: a folder.
            settings: What to choose; None to read the environment and the repository's files.
            stop: Set it, from another thread, to end.
            reconcile: Seconds after which the whole tree is looked at whatever file events said.
            overlay: Unsaved text, which another thread may set and drop meanwhile.
            chosen: Single settings (`embed=False`, ...), when `settings` is None.

        Yields:
            What happened, as it happens; the first event is 'ready'.

        Raises:
            SourceError: the repository cannot be read, or holds nothing.
            IndexUnusable: at the start, another process writes the index.
            UsageError: it is no folder, or a setting is wrong.
        """
        from indexer.pipeline.watch import watch_repository

        root = Path(repo).absolute()
        found = settings_for(root, settings, chosen)
        _collect_if_large(root, found)
        return watch_repository(root, found, stop=stop, reconcile=reconcile, overlay=overlay)

    @classmethod
    def backfill(
        cls,
        repo: str | Path,
        commits: int,
        *,
        settings: Settings | None = None,
        progress: OnProgress | None = None,
        **chosen: Any,
    ) -> Backfilled:
        """Add the versions of past commits to the history of an index, from git's objects.

        Args:
            repo: The repository, which must be indexed.
            commits: How many of the first-parent history, from the last.
            settings: As for `index`.
            progress: Called with each commit.
            chosen: As for `index`.

        Raises:
            NoIndex: it is not indexed.
            SourceError: there is no git history.
        """
        from indexer.pipeline.analyse import ignore_progress
        from indexer.pipeline.backfill import backfill
        from indexer.store.past import forget_past

        root = Path(repo).absolute()
        found = settings_for(root, settings, chosen)
        written = backfill(root, found, commits, progress or ignore_progress)
        forget_past(index_folder(root, location=found.location, data_dir=found.data_dir))
        return written

    @classmethod
    def gc(
        cls,
        repo: str | Path = ".",
        *,
        older_than: float,
        archive: Path | None = None,
        settings: Settings | None = None,
        **chosen: Any,
    ) -> Garbage:
        """Remove from an index what was replaced before a moment: versions, and the bodies and vectors that only they had.

        Args:
            repo: The repository, or a folder in it.
            older_than: The moment, seconds since the epoch.
            archive: Folder of Parquet files that take what is removed; None to let it go.
            settings: As for `open`.
            chosen: As for `open`.

        Raises:
            NoIndex: there is none.
            IndexUnusable: another process writes it.
            MissingExtra: an archive is wanted and pyarrow is not installed.
            DiskFull: no space left; nothing is removed.
        """
        root, folder = indexed(Path(repo).absolute(), settings or load_settings(**chosen))
        return _collect(folder, settings_for(root, settings, chosen), older_than, archive)

    @classmethod
    def restore(
        cls, archive: Path, repo: str | Path = ".", *, settings: Settings | None = None, **chosen: Any
    ) -> dict[str, int]:
        """Put what `gc` archived back into an index.

        Args:
            archive: Folder of Parquet files.
            repo: The repository, or a folder in it.
            settings: As for `open`.
            chosen: As for `open`.

        Returns:
            Rows by relation.

        Raises:
            NoIndex: there is none.
            BadParameter: there is no such archive.
            MissingExtra: pyarrow is not installed.
        """
        from indexer.store.garbage import restore
        from indexer.store.past import forget_past

        root, folder = indexed(Path(repo).absolute(), settings or load_settings(**chosen))
        with IndexUpdater(folder, binding=settings_for(root, settings, chosen).engine) as updater:
            found = restore(updater, archive)
            forget_past(folder)
        return found


def _collect(folder: IndexFolder, settings: Settings, older_than: float, archive: Path | None) -> Garbage:
    """Removes garbage, and gives the disk space back."""
    from indexer.store.compact import compact
    from indexer.store.garbage import collect
    from indexer.store.past import forget_past

    with IndexUpdater(folder, binding=settings.engine) as updater:
        found = collect(updater, older_than, archive)
        forget_past(folder)
    with suppress(IndexLocked):  # another run has begun: what is free is used by it
        compact(folder)
    return found


def _collect_if_large(root: Path, settings: Settings) -> None:
    """Collects garbage where an index has outgrown what its settings allow, at most once a day."""
    from indexer.store.compact import used_bytes
    from indexer.store.garbage import collected_at

    folder = index_folder(root, location=settings.location, data_dir=settings.data_dir)
    file = folder.current() if settings.gc_above else None
    if file is None or used_bytes(file) <= settings.gc_above:
        return
    with suppress(IndexLocked):  # whoever writes collects when done
        with IndexUpdater(folder, binding=settings.engine) as updater:
            due = time.time() - collected_at(updater) >= _DAY
        if due:
            found = _collect(folder, settings, time.time() - settings.gc_keep_days * _DAY, settings.gc_archive)
            logger("gc").info("collected", **found._asdict())


def indexed(place: Path, settings: Settings) -> tuple[Path, IndexFolder]:
    """The nearest folder, outwards from a place, that has an index; and where that lies: where the settings say, else, of one
    in the data directory and one in the repository, the one that was written last.

    Raises:
        NotADirectory: there is no such place.
        NoIndex: neither it nor a folder around it has one.
    """
    if not place.exists():
        raise NotADirectory(f"{place} does not exist; give the folder that was indexed")
    said = settings.location if "location" in settings.model_fields_set else ""
    for root in (place, *place.parents):
        found = {}
        for location in ("data", "repo"):
            folder = index_folder(root, location=location, data_dir=settings.data_dir)
            file = folder.current()
            if file is not None:
                found[location == said, file.stat().st_mtime_ns] = folder
        if found:
            return root, found[max(found)]
    raise NoIndex(f"there is no index of {place}, nor of a folder around it; build one with `codalog index {place}`")


def settings_for(root: Path, settings: Settings | None, chosen: Mapping[str, Any]) -> Settings:
    """The settings that a call means: given whole, or one by one.

    Raises:
        BadParameter: both ways at once, or a value is wrong.
    """
    if settings is None:
        return load_settings(root, **chosen)
    if chosen:
        raise BadParameter(f"settings are given whole and one by one ({', '.join(chosen)}); give them one way")
    return settings
