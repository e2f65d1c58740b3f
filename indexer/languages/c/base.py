"""What all parts of the walk over a C or C++ tree share: the builder, dispatch by kind of node, names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import Expr

TAG: Final = "struct "
"""Before the names of structs, unions and enums in C, which are a space of their own."""

GLOBAL: Final = "::"
"""Before names that are looked up in the global namespace only."""


class Base:
    """One file being read.

    `NODES` names, for each kind of node, the method that reads it as a statement or definition; `EXPRESSIONS` the one
    that gives its expression.
    """

    NODES: ClassVar[Mapping[str, str]] = {}
    EXPRESSIONS: ClassVar[Mapping[str, str]] = {}
    tags_apart: ClassVar[bool] = True
    """Whether `struct x` and `x` are different names."""

    def __init__(self, builder: Builder) -> None:
        self.builder: Final = builder
        self.text: Final = builder.text
        self.templates: list[Node] = []
        """Template parameter lists in front of what comes next."""
        self.documented: Node | None = None
        """The node around what comes next before which its comment stands."""
        self._visit: dict[str, Callable[[Node], None]] = {k: getattr(self, name) for k, name in self.NODES.items()}
        self._expr: dict[str, Callable[[Node], Expr]] = {k: getattr(self, name) for k, name in self.EXPRESSIONS.items()}

    # ------------------------------------------------------------ dispatch

    def visit(self, node: Node) -> None:
        """Reads a statement, a definition, or whatever stands in their place."""
        kind = node.type
        handler = self._visit.get(kind)
        if handler is not None:
            handler(node)
        elif kind in self._expr:
            self.builder.use(self._expr[kind](node))
        else:
            for child in node.named_children:
                self.visit(child)

    def expr(self, node: Node | None) -> Expr:
        """The expression of a node; uses that it cannot hold are said to the builder."""
        if node is None:
            return None
        handler = self._expr.get(node.type)
        if handler is not None:
            return handler(node)
        statement = self._visit.get(node.type)
        if statement is not None:
            statement(node)
            return None
        return self.parts(node)

    def parts(self, node: Node) -> Expr:
        """An expression of which only the parts are known."""
        found = [one for child in node.named_children if (one := self.expr(child)) is not None]
        if len(found) == 1:
            return (units.PARTS, node.start_byte, "", (found[0],))
        return (units.PARTS, node.start_byte, "", tuple(found)) if found else None

    # ------------------------------------------------------------ where

    def in_function(self) -> bool:
        """Whether the open scope is inside of a function."""
        kind = self.builder.scope_record(self.builder.scope).kind
        return kind in (units.FUNCTION_SCOPE, units.BLOCK)

    def tag(self, name: str) -> str:
        """The name by which a struct, union or enum is declared."""
        return TAG + name if self.tags_apart else name


def name_of(expr: Expr) -> str:
    """The last part of the name that an expression ends with; '' where it is none."""
    if expr is None:
        return ""
    if expr[0] == units.NAME:
        return str(expr[2]).removeprefix(GLOBAL)
    if expr[0] == units.MEMBER:
        return str(expr[3])
    return name_of(expr[2]) if expr[0] == units.APPLIED else ""
