"""What is the same in every extractor that is written with the toolkit: parse, read, finish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tree_sitter import Node, Parser

from indexer.languages.toolkit.builder import Builder, Grammar, Words
from indexer.model.records import FileFacts


class Extract(Protocol):
    """What a language's `extract` module has under that name."""

    def __call__(self, source: bytes, path: str, words: Words) -> FileFacts:
        """The facts of one file. One that does not parse whole still gives the facts of what does; the first error is a
        `Problem`.

        Args:
            source: the file's bytes (UTF-8).
            path: relative to the root, with '/'.
            words: gives the text for the full-text index of a stretch of source.

        Raises:
            RecursionError: the code is nested too deep.
        """


def extractor(
    language: str,
    grammar: Grammar,
    read: Callable[[Builder, Node], object],
    parse: Callable[[bytes], Node] | None = None,
) -> Extract:
    """An `extract`.

    Args:
        language: name of the language.
        grammar: of the language.
        read: reads the tree of a file into a builder.
        parse: gives the tree of a file, where that is more than the grammar's parser does.
    """

    def extract(source: bytes, path: str, words: Words) -> FileFacts:
        root = parse(source) if parse is not None else Parser(grammar.language).parse(source).root_node
        builder = Builder(source, path, language, root, grammar, words)
        read(builder, root)
        return builder.finish()

    return extract
