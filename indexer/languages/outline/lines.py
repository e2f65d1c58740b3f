"""Definitions that a grammar does not know, found by how they are written: directives, dialects, newer syntax."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from indexer.languages.outline.comments import Comments
from indexer.languages.outline.tags import TYPES
from indexer.languages.toolkit.builder import Words
from indexer.model.identity import digest
from indexer.model.records import SymbolFact

_LONGEST_SIGNATURE: Final = 400


def with_lines(
    source: bytes, symbols: Sequence[SymbolFact], rules: tuple[tuple[str, str], ...], comments: Comments, words: Words
) -> tuple[SymbolFact, ...]:
    """The symbols of a file with those that its language's line rules find.

    Args:
        source: the file's bytes.
        symbols: what the grammar gave; a name that it found is not found again.
        rules: kinds of symbols and regular expressions whose group `name` is a name; what they match is the definition.
        comments: of the file.
        words: see `registry.Extractor`.
    """
    found = list(symbols)
    named = {symbol.name_start for symbol in symbols if symbol.parent >= 0}
    for kind, rule in rules:
        for match in _compiled(rule).finditer(source):
            text = match[0].strip()
            start = match.start() + match[0].index(text)
            if match.start("name") in named or comments.hide(start):
                continue
            named.add(match.start("name"))
            end = start + len(text)
            parent = _innermost(found, start, end)
            found.append(
                SymbolFact(
                    kind="method" if kind == "function" and found[parent].kind in TYPES else kind,
                    name=match["name"].decode("utf-8", "replace"),
                    parent=parent,
                    start=start,
                    end=end,
                    name_start=match.start("name"),
                    content_hash=digest(b" ".join(text.split())),
                    signature=" ".join(text.split(b"\n", 1)[0].decode("utf-8", "replace").split())[:_LONGEST_SIGNATURE],
                    docstring=comments.above(start),
                    exported=True,
                    detail=(),
                    words=words(text),
                )
            )
    return tuple(found)


@cache
def _compiled(rule: str) -> re.Pattern[bytes]:
    return re.compile(rule.encode(), re.MULTILINE)


def _innermost(symbols: Sequence[SymbolFact], start: int, end: int) -> int:
    """The index of the innermost symbol that a definition is inside of."""
    best = 0
    for index, symbol in enumerate(symbols):
        if symbol.start < start and end <= symbol.end and symbol.start >= symbols[best].start:
            best = index
    return best
