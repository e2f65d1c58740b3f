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


def open_graph(repo: Path | None, **chosen: Any) -> CodeGraph:
    """Open the index that a command is about.

    Args:
        repo: What `--repo` gave; None for the indexed folder that encloses the current one.
        chosen: Settings that options gave; None for those that were not.

    Raises:
        IndexUnusable: there is no index, or it cannot be read.
        BadParameter: a setting is wrong.
    """
    from indexer.codegraph import CodeGraph

    return CodeGraph.open(repo if repo is not None else Path.cwd(), **chosen)
