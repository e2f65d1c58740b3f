"""`codalog search`, `show`, `outline` and `symbols`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from indexer.cli.options import At, Json, Jsonl, Repo, open_graph
from indexer.cli.render import Form, cell, clean, form_of, print_answer, print_record, print_records
from indexer.errors import BadParameter
from indexer.query.answer import Answer
from indexer.query.show import Definition

if TYPE_CHECKING:
    from indexer.query.search import Hit

_WHOLE: Final = frozenset({"function", "method", "constructor", "variable", "constant", "field", "property", "macro"})
"""Kinds whose text says all that they enclose."""


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="What to look for.", show_default=False)],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many to show.")] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each score is made of.")] = False,
    at: At = None,
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """Find symbols by words: text, vectors, names and importance."""
    form = form_of(as_json=as_json, as_lines=as_lines)
    wanted = " ".join(words).strip()
    if not wanted:
        raise BadParameter("nothing was said to look for; give words, a name or a filter (kind:class, path:src/)")
    with open_graph(repo, at=at) as graph:
        answer = graph.search(wanted, k)
    hits = [_hit(hit, explain=explain) for hit in answer.hits]
    if form is Form.JSON:
        print_record({"hits": hits, "embedded": answer.embedded}, form)
    elif form is Form.JSONL:
        print_records(hits, form)
    else:
        print_answer(Answer(tuple(hits[0]) if hits else (), tuple(tuple(hit.values()) for hit in hits)), form)
        if answer.embedded < 1:
            sys.stderr.write(
                f"{answer.embedded:.0%} of the code has vectors; the rest was searched by words and names\n"
            )


def show(
    symbol: Annotated[
        str,
        typer.Argument(metavar="SYMBOL", help="Qualified name, the end of one, file or file:line.", show_default=False),
    ],
    at: At = None,
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """Show a symbol: its place, signature, documentation and source."""
    form = form_of(as_json=as_json, as_lines=as_lines)
    with open_graph(repo, at=at) as graph:
        found = graph.show(symbol)
    if form is not Form.TEXT:
        print_records(found, form)
        return
    for number, definition in enumerate(found):
        sys.stdout.write(("\n" if number else "") + _text(definition))


def outline(
    path: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A file of the repository, or the end of its path.", show_default=False),
    ],
    depth: Annotated[int, typer.Option("--depth", "-d", min=1, help="Levels below the module.")] = 3,
    at: At = None,
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """Show what a file defines, in order."""
    form = form_of(as_json=as_json, as_lines=as_lines)
    with open_graph(repo, at=at) as graph:
        answer = graph.outline(path, depth=depth)
    if form is not Form.TEXT or not answer.rows:
        print_answer(answer, form)
        return
    for row in answer:
        sys.stdout.write(_line(row["line"], row["kind"], row["symbol"], row["signature"], level=row["level"]))


def symbols(
    name: Annotated[
        str,
        typer.Argument(metavar="SYMBOL", help="Qualified name, the end of one, file or file:line.", show_default=False),
    ],
    at: At = None,
    repo: Repo = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """List the symbols that a name may mean."""
    form = form_of(as_json=as_json, as_lines=as_lines)
    with open_graph(repo, at=at) as graph:
        found = graph.symbols(name)
    if form is Form.TEXT:
        rows = tuple(
            (match.qualified_name, match.kind, match.path, None if match.external else match.line) for match in found
        )
        print_answer(Answer(("symbol", "kind", "path", "line"), rows), form)
    else:
        print_records(found, form)


def _hit(hit: Hit, *, explain: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"score": round(hit.score, 4), "symbol": hit.qualified_name, "kind": hit.kind}
    shown |= {"path": hit.path, "line": hit.start_line + 1, "signature": hit.signature}
    return shown | {"parts": hit.parts, "factors": hit.factors} if explain else shown


def _text(definition: Definition) -> str:
    place = f"{definition.path}:{definition.line}-{definition.end_line}" if definition.path else "defined elsewhere"
    said = [f"{definition.kind} {definition.symbol}", place]
    said += [definition.signature] if definition.signature else []
    said += [
        f"{definition.uses} use{'' if definition.uses == 1 else 's'}"
        + (f", {', '.join(definition.detail)}" if definition.detail else "")
    ]
    text = "\n".join(cell(line) for line in said) + "\n"
    body = _outdented(definition.source, definition.column) or definition.docstring
    text += f"\n{clean(body.rstrip())}\n" if body else ""
    inside = [] if definition.kind in _WHOLE else definition.outline
    return text + ("\n" if inside else "") + "".join(_line(*one, level=1) for one in inside)


def _line(line: int, kind: str, name: str, signature: str, *, level: int) -> str:
    """A definition as an outline lists it."""
    return f"{line:>6}  {'  ' * (level - 1)}{cell(signature or f'{kind} {name}')}\n"


def _outdented(source: str, column: int) -> str:
    """Source that begins in a column, 1-based, its other lines moved to the left as far as the first one is."""
    first, *rest = source.splitlines() or [""]
    indents = [len(line) - len(line.lstrip()) for line in rest if line.strip()]
    cut = min([column - 1, *indents])
    return "\n".join([first, *(line[cut:] for line in rest)])
