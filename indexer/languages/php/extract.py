"""Facts of a PHP file: namespaces, types and their members, functions, constants, and what it evaluates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import tree_sitter_php
from tree_sitter import Language, Parser

from indexer.languages.php.statements import Statements
from indexer.languages.toolkit.builder import Builder, Grammar
from indexer.languages.toolkit.normalise import opaque_query
from indexer.model.records import FileFacts

LANGUAGE: Final = Language(tree_sitter_php.language_php())
_GRAMMAR: Final = Grammar(
    frozenset({"comment"}), opaque_query(LANGUAGE, ["comment"], ["string_content", "nowdoc_string", "text"])
)


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one PHP file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that does not parse whole still gives the facts of what does; the first error is a `Problem`.
    """
    root = Parser(LANGUAGE).parse(source).root_node
    builder = Builder(source, path, "php", root, _GRAMMAR, words)
    Statements(builder).program(root)
    return builder.finish()
