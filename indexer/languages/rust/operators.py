"""Operators: what they come to, and the methods of traits that they call."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.rust.patterns import Patterns
from indexer.languages.rust.reader import COMMENTS
from indexer.languages.rust.traits import ARITHMETIC, COMPARISON, COMPOUND, PREFIX, WRITTEN
from indexer.model import units
from indexer.model.units import Expr

_TRUTH: Final = frozenset("== != < <= > >= && ||".split())
_MOST_OPERANDS: Final = 64
"""Of operators in a row; longer ones are tables of numbers and texts, and deep trees."""


class Operators(Patterns):
    """Reads unary and binary expressions, indices, casts and assignments."""

    def last(self, node: Node) -> Expr:
        """Of a unary form the value of its operand: references, brackets, moves."""
        named = [child for child in node.named_children if child.type not in COMMENTS]
        return self.expression(named[-1]) if named else None

    def unary(self, node: Node) -> Expr:
        """A prefix operator, which may be a method of a trait."""
        operand = self.last(node)
        sign = node.children[0].type if node.children else ""
        if operand is None or operand[0] == units.LITERAL or sign not in PREFIX:
            return operand
        plain: Expr = (units.LITERAL, node.start_byte, "bool") if sign == "!" else operand
        return (units.OPERATOR, node.start_byte, PREFIX[sign], (operand,), plain)

    def binary(self, node: Node) -> Expr:
        """Operators in a row without recursion: long sums are deep trees."""
        row: list[tuple[Node | None, Node | None]] = []
        at: Node | None = node
        while at is not None and at.type == "binary_expression":
            row.append((at.child_by_field_name("operator"), at.child_by_field_name("right")))
            at = at.child_by_field_name("left")
        found = self.expression(at)
        if len(row) > _MOST_OPERANDS:
            parts = [found, *(self.expression(right) for _, right in reversed(row))]
            return (units.UNION, node.start_byte, tuple(one for one in parts if one is not None))
        for operator, right in reversed(row):
            found = self._operation(operator, found, self.expression(right))
        return found

    def _operation(self, operator: Node | None, left: Expr, right: Expr) -> Expr:
        sign = operator.type if operator is not None else ""
        operands = tuple(one for one in (left, right) if one is not None)
        if operator is None or not operands:
            return None
        at = operator.start_byte
        plain = all(one[0] == units.LITERAL for one in operands)
        if sign in _TRUTH:
            truth = (units.LITERAL, at, "bool")
            if plain or sign not in COMPARISON or left is None:
                return truth if plain else (units.PARTS, at, "bool", operands)
            return (units.OPERATOR, at, COMPARISON[sign], (left, right), truth)
        otherwise = (units.UNION, at, operands) if len(operands) > 1 else operands[0]
        if plain or left is None or sign not in ARITHMETIC:
            return otherwise
        return (units.OPERATOR, at, ARITHMETIC[sign], (left, right), otherwise)

    def cast(self, node: Node) -> Expr:
        """`value as T`."""
        type_ = self.type_(node.child_by_field_name("type"))
        return (units.INSTANCE, node.start_byte, type_, self.expression(node.child_by_field_name("value")))

    def try_(self, node: Node) -> Expr:
        """`value?`."""
        return (units.AWAIT, node.start_byte, self.last(node))

    def index(self, node: Node) -> Expr:
        """`value[index]`; a range gives what it is taken of."""
        named = node.named_children
        operand = self.expression(named[0]) if named else None
        for child in named[1:]:
            self.used(self.expression(child))
        is_range = len(named) > 1 and named[1].type == "range_expression"
        otherwise = operand if is_range else (units.ARGUMENT, node.start_byte, operand, -1)
        if operand is None:
            return None
        return (units.OPERATOR, named[0].end_byte, "index", (operand,), otherwise)

    def assignment(self, node: Node) -> Expr:
        """Sets a variable or a field, or calls the method of a compound operator."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        value = self.expression(right)
        self.used(value)
        target = self.expression(left)
        if target is not None and target[0] == units.OPERATOR:
            target = (*target[:2], WRITTEN.get(target[2], target[2]), *target[3:])
        if target is None or left is None or left.type not in ("identifier", "field_expression", "scoped_identifier"):
            self.used(target)
            return None
        if node.type == "compound_assignment_expr":
            operator = node.child_by_field_name("operator")
            name = COMPOUND.get(operator.type) if operator is not None else None
            call = (
                (units.OPERATOR, operator.start_byte, name, (target, value), None)
                if operator is not None and name
                else target
            )
            self.used(call)
        written = target[2][0] if target[0] == units.UNION else target
        if target is not written:
            self.used(target)
        self.builder.use(written, "writes")
        if value is not None and node.type == "assignment_expression":
            self.builder.assign(written, value)
        return None
