"""Assignments, and the members that they give to objects, functions and prototypes."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import classes, commonjs, functions, objects
from indexer.languages.javascript.jsdoc import held
from indexer.languages.javascript.names import has_word, key_name, member_name
from indexer.languages.javascript.patterns import bind
from indexer.languages.javascript.reader import INSTANCE_OF, LITERAL_OBJECT, MADE_BY, NOBODY, TYPE_ITSELF, Reader, This
from indexer.languages.javascript.shapes import typed
from indexer.languages.javascript.wanted import of_type
from indexer.model import units
from indexer.model.units import (
    ACCESSOR,
    EXTENSION_SCOPE,
    FIELD,
    FUNCTION_,
    STATIC,
    TYPE,
    TYPE_SCOPE,
    VALUES,
    VARIABLE,
    Expr,
)

_MODULES: Final = re.compile(r"^(?:(?:module\.)?exports|this|self|window|global|globalThis)\.")
"""What a module or the program is itself."""
_DOTTED: Final = re.compile(r"[\w$]+(?:\.[\w$]+)*")


def assignment(reader: Reader, node: Node) -> Expr:
    """`a = b`; gives what the expression comes to."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return reader.parts(node)
    left = objects.unwrapped(left)
    if left.type in ("array_pattern", "object_pattern"):
        found = reader.evaluate(right)
        bind(reader, left, found, lambda one, part: assign(reader, one, part))
        return found
    if left.type in ("member_expression", "subscript_expression"):
        exported = commonjs.assigned(reader, node, left, right)
        if exported is not None:
            return exported[0]
        return _to_member(reader, node, left, right)
    if left.type == "identifier" and reader.name(left) == "exports" and reader.declared("exports") < 0:
        return reader.expression(right)
    inside = objects.unwrapped(right)
    if left.type == "identifier" and objects.holds_function(inside) and reader.declared(reader.name(left)) < 0:
        this = reader.this if inside.type == "arrow_function" else None
        number = functions.define(
            reader, inside, left, reader.name(left), kind="function", scope=0, parent=0, whole=node, this=this, exported=True
        )  # fmt: skip
        return (units.FUNCTION, left.start_byte, number)
    found = reader.expression(right)
    number = reader.declared(reader.name(left)) if left.type == "identifier" else -1
    if number >= 0:
        typed(reader, found, reader.builder.declaration(number).type)
    assign(reader, left, found)
    return found


def assign(reader: Reader, target: Node, value: Expr) -> None:
    """Says that a name or a member gets a value."""
    if target.type in ("identifier", "shorthand_property_identifier_pattern"):
        text = reader.name(target)
        name = (units.NAME, target.start_byte, text)
        reader.settle(name, value)
        if reader.declared(text) not in reader.constants:
            reader.builder.use(name, "writes")
            reader.builder.assign(name, value)
        return
    found = reader.expression(target)
    while found is not None and found[0] == units.NOW:
        found = found[2]
    reader.use(found, "writes")
    if found is not None and found[0] == units.MEMBER:
        reader.settle(found, value)
        reader.builder.assign(found, value)


def _to_member(reader: Reader, node: Node, left: Node, right: Node) -> Expr:
    """`a.b = c`, `this.a = b`, `A.prototype.m = function () { ... }`."""
    name, text = member_name(reader, left)
    around = left.child_by_field_name("object")
    if not text or around is None or name is None:
        found = reader.expression(right)
        assign(reader, left, found)
        return found
    if text == "prototype":
        return _prototype(reader, node, around, right)
    at, flags, this, parent = _place(reader, around)
    inside = objects.unwrapped(right)
    known = at >= 0 and reader.own(at, text) >= 0
    if objects.holds_function(inside) or inside.type in objects.CLASSES:
        object_expr = reader.expression(around)
        whose = base_prototype(object_expr)
        reader.use(object_expr if whose is None or object_expr is None or object_expr[0] == units.NEW else whose)
        number = _function_member(reader, node, left, inside, at, flags, this, parent)
        value = (units.FUNCTION, name.start_byte, number)
        reader.settle((units.MEMBER, name.start_byte, object_expr, text), value)
        if at < 0 or known:
            reader.builder.assign((units.MEMBER, name.start_byte, object_expr, text), value)
        return value
    declared = reader.type(held(reader.docs.of(node)))
    found = reader.expression(right, of_type(declared, node.start_byte))
    target: Expr = (units.MEMBER, name.start_byte, reader.expression(around), text)
    if at >= 0 and not known:
        symbol = -1
        if parent >= 0:
            kind = "field" if flags & FIELD else "method" if _is_method(around, inside) else "property"
            symbol = reader.builder.symbol(kind, text, node, name, parent=parent)
        added = reader.builder.scope_record(at).kind == EXTENSION_SCOPE
        number = reader.declare(
            text, name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=flags if flags & STATIC else FIELD, scope=at,
            type=declared, value=found if added else None,
        )  # fmt: skip
        made = objects.scope_of_object(found)
        if made >= 0:
            reader.objects[number] = made
    elif at < 0 and _is_method(around, inside):
        reader.builder.symbol("method", text, node, name)
    reader.settle(target, found)
    reader.builder.use(target, "writes")
    reader.builder.assign(target, found)
    return found


