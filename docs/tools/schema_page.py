"""The schema's reference page, made from the comments in `schema/*.cozo`."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_CREATE = re.compile(r":create (\w+) \{")
_FIELD = re.compile(r"(?P<name>\w+): (?P<type>[^#]+?),?\s*#\s*(?P<meaning>.+)")
_INDEX = re.compile(r"::(?P<kind>index|fts|hnsw) create (?P<name>[\w:]+) \{(?P<what>[^}]*)\}")


class UndocumentedSchema(Exception):
    """A relation, a field or an index has no comment, or a line is not understood."""


class Field(NamedTuple):
    """One column."""

    name: str
    type: str
    meaning: str
    key: bool


class Relation(NamedTuple):
    """One stored relation."""

    name: str
    meaning: str
    fields: list[Field]


class Index(NamedTuple):
    """One index of a relation."""

    name: str
    kind: str
    what: str
    meaning: str


class Script(NamedTuple):
    """One file of the schema."""

    file: str
    purpose: str
    entries: list[Relation | Index]


def read_script(file: Path) -> Script:
    """What one script declares.

    Raises:
        UndocumentedSchema: see there.
    """
    entries: list[Relation | Index] = []
    blocks: list[str] = []
    comment: list[str] = []
    lines = iter(file.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith("#"):
            comment.append(line.removeprefix("#").strip())
        elif not line.strip():
            if comment:
                blocks.append(" ".join(comment))
            comment = []
        else:
            meaning = " ".join(comment)
            entry = _relation(line, meaning, lines) or _index(line, meaning)
            if entry is None or not meaning:
                message = f"{file.name}: no comment above, or not understood: {line}"
                raise UndocumentedSchema(message)
            entries.append(entry)
            comment = []
    if not blocks:
        message = f"{file.name}: its first comment says what it is for, and an empty line follows"
        raise UndocumentedSchema(message)
    return Script(file.name, blocks[0], entries)


def _relation(line: str, meaning: str, lines: Iterator[str]) -> Relation | None:
    start = _CREATE.fullmatch(line)
    if start is None:
        return None
    fields: list[Field] = []
    key = True
    for text in lines:
        row = text.strip()
        if row == "}":
            return Relation(start[1], meaning, fields)
        if row == "=>":
            key = False
            continue
        found = _FIELD.fullmatch(row)
        if found is None:
            message = f"{start[1]}: a field has no comment: {row}"
            raise UndocumentedSchema(message)
        fields.append(Field(found["name"], found["type"], found["meaning"], key))
    message = f"{start[1]}: is not closed"
    raise UndocumentedSchema(message)


def _index(line: str, meaning: str) -> Index | None:
    found = _INDEX.fullmatch(line)
    return found and Index(found["name"], found["kind"], found["what"].strip(), meaning)


def page(scripts: Iterable[Script]) -> str:
    """Markdown that describes the scripts, in their order."""
    lines = [
        "# Schema",
        "",
        "The relations of an index, as `schema/*.cozo` makes them. Keys are **bold**. Any of them can be asked in Datalog:",
        "`codalog query -e '?[name, path] := *symbol{name, path, kind}, kind = \"class\"'`. `codalog schema` tells the same on a terminal.",
        "",
        'A constant belongs in the braces where it begins the key, or an index (`*edge{source: $id, kind: "calls"}`): what has it is looked up.',
        "Elsewhere let the braces bind a variable and say what it is behind them, with `=` or `is_in`, as above: the engine joins what stands in the",
        'braces, or is compared with `==`, and takes two to seven times as long (`?[count(source)] := *edge{source, kind}, is_in(kind, ["calls"])` on Kafka\'s two million edges 1.6 s, 4.0 s with `==`, 6.5 s in the braces).',
    ]
    for script in scripts:
        title, _, more = script.purpose.partition(". ")
        lines += ["", f"## {title.removesuffix('.')}", "", f"`schema/{script.file}`{'. ' + more if more else ''}"]
        for entry in script.entries:
            if isinstance(entry, Relation):
                lines += [
                    "",
                    f"### `{entry.name}`",
                    "",
                    entry.meaning,
                    "",
                    "| field | type | meaning |",
                    "|---|---|---|",
                ]
                lines += [_row(field) for field in entry.fields]
            else:
                kinds = {"index": "Index", "fts": "Full-text index", "hnsw": "Vector index"}
                what = entry.what if entry.kind == "index" else entry.name
                lines += ["", f"{kinds[entry.kind]} `{entry.name}` on `{{{what}}}`: {_lower(entry.meaning)}"]
    return "\n".join(lines) + "\n"


def _row(field: Field) -> str:
    name = f"**`{field.name}`**" if field.key else f"`{field.name}`"
    return f"| {name} | `{field.type}` | {field.meaning.replace('|', chr(92) + '|')} |"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
