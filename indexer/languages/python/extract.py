"""Facts of a Python file: its definitions, and all that linking needs of them."""

from __future__ import annotations

import re

from tree_sitter import Parser

from indexer.languages.python.definitions import Definitions, Words
from indexer.languages.python.expressions import LANGUAGE
from indexer.languages.toolkit.broken import first_error
from indexer.model import ir
from indexer.model.identity import digest
from indexer.model.records import FileFacts, Problem

_NEWLINE = re.compile(rb"\n")


def extract(source: bytes, path: str, words: Words) -> FileFacts:
    """The facts of one Python file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that does not parse whole still gives the facts of what does; the first error is a `Problem`.
    """
    parser = Parser(LANGUAGE)
    root = parser.parse(source).root_node
    walker = Definitions(source, parser, words)
    walker.module(root, path)
    problems: tuple[Problem, ...] = ()
    if root.has_error:
        problems = (Problem(path, "syntax", "part of the file does not parse", first_error(root) + 1),)
    symbols = tuple(walker.symbols)
    return FileFacts(
        path, "python", digest(source), symbols[0].content_hash, len(source), [0, *(m.end() for m in _NEWLINE.finditer(source))],
        symbols, ir.pack(scope.finish() for scope in walker.scopes), problems,
    )  # fmt: skip
