"""Facts of a Ruby file: modules and classes, methods written and made, variables, and what it evaluates."""

from __future__ import annotations

from typing import Final

import tree_sitter_ruby
from tree_sitter import Language

from indexer.languages.ruby.definitions import Definitions
from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.facts import extractor

_COMMENTS: Final = ("comment",)
_STRINGS: Final = ("string_content", "heredoc_content")
GRAMMAR: Final = Grammar.of(Language(tree_sitter_ruby.language()), _COMMENTS, _STRINGS)

extract: Final = extractor("ruby", GRAMMAR, lambda builder, root: Definitions(builder).program(root))