def _is_method(around: Node, value: Node) -> bool:
    """Whether `A.prototype.b = c` gives A a method that has a name of its own."""
    prototype = around.child_by_field_name("property") if around.type == "member_expression" else None
    return prototype is not None and prototype.text == b"prototype" and value.type == "identifier"


def _function_member(
    reader: Reader, node: Node, left: Node, value: Node, at: int, flags: int, this: This, parent: int
) -> int:
    """The function or class that is assigned to a member; one that belongs to nothing known is in a scope of its own."""
    name, text = member_name(reader, left)
    assert name is not None
    around = reader.builder.scope_record(reader.builder.scope).symbol
    if at < 0:
        with reader.builder.inside(TYPE_SCOPE) as apart:
            at = apart
    if value.type in objects.CLASSES:
        return classes.define(
            reader, value, name, text, flags=flags & STATIC, scope=at, whole=node, parent=parent if parent >= 0 else around,
            exported=True,
        )  # fmt: skip
    if value.type == "arrow_function":
        this = reader.this
    before = reader.builder.scope
    if reader.builder.scope_record(at).kind == EXTENSION_SCOPE:
        reader.builder.scope = (
            at  # whose parent is the scope that is open: names are found as before, and `this` is known
        )
    number = functions.define(
        reader, value, name, text, kind="method" if parent >= 0 else "function", flags=flags & STATIC, scope=at, whole=node,
        this=this, parent=parent if parent >= 0 else around, exported=True,
        holder=_name_of(left.child_by_field_name("object")) if parent < 0 else None,
    )  # fmt: skip
    reader.builder.scope = before
    return number


def _name_of(node: Node | None) -> str:
    """What an object is called; '' for what is no name, and for what the module or the program is itself."""
    text = node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""
    name = _MODULES.sub("", f"{text}.").removesuffix(".")
    return name if _DOTTED.fullmatch(name) else ""


def _place(reader: Reader, node: Node) -> tuple[int, int, This, int]:
    """Where a member that is assigned to an object is declared: (scope | -1, flags, what `this` is in it, symbol that has it | -1)."""
    node = objects.unwrapped(node)
    builder = reader.builder
    if node.type == "this":
        return _place_of_this(reader)
    if node.type == "identifier":
        number = reader.declared(reader.name(node))
        if number < 0:
            return -1, 0, This(NOBODY, -1), -1
        one = builder.declaration(number)
        if number in reader.objects:
            return reader.objects[number], 0, This(LITERAL_OBJECT, reader.objects[number]), one.symbol
        if one.what in (FUNCTION_, TYPE) and one.name:
            at = extension(reader, number)
            return at, STATIC, This(TYPE_ITSELF, number), one.symbol
        return -1, 0, This(NOBODY, -1), -1
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        inner = node.child_by_field_name("object")
        if name is not None and inner is not None and name.text == b"prototype" and inner.type == "identifier":
            number = reader.declared(reader.name(inner))
            if number >= 0 and builder.declaration(number).what in (FUNCTION_, TYPE):
                reader.makers.add(number)
                at = extension(reader, number)
                return at, 0, This(MADE_BY, number), builder.declaration(number).symbol
        if inner is not None and name is not None:
            at, _, _, _ = _place(reader, inner)
            number = reader.own(at, reader.name(name)) if at >= 0 else -1
            if number in reader.objects:
                inside = reader.objects[number]
                return inside, 0, This(LITERAL_OBJECT, inside), builder.declaration(number).symbol
    return -1, 0, This(NOBODY, -1), -1


