"""What of a file its grammar failed on."""

from __future__ import annotations

from tree_sitter import Node


def unread(root: Node) -> int:
    """How many bytes of a tree stand in errors; what is missing counts as one. Without recursion: code may be nested deep."""
    found, waiting = 0, [root]
    while waiting:
        node = waiting.pop()
        if node.is_error:
            found += node.end_byte - node.start_byte
        elif node.is_missing:
            found += 1
        elif node.has_error:
            waiting += node.children
    return found


def first_error(root: Node) -> int:
    """The 0-based line of the first error of a tree that has one."""
    node = root
    while True:
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None or node.is_error:
            return node.start_point[0]
        node = inner
