"""Functions of PHP: named ones, methods, closures; their parameters and what they return."""

from __future__ import annotations

from abc import abstractmethod

from tree_sitter import Node

from indexer.languages.php.docs import NOTHING, Docs
from indexer.languages.php.expressions import Expressions
from indexer.model import units
from indexer.model.units import APPLIED, FUNCTION, LITERAL, Expr


class Functions(Expressions):
    """Reads functions; statements are the business of the class derived from this."""

    def function(self, node: Node) -> None:
        """`function f() {}`; inside of another, it is declared where that one's namespace is."""
        name_node = node.child_by_field_name("name")
        if name_node is None:
            return
        builder = self.builder
        docs = self.docs
        body = node.child_by_field_name("body")
        symbol = builder.symbol("function", builder.text(name_node), node, name_node, body=body)
        number = builder.declare(
            builder.text(name_node), name_node.start_byte, units.FUNCTION_, units.VALUES, symbol=symbol,
            scope=self.namespace_scope,
        )  # fmt: skip
        self.body(node, number, symbol, docs)

    def body(self, node: Node, number: int, symbol: int | None, docs: Docs, *, seen: set[str] | None = None) -> None:
        """Parameters, result type and statements of a function."""
        builder = self.builder
        with (
            builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol) as scope,
            self.function_variables(scope, seen=seen),
        ):
            self.attributes(node)
            self._parameters(node.child_by_field_name("parameters"), number, docs)
            written = self.type(node.child_by_field_name("return_type"))
            self.use_type(written, "returns")
            builder.amend(number, type=self.declared_type(written, docs.result))
            body = node.child_by_field_name("body")
            if body is not None and body.type == "compound_statement":
                self.block(body)
            elif body is not None:
                value = self.expression(body)
                builder.use(value)
                builder.returns(value)

    def _parameters(self, node: Node | None, number: int, docs: Docs) -> None:
        builder = self.builder
        declared, required, variadic = [], 0, False
        for parameter in node.named_children if node is not None else ():
            name_node = parameter.child_by_field_name("name")
            if name_node is not None and name_node.type == "by_ref" and name_node.named_child_count:
                name_node = name_node.named_children[0]
            if name_node is None:
                continue
            name = builder.text(name_node)
            self.attributes(parameter)
            written = self.type(parameter.child_by_field_name("type"))
            self.use_type(written)
            type_ = self.declared_type(written, docs.parameters.get(name[1:]))
            default = parameter.child_by_field_name("default_value")
            self.use_unless_plain(self.expression(default))
            if parameter.type == "variadic_parameter":
                variadic = True
                if type_ is not None:
                    type_ = (APPLIED, name_node.start_byte, (LITERAL, name_node.start_byte, "array"), (type_,))
            elif default is None:
                required += 1
            self.variables.add(name)
            declared.append(
                builder.declare(
                    name, name_node.start_byte, units.VARIABLE, units.VALUES, flags=units.PRIVATE, type=type_
                )
            )
            if parameter.type == "property_promotion_parameter":
                self.promoted(parameter, name_node, type_, declared[-1])
        flags = builder.declaration(number).flags | (units.VARIADIC if variadic else 0)
        builder.amend(number, parameters=tuple(declared), required=required, flags=flags)

    def closure(self, node: Node) -> Expr:
        """`function () use ($x) {}` or `fn () => value`."""
        builder = self.builder
        number = builder.declare("", node.start_byte, units.FUNCTION_, units.VALUES, flags=units.HIDDEN | units.PRIVATE)
        if node.type == "arrow_function":
            seen = set(self.variables)
        else:
            seen = set()
            for child in node.named_children:
                if child.type == "anonymous_function_use_clause":
                    for used in child.named_children:
                        variable = used.named_children[0] if used.type == "by_ref" and used.named_child_count else used
                        self.variable(variable)
                        seen.add(builder.text(variable))
        self.body(node, number, None, NOTHING, seen=seen)
        return (FUNCTION, node.start_byte, number)

    def attributes(self, node: Node) -> None:
        """`#[Name(arguments)]` before a definition."""
        if not node.child_count or node.children[0].type != "attribute_list":
            return
        for group in node.children[0].named_children:
            for attribute in group.named_children:
                if not attribute.named_child_count:
                    continue
                self.builder.use(self.class_name(attribute.named_children[0]), "decorates")
                for value in self.arguments(attribute.child_by_field_name("parameters")):
                    self.use_unless_plain(value)

    def constants(self, node: Node) -> None:
        """`const A = 1, B = 2;` outside of a class."""
        builder = self.builder
        for element in node.named_children:
            if element.type != "const_element" or not element.named_child_count:
                continue
            name_node = element.named_children[0]
            self._constant_of(
                element, name_node, builder.text(name_node), element.named_children[1:], self.namespace_scope
            )

    def define(self, node: Node, arguments: Node | None) -> None:
        """`define('NAME', value)`: a constant of the namespace that its name says, most often none."""
        builder = self.builder
        parts = arguments.named_children if arguments is not None else []
        written = parts[0].named_children[-1] if parts and parts[0].named_child_count else None
        name = self._literal_text(written)
        if not name or written is None:
            return
        namespace, _, last = name.rpartition("\\")
        values = [one.named_children[-1] for one in parts[1:2] if one.named_child_count]
        if not namespace:
            self._constant_of(node, written, last, values, 0, evaluated=False)
            return
        with builder.inside(units.NAMESPACE_SCOPE, namespace=namespace) as scope:
            self._constant_of(node, written, last, values, scope, evaluated=False)

    def _literal_text(self, node: Node | None) -> str:
        """The text of a string without parts."""
        if node is None:
            return ""
        if node.type in {"string", "encapsed_string"} and node.named_child_count == 1:
            return self.builder.text(node.named_children[0])
        if node.type in {"heredoc", "nowdoc"}:
            body = node.child_by_field_name("value")
            return self.builder.text(body).strip() if body is not None else ""
        return ""

    def _constant_of(
        self, node: Node, name_node: Node, name: str, values: list[Node], scope: int, *, evaluated: bool = True
    ) -> None:
        builder = self.builder
        value = self.expression(values[0]) if values else None
        if evaluated:
            self.use_unless_plain(value)
        symbol = builder.symbol("constant", name, node, name_node, parent=None if evaluated else 0)
        builder.declare(
            name, name_node.start_byte, units.VARIABLE, units.VALUES, symbol=symbol, value=value, scope=scope
        )

    # ------------------------------------------------------------ for the class derived from this

    @abstractmethod
    def block(self, node: Node) -> None:
        """The statements of a block."""

    @abstractmethod
    def promoted(self, parameter: Node, name_node: Node, type_: Expr, number: int) -> None:
        """A parameter of a constructor that is a property."""
