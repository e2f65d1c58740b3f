"""Reading a tree by the kinds of its nodes: a handler for each kind, once found by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import Expr

Statement = Callable[..., None]
"""A handler `(reader, node)` of a statement or declaration."""
Expression = Callable[..., Expr]
"""A handler `(reader, node)` of an expression: gives its intermediate form."""


class Reader:
    """A language's reader derives from this and fills the tables; `visit` and `expr` dispatch.

    Kinds without a handler have no meaning of their own: what is inside of them is read.
    """

    STATEMENTS: ClassVar[dict[str, Statement]] = {}
    """Handlers of statements and declarations, by kind of node."""
    EXPRESSIONS: ClassVar[dict[str, Expression]] = {}
    """Handlers of expressions, by kind of node."""
    SILENT: ClassVar[frozenset[str]] = frozenset({"comment"})
    """Kinds of which nothing is read; so are all that have no name, if they have no handler."""
    BY_NUMBER: ClassVar[dict[int, tuple[Statement | None, Expression | None]]] = {}
    """Handlers by the grammar's number of a kind, filled as kinds are met: each language has its own."""

    def __init__(self, builder: Builder) -> None:
        self.builder: Final = builder
        self.source: Final = builder.source

    def text(self, node: Node) -> str:
        """The source of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    # ------------------------------------------------------------ dispatch

    def _handlers(self, node: Node) -> tuple[Statement | None, Expression | None]:
        kind = node.type
        statement, expression = self.STATEMENTS.get(kind), self.EXPRESSIONS.get(kind)
        if kind in self.SILENT or (not node.is_named and expression is None):
            statement = Reader.nothing
        found = self.BY_NUMBER[node.kind_id] = (statement, expression)
        return found

    def visit(self, node: Node) -> None:
        """Reads a statement or a declaration."""
        statement, expression = self.BY_NUMBER.get(node.kind_id) or self._handlers(node)
        if statement is not None:
            statement(self, node)
        elif expression is not None:
            self.builder.use(expression(self, node))
        else:
            self.visit_all(node.named_children)

    def visit_all(self, nodes: Iterable[Node]) -> None:
        """Reads statements or declarations in order."""
        for node in nodes:
            self.visit(node)

    def visit_inside(self, node: Node) -> None:
        """Reads what is inside of a node that has no meaning of its own."""
        self.visit_all(node.named_children)

    def nothing(self, node: Node) -> None:
        """A node that says nothing."""

    def expr(self, node: Node) -> Expr:
        """The intermediate form of an expression."""
        statement, expression = self.BY_NUMBER.get(node.kind_id) or self._handlers(node)
        if expression is not None:
            return expression(self, node)
        if statement is not None:
            statement(self, node)
            return None
        return self.parts(node)

    def parts(self, node: Node, type_name: str = "") -> Expr:
        """A value of which only its type is known, or not even that; what is evaluated inside counts."""
        return self.some(node.start_byte, type_name, [self.expr(child) for child in node.named_children])

    def some(self, offset: int, type_name: str, parts: Iterable[Expr]) -> Expr:
        """PARTS of what is something; the plain literal where nothing is."""
        kept = tuple(part for part in parts if part is not None and part[0] != units.LITERAL)
        if kept:
            return (units.PARTS, offset, type_name, kept)
        return (units.LITERAL, offset, type_name) if type_name else None

    def either(self, offset: int, alternatives: Iterable[Expr]) -> Expr:
        """Any of several values."""
        kept = tuple(one for one in alternatives if one is not None)
        return kept[0] if len(kept) == 1 else (units.UNION, offset, kept) if kept else None
