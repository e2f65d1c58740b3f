"""The content hash of a piece of syntax, for languages whose layout the grammar already tells apart.

Comments, white space and position do not count, nor the brackets, commas and semicolons that are in the tree's
structure already; identifiers, literals, operators and structure do.  Strings count byte for byte.  The structure is
tree-sitter's S-expression without comments.  Of a definition with definitions inside, the digests of those stand in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

import blake3
from tree_sitter import Language, Node, Query, QueryCursor

_TOKEN = re.compile(rb"\w+|[^\w\s,;()\[\]{}]")
"""Words byte by byte beyond ASCII: what is compared is bytes."""
_PARTS: Final = re.compile(r"""\(\w+|\)|"[^"]*"|'(?:[^'\\]|\\.)*'|[^()"']+|.""")
"""Of a structure, which has characters in quotes where something is missing or unexpected."""
_BLOCK: Final = "block"
_MOST_NODES: Final = 10_000
"""Of a tree that is printed by tree-sitter, which recurses and crashes where 20,000 nodes are nested."""


class Opaque:
    """The comments, which do not count, and the strings, which count as they are, of one file."""

    def __init__(
        self, query: Query | None, root: Node, source: bytes, comments: Iterable[str], layout: str = ""
    ) -> None:
        """Args: see `opaque_query`; the tree; its bytes; kinds of nodes that are comments; the kind that indentation makes."""
        self._layout = layout
        found = QueryCursor(query).captures(root) if query is not None else {}
        spans = [(node.start_byte, node.end_byte, False) for node in found.get("comment", ())]
        spans += [(node.start_byte, node.end_byte, True) for node in found.get("string", ())]
        self._spans = sorted(spans)
        self._starts = [start for start, _, _ in self._spans]
        self._source = source
        self._comment_kinds = frozenset(comments)
        self._comments = (
            re.compile(rf"\((?:{'|'.join(map(re.escape, sorted(self._comment_kinds)))})(?:[^()]*\([^()]*\))*\)")
            if self._comment_kinds
            else None
        )

    def tokens(self, start: int, end: int) -> list[bytes]:
        """Identifiers, literals and operators between two offsets."""
        found: list[bytes] = []
        at = start
        for index in range(bisect_left(self._starts, start), len(self._spans)):
            first, last, counts = self._spans[index]
            if first >= end:
                break
            if first < at:
                continue
            found += _TOKEN.findall(self._source, at, first)
            if counts:
                found.append(b'"' + self._source[first:last])
            at = max(at, last)
        if at < end:
            found += _TOKEN.findall(self._source, at, end)
        return found

    def structure(self, node: Node) -> bytes:
        """The structure of a node, comments left out."""
        if node.descendant_count > _MOST_NODES:
            return self._long_structure(node)
        text = str(node)
        if self._comments is not None:
            *before, last = self._comments.split(text)
            text = "".join([*map(_before_comment, before), last])
        if self._layout and self._layout in text:
            text = _without_layout(text, self._layout)
        return text.encode()

    def _long_structure(self, node: Node) -> bytes:
        """The structure of a large node, found without recursion: what its large parts are, and how deep; the structure of
        the others."""
        found: list[bytes] = []
        waiting = [(node, 0)]
        while waiting:
            part, depth = waiting.pop()
            if part.descendant_count <= _MOST_NODES:
                found.append(b"%d %s" % (depth, self.structure(part)))
                continue
            inside = [child for child in part.named_children if child.type not in self._comment_kinds]
            if part.type == self._layout and len(inside) == 1:
                waiting.append((inside[0], depth))
                continue
            found.append(b"%d %s" % (depth, (_BLOCK if part.type == self._layout else part.type).encode()))
            waiting += [(child, depth + 1) for child in reversed(inside)]
        return b"\n".join(found)


def _without_layout(structure: str, layout: str) -> str:
    """A structure in which what indentation makes is a block, or what is in it where that is one."""
    out: list[str] = []
    open_at: list[tuple[int, bool]] = []
    counts = [0]
    for part in _PARTS.findall(structure):
        if part[0] == "(":
            counts[-1] += 1
            counts.append(0)
            is_layout = part[1:] == layout
            open_at.append((len(out), is_layout))
            out.append(f"({_BLOCK}" if is_layout else part)
        elif part == ")":
            start, is_layout = open_at.pop()
            if counts.pop() == 1 and is_layout:
                out[start : start + 2] = [""]  # the space goes with it
                continue
            out.append(part)
        else:
            out.append(part)
    return "".join(out)


def _before_comment(structure: str) -> str:
    """What stands before a comment in a structure, without the space and the field's name that belong to it."""
    if structure.endswith(": "):
        return structure.rpartition(" ")[0].rpartition(" ")[0]
    return structure.removesuffix(" ")


def opaque_query(language: Language, comments: Sequence[str], strings: Sequence[str]) -> Query | None:
    """The query for a grammar's comments and strings.

    Args:
        language: the grammar.
        comments: kinds of nodes that are comments.
        strings: kinds of nodes whose text counts byte for byte: whole literals where nothing is interpolated, else the
            stretches of text in them.
    """
    lines = [f"({kind}) @comment" for kind in comments] + [f"({kind}) @string" for kind in strings]
    return Query(language, "\n".join(lines)) if lines else None


def content_hash(parts: Iterable[bytes]) -> str:
    """BLAKE3 over parts, 64 hex digits."""
    return blake3.blake3(b"\0".join(parts)).hexdigest()
