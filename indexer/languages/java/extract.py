"""Facts of a Java file."""

from __future__ import annotations

from typing import Final

from tree_sitter import Language, Parser
from tree_sitter_java import language

from indexer.languages.java.definitions import Definitions
from indexer.languages.toolkit.builder import Builder, Grammar, Words
from indexer.languages.toolkit.normalise import opaque_query
from indexer.model.records import FileFacts

LANGUAGE: Final = Language(language())
_COMMENTS: Final = ("line_comment", "block_comment")
_GRAMMAR: Final = Grammar(
    frozenset(_COMMENTS), opaque_query(LANGUAGE, _COMMENTS, ("string_literal", "character_literal"))
)


def extract(source: bytes, path: str, words: Words) -> FileFacts:
    """The facts of one Java file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.
    """
    root = Parser(LANGUAGE).parse(source).root_node
    builder = Builder(source, path, "java", root, _GRAMMAR, words)
    Definitions(builder).visit_inside(root)
    return builder.finish()
