"""Facts of a Go file: its definitions, and all that linking needs of them."""

from __future__ import annotations

from typing import Final

import tree_sitter_go
from tree_sitter import Language

from indexer.languages.go.definitions import Definitions
from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.facts import extractor

_COMMENTS: Final = ("comment",)
_STRINGS: Final = ("interpreted_string_literal", "raw_string_literal", "rune_literal")
GRAMMAR: Final = Grammar.of(Language(tree_sitter_go.language()), _COMMENTS, _STRINGS)

extract: Final = extractor("go", GRAMMAR, lambda builder, root: Definitions(builder).file(root))
