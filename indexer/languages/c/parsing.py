"""Parsing C and C++ without a preprocessor: where a text does not parse whole, macros are taken out of its way."""

from __future__ import annotations

import re

from tree_sitter import Language, Node, Parser

from indexer.languages.c.masking import launches_as_calls, mask

_MOST_BLANKED = 4000
"""More macros than that are not said to be used: a table of data."""


_MARKED_TYPE = re.compile(
    rb"\b(?:class|struct|union)[ \t]+[A-Z_][A-Z0-9_]{2,}(?:[ \t]*\([^()\n]*\))?[ \t]+\w+\s*(?:final\s*)?[:{]"
)
"""`class EXPORT A {` parses, but as something else."""


def parse(language: Language, source: bytes, *, cpp: bool) -> tuple[Node, tuple[tuple[int, str], ...]]:
    """The root of a text's tree, and the macros that were taken out: offset, name.

    Args:
        language: the grammar.
        source: the text.
        cpp: whether it is C++.
    """
    parser = Parser(language)
    source = launches_as_calls(source) if cpp else source
    root = parser.parse(source).root_node
    if not root.has_error and _MARKED_TYPE.search(source) is None:
        return root, ()
    masked = mask(source, cpp=cpp)
    if masked.text == source:
        return root, ()
    other = parser.parse(masked.text).root_node
    if root.has_error and _errors(other) >= _errors(root):
        return root, ()
    return other, masked.names if len(masked.names) <= _MOST_BLANKED else ()


def _errors(root: Node) -> int:
    """How many bytes of a tree stand in errors, with a little for each thing that is missing."""
    found = 0
    todo = [root]
    while todo:
        node = todo.pop()
        if node.is_error:
            found += node.end_byte - node.start_byte + 4
        elif node.is_missing:
            found += 2
        elif node.has_error:
            todo += node.children
    return found
