"""Keeping an index true while the repository changes.

File events only say when to look: what has changed is found as every run finds it, by size, time and content.  So an
event that is lost costs time, never truth, and a look at the whole tree now and then makes up for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import CodalogError
from indexer.pipeline.behind import Behind
from indexer.pipeline.overlay import Overlay
from indexer.pipeline.report import IndexReport
from indexer.pipeline.run import index_repository
from indexer.pipeline.session import Session
from indexer.pipeline.stabiliser import Due, Stabiliser
from indexer.settings import Settings
from indexer.sources.activity import concerns, git_at_work
from indexer.sources.walk import check_folder
from indexer.store.folder import index_folder

RECONCILE: Final = 300.0
"""Seconds after which the whole tree is looked at whatever the events say."""
_STEP_MS: Final = 20
"""Milliseconds for which the watcher itself collects events."""
_IDLE_MS: Final = 21
"""Milliseconds after which the watcher gives in where nothing happens, so that what waits can become due: just over half of what a save
has to be still for, so that it is due the second time."""
_RETRY: Final = 2.0
"""Seconds after which a run that found the index locked, or failed, is tried again."""


class WatchEvent(NamedTuple):
    """One thing that happened while watching."""

    event: str
    """'ready': watching, the index is true, and an edit will cost what it changes; 'indexed': a change is in; 'unchanged': what happened changed nothing;
    'embedded': every node has its vector; 'held': git is at work; 'failed': a run failed, and is tried again."""
    seconds: float
    """From the first event of the change, or the start, to now."""
    paths: int
    """Paths that events named; 0 where the whole tree was looked at."""
    report: IndexReport | None
    """What the run did."""
    message: str
    """Of a failure."""


def watch_repository(
    root: Path,
    settings: Settings,
    *,
    stop: threading.Event | None = None,
    reconcile: float = RECONCILE,
    overlay: Overlay | None = None,
) -> Iterator[WatchEvent]:
    """Brings the index up to date, and again whenever the repository is still after a change. The graph comes first; vectors
    are made behind it, between changes.

    Args:
        root: The repository.
        settings: What to choose, as in `index_repository`.
        stop: Set it to end.
        reconcile: Seconds between looks at the whole tree.
        overlay: Unsaved text; that of a file that is saved is dropped.

    Yields:
        What happened, as it happens; the first is 'ready'.

    Raises:
        SourceError: the repository cannot be read.
        NotADirectory: it is no folder.
        IndexUnusable: at the start, another process writes the index.
    """
    import watchfiles  # only watching needs it

    stop, overlay = stop or threading.Event(), overlay or Overlay()
    check_folder(root)
    real = root.resolve()
    folder = index_folder(root, location=settings.location, data_dir=settings.data_dir)
    behind = Behind(folder, settings)
    settings = settings.model_copy(update={"embed": False})
    began = time.monotonic()
    changes = watchfiles.watch(
        real, watch_filter=None, step=_STEP_MS, debounce=_STEP_MS, rust_timeout=_IDLE_MS, yield_on_timeout=True,
        stop_event=stop, raise_interrupt=True, recursive=True,
    )  # fmt: skip
    stabiliser = Stabiliser()
    next(changes, None)  # watching begins before the first look, so that nothing falls between
    with closing(Session(settings.linked_files)) as session:
        report = index_repository(root, settings, overlay=overlay.texts(), session=session)
        session.prepare(folder, settings)
        yield WatchEvent("ready", time.monotonic() - began, 0, report, "")
        looked = first = time.monotonic()
        held = stale = False
        for events in changes:
            now = time.monotonic()
            paths = frozenset(
                path for _, changed in events if concerns(path := Path(changed).relative_to(real).as_posix())
            )
            overlay.drop(paths)
            paths |= overlay.news()
            if paths and not stabiliser:
                first = now
            stabiliser.add(paths, now)
            if now - looked >= reconcile:
                stabiliser.look_at_everything(now)
            at_work = bool(stabiliser) and git_at_work(root)
            if at_work and not held:
                yield WatchEvent("held", now - first, len(paths), None, "")
            held = at_work
            due = stabiliser.due(now, held=at_work)
            if due is None:
                if not stabiliser and stale:
                    session.prepare(folder, settings)
                    stale = False
                if not stabiliser and (step := behind.step(now)) is not None:
                    yield WatchEvent(
                        "failed" if step.message else "embedded", time.monotonic() - now, 0, None, step.message
                    )
                continue
            looked = now
            event = _brought_up(root, settings, due, first, overlay, session)
            if event.event == "failed":
                stop.wait(_RETRY)
                stabiliser.look_at_everything(time.monotonic())
            behind.news()
            stale = True
            yield event


def _brought_up(
    root: Path, settings: Settings, due: Due, first: float, overlay: Overlay, session: Session
) -> WatchEvent:
    """One run; what a user can mend, or that passes, does not end watching."""
    try:
        paths = None if due.everything else due.paths
        report = index_repository(root, settings, overlay=overlay.texts(), session=session, paths=paths)
    except CodalogError as error:
        return WatchEvent("failed", time.monotonic() - first, len(due.paths), None, str(error))
    name = "indexed" if report.changed else "unchanged"
    return WatchEvent(name, time.monotonic() - first, len(due.paths), report, "")
