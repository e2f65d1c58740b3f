"""Rows of the schema from what was extracted and linked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from indexer.model.packed import plain
from indexer.model.records import Linked, Symbol
from indexer.pipeline.analyse import Extraction
from indexer.pipeline.plan import Plan
from indexer.pipeline.wire import Extracted
from indexer.pipeline.worker import SECTION_WORDS, TEST_WORDS, WORDS, is_node
from indexer.query.search_text import fulltext_body
from indexer.sources.walk import SourceFile

_LONGEST_DOCSTRING = 1_000
"""Characters of documentation that are searched."""
_NAME_PARTS = 3
_TEST_NAME_PARTS = 2
"""Parts of the qualified name that are searched as words: module, class, method.  Whole names are found as such."""


def file_rows(plan: Plan, extraction: Extraction, stamps: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """Rows of `file`: also of files without text, so that the next run knows them."""
    read = {file.facts.path: file for file in extraction.files}
    textless = set(extraction.without_text)
    for source in plan.files:
        yield file_row(source, read.get(source.path), stamps[source.path], textless=source.path in textless)


def file_row(source: SourceFile, file: Extracted | None, stamp: str, *, textless: bool) -> tuple[Any, ...]:
    """A row of `file`.

    Args:
        source: The file as it was found.
        file: What was read; None where it holds no text, or could not be read.
        stamp: UUIDv7 of when it took on its bytes.
        textless: Whether it holds no text.
    """
    place = (source.size, source.mtime_ns, source.inode)
    if file is None:
        return (source.path, "binary" if textless else "unread", "", "", *place, 0, 0, stamp, False, False, False)
    facts = file.facts
    errors = sum(problem.code == "syntax" for problem in facts.problems)
    lines = len(facts.newlines) - (facts.newlines[-1] == facts.size)
    marks = (file.generated, file.vendored, file.test)
    return (facts.path, facts.language, facts.bytes_hash, facts.merkle, *place, lines, errors, stamp, *marks)


def edge_rows(linked: Linked) -> list[tuple[Any, ...]]:
    """Rows of `edge`, in the order of their keys: in which they are written fastest."""
    return sorted(map(tuple, plain(linked.edges)))


def text_rows(symbols: Sequence[Symbol]) -> Iterator[tuple[Any, ...]]:
    """Rows of `text`: what is searched by words."""
    for symbol in symbols:
        if symbol.external or not is_node(symbol):
            continue
        most = TEST_WORDS if symbol.test else SECTION_WORDS if symbol.kind == "section" else WORDS
        parts = _TEST_NAME_PARTS if symbol.test else _NAME_PARTS
        body = fulltext_body(
            qualified_name=".".join(symbol.qualified_name.split(".")[-parts:]),
            signature=symbol.signature,
            docstring=symbol.docstring[:_LONGEST_DOCSTRING],
            words=" ".join(symbol.words.split(maxsplit=most)[:most]),
        )
        yield (symbol.id, body)


def edge_counts(edges: Iterable[Sequence[Any]]) -> Counter[str]:
    """How many rows of `edge` there are of each kind ('edges.calls') and provenance ('provenance.import'), as `run.counts` has it."""
    counts: Counter[str] = Counter()
    for (kind, provenance), number in Counter((edge[1], edge[5]) for edge in edges).items():
        counts[f"edges.{kind}"] += number
        counts[f"provenance.{provenance}"] += number
    return counts
