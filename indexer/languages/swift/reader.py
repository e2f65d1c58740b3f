"""The grammar of Swift, and what all readers of it share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from tree_sitter import Language, Node
from tree_sitter_swift import language

from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.reader import Expression, Reader, Statement
from indexer.model import units
from indexer.model.units import Expr

LANGUAGE: Final = Language(language())
COMMENTS: Final = ("comment", "multiline_comment")
STRINGS: Final = ("line_str_text", "multi_line_str_text", "raw_str_part", "raw_str_end_part", "str_escaped_char")
GRAMMAR: Final = Grammar.of(LANGUAGE, COMMENTS, STRINGS)


class SwiftReader(Reader):
    """Reads Swift, by tables that `extract` fills."""

    SILENT: ClassVar[frozenset[str]] = frozenset(
        "comment multiline_comment modifiers directive throws diagnostic shebang_line precedence_group_declaration "
        "operator_declaration where_keyword try_operator availability_condition".split()
    )
    BY_NUMBER: ClassVar[dict[int, tuple[Statement | None, Expression | None]]] = {}

    def name(self, node: Node) -> str:
        """An identifier without the backticks that let a keyword be one."""
        return self.text(node).strip("`")

    def children(self, node: Node) -> Iterator[tuple[Node, str | None]]:
        """The children of a node that are no comments, with the fields that they are in."""
        for number, child in enumerate(node.children):
            if child.type not in COMMENTS:
                yield child, node.field_name_for_child(number)

    def local(self, name: str, offset: int, *, type: Expr = None, value: Expr = None) -> int:  # noqa: A002
        """Declares a local name, seen from an offset on; -1 for the name that throws away."""
        if name == "_":
            return -1
        return self.builder.declare(
            name, offset, units.VARIABLE, units.VALUES, flags=units.ORDERED, type=type, value=value
        )
