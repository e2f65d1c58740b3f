"""Expressions and statements that only C++ has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.c.declarators import last_name, take_apart
from indexer.languages.cpp.operators import Operators
from indexer.languages.cpp.paths import Paths
from indexer.model import units
from indexer.model.units import Expr, Known

_CASTS: Final = frozenset({"static_cast", "dynamic_cast", "const_cast", "reinterpret_cast"})


class CppExpressions(Paths, Operators):
    """Gives the expressions of C++."""

    NODES: ClassVar[Mapping[str, str]] = {
        **Paths.NODES,
        "for_range_loop": "for_range_loop",
        "throw_statement": "throw_statement",
        "catch_clause": "catch_clause",
        "try_statement": "block",
        "static_assert_declaration": "static_assert",
    }
    EXPRESSIONS: ClassVar[Mapping[str, str]] = {
        **Paths.EXPRESSIONS,
        **Operators.EXPRESSIONS,
        "this": "this",
        "new_expression": "new_expression",
        "delete_expression": "parts",
        "lambda_expression": "lambda_expression",
        "primitive_type": "nothing",
        "co_await_expression": "parts",
        "subscript_argument_list": "parts",
        "requires_expression": "requires_expression",
    }

    def this(self, node: Node) -> Expr:
        """`this`."""
        return (units.THIS, node.start_byte)

    def member(self, owner: Known, field: Node) -> Expr:
        """`a.b`, `a.template b<T>`, `a.B::c`."""
        if field.type == "field_identifier":
            return (units.MEMBER, field.start_byte, owner, self.text(field))
        if field.type == "qualified_identifier":
            return self.path(field)
        if field.type == "dependent_name" and field.named_children:
            field = field.named_children[0]
        if field.type == "template_method":
            self.template_arguments(field)
        plain = last_name(field)
        return (units.MEMBER, plain.start_byte, owner, self.name_text(plain))

    def call_expression(self, node: Node) -> Expr:
        """A call, a cast or the making of an instance."""
        function = node.child_by_field_name("function")
        if function is not None and function.type == "template_function":
            name = function.child_by_field_name("name")
            if name is not None and self.text(name) in _CASTS:
                return self._cast(function, node.child_by_field_name("arguments"))
        if function is not None and function.type == "primitive_type":
            given = self.arguments(node.child_by_field_name("arguments"))
            return (units.PARTS, node.start_byte, "", given)
        if function is not None and function.type == "call_expression":
            launched = self._launch(function)
            if launched is not None:
                return (units.CALL, launched[1], launched, self.arguments(node.child_by_field_name("arguments")))
        found = super().call_expression(node)
        listed = _template_arguments(function) if function is not None else None
        if found is None or found[2] is None or listed is None:
            return found
        given = self.argument_types(listed)
        return (found[0], found[1], (units.APPLIED, found[2][1], found[2], given), found[3]) if given else found

    def _launch(self, node: Node) -> Expr:
        """The kernel of CUDA's `f<<<grid, block>>>(x)`; numbers become the `dim3` that is wanted there."""
        arguments = node.child_by_field_name("arguments")
        if arguments is None or not self.builder.source.startswith(b"<<<", arguments.start_byte):
            return None
        for place, child in enumerate(child for child in arguments.named_children if child.type != "comment"):
            value, start = self.expr(child), child.start_byte
            if place < 2 and child.type in ("number_literal", "binary_expression"):
                self.builder.use((units.NEW, start, (units.NAME, start, "dim3"), (value,)))
            else:
                self.builder.use(value)
        return self.expr(node.child_by_field_name("function"))

    def _cast(self, function: Node, arguments: Node | None) -> Expr:
        kinds = self.argument_types(function.child_by_field_name("arguments"))
        given = self.arguments(arguments)
        value = given[0] if given else None
        kind = kinds[0] if kinds else None
        if kind is None or kind[0] == units.LITERAL:
            return value
        return (units.INSTANCE, kind[1], kind, value)

    def compound_literal_expression(self, node: Node) -> Expr:
        """`T{a, b}`."""
        type_node, value = node.child_by_field_name("type"), node.child_by_field_name("value")
        kind = self.type_expr(type_node)
        if kind is None or kind[0] == units.LITERAL or value is None:
            return self.expr(value)
        if any(child.type == "initializer_pair" for child in value.named_children):
            return self.initialised(value, kind, None, array=False)
        return (units.NEW, kind[1], kind, self.arguments(value))

    def new_expression(self, node: Node) -> Expr:
        """`new T(a)`."""
        placement = node.child_by_field_name("placement")
        if placement is not None:
            self.builder.use(self.parts(placement))
        kind = self.type_expr(node.child_by_field_name("type"))
        arguments = node.child_by_field_name("arguments")
        declarator = node.child_by_field_name("declarator")
        given = self.arguments(arguments)
        if declarator is not None:
            self.builder.use(self.parts(declarator))
        if kind is None or kind[0] == units.LITERAL:
            return (units.PARTS, node.start_byte, "", given)
        return (units.NEW, kind[1], kind, given)

    def lambda_expression(self, node: Node) -> Expr:
        """`[x](int y) { ... }`."""
        builder = self.builder
        captures = node.child_by_field_name("captures")
        initial: list[tuple[Node, Expr]] = []
        for child in captures.named_children if captures is not None else ():
            if child.type == "lambda_capture_initializer":
                left = child.child_by_field_name("left")
                value = self.expr(child.child_by_field_name("right"))
                builder.use(value)
                if left is not None:
                    initial.append((left, value))
            else:
                builder.use(self.expr(child))
        number = builder.declare("", node.start_byte, units.FUNCTION_, units.VALUES, flags=units.HIDDEN)
        with builder.inside(units.FUNCTION_SCOPE, declaration=number):
            for left, value in initial:
                builder.declare(
                    self.text(left), left.start_byte, units.VARIABLE, units.VALUES, value=value,
                )  # fmt: skip
            written = node.child_by_field_name("template_parameters")
            if written is not None:
                self.templates.append(written)
                self.in_scope_of(number)
            function = node.child_by_field_name("declarator")
            kind = self.result_after(function) if function is not None else None
            if function is not None:
                self.complete(number, function, kind)
            body = node.child_by_field_name("body")
            if body is not None:
                self.inline_block(body)
        return (units.FUNCTION, node.start_byte, number)

    def result_after(self, function: Node) -> Expr:
        """`-> T`."""
        for child in function.named_children:
            if child.type == "trailing_return_type" and child.named_children:
                return self.type_use(child.named_children[0], "returns")
        return None

    def requires_expression(self, node: Node) -> Expr:
        """`requires (T t) { ... }`."""
        with self.builder.inside(units.BLOCK):
            listed = node.child_by_field_name("parameters")
            if listed is not None:
                self.parameters(node)
            for child in node.named_children:
                if listed is None or child.start_byte != listed.start_byte:
                    self.visit(child)
        return None

    # ------------------------------------------------------------ statements

    def for_range_loop(self, node: Node) -> None:
        """`for (auto& x : xs)`."""
        builder = self.builder
        with builder.inside(units.BLOCK):
            start = node.child_by_field_name("initializer")
            if start is not None:
                self.visit(start)
            kind = self.type_use(node.child_by_field_name("type"))
            right = node.child_by_field_name("right")
            values = self.expr(right)
            builder.use(values)
            held: Expr = (units.ELEMENT, right.start_byte, values) if right is not None and values is not None else None
            parts = take_apart(node.child_by_field_name("declarator"))
            if parts.name is not None and parts.name.type == "structured_binding_declarator":
                self.bind_structure(parts.name, held)
            elif parts.name is not None:
                builder.declare(
                    self.text(parts.name), parts.name.start_byte, units.VARIABLE, units.VALUES, type=kind,
                    value=held if kind is None else None,
                )  # fmt: skip
            body = node.child_by_field_name("body")
            if body is not None:
                self.visit(body)

    def bind_structure(self, node: Node, value: Expr) -> None:
        """`auto [a, b] = x;`"""
        for place, child in enumerate(child for child in node.named_children if child.type == "identifier"):
            part: Expr = (units.PLACE, child.start_byte, value, place) if value is not None else None
            self.builder.declare(
                self.text(child), child.start_byte, units.VARIABLE, units.VALUES, flags=units.ORDERED, value=part
            )

    def throw_statement(self, node: Node) -> None:
        """`throw E(x);`"""
        for child in node.named_children:
            found = self.expr(child)
            self.builder.use(found)
            if found is not None and found[0] in (units.CALL, units.NEW) and found[2] is not None:
                self.builder.use(found[2], "raises")
            elif found is not None and found[0] in (units.NAME, units.MEMBER):
                self.builder.use(found, "raises")

    def catch_clause(self, node: Node) -> None:
        """`catch (const E& e) { ... }`."""
        with self.builder.inside(units.BLOCK):
            self.parameters(node)
            body = node.child_by_field_name("body")
            if body is not None:
                self.visit(body)

    def static_assert(self, node: Node) -> None:
        """`static_assert(x);`"""
        self.builder.use(self.expr(node.child_by_field_name("condition")))


def _template_arguments(function: Node) -> Node | None:
    """The template arguments that a call writes down."""
    at: Node | None = function
    while at is not None and at.type in ("qualified_identifier", "field_expression"):
        at = at.child_by_field_name("name") or at.child_by_field_name("field")
    return (
        at.child_by_field_name("arguments")
        if at is not None and at.type in ("template_function", "template_method")
        else None
    )
