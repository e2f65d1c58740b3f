"""`codalog languages`."""

from __future__ import annotations

from typing import Annotated

import typer

from indexer.cli.options import Json, Jsonl
from indexer.cli.render import Form, form_of, print_answer, print_records
from indexer.query.answer import Answer


def languages(
    level: Annotated[
        str | None, typer.Option("--level", help="Only languages of this level: deep, outline, text or data.")
    ] = None,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """List the languages, and how far each is understood. Linked (deep), definitions only (outline), words only (text), or by
    name only (data)."""
    from indexer.errors import BadParameter
    from indexer.languages.grammars import INSTALL
    from indexer.languages.registry import LEVELS, registry

    if level is not None and level not in LEVELS:
        raise BadParameter(f"there is no level {level!r}; choose one of {', '.join(LEVELS)}")
    found = []
    for row in registry().languages.values():
        here = row.level_here()
        if level in (None, here):
            install = INSTALL if here != row.level else ""
            found.append((row.name, row.title, here, [*row.extensions, *row.filenames], install, row.limits))
    found.sort(key=lambda row: (LEVELS.index(row[2]), row[0]))
    answer = Answer(("language", "title", "level", "files", "install", "limits"), tuple(found))
    form = form_of(as_json=as_json, as_lines=as_lines)
    if form is Form.TEXT:
        print_answer(Answer(answer.columns[:-1], tuple(row[:-1] for row in answer.rows)), form)
    else:
        print_records(answer.records(), form)
