"""Qualified names and templates' arguments: `a::b<T>::c`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tree_sitter import Node

from indexer.languages.c.base import GLOBAL
from indexer.languages.c.declarators import last_name
from indexer.languages.c.preprocessor import Preprocessor
from indexer.model import units
from indexer.model.units import Expr


class Paths(Preprocessor):
    """Gives the expressions of qualified names, as values and as types."""

    tags_apart = False

    EXPRESSIONS: ClassVar[Mapping[str, str]] = {
        **Preprocessor.EXPRESSIONS,
        "qualified_identifier": "path",
        "namespace_identifier": "identifier",
        "nested_namespace_specifier": "path",
        "template_function": "template_function",
        "template_type": "template_function",
        "destructor_name": "nothing",
        "dependent_name": "dependent",
        "operator_name": "operator_name",
    }

    def path(self, node: Node) -> Expr:
        """`a::b::c`, as a value or as what stands before `::`."""
        if node.type == "nested_namespace_specifier":
            found: Expr = None
            for child in node.named_children:
                found = self._below(found, child)
            return found
        scope, name = node.child_by_field_name("scope"), node.child_by_field_name("name")
        outer = self._part(scope) if scope is not None else None
        at = name
        globally = scope is None
        while at is not None and at.type == "qualified_identifier":
            inner = at.child_by_field_name("scope")
            if inner is not None:
                outer = self._below(outer, inner, globally=globally)
                globally = False
            at = at.child_by_field_name("name")
        if at is None:
            return outer
        return self._below(outer, at, globally=globally)

    def _below(self, outer: Expr, node: Node, *, globally: bool = False) -> Expr:
        """A name inside of what is before it."""
        if node.type == "dependent_name" and node.named_children:
            node = node.named_children[0]
        if node.type == "nested_namespace_specifier":
            for child in node.named_children:
                outer = self._below(outer, child)
            return outer
        if node.type in ("template_function", "template_method", "template_type"):
            self.template_arguments(node)
        plain = last_name(node)
        text = self.name_text(plain)
        if outer is not None:
            return (units.MEMBER, plain.start_byte, outer, text)
        if globally:
            return (units.NAME, plain.start_byte, GLOBAL + text)
        return (units.NAME, plain.start_byte, text)

    def _part(self, node: Node) -> Expr:
        """The first part of a path."""
        if node.type == "decltype":
            return self.type_expr(node)
        return self._below(None, node)

    def name_text(self, node: Node) -> str:
        """A name as it is declared: operators and destructors without blanks."""
        text = self.text(node)
        if node.type == "operator_name":
            return "operator" + _spaced(text.removeprefix("operator").strip())
        if node.type == "operator_cast":
            return f"operator {self.text(node.children[1])}" if len(node.children) > 1 else "operator"
        return text.replace(" ", "") if node.type == "destructor_name" else text

    def template_arguments(self, node: Node) -> tuple[Expr, ...]:
        """Says that the arguments of a template are used, and gives them."""
        arguments = node.child_by_field_name("arguments")
        found = self.argument_types(arguments)
        for one in found:
            self.use_type(one)
        return found

    def argument_types(self, arguments: Node | None) -> tuple[Expr, ...]:
        """The types that are the arguments of a template; other arguments are used and give None."""
        if arguments is None:
            return ()
        found: list[Expr] = []
        for child in arguments.named_children:
            if child.type == "type_descriptor":
                found.append(self.type_expr(child))
            elif child.type != "comment":
                self.builder.use(self.expr(child))
                found.append(None)
        return tuple(found)

    def template_function(self, node: Node) -> Expr:
        """`f<T>`: the template, without its arguments."""
        return self._below(None, node)

    def dependent(self, node: Node) -> Expr:
        """`template f<T>`."""
        return self.expr(node.named_children[0]) if node.named_children else None

    def operator_name(self, node: Node) -> Expr:
        """`operator+` as a name."""
        return (units.NAME, node.start_byte, self.name_text(node))

    # ------------------------------------------------------------ types

    def other_type(self, node: Node) -> Expr:
        """Types of C++."""
        kind = node.type
        if kind == "template_type":
            name = node.child_by_field_name("name")
            plain: Expr = (units.NAME, node.start_byte, self.text(name)) if name is not None else None
            return self._applied(plain, node)
        if kind == "qualified_identifier":
            return self._qualified_type(node)
        if kind == "dependent_type":
            return self.type_expr(node.named_children[-1]) if node.named_children else None
        if kind == "decltype":
            inner = self.expr(node.named_children[0]) if node.named_children else None
            return (units.CLASS_OF, node.start_byte, inner) if inner is not None and inner[0] != units.PARTS else None
        if kind in ("placeholder_type_specifier", "auto"):
            return None
        if kind == "identifier":
            return (units.NAME, node.start_byte, self.text(node))
        return super().other_type(node)

    def _applied(self, plain: Expr, node: Node) -> Expr:
        arguments = self.argument_types(node.child_by_field_name("arguments"))
        return (units.APPLIED, plain[1], plain, arguments) if plain is not None and arguments else plain

    def _qualified_type(self, node: Node) -> Expr:
        """`a::B<T>` as a type; arguments of the last part are kept."""
        at: Node | None = node
        while at is not None and at.type in ("qualified_identifier", "dependent_name"):
            at = at.child_by_field_name("name") or (at.named_children[-1] if at.type == "dependent_name" else None)
        if at is None or at.type != "template_type":
            return self.path(node)
        arguments = at.child_by_field_name("arguments")
        plain = self._path_without(node)
        found = self.argument_types(arguments)
        return (units.APPLIED, plain[1], plain, found) if plain is not None and found else plain

    def _path_without(self, node: Node) -> Expr:
        """A path whose last part's template arguments are read elsewhere."""
        scope, name = node.child_by_field_name("scope"), node.child_by_field_name("name")
        outer = self._part(scope) if scope is not None else None
        globally = scope is None
        while name is not None and name.type == "qualified_identifier":
            inner = name.child_by_field_name("scope")
            if inner is not None:
                outer = self._below(outer, inner, globally=globally)
                globally = False
            name = name.child_by_field_name("name")
        if name is None:
            return outer
        plain = last_name(name)
        if outer is not None:
            return (units.MEMBER, plain.start_byte, outer, self.text(plain))
        if globally:
            return (units.NAME, plain.start_byte, GLOBAL + self.text(plain))
        return (units.NAME, plain.start_byte, self.text(plain))

    def is_itself(self, kind: Expr, name: str) -> bool:
        """See `Declarations`; `typedef struct ns::x x` is a name of its own."""
        return kind is not None and kind[0] == units.NAME and kind[2] == name


def _spaced(operator: str) -> str:
    """`new`, `delete[]`, `co_await`: a blank before words."""
    tight = "".join(operator.split())
    return f" {tight}" if tight[:1].isalpha() else tight
