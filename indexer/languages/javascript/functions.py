"""Functions of every form: their parameters, types and bodies."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import documented
from indexer.languages.javascript.jsdoc import Doc, held
from indexer.languages.javascript.names import details, shown_name
from indexer.languages.javascript.patterns import bind, with_default
from indexer.languages.javascript.reader import MADE_BY, NOBODY, Reader, This
from indexer.languages.javascript.shapes import returned
from indexer.languages.javascript.wanted import Given, of_type
from indexer.model import units
from indexer.model.kinds import MEMBER_OF
from indexer.model.units import (
    FUNCTION_,
    FUNCTION_SCOPE,
    HIDDEN,
    ORDERED,
    PROTOTYPE,
    TYPE_PARAMETER,
    TYPES,
    VALUES,
    VARIABLE,
    VARIADIC,
    Expr,
)

FUNCTIONS: Final = frozenset(("function_expression", "function", "generator_function", "arrow_function"))
"""Kinds of nodes that are functions as values."""


def declaration(reader: Reader, node: Node) -> None:
    """`function f() { ... }`, with or without a body."""
    name = node.child_by_field_name("name")
    if name is None:
        return
    define(reader, node, name, reader.name(name), kind="function", flags=reader.exporting)


def define(
    reader: Reader, node: Node, name: Node | None, text: str, *, kind: str, flags: int = 0, scope: int | None = None,
    parent: int | None = None, this: This | None = None, whole: Node | None = None, given: Given | None = None, exported: bool | None = None,
    holder: str | None = None,
) -> int:  # fmt: skip
    """Adds a function with a name: its row, its declaration, and what is inside.

    Args:
        reader: the file.
        node: the function.
        name: where its name stands; None where none is written.
        text: the name.
        kind: of its row.
        flags: of its declaration.
        scope: that it is declared in; None for the open one.
        parent: symbol that its row is inside of; None for that of the open scope.
        this: what `this` is inside; None to find out.
        whole: the whole definition where that is more than the function.
        given: what its parameters get, where its place says so.
        exported: None where the flags say it.
        holder: what an object is called that has it and that no definition stands for, so that its use cannot be seen: '' where it
            has no name; None for no such object.

    Returns:
        The declaration's number.
    """
    whole = node if whole is None else whole
    symbol = reader.builder.symbol(
        kind,
        shown_name(reader, name, text) or "<anonymous>",
        whole,
        name,
        body=node.child_by_field_name("body"),
        exported=bool(flags & (units.EXPORTED | units.DEFAULT)) if exported is None else exported,
        detail=details(reader, node) if holder is None else _held_by(holder, details(reader, node)),
        parent=parent,
        documented=reader.documented,
    )
    start = name.start_byte if name is not None else node.start_byte
    bare = node.child_by_field_name("body") is None
    number = reader.declare(
        text, start, FUNCTION_, VALUES, symbol=symbol, flags=flags | (PROTOTYPE if bare else 0), scope=scope
    )
    if flags & (units.EXPORTED | units.DEFAULT) and (reader.builder.scope if scope is None else scope) == 0:
        exported_as = "default" if flags & units.DEFAULT else text
        reader.builder.use((units.IMPORT, start, "", exported_as), "exports")
    body(reader, node, number, symbol, this if this is not None else This(MADE_BY, number), given)
    return number


def _held_by(holder: str, detail: list[str]) -> list[str]:
    return [*([f"{MEMBER_OF}{holder}"] if holder else []), *detail, "held"]


def body(reader: Reader, node: Node, number: int, symbol: int | None, this: This, given: Given | None = None) -> None:
    """Reads a function's inside: parameters, types, statements; completes its declaration.

    Args:
        reader: the file.
        node: the function.
        number: its declaration.
        symbol: its row; None where it has none: then what it evaluates belongs to the symbol around.
        this: what `this` is inside.
        given: what its parameters get, where the function's place says so.
    """
    builder = reader.builder
    with builder.inside(FUNCTION_SCOPE, declaration=number, symbol=symbol), reader.meaning(this):
        type_parameters(reader, node.child_by_field_name("type_parameters"))
        own = node.child_by_field_name("name")
        known = builder.declaration(number)
        if own is not None and node.type in FUNCTIONS and (known.flags & HIDDEN or known.name != reader.name(own)):
            reader.declare(
                reader.name(own), own.start_byte, units.ALIAS, VALUES, value=(units.FUNCTION, own.start_byte, number)
            )
        doc = reader.docs.of(node)
        documented.templates(reader, doc)
        if given is None and held(doc) is not None:
            given = given_by_type(reader.type(held(doc)))
        found, required, flags = parameters(reader, node, given, doc)
        result = node.child_by_field_name("return_type") or (
            node.child_by_field_name("type") if node.type == "construct_signature" else None
        )
        old = builder.declaration(number)
        builder.amend(
            number,
            type=reader.use_type(result, "returns") if result is not None else documented.result(reader, doc),
            parameters=tuple(found),
            required=required if reader.typed else -1,
            flags=old.flags | flags,
        )
        inside = node.child_by_field_name("body")
        if inside is None:
            return
        at = inside.start_byte
        declared = builder.declaration(number).type
        wanted: Expr = (units.AWAIT, at, of_type(declared, at)) if declared is not None else None
        outer, reader.returning = reader.returning, wanted or (given.result(at) if given is not None else None)
        if inside.type == "statement_block":
            reader.statements(inside)
        else:
            returned(reader, reader.evaluate(inside, wanted=reader.returning))
        reader.returning = outer


def expression(reader: Reader, node: Node) -> Expr:
    """A function as a value, which has a row even without a name."""
    wanted = reader.wanted_here()
    return as_value(reader, node, None if wanted is None else Given(wanted), row=True)


def as_value(reader: Reader, node: Node, given: Given | None, *, row: bool, bound: bool = False) -> Expr:
    """A function as a value.

    Args:
        reader: the file.
        node: the function.
        given: what its parameters get, where its place says so.
        row: whether it has a row even without a name; what is passed to a call has none: what it evaluates belongs to the caller.
        bound: whether `this` is in it what it is around.
    """
    name = node.child_by_field_name("name")
    this = reader.this if bound or node.type == "arrow_function" else This(NOBODY, -1)
    if name is not None:
        with reader.builder.inside(units.BLOCK):
            this = this if this.kind else None  # type: ignore[assignment]
            number = define(reader, node, name, reader.name(name), kind="function", this=this, given=given)
        return (units.FUNCTION, node.start_byte, number)
    symbol = -1
    if row:
        symbol = reader.builder.symbol("function", "<anonymous>", node, None, body=node.child_by_field_name("body"))
    number = reader.declare("", node.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=HIDDEN)
    if not this.kind:
        this = This(MADE_BY, number)
    body(reader, node, number, symbol if row else None, this, given)
    return (units.FUNCTION, node.start_byte, number)


def type_parameters(reader: Reader, node: Node | None) -> list[int]:
    """`<T extends A = B>`: declared in the open scope."""
    found: list[int] = []
    for child in node.named_children if node is not None else ():
        name = child.child_by_field_name("name")
        if name is None:
            continue
        number = reader.declare(reader.name(name), name.start_byte, TYPE_PARAMETER, TYPES)
        bound = None
        constraint = child.child_by_field_name("constraint")
        if constraint is not None:
            bound = reader.use_type(constraint.named_children[0] if constraint.named_children else None)
        default = child.child_by_field_name("value")
        if default is not None:
            other = reader.use_type(default.named_children[0] if default.named_children else None)
            bound = bound or other
        if bound is not None:
            reader.builder.amend(number, type=bound)
        found.append(number)
    return found


def parameters(reader: Reader, node: Node, given: Given | None = None, doc: Doc = ()) -> tuple[list[int], int, int]:
    """The parameters of a function, declared in the open scope: (declarations, how many are required, flags of the function)."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        number = reader.declare(
            reader.name(single),
            single.start_byte,
            VARIABLE,
            VALUES,
            flags=ORDERED,
            type=documented.parameter(reader, doc, reader.name(single), 0),
            value=given.parameter(0, single.start_byte) if given is not None else None,
        )
        return [number], 1, 0
    found: list[int] = []
    required, flags = 0, 0
    listed = node.child_by_field_name("parameters")
    for child in listed.named_children if listed is not None else ():
        if child.type == "comment":
            continue
        pattern = child
        written = default = None
        if child.type in ("required_parameter", "optional_parameter"):
            inner = child.child_by_field_name("pattern") or child.child_by_field_name("name")
            if inner is None:
                continue
            pattern = inner
            written, default = child.child_by_field_name("type"), child.child_by_field_name("value")
            _decorators(reader, child)
        if pattern.type == "this":
            reader.use_type(written)
            continue
        if pattern.type == "assignment_pattern":
            left = pattern.child_by_field_name("left")
            default = pattern.child_by_field_name("right")
            if left is None:
                continue
            pattern = left
        rest = pattern.type == "rest_pattern"
        if rest:
            flags |= VARIADIC
        elif child.type != "optional_parameter" and default is None:
            required = len(found) + 1
        declared = reader.use_type(written) if written is not None else _documented(reader, doc, pattern, len(found))
        first = _given(given, len(found), pattern, written)
        if written is None and documented.has_members(declared):
            declared, first = None, of_type(declared, pattern.start_byte)
        found.append(_parameter(reader, pattern, declared, default, first))
    return found, required, flags


