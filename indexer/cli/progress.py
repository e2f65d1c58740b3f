"""Progress events as bars on a terminal's stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from indexer.telemetry import Progress

Show = Callable[[Progress], None]


@contextmanager
def shown_progress(*, wanted: bool) -> Iterator[Show]:
    """A callback that draws a bar for each phase; one that does nothing where none is wanted."""
    if not wanted:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, TextColumn("{task.fields[message]}", markup=False), console=Console(stderr=True)) as bars:
        tasks = {}

        def show(event: Progress) -> None:
            if event.phase not in tasks:
                tasks[event.phase] = bars.add_task(event.phase, total=event.total or None, message="")
            total = event.total or None
            bars.update(tasks[event.phase], completed=event.done, total=total, message=event.message)

        yield show
