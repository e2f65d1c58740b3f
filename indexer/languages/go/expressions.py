"""Expressions: what they come to, and the names in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.go.types import TYPE_NODES, Types
from indexer.model import units
from indexer.model.units import FUNCTION_, FUNCTION_SCOPE, HIDDEN, VALUES, Expr, Known

_TRUTH: Final = frozenset("== != < <= > >= && ||".split())
_SAME_AS_FIRST: Final = frozenset(("append", "min", "max"))
"""Built-in functions whose result is of the type of their first argument."""
_MAKERS: Final = frozenset(("make", "new"))
"""Built-in functions that make a value of the type that is their first argument."""
_TYPE_LIKE: Final = frozenset(("identifier", "selector_expression", "index_expression", *TYPE_NODES))
_SEQUENCES: Final = frozenset(("slice_type", "array_type", "implicit_length_array_type"))
_LITERALS: Final = {
    "int_literal": "int",
    "float_literal": "float64",
    "imaginary_literal": "complex128",
    "rune_literal": "rune",
    "interpreted_string_literal": "string",
    "raw_string_literal": "string",
    "true": "bool",
    "false": "bool",
    "iota": "int",
}


class Expressions(Types):
    """Reads expressions."""

    def expression(self, node: Node | None) -> Expr:
        """See `Reader`."""
        if node is None:
            return None
        read = self._EXPRESSIONS.get(node.type)
        if read is not None:
            return read(self, node)
        if node.type in TYPE_NODES:
            return self.type_(node)
        return self._parts(node, "")

    def expressions(self, node: Node | None) -> list[Expr]:
        """The expressions of a list, or the one that stands for it."""
        if node is None:
            return []
        if node.type in ("expression_list", "argument_list"):
            return [self.expression(child) for child in node.named_children if child.type != "comment"]
        return [self.expression(node)]

    def _parts(self, node: Node, type_: str) -> Expr:
        parts = tuple(filter(None, map(self.expression, node.named_children)))
        return (units.PARTS, node.start_byte, type_, parts) if parts or type_ else None

    # ------------------------------------------------------------ names and members

    def _identifier(self, node: Node) -> Expr:
        name = self.text(node)
        return (units.NAME, node.start_byte, name) if name != "_" else None

    def _selector(self, node: Node) -> Expr:
        field = node.child_by_field_name("field")
        operand = self.expression(node.child_by_field_name("operand"))
        if field is None:
            return operand
        return (units.MEMBER, field.start_byte, operand, self.text(field))

    def _index(self, node: Node) -> Expr:
        operand = self.expression(node.child_by_field_name("operand"))
        self.used(self.expression(node.child_by_field_name("index")))
        return (units.ELEMENT, node.start_byte, operand)

    def _slice(self, node: Node) -> Expr:
        for part in ("start", "end", "capacity"):
            self.used(self.expression(node.child_by_field_name(part)))
        return self.expression(node.child_by_field_name("operand"))

    def _inner(self, node: Node) -> Expr:
        named = [child for child in node.named_children if child.type != "comment"]
        return self.expression(named[0]) if named else None

    # ------------------------------------------------------------ operators and literals

    def _unary(self, node: Node) -> Expr:
        operand = self.expression(node.child_by_field_name("operand"))
        operator = node.child_by_field_name("operator")
        match operator.type if operator is not None else "":
            case "<-":
                return (units.ELEMENT, node.start_byte, operand)
            case "!":
                return (units.PARTS, node.start_byte, "bool", (operand,) if operand is not None else ())
            case _:
                return operand

    def _binary(self, node: Node) -> Expr:
        """The operands of an operator; of operators in a row without recursion: long sums are deep trees."""
        operands: list[Node] = []
        truth = False
        at: Node | None = node
        while at is not None and at.type == "binary_expression":
            operator, right = at.child_by_field_name("operator"), at.child_by_field_name("right")
            truth = truth or (at is node and operator is not None and operator.type in _TRUTH)
            operands += [right] if right is not None else []
            at = at.child_by_field_name("left")
        operands += [at] if at is not None else []
        parts = tuple(one for one in map(self.expression, reversed(operands)) if one is not None)
        if truth:
            return (units.PARTS, node.start_byte, "bool", parts)
        return (units.UNION, node.start_byte, parts) if len(parts) > 1 else next(iter(parts), None)

    def _literal(self, node: Node) -> Expr:
        return (units.LITERAL, node.start_byte, _LITERALS[node.type])

    # ------------------------------------------------------------ calls

    def _call(self, node: Node) -> Expr:
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        if function is None:
            return self._parts(node, "")
        callee = self._callee(function)
        types = node.child_by_field_name("type_arguments")
        if types is not None:
            callee = (units.APPLIED, function.start_byte, callee, tuple(map(self.type_, types.named_children)))
        name = callee[2] if callee is not None and callee[0] == units.NAME else ""
        given = tuple(self.expressions(arguments))
        call = (units.CALL, _start(callee, node), callee, given)
        if name in _MAKERS and given:
            return (units.INSTANCE, node.start_byte, given[0], (units.CALL, node.start_byte, callee, given[1:]))
        if name in _SAME_AS_FIRST and given and given[0] is not None:
            return (units.UNION, node.start_byte, (call, given[0]))
        return call

    def _callee(self, node: Node) -> Expr:
        """What is called; `f[T](x)` may be a function with its type arguments, or an element of a list of functions."""
        if node.type != "index_expression":
            return self.expression(node)
        index = node.child_by_field_name("index")
        operand = self.expression(node.child_by_field_name("operand"))
        if index is None or index.type not in _TYPE_LIKE:
            self.used(self.expression(index))
            return (units.ELEMENT, node.start_byte, operand)
        argument = self.expression(index)
        applied = (units.APPLIED, node.start_byte, operand, (argument,))
        return (units.UNION, node.start_byte, (applied, (units.ELEMENT, node.start_byte, operand)))

    def _spread(self, node: Node) -> Expr:
        return (units.SPLAT, node.start_byte, self._inner(node))

    def _assertion(self, node: Node) -> Expr:
        type_ = self.type_(node.child_by_field_name("type"))
        return (units.INSTANCE, node.start_byte, type_, self.expression(node.child_by_field_name("operand")))

    def _instantiation(self, node: Node) -> Expr:
        given = tuple(self.type_(child) for child in node.children_by_field_name("type")[1:] if child.is_named)
        return (units.APPLIED, node.start_byte, self.type_(node.child_by_field_name("type")), given)

    def _function_literal(self, node: Node) -> Expr:
        number = self.builder.declare("", node.start_byte, FUNCTION_, VALUES, flags=HIDDEN)
        with self.builder.inside(FUNCTION_SCOPE, declaration=number):
            self.signature(node, number)
            self.block(node.child_by_field_name("body"))
        return (units.FUNCTION, node.start_byte, number)

    # ------------------------------------------------------------ composite literals

    def _composite(self, node: Node) -> Expr:
        type_node, body = node.child_by_field_name("type"), node.child_by_field_name("body")
        return self._literal_value(node, type_node, self.type_(type_node), body)

    def _literal_value(self, node: Node, type_node: Node | None, type_: Expr, body: Node | None) -> Expr:
        kind = type_node.type if type_node is not None else ""
        if type_node is not None and type_ is not None and (kind == "map_type" or kind in _SEQUENCES):
            return (units.INSTANCE, node.start_byte, type_, self._elements(body, type_node, type_))
        fields = []
        for child in body.named_children if body is not None else ():
            name_node, value = _keyed(child)
            if name_node is None or name_node.type != "identifier":
                self.used(self._element_value(name_node, None, None))
                self.used(self._element_value(value, None, None))
            else:
                fields.append((name_node.start_byte, self.text(name_node), self._element_value(value, None, None)))
        return (units.INITIAL, _start(type_, node), type_, tuple(fields))

    def _elements(self, body: Node | None, type_node: Node, type_: Known) -> Expr:
        """The elements of a literal of a map, array or slice; in a map, keys are values, too."""
        is_map = type_node.type == "map_type"
        key_node = type_node.child_by_field_name("key") if is_map else None
        element_node = type_node.child_by_field_name("value" if is_map else "element")
        key_type, element_type = type_[3]
        found: list[Expr] = []
        for child in body.named_children if body is not None else ():
            index, value = _keyed(child)
            found.append(self._element_value(index, key_node, key_type))
            found.append(self._element_value(value, element_node, element_type))
        parts = tuple(one for one in found if one is not None)
        return (units.PARTS, body.start_byte, "", parts) if parts and body is not None else None

    def _element_value(self, node: Node | None, type_node: Node | None, type_: Expr) -> Expr:
        """An element; a literal without a type is of the type that the literal around it says."""
        if node is None:
            return None
        if node.type != "literal_value":
            return self.expression(node)
        while type_node is not None and type_node.type == "pointer_type" and type_node.named_child_count:
            type_node = type_node.named_children[-1]
        return self._literal_value(node, type_node, type_, node)

    _EXPRESSIONS: ClassVar[dict[str, Callable[[Expressions, Node], Expr]]] = {
        "identifier": _identifier,
        "selector_expression": _selector,
        "index_expression": _index,
        "slice_expression": _slice,
        "parenthesized_expression": _inner,
        "unary_expression": _unary,
        "binary_expression": _binary,
        "call_expression": _call,
        "variadic_argument": _spread,
        "type_assertion_expression": _assertion,
        "type_conversion_expression": _assertion,
        "type_instantiation_expression": _instantiation,
        "composite_literal": _composite,
        "func_literal": _function_literal,
        "nil": lambda _reader, _node: None,
        "comment": lambda _reader, _node: None,
        **dict.fromkeys(_LITERALS, _literal),
    }


def _start(expr: Expr, node: Node) -> int:
    """Where the name of a use stands: that of an expression, else the beginning of a node."""
    return int(expr[1]) if expr is not None else node.start_byte


def _keyed(node: Node) -> tuple[Node | None, Node | None]:
    """The key, None where there is none, and the value of an element of a composite literal."""
    if node.type == "keyed_element":
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        return _unwrapped(key), _unwrapped(value)
    return None, _unwrapped(node) if node.type != "comment" else None


def _unwrapped(node: Node | None) -> Node | None:
    if node is not None and node.type == "literal_element":
        named = node.named_children
        return named[0] if named else None
    return node
