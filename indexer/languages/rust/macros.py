"""Macros: what they expand to where that is evident, else what their arguments use as far as these read as Rust."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import tree_sitter_rust
from tree_sitter import Language, Node, Parser, Range

from indexer.languages.rust import by_example
from indexer.languages.rust.by_example import Rule
from indexer.languages.rust.expressions import Expressions
from indexer.languages.rust.reader import COMMENTS
from indexer.languages.rust.tokens import tokens
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import MACROS, Expr

LANGUAGE: Final = Language(tree_sitter_rust.language())
_LISTS: Final = frozenset(("vec", "smallvec", "array"))
_TEXTS: Final = frozenset(("format", "concat", "stringify", "include_str"))
_LARGEST: Final = 100_000
"""Bytes of a macro's arguments that are read; more is data."""
_DEEPEST: Final = 8
_MOST_EXPANDED: Final = 1 << 18
"""Bytes that the macros of one file expand to; more are tables."""
_BLOCK: Final = (b"{", b"}")
_PATTERN: Final = (b"{let ", b" = 0;}")
_TYPE: Final = (b"{type T = ", b";}")
"""What makes an expansion readable as a block, a pattern, a type."""


class Macros(Expressions):
    """Reads invocations of macros.  Their arguments are parsed once more, as expressions or as items."""

    _depth = 0
    _expanded = 0

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self._definitions: dict[str, Node] = {}
        """Definitions of macros that are seen here, by name."""
        self._rules: dict[int, tuple[Rule, ...]] = {}
        """Arms of macros by the offset of their definition."""

    @abstractmethod
    def items_of(self, nodes: list[Node]) -> None:
        """Reads items into the open scope."""

    # ------------------------------------------------------------ invocations, by what stands there

    def macro(self, node: Node) -> Expr:
        """See `Expressions`."""
        name = self.expanded(node)
        block = self._expansion(node, name, _BLOCK)
        if block is not None:
            with self._deeper():
                return self.in_block(lambda: self.block(block))
        arguments = self._arguments(node)
        if arguments is None:
            return None
        parts = self._parsed_parts(arguments)
        if name in _LISTS:
            return (units.SEQUENCE, node.start_byte, parts)
        type_ = "String" if name in _TEXTS else ""
        return (units.PARTS, node.start_byte, type_, parts) if parts or type_ else None

    def macro_statement(self, node: Node) -> Expr:
        """A macro's invocation as a statement: what it gives is declared in the open scope; its value."""
        block = self._expansion(node, self._macro_name(node), _BLOCK)
        if block is None:
            return self.macro(node)
        self.expanded(node)
        with self._deeper():
            return self.block(block)

    def macro_item(self, node: Node) -> None:
        """A macro's invocation where items stand: what it is given may be items itself (`cfg_if!`, `bitflags!`, `thread_local!`)."""
        block = self._expansion(node, self.expanded(node), _BLOCK)
        if block is not None:
            with self._deeper():
                self.items_of(block.children[1:-1])
            return
        arguments = self._arguments(node)
        if arguments is None or self._depth >= _DEEPEST:
            return
        inside = self._parse(arguments, 1)
        if inside is not None and not inside.has_error and inside.named_child_count:
            with self._deeper():
                self.items_of(inside.children)
            return
        for part in self._parsed_parts(arguments):
            self.used(part)

    def macro_pattern(self, node: Node) -> Node | None:
        """The pattern that a macro's invocation gives; None where that is not evident."""
        block = self._expansion(node, self.expanded(node), _PATTERN)
        return block.named_children[0].child_by_field_name("pattern") if block is not None else None

    def macro_type(self, node: Node) -> Expr:
        """The type that a macro's invocation gives."""
        block = self._expansion(node, self.expanded(node), _TYPE)
        if block is None:
            return None
        with self._deeper():
            return self.type_(block.named_children[0].child_by_field_name("type"))

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    # ------------------------------------------------------------ expansion

    def learn(self, name: str, definition: Node) -> None:
        """Says that a macro is defined from here on."""
        self._definitions[name] = definition

    @contextmanager
    def macros_end(self) -> Iterator[None]:
        """What is defined meanwhile is not seen afterwards."""
        before = dict(self._definitions)
        try:
            yield
        finally:
            self._definitions = before

    def _expansion(self, node: Node, name: str, around: tuple[bytes, bytes]) -> Node | None:
        """What an invocation expands to, read as a block; None where its macro is not of this file, or does not take its arguments."""
        definition = self._definitions.get(name)
        head = node.child_by_field_name("macro")
        given = next((child for child in node.named_children if child.type == "token_tree"), None)
        if definition is None or head is None or given is None or self._depth >= _DEEPEST:
            return None
        if head.type != "identifier" and not self.text(head).startswith("crate::"):
            return None
        if given.end_byte - given.start_byte > _LARGEST:
            return None
        try:
            pieces = by_example.expand(
                self._rules_of(definition), tokens(self.builder.source, given.start_byte + 1, given.end_byte - 1)
            )
        except ValueError:
            return None
        size = sum(last - first for first, last, _ in pieces or ())
        if pieces is None or self._expanded + size > _MOST_EXPANDED:
            return None
        self._expanded += size
        start, end = self.builder.expansion(pieces, node, head, around)
        stretch = Range((0, start), (0, end), start, end)
        root = Parser(LANGUAGE, included_ranges=[stretch]).parse(self.builder.source).root_node
        found = root.named_children[0] if root.named_child_count else None
        found = found.named_children[0] if found is not None and found.type == "expression_statement" else found
        return found if found is not None and found.type == "block" and not root.has_error else None

    def _rules_of(self, definition: Node) -> tuple[Rule, ...]:
        known = self._rules.get(definition.start_byte)
        if known is None:
            sides = [
                (child.child_by_field_name("left"), child.child_by_field_name("right"))
                for child in definition.named_children
                if child.type == "macro_rule"
            ]
            known = self._rules[definition.start_byte] = tuple(
                by_example.rule(
                    self.builder.source, (left.start_byte, left.end_byte), (right.start_byte, right.end_byte)
                )
                for left, right in sides
                if left is not None and right is not None
            )
        return known

    def _macro_name(self, node: Node) -> str:
        head = node.child_by_field_name("macro")
        last = head.child_by_field_name("name") or head if head is not None else None
        return self.name_of(last) if last is not None else ""

    # ------------------------------------------------------------ arguments of macros that are not of the file

    def expanded(self, node: Node) -> str:
        """Says which macro an invocation expands; its name."""
        path = self.path(node.child_by_field_name("macro"), MACROS)
        self.builder.use(path, "expands")
        if path is None:
            return ""
        return str(path[2] if path[0] == units.NAME else path[3] if path[0] == units.MEMBER else "")

    def _arguments(self, node: Node) -> Node | None:
        found = next((child for child in node.named_children if child.type == "token_tree"), None)
        if found is None or found.end_byte - found.start_byte > _LARGEST or not found.named_child_count:
            return None
        return found

    def _parsed_parts(self, arguments: Node) -> tuple[Expr, ...]:
        if self._depth >= _DEEPEST:
            return ()
        tree = self._parse(arguments, 0)
        if tree is None:
            return ()
        found: list[Expr] = []
        with self._deeper():
            for child in tree.named_children:
                found += self._parts_of(child)
        return tuple(one for one in found if one is not None)

    def _parts_of(self, node: Node) -> list[Expr]:
        """The arguments in what their brackets and commas parse as."""
        kind = node.type
        if kind in (
            "expression_statement",
            "tuple_expression",
            "parenthesized_expression",
            "array_expression",
            "ERROR",
        ):
            return [part for child in node.named_children for part in self._parts_of(child)]
        if kind == "assignment_expression":
            return [self.expression(node.child_by_field_name("right"))]
        return [self.expression(node)] if kind not in COMMENTS else []

    def _parse(self, arguments: Node, margin: int) -> Node | None:
        """The tree of a macro's arguments, with or without the brackets around them; offsets are those of the file."""
        start, end = arguments.start_byte + margin, arguments.end_byte - margin
        if start >= end:
            return None
        (row, column), (last_row, last_column) = arguments.start_point, arguments.end_point
        stretch = Range((row, column + margin), (last_row, last_column - margin), start, end)
        return Parser(LANGUAGE, included_ranges=[stretch]).parse(self.builder.source).root_node
