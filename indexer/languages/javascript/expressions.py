"""Expressions other than functions, classes, object literals and calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import assignments, calls, classes, commonjs, functions, jsx, objects
from indexer.languages.javascript.names import has_word, is_number, number_key, string_value
from indexer.languages.javascript.protocols import iterated
from indexer.languages.javascript.reader import (
    INSTANCE_OF,
    LITERAL_OBJECT,
    MADE_BY,
    TYPE_ITSELF,
    Reader,
    ReadExpression,
)
from indexer.languages.javascript.shapes import typed
from indexer.languages.javascript.wanted import of_type, part
from indexer.languages.toolkit.operators import operation
from indexer.model import units
from indexer.model.units import Expr

_LONGEST_TUPLE: Final = 8
_BINDERS: Final = frozenset(("bind", "call", "apply"))
"""Methods of functions that say what `this` is in them: nearly always what it is around."""


def identifier(reader: Reader, node: Node) -> Expr:
    """A plain name."""
    found = (units.NAME, node.start_byte, reader.name(node))
    return reader.now(found) if reader.settled.names else found


def member(reader: Reader, node: Node) -> Expr:
    """`a.b`, `a?.b`, `a.#b`; `A.prototype` stands for what instances of A have."""
    around, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    if around is None or name is None:
        return reader.parts(node)
    text = reader.name(name)
    if text == "exports" and commonjs.is_exports(reader, node):
        return (units.NAME, name.start_byte, text)
    inside = objects.unwrapped(around)
    if text in _BINDERS and inside.type in functions.FUNCTIONS:
        found = functions.as_value(reader, inside, None, row=False, bound=True)
    else:
        found = reader.expression(around)
    if text == "prototype" and found is not None and found[0] in (units.NAME, units.MEMBER):
        return (units.INSTANCE, found[1], found, None)
    if found is None:
        return None
    whole = (units.MEMBER, name.start_byte, found, text)
    return reader.now(whole) if reader.settled.names else whole


def subscript(reader: Reader, node: Node) -> Expr:
    """`a['b']` is a member, `a[0]` a place, anything else an element."""
    around, index = node.child_by_field_name("object"), node.child_by_field_name("index")
    if around is None or index is None:
        return reader.parts(node)
    found = reader.expression(around)
    name = string_value(reader, index)
    if name is not None:
        return None if found is None else reader.now((units.MEMBER, index.start_byte, found, name))
    if is_number(index):
        if found is None:
            return None
        key = number_key(reader.text(index))
        held = reader.now((units.MEMBER, index.start_byte, found, key))
        if held is not None and held[0] == units.NOW:
            return (units.NOW, index.start_byte, found, held[3])
        return (units.PLACE, index.start_byte, found, int(key)) if key.isdigit() and len(key) < 9 else None
    reader.evaluate(index)
    return None if found is None else (units.ELEMENT, index.start_byte, found)


def this(reader: Reader, node: Node) -> Expr:
    """`this`, where it is known what that is."""
    kind, number = reader.this
    if kind == LITERAL_OBJECT:
        return (units.OBJECT, node.start_byte, number) if number else (units.NAME, node.start_byte, "exports")
    if kind == MADE_BY and number not in reader.makers and _is_in_type(reader):
        return None  # a function of its own: the type around is not what it is called on
    if kind in (INSTANCE_OF, TYPE_ITSELF) and number != reader.builder.enclosing(units.TYPE_SCOPE):
        return (units.THIS, node.start_byte, (units.OBJECT, node.start_byte, number), kind == TYPE_ITSELF)
    return (units.THIS, node.start_byte) if kind else None


def _is_in_type(reader: Reader) -> bool:
    return reader.builder.enclosing(units.TYPE_SCOPE, units.EXTENSION_SCOPE) >= 0


def base(_reader: Reader, node: Node) -> Expr:
    """`super`."""
    return (units.SUPER, node.start_byte)


def first(reader: Reader, node: Node) -> Expr:
    """What stands in brackets, or before `!`."""
    wanted = reader.wanted_here()
    said = reader.docs.type_before(node) if node.type == "parenthesized_expression" else None
    declared = reader.type(said)
    found: Expr = None
    for child in node.named_children:
        if child.type == "comment":
            continue
        reader.use(found)
        found = reader.expression(child, wanted if declared is None else of_type(declared, node.start_byte))
    if declared is not None and found is not None:
        return (units.NOW, node.start_byte, found, of_type(declared, node.start_byte))
    return found


def comma(reader: Reader, node: Node) -> Expr:
    """`a, b`: the last."""
    return first(reader, node)


def literal(type_name: str) -> ReadExpression:
    """Reads a literal of a built-in type."""

    def read(_reader: Reader, node: Node) -> Expr:
        return (units.LITERAL, node.start_byte, type_name)

    return read


def template(reader: Reader, node: Node) -> Expr:
    """`` `a${b}` ``."""
    for child in node.named_children:
        if child.type == "template_substitution":
            for one in child.named_children:
                reader.evaluate(one)
    return (units.LITERAL, node.start_byte, "string")


def array(reader: Reader, node: Node) -> Expr:
    """`[a, b]`: by place where it is short, else all alike."""
    wanted = reader.wanted_here()
    children = [child for child in node.named_children if child.type != "comment"]
    found = [reader.expression(one, part(wanted, place, one.start_byte)) for place, one in enumerate(children)]
    spread = any(one is not None and one[0] == units.SPLAT for one in found)
    if found and len(found) <= _LONGEST_TUPLE and not spread and any(one is not None for one in found):
        return (units.TUPLE, node.start_byte, tuple(found))
    elements = [(units.ELEMENT, one[1], one[2]) if one[0] == units.SPLAT else one for one in found if one is not None]
    return (units.SEQUENCE, node.start_byte, tuple(elements))


def spread(reader: Reader, node: Node) -> Expr:
    """`...a`."""
    found = iterated(node.start_byte, first(reader, node))
    return None if found is None else (units.SPLAT, node.start_byte, found)


def ternary(reader: Reader, node: Node) -> Expr:
    """`a ? b : c`: b or c."""
    wanted = reader.wanted_here()
    condition = node.child_by_field_name("condition")
    reader.evaluate(condition)
    with reader.settled.branch():
        with reader.settled.asked(reader.asked(condition, truth=True)):
            first_one = reader.expression(node.child_by_field_name("consequence"), wanted)
        return _union(node, first_one, reader.expression(node.child_by_field_name("alternative"), wanted))


def binary(reader: Reader, node: Node) -> Expr:
    """`a || b` is a or b, `a && b` is b; other operators give values of built-in types."""
    wanted = reader.wanted_here()
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    if kind in ("||", "??", "&&"):
        first_one = reader.expression(left, wanted if kind != "&&" else None)
        known = reader.asked(left, truth=kind == "&&") if kind != "??" else []
        with reader.settled.branch(), reader.settled.asked(known):
            other = reader.expression(right, wanted)
        if kind != "&&":
            return _union(node, first_one, other)
        reader.use(first_one)
        return other
    if left is not None and left.type != "private_property_identifier":
        reader.evaluate(left)
    if kind == "instanceof" and right is not None:
        reader.use(operation(right.start_byte, "[Symbol.hasInstance]", (reader.expression(right),)))
    else:
        reader.evaluate(right)
    return (units.LITERAL, node.start_byte, "boolean") if kind in _COMPARISONS else None


_COMPARISONS: Final = frozenset(("==", "===", "!=", "!==", "<", "<=", ">", ">=", "in", "instanceof"))


def unary(reader: Reader, node: Node) -> Expr:
    """`!a`, `-a`, `typeof a`, `void a`, `delete a`."""
    reader.evaluate(node.child_by_field_name("argument"))
    name = "string" if has_word(node, "typeof") else "boolean" if has_word(node, "!", "delete") else "number"
    return (units.LITERAL, node.start_byte, name)


def update(reader: Reader, node: Node) -> Expr:
    """`a++`."""
    target = node.child_by_field_name("argument")
    if target is not None:
        assignments.assign(reader, objects.unwrapped(target), None)
    return (units.LITERAL, node.start_byte, "number")


def augmented(reader: Reader, node: Node) -> Expr:
    """`a += b`; `a ||= b` may leave b in a."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    found = reader.expression(right)
    kept = operator is not None and operator.type in ("||=", "&&=", "??=")
    if left is not None:
        assignments.assign(reader, objects.unwrapped(left), found if kept else None)
    return found


