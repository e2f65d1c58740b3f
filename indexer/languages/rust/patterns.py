"""Patterns: the names that they bind, and the types, variants, fields and constants that they name."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.rust.reader import COMMENTS, PREFIX
from indexer.languages.rust.types import Types
from indexer.model import units
from indexer.model.units import ORDERED, VALUES, VARIABLE, Expr

_HOLDERS: Final = {"Some": 0, "Ok": 0, "Err": 1, "Ready": 0, "Break": 0, "Continue": 1}
"""Variants of the library, with the place among the type's arguments of what they hold."""


def parts_of(node: Node) -> list[Node]:
    """The patterns in a pattern, or a closure's parameters; `_` has a place, though to the grammar it is no name."""
    return [child for child in node.children if child.is_named or child.type == "_"]


class Patterns(Types):
    """Reads patterns."""

    def pattern(self, node: Node | None, value: Expr, type_: Expr = None) -> None:
        """Binds the names of a pattern, in the open scope, to the parts of a value, or of a type that is declared for it."""
        if node is None:
            return
        read = self._PATTERNS.get(node.type)
        if read is not None:
            read(self, node, value, type_)
        elif node.type not in COMMENTS:
            self.used(self.expression(node))

    def bind(self, node: Node, value: Expr, type_: Expr) -> int:
        """Declares a local variable."""
        return self.builder.declare(
            self.name_of(node), node.start_byte, VARIABLE, VALUES, flags=ORDERED, type=type_, value=value
        )

    def _identifier_pattern(self, node: Node, value: Expr, type_: Expr) -> None:
        """A name: of a constant, a unit struct or a variant where it begins with an upper-case letter, else a new variable."""
        if self.text(node)[:1].isupper():
            self.used(self.path(node, VALUES))
        else:
            self.bind(node, value, type_)

    def _constant_pattern(self, node: Node, _value: Expr, _type: Expr) -> None:
        self.used(self.path(node, VALUES))

    def _inner_pattern(self, node: Node, value: Expr, type_: Expr) -> None:
        for child in node.named_children:
            if child.type not in ("mutable_specifier", *COMMENTS):
                self.pattern(child, value, type_)

    def _match_pattern(self, node: Node, value: Expr, type_: Expr) -> None:
        condition = node.child_by_field_name("condition")
        for child in node.named_children:
            if child != condition:
                self.pattern(child, value, type_)
        self.used(self.expression(condition))

    def _captured_pattern(self, node: Node, value: Expr, type_: Expr) -> None:
        children = node.named_children
        if children:
            self.bind(children[0], value, type_)
        for child in children[1:]:
            self.pattern(child, value, type_)

    def _tuple_pattern(self, node: Node, value: Expr, type_: Expr) -> None:
        whole = self._typed(node, value, type_)
        self._places(parts_of(node), lambda at, index: (units.PLACE, at, whole, index) if whole else None)

    def _slice_pattern(self, node: Node, value: Expr, type_: Expr) -> None:
        whole = self._typed(node, value, type_)
        self._places(parts_of(node), lambda at, _index: (units.ELEMENT, at, whole) if whole else None)

    def _typed(self, node: Node, value: Expr, type_: Expr) -> Expr:
        return value if type_ is None else (units.INSTANCE, node.start_byte, type_, None)

    def _places(self, children: Sequence[Node], part: Callable[[int, int], Expr]) -> None:
        """Binds patterns to the parts of something by place; behind `..` places are not known."""
        known, index = True, 0
        for child in children:
            if child.type in COMMENTS:
                continue
            if child.type == "remaining_field_pattern":
                known = False
                continue
            self.pattern(child, part(child.start_byte, index) if known else None)
            index += 1

    def _tuple_struct_pattern(self, node: Node, value: Expr, type_: Expr) -> None:
        head = node.child_by_field_name("type")
        children = [child for child in parts_of(node) if child != head]
        self.used(self.path(head, VALUES))
        name = self.text(head) if head is not None else ""
        whole = self._typed(node, value, type_)
        if name in _HOLDERS:
            place = _HOLDERS[name]
            self._places(children, lambda at, _index: (units.ARGUMENT, at, whole, place) if whole else None)
            return
        made = (units.INSTANCE, node.start_byte, self.path(head, PREFIX), None)
        self._places(children, lambda at, index: (units.MEMBER, at, made, str(index)))

    def _struct_pattern(self, node: Node, _value: Expr, _type: Expr) -> None:
        head = node.child_by_field_name("type")
        written = self.path(head, PREFIX)
        self.builder.use(written, "type_uses")
        made = (units.INSTANCE, node.start_byte, written, None)
        for child in node.named_children:
            name = child.child_by_field_name("name") if child.type == "field_pattern" else None
            if name is None:
                continue
            member = (units.MEMBER, name.start_byte, made, self.name_of(name))
            self.used(member)
            inner = child.child_by_field_name("pattern")
            if inner is not None:
                self.pattern(inner, member)
            elif name.type == "shorthand_field_identifier":
                self.bind(name, member, None)

    def _range_pattern(self, node: Node, _value: Expr, _type: Expr) -> None:
        for child in node.named_children:
            self.used(self.expression(child))

    @abstractmethod
    def macro_pattern(self, node: Node) -> Node | None:
        """The pattern that a macro's invocation gives; None where that is not evident."""

    def _macro_pattern(self, node: Node, value: Expr, type_: Expr) -> None:
        found = self.macro_pattern(node)
        if found is not None:
            self.pattern(found, value, type_)

    def _nothing_pattern(self, _node: Node, _value: Expr, _type: Expr) -> None:
        """Nothing in it is bound or used."""

    _PATTERNS: ClassVar[dict[str, Callable[[Patterns, Node, Expr, Expr], None]]] = {
        "identifier": _identifier_pattern,
        "shorthand_field_identifier": _identifier_pattern,
        "scoped_identifier": _constant_pattern,
        "generic_pattern": _constant_pattern,
        "match_pattern": _match_pattern,
        "captured_pattern": _captured_pattern,
        "tuple_pattern": _tuple_pattern,
        "slice_pattern": _slice_pattern,
        "tuple_struct_pattern": _tuple_struct_pattern,
        "struct_pattern": _struct_pattern,
        "ref_pattern": _inner_pattern,
        "mut_pattern": _inner_pattern,
        "reference_pattern": _inner_pattern,
        "or_pattern": _inner_pattern,
        "parenthesized_pattern": _inner_pattern,
        "range_pattern": _range_pattern,
        "macro_invocation": _macro_pattern,
        "remaining_field_pattern": _nothing_pattern,
        "mutable_specifier": _nothing_pattern,
        "_": _nothing_pattern,
    }
