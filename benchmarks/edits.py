"""Edits to measure: chosen from an index by what depends on the place, so that they can be made in any repository; and
edits that somebody once made, taken from a git history.
"""

from __future__ import annotations

import difflib
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from indexer.codegraph import CodeGraph

_LITERAL: Final = re.compile(r"\b\d+\b|(?<=['\"])\w+(?=['\"])")
_CANDIDATES: Final = 400

_CALLED: Final = """
callers[target, count(source)] := *edge{source, kind: 'calls', target}
calls[source, count(target)] := *edge{source, kind: 'calls', target}, *symbol{id: target, external}, !external
code[id] := *symbol{id, kind, external, test}, !external, !test, is_in(kind, ['function', 'method'])
called[id, n] := code[id], callers[id, n]
called[id, n] := code[id], not callers[id, _], n = 0
calling[id, n] := code[id], calls[id, n]
calling[id, n] := code[id], not calls[id, _], n = 0
"""
_LEAF: Final = (
    _CALLED
    + "?[id, uses, calls] := called[id, uses], uses > 0, uses < 10, calling[id, calls], calls == 0 :order uses, id :limit $most"
)
_POPULAR: Final = _CALLED + "?[id, uses] := called[id, uses], uses > 1 :order -uses, id :limit $most"
_IMPORTED: Final = """
imports[target, count_unique(path)] := *edge{source, kind: 'imports', target}, *symbol{id: source, path}
?[id, uses] := imports[id, uses], *symbol{id, kind, external, test}, !external, !test, is_in(kind, ['class', 'struct', 'interface', 'trait'])
:order -uses, id :limit $most"""
_OVERRIDDEN: Final = """
overriding[target, count(source)] := *edge{source, kind: 'overrides', target}
?[id, uses] := overriding[id, uses], *symbol{id, external, test}, !external, !test :order -uses, id :limit $most"""


class Place(NamedTuple):
    """A definition to edit."""

    symbol: str
    """Qualified name."""
    path: str
    first: int
    """First line, 0-based."""
    last: int
    """Last line."""
    name: str
    uses: int
    """How much depends on it: callers, importing files, overriding methods."""


class Edit(NamedTuple):
    """One change of files, that can be taken back."""

    name: str
    what: str
    """Where it is, and how much depends on it."""
    path: str
    """File that changes."""
    text: str
    """What it holds then; '' where it is renamed."""
    renamed: str
    """Path that it has then; '' where it keeps its own."""


def edits(graph: CodeGraph, root: Path) -> Iterator[Edit]:
    """The edits of the table, as far as the repository has places for them.

    Args:
        graph: Its index.
        root: Its files.
    """
    if leaf := _first(graph, root, _LEAF, _other_literal):
        yield _edit("body of a leaf function", "callers", *leaf)
    if popular := _first(graph, root, _POPULAR, _other_literal):
        yield _edit("body of a function called from many places", "callers", *popular)
    if imported := _first(graph, root, _IMPORTED, _other_name):
        yield _edit("rename of a widely imported class", "importing files", *imported)
    if overridden := _first(graph, root, _OVERRIDDEN, _other_literal):
        yield _edit("body of a base class's method", "overriding methods", *overridden)
    if overridden := _first(graph, root, _OVERRIDDEN, _other_name):
        yield _edit("rename of a base class's method", "overriding methods", *overridden)
    if popular:
        place, _ = popular
        text = "\n" + (root / place.path).read_text(encoding="utf-8")
        yield Edit("formatting only: a line above everything", f"{place.path}", place.path, text, "")
    if imported:
        place, _ = imported
        file = Path(place.path)
        renamed = (file.parent / f"{file.stem}_renamed{file.suffix}").as_posix()
        yield Edit("rename of a file", f"{place.path}", place.path, "", renamed)


def _edit(name: str, uses: str, place: Place, text: str) -> Edit:
    return Edit(name, f"{place.symbol}, {place.uses} {uses}", place.path, text, "")


def _first(
    graph: CodeGraph, root: Path, script: str, change: Callable[[Place, str], str | None]
) -> tuple[Place, str] | None:
    """The first place of a query that can be changed so, and the text of its file then."""
    for row in graph.datalog(script, {"most": _CANDIDATES}).rows:
        (found,) = graph.datalog(
            "?[qualified_name, path, start_line, end_line, name] := *symbol{id: $id, qualified_name, path, start_line,"
            " end_line, name}",
            {"id": row[0]},
        ).rows
        place = Place(*found, uses=int(row[1]))
        try:
            text = (root / place.path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        changed = change(place, text)
        if changed is not None and changed != text:
            return place, changed
    return None


def _other_literal(place: Place, text: str) -> str | None:
    """Another number or word in the last line of a body that has one: its meaning changes, what it refers to does not."""
    lines = text.splitlines(keepends=True)
    for number in range(min(place.last, len(lines) - 1), place.first, -1):
        line = lines[number]
        if match := _LITERAL.search(line):
            lines[number] = f"{line[: match.start()]}{match[0]}1{line[match.end() :]}"
            return "".join(lines)
    return None


def _other_name(place: Place, text: str) -> str | None:
    """Another name for it, wherever its file writes it."""
    if not place.name.isidentifier() or place.name.startswith("__"):
        return None
    return re.sub(rf"\b{re.escape(place.name)}\b", f"{place.name}Renamed", text)


class Save(NamedTuple):
    """One save of one file."""

    path: str
    data: bytes | None
    """None where the file is removed."""


def recorded(repo: Path, commits: Sequence[str]) -> Iterator[Save]:
    """What was saved between commits, hunk by hunk, as somebody may have typed it.

    Args:
        repo: A git repository.
        commits: From the first, whose files are there already, to the last.
    """
    for before, after in pairwise(commits):
        for path in git(repo, "diff", "--name-only", "--no-renames", "-z", before, after).decode().split("\0"):
            if path:
                yield from _saves(path, _blob(repo, before, path), _blob(repo, after, path))


def git(repo: Path, *words: str) -> bytes:
    """What git prints.

    Raises:
        subprocess.CalledProcessError: git refuses.
    """
    return subprocess.run(["git", "-C", str(repo), *words], check=True, capture_output=True).stdout


def _blob(repo: Path, commit: str, path: str) -> bytes | None:
    """A file of a commit; None where it has none, or a link or a submodule."""
    listed = git(repo, "ls-tree", "-z", commit, "--", path).decode()
    return git(repo, "cat-file", "blob", listed.split()[2]) if listed.startswith("100") else None


def _saves(path: str, before: bytes | None, after: bytes | None) -> Iterator[Save]:
    if before is None or after is None:
        if before != after:
            yield Save(path, after)
        return
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    hunks = [
        hunk for hunk in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if hunk[0] != "equal"
    ]
    for done in range(1, len(hunks) + 1):
        # The first hunks are in: new lines up to the last of them, old ones from there.
        _, _, old_end, _, new_end = hunks[done - 1]
        yield Save(path, b"".join(new[:new_end] + old[old_end:]))
