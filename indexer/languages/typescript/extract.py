"""Facts of a TypeScript file; the walk is JavaScript's, which reads types, too."""

from __future__ import annotations

from collections.abc import Callable

from indexer.languages.javascript import extract as javascript
from indexer.model.records import FileFacts


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one TypeScript file; arguments as for JavaScript's."""
    return javascript.read(source, path, words, "typescript", "tsx" if path.endswith(".tsx") else "typescript")
