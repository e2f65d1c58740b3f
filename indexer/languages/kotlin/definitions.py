"""Kotlin definitions: types, functions, and the head of a file."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import CONSTRUCTOR_NAME, PACKAGE, child_of
from indexer.languages.kotlin.functions import Functions
from indexer.languages.kotlin.types import COMMENTS, TYPE_KINDS
from indexer.model.units import (
    ABSTRACT,
    ALIAS,
    BLOCK,
    CALL,
    CONSTRUCTOR,
    FIELD,
    FUNCTION_,
    FUNCTION_SCOPE,
    HIDDEN,
    IMPORT,
    IMPORTED,
    NAME,
    NAMESPACES,
    NEW,
    OBJECT,
    ORDERED,
    PRIVATE,
    STATIC,
    SUPER,
    TYPE,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    VARIADIC,
    Expr,
)

_BODIES: Final = ("class_body", "enum_class_body")
_MEMBERS_OF_FILE: Final = frozenset({"function_declaration", "property_declaration"})


class Definitions(Functions):
    """Reads a file from its top."""

    # ------------------------------------------------------------ the head of a file

    def package(self, node: Node) -> Expr:
        name = child_of(node, "qualified_identifier")
        if name is not None and name.named_children:
            parts = name.named_children
            self.builder.set_namespace(".".join(map(self.name, parts)))
            symbol = self.builder.symbol("package", self.name(parts[-1]), node, parts[-1], docstring="")
            self.builder.declare(PACKAGE, parts[-1].start_byte, VARIABLE, NAMESPACES, symbol=symbol, flags=HIDDEN)
        return None

    def import_(self, node: Node) -> Expr:
        name = child_of(node, "qualified_identifier")
        parts = [one for one in name.named_children if one.type == "identifier"] if name is not None else []
        if not parts:
            return None
        builder = self.builder
        path, last = [self.name(one) for one in parts], parts[-1]
        if any(child.type == "*" for child in node.children):
            builder.opens((IMPORT, last.start_byte, ".".join(path), "*"), VALUES | TYPES)
            builder.use((IMPORT, last.start_byte, ".".join(path), ""), "imports")
            return None
        alias = child_of(node, "identifier") or last
        value = (IMPORT, last.start_byte, ".".join(path[:-1]), path[-1])
        builder.declare(self.name(alias), alias.start_byte, IMPORTED, VALUES | TYPES, value=value)
        builder.use(value, "imports")
        return None

    # ------------------------------------------------------------ types

    def class_(self, node: Node) -> Expr:
        builder = self.builder
        name = node.child_by_field_name("name")
        modifiers = self.modifiers(node)
        words = modifiers.words
        if name is None and "companion" not in words:
            return self.visit_inside(node)
        body = next((child for child in node.named_children if child.type in _BODIES), None)
        text = self.name(name) if name is not None else "Companion"
        kind = "interface" if "interface" in words else "enum" if "enum" in words else "class"
        symbol = builder.symbol(
            kind, text, node, name, body=body, exported="private" not in words, detail=self.detail(modifiers),
            signature=self.signature(node, modifiers, body.start_byte if body is not None else node.end_byte),
        )  # fmt: skip
        flags = STATIC | (PRIVATE if "private" in words else 0) | (ABSTRACT if words & {"abstract", "interface"} else 0)
        declaration = builder.declare(
            text, name.start_byte if name is not None else node.start_byte, TYPE, TYPES, symbol=symbol, flags=flags
        )
        if modifiers.annotations:
            with builder.inside(BLOCK, symbol=symbol):
                self.annotate(modifiers)
        outer = builder.scope
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
            builder.amend(declaration, parameters=tuple(self.type_parameters(node)))
            self._primary_constructor(node, text, symbol)
            self._bases(node, is_interface=kind == "interface")
            if "object" in words and "companion" not in words:
                itself = (NAME, name.start_byte if name is not None else node.start_byte, text)
                builder.declare(
                    "INSTANCE", node.start_byte, VARIABLE, VALUES, symbol=symbol, flags=STATIC | HIDDEN, type=itself
                )
            if body is not None:
                self.visit_inside(body)
        if "companion" in words:
            self._shared(scope, outer, text, node.start_byte)
        return None

    def _shared(self, scope: int, outer: int, name: str, offset: int) -> None:
        """Members of a companion object are found through the class around it, too."""
        builder = self.builder
        for one in builder.declarations_in(scope):
            if one.what in (VARIABLE, FUNCTION_, TYPE) and not one.flags & CONSTRUCTOR:
                builder.declare(
                    one.name, one.offset, one.what, one.spaces, symbol=one.symbol, flags=one.flags | STATIC, inner=one.inner,
                    type=one.type, value=one.value, parameters=one.parameters, required=one.required, scope=outer,
                )  # fmt: skip
        builder.opens((NAME, offset, name), VALUES)

    def _primary_constructor(self, node: Node, name: str, symbol: int) -> None:
        builder = self.builder
        written = child_of(node, "primary_constructor")
        if written is None:
            return
        modifiers = self.modifiers(written)
        own = symbol
        if any(child.type == "constructor" for child in written.children):
            own = builder.symbol(
                "constructor",
                name,
                written,
                docstring="",
                exported="private" not in modifiers.words,
                detail=self.detail(modifiers),
            )
        declaration = builder.declare(
            CONSTRUCTOR_NAME,
            written.start_byte,
            FUNCTION_,
            VALUES,
            symbol=own if own != symbol else -1,
            flags=CONSTRUCTOR,
        )
        type_scope = builder.scope
        given = child_of(written, "class_parameters")
        with builder.inside(FUNCTION_SCOPE, declaration=declaration, symbol=symbol) as scope:
            self.annotate(modifiers)
            self._constructors[type_scope] = scope
            parameters, required, variadic = [], 0, False
            for one in given.named_children if given is not None else ():
                if one.type != "class_parameter":
                    continue
                number, optional = self._class_parameter(one, type_scope)
                parameters.append(number)
                required += not optional
                if "vararg" in self.modifiers(one).words:
                    variadic, required = True, required - (not optional)
            builder.amend(
                declaration,
                parameters=tuple(parameters),
                required=required,
                flags=CONSTRUCTOR | (VARIADIC if variadic else 0),
            )

    def _class_parameter(self, node: Node, type_scope: int) -> tuple[int, bool]:
        """A parameter of a primary constructor, with `val` or `var` a property; whether it may be left out."""
        builder = self.builder
        name, written = child_of(node, "identifier"), self.type_in(node)
        modifiers = self.modifiers(node)
        words = modifiers.words
        self.annotate(modifiers)
        named = self.used_type(written)
        optional = False
        for child in node.named_children:
            if written is not None and child.start_byte >= written.end_byte and child.type not in COMMENTS:
                self.visit(child)
                optional = True
        text = self.name(name) if name is not None else ""
        start = name.start_byte if name is not None else node.start_byte
        if not words & {"val", "var"}:
            return builder.declare(text, start, VARIABLE, VALUES, flags=ORDERED, type=named), optional
        with self.at(type_scope):
            symbol = builder.symbol(
                "property",
                text,
                node,
                name,
                exported="private" not in words,
                detail=self.detail(modifiers),
                docstring="",
            )
            number = builder.declare(
                text,
                start,
                VARIABLE,
                VALUES,
                symbol=symbol,
                flags=FIELD | (PRIVATE if "private" in words else 0),
                type=named,
            )
            self.accessors(text, start, symbol, words, named)
        return number, optional

    def _bases(self, node: Node, *, is_interface: bool) -> None:
        given = child_of(node, "delegation_specifiers")
        for one in given.named_children if given is not None else ():
            for child in one.named_children:
                if child.type == "constructor_invocation":
                    self._base(self.type(self.type_in(child)), "inherits")
                    with self.at(self.initialisers()):
                        arguments = self.arguments(child_of(child, "value_arguments"))
                        self.builder.use((CALL, child.start_byte, (SUPER, child.start_byte), arguments))
                elif child.type == "explicit_delegation":
                    self._base(self.type(self.type_in(child)), "implements")
                    with self.at(self.initialisers()):
                        self.visit(child.named_children[-1])
                elif child.type in TYPE_KINDS:
                    self._base(self.type(child), "inherits" if is_interface else "implements")

    def _base(self, base: Expr, kind: str) -> None:
        if base is not None:
            self.builder.base(base, kind)

    def anonymous_object(self, node: Node) -> Expr:
        builder = self.builder
        symbol = builder.symbol(
            "class", "<anonymous>", node, docstring="", signature="", exported=False, detail=["anonymous"]
        )
        declaration = builder.declare("", node.start_byte, TYPE, TYPES, symbol=symbol)
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
            self._bases(node, is_interface=False)
            body = child_of(node, "class_body")
            if body is not None:
                self.visit_inside(body)
        return (OBJECT, node.start_byte, scope)

    def enum_entry(self, node: Node) -> Expr:
        builder = self.builder
        name, body = child_of(node, "identifier"), child_of(node, "class_body")
        owner = builder.scope_record(builder.scope).declaration
        if name is None or owner < 0:
            return self.visit_inside(node)
        modifiers = self.modifiers(node)
        symbol = builder.symbol("enum_member", self.name(name), node, name, body=body)
        enum = (NAME, name.start_byte, builder.declaration(owner).name)
        with builder.inside(BLOCK, symbol=symbol):
            self.annotate(modifiers)
            given = child_of(node, "value_arguments")
            builder.use((NEW, name.start_byte, enum, self.arguments(given)))
        value: Expr = None
        if body is not None:
            declaration = builder.declare("", body.start_byte, TYPE, TYPES, symbol=symbol)
            with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
                builder.base(enum, "inherits")
                self.visit_inside(body)
            value = (OBJECT, body.start_byte, scope)
        builder.declare(
            self.name(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=STATIC, type=enum, value=value
        )
        return None

    def type_alias(self, node: Node) -> Expr:
        builder = self.builder
        name = node.child_by_field_name("type")
        if name is None:
            return None
        modifiers = self.modifiers(node)
        symbol = builder.symbol("type_alias", self.name(name), node, name, exported="private" not in modifiers.words)
        flags = PRIVATE if "private" in modifiers.words else 0
        declaration = builder.declare(self.name(name), name.start_byte, ALIAS, TYPES, symbol=symbol, flags=flags)
        with builder.inside(BLOCK, declaration=declaration, symbol=symbol):
            parameters = self.type_parameters(node)
            builder.amend(declaration, type=self.used_type(self.type_in(node)), parameters=tuple(parameters))
        return None
