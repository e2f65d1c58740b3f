"""Kotlin expressions."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import Handler, child_of
from indexer.languages.kotlin.library import (
    BIT_OPERATORS,
    FOLDING,
    FUNCTIONS_BY_DEFAULT,
    NUMBERING,
    ON_ELEMENTS,
    ON_RECEIVER,
    TAKES_RECEIVER,
)
from indexer.languages.kotlin.types import COMMENTS, OF_RECEIVER, TYPE_KINDS, Types
from indexer.languages.toolkit.operators import operation, row
from indexer.model import units
from indexer.model.units import (
    APPLIED,
    CALL,
    CLASS_OF,
    ELEMENT,
    EXTENSION_SCOPE,
    FUNCTION,
    FUNCTION_,
    FUNCTION_SCOPE,
    INSTANCE,
    MEMBER,
    NAME,
    ORDERED,
    SPLAT,
    SUPER,
    THIS,
    UNION,
    VALUES,
    VARIABLE,
    WANTED,
    Expr,
)

_INTERPOLATED: Final = re.compile(rb"(?<!\\)\$([A-Za-z_]\w*)")
_BOOLEAN: Final = frozenset({"==", "!=", "===", "!==", "<", ">", "<=", ">=", "&&", "||"})


_OPERATORS: Final = {
    "+": "plus", "-": "minus", "*": "times", "/": "div", "%": "rem mod", "..": "rangeTo", "..<": "rangeUntil", "in": "contains",
    "!in": "contains", "<": "compareTo", ">": "compareTo", "<=": "compareTo", ">=": "compareTo", "==": "equals", "!=": "equals",
}  # fmt: skip
_PREFIXES: Final = {"!": "not", "-": "unaryMinus", "+": "unaryPlus"}
_ASSIGNED: Final = {f"{sign}=": f"{_OPERATORS[sign]}Assign {_OPERATORS[sign]}" for sign in "+-*/"} | {
    "%=": "remAssign rem"
}
"""The functions of operators, as the language's specification has them."""


