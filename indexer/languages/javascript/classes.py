"""Classes: their members, what they extend, and what decorates them."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from indexer.languages.javascript import functions
from indexer.languages.javascript.jsdoc import held
from indexer.languages.javascript.names import details, has_word, key_name
from indexer.languages.javascript.reader import INSTANCE_OF, TYPE_ITSELF, Reader, This
from indexer.languages.javascript.shapes import typed
from indexer.languages.javascript.wanted import of_type
from indexer.model import units
from indexer.model.units import (  # fmt: skip
    ABSTRACT,
    ACCESSOR,
    CONSTRUCTOR,
    FIELD,
    FUNCTION_SCOPE,
    STATIC,
    TYPE,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    Expr,
)


def declaration(reader: Reader, node: Node) -> None:
    """`class A extends B { ... }`."""
    name = node.child_by_field_name("name")
    define(reader, node, name, reader.name(name) if name is not None else "default", flags=reader.exporting)


def define(
    reader: Reader, node: Node, name: Node | None, text: str, *, flags: int = 0, scope: int | None = None,
    parent: int | None = None, whole: Node | None = None, exported: bool | None = None, decorators: Sequence[Node] = (),
) -> int:  # fmt: skip
    """Adds a class with a name: its row, its declaration, its members; arguments as for `functions.define`.

    `decorators` are those that stand outside of the node (before `export`).
    """
    builder = reader.builder
    detail = details(reader, node)
    if node.type.startswith("abstract") and "abstract" not in detail:
        detail.append("abstract")
    symbol = builder.symbol(
        "class",
        text or "<anonymous>",
        node if whole is None else whole,
        name,
        body=node.child_by_field_name("body"),
        exported=bool(flags & (units.EXPORTED | units.DEFAULT)) if exported is None else exported,
        detail=detail,
        parent=parent,
        documented=reader.documented,
    )
    start = name.start_byte if name is not None else node.start_byte
    number = reader.declare(
        text, start, TYPE, TYPES | VALUES, symbol=symbol, flags=flags | (ABSTRACT if "abstract" in detail else 0), scope=scope
    )  # fmt: skip
    if flags & (units.EXPORTED | units.DEFAULT) and (builder.scope if scope is None else scope) == 0:
        builder.use((units.IMPORT, start, "", "default" if flags & units.DEFAULT else text), "exports")
    with (
        builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol) as inner,
        reader.meaning(This(INSTANCE_OF, inner)),
    ):
        own = node.child_by_field_name("name")
        if own is not None and reader.name(own) != text:
            reader.declare(
                reader.name(own), own.start_byte, units.ALIAS, TYPES | VALUES, type=(units.NAME, own.start_byte, text)
            )
        for one in decorators:
            functions.decorate(reader, one)
        found = functions.type_parameters(reader, node.child_by_field_name("type_parameters"))
        builder.amend(number, parameters=tuple(found))
        inside(reader, node)
    return number


def expression(reader: Reader, node: Node) -> Expr:
    """A class as a value."""
    name = node.child_by_field_name("name")
    builder = reader.builder
    if name is not None:
        with builder.inside(units.BLOCK):
            define(reader, node, name, reader.name(name))
            return (units.NAME, name.start_byte, reader.name(name))
    unsaid = f"({node.start_byte})"
    symbol = builder.symbol("class", "<anonymous>", node, None, body=node.child_by_field_name("body"))
    number = reader.declare(unsaid, node.start_byte, TYPE, TYPES | VALUES, symbol=symbol)
    with (
        builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol) as inner,
        reader.meaning(This(INSTANCE_OF, inner)),
    ):
        functions.type_parameters(reader, node.child_by_field_name("type_parameters"))
        inside(reader, node)
    return (units.NAME, node.start_byte, unsaid)


def inside(reader: Reader, node: Node) -> None:
    """Heritage, decorators and members of a class whose scope is open."""
    for child in node.children:
        kind = child.type
        if kind == "decorator":
            functions.decorate(reader, child)
        elif kind == "class_heritage":
            _heritage(reader, child)
        elif kind == "class_body":
            _members(reader, child)


def _heritage(reader: Reader, node: Node) -> None:
    """`extends A<B> implements C, D`."""
    plain = True
    for child in node.named_children:
        if child.type == "extends_clause":
            plain = False
            base(reader, child.child_by_field_name("value"), child.child_by_field_name("type_arguments"))
        elif child.type == "implements_clause":
            plain = False
            for one in child.named_children:
                reader.builder.base(reader.type(one), "implements")
        elif plain:
            base(reader, child, None)


def base(reader: Reader, node: Node | None, arguments: Node | None) -> None:
    """A class that is extended: a name, or an expression whose value it is."""
    found = reader.expression(node)
    if found is None or node is None:
        return
    if found[0] == units.NAME:
        found = (*found[:3], VALUES)
    elif found[0] != units.MEMBER:
        reader.use(found)
    if arguments is not None:
        given = tuple(reader.type(one) for one in arguments.named_children)
        found = (units.APPLIED, node.start_byte, found, given)
    reader.builder.base(found, "inherits")


def _members(reader: Reader, node: Node) -> None:
    decorators: list[Node] = []
    for child in node.named_children:
        kind = child.type
        if kind == "decorator":
            decorators.append(child)
            continue
        if kind in ("method_definition", "method_signature", "abstract_method_signature"):
            method(reader, child, decorators)
        elif kind in ("field_definition", "public_field_definition"):
            _field(reader, child, decorators)
        elif kind == "class_static_block":
            _static_block(reader, child)
        elif kind == "index_signature":
            reader.use_type(child)
        decorators = []


def method(reader: Reader, node: Node, decorators: Sequence[Node] = ()) -> None:
    """A method, accessor or constructor of the type whose scope is open."""
    decorators = (*decorators, *_own_decorators(node))
    name = node.child_by_field_name("name")
    if name is None or _is_invalid(node, name):
        return
    if name.type == "computed_property_name":
        reader.evaluate(name)
    text = key_name(reader, name) or reader.name(name)
    static = has_word(node, "static")
    flags = STATIC if static else 0
    kind = "method"
    if text == "constructor" and not static:
        kind, flags = "constructor", CONSTRUCTOR
    elif has_word(node, "get", "set"):
        flags |= ACCESSOR
    if node.type == "abstract_method_signature" or has_word(node, "abstract"):
        flags |= ABSTRACT
    around = reader.this
    this = This(TYPE_ITSELF if static else INSTANCE_OF, reader.builder.scope)
    if around.kind not in (INSTANCE_OF, TYPE_ITSELF):
        this = around
    number = functions.define(
        reader, node, name, text, kind=kind, flags=flags, this=this, exported=not text.startswith("#")
    )
    if decorators:
        scope = reader.builder.declaration(number).inner
        _decorate_in(reader, scope, decorators)
    if kind == "constructor":
        _parameter_fields(reader, node)


def _own_decorators(node: Node) -> list[Node]:
    """The decorators that stand inside of a member's node."""
    return [child for child in node.named_children if child.type == "decorator"]


