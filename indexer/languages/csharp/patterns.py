"""C# patterns and query expressions."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.csharp.creations import Creations
from indexer.languages.csharp.types import NAMES
from indexer.model import units
from indexer.model.units import ELEMENT, INSTANCE, MEMBER, ORDERED, SEQUENCE, Expr

_JOINED: Final = frozenset({"and_pattern", "or_pattern", "negated_pattern", "parenthesized_pattern"})
PATTERNS: Final = _JOINED | {
    "constant_pattern", "declaration_pattern", "discard", "list_pattern", "recursive_pattern", "relational_pattern",
    "type_pattern", "var_pattern",
}  # fmt: skip


class Patterns(Creations):
    """Reads patterns, whose variables belong to the block around, and queries."""

    def is_pattern(self, node: Node) -> Expr:
        """`a is pattern`."""
        expression, pattern = node.child_by_field_name("expression"), node.child_by_field_name("pattern")
        subject = self.expr(expression) if expression is not None else None
        if pattern is not None:
            self.pattern(pattern, subject)
        return self.some(node.start_byte, "bool", [subject])

    def pattern(self, node: Node, subject: Expr) -> None:
        """What a pattern names and declares, of a value that is matched."""
        kind = node.type
        if kind == "declaration_pattern":
            self._declared(node, self.use_type(node.child_by_field_name("type")), subject)
        elif kind == "recursive_pattern":
            self._recursive(node, subject)
        elif kind == "var_pattern":
            self._declared(node, None, subject)
        elif kind == "type_pattern":
            self.use_type(node.child_by_field_name("type"))
        elif kind == "list_pattern":
            for child in node.named_children:
                self.pattern(child, (ELEMENT, child.start_byte, subject))
        elif kind in _JOINED:
            for child in node.named_children:
                self.pattern(child, subject)
        elif kind == "constant_pattern":
            inner = node.named_children[0] if node.named_children else None
            if inner is not None and inner.type == "tuple_expression":
                self._places(inner, subject)
            else:
                self.builder.use(self.inner(node))
        elif kind == "relational_pattern":
            self.builder.use(self.inner(node))
        elif kind not in ("discard", "comment"):
            self.builder.use(self.expr(node))

    def _declared(self, node: Node, found: Expr, subject: Expr) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            self.local(name, type=found, value=None if found is not None else subject, flags=ORDERED)
        for child in node.named_children:
            if child.type == "parenthesized_variable_designation":
                self._designation(child, subject)

    def _designation(self, node: Node, subject: Expr) -> None:
        for place, child in enumerate(node.named_children):
            part: Expr = (units.PLACE, child.start_byte, subject, place)
            if child.type == "identifier":
                self.local(child, value=part, flags=ORDERED)
            elif child.type == "parenthesized_variable_designation":
                self._designation(child, part)

    def _places(self, node: Node, subject: Expr) -> None:
        """A tuple of patterns that the grammar takes for a tuple of values."""
        for place, child in enumerate(one for one in node.named_children if one.type == "argument"):
            inner = child.named_children[-1] if child.named_children else child
            part: Expr = (units.PLACE, child.start_byte, subject, place)
            if inner.type == "declaration_expression":
                self._declared(inner, self.use_type(inner.child_by_field_name("type")), part)
            else:
                self.builder.use(self.expr(inner))

    def _recursive(self, node: Node, subject: Expr) -> None:
        found = self.use_type(node.child_by_field_name("type"))
        seen: Expr = (INSTANCE, node.start_byte, found, None) if found is not None else subject
        for child in node.named_children:
            if child.type == "property_pattern_clause":
                for sub in child.named_children:
                    if sub.type == "subpattern":
                        self._property(sub, seen)
            elif child.type == "positional_pattern_clause":
                for place, sub in enumerate(one for one in child.named_children if one.type == "subpattern"):
                    if sub.named_children:
                        self.pattern(sub.named_children[-1], (units.PLACE, sub.start_byte, seen, place))
        self._declared(node, found, subject)

    def _property(self, node: Node, subject: Expr) -> None:
        """`A.B: pattern`."""
        children = [child for child in node.named_children if child.type != "comment"]
        if len(children) > 1:
            subject = self._path(children[0], subject)
            self.builder.use(subject)
        for child in children[1:] or children:
            self.pattern(child, subject)

    def _path(self, node: Node, subject: Expr) -> Expr:
        if node.type == "member_access_expression":
            outer, name = node.child_by_field_name("expression"), node.child_by_field_name("name")
            if outer is not None and name is not None:
                return (MEMBER, name.start_byte, self._path(outer, subject), self.name(name))
        return (MEMBER, node.start_byte, subject, self.name(node))

    def switch_expression(self, node: Node) -> Expr:
        """`a switch { pattern => b }`: any of its arms."""
        subject: Expr = None
        arms: list[Expr] = []
        for child in node.named_children:
            if child.type == "switch_expression_arm":
                inside = [one for one in child.named_children if one.type != "comment"]
                for one in inside[:-1]:
                    if one.type == "when_clause":
                        self.builder.use(self.inner(one))
                    else:
                        self.pattern(one, subject)
                if inside:
                    arms.append(self.value(inside[-1], None))
            elif child.type != "comment":
                subject = self.expr(child)
                self.builder.use(subject)
        return self.either(node.start_byte, arms)

    # ------------------------------------------------------------ queries

    def query(self, node: Node) -> Expr:
        """`from a in b select c`: a sequence of what is selected."""
        selected: Expr = None
        for child in node.named_children:
            kind = child.type
            if kind == "from_clause":
                self._range(child, child.child_by_field_name("name"))
            elif kind == "join_clause":
                self._join(child)
            elif kind == "let_clause":
                value = self.expr(child.named_children[-1])
                self.builder.use(value)
                self.local(child.named_children[0], value=value, flags=ORDERED)
            elif kind == "select_clause":
                selected = self.inner(child)
                self.builder.use(selected)
            elif kind == "group_clause":
                values = [self.expr(one) for one in child.named_children]
                for value in values:
                    self.builder.use(value)
                selected = (SEQUENCE, child.start_byte, tuple(values[:1]))
            elif kind == "identifier":
                self.local(child, value=selected, flags=ORDERED)
            else:
                self.visit_inside(child)
        return (SEQUENCE, node.start_byte, (selected,)) if selected is not None else None

    def _range(self, node: Node, name: Node | None) -> Expr:
        """A variable that runs over what a clause names."""
        found = self.use_type(node.child_by_field_name("type"))
        source = next((one for one in reversed(node.named_children) if one.type != "comment"), None)
        value = self.expr(source) if source is not None else None
        self.builder.use(value)
        if name is not None:
            self.local(name, type=found, value=(ELEMENT, name.start_byte, value), flags=ORDERED)
        return value

    def _join(self, node: Node) -> None:
        written = node.child_by_field_name("type")
        found = self.use_type(written)
        name: Node | None = None
        source: Expr = None
        for child in node.named_children:
            if child == written or child.type == "comment":
                continue
            if name is None and child.type in NAMES:
                name = child
            elif child.type == "join_into_clause":
                self.local(child.named_children[0], value=source, flags=ORDERED)
            elif source is None and name is not None:
                source = self.expr(child)
                self.builder.use(source)
                self.local(name, type=found, value=(ELEMENT, name.start_byte, source), flags=ORDERED)
            else:
                self.builder.use(self.expr(child))