class Expressions(Types):
    """Reads expressions."""

    # ------------------------------------------------------------ what other modules read

    @abstractmethod
    def anonymous_object(self, node: Node) -> Expr:
        """Reads an object expression."""

    @abstractmethod
    def anonymous_function(self, node: Node) -> Expr:
        """Reads a function without a name."""

    @abstractmethod
    def declare_pattern(self, node: Node, value: Expr, seen: int = -1) -> list[int]:
        """Declares the variable, or the variables in brackets, of a loop, a lambda or a property; from `seen` on they are seen."""

    narrowed: Mapping[str, tuple[int, Expr]] = MappingProxyType({})
    """The types that names surely have here, as conditions around say, each with the scope in which that is so."""

    def narrow(self, node: Node, found: Expr) -> Expr:
        """What a name holds of which a condition around says the type (a smart cast)."""
        scope, known = (
            self.narrowed.get(self.text(node), (-1, None)) if found is not None and self.narrowed else (-1, None)
        )
        if known is None or not self._is_inside(scope):
            return found
        return (units.NOW, node.start_byte, found, (INSTANCE, node.start_byte, known, None))

    def _is_inside(self, scope: int) -> bool:
        at = self.builder.scope
        while at > scope:
            at = self.builder.scope_record(at).parent
        return at == scope

    def know(self, more: Mapping[str, Expr]) -> None:
        """Takes up what is known of the types of names from here on."""
        self.narrowed = {**self.narrowed, **{name: (self.builder.scope, one) for name, one in more.items()}}

    @abstractmethod
    def tested(self, node: Node | None, *, truth: bool) -> Mapping[str, Expr]:
        """See `Branches`."""

    @contextmanager
    def knowing(self, more: Mapping[str, Expr]) -> Iterator[None]:
        """What is known of the types of names meanwhile."""
        before = self.narrowed
        self.know(more)
        try:
            yield
        finally:
            self.narrowed = before

    # ------------------------------------------------------------ names

    def identifier(self, node: Node) -> Expr:
        return (NAME, node.start_byte, self.name(node))

    def this(self, node: Node) -> Expr:
        label = child_of(node, "identifier")
        if label is None:
            return (THIS, node.start_byte)
        return (INSTANCE, node.start_byte, (NAME, label.start_byte, self.name(label)), None)

    def super(self, node: Node) -> Expr:
        named = self.type_in(node)
        if named is not None:
            return (INSTANCE, node.start_byte, self.type(named), None)
        return (SUPER, node.start_byte)

    def navigation(self, node: Node) -> Expr:
        children = [child for child in node.named_children if child.type not in COMMENTS]
        if len(children) < 2:
            return self.parts(node)
        target, last = self.narrow(children[0], self.expr(children[0])), children[-1]
        name = self.name(last)
        if name == "class" and any(child.type == "::" for child in node.children):
            return self.some(node.start_byte, "Class", [target])
        if target is None:
            return None
        return (MEMBER, last.start_byte, target, name)

    def callable_reference(self, node: Node) -> Expr:
        names = [child for child in node.named_children if child.type == "identifier"]
        target = self.type(self.type_in(node))
        if not names:
            return self.some(node.start_byte, "Class", [target])
        if target is None:
            return (NAME, names[-1].start_byte, self.name(names[-1]))
        return (MEMBER, names[-1].start_byte, target, self.name(names[-1]))

    # ------------------------------------------------------------ calls

    def call(self, node: Node) -> Expr:
        callee, given, body, types = self._taken_apart(node)
        if callee is None:
            return self.parts(node)
        target = self.expr(callee)
        if target is not None and types:
            target = (APPLIED, target[1], target, types)
        arguments: list[Expr] = []
        for one in given:
            if one.type == "value_argument":
                arguments.append(self._argument(one, target, arguments))
        if body is not None:
            arguments.append(self._lambda_of(body, target, arguments))
        if target is None:
            return self.some(node.start_byte, "", arguments)
        return (CALL, target[1], target, tuple(arguments))

    def _taken_apart(self, node: Node) -> tuple[Node | None, list[Node], Node | None, tuple[Expr, ...]]:
        """The callee, the nodes of the arguments, the lambda behind them, which the grammar takes for a call of the result, and the
        type arguments."""
        children = [child for child in node.named_children if child.type not in COMMENTS]
        last = children[-1] if children else node
        if last.type == "annotated_lambda" and children[0].type == "call_expression":
            inner = [child for child in children[0].named_children if child.type not in COMMENTS]
            if inner and inner[-1].type == "value_arguments":
                return inner[0], inner[-1].named_children, child_of(last, "lambda_literal"), self._type_arguments(inner)
        given = child_of(node, "value_arguments")
        body = child_of(last, "lambda_literal") if last.type == "annotated_lambda" else None
        arguments = given.named_children if given is not None else []
        return (children[0] if children else None), arguments, body, self._type_arguments(children)

    def _type_arguments(self, children: list[Node]) -> tuple[Expr, ...]:
        listed = next((child for child in children[1:] if child.type == "type_arguments"), None)
        return tuple(self.type(one) for one in listed.named_children) if listed is not None else ()

    def arguments(self, node: Node | None) -> tuple[Expr, ...]:
        """The arguments in brackets."""
        given = node.named_children if node is not None else ()
        return tuple(self._argument(one) for one in given if one.type == "value_argument")

    def _argument(self, node: Node, callee: Expr = None, before: Sequence[Expr] = ()) -> Expr:
        """An argument, behind others; its value stands last, behind a name or `*`."""
        children = [child for child in node.named_children if child.type not in COMMENTS]
        if not children:
            return None
        if children[-1].type == "lambda_literal":
            name = self.name(children[0]) if any(child.type == "=" for child in node.children) else ""
            return self._lambda_of(children[-1], callee, before, name)
        value = self.expr(children[-1])
        if any(child.type == "*" for child in node.children) or children[-1].type == "spread_expression":
            return (SPLAT, node.start_byte, value)
        return value

    def spread(self, node: Node) -> Expr:
        return self.expr(node.named_children[-1]) if node.named_children else None

    def infix(self, node: Node) -> Expr:
        children = [child for child in node.named_children if child.type not in COMMENTS]
        if len(children) != 3:
            return self.parts(node)
        left, right = self.expr(children[0]), self.expr(children[2])
        name = children[1]
        if self.text(name) in BIT_OPERATORS:
            return self.some(node.start_byte, "", [left, right])
        if left is None:
            return self.some(node.start_byte, "", [right])
        return (CALL, name.start_byte, (MEMBER, name.start_byte, left, self.name(name)), (right,))

    # ------------------------------------------------------------ lambdas

    def lambda_(self, node: Node) -> Expr:
        return self._lambda(node, None)

    def _lambda_of(self, node: Node, callee: Expr, before: Sequence[Expr], name: str = "") -> Expr:
        """A lambda among the arguments of a call; what the call wants there says what its parameters, and its `this`, are.

        Args:
            node: the lambda.
            callee: what is called.
            before: the arguments before it.
            name: of the parameter that it is for, where the call says it.
        """
        if callee is None:
            return self._lambda(node, None)
        plain = callee[2] if callee[0] == APPLIED else callee
        receiver = plain[2] if plain[0] == MEMBER else None
        called = plain[3] if plain[0] == MEMBER else plain[2] if plain[0] == NAME else ""
        if called == "with" and len(before) == 1:
            receiver = before[0]
        if receiver is not None and called in ON_RECEIVER:
            with self.builder.inside(EXTENSION_SCOPE, extends=(CLASS_OF, receiver[1], receiver)):
                return self._lambda(node, None)
        at = node.start_byte
        place = len(before) if not name else 0
        wanted: Expr = (WANTED, at, callee, place, name, tuple(before))
        handed = self._handed(receiver, called, before)
        if handed or called in FUNCTIONS_BY_DEFAULT or child_of(node, "lambda_parameters") is not None:
            return self._lambda(node, wanted, handed)
        of = (CLASS_OF, at, (WANTED, at, wanted, 0, OF_RECEIVER))
        with self.builder.inside(EXTENSION_SCOPE, extends=of):
            return self._lambda(node, wanted)

    @staticmethod
    def _handed(receiver: Expr, called: str, before: Sequence[Expr]) -> tuple[Expr, ...]:
        """What a function of the standard library hands to the parameters of a lambda, by place."""
        if receiver is None:
            return ()
        if called in TAKES_RECEIVER:
            return (receiver,)
        element: Expr = (ELEMENT, receiver[1], receiver)
        if called in FOLDING:
            return (before[0] if before else element, element)
        return (None, element) if called in NUMBERING else (element,) if called in ON_ELEMENTS else ()

    def _lambda(self, node: Node, wanted: Expr, handed: Sequence[Expr] = ()) -> Expr:
        """A lambda.

        Args:
            node: where it stands.
            wanted: the functions that are wanted there.
            handed: what a function of the standard library hands to its parameters.
        """
        builder = self.builder

        def given(place: int) -> Expr:
            taken = (WANTED, node.start_byte, wanted, place, "") if wanted is not None else None
            ways = tuple(one for one in (taken, *handed[place : place + 1]) if one is not None)
            return ways[0] if len(ways) == 1 else (UNION, node.start_byte, ways) if ways else None

        declaration = builder.declare("", node.start_byte, FUNCTION_, VALUES)
        with builder.inside(FUNCTION_SCOPE, declaration=declaration):
            written = child_of(node, "lambda_parameters")
            parameters: list[int] = []
            if written is not None:
                for place, one in enumerate(child for child in written.named_children if child.type not in COMMENTS):
                    parameters += self.declare_pattern(one, given(place))[:1]
            else:
                parameters.append(
                    builder.declare("it", node.start_byte, VARIABLE, VALUES, flags=ORDERED, value=given(0))
                )
            builder.amend(declaration, parameters=tuple(parameters))
            own = {"this", "it", *(builder.declaration(one).name for one in parameters)}
            outer = self.narrowed
            self.narrowed = {name: one for name, one in outer.items() if name.partition(".")[0] not in own}
            statements = [
                child
                for child in node.named_children
                if child.type not in COMMENTS and child is not written and child.type != "lambda_parameters"
            ]
            for one in statements[:-1]:
                self.visit(one)
            if statements:
                result = self.expr(statements[-1])
                builder.use(result)
                builder.returns(result)
            self.narrowed = outer
        return (FUNCTION, node.start_byte, declaration)

    # ------------------------------------------------------------ operators

    def unary(self, node: Node) -> Expr:
        operator, argument = node.child_by_field_name("operator"), node.child_by_field_name("argument")
        if argument is None:
            return self.parts(node)
        value = self.expr(argument)
        if operator is not None and operator.type in ("++", "--"):
            self.builder.use(value, "writes" if argument.type in ("identifier", "navigation_expression") else "")
            return None
        sign = operator.type if operator is not None else ""
        if sign not in _PREFIXES:
            return value
        return operation(node.start_byte, _PREFIXES[sign], (value,), "kotlin.Boolean" if sign == "!" else "", value)

    def binary(self, node: Node) -> Expr:
        """Operators, which are functions (`plus`, `compareTo`), and `?:`; without recursion on the left side."""
        first, signs = row(node)
        found = self.expr(first) if first is not None else None
        before, known = first, dict[str, Expr]()
        for operator, right in signs:
            sign = operator.type if operator is not None else ""
            known |= self.tested(before, truth=sign == "&&") if sign in ("&&", "||") else {}
            with self.knowing(known):
                value = self.expr(right) if right is not None else None
            before = right
            at = operator.start_byte if operator is not None else node.start_byte
            if sign == "?:":
                ways = tuple(way for way in (found, value) if way is not None)
                found = (UNION, at, ways) if ways else None
                continue
            kind = "kotlin.Boolean" if sign in _BOOLEAN else ""
            if (
                sign == "+"
                and found is not None
                and found[0] in (units.LITERAL, units.PARTS)
                and found[2] == "kotlin.String"
            ):
                kind = "kotlin.String"
            pair = (value, found) if sign in ("in", "!in") else (found, value)
            found = operation(at, _OPERATORS.get(sign, ""), pair, kind)
        return found

    def assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if left is None or right is None:
            return self.visit_inside(node)
        target, value = self.expr(left), self.expr(right)
        if target is not None and target[0] == units.OPERATOR:
            target = (*target[:2], "set" if operator is None or operator.type == "=" else target[2], *target[3:])
        self.builder.use(target, "writes" if left.type in ("identifier", "navigation_expression") else "")
        sign = operator.type if operator is not None else "="
        self.builder.use(operation(left.end_byte, _ASSIGNED.get(sign, ""), (target, value)) if sign != "=" else value)
        if operator is None or operator.type == "=":
            self.builder.assign(target, value)
        return None

    def is_(self, node: Node) -> Expr:
        left = node.child_by_field_name("left")
        self.used_type(node.child_by_field_name("right"))
        return self.some(node.start_byte, "kotlin.Boolean", [self.expr(left)] if left is not None else [])

    def as_(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), self.type(node.child_by_field_name("right"))
        value = self.expr(left) if left is not None else None
        return (INSTANCE, node.start_byte, right, value) if right is not None else value

    def type_test(self, node: Node) -> Expr:
        self.used_type(self.type_in(node))
        return None

    def index(self, node: Node) -> Expr:
        children = [child for child in node.named_children if child.type not in COMMENTS]
        for child in children[1:]:
            self.visit(child)
        target = self.expr(children[0]) if children else None
        if target is None:
            return None
        return operation(children[0].end_byte, "get", (target,), "", (units.PLACE, node.start_byte, target, -1))

    def range(self, node: Node) -> Expr:
        """`a..b`, `a..<b`."""
        sides = [self.expr(child) for child in node.named_children if child.type not in COMMENTS]
        sign = next((child for child in node.children if not child.is_named), None)
        at = sign.start_byte if sign is not None else node.start_byte
        names = _OPERATORS.get(sign.type, "") if sign is not None else ""
        return operation(at, names, sides or (None,), "", (units.SEQUENCE, at, tuple(sides[:1])))

    def within(self, node: Node) -> Expr:
        """`a in b`: a question to b."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        sides = [self.expr(one) if one is not None else None for one in (right, left)]
        at = left.end_byte if left is not None else node.start_byte
        return operation(at, "contains", sides, "kotlin.Boolean")

    def last_inside(self, node: Node) -> Expr:
        """The value behind brackets, a label or an annotation."""
        children = [child for child in node.named_children if child.type not in COMMENTS]
        for child in children[:-1]:
            self.visit(child)
        return self.expr(children[-1]) if children else None

    def string(self, node: Node) -> Expr:
        parts: list[Expr] = []
        inside: list[tuple[int, int]] = []
        for child in node.named_children:
            if child.type == "interpolation":
                inside.append((child.start_byte, child.end_byte))
                parts += [self.expr(one) for one in child.named_children]
        for found in _INTERPOLATED.finditer(self.source, node.start_byte, node.end_byte):
            if not any(start <= found.start() < end for start, end in inside):
                parts.append((NAME, found.start(1), found[1].decode("utf-8", "replace")))
        return self.some(node.start_byte, "kotlin.String", parts)

    # ------------------------------------------------------------ annotations

    def annotation(self, node: Node) -> Expr:
        for one in node.named_children:
            if one.type == "constructor_invocation":
                self.builder.use(self.type(self.type_in(one)), "decorates")
                for argument in self.arguments(child_of(one, "value_arguments")):
                    self.builder.use(argument)
            elif one.type in TYPE_KINDS:
                self.builder.use(self.type(one), "decorates")
        return None


EXPRESSIONS: Final[dict[str, Handler]] = {
    "identifier": Expressions.identifier,
    "this_expression": Expressions.this,
    "super_expression": Expressions.super,
    "navigation_expression": Expressions.navigation,
    "callable_reference": Expressions.callable_reference,
    "call_expression": Expressions.call,
    "spread_expression": Expressions.spread,
    "infix_expression": Expressions.infix,
    "lambda_literal": Expressions.lambda_,
    "annotated_lambda": Expressions.last_inside,
    "unary_expression": Expressions.unary,
    "binary_expression": Expressions.binary,
    "assignment": Expressions.assignment,
    "is_expression": Expressions.is_,
    "as_expression": Expressions.as_,
    "type_test": Expressions.type_test,
    "index_expression": Expressions.index,
    "range_expression": Expressions.range,
    "in_expression": Expressions.within,
    "parenthesized_expression": Expressions.last_inside,
    "labeled_expression": Expressions.last_inside,
    "annotated_expression": Expressions.last_inside,
    "string_literal": Expressions.string,
    "multiline_string_literal": Expressions.string,
    "annotation": Expressions.annotation,
    "file_annotation": Expressions.annotation,
    "line_comment": Expressions.nothing,
    "block_comment": Expressions.nothing,
    "label": Expressions.nothing,
}
