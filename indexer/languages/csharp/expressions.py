"""C# expressions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from tree_sitter import Node

from indexer.languages.csharp.reader import RESERVED
from indexer.languages.csharp.types import Types
from indexer.languages.toolkit.operators import operation
from indexer.model import units
from indexer.model.units import (
    AWAIT,
    CALL,
    INSTANCE,
    LITERAL,
    MEMBER,
    NAME,
    NAMED,
    PARTS,
    PLACE,
    SEQUENCE,
    SUPER,
    THIS,
    UNION,
    WANTED,
    Expr,
)

_TRUTHS: Final = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||", "is"})
_STRING: Final = "string"
_GIVING_VALUE: Final = frozenset({"TryGetValue", "TryDequeue", "TryPeek", "TryPop", "TryRemove", "TryTake"})
"""Methods of collections that give what they hold by an `out` argument."""
_FUNCTIONS: Final = frozenset({"lambda_expression", "anonymous_method_expression"})


class Expressions(Types, ABC):
    """Reads expressions other than those that create something or match patterns."""

    received: list[Expr]
    """What `?.` stands behind, innermost last."""

    # ------------------------------------------------------------ leaves

    def identifier(self, node: Node) -> Expr:
        """A plain name; `_` where a value is thrown away says nothing."""
        name = self.text(node)
        return None if name == "_" or name in RESERVED else (NAME, node.start_byte, name.removeprefix("@"))

    def generic_name(self, node: Node) -> Expr:
        """A generic method, or a method group, by name; a type before a dot is read by `qualifier`."""
        name, arguments = self.generic_parts(node)
        return self.applied((NAME, node.start_byte, name), arguments)

    def this(self, node: Node) -> Expr:
        """`this`."""
        return (THIS, node.start_byte)

    def base(self, node: Node) -> Expr:
        """`base`."""
        return (SUPER, node.start_byte)

    def predefined_type(self, node: Node) -> Expr:
        """A built-in type before a dot (`int.Parse`)."""
        return (LITERAL, node.start_byte, self.text(node))

    def qualified_name(self, node: Node) -> Expr:
        """A name that the grammar takes for a type."""
        return self.type(node)

    def integer(self, node: Node) -> Expr:
        """An integer."""
        return (LITERAL, node.start_byte, "int")

    def real(self, node: Node) -> Expr:
        """A number with a point."""
        return (LITERAL, node.start_byte, "double")

    def boolean(self, node: Node) -> Expr:
        """`true` or `false`."""
        return (LITERAL, node.start_byte, "bool")

    def character(self, node: Node) -> Expr:
        """A character."""
        return (LITERAL, node.start_byte, "char")

    def string(self, node: Node) -> Expr:
        """A string without interpolation."""
        return (LITERAL, node.start_byte, _STRING)

    def null(self, node: Node) -> Expr:  # noqa: ARG002 - a handler
        """`null`."""
        return None

    def interpolated(self, node: Node) -> Expr:
        """An interpolated string: what stands in its braces is evaluated."""
        parts = [
            self.expr(inner) for child in node.named_children if child.type == "interpolation"
            for inner in child.named_children if inner.type not in ("interpolation_brace", "interpolation_format_clause")
        ]  # fmt: skip
        return self.some(node.start_byte, _STRING, parts)

    # ------------------------------------------------------------ members and calls

    def inner(self, node: Node) -> Expr:
        """A node that is what is inside of it."""
        for child in node.children:
            if (child.is_named and child.type not in ("comment", "modifier")) or child.type in ("this", "base"):
                return self.expr(child)
        return None

    def qualifier(self, node: Node) -> Expr:
        """What stands before a dot, where a generic name is a type."""
        kind = node.type
        if kind == "generic_name":
            return self.generic_type(node)
        if kind == "member_access_expression":
            name = node.child_by_field_name("name")
            if name is not None and name.type == "generic_name":
                outer = node.child_by_field_name("expression")
                return self.member_type(self.qualifier(outer) if outer is not None else None, name)
        return self.expr(node)

    def member_access(self, node: Node) -> Expr:
        """`a.b`."""
        expression, name = node.child_by_field_name("expression"), node.child_by_field_name("name")
        if name is None:
            return self.parts(node)
        return self._member(self.qualifier(expression) if expression is not None else None, name)

    def _member(self, outer: Expr, name: Node) -> Expr:
        if name.type != "generic_name":
            return (MEMBER, name.start_byte, outer, self.name(name))
        plain, arguments = self.generic_parts(name)
        return self.applied((MEMBER, name.start_byte, outer, plain), arguments)

    def member_binding(self, node: Node) -> Expr:
        """`.b` behind `?`."""
        name = node.child_by_field_name("name")
        return self._member(self.received[-1] if self.received else None, name) if name is not None else None

    def element_binding(self, node: Node) -> Expr:
        """`[i]` behind `?`."""
        for child in node.named_children:
            self.builder.use(self.expr(child))
        return (PLACE, node.start_byte, self.received[-1] if self.received else None, -1)

    def conditional_access(self, node: Node) -> Expr:
        """`a?.b`."""
        condition = node.child_by_field_name("condition")
        self.received.append(self.expr(condition) if condition is not None else None)
        found: Expr = None
        for child in node.named_children:
            if child != condition:
                found = self.expr(child)
        self.received.pop()
        return found

    def element_access(self, node: Node) -> Expr:
        """`a[i]`."""
        expression, subscript = node.child_by_field_name("expression"), node.child_by_field_name("subscript")
        for child in subscript.named_children if subscript is not None else ():
            self.builder.use(self.expr(child))
        return (PLACE, node.start_byte, self.expr(expression) if expression is not None else None, -1)

    def invocation(self, node: Node) -> Expr:
        """A call; `nameof` only names something."""
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None:
            return self.parts(node)
        if function.type == "identifier" and self.text(function) == "nameof":
            return self.some(node.start_byte, _STRING, self.arguments(arguments, None))
        callee = self.expr(function)
        offset = callee[1] if callee is not None else node.start_byte
        return (CALL, offset, callee, self.arguments(arguments, callee))

    def arguments(self, node: Node | None, callee: Expr) -> tuple[Expr, ...]:
        """The arguments of a call."""
        if node is None:
            return ()
        given = [child for child in node.named_children if child.type == "argument"]
        found: list[Expr] = []
        for child in given:
            found.append(self.passed(child, callee, tuple(found)))
        return tuple(found)

    def passed(self, node: Node, callee: Expr, before: tuple[Expr, ...]) -> Expr:
        """An argument of a call, behind others; of `new()` and of functions it is known what the call wants there."""
        label, value = node.child_by_field_name("name"), _last(node)
        if value is None:
            return None
        name = self.name(label) if label is not None else ""
        wanted = (WANTED, value.start_byte, callee, len(before), name, before) if callee is not None else None
        if value.type == "declaration_expression":
            held: Expr = None
            if callee is not None and callee[0] == MEMBER and callee[3] in _GIVING_VALUE:
                held = (units.ARGUMENT, value.start_byte, callee[2], -1)
            found = self._given_out(value, wanted, held)
        else:
            found = self.value(value, wanted)
        return (NAMED, label.start_byte, name, found) if label is not None else found

    def argument(self, node: Node) -> Expr:
        """One argument without its name, or one element of a tuple."""
        value = _last(node)
        return self.expr(value) if value is not None else None

    def declaration_expression(self, node: Node) -> Expr:
        """`out var x`: a variable of the block around."""
        return self._given_out(node, None, None)

    def _given_out(self, node: Node, wanted: Expr, held: Expr) -> Expr:
        """`out var x`, where it is known what the call gives: what its parameter is of, or what a collection holds."""
        found = self.use_type(node.child_by_field_name("type"))
        name = node.child_by_field_name("name")
        if name is not None:
            ways = tuple(one for one in (wanted, held) if one is not None)
            self.local(name, type=found, value=(UNION, node.start_byte, ways) if ways else None, flags=units.ORDERED)
        return None

    # ------------------------------------------------------------ operators

    def binary(self, node: Node) -> Expr:
        """Operators with two sides; of `??` either side is the value."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        sides = [self.expr(side) for side in (left, right) if side is not None]
        sign = operator.type if operator is not None else ""
        if sign == "??":
            return self.either(node.start_byte, sides)
        of_string = any(one is not None and one[0] in (LITERAL, PARTS) and one[2] == _STRING for one in sides)
        kind = "bool" if sign in _TRUTHS else _STRING if of_string else ""
        at = operator.start_byte if operator is not None else node.start_byte
        return operation(at, "" if of_string or not sign else f"operator{sign}", sides, kind)

    def conditional(self, node: Node) -> Expr:
        """`a ? b : c`."""
        return self.value(node, None)

    def value(self, node: Node, target: Expr) -> Expr:
        """An expression of which it is known what type is wanted, for `new()` and functions."""
        kind = node.type
        if kind == "implicit_object_creation_expression":
            return self.implicit_creation(node, target)
        if kind in _FUNCTIONS:
            return self.lambda_(node, target)
        if kind == "conditional_expression":
            condition = node.child_by_field_name("condition")
            if condition is not None:
                self.builder.use(self.expr(condition))
            arms = (node.child_by_field_name("consequence"), node.child_by_field_name("alternative"))
            return self.either(node.start_byte, [self.value(arm, target) for arm in arms if arm is not None])
        return self.expr(node)

    @abstractmethod
    def implicit_creation(self, node: Node, target: Expr = None) -> Expr:
        """`new(...)`: see `Creations`."""

    @abstractmethod
    def lambda_(self, node: Node, target: Expr = None) -> Expr:
        """`x => ...`: see `Creations`."""

    def unary(self, node: Node) -> Expr:
        """`-a`, `a!`, `a++`."""
        found = self.inner(node)
        signs = {child.type for child in node.children if not child.is_named}
        if "++" in signs or "--" in signs:
            self.builder.use(found, "writes")
        if node.type == "prefix_unary_expression":
            sign = node.children[0].type
            return operation(
                node.start_byte,
                f"operator{sign}",
                (found,),
                "bool" if sign == "!" else "",
                None if sign == "!" else found,
            )
        return found

    def assignment(self, node: Node) -> Expr:
        """`a = b`, `a += b`, `(a, b) = c`: its value is that of the right side."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.parts(node)
        if left.type == "tuple_expression":
            value = self.expr(right)
            self.deconstruct(left, value)
            return value
        target = self.expr(left)
        value = self.value(right, (WANTED, right.start_byte, target, -1, ""))
        self.builder.use(target, "writes")
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else "="
        if sign in ("=", "??="):
            self.builder.assign(target, value)
        if sign == "=":
            return value
        at = operator.start_byte if operator is not None else node.start_byte
        self.builder.use(target if sign == "??=" else operation(at, f"operator{sign[:-1]}", (target, value)))
        return value

    def deconstruct(self, node: Node, value: Expr) -> None:
        """Gives the parts of a value to the variables of `(a, var b)`."""
        place = 0
        for child in node.named_children:
            target = child.named_children[-1] if child.type == "argument" and child.named_children else child
            part: Expr = (units.PLACE, target.start_byte, value, place)
            place += child.type != "comment"
            if target.type in ("tuple_pattern", "tuple_expression"):
                self.deconstruct(target, part)
            elif target.type == "declaration_expression":
                found = self.use_type(target.child_by_field_name("type"))
                name = target.child_by_field_name("name")
                if name is not None:
                    self.local(name, type=found, value=part, flags=units.ORDERED)
            elif target.type == "identifier" and node.type == "tuple_pattern":
                self.local(target, value=part, flags=units.ORDERED)
            elif target.type not in ("discard", "comment"):
                found = self.expr(target)
                self.builder.use(found, "writes")
                self.builder.assign(found, part)

    def local(self, name: Node, *, type: Expr = None, value: Expr = None, flags: int = 0) -> None:  # noqa: A002
        """Declares a local variable."""
        text = self.name(name)
        if text != "_":
            self.builder.declare(
                text, name.start_byte, units.VARIABLE, units.VALUES, flags=flags, type=type, value=value
            )

    # ------------------------------------------------------------ types in expressions

    def cast(self, node: Node) -> Expr:
        """`(T)a`."""
        value = node.child_by_field_name("value")
        return self._seen_as(node, node.child_by_field_name("type"), self.expr(value) if value is not None else None)

    def as_type(self, node: Node) -> Expr:
        """`a as T`."""
        left = node.child_by_field_name("left")
        return self._seen_as(node, node.child_by_field_name("right"), self.expr(left) if left is not None else None)

    def _seen_as(self, node: Node, type_node: Node | None, value: Expr) -> Expr:
        return (INSTANCE, node.start_byte, self.type(type_node), value)

    def default(self, node: Node) -> Expr:
        """`default(T)`."""
        found = self.type(node.child_by_field_name("type"))
        return (INSTANCE, node.start_byte, found, None) if found is not None else None

    def type_test(self, node: Node) -> Expr:
        """`a is T`."""
        left = node.child_by_field_name("left")
        self.use_type(node.child_by_field_name("right"))
        return self.some(node.start_byte, "bool", [self.expr(left)] if left is not None else [])

    def typeof(self, node: Node) -> Expr:
        """`typeof(T)`."""
        self.use_type(node.child_by_field_name("type"))
        return (LITERAL, node.start_byte, "type")

    def sizeof(self, node: Node) -> Expr:
        """`sizeof(T)`."""
        self.use_type(node.child_by_field_name("type"))
        return (LITERAL, node.start_byte, "int")

    # ------------------------------------------------------------ the rest

    def awaited(self, node: Node) -> Expr:
        """`await a`."""
        return (AWAIT, node.start_byte, self.inner(node))

    def thrown(self, node: Node) -> Expr:
        """`throw a`, as an expression or a statement."""
        found = self.inner(node)
        if found is not None and found[0] == units.NEW:
            self.builder.use(found)
            self.builder.use(found[2], "raises")
        else:
            self.builder.use(found, "raises")
        return None

    def tuple(self, node: Node) -> Expr:
        """`(a, b)`: by place, and by name where the elements have names."""
        return (units.TUPLE, node.start_byte, self.arguments(node, None))

    def sequence(self, node: Node) -> Expr:
        """The elements of an array or collection."""
        return (
            SEQUENCE,
            node.start_byte,
            tuple(self.expr(one) for one in node.named_children if one.type != "comment"),
        )


def _last(node: Node) -> Node | None:
    """The value in an argument: what comes last in it."""
    found = None
    for child in node.children:
        if (child.is_named and child.type != "comment") or child.type in ("this", "base"):
            found = child
    return found
