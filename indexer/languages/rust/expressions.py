"""Expressions: what they come to, and the names in them."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, Final, NamedTuple

from tree_sitter import Node

from indexer.languages.rust.operators import Operators
from indexer.languages.rust.patterns import parts_of
from indexer.languages.rust.reader import COMMENTS, PREFIX
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import BLOCK, FUNCTION_, FUNCTION_SCOPE, HIDDEN, VALUES, Expr, Known

_LITERALS: Final = {
    "integer_literal": "i32",
    "float_literal": "f64",
    "boolean_literal": "bool",
    "char_literal": "char",
    "string_literal": "str",
    "raw_string_literal": "str",
}
_SUFFIX: Final = re.compile(r"(?:[iu](?:8|16|32|64|128|size)|f(?:32|64))$")
_OTHER_HELD: Final = frozenset(("map_err", "or_else", "unwrap_or_else", "inspect_err", "is_err_and"))
"""Methods that pass the error of a result to a closure, not the value."""
_FOLDS: Final = frozenset(("fold", "try_fold", "scan"))
"""Methods that pass what was gathered so far, and an element, to a closure."""


class _Breakable(NamedTuple):
    """A loop or a block that `break` may leave with a value."""

    label: str
    scope: int
    loop: bool


class Expressions(Operators):
    """Reads expressions; blocks, too, are expressions."""

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self._breakable: list[_Breakable] = []
        """What is open around, innermost last."""

    def expression(self, node: Node | None) -> Expr:
        """See `Reader`."""
        if node is None:
            return None
        read = self._EXPRESSIONS.get(node.type)
        if read is not None:
            return read(self, node)
        if node.type in self._TYPES:
            return self.type_(node)
        parts = tuple(filter(None, map(self.expression, node.named_children)))
        return (units.PARTS, node.start_byte, "", parts) if parts else None

    @abstractmethod
    def block(self, node: Node | None) -> Expr:
        """Reads the statements of a block into the open scope; its last expression, which stands in that scope."""

    @abstractmethod
    def macro(self, node: Node) -> Expr:
        """A macro's invocation as an expression."""

    @abstractmethod
    def macro_statement(self, node: Node) -> Expr:
        """A macro's invocation as a statement; its value."""

    # ------------------------------------------------------------ names, literals, operators

    def _path(self, node: Node) -> Expr:
        return self.path(node, VALUES)

    def _self(self, node: Node) -> Expr:
        return (units.THIS, node.start_byte)

    def _literal(self, node: Node) -> Expr:
        kind = node.type
        suffix = _SUFFIX.search(self.text(node)) if kind in ("integer_literal", "float_literal") else None
        return (units.LITERAL, node.start_byte, suffix[0] if suffix is not None else _LITERALS[kind])

    def _nothing(self, _node: Node) -> Expr:
        return None

    def _tuple(self, node: Node) -> Expr:
        parts = tuple(self.expression(child) for child in node.named_children if child.type not in COMMENTS)
        return (units.TUPLE, node.start_byte, parts)

    def _array(self, node: Node) -> Expr:
        length = node.child_by_field_name("length")
        self.used(self.expression(length))
        parts = [self.expression(child) for child in node.named_children if child != length]
        return (units.SEQUENCE, node.start_byte, tuple(one for one in parts if one is not None))

    def _range(self, node: Node) -> Expr:
        parts = tuple(filter(None, map(self.expression, node.named_children)))
        return (units.SEQUENCE, node.start_byte, parts)

    # ------------------------------------------------------------ members and calls

    def _field(self, node: Node) -> Expr:
        field, value = node.child_by_field_name("field"), self.expression(node.child_by_field_name("value"))
        if field is None:
            return value
        name = self.name_of(field)
        if field.type == "integer_literal":
            tuple_part = (units.PLACE, field.start_byte, value, int(name) if name.isdigit() else 0)
            member = (units.MEMBER, field.start_byte, value, name)
            return (units.UNION, field.start_byte, (member, tuple_part))
        return (units.MEMBER, field.start_byte, value, name)

    def _generic_function(self, node: Node) -> Expr:
        inner = self.expression(node.child_by_field_name("function"))
        given = self.type_arguments(node.child_by_field_name("type_arguments"))
        return (units.APPLIED, node.start_byte, inner, given)

    def _call(self, node: Node) -> Expr:
        callee = self.expression(node.child_by_field_name("function"))
        arguments = node.child_by_field_name("arguments")
        method = callee
        while method is not None and method[0] == units.APPLIED:
            method = method[2]
        receiver = method[2] if method is not None and method[0] == units.MEMBER and len(method) == 4 else None
        name = method[3] if receiver is not None and method is not None else ""
        given: list[Expr] = []
        for child in arguments.named_children if arguments is not None else ():
            if child.type in COMMENTS:
                continue
            if child.type == "closure_expression":
                given.append(self._closure_of(child, self._passed(child, name, callee, receiver, given)))
            else:
                given.append(self.expression(child))
        return (units.CALL, callee[1] if callee is not None else node.start_byte, callee, tuple(given))

    def _passed(self, closure: Node, name: str, callee: Expr, receiver: Expr, before: list[Expr]) -> list[Expr]:
        """What a call passes to the parameters of a closure: what the callee's own parameter wants; of a method of the library,
        what the receiver holds."""
        at, parameters = closure.start_byte, closure.child_by_field_name("parameters")
        if callee is None:
            return []
        taker = (units.WANTED, at, callee, len(before), "", tuple(before))
        count = len(parts_of(parameters)) if parameters is not None else 0
        wanted: list[Expr] = [(units.WANTED, at, taker, place, "") for place in range(count)]
        if receiver is None:
            return wanted
        held = self._held(name, receiver, before)
        return [(units.UNION, at, (one, held[n])) if n < len(held) and held[n] else one for n, one in enumerate(wanted)]

    def _held(self, name: str, receiver: Known, before: list[Expr]) -> list[Expr]:
        """What a method of the library passes to the parameters of a closure: what the receiver holds."""
        held: Expr = (units.ELEMENT, receiver[1], receiver)
        if name in _OTHER_HELD:
            return [(units.ARGUMENT, receiver[1], receiver, 1)]
        if name in _FOLDS:
            return [before[0] if before else None, held]
        return [held, held]

    # ------------------------------------------------------------ struct literals, closures

    def _struct(self, node: Node) -> Expr:
        name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        type_ = self.path(name_node, PREFIX)
        fields: list[tuple[int, str, Expr]] = []
        for child in body.named_children if body is not None else ():
            if child.type == "field_initializer":
                name = child.child_by_field_name("field")
                value = self.expression(child.child_by_field_name("value"))
                if name is not None:
                    fields.append((name.start_byte, self.name_of(name), value))
            elif child.type == "shorthand_field_initializer":
                name = next((one for one in child.named_children if one.type == "identifier"), None)
                if name is not None:
                    fields.append((name.start_byte, self.name_of(name), self.path(name, VALUES)))
            elif child.type == "base_field_initializer":
                self.used(self.last(child))
        return (units.INITIAL, type_[1] if type_ is not None else node.start_byte, type_, tuple(fields))

    def _closure(self, node: Node) -> Expr:
        return self._closure_of(node, [])

    def _closure_of(self, node: Node, passed: list[Expr]) -> Expr:
        """A closure, with what its parameters get where that is known."""
        number = self.builder.declare("", node.start_byte, FUNCTION_, VALUES, flags=HIDDEN)
        parameters = node.child_by_field_name("parameters")
        with self.builder.inside(FUNCTION_SCOPE, declaration=number):
            found: list[int] = []
            children = parts_of(parameters) if parameters is not None else []
            for place, child in enumerate(one for one in children if one.type not in COMMENTS):
                value = passed[place] if place < len(passed) else None
                found.append(self._closure_parameter(child, value))
            result = self.type_(node.child_by_field_name("return_type"))
            self.builder.use(result, "returns")
            value = self.expression(node.child_by_field_name("body"))
            self.used(value)
            if value is not None:
                self.builder.returns(value)
        self.builder.amend(number, type=result, parameters=tuple(found), required=len(found))
        return (units.FUNCTION, node.start_byte, number)

    def _closure_parameter(self, node: Node, value: Expr) -> int:
        pattern = node.child_by_field_name("pattern") if node.type == "parameter" else node
        type_ = self.used_type(node.child_by_field_name("type")) if node.type == "parameter" else None
        if pattern is not None and pattern.type == "identifier":
            return self.bind(pattern, value, type_)
        number = self.builder.declare(
            "", node.start_byte, units.VARIABLE, VALUES, flags=HIDDEN, type=type_, value=value
        )
        self.pattern(pattern, value, type_)
        return number

    # ------------------------------------------------------------ blocks and branches

    def in_block(self, read: Callable[[], Expr], label: str = "", *, loop: bool = False) -> Expr:
        """A block of its own around what is read: its value, or what leaves it with `break`, evaluated where that stands."""
        start = 0
        with self.builder.inside(BLOCK) as scope:
            self._breakable.append(_Breakable(label, scope, loop))
            value = read()
            self._breakable.pop()
            self.used(value)
        broken = self.builder.has_results(scope)
        if loop:
            value = None
        if not broken and (value is None or value[0] == units.LITERAL):
            return value
        at = value[1] if value is not None else start
        number = self.builder.declare("", at, FUNCTION_, VALUES, flags=HIDDEN, inner=scope)
        if value is not None:
            self.builder.result(scope, value)
        return (units.CALL, at, (units.FUNCTION, at, number), ())

    def _label(self, node: Node) -> str:
        found = next((child for child in node.children[:1] if child.type == "label"), None)
        return self.text(found) if found is not None else ""

    def _block(self, node: Node) -> Expr:
        return self.in_block(lambda: self.block(node), self._label(node))

    def _loop(self, node: Node) -> Expr:
        body = node.child_by_field_name("body")
        return self.in_block(lambda: self.expression(body), self._label(node), loop=True)

    def _wrapped_block(self, node: Node) -> Expr:
        inner = next((child for child in node.named_children if child.type == "block"), None)
        return self.expression(inner)

    def _async_block(self, node: Node) -> Expr:
        inner = next((child for child in node.named_children if child.type == "block"), None)
        number = self.builder.declare("", node.start_byte, FUNCTION_, VALUES, flags=HIDDEN)
        with self.builder.inside(FUNCTION_SCOPE, declaration=number):
            value = self.block(inner) if inner is not None else None
            self.used(value)
            if value is not None:
                self.builder.returns(value)
        return (units.CALL, node.start_byte, (units.FUNCTION, node.start_byte, number), ())

    def _if(self, node: Node) -> Expr:
        return self.in_block(lambda: self._branches(node))

    def _branches(self, node: Node) -> Expr:
        self._condition(node.child_by_field_name("condition"))
        values = [self.expression(node.child_by_field_name("consequence"))]
        alternative = node.child_by_field_name("alternative")
        if alternative is not None:
            values.append(self.last(alternative))
        return self._any(node, values)

    def _any(self, node: Node, values: list[Expr]) -> Expr:
        known = tuple(one for one in values if one is not None)
        return (units.UNION, node.start_byte, known) if len(known) > 1 else next(iter(known), None)

    def _condition(self, node: Node | None) -> None:
        """A condition, whose patterns bind names in the open scope."""
        if node is None:
            return
        if node.type == "let_condition":
            value = self.expression(node.child_by_field_name("value"))
            self.used(value)
            self.pattern(node.child_by_field_name("pattern"), value)
        elif node.type == "let_chain":
            for child in node.named_children:
                self._condition(child)
        else:
            self.used(self.expression(node))

    def _let_condition(self, node: Node) -> Expr:
        self._condition(node)
        return None

    def _match(self, node: Node) -> Expr:
        value = self.expression(node.child_by_field_name("value"))
        self.used(value)
        body = node.child_by_field_name("body")
        values = [self._arm(arm, value) for arm in (body.named_children if body is not None else ())]
        return self._any(node, values)

    def _arm(self, node: Node, value: Expr) -> Expr:
        if node.type != "match_arm":
            return None

        def read() -> Expr:
            self.pattern(node.child_by_field_name("pattern"), value)
            return self.expression(node.child_by_field_name("value"))

        return self.in_block(read)

    def _while(self, node: Node) -> Expr:
        with self.builder.inside(BLOCK):
            self._condition(node.child_by_field_name("condition"))
            self.used(self.expression(node.child_by_field_name("body")))
        return None

    def _for(self, node: Node) -> Expr:
        value = self.expression(node.child_by_field_name("value"))
        self.used(value)
        with self.builder.inside(BLOCK):
            element = (units.ELEMENT, node.start_byte, value) if value is not None else None
            self.pattern(node.child_by_field_name("pattern"), element)
            self.used(self.expression(node.child_by_field_name("body")))
        return None

    def _return(self, node: Node) -> Expr:
        value = self.last(node)
        self.used(value)
        if value is not None and self.builder.enclosing(FUNCTION_SCOPE) >= 0:
            self.builder.returns(value)
        return None

    def _jump(self, node: Node) -> Expr:
        """`break`, with the value that the loop or block comes to by it."""
        label = next((self.text(child) for child in node.named_children if child.type == "label"), "")
        for child in node.named_children:
            if child.type == "label":
                continue
            value = self.expression(child)
            self.used(value)
            left = next((one for one in reversed(self._breakable) if one.label == label and (label or one.loop)), None)
            left = left or next((one for one in reversed(self._breakable) if one.loop and not label), None)
            if left is not None and value is not None:
                self.builder.result(left.scope, value)
        return None

    _EXPRESSIONS: ClassVar[dict[str, Callable[[Expressions, Node], Expr]]] = {
        "identifier": _path,
        "scoped_identifier": _path,
        "self": _self,
        "unary_expression": Operators.unary,
        "reference_expression": Operators.last,
        "parenthesized_expression": Operators.last,
        "await_expression": Operators.last,
        "try_expression": Operators.try_,
        "binary_expression": Operators.binary,
        "type_cast_expression": Operators.cast,
        "index_expression": Operators.index,
        "tuple_expression": _tuple,
        "unit_expression": _nothing,
        "array_expression": _array,
        "range_expression": _range,
        "field_expression": _field,
        "generic_function": _generic_function,
        "call_expression": _call,
        "struct_expression": _struct,
        "closure_expression": _closure,
        "macro_invocation": lambda reader, node: reader.macro(node),
        "block": _block,
        "unsafe_block": _wrapped_block,
        "const_block": _wrapped_block,
        "try_block": _wrapped_block,
        "async_block": _async_block,
        "gen_block": _async_block,
        "if_expression": _if,
        "let_condition": _let_condition,
        "match_expression": _match,
        "while_expression": _while,
        "loop_expression": _loop,
        "for_expression": _for,
        "return_expression": _return,
        "yield_expression": _return,
        "break_expression": _jump,
        "continue_expression": _nothing,
        "assignment_expression": Operators.assignment,
        "compound_assignment_expr": Operators.assignment,
        "label": _nothing,
        "lifetime": _nothing,
        "line_comment": _nothing,
        "block_comment": _nothing,
        "metavariable": _nothing,
        "token_tree": _nothing,
        "attribute_item": _nothing,
        **dict.fromkeys(_LITERALS, _literal),
    }
