"""Frozen records that the layers hand to each other.

Extraction makes one `FileFacts` a file; linking turns all of them into `Linked` rows; the store writes rows.
Offsets are bytes, spans half-open, lines and columns 0-based inside (1-based lines on screen and in exports).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple


class SymbolFact(NamedTuple):
    """One definition in a file, as the file alone shows it."""

    kind: str
    """One of `indexer.model.kinds.SYMBOL_KINDS`."""
    name: str
    parent: int
    """Index of the enclosing definition in `FileFacts.symbols`; -1 for the file's own module (index 0)."""
    start: int
    """First byte of the whole definition (decorators left out)."""
    end: int
    """Byte after the last."""
    name_start: int
    """First byte of the name; equal to `start` where there is no written name."""
    content_hash: str
    """BLAKE3 of the normalised syntax, 64 hex digits."""
    signature: str
    """One line, without the body; '' where the kind has none."""
    docstring: str
    exported: bool
    """Visible to other files by the language's rules."""
    detail: tuple[str, ...]
    """What a language adds: 'async', 'static', 'classmethod', 'abstract', 'property', 'decorated', ..."""
    words: str
    """Text for the full-text index beyond name, signature and docstring: distinct subtokens of identifiers,
    comments and literals of the definition's own region, space-separated, in order of appearance."""


class Problem(NamedTuple):
    """Something wrong with one file that did not stop the index."""

    path: str
    code: str
    """Stable code of `indexer.errors`: 'syntax', 'too-large', 'unreadable', 'timeout', ..."""
    message: str
    line: int
    """1-based; 0 where there is none."""


class FileFacts(NamedTuple):
    """Everything that one file's bytes say; a pure function of (bytes, language, extractor version)."""

    path: str
    """Relative to the root, with '/'."""
    language: str
    """Name of a language of `indexer.languages`, or 'text'."""
    bytes_hash: str
    """BLAKE3 of the bytes, 64 hex digits."""
    merkle: str
    """BLAKE3 over the content hashes of the file's definitions in order, 64 hex digits."""
    size: int
    newlines: Sequence[int]
    """Byte offset of the start of each line; `newlines[0] == 0`."""
    symbols: tuple[SymbolFact, ...]
    """`symbols[0]` is the file's own module; parents come before children."""
    semantics: bytes | None
    """What the language's linker needs: packed scopes of `model.ir`, or a packed unit of `model.units`; of a project file
    (package.json ...) that linking reads, its bytes; None where nothing is linked."""
    problems: tuple[Problem, ...]

    def position(self, offset: int) -> tuple[int, int]:
        """The 0-based (line, byte column) of a byte offset."""
        line = bisect_right(self.newlines, offset) - 1
        return line, offset - self.newlines[line]


class Edge(NamedTuple):
    """A typed relation between two symbols, at one site."""

    source: int
    """Symbol id of the innermost enclosing function, method, class or module of the use."""
    kind: str
    """One of `indexer.model.kinds.EDGE_KINDS`."""
    target: int
    line: int
    """Line of the site, relative to the first line of the source symbol's definition."""
    column: int
    """Byte column of the site."""
    provenance: str
    """One of `indexer.model.kinds.PROVENANCES`."""
    confidence: float
    """0 to 1."""


class Unresolved(NamedTuple):
    """A use whose target is not known."""

    source: int
    name: str
    line: int
    """Relative to the source symbol, as in `Edge`."""
    column: int
    role: str
    """What the use is: 'call', 'import', 'base', 'reference', ..."""
    receiver: str
    """The receiver as written, '' where there is none."""


class Symbol(NamedTuple):
    """One definition at one place, or an external name."""

    id: int
    """The first 63 bits of BLAKE3(moniker): stable across machines, checkouts and runs."""
    moniker: str
    name: str
    qualified_name: str
    kind: str
    path: str
    """'' for an external symbol."""
    language: str
    parent: int | None
    content_hash: str
    """'' for an external symbol."""
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    name_line: int
    name_column: int
    signature: str
    docstring: str
    exported: bool
    external: bool
    test: bool
    detail: tuple[str, ...]
    words: str


class Asked(NamedTuple):
    """What one file asked of another."""

    file: int
    """Number of the file that was asked; 0 for all."""
    asker: int
    questions: bytes
    """As `indexer.link.record` packs them."""


class Recorded(NamedTuple):
    """What a family writes down for the next run."""

    files: list[tuple[str, bytes]]
    """By path: its record, as `indexer.link.record` packs it."""
    asked: list[Asked]


class Linked(NamedTuple):
    """What linking a set of files gives: the whole current graph."""

    symbols: list[Symbol]
    """Internal symbols in order of path and place, then external ones in order of moniker."""
    edges: Sequence[Edge]
    unresolved: Sequence[Unresolved]
    problems: list[Problem]
    recorded: Mapping[str, Recorded] = MappingProxyType({})
    """By family of languages, where files are linked by values that flow."""
