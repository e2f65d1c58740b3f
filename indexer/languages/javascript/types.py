"""TypeScript's types, as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import functions, type_declarations
from indexer.languages.javascript.names import string_value
from indexer.languages.javascript.reader import Reader, ReadExpression, wide
from indexer.model import units
from indexer.model.units import (
    FUNCTION_,
    PROTOTYPE,
    TYPE_PARAMETER,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    Expr,
)

_SAME: Final = frozenset("Partial Required Readonly NonNullable Pick Omit Mutable DeepPartial".split())
"""Generic types whose members are those of their first argument."""


def name(reader: Reader, node: Node) -> Expr:
    """A type's name."""
    return (units.NAME, node.start_byte, reader.name(node))


def qualified(reader: Reader, node: Node) -> Expr:
    """`A.B`, `import('m').A`."""
    around = node.child_by_field_name("module") or node.child_by_field_name("object")
    if around is None or around.id == node.named_children[-1].id:
        return None
    last = node.named_children[-1]  # the grammar's field may be that of the part before
    outer = reader.type(around)
    if outer is None:
        return None
    if outer[0] == units.IMPORT and not outer[3]:
        return (units.IMPORT, last.start_byte, outer[2], reader.name(last))
    return (units.MEMBER, last.start_byte, outer, reader.name(last))


def imported(reader: Reader, node: Node) -> Expr:
    """`import('m')` in a type."""
    arguments = node.child_by_field_name("arguments")
    module = (
        string_value(reader, arguments.named_children[0])
        if arguments is not None and arguments.named_children
        else None
    )
    if module is None or arguments is None:
        return None
    return (units.IMPORT, arguments.named_children[0].start_byte, module, "")


def generic(reader: Reader, node: Node) -> Expr:
    """`A<B, C>`."""
    base = reader.type(node.child_by_field_name("name"))
    listed = node.child_by_field_name("type_arguments")
    given = tuple(reader.type(one) for one in (listed.named_children if listed is not None else ()))
    if base is None:
        return (units.PARTS, node.start_byte, "", tuple(one for one in given if one is not None))
    derived = _derived(base, given, node.start_byte)
    if derived is not None:
        return derived
    whole: Expr = (units.APPLIED, node.start_byte, base, given)
    if base[0] == units.NAME and base[2] in _SAME and given and given[0] is not None:
        return (units.UNION, node.start_byte, (given[0], whole))
    return whole


def _derived(base: units.Known, given: tuple[Expr, ...], at: int) -> Expr:
    """`ReturnType<typeof f>` is what calls of f give, `InstanceType<typeof A>` an A, `Awaited<A>` what a promise holds; else None."""
    first = given[0] if given else None
    if base[0] != units.NAME or first is None:
        return None
    if base[2] == "Awaited":
        return (units.AWAIT, at, first)
    if first[0] != units.CLASS_OF or base[2] not in ("ReturnType", "InstanceType"):
        return None
    made: Expr = (units.CALL if base[2] == "ReturnType" else units.NEW, at, first[2], ())
    return (units.CLASS_OF, at, (units.NOW, at, first[2], made))


def predefined(reader: Reader, node: Node) -> Expr:
    """`string`, `number` ...; `any`, `unknown`, `object`, `void` and `never` say nothing."""
    text = reader.name(node)
    return (
        (units.LITERAL, node.start_byte, text) if text in ("string", "number", "boolean", "symbol", "bigint") else None
    )


def array(reader: Reader, node: Node) -> Expr:
    """`A[]`."""
    inner = reader.type(node.named_children[0] if node.named_children else None)
    return (units.APPLIED, node.start_byte, (units.LITERAL, node.start_byte, "array"), (inner,))


def tuple_(reader: Reader, node: Node) -> Expr:
    """`[A, B?, ...C]`."""
    return (
        units.TUPLE,
        node.start_byte,
        tuple(reader.type(one) for one in node.named_children if one.type != "comment"),
    )


def tuple_part(reader: Reader, node: Node) -> Expr:
    """`a: A` and `a?: A` in a tuple."""
    return reader.type(node.child_by_field_name("type"))


def union(reader: Reader, node: Node) -> Expr:
    """`A | B`, `A & B`."""
    found = tuple(one for child in node.named_children if (one := reader.type(child)) is not None)
    return found[0] if len(found) == 1 else (units.UNION, node.start_byte, found) if found else None


def inner(reader: Reader, node: Node) -> Expr:
    """What stands in brackets or behind a colon, `readonly`, `?`."""
    found = [child for child in node.named_children if child.type != "comment"]
    return reader.type(found[-1]) if found else None