def awaited(reader: Reader, node: Node) -> Expr:
    """`await a`."""
    found = first(reader, node)
    return None if found is None else (units.AWAIT, node.start_byte, found)


def yielded(reader: Reader, node: Node) -> Expr:
    """`yield a` gives an element of what the generator gives, `yield* a` all of a's."""
    found = first(reader, node)
    if has_word(node, "*"):
        found = iterated(node.start_byte, found)
    reader.use(found)
    if found is not None:
        reader.builder.returns(found if has_word(node, "*") else (units.SEQUENCE, node.start_byte, (found,)))
    return None


def cast(reader: Reader, node: Node) -> Expr:
    """`a as T`, `a satisfies T`, `<T>a`; `as const` says nothing."""
    parts = [child for child in node.named_children if child.type != "comment"]
    if node.type == "type_assertion" and len(parts) == 2:
        parts.reverse()
    outer = reader.wanted_here()
    if len(parts) < 2:
        return reader.expression(parts[0], outer) if parts else None
    written = parts[1].named_children[0] if parts[1].type == "type_arguments" and parts[1].named_children else parts[1]
    declared = reader.type(written)
    found = reader.expression(parts[0], outer if declared is None else of_type(declared, node.start_byte))
    if declared is None:
        return found
    typed(reader, found, declared)
    if node.type == "satisfies_expression":
        reader.builder.use(declared, "type_uses")
        return found
    return (units.INSTANCE, node.start_byte, declared, found)


