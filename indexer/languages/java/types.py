"""Java types as expressions."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import Reader
from indexer.model.units import (
    APPLIED,
    LITERAL,
    MEMBER,
    NAME,
    SEQUENCE,
    TYPE_PARAMETER,
    TYPES,
    UNION,
    Expr,
    Known,
)

_PRIMITIVE: Final = frozenset({"integral_type", "floating_point_type", "boolean_type", "void_type"})
_ANNOTATIONS: Final = frozenset({"annotation", "marker_annotation"})
_COMMENTS: Final = frozenset({"line_comment", "block_comment"})
_ASIDE: Final = _ANNOTATIONS | _COMMENTS


class Types(Reader):
    """Reads types."""

    @abstractmethod
    def annotation(self, node: Node) -> Expr:
        """Reads an annotation where it stands."""

    def type(self, node: Node | None) -> Expr:
        """The expression for a type; None where nothing is known of it (`var`, `?`)."""
        if node is None:
            return None
        kind = node.type
        if kind in ("type_identifier", "identifier"):
            name = self.text(node)
            return None if name == "var" else (NAME, node.start_byte, name)
        if kind == "generic_type":
            return self._generic(node)
        if kind in ("scoped_type_identifier", "scoped_identifier", "field_access"):
            return self._scoped(node)
        if kind in _PRIMITIVE:
            return (LITERAL, node.start_byte, self.text(node))
        if kind == "array_type":
            element = node.child_by_field_name("element")
            return self.array(self.type(element), node.child_by_field_name("dimensions"))
        if kind in ("annotated_type", "wildcard", "type_bound", "catch_type"):
            return self._alternatives(node)
        return None

    def _generic(self, node: Node) -> Expr:
        children = node.named_children
        plain = self.type(children[0])
        arguments = next((child for child in children if child.type == "type_arguments"), None)
        if plain is None or arguments is None:
            return plain
        given = tuple(self.type(one) for one in arguments.named_children if one.type not in _ASIDE)
        return (APPLIED, plain[1], plain, given) if given else plain

    def _scoped(self, node: Node) -> Expr:
        parts = [child for child in node.named_children if child.type not in _COMMENTS]
        for part in parts:
            if part.type in _ANNOTATIONS:
                self.visit(part)
        parts = [part for part in parts if part.type not in _ANNOTATIONS]
        if not parts:
            return None
        last = parts[-1]
        outer = self.type(parts[0]) if len(parts) > 1 else None
        if outer is None:
            return (NAME, last.start_byte, self.text(last))
        return (MEMBER, last.start_byte, outer, self.text(last))

    def _alternatives(self, node: Node) -> Expr:
        """A type with annotations, a wildcard's bound, or several types."""
        found: list[Known] = []
        for child in node.named_children:
            if child.type in _ANNOTATIONS:
                self.visit(child)
            else:
                one = self.type(child)
                if one is not None:
                    found.append(one)
        if len(found) < 2:
            return found[0] if found else None
        return (UNION, node.start_byte, tuple(found))

    def array(self, element: Expr, dimensions: Node | None) -> Expr:
        """An array of as many dimensions as are written."""
        if dimensions is None:
            return element
        for _ in range(self.text(dimensions).count("[")):
            element = (SEQUENCE, dimensions.start_byte, (element,))
        return element

    def use_type(self, expr: Expr, kind: str = "type_uses", scope: int | None = None) -> None:
        """Says that a type stands in the open scope."""
        inner = expr
        while inner is not None and inner[0] == SEQUENCE:
            inner = inner[2][0]
        if inner is not None and inner[0] != LITERAL:
            self.builder.use(inner, kind, scope)

    def type_parameters(self, node: Node | None) -> list[int]:
        """Declares the type parameters of a type or function in the open scope, which is its inside."""
        if node is None:
            return []
        found = []
        for one in node.named_children:
            if one.type != "type_parameter":
                continue
            name = bound = None
            for child in one.named_children:
                if child.type in _ANNOTATIONS:
                    self.visit(child)
                elif child.type == "type_bound":
                    bound = self.type(child)
                elif name is None:
                    name = child
            if name is None:
                continue
            self.use_type(bound)
            found.append(self.builder.declare(self.text(name), name.start_byte, TYPE_PARAMETER, TYPES, type=bound))
        return found
