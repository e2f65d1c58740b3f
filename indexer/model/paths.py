"""Access paths: how `a.b` and `d['k']` are named among bindings."""

from __future__ import annotations

from indexer.model import ir
from indexer.model.ir import Expr


def path_of(expr: Expr) -> str | None:
    """The access path that an expression spells (`a.b`, `d['k']`), None where it spells none."""
    if expr is None:
        return None
    operation = expr[0]
    if operation == ir.NAME:
        name: str = expr[2]
        return name
    if operation == ir.ATTR:
        inner = path_of(expr[2])
        return None if inner is None else f"{inner}.{expr[3]}"
    if operation == ir.SUBSCRIPT:
        inner, index = path_of(expr[2]), expr[3]
        if inner is None or index is None or index[0] != ir.CONST or index[3] is None:
            return None
        return f"{inner}[{index[3]!r}]"
    return None
