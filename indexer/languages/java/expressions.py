"""Java expressions."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from tree_sitter import Node

from indexer.languages.java.containers import ON_ELEMENTS
from indexer.languages.java.reader import Handler
from indexer.languages.java.types import Types
from indexer.model.units import (
    CALL,
    CLASS_OF,
    ELEMENT,
    FUNCTION,
    FUNCTION_,
    FUNCTION_SCOPE,
    INSTANCE,
    LITERAL,
    MEMBER,
    NAME,
    NEW,
    ORDERED,
    SEQUENCE,
    SUPER,
    THIS,
    UNION,
    VALUES,
    VARIABLE,
    WANTED,
    Expr,
    Known,
)

_TYPES_ONLY: Final = frozenset(
    {"generic_type", "array_type", "integral_type", "floating_point_type", "boolean_type", "scoped_type_identifier"}
)
_COMPARING: Final = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||"})
_COMMENTS: Final = frozenset({"line_comment", "block_comment"})


class Expressions(Types):
    """Reads expressions."""

    _handed: Expr = None
    """What the call whose arguments are being read hands to a function of one parameter."""
    taker: Expr = None
    """What a lambda that is read next is given to."""

    # ------------------------------------------------------------ what other modules read

    @abstractmethod
    def class_body(self, node: Node, offset: int, bases: list[tuple[Known, str]]) -> Expr:
        """Reads the body of an anonymous class and gives its instance."""

    @abstractmethod
    def formal_parameters(self, node: Node | None) -> tuple[list[int], bool]:
        """Declares parameters in the open scope; whether the last takes any number of arguments."""

    @abstractmethod
    def switch(self, node: Node) -> Expr:
        """Reads a switch."""

    # ------------------------------------------------------------ names

    def identifier(self, node: Node) -> Expr:
        return (NAME, node.start_byte, self.text(node))

    def field_access(self, node: Node) -> Expr:
        target, field = node.child_by_field_name("object"), node.child_by_field_name("field")
        if target is None or field is None:
            return self.parts(node)
        if field.type == "this":
            return (INSTANCE, field.start_byte, self.type(target), None)
        outer = self._receiver(node, target)
        return (MEMBER, field.start_byte, outer, self.text(field)) if outer is not None else None

    def _receiver(self, node: Node, target: Node) -> Expr:
        """What stands before the dot; `A.super` is the instance as an A."""
        if any(child.type == "super" for child in node.children[1:-1]):
            return (INSTANCE, target.start_byte, self.type(target), None)
        return self.expr(target)

    def this(self, node: Node) -> Expr:
        return (THIS, node.start_byte)

    def super(self, node: Node) -> Expr:
        return (SUPER, node.start_byte)

    def parenthesized(self, node: Node) -> Expr:
        inner = [child for child in node.named_children if child.type not in _COMMENTS]
        return self.expr(inner[0]) if len(inner) == 1 else self.parts(node)

    def class_literal(self, node: Node) -> Expr:
        named = self.type(node.named_children[0]) if node.named_children else None
        while named is not None and named[0] == SEQUENCE:
            named = named[2][0]
        return self.some(node.start_byte, "Class", [named])

    # ------------------------------------------------------------ calls

    def arguments(self, node: Node | None, callee: Expr = None) -> tuple[Expr, ...]:
        """The arguments of a call."""
        found: list[Expr] = []
        for child in node.named_children if node is not None else ():
            if child.type in _COMMENTS:
                continue
            if child.type == "lambda_expression" and callee is not None:
                self.taker = (WANTED, child.start_byte, callee, len(found), "", tuple(found))
            found.append(self.expr(child))
        return tuple(found)

    def method_invocation(self, node: Node) -> Expr:
        name = node.child_by_field_name("name")
        if name is None:
            return self.parts(node)
        target, given = node.child_by_field_name("object"), node.child_by_field_name("type_arguments")
        callee: Known = (NAME, name.start_byte, self.text(name))
        if target is not None:
            callee = (MEMBER, name.start_byte, self._receiver(node, target), self.text(name))
        if given is not None:
            for argument in given.named_children:
                self.use_type(self.type(argument))
        before = self._handed
        self._handed = (
            (ELEMENT, name.start_byte, callee[2]) if callee[0] == MEMBER and callee[3] in ON_ELEMENTS else None
        )
        arguments = self.arguments(node.child_by_field_name("arguments"), callee)
        self._handed = before
        return (CALL, name.start_byte, callee, arguments)

    def constructor_call(self, node: Node) -> Expr:
        """`this(...)` and `super(...)`."""
        named, outer = node.child_by_field_name("constructor"), node.child_by_field_name("object")
        if outer is not None:
            self.visit(outer)
        if named is None:
            return self.parts(node)
        callee = (THIS if named.type == "this" else SUPER, named.start_byte)
        return (CALL, named.start_byte, callee, self.arguments(node.child_by_field_name("arguments")))

    def object_creation(self, node: Node) -> Expr:
        named = node.child_by_field_name("type")
        made = self.type(named)
        outer = body = None
        for child in node.named_children:
            if child.type == "class_body":
                body = child
            elif child.type in ("annotation", "marker_annotation"):
                self.visit(child)
            elif named is not None and child.end_byte <= named.start_byte and child.type != "type_arguments":
                outer = child
        arguments = self.arguments(
            node.child_by_field_name("arguments"), (CLASS_OF, node.start_byte, (INSTANCE, node.start_byte, made, None))
        )
        if made is None:
            return self.some(node.start_byte, "", arguments)
        if outer is not None:
            made = self._inner_of(self.expr(outer), made)
        new = (NEW, made[1], made, arguments)
        if body is None:
            return new
        self.builder.use(new)
        return self.class_body(body, node.start_byte, [(made, "inherits")])

    def _inner_of(self, outer: Expr, made: Known) -> Known:
        """The type of `outer.new Inner()`: a member of the type of a value."""
        if outer is None:
            return made
        self.builder.use(outer)
        if made[0] == NAME and outer[0] in (NAME, MEMBER, THIS):
            return (MEMBER, made[1], (THIS, outer[1]) if outer[0] == THIS else outer, made[2])
        return made

    def array_creation(self, node: Node) -> Expr:
        element = self.type(node.child_by_field_name("type"))
        depth = 0
        for child in node.named_children:
            if child.type == "dimensions_expr":
                self.visit_inside(child)
                depth += 1
            elif child.type == "dimensions":
                depth += self.text(child).count("[")
            elif child.type == "array_initializer":
                self.visit(child)
        self.use_type(element)
        made: Expr = element
        for _ in range(depth):
            made = (SEQUENCE, node.start_byte, (made,))
        return (INSTANCE, node.start_byte, made, None)

    def sequence(self, node: Node) -> Expr:
        return (
            SEQUENCE,
            node.start_byte,
            tuple(self.expr(child) for child in node.named_children if child.type not in _COMMENTS),
        )

    def method_reference(self, node: Node) -> Expr:
        first, last = node.children[0], node.children[-1]
        if first.type in _TYPES_ONLY:
            target: Expr = self.type(first)
            self.use_type(target)
        else:
            target = self.expr(first)
        if last.type != "identifier" or target is None or target[0] == SEQUENCE:
            return target if first.type not in _TYPES_ONLY else None
        plain = target[2] if first.type == "generic_type" else target
        return (MEMBER, last.start_byte, plain, self.text(last))

    def lambda_(self, node: Node) -> Expr:
        builder = self.builder
        declaration = builder.declare("", node.start_byte, FUNCTION_, VALUES)
        handed, self._handed = self._handed, None
        taker, self.taker = self.taker, None
        with builder.inside(FUNCTION_SCOPE, declaration=declaration):
            given, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
            if given is not None and given.type == "formal_parameters":
                parameters, _ = self.formal_parameters(given)
            else:
                names = [] if given is None else [given] if given.type == "identifier" else given.named_children
                parameters = [
                    builder.declare(
                        self.text(one), one.start_byte, VARIABLE, VALUES, flags=ORDERED,
                        value=self._passed(one, place, taker, handed if len(names) == 1 else None),
                    )
                    for place, one in enumerate(names)
                ]  # fmt: skip
            builder.amend(declaration, parameters=tuple(parameters))
            if body is not None and body.type == "block":
                self.visit_inside(body)
            elif body is not None:
                result = self.expr(body)
                builder.use(result)
                builder.returns(result)
        return (FUNCTION, node.start_byte, declaration)

    @staticmethod
    def _passed(parameter: Node, place: int, taker: Expr, handed: Expr) -> Expr:
        """What a parameter of a lambda gets: what the function wants that is wanted in its place, or what a collection hands out."""
        wanted = (WANTED, parameter.start_byte, taker, place, "") if taker is not None else None
        if wanted is None or handed is None:
            return wanted if handed is None else handed
        return (UNION, parameter.start_byte, (wanted, handed))

    # ------------------------------------------------------------ operators

    def assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.parts(node)
        target, value = self.expr(left), self.expr(right)
        self._written(left, target)
        if any(child.type == "=" for child in node.children):
            self.builder.assign(target, value)
        return value

    def update(self, node: Node) -> Expr:
        for child in node.named_children:
            self._written(child, self.expr(child))
        return None

    def _written(self, node: Node, target: Expr) -> None:
        kind = "writes" if node.type in ("identifier", "field_access") else ""
        self.builder.use(target, kind)

    def binary(self, node: Node) -> Expr:
        """An operator's operands, without recursion on its left side: long sums are deep trees."""
        operands: list[Node] = []
        at, compares, adds_text = node, False, False
        while True:
            operator = at.child_by_field_name("operator")
            compares = compares or (operator is not None and operator.type in _COMPARING)
            left, right = at.child_by_field_name("left"), at.child_by_field_name("right")
            if right is not None:
                operands.append(right)
            if left is None:
                break
            if left.type != "binary_expression":
                operands.append(left)
                break
            at = left
        adds_text = any(one.type == "string_literal" for one in operands)
        kind = "boolean" if compares else "String" if adds_text else ""
        return self.some(node.start_byte, kind, [self.expr(one) for one in reversed(operands)])

    def instanceof(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        pattern, name = node.child_by_field_name("pattern"), node.child_by_field_name("name")
        value = self.expr(left) if left is not None else None
        if right is not None:
            named = self.type(right)
            self.use_type(named)
            if name is not None:
                self.builder.declare(self.text(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=named)
        elif pattern is not None:
            self.visit(pattern)
        return self.some(node.start_byte, "boolean", [value])

    def pattern(self, node: Node) -> Expr:
        """Declares what a type pattern or a part of a record pattern names."""
        children = [child for child in node.named_children if child.type not in ("modifiers", *_COMMENTS)]
        if not children:
            return None
        named = self.type(children[0])
        self.use_type(named)
        for name in children[1:]:
            if name.type == "identifier":
                self.builder.declare(self.text(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=named)
            else:
                self.visit(name)
        return None

    def ternary(self, node: Node) -> Expr:
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self.visit(condition)
        ways = [
            self.expr(one)
            for one in (node.child_by_field_name("consequence"), node.child_by_field_name("alternative"))
            if one is not None
        ]
        return (UNION, node.start_byte, tuple(way for way in ways if way is not None))

    def cast(self, node: Node) -> Expr:
        value = node.child_by_field_name("value")
        types = [
            known for known in (self.type(one) for one in node.children_by_field_name("type")) if known is not None
        ]
        inner = self.expr(value) if value is not None else None
        if not types:
            return inner
        for extra in types[1:]:
            self.use_type(extra)
        return (INSTANCE, node.start_byte, types[0], inner)

    def array_access(self, node: Node) -> Expr:
        array, index = node.child_by_field_name("array"), node.child_by_field_name("index")
        if index is not None:
            self.visit(index)
        return (ELEMENT, node.start_byte, self.expr(array)) if array is not None else None

    def integer(self, node: Node) -> Expr:
        return (LITERAL, node.start_byte, "long" if self.source[node.end_byte - 1] in b"lL" else "int")

    def floating(self, node: Node) -> Expr:
        return (LITERAL, node.start_byte, "float" if self.source[node.end_byte - 1] in b"fF" else "double")

    def string(self, node: Node) -> Expr:
        parts = [
            self.expr(part)
            for child in node.named_children
            if child.type == "string_interpolation"
            for part in child.named_children
        ]
        return self.some(node.start_byte, "String", parts)

    # ------------------------------------------------------------ annotations

    def annotation(self, node: Node) -> Expr:
        name, arguments = node.child_by_field_name("name"), node.child_by_field_name("arguments")
        kind = self.type(name)
        self.builder.use(kind, "decorates")
        for argument in arguments.named_children if arguments is not None else ():
            if argument.type == "element_value_pair":
                key, value = argument.child_by_field_name("key"), argument.child_by_field_name("value")
                if key is not None and kind is not None:
                    self.builder.use((MEMBER, key.start_byte, (INSTANCE, kind[1], kind, None), self.text(key)))
                if value is not None:
                    self.visit(value)
            elif argument.type not in _COMMENTS:
                self.visit(argument)
        return None


EXPRESSIONS: Final[dict[str, Handler]] = {
    "identifier": Expressions.identifier,
    "field_access": Expressions.field_access,
    "scoped_identifier": Expressions.parts,
    "this": Expressions.this,
    "super": Expressions.super,
    "parenthesized_expression": Expressions.parenthesized,
    "class_literal": Expressions.class_literal,
    "method_invocation": Expressions.method_invocation,
    "explicit_constructor_invocation": Expressions.constructor_call,
    "object_creation_expression": Expressions.object_creation,
    "array_creation_expression": Expressions.array_creation,
    "array_initializer": Expressions.sequence,
    "element_value_array_initializer": Expressions.sequence,
    "method_reference": Expressions.method_reference,
    "lambda_expression": Expressions.lambda_,
    "assignment_expression": Expressions.assignment,
    "update_expression": Expressions.update,
    "binary_expression": Expressions.binary,
    "instanceof_expression": Expressions.instanceof,
    "type_pattern": Expressions.pattern,
    "record_pattern_component": Expressions.pattern,
    "record_pattern": Expressions.pattern,
    "ternary_expression": Expressions.ternary,
    "cast_expression": Expressions.cast,
    "array_access": Expressions.array_access,
    "string_literal": Expressions.string,
    "decimal_integer_literal": Expressions.integer,
    "hex_integer_literal": Expressions.integer,
    "octal_integer_literal": Expressions.integer,
    "binary_integer_literal": Expressions.integer,
    "decimal_floating_point_literal": Expressions.floating,
    "hex_floating_point_literal": Expressions.floating,
    "annotation": Expressions.annotation,
    "marker_annotation": Expressions.annotation,
    "line_comment": Expressions.nothing,
    "block_comment": Expressions.nothing,
}
