"""Swift types as expressions."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.swift.reader import SwiftReader
from indexer.model import units
from indexer.model.units import APPLIED, MEMBER, NAME, SEQUENCE, THIS, TUPLE, UNION, Expr

TYPES: Final = frozenset(
    "user_type optional_type array_type dictionary_type tuple_type function_type opaque_type existential_type metatype "
    "protocol_composition_type suppressed_constraint type_pack_expansion type_parameter_pack type_modifiers".split()
)


class Types(SwiftReader):
    """Reads types; an optional is what it may hold."""

    def type(self, node: Node | None) -> Expr:
        """The expression for a type; None where nothing is known of it."""
        if node is None:
            return None
        kind = node.type
        if kind == "user_type":
            return self._named(node)
        if kind == "type_identifier":
            return (NAME, node.start_byte, self.name(node))
        if kind == "optional_type":
            return self.type(node.child_by_field_name("wrapped") or _first(node))
        if kind == "array_type":
            return (SEQUENCE, node.start_byte, (self.type(_first(node)),))
        if kind == "dictionary_type":
            inside = [child for child in node.named_children if child.type in TYPES]
            plain = (NAME, node.start_byte, "Dictionary")
            return (APPLIED, node.start_byte, plain, tuple(self.type(child) for child in inside))
        if kind == "tuple_type":
            return self._tuple(node)
        if kind == "function_type":
            return self._function(node)
        if kind == "protocol_composition_type":
            return self.either(node.start_byte, [self.type(child) for child in node.named_children])
        if kind in ("opaque_type", "existential_type", "metatype", "type_pack_expansion", "type_parameter_pack"):
            return self.type(_first(node))
        return None

    def use_type(self, node: Node | None, kind: str = "type_uses") -> Expr:
        """Reads a type that is written down, as a use of that kind, and gives it."""
        found = self.type(node)
        if found is not None and found[0] not in (THIS, units.FUNCTION):
            self.builder.use(found, kind)
        return found

    def _named(self, node: Node) -> Expr:
        """`A.B<C>.D`: names, each perhaps with arguments."""
        found: Expr = None
        for child in node.children:
            if child.type == "type_identifier":
                name = self.name(child)
                if found is None:
                    found = (THIS, child.start_byte) if name == "Self" else (NAME, child.start_byte, name)
                else:
                    found = (MEMBER, child.start_byte, found, name)
            elif child.type == "type_arguments" and found is not None:
                given = tuple(self.type(one) for one in child.named_children if one.type in TYPES)
                is_optional = found[0] == NAME and found[2] == "Optional" and len(given) == 1
                found = given[0] if is_optional else (APPLIED, found[1], found, given)
        return found

    def _tuple(self, node: Node) -> Expr:
        """A tuple: its parts by place, and by name where the elements have names; one in brackets is itself."""
        items = [child for child in node.named_children if child.type == "tuple_type_item"]
        types = [self.type(next((one for one in child.named_children if one.type in TYPES), None)) for child in items]
        if len(items) == 1:
            return types[0]
        names = [
            next((one for one in child.named_children if one.type == "simple_identifier"), None) for child in items
        ]
        by_place = (TUPLE, node.start_byte, tuple(types))
        if not any(names):
            return by_place
        scope = self.builder.open(units.TYPE_SCOPE)
        for name, found in zip(names, types, strict=True):
            if name is not None:
                self.builder.declare(
                    self.name(name), name.start_byte, units.VARIABLE, units.VALUES, flags=units.FIELD, type=found
                )
        self.builder.close()
        return (UNION, node.start_byte, (by_place, (units.OBJECT, node.start_byte, scope)))

    def _function(self, node: Node) -> Expr:
        """A function type: a function without a body; the types that it names are used."""
        number = self.builder.declare("", node.start_byte, units.FUNCTION_, units.VALUES, flags=units.ABSTRACT)
        self.builder.open(units.FUNCTION_SCOPE, declaration=number)
        arrow = False
        result: Expr = None
        given: list[int] = []
        for child in node.children:
            arrow = arrow or child.type == "->"
            if arrow and child.type in TYPES:
                result = self.use_type(child)
            elif child.type == "tuple_type":
                for item in child.named_children:
                    written = next((one for one in item.named_children if one.type in TYPES), None)
                    found = self.use_type(written)
                    given.append(self.builder.declare("", item.start_byte, units.VARIABLE, units.VALUES, type=found))
        self.builder.close()
        self.builder.amend(number, type=result, parameters=tuple(given), required=len(given))
        return (units.FUNCTION, node.start_byte, number)


def _first(node: Node) -> Node | None:
    """The type inside of a type."""
    return next((child for child in node.named_children if child.type in TYPES), None)
