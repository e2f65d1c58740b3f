"""Facts of a Scala file."""

from __future__ import annotations

from typing import Final

from tree_sitter import Language, Parser
from tree_sitter_scala import language

from indexer.languages.scala.definitions import Definitions
from indexer.languages.toolkit.builder import Builder, Grammar, Words
from indexer.languages.toolkit.normalise import opaque_query
from indexer.model.records import FileFacts

LANGUAGE: Final = Language(language())
_COMMENTS: Final = ("comment", "block_comment")
_STRINGS: Final = ("string", "interpolated_string", "character_literal")
_GRAMMAR: Final = Grammar(frozenset(_COMMENTS), opaque_query(LANGUAGE, _COMMENTS, _STRINGS))


def extract(source: bytes, path: str, words: Words) -> FileFacts:
    """The facts of one Scala file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.
    """
    root = Parser(LANGUAGE).parse(source).root_node
    builder = Builder(source, path, "scala", root, _GRAMMAR, words)
    Definitions(builder).visit_inside(root)
    return builder.finish()
