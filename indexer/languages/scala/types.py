"""Scala types as expressions, and names."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import Reader
from indexer.model.units import (
    APPLIED,
    CLASS_OF,
    FUNCTION,
    FUNCTION_,
    FUNCTION_SCOPE,
    HIDDEN,
    LITERAL,
    MEMBER,
    NAME,
    PARTS,
    PROTOTYPE,
    SEQUENCE,
    THIS,
    TUPLE,
    TYPE_PARAMETER,
    TYPES,
    UNION,
    VALUES,
    VARIABLE,
    Expr,
    Known,
)

COMMENTS: Final = frozenset({"comment", "block_comment"})
_ALTERNATIVES: Final = frozenset({"compound_type", "infix_type"})
_WRAPPERS: Final = frozenset({"lazy_parameter_type", "annotated_type", "applied_constructor_type", "refined_type"})
_PARTS: Final = frozenset({"parameter_types", "structural_type", "match_type", "type_lambda", "named_tuple_type"})
_BINDERS: Final = frozenset({"identifier", "type_identifier", "operator_identifier"})


class Types(Reader):
    """Reads types."""

    def name(self, node: Node) -> str:
        """An identifier, without the backticks that let any text be one."""
        return self.text(node).strip("`")

    def type(self, node: Node | None) -> Expr:
        """The expression for a type; None where nothing is known of it (`_`, `?`)."""
        if node is None:
            return None
        kind = node.type
        if kind in ("type_identifier", "identifier"):
            name = self.name(node)
            return (
                None
                if name in ("?", "_", "*")
                else (THIS, node.start_byte)
                if name == "this"
                else (NAME, node.start_byte, name)
            )
        if kind == "generic_type":
            return self._generic(node)
        if kind in ("stable_type_identifier", "stable_identifier", "projected_type", "field_expression"):
            return self._path(node)
        if kind in _ALTERNATIVES:
            return self._alternatives(node)
        if kind in _WRAPPERS:
            return next((found for found in map(self.type, node.named_children) if found is not None), None)
        if kind == "repeated_parameter_type":
            inner = self.type(node.child_by_field_name("type"))
            return (SEQUENCE, node.start_byte, (inner,)) if inner is not None else None
        if kind == "tuple_type":
            return (
                TUPLE,
                node.start_byte,
                tuple(self.type(one) for one in node.named_children if one.type not in COMMENTS),
            )
        if kind == "singleton_type":
            inner = self.type(node.named_children[0]) if node.named_children else None
            return (CLASS_OF, node.start_byte, inner) if inner is not None else None
        if kind == "function_type":
            return self._function_type(node)
        if kind in _PARTS:
            parts = tuple(one for one in map(self.type, node.named_children) if one is not None)
            return (PARTS, node.start_byte, "", parts) if parts else None
        return None

    def _function_type(self, node: Node) -> Expr:
        """`(A, B) => C`: the type of functions of an A and a B."""
        builder = self.builder
        given, result = node.child_by_field_name("parameter_types"), node.child_by_field_name("return_type")
        number = builder.declare("", node.start_byte, FUNCTION_, VALUES, flags=HIDDEN | PROTOTYPE)
        with builder.inside(FUNCTION_SCOPE, declaration=number):
            parameters = [
                builder.declare("", one.start_byte, VARIABLE, VALUES, type=self.used_type(one))
                for one in (given.named_children if given is not None else ())
                if one.type not in COMMENTS
            ]
            gives = self.used_type(result)
        builder.amend(number, type=gives, parameters=tuple(parameters), required=len(parameters))
        return (FUNCTION, node.start_byte, number)

    def _generic(self, node: Node) -> Expr:
        plain = self.type(node.child_by_field_name("type"))
        arguments = node.child_by_field_name("type_arguments")
        if plain is None or arguments is None:
            return plain
        given = tuple(self.type(one) for one in arguments.named_children if one.type not in COMMENTS)
        return (APPLIED, plain[1], plain, given) if given else plain

    def _path(self, node: Node) -> Expr:
        """`a.b.C`, `A#B`."""
        found: Expr = None
        for part in node.named_children:
            if part.type in COMMENTS:
                continue
            found = self.type(part) if found is None else (MEMBER, part.start_byte, found, self.name(part))
        return found

    def _alternatives(self, node: Node) -> Expr:
        """`A with B`, `A & B`, `A | B`; other infix types are generic types of two arguments."""
        operator = node.child_by_field_name("operator")
        parts: list[Known] = []
        for child in node.named_children:
            one = self.type(child) if child != operator else None
            if one is not None:
                parts.append(one)
        if operator is not None and self.text(operator) not in ("|", "&", "with", "<:", ">:", "*"):
            return (APPLIED, operator.start_byte, (NAME, operator.start_byte, self.name(operator)), tuple(parts))
        if len(parts) < 2:
            return parts[0] if parts else None
        return (UNION, node.start_byte, tuple(parts))

    def use_type(self, expr: Expr, kind: str = "type_uses") -> None:
        """Says that a type stands in the open scope."""
        if expr is not None and expr[0] != LITERAL:
            self.builder.use(expr, kind)

    def used_type(self, node: Node | None, kind: str = "type_uses") -> Expr:
        """Reads a type that stands in the open scope."""
        found = self.type(node)
        self.use_type(found, kind)
        return found

    def type_parameters(self, node: Node | None) -> list[int]:
        """Declares the type parameters of a definition in the open scope, which is its inside."""
        found: list[int] = []
        for one in node.named_children if node is not None else ():
            name = one if one.type in _BINDERS else one.child_by_field_name("name")
            if name is None:
                continue
            bound: Expr = None
            for limit in one.children_by_field_name("bound") if one is not name else ():
                named = self.used_type(limit.child_by_field_name("type"))
                if limit.type == "upper_bound":
                    bound = named
            found.append(self.builder.declare(self.name(name), name.start_byte, TYPE_PARAMETER, TYPES, type=bound))
        return found
