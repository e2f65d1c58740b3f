"""Facts of a Go file: its definitions, and all that linking needs of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import tree_sitter_go
from tree_sitter import Language, Parser

from indexer.languages.go.definitions import Definitions
from indexer.languages.toolkit.builder import Builder, Grammar
from indexer.languages.toolkit.normalise import opaque_query
from indexer.model.records import FileFacts

_LANGUAGE: Final = Language(tree_sitter_go.language())
_COMMENTS: Final = ("comment",)
_STRINGS: Final = ("interpreted_string_literal", "raw_string_literal", "rune_literal")
_GRAMMAR: Final = Grammar(frozenset(_COMMENTS), opaque_query(_LANGUAGE, _COMMENTS, _STRINGS))


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one Go file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that does not parse whole still gives the facts of what does; the first error is a `Problem`.

    Raises:
        RecursionError: the code is nested too deep.
    """
    root = Parser(_LANGUAGE).parse(source).root_node
    builder = Builder(source, path, "go", root, _GRAMMAR, words)
    Definitions(builder).file(root)
    return builder.finish()
