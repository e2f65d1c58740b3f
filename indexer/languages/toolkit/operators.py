"""Operators that types may declare, as expressions; see `units.OPERATOR`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tree_sitter import Node

from indexer.model import units
from indexer.model.units import Expr

_LONGEST_ROW: Final = 64
"""Of operators in a row; longer ones are tables of numbers and texts, and deep trees."""


def operation(offset: int, names: str, operands: Sequence[Expr], type_name: str = "", otherwise: Expr = None) -> Expr:
    """An operator.

    Args:
        offset: of its sign.
        names: what a type would declare it as; several with blanks between; '' for what no type declares.
        operands: what it is applied to.
        type_name: the built-in type of what it gives where no type of the program declares it; '' where that is not known.
        otherwise: what it gives then, where that is another value.
    """
    if otherwise is None and type_name:
        otherwise = (units.LITERAL, offset, type_name)
    kept = tuple(one for one in operands if one is not None and one[0] != units.LITERAL)
    if not kept:
        return otherwise
    if not names or (operands[0] is None and len(operands) == 1):
        return (units.PARTS, offset, type_name, kept)
    return (units.OPERATOR, offset, names, tuple(operands), otherwise)


def row(
    node: Node, left: str = "left", right: str = "right"
) -> tuple[Node | None, list[tuple[Node | None, Node | None]]]:
    """Operators of one kind of node in a row, without recursion: long sums are deep trees.

    Args:
        node: the last operator's.
        left: field of its left side.
        right: field of its right side.

    Returns:
        The first operand, and each operator with its right side, in order; operators are left out of rows that are too long.
    """
    kind, signs = node.type, []
    at: Node | None = node
    while at is not None and at.type == kind:
        signs.append(
            (at.child_by_field_name("operator") or at.child_by_field_name("op"), at.child_by_field_name(right))
        )
        at = at.child_by_field_name(left)
    if len(signs) > _LONGEST_ROW:
        signs = [(None, operand) for _, operand in signs]
    return at, signs[::-1]
