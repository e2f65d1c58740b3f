"""Definitions as a reader met them, and the rows they become: spans, content hashes, words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from tree_sitter import Language, Node, Query

from indexer.languages.toolkit.expansions import Expansions
from indexer.languages.toolkit.normalise import Opaque, content_hash, opaque_query
from indexer.model.records import SymbolFact

Words = Callable[[bytes], str]

_CONTAINERS: Final = frozenset("module namespace package class struct interface trait enum union section".split())
"""Kinds of symbols of whose text only what stands outside of the symbols inside is their own."""


class Grammar(NamedTuple):
    """What the builder needs to know of a grammar; made once a process."""

    language: Language
    comments: frozenset[str]
    """Kinds of nodes that are comments."""
    opaque: Query | None
    """See `normalise.opaque_query`."""
    layout: str = ""
    """The kind of the nodes that indentation makes and braces or nothing could have made; see `normalise`."""

    @classmethod
    def of(cls, language: Language, comments: Iterable[str], strings: Iterable[str], layout: str = "") -> Grammar:
        """What is to be known of a grammar, given kinds of its nodes; see `normalise.opaque_query`."""
        listed = sorted(comments)
        return cls(language, frozenset(listed), opaque_query(language, listed, sorted(strings)), layout)


class Written(NamedTuple):
    """A definition as it was met."""

    kind: str
    name: str
    parent: int
    node: Node
    until: Node
    """Where it ends: `node`, or a later sibling."""
    name_start: int
    body_start: int
    signature: str
    docstring: str
    exported: bool
    detail: tuple[str, ...]


def named(symbols: Sequence[Written]) -> tuple[list[Written], list[int]]:
    """The definitions that have a name, which those in code that is being typed may lack, and where each definition is now:
    a nameless one is part of what is around it.

    Args:
        symbols: in the order in which they were met; the first is the file's.

    Returns:
        The ones with a name, and for each of `symbols` the index, in these, of itself or of the nearest one around it.
    """
    kept: list[Written] = []
    place: list[int] = []
    for one in symbols:
        around = place[one.parent] if one.parent >= 0 else -1
        if one.name or one.parent < 0:
            place.append(len(kept))
            kept.append(one._replace(parent=around))
        else:
            place.append(around)
    return kept, place


def finished(
    symbols: Sequence[Written], root: Node, source: bytes, grammar: Grammar, placed: Expansions, words: Words
) -> tuple[SymbolFact, ...]:
    """The rows of a file's definitions.

    Args:
        symbols: in the order in which they were met; parents come before what is inside of them.
        root: the file's tree.
        source: the file's text, and behind it what macros expand to.
        grammar: of the file's language.
        placed: where what macros expand to was written.
        words: gives the text for the full-text index of a stretch of source.
    """
    inside: dict[int, list[int]] = {}
    for index, one in enumerate(symbols):
        inside.setdefault(one.parent, []).append(index)
    opaque = Opaque(grammar.opaque, root, source, sorted(grammar.comments), grammar.layout)
    hashes = _Hashes(symbols, inside, opaque, placed, source).all()
    rows: list[SymbolFact] = []
    for index, one in enumerate(symbols):
        end = one.until.end_byte
        starts = [symbols[child].node.start_byte for child in inside.get(index, ())]
        starts = [start for start in starts if one.node.start_byte <= start < end]
        until = max(min(starts), one.body_start) if one.kind in _CONTAINERS and starts else end
        if one.parent < 0:
            span = 0, placed.length
        elif placed.within(one.node.start_byte):
            span = one.node.start_byte, end
        else:
            span = placed.whole(one.node.start_byte)
        rows.append(
            SymbolFact(
                one.kind,
                one.name,
                one.parent,
                *span,
                placed.origin(one.name_start),
                hashes[index],
                one.signature,
                one.docstring,
                one.exported,
                one.detail,
                words(source[one.body_start : until]),
            )
        )
    return tuple(rows)


class _Hashes:
    """The content hashes of a file's definitions."""

    def __init__(
        self,
        symbols: Sequence[Written],
        inside: dict[int, list[int]],
        opaque: Opaque,
        placed: Expansions,
        source: bytes,
    ) -> None:
        self._symbols = symbols
        self._inside = inside
        self._opaque = opaque
        self._placed = placed
        self._source = source
        self._known = [""] * len(symbols)

    def all(self) -> list[str]:
        """The hash of each; of what is inside first."""
        for index in range(len(self._symbols) - 1, -1, -1):
            one = self._symbols[index]
            if not self._placed.within(one.node.start_byte):
                parts = [one.kind.encode(), *self._source[one.node.start_byte : one.until.end_byte].split()]
            elif one.kind in _CONTAINERS:
                parts = self._of_container(index, one)
            else:
                structure = filter(None, map(self._opaque.structure, _pieces(one)))
                tokens = self._opaque.tokens(one.node.start_byte, one.until.end_byte)
                parts = [one.kind.encode(), *structure, *tokens]
            self._known[index] = content_hash(parts)
        return self._known

    def _of_container(self, index: int, one: Written) -> list[bytes]:
        """What a definition of definitions is told by: what stands between them, and their digests."""
        parts = [one.kind.encode()]
        at, end = one.node.start_byte, one.until.end_byte
        for child in sorted(self._inside.get(index, ()), key=lambda n: self._symbols[n].node.start_byte):
            start = self._symbols[child].node.start_byte
            if not self._placed.within(start):
                continue  # the macro's call is text of this one
            if at < start <= end:
                parts += self._opaque.tokens(at, start)
            parts.append(self._known[child].encode())
            at = max(at, self._symbols[child].until.end_byte)
        if at < end:
            parts += self._opaque.tokens(at, end)
        return parts


def _pieces(one: Written) -> Iterator[Node]:
    """The nodes that a definition is made of."""
    piece: Node | None = one.node
    while piece is not None:
        yield piece
        piece = piece.next_sibling if piece.start_byte < one.until.start_byte else None
