"""`codalog similar`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from indexer.cli.options import Json, Jsonl, Repo, open_graph
from indexer.cli.render import Form, form_of, print_answer, print_records
from indexer.errors import BadParameter
from indexer.query.answer import Answer


def similar(
    symbol: Annotated[
        str | None,
        typer.Argument(metavar="SYMBOL", help="Qualified name, the end of one, or file:line.", show_default=False),
    ] = None,
    *,
    stdin: Annotated[bool, typer.Option("--stdin", help="Compare with code from standard input instead.")] = False,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many to show.")] = 10,
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """Find code that is like a symbol's, or like standard input's. Copies are marked."""
    if (symbol is None) == (not stdin):
        raise BadParameter("say a symbol or --stdin" + ("" if symbol is None else ", not both"))
    form = form_of(as_json=as_json, as_lines=as_lines)
    with open_graph(repo) as graph:
        found = graph.similar(symbol, k) if symbol is not None else graph.similar_text(sys.stdin.read(), k)
    if form is not Form.TEXT:
        print_records(found, form)
        return
    rows = tuple(
        (f"{one.score:.2f}", one.symbol, one.kind, one.path, one.line, "copy" if one.duplicate else "") for one in found
    )
    print_answer(Answer(("score", "symbol", "kind", "path", "line", "note"), rows), form)
