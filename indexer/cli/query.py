"""`codalog query` and `codalog queries`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from indexer.cli.options import At, Json, Jsonl, Repo, open_graph
from indexer.cli.render import form_of, print_answer
from indexer.errors import BadParameter
from indexer.query.answer import Answer


def query(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME] [PARAMETER=VALUE]...", help="A named query and its parameters; none lists them."
        ),
    ] = None,
    *,
    script: Annotated[
        str | None,
        typer.Option("-e", "--execute", help="Run this CozoScript instead; it may only read.", metavar="SCRIPT"),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="Value for $name in the script: JSON, else text.", metavar="NAME=VALUE"),
    ] = None,
    embed: Annotated[
        list[str] | None, typer.Option("--embed", help="Bind $name to the vector of a text.", metavar="NAME=TEXT")
    ] = None,
    at: At = None,
    timeout: Annotated[float | None, typer.Option(help="Seconds that it may take.", show_default=False)] = None,
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """Ask a named question (`codalog query callers symbol=Field.clean`), or any in Datalog (-e)."""
    form = form_of(as_json=as_json, as_lines=as_lines)
    words = words or []
    if script is None:
        if param or embed:
            raise BadParameter("--param and --embed go with -e; give a named query its parameters as name=value")
        if not words:
            queries(repo=repo, as_json=as_json, as_lines=as_lines)
            return
        parameters = _pairs(words[1:], "a parameter")
        with open_graph(repo, at=at, query_timeout=timeout) as graph:
            print_answer(graph.query(words[0], **parameters), form)
        return
    if words:
        raise BadParameter(f"-e takes no query by name, and {words[0]!r} was given too; leave one out")
    values = {name: _json(value) for name, value in _pairs(param or [], "--param").items()}
    texts = _pairs(embed or [], "--embed")
    with open_graph(repo, at=at, query_timeout=timeout) as graph:
        print_answer(graph.datalog(script, values, embed=texts), form)


def queries(*, repo: Repo = None, as_json: Json = False, as_lines: Jsonl = False) -> None:
    """List the named queries: ours, and those in your own folder."""
    from indexer.query.named import load_queries
    from indexer.resources import query_dirs
    from indexer.settings import load_settings

    settings = load_settings(repo if repo is not None else Path.cwd())
    rows = []
    for found in load_queries(query_dirs(settings.query_folder())):
        parameters = " ".join(f"{each.name}={each.default_text}" for each in found.header.parameters)
        rows.append((found.name, found.header.purpose, parameters))
    columns = ("name", "purpose", "parameters")
    print_answer(Answer(columns, tuple(rows)), form_of(as_json=as_json, as_lines=as_lines))


def _pairs(words: Iterable[str], what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.isidentifier():
            raise BadParameter(f"{what} is written name=value, not {word!r}")
        if name in found:
            raise BadParameter(f"{name!r} is given twice; leave one out")
        found[name] = value
    return found


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
