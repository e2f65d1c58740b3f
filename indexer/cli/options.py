"""Options that several commands share, and the graph that they open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

if TYPE_CHECKING:
    from indexer.codegraph import CodeGraph

Repo: TypeAlias = Annotated[
    Path | None,
    typer.Option("--repo", "-r", help="The indexed repository; without it, the one that encloses the current folder."),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Jsonl: TypeAlias = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line.")]

At: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="MOMENT",
        help="As of then: a time, an age (2h), a run, a commit that was read (HEAD~3, a tag).",
        show_default=False,
    ),
]


def open_graph(repo: Path | None, *, at: str | None = None, **chosen: Any) -> CodeGraph:
    """Open the index that a command is about.

    Args:
        repo: What `--repo` gave; None for the indexed folder that encloses the current one.
        at: What `--at` gave; None for now.
        chosen: Settings that options gave; None for those that were not.

    Raises:
        IndexUnusable: there is no index, or it cannot be read.
        BadParameter: a setting is wrong, or what `--at` gave is no moment that is known.
    """
    from indexer.codegraph import CodeGraph

    graph = CodeGraph.open(repo if repo is not None else Path.cwd(), **chosen)
    if at is None:
        return graph
    with graph:
        return graph.at(at)
