"""`codalog history` and `diff`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from indexer.cli.options import Json, Jsonl, Repo, open_graph
from indexer.cli.render import Form, cell, clean, form_of, print_record, print_records

_BACKFILLED = "?[stamp] := *run{stamp, counts}, !is_null(get(counts, 'backfilled', null))\n:limit 1"
_MORE = "in a git repository `codalog index --history N` reads the versions of the last N commits"
_MOMENT = "A time (2026-01-31), an age (7d), a run's stamp, a commit that was read (HEAD~3, a tag), or now"


def history(
    symbol: Annotated[
        str, typer.Argument(metavar="SYMBOL", help="Qualified name, the end of one, or file:line.", show_default=False)
    ],
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """Show the versions that a symbol had, newest first. Each is shown with what it changed."""
    form = form_of(as_json=as_json, as_lines=as_lines)
    with open_graph(repo) as graph:
        versions = graph.history(symbol)
        backfilled = bool(graph.datalog(_BACKFILLED).rows)
    if form is not Form.TEXT:
        print_records(versions, form)
        return
    for version in versions:
        what = f"{version.symbol}  {version.path}" if version.present else "gone"
        sys.stdout.write(f"{version.at}  {version.content_hash[:12] or '-':12}  {cell(what)}\n")
        if version.diff:
            sys.stdout.write("".join(f"    {clean(line)}\n" for line in version.diff.splitlines()))
        elif version.inside:
            sys.stdout.write(f"    inside: {cell(version.inside)}\n")
    if len(versions) == 1 and not backfilled:
        sys.stderr.write(f"of before nothing is known; {_MORE}\n")


def diff(
    earlier: Annotated[str, typer.Argument(metavar="A", help=f"{_MOMENT}; A..B for both.", show_default=False)],
    later: Annotated[str, typer.Argument(metavar="B", help="As A.")] = "now",
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """Show what two moments differ in. Symbols may be added, removed, changed and moved, edges gained and lost."""
    form = form_of(as_json=as_json, as_lines=as_lines)
    with open_graph(repo) as graph:
        found = graph.diff(earlier, later)
    if form is Form.JSON:
        print_record(found, form)
    elif form is Form.JSONL:
        print_records([*found.symbols, *found.edges], form)
    else:
        for one in found.symbols:
            if one.inside:
                continue
            was = f"  (was {one.was})" if one.was else ""
            sys.stdout.write(f"{one.change:8} {cell(one.symbol)}  {cell(one.path)}{cell(was)}\n")
        for edge in found.edges:
            sys.stdout.write(f"{edge.change:8} {cell(edge.source)} -{edge.kind}-> {cell(edge.target)}\n")
        if not found.whole:
            sys.stderr.write(
                "of the first run, of commits that --history read and of runs that gc collected, changes of edges are not known\n"
            )
        if found.since:
            sys.stderr.write(
                f"of before {found.since} nothing is known: what there was then counts as added; {_MORE}\n"
            )
