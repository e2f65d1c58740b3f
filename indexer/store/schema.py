"""The schema as text: numbered CozoScript files, one relation family a file, every relation and column documented.

A file is made of statements. `:create name { column: Type, # what it is ... => ... }` makes a relation, `::index create`
a secondary index and `::fts create` a full-text index; the comment just above a statement documents it. The same text
makes the database, is hashed into it, and is what the reference page is generated from.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from indexer.model.identity import digest
from indexer.resources import schema_dir

FORMAT_VERSION: Final = 1
"""Raised by hand when the meaning of stored rows changes without a change of the schema's text."""

_STATEMENT = re.compile(
    r"(?P<doc>(?:^#[^\n]*\n)*)^(?P<body>:create (?P<name>\w+) \{(?P<columns>.*?)^\}|::[^\n]*)", re.MULTILINE | re.DOTALL
)
_COLUMN = re.compile(r"^\s*(\w+):\s*([^,#]+?)\s*,?\s*(?:#\s*(.*))?$")
_INDEX = re.compile(r"::(index|fts) create (\w+):(\w+)")
_COMMENT = re.compile(r"#[^\n]*")


class Column(NamedTuple):
    """A column of a relation."""

    name: str
    type: str
    """As CozoScript writes it."""
    key: bool
    doc: str


class Index(NamedTuple):
    """An index over a relation."""

    relation: str
    name: str
    full_text: bool
    script: str
    """The statement that makes it."""
    doc: str


class Relation(NamedTuple):
    """A stored relation."""

    name: str
    family: str
    """Name of the schema file, without its number and suffix."""
    columns: tuple[Column, ...]
    """Key columns first, as stored: the order of a row's values."""
    script: str
    """The statement that makes it."""
    doc: str

    @property
    def headers(self) -> list[str]:
        """Names of the columns, in the order of a row's values."""
        return [column.name for column in self.columns]

    @property
    def key_width(self) -> int:
        """How many columns make the key."""
        return sum(column.key for column in self.columns)


class Schema(NamedTuple):
    """All relations and indexes, in the order of the files."""

    relations: tuple[Relation, ...]
    indexes: tuple[Index, ...]
    hash: str
    """BLAKE3 of all statements without comments and spacing, 64 hex digits."""

    @property
    def scripts(self) -> list[str]:
        """The statements that make everything, relations first: indexes are kept true while rows are added."""
        return [relation.script for relation in self.relations] + [index.script for index in self.indexes]

    def relation(self, name: str) -> Relation:
        """The relation of that name.

        Raises:
            KeyError: there is none.
        """
        for relation in self.relations:
            if relation.name == name:
                return relation
        raise KeyError(name)

    def full_text(self, relation: str) -> bool:
        """Whether the relation has a full-text index."""
        return any(index.full_text and index.relation == relation for index in self.indexes)


@cache
def load_schema(folder: Path | None = None) -> Schema:
    """Read the schema.

    Args:
        folder: Where its files lie; None for those that come with the package.
    """
    relations: list[Relation] = []
    indexes: list[Index] = []
    text: list[str] = []
    for file in sorted((folder or schema_dir()).glob("[0-9]*.cozo")):
        family = re.sub(r"^\d+_", "", file.stem)
        for statement in _STATEMENT.finditer(file.read_text(encoding="utf-8")):
            script = _bare(statement["body"])
            doc = " ".join(line.lstrip("# ") for line in statement["doc"].splitlines()).strip()
            text.append(script)
            if statement["name"]:
                relations.append(Relation(statement["name"], family, _columns(statement["columns"]), script, doc))
            elif match := _INDEX.match(script):
                indexes.append(Index(match[2], match[3], match[1] == "fts", script, doc))
    return Schema(tuple(relations), tuple(indexes), digest("\n".join(text).encode()))


def _bare(statement: str) -> str:
    return " ".join(_COMMENT.sub("", statement).split())


def _columns(text: str) -> tuple[Column, ...]:
    columns: list[Column] = []
    key = True
    for line in text.splitlines():
        if line.strip() == "=>":
            key = False
        elif match := _COLUMN.match(line):
            columns.append(Column(match[1], match[2], key, match[3] or ""))
    return tuple(columns)
