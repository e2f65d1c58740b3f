"""Macros: what their invocations expand, and what their arguments use as far as the tokens read as Rust."""

from __future__ import annotations

from typing import Final

import tree_sitter_rust
from tree_sitter import Language, Node, Parser, Range

from indexer.languages.rust.expressions import Expressions
from indexer.languages.rust.reader import COMMENTS
from indexer.model import units
from indexer.model.units import MACROS, Expr

LANGUAGE: Final = Language(tree_sitter_rust.language())
_LISTS: Final = frozenset(("vec", "smallvec", "array"))
_TEXTS: Final = frozenset(("format", "concat", "stringify", "include_str"))
_LARGEST: Final = 100_000
"""Bytes of a macro's arguments that are read; more is data."""
_DEEPEST: Final = 8


class Macros(Expressions):
    """Reads invocations of macros.  Their arguments are parsed once more, as expressions or as items."""

    _depth = 0

    def items_of(self, nodes: list[Node]) -> None:
        """Reads items into the open scope."""
        raise NotImplementedError

    def macro(self, node: Node) -> Expr:
        """See `Expressions`."""
        name = self.expanded(node)
        arguments = self._arguments(node)
        if arguments is None:
            return None
        parts = self._parsed_parts(arguments)
        if name in _LISTS:
            return (units.SEQUENCE, node.start_byte, parts)
        type_ = "String" if name in _TEXTS else ""
        return (units.PARTS, node.start_byte, type_, parts) if parts or type_ else None

    def macro_item(self, node: Node) -> None:
        """A macro's invocation where items stand: what it is given may be items itself (`cfg_if!`, `bitflags!`, `thread_local!`)."""
        self.expanded(node)
        arguments = self._arguments(node)
        if arguments is None or self._depth >= _DEEPEST:
            return
        inside = self._parse(arguments, 1)
        if inside is not None and not inside.has_error and inside.named_child_count:
            self._depth += 1
            self.items_of(inside.children)
            self._depth -= 1
            return
        for part in self._parsed_parts(arguments):
            self.used(part)

    def expanded(self, node: Node) -> str:
        """Says which macro an invocation expands; its name."""
        path = self.path(node.child_by_field_name("macro"), MACROS)
        self.builder.use(path, "expands")
        if path is None:
            return ""
        return str(path[2] if path[0] == units.NAME else path[3] if path[0] == units.MEMBER else "")

    def _arguments(self, node: Node) -> Node | None:
        found = next((child for child in node.named_children if child.type == "token_tree"), None)
        if found is None or found.end_byte - found.start_byte > _LARGEST or not found.named_child_count:
            return None
        return found

    def _parsed_parts(self, arguments: Node) -> tuple[Expr, ...]:
        if self._depth >= _DEEPEST:
            return ()
        tree = self._parse(arguments, 0)
        if tree is None:
            return ()
        self._depth += 1
        found: list[Expr] = []
        for child in tree.named_children:
            found += self._parts_of(child)
        self._depth -= 1
        return tuple(one for one in found if one is not None)

    def _parts_of(self, node: Node) -> list[Expr]:
        """The arguments in what their brackets and commas parse as."""
        kind = node.type
        if kind in (
            "expression_statement",
            "tuple_expression",
            "parenthesized_expression",
            "array_expression",
            "ERROR",
        ):
            return [part for child in node.named_children for part in self._parts_of(child)]
        if kind == "assignment_expression":
            return [self.expression(node.child_by_field_name("right"))]
        return [self.expression(node)] if kind not in COMMENTS else []

    def _parse(self, arguments: Node, margin: int) -> Node | None:
        """The tree of a macro's arguments, with or without the brackets around them; offsets are those of the file."""
        start, end = arguments.start_byte + margin, arguments.end_byte - margin
        if start >= end:
            return None
        (row, column), (last_row, last_column) = arguments.start_point, arguments.end_point
        stretch = Range((row, column + margin), (last_row, last_column - margin), start, end)
        return Parser(LANGUAGE, included_ranges=[stretch]).parse(self.builder.source).root_node
