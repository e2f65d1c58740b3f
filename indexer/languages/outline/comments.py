"""The comments and strings of a file."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from tree_sitter import Node, Query, QueryCursor

from indexer.languages.toolkit.comments import plain_comment

_WHITE: Final = b" \t\r\n"
_LONGEST: Final = 2_000


class Comments:
    """What stands above definitions, wherever the grammar puts it in the tree."""

    def __init__(self, opaque: Query | None, root: Node, source: bytes) -> None:
        """Args: see `normalise.opaque_query`; the tree; its bytes."""
        self._source = source
        found = QueryCursor(opaque).captures(root) if opaque is not None else {}
        self._start_by_end = {self._end_of_text(node.end_byte): node.start_byte for node in found.get("comment", ())}
        self._hidden = sorted((node.start_byte, node.end_byte) for nodes in found.values() for node in nodes)

    def hide(self, offset: int) -> bool:
        """Whether an offset is inside of a comment or string, not at its start."""
        place = bisect_left(self._hidden, (offset, 0)) - 1
        return place >= 0 and offset < self._hidden[place][1]

    def above(self, start: int) -> str:
        """The comments, each beginning its line, that end right above the line of an offset; '' for none."""
        lines: list[str] = []
        length = 0
        line = self._line(start)
        while line > 0 and length < _LONGEST:
            end = self._end_of_text(line)
            start = self._start_by_end.get(end, -1)
            if start < 0 or self._source.count(b"\n", end, line) > 1:
                break
            line = self._line(start)
            if self._source[line:start].strip(_WHITE):
                break
            lines.append(plain_comment(self._source[start:end].decode("utf-8", "replace")))
            length += end - start
        return "\n".join(reversed(lines)).strip()

    def _end_of_text(self, offset: int) -> int:
        """Where what comes before an offset ends, white space left out."""
        while offset and self._source[offset - 1] in _WHITE:
            offset -= 1
        return offset

    def _line(self, offset: int) -> int:
        return self._source.rfind(b"\n", 0, offset) + 1
