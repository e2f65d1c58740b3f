"""Binding patterns: the names that a declaration, a parameter or an assignment takes a value apart into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from indexer.languages.javascript.names import key_name
from indexer.languages.javascript.protocols import iterated
from indexer.languages.javascript.reader import Reader
from indexer.model import units
from indexer.model.units import Expr

Bind = Callable[[Node, Expr], object]
"""Takes a name's node and the value that it gets."""

_NAMES: Final = frozenset(("identifier", "shorthand_property_identifier_pattern", "undefined"))


def bind(reader: Reader, pattern: Node, value: Expr, take: Bind) -> None:
    """Hands each name of a pattern, with the part of the value that it gets, to `take`.

    Args:
        reader: the file.
        pattern: a name or a pattern of names.
        value: what is taken apart.
        take: what to do with a name; a target that is no name (`[a.b] = c`) is handed on, too.
    """
    kind = pattern.type
    if kind in _NAMES:
        take(pattern, value)
    elif kind == "array_pattern":
        _elements(reader, pattern, value, take)
    elif kind == "object_pattern":
        for child in pattern.named_children:
            _property(reader, child, value, take)
    elif kind == "assignment_pattern":
        left, right = pattern.child_by_field_name("left"), pattern.child_by_field_name("right")
        if left is not None:
            bind(reader, left, with_default(reader, value, right), take)
    elif kind == "rest_pattern":
        for child in pattern.named_children:
            bind(reader, child, value, take)
    elif kind in ("parenthesized_expression", "non_null_expression"):
        for child in pattern.named_children[:1]:
            bind(reader, child, value, take)
    elif kind != "comment":
        take(pattern, value)


def with_default(reader: Reader, value: Expr, default: Node | None) -> Expr:
    """A value, or else a default that is evaluated here."""
    if default is None:
        return value
    other = reader.evaluate(default)
    if value is None or other is None:
        return value if other is None else other
    return (units.UNION, default.start_byte, (value, other))


def _elements(reader: Reader, pattern: Node, value: Expr, take: Bind) -> None:
    """The parts of `[a, , ...b]`."""
    if value is not None and value[0] != units.TUPLE:
        value = iterated(pattern.start_byte, value)
        reader.use(value if value is not None and value[0] == units.OPERATOR else None)
    place = 0
    for child in pattern.children:
        if child.type == ",":
            place += 1
        elif child.is_named and child.type != "comment":
            part: Expr = None
            at = child.start_byte
            if value is not None and value[0] == units.TUPLE:
                parts = value[2]
                if child.type == "rest_pattern":
                    part = (units.TUPLE, at, parts[place:])
                else:
                    part = parts[place] if place < len(parts) else None
            elif value is not None:
                part = (
                    (units.SEQUENCE, at, ((units.ELEMENT, at, value),))
                    if child.type == "rest_pattern"
                    else (units.PLACE, at, value, place)
                )
            bind(reader, child, part, take)


def _property(reader: Reader, node: Node, value: Expr, take: Bind) -> None:
    """One part of `{a, b: c, d = 1, ...e}`."""
    kind = node.type
    if kind == "shorthand_property_identifier_pattern":
        take(node, _member(value, node, reader.name(node)))
    elif kind == "pair_pattern":
        key, target = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is not None and key.type == "computed_property_name":
            reader.evaluate(key)
        if target is not None:
            name = key_name(reader, key)
            bind(reader, target, _member(value, key or node, name) if name else None, take)
    elif kind == "object_assignment_pattern":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None:
            part = _member(value, left, reader.name(left))
            bind(reader, left, with_default(reader, part, right), take)
    elif kind == "rest_pattern":
        for child in node.named_children:
            bind(reader, child, value, take)


def _member(value: Expr, node: Node, name: str) -> Expr:
    return None if value is None else (units.MEMBER, node.start_byte, value, name)