def _is_invalid(node: Node, name: Node) -> bool:
    """Whether a member has modifiers that TypeScript rejects: `abstract #a`, `private abstract a`, `static abstract a`, `private #a`."""
    hidden = name.type == "private_property_identifier"
    access = next((child for child in node.children if child.type == "accessibility_modifier"), None)
    if node.type == "abstract_method_signature" or has_word(node, "abstract"):
        return hidden or has_word(node, "static") or (access is not None and access.text == b"private")
    return hidden and access is not None


def _decorate_in(reader: Reader, scope: int, decorators: Sequence[Node]) -> None:
    """Says what decorates a member, from its inside."""
    before, reader.builder.scope = reader.builder.scope, scope
    for one in decorators:
        functions.decorate(reader, one)
    reader.builder.scope = before


def _parameter_fields(reader: Reader, node: Node) -> None:
    """`constructor(private a: A)`: the parameter is a field, too."""
    listed = node.child_by_field_name("parameters")
    for child in listed.named_children if listed is not None else ():
        if not any(one.type in ("accessibility_modifier", "readonly", "override_modifier") for one in child.children):
            continue
        name = child.child_by_field_name("pattern") or child.child_by_field_name("name")
        if name is None or name.type != "identifier":
            continue
        text = reader.name(name)
        symbol = reader.builder.symbol("field", text, child, name, detail=details(reader, child))
        reader.declare(
            text, name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=FIELD,
            type=reader.type(child.child_by_field_name("type")),
        )  # fmt: skip
        constructor = reader.own(reader.builder.scope, "constructor")
        inner = reader.builder.declaration(constructor).inner if constructor >= 0 else -1
        if inner >= 0:
            before, reader.builder.scope = reader.builder.scope, inner
            at = name.start_byte
            reader.builder.assign((units.MEMBER, at, (units.THIS, at), text), (units.NAME, at, text))
            reader.builder.scope = before


def _field(reader: Reader, node: Node, decorators: Sequence[Node]) -> None:
    """A field of a class; one that holds a function is a method."""
    decorators = (*decorators, *_own_decorators(node))
    name = node.child_by_field_name("property") or node.child_by_field_name("name")
    if name is None or _is_invalid(node, name):
        return
    if name.type == "computed_property_name":
        reader.evaluate(name)
    text = key_name(reader, name) or reader.name(name)
    if not text:
        reader.parts(node)
        return
    static = has_word(node, "static")
    value = node.child_by_field_name("value")
    flags = STATIC if static else FIELD
    scope = reader.builder.scope
    this = This(TYPE_ITSELF if static else INSTANCE_OF, scope)
    written = node.child_by_field_name("type")
    if value is not None and value.type in functions.FUNCTIONS:
        declared = reader.use_type(written) if written is not None else None
        number = functions.define(
            reader, value, name, text, kind="method", flags=flags & STATIC, whole=node, this=this, exported=not text.startswith("#"),
            given=functions.given_by_type(declared)
        )  # fmt: skip
        if decorators:
            _decorate_in(reader, reader.builder.declaration(number).inner, decorators)
        return
    symbol = reader.builder.symbol(
        "field", text, node, name, detail=details(reader, node), exported=not text.startswith("#")
    )
    number = reader.declare(
        text, name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=flags | (ABSTRACT if has_word(node, "abstract") else 0)
    )  # fmt: skip
    for one in decorators:
        functions.decorate(reader, one)
    declared = reader.use_type(written) if written is not None else reader.type(held(reader.docs.of(node)))
    found: Expr = None
    if value is not None:
        before, reader.this, owner, reader.owner = reader.this, this, reader.owner, symbol
        found = reader.evaluate(value, wanted=of_type(declared, value.start_byte))
        reader.this, reader.owner = before, owner
    typed(reader, found, declared)
    reader.builder.amend(number, type=declared, value=found)


def _static_block(reader: Reader, node: Node) -> None:
    number = reader.declare("", node.start_byte, units.FUNCTION_, VALUES, flags=units.HIDDEN | STATIC)
    with (
        reader.builder.inside(FUNCTION_SCOPE, declaration=number),
        reader.meaning(This(TYPE_ITSELF, reader.this.number)),
    ):
        for child in node.named_children:
            reader.statements(child)
