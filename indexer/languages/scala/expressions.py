"""Scala expressions."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import Handler
from indexer.languages.scala.library import ON_ELEMENTS, ON_VALUE, PLAIN_OPERATORS, SETTING_OPERATORS
from indexer.languages.scala.patterns import PATTERNS, Patterns
from indexer.languages.scala.types import COMMENTS
from indexer.languages.toolkit.operators import operation
from indexer.model import units
from indexer.model.units import (
    BLOCK,
    CALL,
    ELEMENT,
    FUNCTION,
    FUNCTION_,
    FUNCTION_SCOPE,
    INSTANCE,
    MEMBER,
    NAME,
    NAMESPACES,
    NEW,
    ORDERED,
    SPLAT,
    SUPER,
    THIS,
    TUPLE,
    UNION,
    VALUES,
    VARIABLE,
    Expr,
    Known,
)

_BLOCKS: Final = frozenset({"block", "indented_block", "template_body"})
_CASES: Final = frozenset({"case_block", "indented_cases"})


class Expressions(Patterns):
    """Reads expressions."""

    placeholder: Expr = None
    """What `_` stands for in the arguments that are being read."""

    # ------------------------------------------------------------ what other modules read

    @abstractmethod
    def anonymous_class(self, node: Node, bases: list[Known]) -> Expr:
        """Reads the body of an anonymous class."""

    # ------------------------------------------------------------ names

    def identifier(self, node: Node) -> Expr:
        name = self.name(node)
        if name == "this":
            return (THIS, node.start_byte)
        return (SUPER, node.start_byte) if name == "super" else (NAME, node.start_byte, name)

    def wildcard(self, _: Node) -> Expr:
        return self.placeholder

    def field(self, node: Node) -> Expr:
        value, field = node.child_by_field_name("value"), node.child_by_field_name("field")
        if value is None or field is None:
            return self.parts(node)
        name = self.name(field)
        if name == "this":
            return (INSTANCE, field.start_byte, self.type(value), None)
        if value.type == "generic_function":  # super[T].name, and a function with its type arguments
            function = value.child_by_field_name("function")
            if function is not None and self.text(function) == "super":
                arguments = value.child_by_field_name("type_arguments")
                named = (
                    self.type(arguments.named_children[0])
                    if arguments is not None and arguments.named_children
                    else None
                )
                return (MEMBER, field.start_byte, (INSTANCE, value.start_byte, named, None), name)
        target = self.expr(value)
        return (MEMBER, field.start_byte, target, name) if target is not None else None

    def generic_function(self, node: Node) -> Expr:
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("type_arguments")
        given = (
            [self.type(one) for one in arguments.named_children if one.type not in COMMENTS]
            if arguments is not None
            else []
        )
        target = self.expr(function) if function is not None else None
        if (
            target is not None
            and target[0] == MEMBER
            and target[3] == "asInstanceOf"
            and given
            and given[0] is not None
        ):
            return (INSTANCE, node.start_byte, given[0], target[2])
        for one in given:
            self.use_type(one)
        return target

    # ------------------------------------------------------------ calls

    def call(self, node: Node) -> Expr:
        """A call; of several lists of arguments, which one function mostly takes all, the first says where the call is."""
        lists: list[Node] = []
        at: Node | None = node
        while at is not None and at.type == "call_expression":
            given = at.child_by_field_name("arguments")
            if given is not None:
                lists.append(given)
            at = at.child_by_field_name("function")
        target = self.expr(at) if at is not None else None
        before, taker = self.placeholder, self.taker
        arguments: list[Expr] = []
        for given in reversed(lists):
            arguments += self.arguments(given, target, tuple(arguments))
        self.placeholder, self.taker = before, taker
        if target is None:
            return self.some(node.start_byte, "", arguments)
        if target[0] == INSTANCE:
            return self.some(node.start_byte, "", [target, *arguments])
        return (CALL, target[1], target, tuple(arguments))

    def _handed(self, target: Expr) -> Expr:
        """What a method hands to the function that it is given: elements of what it is called on."""
        if target is None or target[0] != MEMBER:
            return None
        if target[3] in ON_ELEMENTS:
            return (ELEMENT, target[1], target[2])
        return target[2] if target[3] in ON_VALUE else None

    def arguments(self, node: Node | None, callee: Expr = None, before: tuple[Expr, ...] = ()) -> list[Expr]:
        """The arguments of one list; a block is one. What is called, and the arguments before, say what functions among them get."""
        if node is None:
            return []
        whole = node.type in _BLOCKS or node.type in _CASES
        found: list[Expr] = []
        for one in [node] if whole else [child for child in node.named_children if child.type not in COMMENTS]:
            self._wanted(callee, (*before, *found), one.start_byte)
            found.append(self.expr(one) if whole else self._argument(one))
        return found

    taker: Expr = None
    """What a function that is read next is given to."""

    def _wanted(self, callee: Expr, before: tuple[Expr, ...], at: int) -> None:
        """What is known of what functions get that are the next argument."""
        self.taker = (units.WANTED, at, callee, len(before), "", before) if callee is not None else None
        handed = self._handed(callee)
        taken: Expr = (units.WANTED, at, self.taker, 0, "") if self.taker is not None else None
        ways = tuple(one for one in (taken, handed) if one is not None)
        self.placeholder = ways[0] if len(ways) == 1 else (UNION, at, ways) if ways else None

    def _argument(self, node: Node) -> Expr:
        if node.type == "assignment_expression":
            right = node.child_by_field_name("right")
            return self.expr(right) if right is not None else None
        if node.type == "vararg":
            return (SPLAT, node.start_byte, self.expr(node.named_children[0]) if node.named_children else None)
        return self.expr(node)

    def instance(self, node: Node) -> Expr:
        """`new T(...) { ... }`."""
        made: Expr = None
        extra: list[Known] = []
        arguments: list[Expr] = []
        body = None
        for child in node.named_children:
            if child.type == "arguments":
                arguments += self.arguments(child)
            elif child.type == "template_body":
                body = child
            elif child.type == "compound_type":
                for part in child.named_children:
                    if part.type == "applied_constructor_type":
                        given = next((one for one in part.named_children if one.type == "arguments"), None)
                        arguments += self.arguments(given)
                    one = self.type(part)
                    if one is not None and made is None:
                        made = one
                    elif one is not None:
                        extra.append(one)
            elif child.type not in COMMENTS and made is None:
                made = self.type(child)
        new = (NEW, made[1], made, tuple(arguments)) if made is not None else None
        if body is None and not extra:
            return new if new is not None else self.some(node.start_byte, "", arguments)
        self.builder.use(new)
        return self.anonymous_class(node, ([made] if made is not None else []) + extra)

    def infix(self, node: Node) -> Expr:
        """`a op b`: a call of a method of a, of b where the operator ends in a colon; not of the plain operators of numbers."""
        operands: list[tuple[Node, Node | None]] = []
        at: Node | None = node
        while at is not None and at.type == "infix_expression":
            operator, right = at.child_by_field_name("operator"), at.child_by_field_name("right")
            if operator is not None:
                operands.append((operator, right))
            at = at.child_by_field_name("left")
        value = self.expr(at) if at is not None else None
        for operator, right in reversed(operands):
            value = self._operation(node, value, operator, right)
        return value

    def _operation(self, node: Node, left: Expr, operator: Node, right: Node | None) -> Expr:
        name = self.name(operator)
        target = left
        before = self.placeholder
        if operator.type == "identifier" and left is not None:
            self.placeholder = self._handed((MEMBER, operator.start_byte, left, name)) or before
        given = self.expr(right) if right is not None else None
        self.placeholder = before
        if name in PLAIN_OPERATORS:
            kind = "scala.Boolean" if PLAIN_OPERATORS[name] else ""
            declared = name if name not in ("==", "!=", "eq", "ne", "&&", "||") else ""
            return operation(operator.start_byte, declared, (left, given), kind)
        if name in SETTING_OPERATORS:
            self.builder.use(left, "writes" if left is not None and left[0] in (NAME, MEMBER) else "")
            return self.some(node.start_byte, "", [given])
        if name.endswith(":"):
            target, given = given, left
        if target is None:
            return self.some(node.start_byte, "", [given])
        return (CALL, operator.start_byte, (MEMBER, operator.start_byte, target, name), (given,))

    def postfix(self, node: Node) -> Expr:
        parts = node.named_children
        target = self.expr(parts[0]) if parts else None
        return (
            (MEMBER, parts[-1].start_byte, target, self.name(parts[-1]))
            if target is not None and len(parts) > 1
            else target
        )

    def assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.visit_inside(node)
        target, value = self.expr(left), self.expr(right)
        self.builder.use(target, "writes" if left.type in ("identifier", "field_expression") else "")
        self.builder.use(value)
        self.builder.assign(target, value)
        return None

    # ------------------------------------------------------------ functions

    def lambda_(self, node: Node) -> Expr:
        given, taker = self.placeholder, self.taker
        builder = self.builder
        declaration = builder.declare("", node.start_byte, FUNCTION_, VALUES)
        with builder.inside(FUNCTION_SCOPE, declaration=declaration):
            written = node.child_by_field_name("parameters")
            parameters: list[int] = []
            before, self.placeholder, self.taker = self.placeholder, None, None
            bindings = [] if written is None else [written] if written.type != "bindings" else written.named_children
            for place, one in enumerate(bindings):
                name = one if one.type == "identifier" else one.child_by_field_name("name")
                named = self.used_type(one.child_by_field_name("type")) if name is not one else None
                if name is not None:
                    at = name.start_byte
                    taken: Expr = (units.WANTED, at, taker, place, "") if taker is not None else None
                    value = given if place == 0 and len(bindings) == 1 else taken
                    parameters.append(
                        builder.declare(
                            self.name(name),
                            name.start_byte,
                            VARIABLE,
                            VALUES | NAMESPACES,
                            flags=ORDERED,
                            type=named,
                            value=value,
                        )
                    )
            builder.amend(declaration, parameters=tuple(parameters))
            self.results([one for one in node.named_children if one != written and one.type not in COMMENTS])
            self.placeholder = before
        return (FUNCTION, node.start_byte, declaration)

    def cases(self, node: Node) -> Expr:
        """`{ case a => b }` as a function."""
        given = self.placeholder
        builder = self.builder
        declaration = builder.declare("", node.start_byte, FUNCTION_, VALUES)
        with builder.inside(FUNCTION_SCOPE, declaration=declaration):
            before, self.placeholder, self.taker = self.placeholder, None, None
            self.clauses(node, given)
            self.placeholder = before
        return (FUNCTION, node.start_byte, declaration)

    def clauses(self, node: Node, value: Expr) -> None:
        """The cases of a match, a catch or a function."""
        for clause in node.named_children:
            if clause.type != "case_clause":
                continue
            with self.builder.inside(BLOCK):
                pattern = clause.child_by_field_name("pattern")
                if pattern is not None:
                    self.pattern(pattern, value)
                self.results([one for one in clause.named_children if one != pattern and one.type not in COMMENTS])

    def results(self, nodes: list[Node]) -> None:
        """Statements, of which the last is the result of the function around."""
        for one in nodes[:-1]:
            self.visit(one)
        if nodes:
            self.result(nodes[-1])

    def result(self, node: Node) -> None:
        """What a function, or a branch of it, comes to."""
        builder = self.builder
        kind = node.type
        if kind in _BLOCKS:
            with builder.inside(BLOCK):
                self.results([one for one in node.named_children if one.type not in COMMENTS])
        elif kind == "match_expression":
            self.match(node)
        elif kind == "if_expression":
            condition = node.child_by_field_name("condition")
            if condition is not None:
                self.visit(condition)
            for way in (node.child_by_field_name("consequence"), node.child_by_field_name("alternative")):
                if way is not None:
                    self.result(way)
        else:
            value = self.expr(node)
            builder.use(value)
            builder.returns(value)

    # ------------------------------------------------------------ branches and blocks

    def match(self, node: Node) -> Expr:
        value, body = node.child_by_field_name("value"), node.child_by_field_name("body")
        given = self.expr(value) if value is not None else None
        self.builder.use(given)
        if body is not None:
            self.clauses(body, given)
        return None

    def if_(self, node: Node) -> Expr:
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self.visit(condition)
        ways = [
            self.expr(one)
            for one in (node.child_by_field_name("consequence"), node.child_by_field_name("alternative"))
            if one is not None
        ]
        kept = tuple(way for way in ways if way is not None)
        return (UNION, node.start_byte, kept) if kept else None

    def block(self, node: Node) -> Expr:
        """Braces; around one expression they say nothing."""
        inner = [child for child in node.named_children if child.type not in COMMENTS]
        if len(inner) == 1 and not inner[0].type.endswith(("definition", "declaration")):
            return self.expr(inner[0])
        with self.builder.inside(BLOCK):
            self.visit_all(inner)
        return None

    def parenthesized(self, node: Node) -> Expr:
        inner = [child for child in node.named_children if child.type not in COMMENTS]
        return self.expr(inner[0]) if len(inner) == 1 else self.parts(node)

    def tuple(self, node: Node) -> Expr:
        return (
            TUPLE,
            node.start_byte,
            tuple(self.expr(one) for one in node.named_children if one.type not in COMMENTS),
        )

    def ascription(self, node: Node) -> Expr:
        children = [child for child in node.named_children if child.type not in COMMENTS]
        value = self.expr(children[0]) if children else None
        written = node.child_by_field_name("type")
        if written is None or written.type in ("repeated_parameter_type", "infix_type"):
            return (SPLAT, node.start_byte, value) if written is not None else value
        return (INSTANCE, node.start_byte, self.type(written), value)

    def string(self, node: Node) -> Expr:
        return self.some(
            node.start_byte,
            "java.lang.String",
            [self.expr(one) for one in node.named_children if one.type == "interpolated_string"],
        )


EXPRESSIONS: Final[dict[str, Handler]] = PATTERNS | {
    "identifier": Expressions.identifier,
    "operator_identifier": Expressions.identifier,
    "wildcard": Expressions.wildcard,
    "field_expression": Expressions.field,
    "generic_function": Expressions.generic_function,
    "call_expression": Expressions.call,
    "instance_expression": Expressions.instance,
    "infix_expression": Expressions.infix,
    "postfix_expression": Expressions.postfix,
    "assignment_expression": Expressions.assignment,
    "lambda_expression": Expressions.lambda_,
    "case_block": Expressions.cases,
    "indented_cases": Expressions.cases,
    "match_expression": Expressions.match,
    "if_expression": Expressions.if_,
    "block": Expressions.block,
    "indented_block": Expressions.block,
    "parenthesized_expression": Expressions.parenthesized,
    "tuple_expression": Expressions.tuple,
    "ascription_expression": Expressions.ascription,
    "interpolated_string_expression": Expressions.string,
    "comment": Expressions.nothing,
    "block_comment": Expressions.nothing,
    "unit": Expressions.nothing,
    "null_literal": Expressions.nothing,
    "end_marker": Expressions.nothing,
}
