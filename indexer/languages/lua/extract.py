"""Facts of a Lua file: locals, globals, tables with their functions, and what it evaluates."""

from __future__ import annotations

from typing import Final

import tree_sitter_lua
from tree_sitter import Language

from indexer.languages.lua.statements import Statements
from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.facts import extractor

_COMMENTS: Final = ("comment",)
_STRINGS: Final = ("string",)
GRAMMAR: Final = Grammar.of(Language(tree_sitter_lua.language()), _COMMENTS, _STRINGS)

extract: Final = extractor("lua", GRAMMAR, lambda builder, root: Statements(builder).chunk(root))