def known_place(reader: Reader, node: Node) -> int:
    """The scope in which members of an object, class or prototype of this file are declared; -1 for others."""
    return _place(reader, node)[0]


def copied(reader: Reader, target: Node, node: Node) -> Expr:
    """An object literal whose members are copied to something of this file: they are declared as members of that."""
    at, flags, this, parent = _place(reader, target)
    builder = reader.builder
    if builder.scope_record(at).parent != builder.scope:
        return objects.literal(reader, node)  # the object stands in a scope whose names this one hides
    before, builder.scope = builder.scope, at
    with reader.meaning(this):
        for child in node.named_children:
            prototype_member(reader, child, at, parent, flags & STATIC)
    builder.scope = before
    return None


def _place_of_this(reader: Reader) -> tuple[int, int, This, int]:
    this, builder = reader.this, reader.builder
    if this.kind == INSTANCE_OF:
        return this.number, FIELD, this, builder.scope_record(this.number).symbol
    if this.kind == TYPE_ITSELF and this.number >= 0:
        return -1, STATIC, this, -1
    if this.kind == LITERAL_OBJECT:
        return this.number, 0, this, -1
    if this.kind == MADE_BY and builder.declaration(this.number).name:
        reader.makers.add(this.number)
        return extension(reader, this.number), FIELD, this, builder.declaration(this.number).symbol
    return -1, 0, This(NOBODY, -1), -1


def extension(reader: Reader, number: int) -> int:
    """The scope here that adds members to a function or class and to its instances."""
    builder = reader.builder
    known = reader.extensions.get((number, builder.scope))
    if known is None:
        one = builder.declaration(number)
        reader.makers.add(number)
        with builder.inside(EXTENSION_SCOPE, extends=(units.NAME, one.offset, one.name)) as known:
            pass
        reader.extensions[number, builder.scope] = known
    return known


def _prototype(reader: Reader, node: Node, around: Node, right: Node) -> Expr:
    """`A.prototype = { ... }`, `A.prototype = Object.create(B.prototype)`, `A.prototype = new B()`."""
    builder = reader.builder
    owner = reader.expression(around)
    number = reader.declared(reader.name(around)) if around.type == "identifier" else -1
    builder.use((units.MEMBER, node.start_byte, owner, "prototype"), "writes") if number < 0 else builder.use(owner)
    if number < 0 or builder.declaration(number).what not in (FUNCTION_, TYPE):
        return reader.expression(right)
    at = extension(reader, number)
    symbol = builder.declaration(number).symbol
    inside = objects.unwrapped(right)
    before, builder.scope = builder.scope, at
    if inside.type == "object":
        with reader.meaning(This(MADE_BY, number)):
            for child in inside.named_children:
                prototype_member(reader, child, at, symbol)
        builder.scope = before
        return None
    found = reader.expression(right)
    builder.scope = before
    parent = base_prototype(found)
    if parent is not None:
        builder.scope, back = at, builder.scope
        builder.base(parent, "inherits")
        builder.scope = back
    builder.use(found)
    return None


def prototype_member(reader: Reader, node: Node, at: int, symbol: int, flags: int = 0) -> None:
    """One member of an object literal whose members become those of something else, in the open scope `at`."""
    key = node.child_by_field_name("key") or node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    text = key_name(reader, key)
    if key is None or not text or (value is not None and value.type in objects.CLASSES):
        objects.member(reader, node, at, symbol)
    elif value is None or objects.holds_function(value):
        functions.define(
            reader, node if value is None else value, key, text, kind="method", whole=node, this=reader.this,
            flags=flags | (ACCESSOR if has_word(node, "get", "set") else 0), parent=symbol if symbol >= 0 else None, exported=True,
        )  # fmt: skip
    else:
        found = reader.evaluate(value)
        row = reader.builder.symbol("property", text, node, key, parent=symbol) if symbol >= 0 else -1
        reader.declare(text, key.start_byte, VARIABLE, VALUES, symbol=row, flags=flags, value=found)


def base_prototype(expr: Expr) -> Expr:
    """The type whose instances have a prototype as theirs: of `B.prototype`, `Object.create(B.prototype)`, `new B()`."""
    if expr is None:
        return None
    if expr[0] in (units.NEW, units.INSTANCE):
        made: Expr = expr[2]
        return made
    if expr[0] == units.UNION:
        return next((found for one in expr[2] if (found := base_prototype(one)) is not None), None)
    return None
