"""What declares types in TypeScript: interfaces, aliases, enumerations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import functions
from indexer.languages.javascript.names import details, has_word, key_name
from indexer.languages.javascript.reader import INSTANCE_OF, Reader, ReadStatement, This
from indexer.model import units
from indexer.model.units import (
    ALIAS,
    FIELD,
    FUNCTION_,
    PROTOTYPE,
    STATIC,
    TYPE,
    TYPE_PARAMETER,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    Expr,
)

CALL_SIGNATURE: Final = "(call)"
NEW_SIGNATURE: Final = "(new)"
"""Names of members that are calls of the instance itself, and of `new` on it."""


def interface(reader: Reader, node: Node) -> None:
    """`interface A<T> extends B { ... }`."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None:
        return
    builder = reader.builder
    text = reader.name(name)
    symbol = builder.symbol(
        "interface",
        text,
        node,
        name,
        body=body,
        exported=bool(reader.exporting or reader.ambient),
        documented=reader.documented,
    )
    number = reader.declare(text, name.start_byte, TYPE, TYPES, symbol=symbol, flags=reader.exporting)
    _exported(reader, name, text)
    with (
        builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol) as inner,
        reader.meaning(This(INSTANCE_OF, inner)),
    ):
        found = functions.type_parameters(reader, node.child_by_field_name("type_parameters"))
        builder.amend(number, parameters=tuple(found))
        for child in node.named_children:
            if child.type == "extends_type_clause":
                for one in child.named_children:
                    builder.base(reader.type(one), "inherits")
        if body is not None:
            members(reader, body, rows=True)


def _exported(reader: Reader, name: Node, text: str) -> None:
    if reader.exporting and reader.builder.scope == 0:
        shown = "default" if reader.exporting & units.DEFAULT else text
        reader.builder.use((units.IMPORT, name.start_byte, "", shown), "exports")


def members(reader: Reader, body: Node, *, rows: bool) -> None:
    """The members of an interface or object type whose scope is open."""
    for child in body.named_children:
        kind = child.type
        if kind == "property_signature":
            _property(reader, child, rows=rows)
        elif kind in ("method_signature", "call_signature", "construct_signature"):
            _method(reader, child, rows=rows)
        elif kind == "index_signature":
            _index(reader, child)
        elif kind != "comment":
            reader.use_type(child)


def _property(reader: Reader, node: Node, *, rows: bool) -> None:
    name = node.child_by_field_name("name")
    text = key_name(reader, name)
    if name is None or not text:
        reader.use_type(node.child_by_field_name("type"))
        return
    symbol = reader.builder.symbol("property", text, node, name, detail=details(reader, node)) if rows else -1
    declared = reader.use_type(node.child_by_field_name("type"))
    reader.declare(text, name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=FIELD, type=declared)


def _method(reader: Reader, node: Node, *, rows: bool) -> None:
    """A method of an interface; calls of the instance itself are methods named by what they are."""
    name = node.child_by_field_name("name")
    text = key_name(reader, name)
    if node.type == "call_signature":
        text = CALL_SIGNATURE
    elif node.type == "construct_signature":
        text = NEW_SIGNATURE
    if not text:
        return
    symbol = None
    if rows and name is not None:
        symbol = reader.builder.symbol("method", text, node, name, detail=details(reader, node))
    start = name.start_byte if name is not None else node.start_byte
    flags = PROTOTYPE | (units.ACCESSOR if has_word(node, "get", "set") else 0)
    number = reader.declare(text, start, FUNCTION_, VALUES, symbol=-1 if symbol is None else symbol, flags=flags)
    functions.body(reader, node, number, symbol, reader.this)


def _index(reader: Reader, node: Node) -> None:
    """`[key: string]: T` and `[K in T]: U`."""
    with reader.builder.inside(units.BLOCK):
        for child in node.named_children:
            if child.type == "mapped_type_clause":
                name = child.child_by_field_name("name")
                if name is not None:
                    reader.declare(reader.name(name), name.start_byte, TYPE_PARAMETER, TYPES)
                reader.use_type(child.child_by_field_name("type"))
                reader.use_type(child.child_by_field_name("alias"))
            elif child.type not in ("identifier", "predefined_type"):
                reader.use_type(child)


def alias(reader: Reader, node: Node) -> None:
    """`type A<T> = B`; the members of an object type are its own."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None:
        return
    builder = reader.builder
    text = reader.name(name)
    symbol = builder.symbol(
        "type_alias", text, node, name, exported=bool(reader.exporting or reader.ambient), documented=reader.documented
    )
    number = reader.declare(text, name.start_byte, ALIAS, TYPES, symbol=symbol, flags=reader.exporting)
    _exported(reader, name, text)
    with builder.inside(units.BLOCK, declaration=number), reader.meaning(reader.this):
        found = functions.type_parameters(reader, node.child_by_field_name("type_parameters"))
        reader.owner = symbol
        target = reader.use_type(value)
        reader.owner = -1
    builder.amend(number, type=target, parameters=tuple(found))


def enumeration(reader: Reader, node: Node) -> None:
    """`enum A { B, C = 1 }`."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    builder = reader.builder
    text = reader.name(name)
    symbol = builder.symbol(
        "enum",
        text,
        node,
        name,
        body=body,
        exported=bool(reader.exporting or reader.ambient),
        documented=reader.documented,
    )
    number = reader.declare(text, name.start_byte, TYPE, TYPES | VALUES, symbol=symbol, flags=reader.exporting)
    _exported(reader, name, text)
    with builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol):
        own: Expr = (units.NAME, name.start_byte, text)
        for child in body.named_children:
            key = child.child_by_field_name("name") if child.type == "enum_assignment" else child
            shown = key_name(reader, key)
            if key is None or not shown:
                continue
            member = builder.symbol("enum_member", shown, child, key)
            reader.declare(shown, key.start_byte, VARIABLE, VALUES, symbol=member, flags=STATIC, type=own)
            value = child.child_by_field_name("value") if child.type == "enum_assignment" else None
            if value is not None:
                with builder.inside(units.BLOCK):
                    builder.opens(own, VALUES)
                    reader.evaluate(value)


STATEMENTS: Final[Mapping[str, ReadStatement]] = {
    "interface_declaration": interface,
    "type_alias_declaration": alias,
    "enum_declaration": enumeration,
}
