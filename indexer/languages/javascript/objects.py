"""Object literals, and the members that assignments give to objects, functions and prototypes."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import classes, commonjs, functions
from indexer.languages.javascript.names import has_word, key_name
from indexer.languages.javascript.patterns import bind
from indexer.languages.javascript.reader import INSTANCE_OF, LITERAL_OBJECT, MADE_BY, NOBODY, TYPE_ITSELF, Reader, This
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

_CLASSES: Final = frozenset(("class", "class_expression"))
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
    builder = reader.builder
    owner, reader.owner = reader.owner, -1
    with builder.inside(TYPE_SCOPE) as inner:
        for child in node.named_children:
            member(reader, child, inner, owner)
    reader.owner = owner
    return (units.OBJECT, node.start_byte, inner)


def scope_of_object(expr: Expr) -> int:
    """The scope of an object literal; -1 for anything else."""
    return int(expr[2]) if expr is not None and expr[0] == units.OBJECT else -1


def member(reader: Reader, node: Node, inner: int, owner: int) -> None:
    """One member of the object literal whose scope `inner` is; `owner` is the symbol that has its members, or -1."""
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
        _method(reader, node, inner, parent)
    elif kind == "pair":
        key, value_node = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is not None and value_node is not None:
            _pair(reader, node, key, value_node, inner, owner)
    elif kind != "comment":
        reader.statement(node)


def _method(reader: Reader, node: Node, inner: int, parent: int | None) -> None:
    name = node.child_by_field_name("name")
    if name is not None and name.type == "computed_property_name":
        reader.evaluate(name)
    text = key_name(reader, name) or (reader.name(name) if name is not None else "")
    flags = ACCESSOR if has_word(node, "get", "set") else 0
    functions.define(
        reader, node, name, text, kind="method", flags=flags, this=This(LITERAL_OBJECT, inner), parent=parent, exported=True
    )  # fmt: skip


def _pair(reader: Reader, node: Node, key: Node, value: Node, inner: int, owner: int) -> None:
    parent = owner if owner >= 0 else None
    if key.type == "computed_property_name":
        reader.evaluate(key)
    text = key_name(reader, key)
    if text and holds_function(value):
        this = This(LITERAL_OBJECT, inner) if value.type != "arrow_function" else reader.this
        functions.define(reader, value, key, text, kind="method", whole=node, this=this, parent=parent, exported=True)
        return
    if text and value.type in _CLASSES:
        classes.define(reader, value, key, text, whole=node, parent=parent, exported=True)
        return
    symbol = reader.builder.symbol("property", text, node, key, parent=parent) if text and owner >= 0 else -1
    before, reader.owner = reader.owner, symbol
    found = reader.expression(value)
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
        if inside.type in _CLASSES:
            classes.define(reader, inside, name, text, flags=reader.exporting, scope=scope, whole=whole)
            return True
    finally:
        reader.documented = before
    return False


# ------------------------------------------------------------ assignments


def assignment(reader: Reader, node: Node) -> Expr:
    """`a = b`; gives what the expression comes to."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return reader.parts(node)
    left = unwrapped(left)
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
    inside = unwrapped(right)
    if left.type == "identifier" and holds_function(inside) and reader.declared(reader.name(left)) < 0:
        this = reader.this if inside.type == "arrow_function" else None
        number = functions.define(
            reader, inside, left, reader.name(left), kind="function", scope=0, parent=0, whole=node, this=this, exported=True
        )  # fmt: skip
        return (units.FUNCTION, left.start_byte, number)
    found = reader.expression(right)
    assign(reader, left, found)
    return found


def assign(reader: Reader, target: Node, value: Expr) -> None:
    """Says that a name or a member gets a value."""
    if target.type in ("identifier", "shorthand_property_identifier_pattern"):
        text = reader.name(target)
        name = (units.NAME, target.start_byte, text)
        if reader.declared(text) not in reader.constants:
            reader.builder.use(name, "writes")
            reader.builder.assign(name, value)
        return
    found = reader.evaluate(target, "writes")
    if found is not None and found[0] == units.MEMBER:
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
    inside = unwrapped(right)
    known = at >= 0 and reader.own(at, text) >= 0
    if holds_function(inside) or inside.type in _CLASSES:
        object_expr = reader.expression(around)
        whose = base_prototype(object_expr)
        reader.use(object_expr if whose is None or object_expr is None or object_expr[0] == units.NEW else whose)
        number = _function_member(reader, node, name, text, inside, at, flags, this, parent)
        value = (units.FUNCTION, name.start_byte, number)
        if at < 0 or known:
            reader.builder.assign((units.MEMBER, name.start_byte, object_expr, text), value)
        return value
    found = reader.expression(right)
    target: Expr = (units.MEMBER, name.start_byte, reader.expression(around), text)
    if at >= 0 and not known:
        symbol = -1
        if parent >= 0:
            symbol = reader.builder.symbol("field" if flags & FIELD else "property", text, node, name, parent=parent)
        added = reader.builder.scope_record(at).kind == EXTENSION_SCOPE
        number = reader.declare(
            text, name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=flags if flags & STATIC else FIELD, scope=at,
            value=found if added else None,
        )  # fmt: skip
        made = scope_of_object(found)
        if made >= 0:
            reader.objects[number] = made
    reader.builder.use(target, "writes")
    reader.builder.assign(target, found)
    return found


def _function_member(
    reader: Reader, node: Node, name: Node, text: str, value: Node, at: int, flags: int, this: This, parent: int
) -> int:
    """The function or class that is assigned to a member; one that belongs to nothing known is in a scope of its own."""
    around = reader.builder.scope_record(reader.builder.scope).symbol
    if at < 0:
        with reader.builder.inside(TYPE_SCOPE) as apart:
            at = apart
    if value.type in _CLASSES:
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
    )  # fmt: skip
    reader.builder.scope = before
    return number


def member_name(reader: Reader, node: Node) -> tuple[Node | None, str]:
    """The member that `a.b` or `a['b']` names: where it stands, and the name; '' where it is computed."""
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        return name, reader.name(name) if name is not None else ""
    index = node.child_by_field_name("index")
    return index, key_name(reader, index) if index is not None and index.type in ("string", "number") else ""


def _place(reader: Reader, node: Node) -> tuple[int, int, This, int]:
    """Where a member that is assigned to an object is declared: (scope | -1, flags, what `this` is in it, symbol that has it | -1)."""
    node = unwrapped(node)
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
        return literal(reader, node)  # the object stands in a scope whose names this one hides
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
    inside = unwrapped(right)
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
    if key is None or not text or (value is not None and value.type in _CLASSES):
        member(reader, node, at, symbol)
    elif value is None or holds_function(value):
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
