"""Facts of a PHP file: namespaces, types and their members, functions, constants, and what it evaluates."""

from __future__ import annotations

from typing import Final

import tree_sitter_php
from tree_sitter import Language

from indexer.languages.php.statements import Statements
from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.facts import extractor

_COMMENTS: Final = ("comment",)
_STRINGS: Final = ("string_content", "nowdoc_string", "text")
GRAMMAR: Final = Grammar.of(Language(tree_sitter_php.language_php()), _COMMENTS, _STRINGS)

extract: Final = extractor("php", GRAMMAR, lambda builder, root: Statements(builder).program(root))