def object_(reader: Reader, node: Node) -> Expr:
    """`{ a: A; b(): B }`; its members have rows where it has a name."""
    owner, reader.owner = reader.owner, -1
    outer = reader.builder.scope_record(reader.builder.scope).symbol
    symbol = owner if owner >= 0 else outer
    with reader.builder.inside(TYPE_SCOPE, symbol=symbol) as number:
        type_declarations.members(reader, node, rows=owner >= 0)
    reader.owner = owner
    return (units.OBJECT, node.start_byte, number)


def function(reader: Reader, node: Node) -> Expr:
    """`(a: A) => B`, `new (a: A) => B`."""
    number = reader.declare("", node.start_byte, FUNCTION_, VALUES, flags=units.HIDDEN | PROTOTYPE)
    functions.body(reader, node, number, None, reader.this)
    return (units.FUNCTION, node.start_byte, number)


def query(reader: Reader, node: Node) -> Expr:
    """`typeof a`."""
    target = node.named_children[0] if node.named_children else None
    found = (
        imported(reader, target)
        if target is not None and target.type == "call_expression"
        else wide(reader.expression(target))
    )
    return None if found is None else (units.CLASS_OF, node.start_byte, found)


def lookup(reader: Reader, node: Node) -> Expr:
    """`A['b']` is the type of a member, `A[number]` that of an element."""
    parts = node.named_children
    if len(parts) < 2:
        return None
    outer = reader.type(parts[0])
    key = parts[1].named_children[0] if parts[1].type == "literal_type" and parts[1].named_children else None
    text = string_value(reader, key)
    if outer is None:
        return None
    if text is not None:
        return (units.TYPE_MEMBER, parts[1].start_byte, outer, text)
    if parts[1].type == "predefined_type":
        return (units.ELEMENT, node.start_byte, outer)
    reader.use_type(parts[1])
    return (units.PARTS, node.start_byte, "", (outer,))


def literal(_reader: Reader, node: Node) -> Expr:
    """`'a'`, `1`, `true` as types."""
    for child in node.named_children:
        kind = {"string": "string", "number": "number", "true": "boolean", "false": "boolean"}.get(child.type)
        if kind is not None:
            return (units.LITERAL, node.start_byte, kind)
    return None


def this(_reader: Reader, node: Node) -> Expr:
    """`this` as a type."""
    return (units.THIS, node.start_byte)


def predicate(reader: Reader, node: Node) -> Expr:
    """`a is A`."""
    found = reader.type(node.child_by_field_name("type"))
    return None if found is None else (units.PARTS, node.start_byte, "boolean", (found,))


def conditional(reader: Reader, node: Node) -> Expr:
    """`A extends B ? C : D`: C or D."""
    with reader.builder.inside(units.BLOCK):
        for field in ("left", "right"):
            reader.use_type(node.child_by_field_name(field))
        parts = [reader.type(node.child_by_field_name(field)) for field in ("consequence", "alternative")]
        for one in parts:
            reader.builder.use(one, "type_uses")
    return None


def inferred(reader: Reader, node: Node) -> Expr:
    """`infer A`."""
    for child in node.named_children:
        if child.type == "type_identifier":
            reader.declare(reader.name(child), child.start_byte, TYPE_PARAMETER, TYPES)
        else:
            reader.use_type(child)
    return None


def nothing(_reader: Reader, _node: Node) -> Expr:
    """What is no type."""
    return None


TYPES_OF: Final[Mapping[str, ReadExpression]] = {
    "type_identifier": name,
    "identifier": name,
    "nested_type_identifier": qualified,
    "nested_identifier": qualified,
    "member_expression": qualified,
    "call_expression": imported,
    "generic_type": generic,
    "predefined_type": predefined,
    "array_type": array,
    "tuple_type": tuple_,
    "required_parameter": tuple_part,
    "optional_parameter": tuple_part,
    "union_type": union,
    "intersection_type": union,
    "parenthesized_type": inner,
    "type_annotation": inner,
    "opting_type_annotation": inner,
    "omitting_type_annotation": inner,
    "adding_type_annotation": inner,
    "readonly_type": inner,
    "optional_type": inner,
    "rest_type": inner,
    "flow_maybe_type": inner,
    "type_predicate_annotation": inner,
    "asserts": inner,
    "asserts_annotation": inner,
    "constraint": inner,
    "default_type": inner,
    "object_type": object_,
    "function_type": function,
    "constructor_type": function,
    "type_query": query,
    "lookup_type": lookup,
    "literal_type": literal,
    "this_type": this,
    "this": nothing,
    "type_predicate": predicate,
    "conditional_type": conditional,
    "infer_type": inferred,
    "existential_type": nothing,
    "comment": nothing,
    "string_fragment": nothing,
}
