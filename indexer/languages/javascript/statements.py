"""Statements: variables, blocks, loops, and what they declare and evaluate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import assignments, commonjs, objects, shapes
from indexer.languages.javascript.jsdoc import held
from indexer.languages.javascript.names import has_word
from indexer.languages.javascript.patterns import bind
from indexer.languages.javascript.protocols import iterated
from indexer.languages.javascript.reader import Reader, ReadStatement
from indexer.languages.javascript.wanted import of_type
from indexer.model import units
from indexer.model.units import BLOCK, VALUES, VARIABLE, Expr


def variables(reader: Reader, node: Node) -> None:
    """`var`, `let`, `const`, `using` and what they declare."""
    for child in node.named_children:
        if child.type == "variable_declarator":
            _variable(reader, child, node)


def _variable(reader: Reader, node: Node, statement: Node) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        return
    written = node.child_by_field_name("type")
    value = node.child_by_field_name("value")
    scope = reader.function_scope() if statement.type == "variable_declaration" else reader.builder.scope
    if value is not None and commonjs.imported(reader, name, value, scope):
        return
    if name.type == "identifier" and value is not None and objects.named_value(reader, name, value, statement, scope):
        return
    declared = reader.use_type(written) if written is not None else reader.type(held(reader.docs.of(node)))
    constant = has_word(statement, "const")
    if name.type == "identifier":
        _named(reader, node, name, value, declared, scope, constant=constant)
        return
    source = reader.evaluate(value, wanted=of_type(declared, node.start_byte)) if value is not None else None
    if declared is not None:
        source = (units.INSTANCE, node.start_byte, declared, source)
    bind(reader, name, source, lambda one, part: _declare(reader, one, part, None, node, scope, constant=constant))


def _named(
    reader: Reader, node: Node, name: Node, value: Node | None, declared: Expr, scope: int, *, constant: bool
) -> None:
    """A variable with a plain name; the members of an object literal that it starts with are its own."""
    number = _declare(reader, name, None, declared, node, scope, constant=constant)
    if value is None or number < 0:
        reader.evaluate(value)
        return
    before = reader.owner
    reader.owner = reader.builder.declaration(number).symbol
    found = reader.evaluate(value, wanted=of_type(declared, value.start_byte))
    reader.owner = before
    found = commonjs.own_exports(reader, value) or found
    reader.builder.amend(number, value=found)
    shapes.typed(reader, found, declared)
    made = objects.scope_of_object(found)
    if made >= 0:
        reader.objects[number] = made
    if not constant and declared is None:
        reader.settle((units.NAME, name.start_byte, reader.name(name)), found)
    if reader.builder.declaration(number).symbol >= 0:
        reader.builder.use((units.NAME, name.start_byte, reader.name(name)), "writes")


def _declare(reader: Reader, name: Node, value: Expr, declared: Expr, node: Node, scope: int, *, constant: bool) -> int:
    """Declares one name of a declarator; a row where it belongs to the module or a namespace."""
    if name.type not in ("identifier", "shorthand_property_identifier_pattern", "undefined"):
        return -1
    text = reader.name(name)
    if not text:
        return -1
    again = reader.own(scope, text)
    record = reader.builder.scope_record(scope)
    if again >= 0 and not constant and reader.builder.declaration(again).what == VARIABLE:
        if value is not None:
            reader.builder.assign((units.NAME, name.start_byte, text), value)
        return again
    symbol = -1
    if record.kind in (units.FILE, units.NAMESPACE_SCOPE):
        symbol = reader.builder.symbol(
            "constant" if constant else "variable",
            text,
            node,
            name,
            parent=record.symbol,
            exported=bool(reader.exporting),
            documented=reader.documented or node.parent,
        )
    flags = reader.exporting if symbol >= 0 else 0
    if flags and scope == 0:
        reader.builder.use((units.IMPORT, name.start_byte, "", text), "exports")
    number = reader.declare(
        text, name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=flags, type=declared, value=value, scope=scope
    )
    if constant:
        reader.constants.add(number)
    return number


def block(reader: Reader, node: Node) -> None:
    """`{ ... }`."""
    with reader.block(node):
        reader.statements(node)


def switch(reader: Reader, node: Node) -> None:
    """`switch (a) { case b: ... }`: one block."""
    reader.evaluate(node.child_by_field_name("value"))
    body = node.child_by_field_name("body")
    if body is None:
        return
    with reader.builder.inside(BLOCK), reader.settled.branch():
        for case in body.named_children:
            value = case.child_by_field_name("value")
            for child in case.named_children:
                if value is not None and child.id == value.id:
                    reader.evaluate(child)
                else:
                    reader.statement(child)


def loop(reader: Reader, node: Node) -> None:
    """`for (let i = 0; ...)`, `while`, `do`, `if`, labels: their parts in order."""
    if node.type in _BRANCHES:
        with reader.settled.branch(loop=node.type in _LOOPS):
            _parts(reader, node)
    else:
        _parts(reader, node)


_LOOPS: Final = frozenset(("for_statement", "while_statement", "do_statement"))
_BRANCHES: Final = _LOOPS | {"if_statement", "else_clause", "try_statement", "with_statement", "labeled_statement"}


def _parts(reader: Reader, node: Node) -> None:
    if node.type == "if_statement":
        _if(reader, node)
        return
    if node.type == "for_statement" or any(child.type.endswith("function_declaration") for child in node.children):
        with reader.builder.inside(BLOCK):
            reader.statements(node)
    else:
        reader.statements(node)


def _if(reader: Reader, node: Node) -> None:
    """`if (a) b else c`: what a says holds in b, and what its opposite says in c."""
    condition = node.child_by_field_name("condition")
    alternative = node.child_by_field_name("alternative")
    with reader.block(node):
        for child in node.named_children:
            if condition is None or child.id == condition.id:
                reader.statement(child)
                continue
            otherwise = alternative is not None and child.id == alternative.id
            with reader.settled.asked(reader.asked(condition, truth=not otherwise)):
                reader.statement(child)


def loop_over(reader: Reader, node: Node) -> None:
    """`for (const a of b)`, `for (a in b)`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    found = reader.expression(right) if right is not None else None
    if right is not None and not has_word(node, "in"):
        found = iterated(right.start_byte, found, asynchronous=has_word(node, "await"))
    reader.use(found)
    element: Expr = None
    if right is not None:
        element = (
            (units.LITERAL, right.start_byte, "string")
            if has_word(node, "in")
            else None
            if found is None
            else (units.ELEMENT, right.start_byte, found)
        )
        if element is not None and has_word(node, "await"):
            element = (units.AWAIT, right.start_byte, element)
    kind = node.child_by_field_name("kind")
    with reader.builder.inside(BLOCK), reader.settled.branch(loop=True):
        if left is not None and kind is not None:
            scope = reader.function_scope() if kind.type == "var" else reader.builder.scope
            bind(
                reader, left, element,
                lambda one, part: _declare(reader, one, part, None, node, scope, constant=kind.type == "const"),
            )  # fmt: skip
        elif left is not None:
            bind(reader, left, element, lambda one, part: assignments.assign(reader, one, part))
        body = node.child_by_field_name("body")
        if body is not None:
            reader.statement(body)


