"""Facts of a C file, or of a header that C and C++ share."""

from __future__ import annotations

from typing import Final

import tree_sitter_c
from tree_sitter import Language

from indexer.languages.c.headers import is_cpp
from indexer.languages.c.preprocessor import Preprocessor
from indexer.languages.c.reading import facts
from indexer.languages.toolkit.builder import Grammar, Words
from indexer.model.records import FileFacts

_COMMENTS: Final = ("comment",)
_STRINGS: Final = ("string_literal", "char_literal", "system_lib_string", "preproc_arg")
GRAMMAR: Final = Grammar.of(Language(tree_sitter_c.language()), _COMMENTS, _STRINGS)


def extract(source: bytes, path: str, words: Words) -> FileFacts:
    """The facts of one C file; of one in C++, where a header shows that it is. See `toolkit.facts.Extract`."""
    if path.endswith((".h", ".H")) and is_cpp(source):
        from indexer.languages.cpp.extract import extract as extract_cpp

        return extract_cpp(source, path, words)
    return facts(source, path, words, "c", GRAMMAR, Preprocessor)
