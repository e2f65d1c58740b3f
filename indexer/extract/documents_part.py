"""What the scanners of documents and configuration find."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """A section of a document or a key of configuration; parts come in order of `start`."""

    kind: str
    """'section' or 'property'."""
    name: str
    depth: int
    """1 for the outermost; the parent of a part is the nearest one before it of lower depth."""
    start: int
    """First byte."""
    name_start: int
    """First byte of the name as written."""
    body: int
    """First byte after the heading, or the key."""
    end: int
    """Byte after the last; -1 where the part goes on to the next one that is no deeper, or to the end."""


def ends_of(parts: list[Part], size: int) -> list[int]:
    """The end of each part, found where it is not known; `size` is that of the file."""
    ends = [part.end for part in parts]
    open_parts: list[int] = []
    for place, part in enumerate(parts):
        while open_parts and parts[open_parts[-1]].depth >= part.depth:
            closed = open_parts.pop()
            if ends[closed] < 0:
                ends[closed] = part.start
        open_parts.append(place)
    return [end if end >= 0 else size for end in ends]
