"""Kotlin types as expressions, and names."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import Reader, child_of
from indexer.model.units import (
    APPLIED,
    EXTENSION,
    FUNCTION,
    FUNCTION_,
    FUNCTION_SCOPE,
    HIDDEN,
    MEMBER,
    NAME,
    PROTOTYPE,
    TYPE_PARAMETER,
    TYPES,
    UNION,
    VALUES,
    VARIABLE,
    Expr,
)

COMMENTS: Final = frozenset({"line_comment", "block_comment"})
TYPE_KINDS: Final = frozenset(
    {"user_type", "nullable_type", "function_type", "non_nullable_type", "parenthesized_type"}
)
OF_RECEIVER: Final = "this"
"""The name of the parameter of a function type that is what the function runs for."""
_WRAPPERS: Final = frozenset({"nullable_type", "parenthesized_type", "type_projection", "non_nullable_type"})


class Types(Reader):
    """Reads types."""

    def name(self, node: Node) -> str:
        """An identifier, without the backticks that let any text be one."""
        return self.text(node).strip("`")

    def type(self, node: Node | None) -> Expr:
        """The expression for a type; None where nothing is known of it (`*`, `dynamic`)."""
        if node is None:
            return None
        kind = node.type
        if kind == "user_type":
            return self._user_type(node)
        if kind in _WRAPPERS:
            found = [one for one in map(self.type, node.named_children) if one is not None]
            return found[0] if len(found) == 1 else (UNION, node.start_byte, tuple(found)) if found else None
        if kind == "function_type":
            return self._function_type(node)
        if kind == "parameter":
            return self.type(self.type_in(node))
        if kind == "type_modifiers":
            self.visit_all(one for one in node.named_children if one.type == "annotation")
        return None

    def _function_type(self, node: Node) -> Expr:
        """`A.(B) -> C`: the type of functions that take a B, and run for an A."""
        builder = self.builder
        types = [child for child in node.named_children if child.type not in COMMENTS]
        taken = child_of(node, "function_type_parameters")
        receiver = types[0] if types and types[0] != taken else None
        given = [one for one in taken.named_children if one.type not in COMMENTS] if taken is not None else []
        flags = HIDDEN | PROTOTYPE | (EXTENSION if receiver is not None else 0)
        number = builder.declare("", node.start_byte, FUNCTION_, VALUES, flags=flags)
        with builder.inside(FUNCTION_SCOPE, declaration=number):
            parameters = [] if receiver is None else [self._parameter_of_type(receiver, OF_RECEIVER)]
            parameters += [self._parameter_of_type(one, "") for one in given]
            result = self.used_type(types[-1]) if types else None
        builder.amend(number, type=result, parameters=tuple(parameters), required=len(given))
        return (FUNCTION, node.start_byte, number)

    def _parameter_of_type(self, node: Node, name: str) -> int:
        return self.builder.declare(name, node.start_byte, VARIABLE, VALUES, type=self.used_type(node))

    def _user_type(self, node: Node) -> Expr:
        found: Expr = None
        for child in node.named_children:
            if child.type == "identifier":
                name = self.name(child)
                found = (NAME, child.start_byte, name) if found is None else (MEMBER, child.start_byte, found, name)
            elif child.type == "type_arguments" and found is not None:
                given = tuple(self.type(one) for one in child.named_children if one.type not in COMMENTS)
                found = (APPLIED, found[1], found, given)
            elif child.type == "type_modifiers":
                self.type(child)
        return found

    def type_in(self, node: Node) -> Node | None:
        """The first type right inside a node."""
        return next((child for child in node.named_children if child.type in TYPE_KINDS), None)

    def use_type(self, expr: Expr, kind: str = "type_uses") -> None:
        """Says that a type stands in the open scope."""
        self.builder.use(expr, kind)

    def used_type(self, node: Node | None, kind: str = "type_uses") -> Expr:
        """Reads a type that stands in the open scope."""
        found = self.type(node)
        self.builder.use(found, kind)
        return found

    def type_parameters(self, node: Node) -> list[int]:
        """Declares the type parameters of a definition in the open scope, which is its inside."""
        builder = self.builder
        bounds: dict[str, Expr] = {}
        constraints = child_of(node, "type_constraints")
        for one in constraints.named_children if constraints is not None else ():
            name = child_of(one, "identifier")
            if name is not None:
                bounds[self.name(name)] = self.used_type(self.type_in(one))
        given, found = child_of(node, "type_parameters"), []
        for one in given.named_children if given is not None else ():
            name = child_of(one, "identifier")
            if name is not None:
                bound = self.used_type(self.type_in(one)) or bounds.get(self.name(name))
                found.append(builder.declare(self.name(name), name.start_byte, TYPE_PARAMETER, TYPES, type=bound))
        return found
