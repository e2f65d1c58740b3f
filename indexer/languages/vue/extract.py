"""Facts of a component of Vue."""

from __future__ import annotations

from collections.abc import Callable

from indexer.languages.javascript import components
from indexer.model.records import FileFacts


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one component; see `components.extract`."""
    return components.extract(source, path, words, "vue")
