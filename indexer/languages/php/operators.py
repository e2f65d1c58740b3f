"""Operators of PHP: assignment, destructuring, alternatives."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from tree_sitter import Node

from indexer.languages.php.variables import Variables
from indexer.model.units import ELEMENT, LITERAL, MEMBER, PARTS, SEQUENCE, UNION, Expr

_CASTS: Final = frozenset({"array", "bool", "boolean", "double", "float", "int", "integer", "string", "object"})
_OF_TRUTH: Final = frozenset({"==", "===", "!=", "!==", "<>", "&&", "||", "and", "or", "xor", "<", ">", "<=", ">="})


class Operators(Variables):
    """Reads operators; other expressions are the business of the class derived from this."""

    @abstractmethod
    def expression(self, node: Node | None) -> Expr:
        """An expression; None where nothing is known of it."""

    def use_unless_plain(self, expr: Expr) -> None:
        """Says that an expression is evaluated, unless nothing can come of it."""
        if expr is not None and expr[0] != LITERAL:
            self.builder.use(expr)

    def assignment(self, node: Node) -> Expr:
        """`left = right`; the value of the whole is what was assigned."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        value = self.expression(right)
        self.use_unless_plain(value)
        return self.assign(left, value, node) if left is not None else None

    def assign(self, left: Node, value: Expr, node: Node) -> Expr:
        """A target gets a value after a node; gives the value."""
        kind = left.type
        if kind == "variable_name":
            self.bind(left, value, node)
            return value
        if kind in {"list_literal", "array_creation_expression"}:
            self._destructure(left, value, node)
            return value
        if kind == "subscript_expression":
            children = left.named_children
            base = self.expression(children[0]) if children else None
            for index in children[1:]:
                self.use_unless_plain(self.expression(index))
            if base is not None and base[0] == MEMBER:
                self.builder.use(base, "writes")
            if base is not None and value is not None:
                self.builder.assign(base, (SEQUENCE, left.start_byte, (value,)))
            return None
        target = self.expression(left)
        self.builder.use(target, "writes")
        if value is not None:
            self.builder.assign(target, value)
        return None

    def _destructure(self, pattern: Node, value: Expr, node: Node) -> None:
        """`[$a, 'k' => $b] = value`."""
        element: Expr = (ELEMENT, pattern.start_byte, value) if value is not None else None
        for child in pattern.named_children:
            parts = child.named_children if child.type == "array_element_initializer" else [child]
            if not parts or parts[-1].type in {"comment", "string", "integer"}:
                continue
            target = parts[-1]
            if target.type == "by_ref" and target.named_child_count:
                target = target.named_children[0]
            self.assign(target, element, node)

    def augmented(self, node: Node) -> Expr:
        """`left += right`; `??=` may leave what was there."""
        left, operator = node.child_by_field_name("left"), node.child_by_field_name("operator")
        if operator is not None and operator.type == "??=":
            self.branches += 1
            found = self.assignment(node)
            self.branches -= 1
            return found
        target = self.expression(left)
        self.builder.use(target, "writes")
        self.use_unless_plain(self.expression(node.child_by_field_name("right")))
        return target

    def binary(self, node: Node) -> Expr:
        """Two operands: `??` is either, `instanceof` names a type."""
        operator = node.child_by_field_name("operator")
        kind = operator.type if operator is not None else ""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if kind == "instanceof" and right is not None:
            self.builder.use(self.expression(left))
            self.use_type(
                self.type(right)
                if right.type in {"name", "qualified_name", "relative_scope"}
                else self.expression(right)
            )
            return (LITERAL, node.start_byte, "bool")
        values = tuple(one for one in (self.expression(left), self.expression(right)) if one is not None)
        if kind == "??":
            return (UNION, node.start_byte, values)
        type_ = "string" if kind == "." else "bool" if kind in _OF_TRUTH else ""
        return (PARTS, node.start_byte, type_, tuple(one for one in values if one[0] != LITERAL)) if values else None

    def conditional(self, node: Node) -> Expr:
        """`a ? b : c`, `a ?: c`."""
        condition = self.expression(node.child_by_field_name("condition"))
        body = node.child_by_field_name("body")
        values = (
            self.expression(body) if body is not None else condition,
            self.expression(node.child_by_field_name("alternative")),
        )
        if body is not None:
            self.use_unless_plain(condition)
        return (UNION, node.start_byte, tuple(one for one in values if one is not None))

    def match(self, node: Node) -> Expr:
        """`match (a) { b => c, default => d }`."""
        self.builder.use(self.expression(node.child_by_field_name("condition")))
        body = node.child_by_field_name("body")
        found: list[Expr] = []
        for arm in body.named_children if body is not None else ():
            self.builder.use(self.expression(arm.child_by_field_name("conditional_expressions")))
            found.append(self.expression(arm.child_by_field_name("return_expression")))
        return (UNION, node.start_byte, tuple(one for one in found if one is not None))

    def cast(self, node: Node) -> Expr:
        """`(int) a`."""
        type_ = node.child_by_field_name("type")
        value = self.expression(node.child_by_field_name("value"))
        word = self.builder.text(type_).strip("() ").lower() if type_ is not None else ""
        if word in _CASTS and word not in {"array", "object"}:
            return (PARTS, node.start_byte, word, (value,)) if value is not None else (LITERAL, node.start_byte, word)
        return value
