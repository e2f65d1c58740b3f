"""`codalog gc` and `archive`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from indexer.cli.options import Json, Jsonl, Repo, open_graph
from indexer.cli.render import Form, form_of, print_answer, print_record, print_records
from indexer.query.answer import Answer

archive = typer.Typer(help="List and restore what `gc` archived.", invoke_without_command=True)
"""`codalog archive`."""

_Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of Parquet files.", show_default=False)]


def gc(
    older_than: Annotated[
        str, typer.Option("--older-than", help="Remove what was replaced before: an age (90d), a time, a run.")
    ] = "90d",
    archive_to: Annotated[
        Path | None,
        typer.Option("--archive", help="Keep what is removed in this folder, as Parquet.", show_default=False),
    ] = None,
    repo: Repo = None,
    as_json: Json = False,
) -> None:
    """Remove old versions. The bodies and vectors that only they had go, too."""
    from indexer.codegraph import CodeGraph

    with open_graph(repo) as graph:
        limit = graph.moment(older_than)
        root = graph.root
    found = CodeGraph.gc(root, older_than=limit, archive=archive_to)
    print_record(found, Form.JSON if as_json else Form.TEXT)


@archive.callback()
def helped(context: typer.Context) -> None:
    """List and restore what `gc` archived."""
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


@archive.command("ls")
def ls(folder: _Folder, as_json: Json = False, as_lines: Jsonl = False) -> None:
    """List the files of an archive."""
    from indexer.store.archive import Archive

    files = Archive(folder).files()
    form = form_of(as_json=as_json, as_lines=as_lines)
    if form is Form.TEXT:
        print_answer(Answer(("file", "relation", "month", "rows", "bytes"), tuple(tuple(one) for one in files)), form)
    else:
        print_records(files, form)


@archive.command("restore")
def restore(folder: _Folder, repo: Repo = None, as_json: Json = False) -> None:
    """Put what an archive holds back into the index."""
    from indexer.codegraph import CodeGraph

    found = CodeGraph.restore(folder, repo if repo is not None else Path.cwd())
    print_record(found, Form.JSON if as_json else Form.TEXT)
