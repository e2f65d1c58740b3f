"""Facts of a C file, or of a header that C and C++ share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import tree_sitter_c
from tree_sitter import Language

from indexer.languages.c.headers import is_cpp
from indexer.languages.c.parsing import parse
from indexer.languages.c.preprocessor import Preprocessor
from indexer.languages.toolkit.builder import Builder, Grammar
from indexer.languages.toolkit.normalise import opaque_query
from indexer.model.records import FileFacts

LANGUAGE: Final = Language(tree_sitter_c.language())
_COMMENTS: Final = ("comment",)
_STRINGS: Final = ("string_literal", "char_literal", "system_lib_string", "preproc_arg")
_GRAMMAR: Final = Grammar(frozenset(_COMMENTS), opaque_query(LANGUAGE, _COMMENTS, _STRINGS))


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one C file; of one in C++, where a header shows that it is.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that does not parse whole still gives the facts of what does; the first error is a `Problem`.

    Raises:
        RecursionError: the code is nested too deep.
    """
    if path.endswith((".h", ".H")) and is_cpp(source):
        from indexer.languages.cpp.extract import extract as extract_cpp

        return extract_cpp(source, path, words)
    root, macros = parse(LANGUAGE, source, cpp=False)
    builder = Builder(source, path, "c", root, _GRAMMAR, words)
    Preprocessor(builder).whole(root, macros)
    return builder.finish()
