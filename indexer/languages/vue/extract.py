"""Facts of a component of Vue."""

from __future__ import annotations

from collections.abc import Callable

from indexer.languages.javascript import components
from indexer.languages.javascript.extract import EXTRACTOR_VERSION
from indexer.model.records import FileFacts

__all__ = ["EXTRACTOR_VERSION", "extract"]


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one component; see `components.extract`."""
    return components.extract(source, path, words, "vue")
