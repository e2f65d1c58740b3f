"""What extractors of C and C++ share."""

from __future__ import annotations

from indexer.languages.c.parsing import parse
from indexer.languages.c.preprocessor import Preprocessor
from indexer.languages.toolkit.builder import Builder, Grammar, Words
from indexer.model.records import FileFacts


def facts(
    source: bytes, path: str, words: Words, language: str, grammar: Grammar, reader: type[Preprocessor]
) -> FileFacts:
    """The facts of one file; see `toolkit.facts.Extract`.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.
        language: 'c' or 'cpp'.
        grammar: of that.
        reader: reads that.
    """
    root, macros = parse(grammar.language, source, cpp=language == "cpp")
    builder = Builder(source, path, language, root, grammar, words)
    reader(builder).whole(root, macros)
    return builder.finish()
