"""Types as they are written: what they name, and what is defined inside of them."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from tree_sitter import Node

from indexer.languages.c.base import Base
from indexer.model import units
from indexer.model.units import Expr

AGGREGATES: Final = frozenset({"struct_specifier", "union_specifier", "class_specifier", "enum_specifier"})


class TypeNames(Base):
    """Gives the expressions of types."""

    @abstractmethod
    def aggregate(self, node: Node, *, alias: Node | None = None, owner: int = -1) -> Expr:
        """Reads a struct, union, enum or class and gives its name; see `Aggregates`."""

    def type_expr(self, node: Node | None) -> Expr:
        """The type that a node names; definitions inside of it are read."""
        if node is None:
            return None
        kind = node.type
        if kind == "type_identifier":
            return (units.NAME, node.start_byte, self.text(node))
        if kind in AGGREGATES:
            return self.aggregate(node)
        if kind in ("primitive_type", "sized_type_specifier"):
            written = " ".join(self.text(node).split())
            return (units.NAME if written.endswith("_t") else units.LITERAL, node.start_byte, written)
        if kind == "type_descriptor":
            return self.type_expr(node.child_by_field_name("type"))
        if kind == "macro_type_specifier":
            return self._of_macro(node)
        return self.other_type(node)

    def other_type(self, node: Node) -> Expr:
        """The type that a node of a kind that C does not have names."""
        self.builder.use(self.parts(node))
        return None

    def _of_macro(self, node: Node) -> Expr:
        """`MACRO(type)` in the place of a type."""
        name, inner = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is None:
            return None
        word = self.text(name)
        if word in ("typeof", "__typeof__", "__typeof", "typeof_unqual"):
            return self._typeof(inner)
        self.builder.use((units.NAME, name.start_byte, word))
        return self.type_expr(inner)

    def _typeof(self, inner: Node | None) -> Expr:
        """`typeof(x)`, whose operand the grammar takes for a type."""
        operand = inner.child_by_field_name("type") if inner is not None else None
        if operand is None or operand.type != "type_identifier":
            return self.type_expr(inner)
        return (units.CLASS_OF, operand.start_byte, (units.NAME, operand.start_byte, self.text(operand)))

    def type_use(self, node: Node | None, kind: str = "type_uses") -> Expr:
        """The type that a node names, said to be used."""
        found = self.type_expr(node)
        self.use_type(found, kind)
        return found

    def use_type(self, expr: Expr, kind: str = "type_uses") -> None:
        """Says that a type is used, if it is one that has a name."""
        if expr is not None and expr[0] != units.LITERAL:
            self.builder.use(expr, kind)
