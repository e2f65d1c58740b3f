"""Kotlin properties: of types, of files, of other types, and variables of functions; and how a whole file is read."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import FACADE, child_of
from indexer.languages.kotlin.definitions import Definitions
from indexer.languages.kotlin.statements import STATEMENTS
from indexer.languages.kotlin.types import COMMENTS, TYPE_KINDS
from indexer.model import units
from indexer.model.units import (
    ABSTRACT,
    ACCESSOR,
    CALL,
    EXTENSION,
    EXTENSION_SCOPE,
    FIELD,
    FILE,
    FUNCTION_,
    FUNCTION_SCOPE,
    NAME,
    ORDERED,
    PRIVATE,
    TYPE_SCOPE,
    VALUES,
    VARIABLE,
    Expr,
)

_NAMED: Final = re.compile(r'@file:\s*(?:\[[^\]]*)?JvmName\(\s*"(\w+)"')


class Properties(Definitions):
    """Reads properties, and files."""

    def file(self, root: Node) -> None:
        """Reads a whole file."""
        self._constructors = {}
        self.visit_inside(root)
        if any(child.type in ("function_declaration", "property_declaration") for child in root.named_children):
            written = _NAMED.search(self.source[:2000].decode("utf-8", "replace"))
            stem = re.sub(r"\W", "_", self.builder.path.rpartition("/")[2].partition(".")[0])
            self.builder.fact(FACADE, written[1] if written else f"{stem[:1].upper()}{stem[1:]}Kt")

    def property(self, node: Node) -> Expr:
        kind = self.builder.scope_record(self.builder.scope).kind
        if kind not in (FILE, TYPE_SCOPE):
            return self.local_property(node)
        pattern = child_of(node, "variable_declaration")
        if pattern is None:
            several = child_of(node, "multi_variable_declaration")
            self._value_of(node, several)
            for one in several.named_children if several is not None else ():
                self._property(node, one, one, None, in_type=kind == TYPE_SCOPE)
            return None
        self._property(node, pattern, node, self._receiver(node, pattern), in_type=kind == TYPE_SCOPE)
        return None

    def _receiver(self, node: Node, pattern: Node) -> Node | None:
        return next(
            (one for one in node.named_children if one.type in TYPE_KINDS and one.end_byte <= pattern.start_byte), None
        )

    def _property(self, node: Node, pattern: Node, whole: Node, receiver: Node | None, *, in_type: bool) -> None:
        builder = self.builder
        name = child_of(pattern, "identifier")
        if name is None:
            return
        modifiers = self.modifiers(node)
        words = modifiers.words
        text, offset = self.name(name), name.start_byte
        kind = "constant" if "const" in words else "property" if in_type or receiver is not None else "variable"
        getter, setter = child_of(node, "getter"), child_of(node, "setter")
        end = getter.start_byte if getter is not None else setter.start_byte if setter is not None else node.end_byte
        symbol = builder.symbol(
            kind, text, whole, name, body=getter or setter, exported="private" not in words, detail=self.detail(modifiers),
            signature=self.signature(node, modifiers, end),
            documented=node,
        )  # fmt: skip
        flags = (
            (PRIVATE if "private" in words else 0)
            | (FIELD if in_type else 0)
            | (ABSTRACT if "abstract" in words else 0)
        )
        self.annotate(modifiers)
        if receiver is not None:
            self._extension(node, pattern, symbol, receiver, flags & PRIVATE)
            return
        named = self.used_type(self.type_in(pattern))
        value = self._value_of(node, pattern) if whole is node else None
        if named is None and value is None and getter is not None:
            value = self._result_of(getter)
        own = value
        if value is not None and self.initialisers() != builder.scope:
            own = None
            with self.at(self.initialisers()):
                builder.assign((NAME, offset, text), value)
        builder.declare(text, offset, VARIABLE, VALUES, symbol=symbol, flags=flags, type=named, value=own)
        self.accessors(text, offset, symbol, words, named)
        for one in (getter, setter):
            if one is not None:
                self._accessor(one, symbol, named)

    def _value_of(self, node: Node, pattern: Node | None) -> Expr:
        """Reads the initialiser or the delegate of a property."""
        builder = self.builder
        value: Expr = None
        with self.at(self.initialisers()):
            for child in node.named_children:
                if pattern is None or child.start_byte < pattern.end_byte or child.type in COMMENTS:
                    continue
                if child.type == "property_delegate":
                    given = self.last_inside(child)
                    builder.use(given)
                    value = self._lazily(given)
                elif child.type not in ("getter", "setter", "type_constraints"):
                    value = self.expr(child)
                    builder.use(value)
        return value

    @staticmethod
    def _lazily(given: Expr) -> Expr:
        """What `by lazy { ... }` comes to: a call of the lambda."""
        if given is None or given[0] != CALL:
            return None
        callee = given[2][2] if given[2] is not None and given[2][0] == units.APPLIED else given[2]
        if callee is not None and callee[0] == NAME and callee[2] == "lazy" and given[3]:
            return (CALL, given[1], given[3][-1], ())
        return None

    def _result_of(self, getter: Node) -> Expr:
        """The value of a getter that is an expression."""
        body = child_of(getter, "function_body")
        if body is None or not any(child.type == "=" for child in body.children):
            return None
        plain = [
            child
            for child in body.named_children
            if child.type in ("identifier", "navigation_expression", "call_expression")
        ]
        return self.expr(plain[0]) if plain and child_of(plain[0], "annotated_lambda") is None else None

    def _accessor(self, node: Node, symbol: int, named: Expr) -> None:
        """The body of a getter or setter, in which `field` is the property's own."""
        builder = self.builder
        with builder.inside(FUNCTION_SCOPE, symbol=symbol):
            builder.declare("field", node.start_byte, VARIABLE, VALUES, type=named)
            given = child_of(node, "identifier")
            self.used_type(self.type_in(node))
            if node.type == "setter" and given is not None:
                builder.declare(self.name(given), given.start_byte, VARIABLE, VALUES, flags=ORDERED, type=named)
            body = child_of(node, "function_body")
            if body is not None:
                self.body(body)

    def _extension(self, node: Node, pattern: Node, symbol: int, receiver: Node, flags: int) -> None:
        """A property of another type: a function that is read like a variable."""
        builder = self.builder
        name = child_of(pattern, "identifier")
        assert name is not None
        declaration = builder.declare(
            self.name(name), name.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=flags | ACCESSOR | EXTENSION
        )
        with (
            builder.inside(EXTENSION_SCOPE, extends=self.type(receiver)),
            builder.inside(FUNCTION_SCOPE, declaration=declaration, symbol=symbol),
        ):
            self.type_parameters(node)
            first = builder.declare("", receiver.start_byte, VARIABLE, VALUES, type=self.used_type(receiver))
            builder.amend(declaration, parameters=(first,), required=0, type=self.used_type(self.type_in(pattern)))
            for child in node.named_children:
                if child.type in ("getter", "setter"):
                    self._accessor(child, symbol, None)


Properties.HANDLERS = STATEMENTS | {
    "package_header": Properties.package,
    "import": Properties.import_,
    "class_declaration": Properties.class_,
    "object_declaration": Properties.class_,
    "companion_object": Properties.class_,
    "object_literal": Properties.anonymous_object,
    "enum_entry": Properties.enum_entry,
    "type_alias": Properties.type_alias,
    "function_declaration": Properties.function,
    "anonymous_function": Properties.anonymous_function,
    "secondary_constructor": Properties.secondary_constructor,
    "anonymous_initializer": Properties.initialiser,
    "property_declaration": Properties.property,
}
Properties.BY_NUMBER = {}
Properties.LITERALS = {
    "number_literal": "kotlin.Int",
    "float_literal": "kotlin.Double",
    "character_literal": "kotlin.Char",
}
