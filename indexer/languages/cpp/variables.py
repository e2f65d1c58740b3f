"""Variables of C++: made with arguments, bound to the parts of a value, defined outside of their class."""

from __future__ import annotations

from tree_sitter import Node

from indexer.languages.c.declarators import Declarator, last_name
from indexer.languages.cpp.classes import Classes
from indexer.model import units
from indexer.model.units import Expr


class CppFile(Classes):
    """Reads a whole file of C++."""

    def variable(self, node: Node, parts: Declarator, kind: Expr, words: frozenset[str]) -> int:
        """See `Declarations`."""
        name = parts.name
        if name is not None and name.type == "structured_binding_declarator":
            value = self.expr(parts.value)
            self.builder.use(value)
            self.bind_structure(name, value)
            return -1
        if name is not None and name.type == "qualified_identifier" and name.child_by_field_name("scope") is not None:
            with self.extension(name):
                return super().variable(node, parts, kind, words)
        templates, self.templates = self.templates, []
        if templates and not self.in_function():
            with self.builder.inside(units.BLOCK):
                self.templates = templates
                self.template_parameters()
        if self.hidden:
            words = words | {"static"} if not self._classes else words
        return super().variable(node, parts, kind, words)

    def makes(self, parts: Declarator, kind: Expr) -> bool:
        """`T x(a);` in a function, where `a` can only be a value."""
        if not self.in_function() or parts.function is None or kind is None or kind[0] == units.LITERAL:
            return False
        listed = parts.function.child_by_field_name("parameters")
        given = listed.named_children if listed is not None else []
        return bool(given) and all(
            one.type == "parameter_declaration"
            and one.child_by_field_name("declarator") is None
            and (inner := one.child_by_field_name("type")) is not None
            and inner.type in ("type_identifier", "qualified_identifier")
            for one in given
        )

    def initial_value(self, parts: Declarator, kind: Expr, name: Node) -> Expr:
        """See `Declarations`; arguments make an instance of the type."""
        value = parts.value
        if parts.function is not None:
            listed = parts.function.child_by_field_name("parameters")
            given = tuple(self._as_value(one) for one in listed.named_children) if listed is not None else ()
            return (units.NEW, kind[1], kind, given) if kind is not None else None
        if value is None:
            return None
        if value.type == "argument_list":
            given = self.arguments(value)
            if kind is None or kind[0] == units.LITERAL:
                return (units.PARTS, value.start_byte, "", given)
            return (units.NEW, kind[1], kind, given)
        if value.type == "initializer_list" and kind is not None and kind[0] != units.LITERAL and not parts.array:
            named = any(child.type == "initializer_pair" for child in value.named_children)
            if not named and parts.name is not None and self._is_direct(value):
                return (units.NEW, kind[1], kind, self.arguments(value))
        return super().initial_value(parts, kind, name)

    @staticmethod
    def _is_direct(value: Node) -> bool:
        """Whether braces stand right behind the name (`T x{a}`), not behind `=`."""
        before = value.prev_sibling
        return before is None or before.type != "="

    def _as_value(self, node: Node) -> Expr:
        """A name that the grammar took for the type of a parameter."""
        inner = node.child_by_field_name("type")
        if inner is None:
            return None
        if inner.type == "qualified_identifier":
            return self.path(inner)
        return (units.NAME, inner.start_byte, self.text(last_name(inner)))
