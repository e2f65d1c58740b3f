"""Facts of a Ruby file: modules and classes, methods written and made, variables, and what it evaluates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import tree_sitter_ruby
from tree_sitter import Language, Parser

from indexer.languages.ruby.definitions import Definitions
from indexer.languages.toolkit.builder import Builder, Grammar
from indexer.languages.toolkit.normalise import opaque_query
from indexer.model.records import FileFacts

LANGUAGE: Final = Language(tree_sitter_ruby.language())
_GRAMMAR: Final = Grammar(
    frozenset({"comment"}), opaque_query(LANGUAGE, ["comment"], ["string_content", "heredoc_content"])
)


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one Ruby file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that does not parse whole still gives the facts of what does; the first error is a `Problem`.
    """
    root = Parser(LANGUAGE).parse(source).root_node
    builder = Builder(source, path, "ruby", root, _GRAMMAR, words)
    Definitions(builder).program(root)
    return builder.finish()
