"""Kotlin statements: what they declare, and in which scopes."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import Handler, child_of
from indexer.languages.kotlin.branches import Branches
from indexer.languages.kotlin.expressions import EXPRESSIONS
from indexer.languages.kotlin.types import COMMENTS
from indexer.languages.toolkit.operators import operation
from indexer.model.units import BLOCK, CALL, ELEMENT, NAME, ORDERED, PLACE, VALUES, VARIABLE, Expr

_VARIABLES: Final = frozenset({"variable_declaration", "multi_variable_declaration"})


class Statements(Branches):
    """Reads statements."""

    def for_(self, node: Node) -> Expr:
        pattern = next((child for child in node.named_children if child.type in _VARIABLES), None)
        rest = [
            child for child in node.named_children if child.type not in _VARIABLES | COMMENTS | {"label", "annotation"}
        ]
        with self.builder.inside(BLOCK):
            value = self.expr(rest[0]) if rest else None
            self.builder.use(operation(rest[0].start_byte, "iterator", (value,), "", value) if rest else None)
            if pattern is not None:
                self.declare_pattern(pattern, (ELEMENT, value[1], value) if value is not None else None)
            self.visit_all(rest[1:])
        return None

    def declare_pattern(self, node: Node, value: Expr, seen: int = -1) -> list[int]:
        if node.type == "multi_variable_declaration":
            parts = [one for one in node.named_children if one.type not in COMMENTS]
            given = [
                (PLACE, node.start_byte, value, place) if value is not None else None for place in range(len(parts))
            ]
            return [n for one, part in zip(parts, given, strict=True) for n in self.declare_pattern(one, part, seen)]
        name = child_of(node, "identifier")
        if name is None:
            return []
        self.visit_all(child for child in node.named_children if child.type == "annotation")
        named = self.used_type(self.type_in(node))
        return [
            self.builder.declare(
                self.name(name), max(name.start_byte, seen), VARIABLE, VALUES, flags=ORDERED, type=named, value=value
            )
        ]

    def local_property(self, node: Node) -> Expr:
        """A variable inside a function."""
        value: Expr = None
        pattern = next((child for child in node.named_children if child.type in _VARIABLES), None)
        for child in node.named_children:
            if child.type == "property_delegate":
                self.visit_inside(child)
            elif (
                pattern is not None
                and child.start_byte >= pattern.end_byte
                and child.type not in COMMENTS | {"getter", "setter"}
            ):
                value = self.expr(child)
                self.builder.use(value)
            elif child.type == "modifiers":
                self.visit_inside(child)
        if pattern is not None:
            self.declare_pattern(pattern, value, node.end_byte)
        return None

    def catch(self, node: Node) -> Expr:
        name, body = child_of(node, "identifier"), child_of(node, "block")
        with self.builder.inside(BLOCK):
            named = self.used_type(self.type_in(node))
            if name is not None:
                self.builder.declare(self.name(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=named)
            return self.expr(body) if body is not None else None

    def return_(self, node: Node) -> Expr:
        label = node.child_by_field_name("label")
        for child in node.named_children:
            if child.type not in COMMENTS and child != label:
                result = self.expr(child)
                self.builder.use(result)
                self.builder.returns(result)
        return None

    def throw(self, node: Node) -> Expr:
        for child in node.named_children:
            thrown = self.expr(child)
            self.builder.use(thrown)
            if thrown is not None and thrown[0] == CALL and thrown[2][0] == NAME and thrown[2][2][:1].isupper():
                self.builder.use(thrown[2], "raises")
        return None


STATEMENTS: Final[dict[str, Handler]] = EXPRESSIONS | {
    "block": Statements.block,
    "for_statement": Statements.for_,
    "while_statement": Statements.visit_inside,
    "do_while_statement": Statements.visit_inside,
    "if_expression": Statements.if_,
    "when_expression": Statements.when,
    "try_expression": Statements.try_,
    "finally_block": Statements.visit_inside,
    "catch_block": Statements.catch,
    "return_expression": Statements.return_,
    "throw_expression": Statements.throw,
    "modifiers": Statements.visit_inside,
}
