"""Scala patterns: the names they bind, and what they use."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import Handler
from indexer.languages.scala.types import COMMENTS, Types
from indexer.model.units import ELEMENT, MEMBER, NAME, NAMESPACES, ORDERED, PLACE, VALUES, VARIABLE, Expr


class Patterns(Types):
    """Reads patterns."""

    def bind(self, name: Node, named: Expr, value: Expr, seen: int) -> None:
        """Declares a name that a pattern binds: a variable of the open scope."""
        self.builder.declare(
            self.name(name),
            max(name.start_byte, seen),
            VARIABLE,
            VALUES | NAMESPACES,
            flags=ORDERED,
            type=named,
            value=value,
        )

    def pattern(self, node: Node, value: Expr = None, seen: int = -1) -> None:
        """Reads a pattern.

        Args:
            node: the pattern.
            value: what it is matched with; None where that is not known.
            seen: the offset from which on the names are seen; their own where that is later.
        """
        kind = node.type
        if kind == "identifier":
            text = self.text(node)
            if text[:1].islower() or (text[:1] == "_" and len(text) > 1) or seen >= 0:
                self.bind(node, None, value, seen)
            else:
                self.builder.use((NAME, node.start_byte, text.strip("`")))
        elif kind == "typed_pattern":
            named = self.used_type(node.child_by_field_name("type"))
            inner = node.child_by_field_name("pattern")
            if inner is not None and inner.type == "identifier":
                self.bind(inner, named, None, seen)
        elif kind == "capture_pattern":
            name, inner = node.child_by_field_name("name"), node.child_by_field_name("pattern")
            if inner is not None:
                self.pattern(inner, value)
            if name is not None:
                self.bind(name, self._type_of(inner), value, seen)
        elif kind == "case_class_pattern":
            extractor = self.type(node.child_by_field_name("type"))
            self.builder.use(extractor)
            for part in node.children_by_field_name("pattern"):
                self.pattern(part)
        elif kind == "tuple_pattern":
            for place, part in enumerate(one for one in node.named_children if one.type not in COMMENTS):
                self.pattern(part, (PLACE, node.start_byte, value, place) if value is not None else None)
        elif kind == "infix_pattern":
            self._infix(node, value)
        elif kind in ("stable_identifier", "stable_type_identifier"):
            self.builder.use(self.type(node))
        elif kind in (
            "interpolated_string_expression",
            "interpolated_string",
            "interpolation",
            "block",
            "given_pattern",
            "repeat_pattern",
        ):
            for part in node.named_children:
                if kind != "interpolated_string_expression" or part.type != "identifier":
                    self.pattern(part)
        elif kind == "alternative_pattern":
            for part in node.named_children:
                self.pattern(part)
        elif kind == "field_expression":
            self.visit(node)

    def _infix(self, node: Node, value: Expr) -> None:
        left, operator, right = (node.child_by_field_name(field) for field in ("left", "operator", "right"))
        cons = operator is not None and self.text(operator) == "::"
        if operator is not None and operator.type == "identifier":
            self.builder.use((NAME, operator.start_byte, self.name(operator)))
        if left is not None:
            self.pattern(left, (ELEMENT, node.start_byte, value) if cons and value is not None else None)
        if right is not None:
            self.pattern(right, value if cons else None)

    def _type_of(self, node: Node | None) -> Expr:
        """The type that a pattern says its value is of."""
        if node is None or node.type not in ("typed_pattern", "case_class_pattern"):
            return None
        return self.type(node.child_by_field_name("type"))

    def stable(self, node: Node) -> Expr:
        """A path of names as a value."""
        found: Expr = None
        for part in node.named_children:
            name = self.name(part)
            found = (NAME, part.start_byte, name) if found is None else (MEMBER, part.start_byte, found, name)
        return found


PATTERNS: Final[dict[str, Handler]] = {"stable_identifier": Patterns.stable}
