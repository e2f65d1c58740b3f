"""`codalog export`."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from indexer.cli.options import open_graph
from indexer.errors import BadParameter, DiskFull, PermissionDenied


def export(
    repo: Annotated[Path, typer.Argument(metavar="REPO", help="The repository: a folder.")] = Path(),
    form: Annotated[str, typer.Option("--format", help="jsonl.")] = "jsonl",
    ephemeral: Annotated[bool, typer.Option("--ephemeral", help="Index in memory and store nothing.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, not to stdout.")] = None,
) -> None:
    """Write the graph as JSON Lines."""
    from indexer.codegraph import CodeGraph

    if ephemeral:
        lines = CodeGraph.export_ephemeral(repo, format=form)
        _write(lines, output)
        return
    with open_graph(repo) as graph:
        _write(graph.export(format=form), output)


def _write(lines: Iterator[str], output: Path | None) -> None:
    if output is None:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return
    with _said(output), output.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


@contextmanager
def _said(output: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise PermissionDenied(f"{output} may not be written; choose another file") from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(f"no space left for {output}; make room or choose another disk") from error
        raise BadParameter(f"{output} cannot be written ({error.strerror}); choose another file") from error