def catch(reader: Reader, node: Node) -> None:
    """`catch (e) { ... }`."""
    with reader.builder.inside(BLOCK):
        parameter = node.child_by_field_name("parameter")
        if parameter is not None:
            reader.use_type(node.child_by_field_name("type"))
            scope = reader.builder.scope
            bind(
                reader, parameter, None,
                lambda one, part: _declare(reader, one, part, None, node, scope, constant=False),
            )  # fmt: skip
        body = node.child_by_field_name("body")
        if body is not None:
            reader.statements(body)


def returned(reader: Reader, node: Node) -> None:
    """`return a`."""
    for child in node.named_children:
        if child.type != "comment":
            shapes.returned(reader, reader.evaluate(child, wanted=reader.returning))


def thrown(reader: Reader, node: Node) -> None:
    """`throw a`; `throw new A()` raises A."""
    for child in node.named_children:
        found = reader.evaluate(child)
        if found is not None and found[0] == units.NEW:
            reader.builder.use(found[2], "raises")


def nothing(_reader: Reader, _node: Node) -> None:
    """What says nothing: comments, `break`, `debugger`."""


def declared_elsewhere(reader: Reader, node: Node) -> None:
    """`declare ...`."""
    if any(child.type == "global" for child in node.children):
        with reader.builder.inside(units.NAMESPACE_SCOPE, namespace="global"):
            for child in node.named_children:
                block_of_declarations(reader, child)
        return
    ambient, reader.ambient = reader.ambient, True
    documented, reader.documented = reader.documented, reader.documented or node
    reader.statements(node)
    reader.ambient, reader.documented = ambient, documented


def block_of_declarations(reader: Reader, node: Node) -> None:
    """The body of a namespace or module: its declarations are in the scope that is open."""
    if node.type == "statement_block":
        reader.statements(node)
    else:
        reader.statement(node)


STATEMENTS: Final[Mapping[str, ReadStatement]] = {
    "variable_declaration": variables,
    "lexical_declaration": variables,
    "using_declaration": variables,
    "statement_block": block,
    "switch_statement": switch,
    "for_statement": loop,
    "while_statement": loop,
    "with_statement": loop,
    "do_statement": loop,
    "if_statement": loop,
    "else_clause": loop,
    "labeled_statement": loop,
    "try_statement": loop,
    "finally_clause": loop,
    "for_in_statement": loop_over,
    "catch_clause": catch,
    "return_statement": returned,
    "throw_statement": thrown,
    "expression_statement": loop,
    "ERROR": loop,
    "ambient_declaration": declared_elsewhere,
    "comment": nothing,
    "html_comment": nothing,
    "hash_bang_line": nothing,
    "break_statement": nothing,
    "continue_statement": nothing,
    "empty_statement": nothing,
    "debugger_statement": nothing,
    "statement_identifier": nothing,
}
