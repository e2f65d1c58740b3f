"""Documentation comments: what stands right before a definition, without the marks of a comment."""

from __future__ import annotations

import re

from tree_sitter import Node

_MARK = re.compile(r"^\s*(?:///?!?|//!|#+!?|--+\[*|;+|\*(?!/)|/\*[*!]?|\(\*+|<!--|%+|\"\"\"|=begin)\s?")
_BEGIN = re.compile(rb"//|/\*|#|--|\(\*")
"""What a comment may begin with: without it there is none to look for."""
_END = re.compile(r"\s*(?:\*+/|\*+\)|-->|\]\]|=end)\s*$")


def plain_comment(text: str) -> str:
    """The text of a comment without its marks."""
    lines = _END.sub("", text).splitlines()
    return "\n".join(_MARK.sub("", line, count=1).rstrip() for line in lines).strip()


def comment_before(node: Node, source: bytes, kinds: frozenset[str]) -> str:
    """The comments that end right above a node, with no blank line between, as plain text; '' for none.

    Args:
        node: the definition, with whatever belongs to it (modifiers, decorators).
        source: the file's bytes.
        kinds: kinds of nodes that are comments.
    """
    found: list[str] = []
    below = node.start_point[0]
    before = node.prev_sibling
    while before is not None and before.type in kinds:
        last = before.end_point[0] - (before.end_point[1] == 0)
        if last < below - 1 or (before.prev_sibling is not None and before.prev_sibling.end_point[0] == before.start_point[0]
                                and before.prev_sibling.type not in kinds and before.prev_sibling.end_point[1] > 0):  # fmt: skip
            break
        found.append(source[before.start_byte : before.end_byte].decode("utf-8", "replace"))
        below = before.start_point[0]
        before = before.prev_sibling
    return "\n".join(plain_comment(text) for text in reversed(found)).strip()


def without_comments(source: bytes, node: Node, end: int, kinds: frozenset[str]) -> bytes:
    """The text of a node up to a place, without the comments in it.

    Args:
        source: the file's bytes.
        node: where the text starts.
        end: byte offset at which it stops.
        kinds: kinds of nodes that are comments.
    """
    start = node.start_byte
    if _BEGIN.search(source, start, end) is None:
        return source[start:end]
    kept: list[bytes] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.start_byte >= end:
            continue
        if one.type in kinds:
            kept.append(source[start : one.start_byte])
            start = one.end_byte
        else:
            waiting.extend(reversed(one.children))
    return b"".join(kept) + source[start : max(start, end)]
