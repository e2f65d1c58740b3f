"""Expressions of Ruby: names, literals, assignment, control flow."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from indexer.languages.ruby.control import Control
from indexer.languages.toolkit.builder import Builder
from indexer.languages.toolkit.operators import operation
from indexer.model import units
from indexer.model.units import CALL, ELEMENT, LITERAL, MEMBER, NAME, PARTS, SEQUENCE, THIS, UNION, Expr

_LITERALS: Final = {
    "integer": "Integer", "float": "Float", "rational": "Rational", "complex": "Complex", "true": "TrueClass", "false": "FalseClass",
    "nil": "NilClass", "character": "String", "simple_symbol": "Symbol", "hash_key_symbol": "Symbol", "bare_symbol": "Symbol",
    "string_array": "Array", "symbol_array": "Array", "heredoc_beginning": "String", "encoding": "Encoding", "file": "String",
    "line": "Integer",
}  # fmt: skip
_OF_PARTS: Final = {
    "string": "String", "chained_string": "String", "subshell": "String", "regex": "Regexp", "delimited_symbol": "Symbol", "range": "Range",
    "interpolation": "", "heredoc_body": "String", "bare_string": "String",
}  # fmt: skip


_PREFIXES: Final = {"-": "-@", "+": "+@", "!": "!", "not": "!", "~": "~"}


class Expressions(Control):
    """Reads expressions; calls and definitions are the business of the classes derived from this."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        handlers: dict[str, Callable[[Node], Expr]] = {
            "identifier": self._identifier,
            "constant": self.constant,
            "scope_resolution": self.constant,
            "self": lambda node: (THIS, node.start_byte),
            "instance_variable": self.field,
            "class_variable": self.field,
            "global_variable": lambda node: (NAME, node.start_byte, self.builder.text(node)),
            "assignment": self._assignment,
            "operator_assignment": self._operator_assignment,
            "binary": self._binary,
            "unary": self._unary,
            "conditional": self.conditional,
            "if": self.if_,
            "unless": self.if_,
            "elsif": self.if_,
            "if_modifier": self.modifier,
            "unless_modifier": self.modifier,
            "while": self.loop,
            "until": self.loop,
            "while_modifier": self.modifier,
            "until_modifier": self.modifier,
            "rescue_modifier": self.rescue_modifier,
            "for": self.for_,
            "case": self.case,
            "case_match": self.case,
            "begin": self.body,
            "body_statement": self.body,
            "block_body": self.body,
            "then": self.body,
            "else": self.body,
            "do": self.body,
            "ensure": self.body,
            "parenthesized_statements": self.body,
            "parenthesized_expression": self.body,
            "begin_block": self.body,
            "end_block": self.body,
            "ERROR": self.body,
            "return": self.return_,
            "break": self.jump,
            "next": self.jump,
            "hash": self._hash,
            "array": self._array,
            "right_assignment_list": self._array,
            "element_reference": self._element,
            "pair": self.pair,
            "splat_argument": self._splat,
            "hash_splat_argument": self._splat,
            "block_argument": self._block_argument,
            "undef": lambda _: None,
            "comment": lambda _: None,
            "empty_statement": lambda _: None,
        }
        for kind, name in _LITERALS.items():
            handlers[kind] = lambda node, name=name: (LITERAL, node.start_byte, name)  # type: ignore[misc]
        for kind, name in _OF_PARTS.items():
            handlers[kind] = lambda node, name=name: self._parts(node, name)  # type: ignore[misc]
        self._handlers = handlers

    def visit(self, node: Node | None) -> Expr:
        """See `Variables`."""
        if node is None:
            return None
        handler = self._handlers.get(node.type)
        if handler is not None:
            return handler(node)
        return self._parts(node, "") if node.named_child_count else None

    def _parts(self, node: Node, type_: str) -> Expr:
        if not node.named_child_count:
            return (LITERAL, node.start_byte, type_) if type_ else None
        parts = tuple(
            part for part in map(self.visit, node.named_children) if part is not None and part[0] not in {LITERAL, THIS}
        )
        return (PARTS, node.start_byte, type_, parts) if parts or type_ else None

    def _identifier(self, node: Node) -> Expr:
        """A local, or a call without arguments."""
        name = self.builder.text(node)
        if self.is_local(name):
            return (NAME, node.start_byte, name)
        return self.bare_call(node, name)

    # ------------------------------------------------------------ assignment

    def _assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None:
            return None
        if left.type in {"constant", "scope_resolution"}:
            return self.assign_constant(node, left, right)
        value = self.visit(right)
        self.use(value)
        return self.assign(left, value, node)

    def assign(self, left: Node, value: Expr, node: Node) -> Expr:
        """A target gets a value; gives it as an expression."""
        kind = left.type
        builder = self.builder
        if kind == "identifier":
            self.bind_local(left, value, node.end_byte)
            return (NAME, node.end_byte, builder.text(left))
        if kind in {"instance_variable", "class_variable"}:
            self.bind_field(left, value, node)
            return value
        if kind == "global_variable":
            self.bind_global(left, value, node)
        elif kind in {"left_assignment_list", "destructured_left_assignment", "rest_assignment"}:
            self._destructure(left, value, node)
        elif kind == "element_reference":
            children = left.named_children
            base = self.visit(children[0]) if children else None
            for index in children[1:]:
                self.use(self.visit(index))
            self.use(base)
            if base is not None and value is not None and base[0] in {NAME, MEMBER}:
                builder.assign(base, (SEQUENCE, left.start_byte, (value,)))
        elif kind == "call":
            self.attribute_assignment(left, value)
        else:
            self.use(self.visit(left))
        return value

    def _destructure(self, left: Node, value: Expr, node: Node) -> None:
        """`a, (b, *c) = value`: by place where the value is a list that is written down."""
        targets = [one for one in left.named_children if one.type != "comment"]
        written = value[2] if value is not None and value[0] == SEQUENCE else None
        rest = any(one.type == "rest_assignment" for one in targets)
        for position, target in enumerate(targets):
            if written is not None and not rest:
                one = written[position] if position < len(written) else None
            elif target.type == "rest_assignment":
                one = value
            else:
                one = (ELEMENT, target.start_byte, value) if value is not None else None
            self.assign(target, one, node)

    def _operator_assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if left is None:
            return None
        before = None
        if left.type in {"identifier", "call", "element_reference"} and not (
            left.type == "identifier" and not self.is_local(self.builder.text(left))
        ):
            before = self.visit(left)
            self.use(before)
        value = self.visit(right)
        self.use(value)
        either = operator is not None and operator.type in {"||=", "&&="}
        self.branches += 1
        if left.type == "constant":
            self.assign_constant(node, left, None)
        elif left.type in {"instance_variable", "class_variable"} and not either:
            self.builder.use(self.field(left), "writes")  # there is one already, maybe of a base class
        elif left.type not in {"element_reference", "scope_resolution"}:
            self.assign(left, value if either else None, node)
        self.branches -= 1
        if not either:
            return None
        if left.type in {"instance_variable", "class_variable"}:
            before = self.field(left)
        return (UNION, node.start_byte, (before, value))

    # ------------------------------------------------------------ operators

    def _binary(self, node: Node) -> Expr:
        """Most operators are methods; `&&` and `||` give one of their sides."""
        operator = node.child_by_field_name("operator")
        left, right = self.visit(node.child_by_field_name("left")), self.visit(node.child_by_field_name("right"))
        kind = operator.type if operator is not None else ""
        if kind in {"||", "or"}:
            return (UNION, node.start_byte, tuple(one for one in (left, right) if one is not None))
        if kind in {"&&", "and"}:
            self.use(left)
            return right
        if kind == "<<" and left is not None and left[0] in {NAME, MEMBER} and right is not None:
            self.builder.assign(left, (SEQUENCE, node.start_byte, (right,)))
        if operator is not None and left is not None and left[0] not in {LITERAL, PARTS} and kind in _METHOD_OPERATORS:
            return (CALL, operator.start_byte, (MEMBER, operator.start_byte, left, kind), (right,))
        parts = tuple(one for one in (left, right) if one is not None and one[0] != LITERAL)
        type_ = (
            left[2] if left is not None and left[0] in {LITERAL, PARTS} and kind in {"+", "-", "*", "/", "%"} else ""
        )
        return (PARTS, node.start_byte, type_, parts)

    def _unary(self, node: Node) -> Expr:
        operand = self.visit(node.child_by_field_name("operand"))
        operator = node.child_by_field_name("operator")
        type_ = "TrueClass" if operator is not None and operator.type in {"!", "not"} else ""
        sign = _PREFIXES.get(operator.type, "") if operator is not None else ""
        if sign and operand is not None and operator is not None:
            return operation(operator.start_byte, sign, (operand,), type_)
        return (PARTS, node.start_byte, type_, (operand,) if operand is not None else ())

    def _hash(self, node: Node) -> Expr:
        return self._parts(node, "Hash")

    def _array(self, node: Node) -> Expr:
        elements = [self.visit(one) for one in node.named_children if one.type != "comment"]
        return (SEQUENCE, node.start_byte, tuple(one for one in elements if one is not None))

    def _element(self, node: Node) -> Expr:
        children = [one for one in node.named_children if one.type != "comment"]
        owner = self.visit(children[0]) if children else None
        for index in children[1:]:
            self.use(self.visit(index))
        if owner is None:
            return None
        return operation(children[0].end_byte, "[]", (owner,), "", (ELEMENT, node.start_byte, owner))

    def pair(self, node: Node) -> Expr:
        """`key => value`, `key: value`, `key:`."""
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is not None and key.type != "hash_key_symbol":
            self.use(self.visit(key))
        if value is None and key is not None and key.type == "hash_key_symbol":
            name = self.builder.text(key)
            return (NAME, key.start_byte, name) if self.is_local(name) else self.bare_call(key, name)
        return self.visit(value)

    def _splat(self, node: Node) -> Expr:
        value = self.visit(node.named_children[0]) if node.named_child_count else None
        return (units.SPLAT, node.start_byte, value)

    def _block_argument(self, node: Node) -> Expr:
        """`&block`, `&:name`, `&method(:name)`: no argument by place."""
        value = self.visit(node.named_children[0]) if node.named_child_count else None
        return (units.SPLAT, node.start_byte, value)

    # ------------------------------------------------------------ for the classes derived from this

    @abstractmethod
    def bare_call(self, node: Node, name: str) -> Expr:
        """A call without receiver, arguments or block."""

    @abstractmethod
    def attribute_assignment(self, left: Node, value: Expr) -> None:
        """`receiver.name = value`."""

    @abstractmethod
    def assign_constant(self, node: Node, left: Node, right: Node | None) -> Expr:
        """`NAME = value`."""


_METHOD_OPERATORS: Final = frozenset("+ - * / % ** == != <=> < > <= >= === << >> & | ^ =~".split())
