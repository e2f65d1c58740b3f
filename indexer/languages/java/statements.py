"""Java statements: what they declare, and in which scopes."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.expressions import EXPRESSIONS, Expressions
from indexer.languages.java.reader import Handler
from indexer.model.units import (
    BLOCK,
    CLASS_OF,
    ELEMENT,
    INSTANCE,
    NEW,
    ORDERED,
    VALUES,
    VARIABLE,
    Expr,
)

_COMMENTS: Final = frozenset({"line_comment", "block_comment"})


class Statements(Expressions):
    """Reads statements."""

    def block(self, node: Node) -> Expr:
        with self.builder.inside(BLOCK):
            self.visit_inside(node)
        return None

    def local_variables(self, node: Node) -> Expr:
        builder = self.builder
        named = self.declared_type(node)
        for one in node.children_by_field_name("declarator"):
            name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
            if value is not None and value.type == "lambda_expression":
                self.taker = (INSTANCE, value.start_byte, named, None)
            given = self.expr(value) if value is not None else None
            builder.use(given)
            if name is not None:
                held = self.array(named, one.child_by_field_name("dimensions"))
                builder.declare(
                    self.text(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=held, value=given
                )
        return None

    def declared_type(self, node: Node) -> Expr:
        """Reads the modifiers and the type of a declaration; gives the type."""
        for child in node.named_children:
            if child.type == "modifiers":
                self.visit_inside(child)
                break
        named = self.type(node.child_by_field_name("type"))
        self.use_type(named)
        return named

    def enhanced_for(self, node: Node) -> Expr:
        builder = self.builder
        name, value, body = (node.child_by_field_name(field) for field in ("name", "value", "body"))
        with builder.inside(BLOCK):
            named = self.declared_type(node)
            given = self.expr(value) if value is not None else None
            builder.use(given)
            if name is not None:
                held = self.array(named, node.child_by_field_name("dimensions"))
                element = (ELEMENT, value.start_byte, given) if value is not None and given is not None else None
                builder.declare(
                    self.text(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=held, value=element
                )
            if body is not None:
                self.visit(body)
        return None

    def resource(self, node: Node) -> Expr:
        """A variable that a `try` closes, or an expression that it does."""
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None:
            return self.visit_inside(node)
        named = self.declared_type(node)
        given = self.expr(value) if value is not None else None
        self.builder.use(given)
        self.builder.declare(self.text(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=named, value=given)
        return None

    def catch(self, node: Node) -> Expr:
        parameter = next((one for one in node.named_children if one.type == "catch_formal_parameter"), None)
        body = node.child_by_field_name("body")
        with self.builder.inside(BLOCK):
            if parameter is not None:
                types = next((one for one in parameter.named_children if one.type == "catch_type"), None)
                named = self.type(types)
                self.use_type(named)
                name = parameter.child_by_field_name("name")
                if name is not None:
                    self.builder.declare(self.text(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=named)
            if body is not None:
                self.visit_inside(body)
        return None

    def return_(self, node: Node) -> Expr:
        for child in node.named_children:
            if child.type not in _COMMENTS:
                result = self.expr(child)
                self.builder.use(result)
                self.builder.returns(result)
        return None

    def throw(self, node: Node) -> Expr:
        for child in node.named_children:
            thrown = self.expr(child)
            self.builder.use(thrown)
            if thrown is not None and thrown[0] == NEW:
                self.builder.use(thrown[2], "raises")
        return None

    def label(self, node: Node) -> Expr:
        """The statement after a label; labels are names of their own."""
        self.visit_all(node.named_children[1:])
        return None

    # ------------------------------------------------------------ switch

    def switch(self, node: Node) -> Expr:
        builder = self.builder
        condition, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
        selector = self.expr(condition) if condition is not None else None
        builder.use(selector)
        if body is None:
            return None
        with builder.inside(BLOCK):
            with builder.inside(BLOCK) as labels:
                if selector is not None:
                    builder.opens((CLASS_OF, selector[1], selector), VALUES)
            for group in body.named_children:
                with builder.inside(BLOCK):
                    for child in group.named_children:
                        if child.type == "switch_label":
                            self._label(child, labels)
                        else:
                            self.visit(child)
        return None

    def _label(self, node: Node, scope: int) -> None:
        """A `case`: a plain name may be a constant of the enumeration that the selector is of."""
        for child in node.named_children:
            if child.type == "identifier":
                self.builder.use(self.expr(child), scope=scope)
            else:
                self.visit(child)


STATEMENTS: Final[dict[str, Handler]] = EXPRESSIONS | {
    "block": Statements.block,
    "constructor_body": Statements.block,
    "local_variable_declaration": Statements.local_variables,
    "for_statement": Statements.block,
    "enhanced_for_statement": Statements.enhanced_for,
    "try_with_resources_statement": Statements.block,
    "resource": Statements.resource,
    "catch_clause": Statements.catch,
    "return_statement": Statements.return_,
    "throw_statement": Statements.throw,
    "labeled_statement": Statements.label,
    "break_statement": Statements.nothing,
    "continue_statement": Statements.nothing,
    "switch_expression": Statements.switch,
    "expression_statement": Statements.visit_inside,
    "if_statement": Statements.visit_inside,
    "while_statement": Statements.visit_inside,
    "do_statement": Statements.visit_inside,
    "assert_statement": Statements.visit_inside,
    "synchronized_statement": Statements.visit_inside,
    "yield_statement": Statements.visit_inside,
    "try_statement": Statements.visit_inside,
    "finally_clause": Statements.visit_inside,
    "resource_specification": Statements.visit_inside,
    "modifiers": Statements.visit_inside,
}