def given_by_type(declared: Expr) -> Given | None:
    """What a function gets that is declared to be of a type."""
    return None if declared is None else Given(of_type(declared, declared[1]))


def _given(given: Given | None, place: int, pattern: Node, written: Node | None) -> Expr:
    """What a parameter at a place gets, where it has no type of its own."""
    return given.parameter(place, pattern.start_byte) if given is not None and written is None else None


def _documented(reader: Reader, doc: Doc, pattern: Node, place: int) -> Expr:
    """The type that a comment gives a parameter; one that takes any number is a list of it."""
    target = pattern.named_children[0] if pattern.type == "rest_pattern" and pattern.named_children else pattern
    found = documented.parameter(reader, doc, reader.name(target) if target.type == "identifier" else "", place)
    if found is None or pattern.type != "rest_pattern":
        return found
    at = target.start_byte
    return (units.APPLIED, at, (units.LITERAL, at, "array"), (found,))


def _parameter(reader: Reader, pattern: Node, declared: Expr, default: Node | None, first: Expr) -> int:
    """Declares one parameter; one that is taken apart has a name that nothing can say."""
    target = pattern
    if pattern.type == "rest_pattern" and pattern.named_children:
        target = pattern.named_children[0]
    plain = target.type in ("identifier", "undefined")
    name = reader.name(target) if plain else f"({target.start_byte})"
    value = with_default(reader, first, default)
    number = reader.declare(
        name, target.start_byte, VARIABLE, VALUES, flags=ORDERED, type=declared,
        value=None if pattern.type == "rest_pattern" else value,
    )  # fmt: skip
    if not plain:
        whole: Expr = (units.NAME, target.start_byte, name)
        bind(
            reader, target, whole,
            lambda one, part: _declare_part(reader, one, part),
        )  # fmt: skip
    return number


def _declare_part(reader: Reader, name: Node, part: Expr) -> None:
    reader.declare(reader.name(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, value=part)


def _decorators(reader: Reader, node: Node) -> None:
    for child in node.named_children:
        if child.type == "decorator":
            decorate(reader, child)


def decorate(reader: Reader, node: Node) -> None:
    """`@a.b(c)`: says what decorates the definition whose scope is open, and evaluates the rest."""
    for child in node.named_children:
        found = reader.expression(child)
        if found is None:
            continue
        if found[0] == units.CALL:
            reader.use(found)
            reader.builder.use(found[2], "decorates")
        else:
            reader.builder.use(found, "decorates")
