"""Swift expressions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from tree_sitter import Node

from indexer.languages.swift.types import Types
from indexer.languages.toolkit.operators import operation
from indexer.model import units
from indexer.model.units import (
    APPLIED,
    AWAIT,
    CALL,
    CLASS_OF,
    ELEMENT,
    INSTANCE,
    LITERAL,
    MEMBER,
    NAME,
    SEQUENCE,
    SUPER,
    THIS,
    TUPLE,
    WANTED,
    Expr,
)

_WANTING: Final = frozenset(
    {"prefix_expression", "call_expression", "ternary_expression", "navigation_expression", "array_literal"}
)
"""Expressions in which a member without its type (`.a`) may stand for what is wanted."""


_FALLING_BACK: Final = {"!=": "!= ==", ">": "> <", "<=": "<= <", ">=": ">= <"}
"""What the standard library's own comparisons call where a type has none."""


class Expressions(Types, ABC):
    """Reads expressions."""

    result: Expr
    """The type that the function around returns."""
    wanted: Expr
    taker: Expr = None
    """What a closure that is read next is given to."""
    """What, as a value, is the type that the expression being read has to have; None where that is not known."""

    # ------------------------------------------------------------ leaves

    def identifier(self, node: Node) -> Expr:
        """A plain name."""
        name = self.name(node)
        if name == "_":
            return None
        return (CLASS_OF, node.start_byte, (THIS, node.start_byte)) if name == "Self" else (NAME, node.start_byte, name)

    def self_(self, node: Node) -> Expr:
        """`self`."""
        return (THIS, node.start_byte)

    def super_(self, node: Node) -> Expr:
        """`super`."""
        return (SUPER, node.start_byte)

    def integer(self, node: Node) -> Expr:
        """An integer."""
        return (LITERAL, node.start_byte, "Int")

    def real(self, node: Node) -> Expr:
        """A number with a point."""
        return (LITERAL, node.start_byte, "Double")

    def boolean(self, node: Node) -> Expr:
        """`true` or `false`."""
        return (LITERAL, node.start_byte, "Bool")

    def nil(self, node: Node) -> Expr:  # noqa: ARG002 - a handler
        """`nil`."""
        return None

    def string(self, node: Node) -> Expr:
        """A string: what is interpolated is evaluated."""
        parts = [
            self.expr(inner) for child in node.named_children
            if child.type in ("interpolated_expression", "raw_str_interpolation") for inner in child.named_children
        ]  # fmt: skip
        return self.some(node.start_byte, "String", parts)

    # ------------------------------------------------------------ what is wanted

    def value(self, node: Node, wanted: Expr) -> Expr:
        """An expression of which it is known what type is wanted (as a value: a type, or CLASS_OF), for `.a`."""
        outer, self.wanted = self.wanted, wanted if node.type in _WANTING else None
        found = self.expr(node)
        self.wanted = outer
        return found

    def like(self, value: Expr) -> Expr:
        """What is wanted where something has to be of the type of a value."""
        return (CLASS_OF, value[1], (WANTED, value[1], value, -1, "")) if value is not None else None

    def unwanted(self, node: Node) -> Expr:
        """An expression inside of another, of which nothing is wanted."""
        outer, self.wanted = self.wanted, None
        found = self.expr(node)
        self.wanted = outer
        return found

    # ------------------------------------------------------------ members

    def navigation(self, node: Node) -> Expr:
        """`a.b`, `a?.b`, `a.0`, `A.self`."""
        target, suffix = node.child_by_field_name("target"), node.child_by_field_name("suffix")
        outer = self.expr(target) if target is not None else None
        name = suffix.child_by_field_name("suffix") if suffix is not None else None
        if name is None:
            return outer
        if name.type == "integer_literal":
            text = self.text(name)
            return (units.PLACE, name.start_byte, outer, int(text) if text.isdigit() else 0)
        plain = self.name(name)
        return outer if plain == "self" else (MEMBER, name.start_byte, outer, plain)

    def prefix(self, node: Node) -> Expr:
        """`-a`, `!a`, `&a`, and `.a`, a member of the type that is wanted."""
        target = node.child_by_field_name("target")
        if target is None:
            return self.parts(node)
        if node.children[0].type == "." and target.type == "simple_identifier":
            return (MEMBER, target.start_byte, self.wanted, self.name(target)) if self.wanted is not None else None
        sign = self.text(node.children[0])
        value = self.unwanted(target)
        if sign in ("&", ""):
            return value
        return operation(node.start_byte, sign, (value,), "Bool" if sign == "!" else "", None if sign == "!" else value)

    def postfix(self, node: Node) -> Expr:
        """`a!`, `a...`."""
        target = node.child_by_field_name("target")
        return self.expr(target) if target is not None else None

    def key_path(self, node: Node) -> Expr:
        r"""`\A.b`: the type that a path starts at."""
        found: Expr = None
        for child in node.named_children:
            if child.type == "type_identifier":
                name = (NAME, child.start_byte, self.name(child))
                found = name if found is None else (MEMBER, child.start_byte, found, self.name(child))
        return (INSTANCE, node.start_byte, found, None) if found is not None else None

    def inner(self, node: Node) -> Expr:
        """A node that is what is inside of it (`try a`)."""
        expr = node.child_by_field_name("expr")
        return self.expr(expr if expr is not None else node.named_children[-1]) if node.named_children else None

    def awaited(self, node: Node) -> Expr:
        """`await a`."""
        found = self.inner(node)
        return (AWAIT, node.start_byte, found) if found is not None else None

    # ------------------------------------------------------------ calls

    def call(self, node: Node) -> Expr:
        """A call, a subscript, or a statement that the grammar takes for one (`defer`)."""
        children = [child for child in node.named_children if child.type not in ("comment", "multiline_comment")]
        if len(children) < 2 or children[-1].type != "call_suffix":
            return self.parts(node)
        function, suffix = children[0], children[-1]
        if function.type == "simple_identifier" and self.text(function) == "defer":
            self.block_of(suffix)
            return None
        if function.type in ("array_literal", "dictionary_literal"):
            return self._made_container(function, suffix)
        callee = self.expr(function)
        offset = callee[1] if callee is not None else node.start_byte
        arguments = next((child for child in suffix.named_children if child.type == "value_arguments"), None)
        if arguments is not None and arguments.children and arguments.children[0].type == "[":
            for one in self.arguments(suffix, None):
                self.builder.use(one)
            return operation(arguments.start_byte, "subscript", (callee,), "", (ELEMENT, offset, callee))
        if callee is not None and callee[0] == NAME and callee[2] == "type" and arguments is not None:
            given = self.arguments(suffix, None)
            return (CLASS_OF, offset, given[0] if given else None)
        return (CALL, offset, callee, self.arguments(suffix, callee))

    def _made_container(self, function: Node, suffix: Node) -> Expr:
        """`[A]()` and `[A: B]()`."""
        for one in self.arguments(suffix, None):
            self.builder.use(one)
        inside = [self.unwanted(child) for child in function.named_children]
        offset = function.start_byte
        if function.type == "array_literal":
            made: Expr = (SEQUENCE, offset, tuple(inside))
        else:
            made = (APPLIED, offset, (NAME, offset, "Dictionary"), tuple(inside))
        return (INSTANCE, offset, made, None)

    def constructor(self, node: Node) -> Expr:
        """`A<B>(c)`."""
        made = self.type(node.child_by_field_name("constructed_type"))
        suffix = next((child for child in node.named_children if child.type == "constructor_suffix"), None)
        arguments = self.arguments(suffix, None) if suffix is not None else ()
        return (units.NEW, made[1], made, arguments) if made is not None else self.some(node.start_byte, "", arguments)

    def arguments(self, suffix: Node, callee: Expr) -> tuple[Expr, ...]:
        """The arguments of a call, those behind its brackets included."""
        found: list[Expr] = []
        label: Node | None = None
        for child in suffix.named_children:
            if child.type == "value_arguments":
                for one in child.named_children:
                    if one.type == "value_argument":
                        found.append(self._argument(one, callee, tuple(found)))
            elif child.type == "lambda_literal":
                name = self.name(label) if label is not None else units.LAST
                found.append(self._labeled(label, self._closure(child, callee, tuple(found), name)))
                label = None
            elif child.type == "simple_identifier":
                label = child
        return tuple(found)

    def _closure(self, node: Node, callee: Expr, before: tuple[Expr, ...], name: str) -> Expr:
        """A closure that a call is given, which gets what the call wants there."""
        at = node.start_byte
        self.taker = (WANTED, at, callee, len(before), name, before) if callee is not None else None
        return self.unwanted(node)

    def _argument(self, node: Node, callee: Expr, before: tuple[Expr, ...]) -> Expr:
        label, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if value is None:
            return None
        if value.type == "lambda_literal":
            name = self.name(label) if label is not None else ""
            return self._labeled(label, self._closure(value, callee, before, name))
        place = len(before)
        outer, self.wanted = self.wanted, None
        if callee is not None and value.type in _WANTING:
            name = self.name(label) if label is not None else ""
            self.wanted = (CLASS_OF, value.start_byte, (WANTED, value.start_byte, callee, place, name))
        found = self.expr(value)
        self.wanted = outer
        return self._labeled(label, found)

    def _labeled(self, label: Node | None, value: Expr) -> Expr:
        return (units.NAMED, label.start_byte, self.name(label), value) if label is not None else value

    @abstractmethod
    def block_of(self, node: Node) -> None:
        """See `Statements`."""

    # ------------------------------------------------------------ operators

    def equality(self, node: Node) -> Expr:
        """`a == .b`: the right side has the type of the left."""
        left, right = node.child_by_field_name("lhs"), node.child_by_field_name("rhs")
        if left is None or right is None:
            return self.parts(node, "Bool")
        first = self.unwanted(left)
        second = self.value(right, self.like(first))
        return self._operation(node, first, second, "Bool")

    def truth(self, node: Node) -> Expr:
        """A comparison or a connection of truths."""
        return self._operation(node, self._operand(node, "lhs"), self._operand(node, "rhs"), "Bool")

    def arithmetic(self, node: Node) -> Expr:
        """Other operators with two sides."""
        return self._operation(node, self._operand(node, "lhs"), self._operand(node, "rhs"), "")

    def _operation(self, node: Node, first: Expr, second: Expr, type_name: str) -> Expr:
        sign = node.child_by_field_name("op")
        names = _FALLING_BACK.get(self.text(sign), self.text(sign)) if sign is not None else ""
        at = sign.start_byte if sign is not None else node.start_byte
        return operation(at, names, (first, second), type_name)

    def _operand(self, node: Node, side: str) -> Expr:
        found = node.child_by_field_name(side)
        return self.unwanted(found) if found is not None else None

    def coalesced(self, node: Node) -> Expr:
        """`a ?? b`."""
        value, default = node.child_by_field_name("value"), node.child_by_field_name("if_nil")
        first = self.expr(value) if value is not None else None
        return self.either(
            node.start_byte, [first, self.value(default, self.like(first)) if default is not None else None]
        )

    def ternary(self, node: Node) -> Expr:
        """`a ? b : c`."""
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self.builder.use(self.unwanted(condition))
        arms = (node.child_by_field_name("if_true"), node.child_by_field_name("if_false"))
        return self.either(node.start_byte, [self.expr(arm) for arm in arms if arm is not None])

    def cast(self, node: Node) -> Expr:
        """`a as T`, `a as? T`, `a as! T`."""
        value = node.child_by_field_name("expr")
        found = self.type(node.child_by_field_name("type") or node.named_children[-1])
        return (INSTANCE, node.start_byte, found, self.unwanted(value) if value is not None else None)

    def type_test(self, node: Node) -> Expr:
        """`a is T`."""
        target = node.child_by_field_name("target")
        self.use_type(node.named_children[-1])
        return self.some(node.start_byte, "Bool", [self.unwanted(target)] if target is not None else [])

    def assignment(self, node: Node) -> Expr:
        """`a = b`, `a += b`."""
        target, result = node.child_by_field_name("target"), node.child_by_field_name("result")
        if target is None or result is None:
            return self.parts(node)
        left = self.unwanted(target.named_children[0]) if target.named_children else None
        self.taker = left if result.type == "lambda_literal" else None
        value = self.value(result, self.like(left))
        self.builder.use(left, "writes")
        sign = node.child_by_field_name("operator")
        if any(child.type == "=" for child in node.children):
            self.builder.use(value)
            self.builder.assign(left, value)
        else:
            self.builder.use(operation(target.end_byte, self.text(sign) if sign is not None else "", (left, value)))
        return None

    # ------------------------------------------------------------ containers

    def array(self, node: Node) -> Expr:
        """`[a, b]`."""
        wanted = (ELEMENT, node.start_byte, self.wanted) if self.wanted is not None else None
        elements = [self.value(one, wanted) if wanted else self.expr(one) for one in node.named_children]
        return (SEQUENCE, node.start_byte, tuple(elements))

    def dictionary(self, node: Node) -> Expr:
        """`[a: b]`."""
        keys = [self.unwanted(one) for one in node.children_by_field_name("key")]
        for key in keys:
            self.builder.use(key)
        return (SEQUENCE, node.start_byte, tuple(self.unwanted(one) for one in node.children_by_field_name("value")))

    def tuple(self, node: Node) -> Expr:
        """`(a, b)`; `(a)` is itself."""
        values = [self.unwanted(one) for one in node.children_by_field_name("value")]
        return values[0] if len(values) == 1 else (TUPLE, node.start_byte, tuple(values))

    def macro(self, node: Node) -> Expr:
        """`#name(a)`: expands a macro."""
        suffix = next((child for child in node.named_children if child.type == "call_suffix"), None)
        name = next((child for child in node.named_children if child.type == "simple_identifier"), None)
        if name is None:
            return self.parts(node)
        given = self.arguments(suffix, None) if suffix is not None else ()
        return (CALL, name.start_byte, (NAME, name.start_byte, f"#{self.name(name)}"), given)
