"""A symbol as one would want to read it: place, signature, documentation, source, what is around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from indexer.query.resolve import resolve
from indexer.query.runner import Runner


class Member(NamedTuple):
    """What a definition directly encloses."""

    line: int
    """First line, 1-based."""
    kind: str
    name: str
    signature: str
    """One line; '' where the kind has none."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition, with its text."""

    symbol: str
    """Qualified name."""
    kind: str
    path: str
    """'' for what is defined elsewhere."""
    line: int
    """First line, 1-based."""
    column: int
    """Where it starts in its first line, 1-based, in bytes."""
    end_line: int
    signature: str
    docstring: str
    source: str
    """Text of the definition, secrets redacted; '' where none is stored."""
    moniker: str
    content_hash: str
    stamp: str
    """UUIDv7 of when the symbol took on this content."""
    exported: bool
    test: bool
    detail: tuple[str, ...]
    members: tuple[str, ...]
    """Qualified names of what it directly encloses."""
    outline: tuple[Member, ...]
    """The same, as one would list it: the text of a class or file stops where its members begin."""
    uses: int
    """Edges that lead to it, `contains` left out."""


def show(runner: Runner, said: str | int) -> list[Definition]:
    """All definitions that a name may mean, most important first.

    Args:
        runner: The index.
        said: Qualified name, the end of one, moniker, file, or file:line.

    Raises:
        UnknownSymbol: nothing is called so.
    """
    return [_definition(runner, match.id) for match in resolve(runner, said)]


def _definition(runner: Runner, symbol: int) -> Definition:
    script = """
?[symbol, kind, path, line, column, end_line, signature, moniker, content_hash, stamp, exported, test, detail] := id = $id,
    *symbol{id, qualified_name: symbol, kind, path, start_line, start_column, end_line: last, signature, moniker, content_hash, stamp,
            exported, test, detail}, line = start_line + 1, column = start_column + 1, end_line = last + 1"""
    found = runner.run(script, {"id": symbol})
    row = dict(zip(found.headers, found.rows[0], strict=True))
    node = "?[docstring, source] := content_hash = $content_hash, *node{content_hash, docstring, source}"
    nodes = runner.run(node, {"content_hash": row["content_hash"]}).rows
    docstring, source = nodes[0] if nodes else ("", "")
    members = """member[id] := *edge{source: $id, kind: 'contains', target: id}
?[row, column, member, line, kind, name, signature] := member[id], line = row + 1,
    *symbol{id, qualified_name: member, kind, name, signature, start_line: row, start_column: column},
    !is_in(kind, ['parameter', 'type_parameter'])
:order row, column, member"""
    inside = runner.run(members, {"id": symbol}).rows
    uses = "?[count(source)] := *edge:by_target{target: $id, kind, source}, kind != 'contains'"
    counted = runner.run(uses, {"id": symbol}).rows
    return Definition(
        **{**row, "detail": tuple(row["detail"])},
        docstring=docstring,
        source=source,
        members=tuple(one[2] for one in inside),
        outline=tuple(Member(*one[3:]) for one in inside),
        uses=int(counted[0][0]) if counted else 0,
    )
