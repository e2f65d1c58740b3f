"""What all parts of the reading of a Rust file share: the builder, paths, comments and attributes before items."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from tree_sitter import Node

from indexer.languages.toolkit.builder import Builder
from indexer.languages.toolkit.comments import plain_comment
from indexer.model import units
from indexer.model.units import EVERY, NAMESPACES, TYPES, Expr

COMMENTS: Final = frozenset(("line_comment", "block_comment"))
PREFIX: Final = TYPES | NAMESPACES
"""The spaces in which all but the last name of a path are looked up."""
SELF_TYPE: Final = "Self"


class Item(NamedTuple):
    """A node of a list of items or statements, with what stands before it."""

    node: Node
    doc: str
    attributes: tuple[Node, ...]


class Reader(ABC):
    """Reads one file into a builder."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.text = builder.text
        self.modules: list[str] = []
        """Names of the modules of this file that are open."""

    # ------------------------------------------------------------ parts that are read elsewhere

    @abstractmethod
    def expression(self, node: Node | None) -> Expr:
        """The value of an expression; what it evaluates besides its value becomes uses of the open scope."""

    @abstractmethod
    def type_(self, node: Node | None) -> Expr:
        """A type; None where nothing is known of it."""

    @abstractmethod
    def type_arguments(self, node: Node | None) -> tuple[Expr, ...]:
        """Type arguments, without lifetimes."""

    @abstractmethod
    def links(self, comment: Node) -> None:
        """The links of a documentation comment to items."""

    # ------------------------------------------------------------ small things

    def used(self, expr: Expr) -> None:
        """Says that an expression is evaluated in the open scope; a literal is no use of anything."""
        if expr is not None and expr[0] != units.LITERAL:
            self.builder.use(expr)

    def name_of(self, node: Node) -> str:
        """An identifier, without the mark of a raw one."""
        return self.text(node).removeprefix("r#")

    def items(self, children: Iterable[Node]) -> Iterator[Item]:
        """Nodes that are no comments, each with the documentation and the attributes above it."""
        comments: list[str] = []
        attributes: list[Node] = []
        for child in children:
            kind = child.type
            if kind in COMMENTS:
                text = self.text(child)
                if text.startswith("///") and not text.startswith("////"):
                    comments.append(text[3:].removeprefix(" ").rstrip())
                elif text.startswith("/**") and not text.startswith("/***"):
                    comments.append(plain_comment(text))
                if "[" in text and text.startswith(("///", "//!", "/**", "/*!")):
                    self.links(child)
                continue
            if kind == "attribute_item":
                attributes.append(child)
                continue
            if not child.is_named:
                continue
            yield Item(child, "\n".join(comments).strip(), tuple(attributes))
            comments.clear()
            attributes.clear()

    # ------------------------------------------------------------ paths

    def path(self, node: Node | None, spaces: int) -> Expr:
        """A path; `spaces` are those of its last name."""
        if node is None:
            return None
        kind = node.type
        if kind in ("identifier", "type_identifier", "metavariable", "shorthand_field_identifier", "field_identifier"):
            name = self.name_of(node)
            if name == SELF_TYPE:
                return (units.THIS, node.start_byte)
            if name == "_":
                return None
            return (units.NAME, node.start_byte, name, spaces)
        if kind in ("scoped_identifier", "scoped_type_identifier"):
            return self._scoped(node, spaces)
        if kind in ("crate", "self", "super"):
            return self._root(node, 0)
        if kind in ("generic_type", "generic_type_with_turbofish", "generic_function"):
            inner = self.path(node.child_by_field_name("type") or node.child_by_field_name("function"), spaces)
            arguments = self.type_arguments(node.child_by_field_name("type_arguments"))
            return (units.APPLIED, node.start_byte, inner, arguments)
        return self.type_(node)

    def _scoped(self, node: Node, spaces: int) -> Expr:
        outer, name_node = node.child_by_field_name("path"), node.child_by_field_name("name")
        if name_node is None:
            return None
        if name_node.type == "super":
            return self._root(node, 0)
        name = self.name_of(name_node)
        if outer is None:
            return (units.MEMBER, name_node.start_byte, (units.IMPORT, node.start_byte, "extern", ""), name, spaces)
        return (units.MEMBER, name_node.start_byte, self.path(outer, PREFIX), name, spaces)

    def _root(self, node: Node, up: int) -> Expr:
        """`crate`, `self` or `super`, once or several times: a module, by its way from the file's."""
        at: Node | None = node
        while at is not None and at.type == "scoped_identifier":
            up += 1
            at = at.child_by_field_name("path")
        if at is not None and at.type == "crate":
            return self.module_above(node.start_byte, "crate", 0)
        if at is not None and at.type == "super":
            up += 1
        return self.module_above(node.start_byte, "", up)

    def module_above(self, offset: int, name: str, up: int) -> Expr:
        """A module of the same crate: its root ('crate'), or one by how many levels above the open one it is.

        The rules of the language know these names, which no item can have: 'crate', and 'levels above the file's|modules inside'.
        """
        depth = len(self.modules)
        inside = "::".join(self.modules[: max(0, depth - up)])
        return (units.NAME, offset, name or f"{max(0, up - depth)}|{inside}", NAMESPACES)

    def with_spaces(self, expr: Expr, spaces: int = EVERY) -> Expr:
        """A path whose last name is looked up in other spaces."""
        if expr is None:
            return None
        if expr[0] == units.NAME:
            return (*expr[:3], spaces)
        return (*expr[:4], spaces) if expr[0] == units.MEMBER else expr
