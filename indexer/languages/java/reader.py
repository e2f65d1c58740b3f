"""The ground that reading the JVM's languages stands on: dispatch by kind of node, and names."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Final, NamedTuple

from tree_sitter import Node

from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import Expr

PACKAGE: Final = "package"
"""The name, which no identifier can be, under which a file declares the row of its package."""

FACADE: Final = "facade"
"""Key of the fact that says by which class Java sees the functions and properties of a Kotlin file."""

OF_OBJECT: Final = "$"
"""Ends the name of the type of a Scala object, as in the runtime: a class and an object of one name are two types."""

CONSTRUCTOR_NAME: Final = "<init>"
"""The name under which constructors are declared: no plain name finds them."""

Handler = Callable[..., Expr]
"""What reads one kind of node: gives the expression that it is, None for a statement or a declaration."""


class Modifiers(NamedTuple):
    """What stands before a declaration."""

    words: frozenset[str]
    annotations: tuple[Node, ...]
    end: int
    """Where the last annotation ends; -1 without any."""


NO_MODIFIERS: Final = Modifiers(frozenset(), (), -1)


class Reader(ABC):
    """What all readers of syntax share: `builder` collects, `expr` and `visit` dispatch.

    A subclass fills `HANDLERS`; kinds of nodes that are not in it have no meaning of their own: what is inside counts.
    """

    HANDLERS: ClassVar[dict[str, Handler]]
    """By kind of node."""
    BY_NUMBER: ClassVar[dict[int, Handler]]
    """By the grammar's number of the kind, filled as kinds are met."""
    LITERALS: ClassVar[dict[str, str]] = {}
    """Kinds of literals without anything inside, and the names of their types."""

    def __init__(self, builder: Builder) -> None:
        self.builder: Final = builder
        self.source: Final = builder.source

    def text(self, node: Node) -> str:
        """The source of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    # ------------------------------------------------------------ dispatch

    def expr(self, node: Node) -> Expr:
        """The expression that a node is; of statements and declarations, which are read at once, None."""
        handler = self.BY_NUMBER.get(node.kind_id)
        if handler is None:
            handler = self.BY_NUMBER[node.kind_id] = self._handler(node)
        return handler(self, node)

    def _handler(self, node: Node) -> Handler:
        kind = node.type
        if kind in self.LITERALS:
            name = self.LITERALS[kind]
            return lambda _, literal: (units.LITERAL, literal.start_byte, name)
        return self.HANDLERS.get(kind) or (type(self).parts if node.is_named else type(self).nothing)

    def visit(self, node: Node) -> None:
        """Reads a statement, a declaration, or an expression whose value is not used."""
        expr = self.expr(node)
        if expr is not None and expr[0] != units.LITERAL:
            self.builder.use(expr)

    def visit_all(self, nodes: Iterable[Node]) -> None:
        """Reads statements or declarations in order."""
        for node in nodes:
            self.visit(node)

    def visit_inside(self, node: Node) -> Expr:
        """Reads what is inside of a node that is no expression."""
        self.visit_all(node.named_children)
        return None

    def nothing(self, _: Node) -> Expr:
        """A node that says nothing."""
        return None

    def parts(self, node: Node) -> Expr:
        """A value of which nothing is known; what is evaluated inside counts."""
        return self.some(node.start_byte, "", [self.expr(child) for child in node.named_children])

    def some(self, offset: int, type_name: str, parts: Sequence[Expr]) -> Expr:
        """PARTS of what is something; the literal of the type where nothing is."""
        kept = tuple(part for part in parts if part is not None and part[0] != units.LITERAL)
        if kept:
            return (units.PARTS, offset, type_name, kept)
        return (units.LITERAL, offset, type_name) if type_name else None

    # ------------------------------------------------------------ signatures

    def signature(self, node: Node, modifiers: Modifiers, end: int) -> str | None:
        """The text up to `end` without annotations, on one line; None where there are none to leave out."""
        if not modifiers.annotations:
            return None
        pieces, at = [], node.start_byte
        for annotation in modifiers.annotations:
            pieces.append(self.source[at : annotation.start_byte])
            at = annotation.end_byte
        pieces.append(self.source[at:end])
        text = b" ".join(pieces).decode("utf-8", "replace")
        return " ".join(text.split()).rstrip("{=:; ")[:400]


def child_of(node: Node, kind: str) -> Node | None:
    """The first child of a kind."""
    return next((child for child in node.named_children if child.type == kind), None)
