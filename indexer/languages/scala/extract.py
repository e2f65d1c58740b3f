"""Facts of a Scala file."""

from __future__ import annotations

from typing import Final

import tree_sitter_scala
from tree_sitter import Language

from indexer.languages.scala.definitions import Definitions
from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.facts import extractor

_COMMENTS: Final = ("comment", "block_comment")
_STRINGS: Final = ("string", "interpolated_string", "character_literal")
GRAMMAR: Final = Grammar.of(Language(tree_sitter_scala.language()), _COMMENTS, _STRINGS, "indented_block")

extract: Final = extractor("scala", GRAMMAR, lambda builder, root: Definitions(builder).visit_inside(root))
