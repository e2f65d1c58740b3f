"""What a build writes of each file as it is extracted, so that a repository's whole text never waits in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from indexer.pipeline.wire import Extracted
from indexer.store.pieces import Piece, pieces
from indexer.store.writer import IndexWriter

_BATCH_BYTES: Final = 4_000_000


class KeptFiles:
    """Writes packed facts of files in batches, and their bodies once all are there.

    Of equal bodies the first in the order of paths speaks for all.  Each has a small integer; one that had it keeps it, so
    that its vector stays valid.
    """

    def __init__(self, writer: IndexWriter, known: Mapping[str, int]) -> None:
        """Args: where to; the integers of the bodies that the former index has."""
        self.keys: dict[str, int] = {}
        """The integer of each body, by content hash."""
        self._writer = writer
        self._known = known
        self._following = max(known.values(), default=-1) + 1
        self._facts: list[Piece] = []
        self._size = 0

    def add(self, file: Extracted) -> None:
        """Takes the next file."""
        self._facts += pieces((file.facts.path,), file.packed_facts)
        nodes: list[tuple[Any, ...]] = []
        for content_hash, *rest in file.plain_nodes():
            if content_hash not in self.keys:
                old = self._known.get(content_hash)
                key = self.keys[content_hash] = self._following if old is None else old
                self._following += old is None
                nodes.append((content_hash, key, *rest))
        self._writer.wait("node", nodes)
        self._size += len(file.packed_facts)
        if self._size > _BATCH_BYTES:
            self._put_facts()

    def flush(self) -> None:
        """Writes what waits: all files are there."""
        self._put_facts()
        self._writer.put_waiting()
        self._writer.rest()

    def _put_facts(self) -> None:
        self._writer.put("facts", self._facts)
        self._facts, self._size = [], 0
