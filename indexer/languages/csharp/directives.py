"""Conditional compilation: what is left of a file when of each `#if` only the first branch is kept."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Parser, Tree

from indexer.languages.toolkit.broken import unread

_DIRECTIVE: Final = re.compile(rb"^[ \t]*#[ \t]*(if|elif|else|endif)\b[^\r\n]*", re.MULTILINE)
_VISIBLE: Final = re.compile(rb"[^\r\n]")


def parse(parser: Parser, source: bytes) -> Tree:
    """The tree of a file, all branches of conditional code read as far as that parses.

    Where a branch holds half a definition, no grammar can read both; then the tree with the fewest bytes in errors is
    taken, of the whole text and of the text without other branches than the first.  Offsets are those of the source.
    """
    tree = parser.parse(source)
    if not tree.root_node.has_error or b"#if" not in source:
        return tree
    other = parser.parse(first_branches(source))
    return other if unread(other.root_node) < unread(tree.root_node) else tree


def first_branches(source: bytes) -> bytes:
    """The source with blanks for conditional directives and for all branches but the first; of the same length."""
    pieces: list[bytes] = []
    at = 0
    kept = [True]
    for match in _DIRECTIVE.finditer(source):
        stretch = source[at : match.start()]
        pieces.append(stretch if kept[-1] else _VISIBLE.sub(b" ", stretch))
        pieces.append(b" " * (match.end() - match.start()))
        at = match.end()
        word = match[1]
        if word == b"if":
            kept.append(kept[-1])
        elif word == b"endif":
            if len(kept) > 1:
                kept.pop()
        elif len(kept) > 1:
            kept[-1] = False
    stretch = source[at:]
    pieces.append(stretch if kept[-1] else _VISIBLE.sub(b" ", stretch))
    return b"".join(pieces)
