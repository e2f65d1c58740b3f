"""Facts of a C++ file."""

from __future__ import annotations

from typing import Final

import tree_sitter_cpp
from tree_sitter import Language

from indexer.languages.c.reading import facts
from indexer.languages.cpp.variables import CppFile
from indexer.languages.toolkit.builder import Grammar, Words
from indexer.model.records import FileFacts

_COMMENTS: Final = ("comment",)
_STRINGS: Final = ("string_literal", "raw_string_literal", "char_literal", "system_lib_string", "preproc_arg")
GRAMMAR: Final = Grammar.of(Language(tree_sitter_cpp.language()), _COMMENTS, _STRINGS)


def extract(source: bytes, path: str, words: Words) -> FileFacts:
    """The facts of one C++ file. See `toolkit.facts.Extract`."""
    return facts(source, path, words, "cpp", GRAMMAR, CppFile)
