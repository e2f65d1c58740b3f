"""Statements of C, most of which are C++'s, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tree_sitter import Node

from indexer.languages.c.expressions import Expressions
from indexer.model import units


class Statements(Expressions):
    """Reads statements; those that are not named here are their parts."""

    NODES: ClassVar[Mapping[str, str]] = {
        "compound_statement": "block",
        "for_statement": "block",
        "if_statement": "block",
        "while_statement": "block",
        "switch_statement": "block",
        "return_statement": "return_statement",
        "comment": "skip",
        "goto_statement": "skip",
        "statement_identifier": "skip",
        "attribute_specifier": "attribute",
        "attribute_declaration": "attribute",
    }

    def skip(self, node: Node) -> None:
        """What says nothing."""

    def attribute(self, node: Node) -> None:
        """Attributes: their arguments may use names."""
        for child in node.named_children:
            if child.type == "argument_list":
                for argument in child.named_children:
                    if argument.type == "call_expression":
                        for one in self.arguments(argument.child_by_field_name("arguments")):
                            self.builder.use(one)

    def block(self, node: Node) -> None:
        """A statement whose declarations hold inside of it only."""
        with self.builder.inside(units.BLOCK):
            for child in node.named_children:
                self.visit(child)

    def inline_block(self, node: Node) -> None:
        """The body of a function, whose scope is that of its parameters."""
        for child in node.named_children:
            self.visit(child)

    def return_statement(self, node: Node) -> None:
        """`return x;`."""
        for child in node.named_children:
            found = self.expr(child)
            self.builder.use(found)
            if found is not None:
                self.builder.returns(found)
