"""`codalog index`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from indexer.cli.options import Json
from indexer.cli.progress import Show, shown_progress
from indexer.cli.render import Form, cell, print_record, to_plain
from indexer.errors import Interrupted
from indexer.model.records import Problem
from indexer.telemetry import Progress


def index(
    repo: Annotated[Path, typer.Argument(metavar="REPO", help="The repository: a folder.", show_default=False)],
    *,
    embed: Annotated[bool | None, typer.Option("--embed/--no-embed", help="Make vectors, or leave them out.")] = None,
    embedder: Annotated[
        str | None, typer.Option(help="auto, lexical, the name of a model or a path to one.", show_default=False)
    ] = None,
    device: Annotated[
        str | None,
        typer.Option(help="Where vectors are computed: auto, cuda, mps, cpu or openvino.", show_default=False),
    ] = None,
    dimension: Annotated[
        int | None, typer.Option(help="Length to cut vectors to, where the model allows it.", show_default=False)
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Build from nothing, even where nothing changed.")] = False,
    engine: Annotated[str | None, typer.Option(help="mnestic or pycozo.", show_default=False)] = None,
    location: Annotated[
        str | None,
        typer.Option(help="data (the user's data directory) or repo (.codalog in it).", show_default=False),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that extract; 0 for one a core.", show_default=False)
    ] = None,
    past: Annotated[
        int, typer.Option("--history", metavar="N", help="Also add the versions of the last N commits.", min=0)
    ] = 0,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Say which files were read again, how many were linked again, how many rows were written, and each problem.",
        ),
    ] = False,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Index a repository, or bring its index up to date."""
    from indexer.codegraph import CodeGraph

    chosen: dict[str, Any] = {"embed": embed, "embedder": embedder, "fresh": fresh or None, "engine": engine}
    chosen |= {"location": location, "workers": workers, "device": device, "dimension": dimension}
    with shown_progress(wanted=not quiet and sys.stderr.isatty()) as show, _interruptible(show) as on_progress:
        report = CodeGraph.index(repo, progress=on_progress, **chosen)
        if past:
            history = CodeGraph.backfill(repo, past, progress=on_progress, **chosen)
    shown = to_plain(report) | ({"history": to_plain(history)} if past else {})
    if as_json:
        print_record(shown, Form.JSON)
        return
    hidden = () if explain else ("read", "linked", "written")
    shown = {name: value for name, value in shown.items() if name not in hidden}
    print_record(shown | {"problems": _counted(report.problems)}, Form.TEXT)
    if explain:
        for problem in report.problems:
            line = f":{problem.line}" if problem.line else ""
            sys.stdout.write(f"{cell(problem.path)}{line}  {problem.code}: {cell(problem.message)}\n")


@contextmanager
def _interruptible(show: Show) -> Iterator[Show]:
    """A callback that remembers how far a run has come, so that one which Ctrl-C stops can say what is kept.

    Raises:
        Interrupted: it was stopped.
    """
    reached = ""

    def tell(event: Progress) -> None:
        nonlocal reached
        reached = event.phase
        show(event)

    try:
        yield tell
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted; {_KEPT.get(reached, 'nothing has changed')}") from None


_VECTORS: Final = (
    "graph and text are up to date, the vectors that were made are kept; run `codalog index` again for the rest"
)
_KEPT: Final = {
    "embed": _VECTORS,
    "hnsw": _VECTORS,
    "history": "the index is up to date, its history as it was; run it again with --history",
}
"""By phase that was reached: before the graph is published, nothing of a run is."""


def _counted(problems: Iterable[Problem]) -> dict[str, int]:
    """Problems by code; `--explain` tells them one by one."""
    return dict(Counter(problem.code for problem in problems).most_common())
