"""Facts of a Rust file: its definitions, and all that linking needs of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tree_sitter import Parser

from indexer.languages.rust.definitions import Definitions
from indexer.languages.rust.macros import LANGUAGE
from indexer.languages.rust.reader import COMMENTS
from indexer.languages.toolkit.builder import Builder, Grammar
from indexer.languages.toolkit.normalise import opaque_query
from indexer.model.records import FileFacts

_STRINGS: Final = ("string_literal", "raw_string_literal", "char_literal")
_GRAMMAR: Final = Grammar(COMMENTS, opaque_query(LANGUAGE, sorted(COMMENTS), _STRINGS))


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one Rust file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that does not parse whole still gives the facts of what does; the first error is a `Problem`.

    Raises:
        RecursionError: the code is nested too deep.
    """
    root = Parser(LANGUAGE).parse(source).root_node
    builder = Builder(source, path, "rust", root, _GRAMMAR, words)
    Definitions(builder).file(root)
    return builder.finish()
