"""Functions: definitions, with the old form of parameters, and prototypes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.c.declarations import Declarations
from indexer.languages.c.declarators import Declarator, take_apart
from indexer.model import units
from indexer.model.units import Expr

_STATEMENTS: Final = frozenset({"if", "for", "while", "switch"})
"""What stands before parentheses and braces, and is no name."""


class Functions(Declarations):
    """Reads functions."""

    NODES: ClassVar[Mapping[str, str]] = {
        **Declarations.NODES,
        "function_definition": "function_definition",
        "ERROR": "error",
    }

    def error(self, node: Node) -> None:
        """What does not parse: heads of functions in it still define them."""
        children = node.children
        for place, child in enumerate(children):
            following = children[place + 1] if place + 1 < len(children) else None
            opens = following is not None and following.type in ("{", "compound_statement")
            if child.type == "function_declarator" and opens and not self.in_function():
                parts = take_apart(child)
                if parts.name is not None and parts.function is not None:
                    self.define(child, parts, parts.function, None)
                    continue
            if child.is_named:
                self.visit(child)

    def function_definition(self, node: Node) -> None:
        """A function with its body."""
        parts = take_apart(node.child_by_field_name("declarator"))
        body = node.child_by_field_name("body")
        if parts.name is None or parts.function is None or self.text(parts.name) in _STATEMENTS:
            self._not_a_function(node, body)
            return
        self.define(node, parts, parts.function, body)

    def _not_a_function(self, node: Node, body: Node | None) -> None:
        """What the grammar takes for a function only because of a macro (`FOO struct s { ... }`), or of a brace that stands in
        another branch of the preprocessor (`else if (x) { ... }`)."""
        for child in node.named_children:
            if body is None or child.start_byte != body.start_byte:
                self.visit(child)
        if body is not None:
            self.visit(body)

    def define(self, node: Node, parts: Declarator, function: Node, body: Node | None) -> None:
        """Defines a function.

        Args:
            node: the whole definition.
            parts: its declarator.
            function: the `function_declarator`.
            body: its body.
        """
        name = parts.name
        assert name is not None
        words = self.specifiers(node)
        flags = units.PRIVATE if "static" in words else 0
        text = self.text(name)
        misplaced = (
            self.in_function() and node.start_point[1] == 0
        )  # a brace above is missing: C has no inner functions
        symbol = self.builder.symbol(
            "function", text, node, name, body=body, exported=self.exported(flags),
            detail=sorted(words & {"static", "inline", "extern"}), documented=self.documented,
            parent=0 if misplaced else None,
        )  # fmt: skip
        number = self.builder.declare(
            text, name.start_byte, units.FUNCTION_, units.VALUES, symbol=symbol, flags=flags,
            scope=0 if misplaced else None,
        )  # fmt: skip
        self.inside_function(node, number, symbol, function, body)

    def inside_function(self, node: Node, number: int, symbol: int, function: Node, body: Node | None) -> None:
        """Reads the result, the parameters and the body of a function in a scope of their own."""
        builder = self.builder
        with builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol):
            self.in_scope_of(number)
            kind = self.type_use(node.child_by_field_name("type"), "returns")
            self.complete(number, function, kind)
            for child in node.named_children:
                if child.type == "declaration":
                    self._old_parameters(child)
                elif child.type.startswith("attribute"):
                    self.visit(child)
            self.body(body)

    def body(self, body: Node | None) -> None:
        """Reads the body of a function; what is nested too deep in it is left out, not the function."""
        if body is None:
            return
        try:
            self.inline_block(body)
        except RecursionError:
            self.builder.problem("syntax", "a function is nested too deep", body.start_point[0] + 1)

    def in_scope_of(self, number: int) -> None:
        """What C++ declares first in the scope of a function."""

    def complete(self, number: int, function: Node, kind: Expr) -> None:
        """Reads a function's parameters in the open scope and fills in its declaration."""
        parameters, required, variadic = self.parameters(function)
        old = self.builder.declaration(number).flags
        listed = function.child_by_field_name("parameters")
        unknown = self.tags_apart and listed is not None and not listed.named_children
        self.builder.amend(
            number, parameters=tuple(parameters), required=-1 if unknown else required, type=kind,
            flags=old | (units.VARIADIC if variadic else 0),
        )  # fmt: skip

    def _old_parameters(self, node: Node) -> None:
        """`int f(a) int a; {}`: the types of parameters after their names."""
        kind = self.type_use(node.child_by_field_name("type"))
        for one in map(take_apart, node.children_by_field_name("declarator")):
            number = self.builder.declared(self.text(one.name)) if one.name is not None else -1
            if number >= 0 and one.called is None:
                self.builder.amend(number, type=kind)

    def prototype(self, node: Node, parts: Declarator, kind: Expr, words: frozenset[str]) -> None:  # noqa: ARG002
        """`int f(int);`: leads to the definition."""
        name, function = parts.name, parts.function
        if name is None or function is None:
            return
        flags = units.PROTOTYPE | units.HIDDEN | (units.PRIVATE if "static" in words else 0)
        number = self.builder.declare(self.text(name), name.start_byte, units.FUNCTION_, units.VALUES, flags=flags)
        with self.builder.inside(units.FUNCTION_SCOPE, declaration=number):
            self.use_type(kind, "returns")
            self.complete(number, function, kind)
        self.leads_to_definition(name, number)

    def leads_to_definition(self, name: Node, number: int) -> None:
        """Says that a prototype's name is a reference to what it declares."""
        self.builder.use((units.IMPORT, name.start_byte, "definition", str(number)), "references")
