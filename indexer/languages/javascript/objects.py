"""Object literals, and variables that hold functions and classes."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import classes, functions
from indexer.languages.javascript.names import has_word, key_name
from indexer.languages.javascript.reader import LITERAL_OBJECT, Reader, This
from indexer.languages.javascript.wanted import Given
from indexer.languages.javascript.wanted import member as of_member
from indexer.model import units
from indexer.model.units import (
    ACCESSOR,
    TYPE_SCOPE,
    VALUES,
    VARIABLE,
    Expr,
)

CLASSES: Final = frozenset(("class", "class_expression"))
"""Kinds of nodes that are classes as values."""
_TRANSPARENT: Final = frozenset(
    ("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression")
)


def unwrapped(node: Node) -> Node:
    """What stands inside of brackets, `as`, `satisfies` and `!`."""
    while node.type in _TRANSPARENT and node.named_children:
        node = node.named_children[0]
    return node


# ------------------------------------------------------------ literals


def literal(reader: Reader, node: Node) -> Expr:
    """`{ a, b: c, d() { ... }, ...e }`."""
    wanted = reader.wanted_here()
    builder = reader.builder
    owner, reader.owner = reader.owner, -1
    with builder.inside(TYPE_SCOPE) as inner:
        for child in node.named_children:
            member(reader, child, inner, owner, wanted)
    reader.owner = owner
    return (units.OBJECT, node.start_byte, inner)


def scope_of_object(expr: Expr) -> int:
    """The scope of an object literal; -1 for anything else."""
    return int(expr[2]) if expr is not None and expr[0] == units.OBJECT else -1


def member(reader: Reader, node: Node, inner: int, owner: int, wanted: Expr = None) -> None:
    """One member of an object literal.

    Args:
        reader: the file.
        node: the member.
        inner: the scope of the object.
        owner: the symbol that has its members, or -1.
        wanted: what is wanted where the object stands.
    """
    builder, kind = reader.builder, node.type
    parent = owner if owner >= 0 else None
    if kind == "spread_element":
        found = [reader.evaluate(child) for child in node.named_children]
        for one in found:
            if one is not None:
                builder.base((units.CLASS_OF, node.start_byte, one), "")
    elif kind == "shorthand_property_identifier":
        text, at = reader.name(node), node.start_byte
        value: Expr = (units.NAME, at, text)
        builder.use(value, scope=builder.scope_record(inner).parent)
        symbol = builder.symbol("property", text, node, node, parent=parent) if owner >= 0 else -1
        reader.declare(text, at, VARIABLE, VALUES, symbol=symbol, value=value)
    elif kind == "method_definition":
        _method(reader, node, inner, parent, wanted)
    elif kind == "pair":
        key, value_node = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is not None and value_node is not None:
            text = _key(reader, key)
            _pair(reader, node, key, text, value_node, inner, owner, of_member(wanted, text, key.start_byte))
    elif kind != "comment":
        reader.statement(node)


def _key(reader: Reader, key: Node) -> str:
    """The name of a member; '' where that is computed, which is evaluated here."""
    if key.type == "computed_property_name":
        reader.evaluate(key)
    return key_name(reader, key)


def _method(reader: Reader, node: Node, inner: int, parent: int | None, wanted: Expr) -> None:
    name = node.child_by_field_name("name")
    if name is not None and name.type == "computed_property_name":
        reader.evaluate(name)
    text = key_name(reader, name) or (reader.name(name) if name is not None else "")
    flags = ACCESSOR if has_word(node, "get", "set") else 0
    functions.define(
        reader, node, name, text, kind="method", flags=flags, this=This(LITERAL_OBJECT, inner), parent=parent, exported=True,
        holder="" if parent is None else None, given=_given(of_member(wanted, text, node.start_byte)),
    )  # fmt: skip


def _given(wanted: Expr) -> Given | None:
    return None if wanted is None else Given(wanted)


def _pair(reader: Reader, node: Node, key: Node, text: str, value: Node, inner: int, owner: int, wanted: Expr) -> None:
    parent = owner if owner >= 0 else None
    if text and holds_function(value):
        this = This(LITERAL_OBJECT, inner) if value.type != "arrow_function" else reader.this
        functions.define(
            reader, value, key, text, kind="method", whole=node, this=this, parent=parent, exported=True, holder="" if parent is None else None,
            given=_given(wanted),
        )  # fmt: skip
        return
    if text and value.type in CLASSES:
        classes.define(reader, value, key, text, whole=node, parent=parent, exported=True)
        return
    symbol = reader.builder.symbol("property", text, node, key, parent=parent) if text and owner >= 0 else -1
    before, reader.owner = reader.owner, symbol
    found = reader.expression(value, wanted)
    reader.owner = before
    reader.use(found)
    number = reader.declare(text, key.start_byte, VARIABLE, VALUES, symbol=symbol, value=found)
    made = scope_of_object(found)
    if made >= 0:
        reader.objects[number] = made


def holds_function(value: Node) -> bool:
    """Whether a value is a function that the name it is bound to can stand for."""
    return value.type in functions.FUNCTIONS


# ------------------------------------------------------------ variables


def named_value(reader: Reader, name: Node, value: Node, statement: Node, scope: int) -> bool:
    """A variable that holds a function or a class: its definition is that of the function or class.

    Returns:
        Whether it is one.
    """
    inside = unwrapped(value)
    own = inside.child_by_field_name("name")
    text = reader.name(name)
    if own is not None and reader.name(own) != text:
        return False
    whole = name.parent or statement
    before, reader.documented = reader.documented, reader.documented or statement
    try:
        if inside.type in functions.FUNCTIONS:
            this = reader.this if inside.type == "arrow_function" else None
            written = (name.parent or name).child_by_field_name("type")
            given = None
            if written is not None:
                given = functions.given_by_type(reader.use_type(written))
            parent = reader.builder.scope_record(scope).symbol
            flags = reader.exporting
            functions.define(
                reader, inside, name, text, kind="function", flags=flags, scope=scope, this=this, whole=whole, parent=parent,
                given=given,
            )  # fmt: skip
            return True
        if inside.type in CLASSES:
            classes.define(reader, inside, name, text, flags=reader.exporting, scope=scope, whole=whole)
            return True
    finally:
        reader.documented = before
    return False
