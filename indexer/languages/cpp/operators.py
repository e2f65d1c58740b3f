"""Operators of C++, which types and functions may overload (chapter [over.oper] of the standard)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.c.expressions import Expressions
from indexer.languages.toolkit.operators import operation, row
from indexer.model import units
from indexer.model.units import Expr, Known

_TRUTH: Final = frozenset("== != < <= > >= && || !".split())
_STREAMS: Final = frozenset(("<<", ">>"))
_WORDS: Final = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "bitand": "&",
    "bitor": "|",
    "xor": "^",
    "compl": "~",
    "not_eq": "!=",
}
_REWRITTEN: Final = {"!=": "==", "<": "<=>", "<=": "<=>", ">": "<=>", ">=": "<=>"}
"""What a comparison falls back to, since C++20."""


class Operators(Expressions):
    """Gives operators as calls of what overloads them."""

    EXPRESSIONS: ClassVar[Mapping[str, str]] = {"binary_expression": "binary", "unary_expression": "unary"}

    def binary(self, node: Node) -> Expr:
        """`a + b`."""
        first, signs = row(node)
        found = self.expr(first) if first is not None else None
        for operator, right in signs:
            value = self.expr(right) if right is not None else None
            sign = _sign(operator)
            at = operator.start_byte if operator is not None else node.start_byte
            found = operation(
                at, _names(sign), (found, value), "bool" if sign in _TRUTH else "", found if sign in _STREAMS else None
            )
        return found

    def unary(self, node: Node) -> Expr:
        """`!a`, `-a`."""
        operator, inner = node.child_by_field_name("operator"), node.child_by_field_name("argument")
        value = self.expr(inner) if inner is not None else None
        sign = _sign(operator)
        return operation(node.start_byte, f"operator{sign}", (value,), "bool" if sign == "!" else "") if sign else value

    def update_expression(self, node: Node) -> Expr:
        """`i++`."""
        operator, inner = node.child_by_field_name("operator"), node.child_by_field_name("argument")
        super().update_expression(node)
        if operator is None or inner is None or inner.type not in ("identifier", "field_expression"):
            return None
        return operation(operator.start_byte, f"operator{operator.type}", (self.expr(inner),))

    def pointed(self, operator: Node, inner: Known) -> Known:
        """What a pointer, or an object that is used as one, points to."""
        plain = super().pointed(operator, inner)
        if inner[0] == units.THIS:
            return plain
        return (units.OPERATOR, operator.start_byte, f"operator{operator.type}", (inner,), plain)

    def element(self, node: Node, base: Known) -> Expr:
        """An element of an array, or what `operator[]` gives."""
        argument = node.child_by_field_name("argument")
        at = argument.end_byte if argument is not None else node.start_byte
        return (units.OPERATOR, at, "operator[]", (base,), super().element(node, base))

    def compound(self, operator: Node, target: Expr, value: Expr) -> Expr:
        """`a += b`."""
        return operation(operator.start_byte, f"operator{operator.type}", (target, value))


def _sign(operator: Node | None) -> str:
    return _WORDS.get(operator.type, operator.type) if operator is not None else ""


def _names(sign: str) -> str:
    other = _REWRITTEN.get(sign)
    return f"operator{sign} operator{other}" if other else f"operator{sign}" if sign else ""
