"""`codalog models`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from indexer.cli.options import Json, Jsonl
from indexer.cli.render import Form, form_of, print_answer, print_record, print_records
from indexer.query.answer import Answer

models = typer.Typer(help="List embedding models, and fetch one.", invoke_without_command=True)
"""`codalog models`."""


@models.callback()
def listed(context: typer.Context, as_json: Json = False, as_lines: Jsonl = False) -> None:
    """List embedding models: dimension, licence, size, and what is missing to use one. Nothing is fetched."""
    if context.invoked_subcommand is not None:
        return
    from indexer.embed.installed import accelerator, known_models

    rows = known_models()
    form = form_of(as_json=as_json, as_lines=as_lines)
    if form is not Form.TEXT:
        print_records(rows, form)
        return
    columns = ("model", "dimension", "window", "MB", "licence", "to use it")
    shown = [
        (one.model, one.dimension, one.window, one.megabytes, one.licence, one.next_step or "here") for one in rows
    ]
    print_answer(Answer(columns, tuple(shown)), form)
    sys.stderr.write(accelerator() + "\n")


@models.command("pull")
def pulled(
    model: Annotated[
        str,
        typer.Argument(metavar="MODEL", help="A name that `codalog models` lists, or owner/name.", show_default=False),
    ],
    as_json: Json = False,
) -> None:
    """Fetch a model from Hugging Face, to be used with `--embedder`. No network is needed from then on."""
    from indexer.embed.pull import pull

    folder = pull(model)
    print_record({"model": model, "folder": str(folder)}, Form.JSON if as_json else Form.TEXT)
