"""`codalog query` and `codalog queries`."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.cli.options import At, Json, Jsonl, Repo, open_graph
from indexer.cli.render import Form, cell, form_of, print_answer, print_record, to_plain
from indexer.errors import BadParameter, NoIndex, NotADirectory
from indexer.query.answer import Answer
from indexer.query.parameters import TYPES

if TYPE_CHECKING:
    from indexer.query.named import NamedQuery


def query(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME [PARAMETER=VALUE]",
            help="A named query and its parameters; none lists them. What a query needs may stand without its name.",
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
    """Ask a named question, or any in Datalog (-e). So: `codalog query callers Field.clean depth=2`."""
    form = form_of(as_json=as_json, as_lines=as_lines)
    words = words or []
    if script is None:
        if param or embed:
            raise BadParameter("--param and --embed go with -e; give a named query its parameters as name=value")
        if not words:
            queries(repo=repo, as_json=as_json, as_lines=as_lines)
            return
        asked = _query(words[0], repo)
        parameters = _parameters(words[1:], asked)
        with open_graph(repo, at=at, query_timeout=timeout) as graph:
            print_answer(graph.query(words[0], **parameters), form, without_rows=asked.header.advice(parameters))
        return
    if words:
        raise BadParameter(f"-e takes no query by name, and {words[0]!r} was given too; leave one out")
    values = {name: _json(value) for name, value in _pairs(param or [], "--param").items()}
    texts = _pairs(embed or [], "--embed")
    with open_graph(repo, at=at, query_timeout=timeout) as graph:
        print_answer(graph.datalog(script, values, embed=texts), form)


def queries(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Tell all about this one.", show_default=False)
    ] = None,
    *,
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """List the named queries, or tell one's parameters and columns. Those in your own folder are among them."""
    from indexer.query.named import load_queries

    form = form_of(as_json=as_json, as_lines=as_lines)
    if name is not None:
        found = _query(name, repo)
        if form is Form.TEXT:
            sys.stdout.write(_told(found))
        else:
            print_record({"name": found.name, **to_plain(found.header)}, form)
        return
    rows = []
    for found in load_queries(_folders(repo)):
        parameters = " ".join(f"{each.name}={each.default_text}" for each in found.header.parameters)
        purpose = found.header.purpose
        first, stop, _ = purpose.partition(". ")
        rows.append((found.name, first + stop.strip() if form is Form.TEXT else purpose, parameters))
    print_answer(Answer(("name", "purpose", "parameters"), tuple(rows)), form)


def _folders(repo: Path | None) -> list[Path]:
    """Where queries lie: as the settings of the indexed repository around say, which need not be there yet."""
    from indexer.resources import query_dirs
    from indexer.settings import load_settings
    from indexer.upkeep import indexed

    place = (repo if repo is not None else Path.cwd()).absolute()
    with contextlib.suppress(NoIndex, NotADirectory):
        place, _ = indexed(place, load_settings())
    return query_dirs(load_settings(place).query_folder())


def _query(name: str, repo: Path | None) -> NamedQuery:
    from indexer.query.named import load_query

    return load_query(name, _folders(repo))


def _told(query: NamedQuery) -> str:
    """Everything that the head of a query's file says of it."""
    header = query.header
    given = [(f"{each.name}={each.default_text}", f"{each.meaning} ({TYPES[each.type]})") for each in header.parameters]
    lines = [cell(header.purpose), "", "Parameters:", *_aligned(given), "", "Columns:"]
    lines += _aligned([(each.name, each.meaning) for each in header.columns])
    lines += ["", "Example:", *(f"  {each}" for each in header.examples)]
    return "\n".join(lines) + "\n"


def _aligned(pairs: Sequence[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in pairs), default=0)
    return [f"  {name:<{width}}  {meaning}" for name, meaning in pairs]


def _parameters(words: Sequence[str], asked: NamedQuery) -> dict[str, str]:
    """Values by name; those without one are for the parameters that the query needs, in their order."""
    named = [word for word in words if "=" in word and word.partition("=")[0].isidentifier()]
    given = _pairs(named, "a parameter")
    needed = [each.name for each in asked.header.parameters if each.required and each.name not in given]
    bare = [word for word in words if word not in named]
    if len(bare) > len(needed):
        raise BadParameter(f"a parameter is written name=value, not {bare[len(needed)]!r}")
    return given | dict(zip(needed, bare, strict=False))


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
