"""The page of languages, made from their rows and tags queries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from indexer.languages.grammars import INSTALL
from indexer.languages.registry import Language

_KIND = re.compile(r"@definition\.(\w+)")
_DOCUMENTS = {
    "markdown": "section",
    "rst": "section",
    "toml": "property",
    "yaml": "property",
    "json": "property",
    "ini": "property",
}
"""What the documents extractor finds, by kind of outline."""
_PACK = "tree_sitter_language_pack.bindings."

_HEAD = f"""# Languages

How far Codalog understands a language is its level; `codalog languages` lists them as they are on your machine.

- **deep**: definitions, scopes, imports, calls, types and inheritance, linked across files.
- **outline**: definitions and what they are inside of, searchable by name; nothing is linked.
- **text**: words only. **data**: listed by name, not searched.

The grammars of deep languages come with every installation, those of outline languages with
`{INSTALL}`; without it their files are text.

A language is a folder in `indexer/languages/`: a row (`language.toml`), and for an outline a query
(`tags.scm`, whose captures `indexer/languages/outline/tags.py` explains).

What a file is in is told by its name, else by its extension, else by its `#!` line or an editor's mode line; where several
languages have an extension, its first lines decide.
"""


def page(languages: Iterable[Language]) -> str:
    """`docs/languages.md`."""
    rows = sorted(languages, key=lambda row: row.title.lower())
    lines = [_HEAD, "## Deep", "", "| language | files | linked with | known limits |", "|---|---|---|---|"]
    titles = {row.name: row.title for row in rows}
    lines += [
        f"| {row.title} | {_files(row)} | {titles.get(row.links_with, '')} | {_cell(row.limits)} |"
        for row in rows
        if row.level == "deep"
    ]
    lines += [
        "",
        "## Outline",
        "",
        "| language | files | definitions | imports | grammar | known limits |",
        "|---|---|---|---|---|---|",
    ]
    for row in (row for row in rows if row.level == "outline"):
        query = Path(row.tags).read_text(encoding="utf-8") if row.tags else ""
        kinds = ", ".join(sorted(set(_KIND.findall(query)))) or _DOCUMENTS[row.outline]
        imports = "yes" if "@import" in query else ""
        cells = (row.title, _files(row), kinds, imports, _grammar(row), _cell(row.limits))
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Text", "", "| language | files |", "|---|---|"]
    lines += [f"| {row.title} | {_files(row)} |" for row in rows if row.level == "text"]
    lines += ["", "## Data", "", "| language | files |", "|---|---|"]
    lines += [f"| {row.title} | {_files(row)} |" for row in rows if row.level == "data"]
    return "\n".join(lines) + "\n"


def _files(row: Language) -> str:
    names = [*row.extensions, *row.filenames]
    if row.shared:
        names += [f"{extension} (by content)" for extension, _ in row.shared]
    return " ".join(f"`{name}`" if " " not in name else name for name in names)


def _grammar(row: Language) -> str:
    module = row.grammar[0]
    if not module:
        return "none needed"
    return "language pack" if module.startswith(_PACK) else f"`{module.replace('_', '-')}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
