"""Code in one language inside a file in another: its definitions count as the file's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from indexer.languages.toolkit.builder import Words
from indexer.model.records import SymbolFact

EMBEDDED: Final = "embedded"
"""The word in `SymbolFact.detail` that says so."""
_MOST_BYTES: Final = 100_000
"""A longer stretch is left out."""
_MOST_SYMBOLS: Final = 500
"""Of one file."""


class Stretch(NamedTuple):
    """A stretch of a file that is in another language."""

    start: int
    end: int
    language: str
    """Name of the language."""
    indent: int
    """How many blanks each line begins with that are not part of it."""


def graft(
    source: bytes, symbols: Sequence[SymbolFact], stretches: Iterable[Stretch], words: Words
) -> tuple[SymbolFact, ...]:
    """The symbols of a file with those of its stretches in other languages, each inside of the innermost symbol around its stretch.

    Args:
        source: the file's bytes.
        symbols: what is known of the file.
        stretches: in order.
        words: see `registry.Extractor`.
    """
    found = list(symbols)
    for stretch in stretches:
        if len(found) - len(symbols) < _MOST_SYMBOLS and stretch.end - stretch.start <= _MOST_BYTES:
            found += _inside(source, stretch, _around(symbols, stretch), len(found), words)
    return tuple(found)


def _inside(source: bytes, stretch: Stretch, parent: int, first: int, words: Words) -> Iterable[SymbolFact]:
    """The symbols of a stretch; `parent` is the index of the symbol around it, `first` will be that of the first of them."""
    from indexer.languages.registry import registry  # it knows this module's package by name

    row = registry().languages.get(stretch.language)
    extract = row.extractor() if row is not None else None
    if extract is None:
        return
    code, starts, shifts = _dedented(source, stretch)
    try:
        inner = extract(code, "", words).symbols[1:]
    except RecursionError:  # nested too deeply: it stays text
        return
    for symbol in inner:
        moved = (at + shifts[bisect_right(starts, at) - 1] for at in (symbol.start, symbol.end, symbol.name_start))
        start, end, name_start = moved
        yield symbol._replace(
            parent=symbol.parent + first - 1 if symbol.parent else parent, start=start, end=end, name_start=name_start,
            detail=(*symbol.detail, EMBEDDED),
        )  # fmt: skip


def _dedented(source: bytes, stretch: Stretch) -> tuple[bytes, list[int], list[int]]:
    """The code of a stretch; the offset of each of its lines, and how far from there the line is in the file."""
    lines: list[bytes] = []
    starts: list[int] = []
    shifts: list[int] = []
    at, length = stretch.start, 0
    for line in source[stretch.start : stretch.end].splitlines(keepends=True) or [b""]:
        cut = min(stretch.indent, len(line) - len(line.lstrip(b" \t")))
        starts.append(length)
        shifts.append(at + cut - length)
        lines.append(line[cut:])
        at += len(line)
        length += len(line) - cut
    return b"".join(lines), starts, shifts


def _around(symbols: Sequence[SymbolFact], stretch: Stretch) -> int:
    """The index of the innermost symbol that a stretch is inside of."""
    best = 0
    for index, symbol in enumerate(symbols):
        if symbol.start <= stretch.start and stretch.end <= symbol.end and symbol.start >= symbols[best].start:
            best = index
    return best
