"""Outlines as lines of text."""

from __future__ import annotations

from indexer.languages.registry import registry
from indexer.model.records import FileFacts


def facts_of(language: str, source: str, path: str = "file") -> FileFacts:
    """The facts of a file in a language."""
    extract = registry()[language].extractor()
    assert extract is not None, f"the grammar of {language} is not installed"
    return extract(source.encode(), path, lambda text: text.decode("utf-8", "replace"))


def lines_of(facts: FileFacts) -> list[str]:
    """The symbols below the module, as `kind outer.name`."""
    names = [""]
    lines = []
    for symbol in facts.symbols[1:]:
        names.append(f"{names[symbol.parent]}.{symbol.name}".lstrip("."))
        lines.append(f"{symbol.kind} {names[-1]}")
    return lines


def outline_of(language: str, source: str) -> list[str]:
    """The outline of a text in a language."""
    return lines_of(facts_of(language, source))