def applied(reader: Reader, node: Node) -> Expr:
    """`f<T>` without a call."""
    return reader.expression(node.named_children[0] if node.named_children else None)


def nothing(_reader: Reader, _node: Node) -> Expr:
    """What has no value, or none that is known."""
    return None


def _union(node: Node, *alternatives: Expr) -> Expr:
    known = tuple(one for one in alternatives if one is not None)
    return known[0] if len(known) == 1 else (units.UNION, node.start_byte, known) if known else None


EXPRESSIONS: Final[Mapping[str, ReadExpression]] = {
    "identifier": identifier,
    "member_expression": member,
    "nested_identifier": member,
    "subscript_expression": subscript,
    "this": this,
    "super": base,
    "parenthesized_expression": first,
    "non_null_expression": first,
    "sequence_expression": comma,
    "expression_statement": first,
    "number": literal("number"),
    "string": literal("string"),
    "true": literal("boolean"),
    "false": literal("boolean"),
    "regex": literal("RegExp"),
    "template_string": template,
    "array": array,
    "object": objects.literal,
    "spread_element": spread,
    "ternary_expression": ternary,
    "binary_expression": binary,
    "unary_expression": unary,
    "update_expression": update,
    "assignment_expression": assignments.assignment,
    "augmented_assignment_expression": augmented,
    "await_expression": awaited,
    "yield_expression": yielded,
    "as_expression": cast,
    "satisfies_expression": cast,
    "type_assertion": cast,
    "instantiation_expression": applied,
    "call_expression": calls.call,
    "new_expression": calls.new,
    "import": nothing,
    "meta_property": nothing,
    "null": nothing,
    "undefined": nothing,
    "comment": nothing,
    "property_identifier": nothing,
    "private_property_identifier": nothing,
    "statement_identifier": nothing,
    "function_expression": functions.expression,
    "generator_function": functions.expression,
    "arrow_function": functions.expression,
    "class": classes.expression,
    "jsx_element": jsx.element,
    "jsx_self_closing_element": jsx.element,
    "jsx_fragment": jsx.element,
    "jsx_text": nothing,
}
