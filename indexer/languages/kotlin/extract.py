"""Facts of a Kotlin file."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Language, Node, Parser
from tree_sitter_kotlin import language

from indexer.languages.kotlin.properties import Properties
from indexer.languages.toolkit.broken import unread
from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.facts import extractor

_COMMENTS: Final = ("line_comment", "block_comment")
_STRINGS: Final = ("string_content", "character_literal")
GRAMMAR: Final = Grammar.of(Language(language()), _COMMENTS, _STRINGS)
_BEFORE_BRACE: Final = re.compile(
    rb'"""(?:[^"]|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|(?P<blank>[ \t])\}', re.DOTALL
)
"""Strings and comments, which are left alone, or a closing brace behind a blank."""


def _parse(source: bytes) -> Node:
    """The tree of a file.  The grammar wants a line's end behind the last member of a type (`class A { val b = 1 }` does not
    parse): where there are errors, blanks before closing braces are taken for such, which moves no byte."""
    parser = Parser(GRAMMAR.language)
    root = parser.parse(source).root_node
    if not root.has_error:
        return root
    changed = _BEFORE_BRACE.sub(lambda match: b"\n}" if match["blank"] else match[0], source)
    if changed == source:
        return root
    other = parser.parse(changed).root_node
    return other if (other.has_error, unread(other)) < (True, unread(root)) else root


extract: Final = extractor("kotlin", GRAMMAR, lambda builder, root: Properties(builder).file(root), _parse)
