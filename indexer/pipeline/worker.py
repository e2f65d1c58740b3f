"""Reading and extracting one file: what runs in a worker process."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from indexer.extract import documents
from indexer.extract.words import words_of
from indexer.languages.detect import detect
from indexer.languages.registry import registry
from indexer.model.kinds import NODE_KINDS
from indexer.model.records import FileFacts, Problem, Symbol, SymbolFact
from indexer.pipeline.wire import Extracted, NodeText, pack_facts, pack_nodes
from indexer.sources.classify import classify
from indexer.sources.load import LoadOptions, load

WORDS: Final = documents.MODULE_WORDS
SECTION_WORDS: Final = documents.SECTION_WORDS
TEST_WORDS: Final = 8
"""Distinct words of a body that are searched.  Each costs a row of the full-text index, which is half of the writing;
tests are many and alike.  More words of bodies find no more: `benchmarks.retrieval.docstrings`."""
_SEARCHED: Final = 2_000
"""Bytes of a body in which they are looked for."""
_LONGEST_SOURCE: Final = 20_000
_LONGEST_HEAD: Final = 2_000
_BYTES_A_TOKEN: Final = 4
"""Rule of thumb for code and English text in the tokenisers of sentence models."""
_CONTAINERS: Final = frozenset("module class struct interface trait enum union".split())


class Task(NamedTuple):
    """What a worker needs to know of the repository."""

    root: Path
    options: LoadOptions


def extract_file(task: Task, path: str) -> Extracted | Problem | str:
    """Reads and extracts one file.

    Returns:
        Its facts; the path itself where the file holds no text or is gone; a `Problem` where it cannot be read.
    """
    loaded = load(task.root, path, task.options)
    if loaded is None:
        return path
    if isinstance(loaded, Problem):
        return loaded
    source = loaded.data
    marks = classify(path, source)
    language = detect(path, source[:8192])
    extractor = None if marks.minified else language.extractor()
    problems: tuple[Problem, ...] = (loaded.problem,) if loaded.problem else ()
    if extractor is None:
        facts = documents.extract(source, path, language)
    else:
        try:
            facts = extractor(source, path, _test_words if marks.test else searched_words)
        except RecursionError:
            facts = documents.extract(source, path, language)
            problems += (Problem(path, "too-deep", "nested too deeply to be parsed: indexed as text", 0),)
    if registry().is_project_file(path) and (facts.semantics is None or language.level != "deep"):
        facts = facts._replace(semantics=source)
    facts = facts._replace(problems=(*facts.problems, *problems))
    return Extracted(
        facts, pack_facts(facts), pack_nodes(_nodes(facts, source)), marks.generated, marks.vendored, marks.test
    )


def searched_words(text: bytes) -> str:
    """The words of a body by which it is found."""
    return words_of(text[:_SEARCHED], WORDS)


def _test_words(text: bytes) -> str:
    return words_of(text[: _SEARCHED * TEST_WORDS // WORDS], TEST_WORDS)


def is_node(symbol: SymbolFact | Symbol) -> bool:
    """Whether a symbol's body is a node: embedded, searched, shared with equal ones."""
    return symbol.kind in NODE_KINDS and "lambda" not in symbol.detail


def _nodes(facts: FileFacts, source: bytes) -> list[NodeText]:
    first_inside = [len(source)] * len(facts.symbols)
    for symbol in facts.symbols:
        if symbol.kind in NODE_KINDS and symbol.parent >= 0:
            first_inside[symbol.parent] = min(first_inside[symbol.parent], symbol.start)
    found = []
    for symbol, inside in zip(facts.symbols, first_inside, strict=True):
        if is_node(symbol):
            found.append(_node(symbol, facts.language, source, inside))
    return found


def _node(symbol: SymbolFact, language: str, source: bytes, inside: int) -> NodeText:
    end = min(symbol.end, symbol.start + _LONGEST_SOURCE)
    if symbol.kind in _CONTAINERS:
        end = min(end, inside, symbol.start + _LONGEST_HEAD)
    text = source[symbol.start : end].decode("utf-8", "replace").rstrip()
    return NodeText(
        symbol.content_hash, symbol.kind, language, symbol.name, symbol.signature, symbol.docstring, text,
        (end - symbol.start) // _BYTES_A_TOKEN,
    )  # fmt: skip
