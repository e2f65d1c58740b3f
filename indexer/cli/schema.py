"""`codalog schema`."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.cli.options import Json, Jsonl
from indexer.cli.render import Form, form_of, print_answer, print_record, print_records
from indexer.errors import BadParameter
from indexer.model.kinds import EDGE_KINDS, PROVENANCES, SYMBOL_KINDS
from indexer.query.answer import Answer

if TYPE_CHECKING:
    from indexer.store.schema import Relation, Schema


def schema(
    relation: Annotated[
        str | None, typer.Argument(metavar="RELATION", help="Tell all about this one.", show_default=False)
    ] = None,
    *,
    as_json: Json = False,
    as_lines: Jsonl = False,
) -> None:
    """List the relations that Datalog can ask, or tell one's columns. A query writes them as `*name{column, ...}`."""
    from indexer.store import load_schema

    form = form_of(as_json=as_json, as_lines=as_lines)
    known = load_schema()
    if relation is not None:
        _tell(_found(relation, known), known, form)
    elif form is not Form.TEXT:
        print_records([_record(each, known) for each in known.relations], form)
    else:
        for each in known.relations:
            keys, values = (", ".join(part) for part in _parted(each))
            sys.stdout.write(f"{each.name}{{{keys}{f' => {values}' if values else ''}}}\n  {each.doc}\n\n")
        sys.stdout.write(f"kinds of symbol: {' '.join(SYMBOL_KINDS)}\n")
        sys.stdout.write(f"kinds of edge: {' '.join(EDGE_KINDS)}\n")
        sys.stdout.write(f"provenances of an edge: {' '.join(PROVENANCES)}\n")


def _tell(relation: Relation, known: Schema, form: Form) -> None:
    """Print one relation: its columns, then the indexes that lead to its rows."""
    record = _record(relation, known)
    if form is not Form.TEXT:
        print_record(record, form)
        return
    sys.stdout.write(f"{relation.doc}\n\n")
    rows = tuple((each.name, each.type, each.key, each.doc) for each in relation.columns)
    print_answer(Answer(("column", "type", "key", "meaning"), rows), form)
    for index in record["indexes"]:
        sys.stdout.write(f"\n{index['script']}\n  {index['meaning']}\n")


def _found(name: str, known: Schema) -> Relation:
    relations = {each.name: each for each in known.relations}
    if found := relations.get(name.removeprefix("*")):
        return found
    near = difflib.get_close_matches(name, relations, n=1)
    hint = f"did you mean {near[0]}?" if near else "`codalog schema` lists them"
    raise BadParameter(f"no relation is called {name!r}; {hint}")


def _record(relation: Relation, known: Schema) -> dict[str, Any]:
    return {
        "relation": relation.name,
        "meaning": relation.doc,
        "columns": [
            {"name": each.name, "type": each.type, "key": each.key, "meaning": each.doc} for each in relation.columns
        ],
        "indexes": [
            {"name": f"{each.relation}:{each.name}", "script": each.script, "meaning": each.doc}
            for each in known.indexes
            if each.relation == relation.name
        ],
    }


def _parted(relation: Relation) -> tuple[list[str], list[str]]:
    """Names of its key columns, and of the others."""
    return relation.headers[: relation.key_width], relation.headers[relation.key_width :]
