"""Facts of a Rust file: its definitions, and all that linking needs of them."""

from __future__ import annotations

from typing import Final

from indexer.languages.rust.definitions import Definitions
from indexer.languages.rust.macros import LANGUAGE
from indexer.languages.rust.reader import COMMENTS
from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.facts import extractor

_STRINGS: Final = ("string_literal", "raw_string_literal", "char_literal")
GRAMMAR: Final = Grammar.of(LANGUAGE, COMMENTS, _STRINGS)

extract: Final = extractor("rust", GRAMMAR, lambda builder, root: Definitions(builder).file(root))
