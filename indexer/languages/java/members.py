"""Members of Java types: fields, methods and constructors, and what stands before them."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import CONSTRUCTOR_NAME, NO_MODIFIERS, Modifiers, child_of
from indexer.languages.java.statements import Statements
from indexer.model import units
from indexer.model.units import (
    ABSTRACT,
    CONSTRUCTOR,
    FIELD,
    FUNCTION_,
    FUNCTION_SCOPE,
    ORDERED,
    PRIVATE,
    STATIC,
    TYPE_SCOPE,
    VALUES,
    VARIABLE,
    VARIADIC,
    Expr,
)

DETAIL: Final = (
    "public",
    "protected",
    "private",
    "static",
    "abstract",
    "final",
    "default",
    "sealed",
    "native",
    "synchronized",
)
"""The modifiers that say something of a definition."""


class Members(Statements):
    """Reads fields and methods."""

    # ------------------------------------------------------------ what stands before a declaration

    def modifiers(self, node: Node) -> Modifiers:
        """The modifiers of a declaration."""
        found = child_of(node, "modifiers")
        if found is None:
            return NO_MODIFIERS
        annotations = tuple(one for one in found.named_children if one.type in ("annotation", "marker_annotation"))
        words = frozenset(one.type for one in found.children if not one.is_named)
        return Modifiers(words, annotations, annotations[-1].end_byte if annotations else -1)

    def annotate(self, modifiers: Modifiers) -> None:
        """Reads the annotations of a declaration in the open scope."""
        for one in modifiers.annotations:
            self.visit(one)

    # ------------------------------------------------------------ fields

    def field(self, node: Node) -> Expr:
        builder = self.builder
        modifiers = self.modifiers(node)
        words = modifiers.words
        in_interface = node.type == "constant_declaration"
        static = in_interface or "static" in words
        constant = in_interface or ("static" in words and "final" in words)
        flags = (STATIC if static else FIELD) | (PRIVATE if "private" in words else 0)
        self.annotate(modifiers)
        named = self.type(node.child_by_field_name("type"))
        self.use_type(named)
        declarators = node.children_by_field_name("declarator")
        for one in declarators:
            name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
            if name is None:
                continue
            whole = node if len(declarators) == 1 else one
            symbol = builder.symbol(
                "constant" if constant else "field", self.text(name), whole, name, documented=node, exported="private" not in words,
                detail=[word for word in DETAIL if word in words],
                signature=self._field_signature(node, one, modifiers, value),
            )  # fmt: skip
            held = self.array(named, one.child_by_field_name("dimensions"))
            given = self.expr(value) if value is not None else None
            builder.use(given)
            builder.declare(
                self.text(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=flags, type=held, value=given
            )
        return None

    def _field_signature(self, node: Node, declarator: Node, modifiers: Modifiers, value: Node | None) -> str:
        """Modifiers and type as written, and the variable's own name and value if that is short."""
        start = max(node.start_byte, modifiers.end)
        named = node.child_by_field_name("type")
        head = self.source[start : named.end_byte if named is not None else start]
        end = declarator.end_byte if value is None or value.end_byte - value.start_byte < 80 else value.start_byte
        own = self.source[declarator.start_byte : end]
        return " ".join(b" ".join((head, own)).decode("utf-8", "replace").split()).rstrip("= ")

    # ------------------------------------------------------------ methods

    def method(self, node: Node) -> Expr:
        builder = self.builder
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return self.visit_inside(node)
        modifiers = self.modifiers(node)
        words = modifiers.words
        scope = builder.scope_record(builder.scope)
        made = node.type in ("constructor_declaration", "compact_constructor_declaration")
        symbol = builder.symbol(
            "constructor" if made else "method" if scope.kind == TYPE_SCOPE else "function",
            self.text(name), node, name, body=body, exported="private" not in words,
            detail=[word for word in DETAIL if word in words],
            signature=self.signature(node, modifiers, body.start_byte if body is not None else node.end_byte),
        )  # fmt: skip
        flags = (
            (PRIVATE if "private" in words else 0) | (STATIC if "static" in words else 0) | (CONSTRUCTOR if made else 0)
        )
        if body is None and not made and "native" not in words:
            flags |= ABSTRACT
        called = CONSTRUCTOR_NAME if made else self.text(name)
        declaration = builder.declare(called, name.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=flags)
        with builder.inside(FUNCTION_SCOPE, declaration=declaration, symbol=symbol):
            self.annotate(modifiers)
            self.type_parameters(node.child_by_field_name("type_parameters"))
            result = self.array(self.type(node.child_by_field_name("type")), node.child_by_field_name("dimensions"))
            self.use_type(result, "returns")
            parameters, variadic = self._parameters_of(node)
            required = len(parameters) - variadic
            builder.amend(
                declaration,
                type=result,
                parameters=tuple(parameters),
                required=required,
                flags=flags | (VARIADIC if variadic else 0),
            )
            for child in node.named_children:
                if child.type == "throws":
                    for one in child.named_children:
                        self.use_type(self.type(one), "raises")
            value = node.child_by_field_name("value")
            if value is not None:
                self.visit(value)
            if body is not None:
                self.visit_inside(body)
        return None

    def _parameters_of(self, node: Node) -> tuple[list[int], bool]:
        """The parameters of a method; of a record's compact constructor, those of the record."""
        if node.type == "compact_constructor_declaration":
            record = node.parent.parent if node.parent is not None else None
            given = record.child_by_field_name("parameters") if record is not None else None
            names = (
                [(one.child_by_field_name("name") or name_of(one), one) for one in given.named_children]
                if given is not None
                else []
            )
            return [
                self.builder.declare(
                    self.text(name), name.start_byte, VARIABLE, VALUES, type=self.type(one.child_by_field_name("type"))
                )
                for name, one in names
                if name is not None
            ], False
        return self.formal_parameters(node.child_by_field_name("parameters"))

    def formal_parameters(self, node: Node | None) -> tuple[list[int], bool]:
        builder = self.builder
        found, variadic = [], False
        for one in node.named_children if node is not None else ():
            name = one.child_by_field_name("name")
            if one.type == "spread_parameter":
                name, variadic = name_of(one), True
            if name is None or one.type not in ("formal_parameter", "spread_parameter"):
                continue
            named = self.parameter_type(one)
            if one.type == "spread_parameter":
                named = (units.SEQUENCE, one.start_byte, (named,))
            if self.text(name) != "this":
                found.append(
                    builder.declare(self.text(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=named)
                )
        return found, variadic

    def parameter_type(self, node: Node) -> Expr:
        """Reads a parameter's annotations and its type, which is in no field where `...` follows."""
        self.annotate(self.modifiers(node))
        written = node.child_by_field_name("type") or next(
            (
                one
                for one in node.named_children
                if one.type not in ("modifiers", "variable_declarator", "line_comment", "block_comment")
            ),
            None,
        )
        named = self.array(self.type(written), node.child_by_field_name("dimensions"))
        self.use_type(named)
        return named


def name_of(parameter: Node) -> Node | None:
    """The name in the declarator of a parameter with `...`."""
    declarator = child_of(parameter, "variable_declarator")
    return declarator.child_by_field_name("name") if declarator is not None else None
