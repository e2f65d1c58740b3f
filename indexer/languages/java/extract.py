"""Facts of a Java file."""

from __future__ import annotations

from typing import Final

import tree_sitter_java
from tree_sitter import Language

from indexer.languages.java.definitions import Definitions
from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.facts import extractor

_COMMENTS: Final = ("line_comment", "block_comment")
_STRINGS: Final = ("string_literal", "character_literal")
GRAMMAR: Final = Grammar.of(Language(tree_sitter_java.language()), _COMMENTS, _STRINGS)

extract: Final = extractor("java", GRAMMAR, lambda builder, root: Definitions(builder).visit_inside(root))
