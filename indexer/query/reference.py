"""The reference page of the named queries, made from their headers."""

from __future__ import annotations

import json
from collections.abc import Iterable

from indexer.query.named import NamedQuery
from indexer.query.parameters import TYPES


def reference(queries: Iterable[NamedQuery]) -> str:
    """Markdown that describes the queries, in their order.

    Args:
        queries: What to describe.
    """
    lines = ["# Named queries", ""]
    lines += [
        "`codalog query <name> parameter=value ...`, and `CodeGraph.query(name, parameter=value)` from Python.",
        "",
    ]
    lines += ["| type of a parameter | takes |", "|---|---|"]
    lines += [f"| {name} | {meaning} |" for name, meaning in TYPES.items()]
    for query in queries:
        lines += ["", f"## {query.name}", "", query.header.purpose]
        if query.header.parameters:
            lines += ["", "| parameter | type | default | meaning |", "|---|---|---|---|"]
            for parameter in query.header.parameters:
                default = "required" if parameter.required else f"`{json.dumps(parameter.default)}`"
                lines.append(f"| `{parameter.name}` | {parameter.type} | {default} | {_cell(parameter.meaning)} |")
        if query.header.columns:
            lines += ["", "| column | meaning |", "|---|---|"]
            lines += [f"| `{column.name}` | {_cell(column.meaning)} |" for column in query.header.columns]
        if query.header.examples:
            lines += ["", "```console", *(f"$ {example}" for example in query.header.examples), "```"]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
