"""Which of several files is nearest to one: where a name alone says which are meant, the nearest is."""

from __future__ import annotations


def shared_folders(one: str, other: str) -> int:
    """How many leading folders two paths, with '/', share."""
    count = 0
    for left, right in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if left != right:
            break
        count += 1
    return count
