"""`codalog watch`."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.cli.options import Json
from indexer.cli.render import to_plain

if TYPE_CHECKING:
    from indexer.pipeline.watch import WatchEvent


def watch(
    repo: Annotated[Path, typer.Argument(metavar="REPO", help="The repository: a folder.")] = Path(),
    *,
    embed: Annotated[bool | None, typer.Option("--embed/--no-embed", help="Make vectors, or leave them out.")] = None,
    reconcile: Annotated[
        float, typer.Option(help="Seconds after which the whole tree is looked at, whatever events said.", min=1.0)
    ] = 300.0,
    as_json: Json = False,
) -> None:
    """Keep the index true while the repository changes, until Ctrl-C."""
    from indexer.codegraph import CodeGraph

    stop = threading.Event()
    previous = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    tell: Callable[[WatchEvent], None] = _as_json if as_json else _as_line
    try:
        for event in CodeGraph.watch(repo, stop=stop, reconcile=reconcile, embed=embed):
            tell(event)
    except KeyboardInterrupt:
        stop.set()
    finally:
        signal.signal(signal.SIGTERM, previous)


def _as_json(event: WatchEvent) -> None:
    record: dict[str, Any] = {"event": event.event, "seconds": round(event.seconds, 3), "paths": event.paths}
    if event.message:
        record["message"] = event.message
    if event.report is not None:
        record["report"] = to_plain(event.report)
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _as_line(event: WatchEvent) -> None:
    report = event.report
    said = {
        "ready": "watching",
        "held": "git is at work: waiting",
        "unchanged": "nothing to do",
        "embedded": "every node has its vector",
        "failed": event.message,
    }.get(event.event, "")
    if report is not None and event.event in ("ready", "indexed"):
        counts = f"{report.files} files, {report.symbols} symbols, {report.edges} edges"
        said = f"{said}: {counts}" if said else counts
    sys.stdout.write(f"{time.strftime('%H:%M:%S')}  {event.event:9} {event.seconds:7.2f} s  {said}\n")
    sys.stdout.flush()
