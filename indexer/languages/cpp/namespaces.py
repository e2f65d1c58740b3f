"""Namespaces, using declarations and directives, aliases, templates, concepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tree_sitter import Node

from indexer.languages.c.base import GLOBAL, name_of
from indexer.languages.c.declarators import take_apart
from indexer.languages.cpp.expressions import CppExpressions
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import Expr


class Namespaces(CppExpressions):
    """Reads what C++ declares names in."""

    NODES: ClassVar[Mapping[str, str]] = {
        **CppExpressions.NODES,
        "namespace_definition": "namespace_definition",
        "namespace_alias_definition": "namespace_alias",
        "linkage_specification": "linkage",
        "using_declaration": "using_declaration",
        "alias_declaration": "alias_declaration",
        "template_declaration": "template_declaration",
        "template_instantiation": "template_instantiation",
        "concept_definition": "concept_definition",
    }

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self.namespace: list[str] = []
        """Names of the namespaces around."""
        self._opened: set[tuple[int, str]] = set()
        self.hidden = 0
        """How many unnamed namespaces are around."""

    # ------------------------------------------------------------ namespaces

    def namespace_definition(self, node: Node) -> None:
        """`namespace a::b { ... }`."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            self.hidden += 1
            if body is not None:
                self.inline_block(body)
            self.hidden -= 1
            return
        parts = name.named_children if name.type == "nested_namespace_specifier" else [name]
        flat = [one for part in parts for one in (part.named_children or [part])]
        inline = any(child.type == "inline" for child in node.children)
        self._inside_namespace(node, flat, body, inline=inline)

    def _inside_namespace(self, node: Node, names: list[Node], body: Node | None, *, inline: bool) -> None:
        builder, name = self.builder, names[0]
        text = self.text(name)
        again = (builder.scope, text) in self._opened
        self._opened.add((builder.scope, text))
        symbol = builder.symbol("namespace", text, node, name, body=body)
        number = builder.declare(
            text, name.start_byte, units.NAMESPACE, units.NAMESPACES, symbol=symbol, flags=units.HIDDEN if again else 0
        )
        if inline:
            builder.opens((units.NAME, name.start_byte, text), units.EVERY, units.INSIDE | units.OUTSIDE)
        self.namespace.append(text)
        with builder.inside(units.NAMESPACE_SCOPE, declaration=number, symbol=symbol, namespace=f".{text}"):
            if len(names) > 1:
                self._inside_namespace(node, names[1:], body, inline=False)
            elif body is not None:
                self.inline_block(body)
        self.namespace.pop()

    def context(self) -> str:
        """The full name of the namespace around."""
        return ".".join(self.namespace)

    def exported(self, flags: int) -> bool:
        """See `Declarations`."""
        return not flags & units.PRIVATE and not self.hidden

    def linkage(self, node: Node) -> None:
        """`extern "C" { ... }`."""
        body = node.child_by_field_name("body")
        if body is None:
            return
        if body.type == "declaration_list":
            self.inline_block(body)
        else:
            self.visit(body)

    # ------------------------------------------------------------ other names

    def namespace_alias(self, node: Node) -> None:
        """`namespace a = b::c;`"""
        name = node.child_by_field_name("name")
        target = next((child for child in reversed(node.named_children) if child != name), None)
        if name is None or target is None:
            return
        path = self.expr(target)
        text = self.text(name)
        symbol = self.builder.symbol("namespace", text, node, name)
        self.builder.declare(
            text, name.start_byte, units.IMPORTED, units.NAMESPACES, symbol=symbol,
            value=(units.IMPORT, target.start_byte, f"using {self.context()}", written(path)),
        )  # fmt: skip
        with self.builder.inside(units.BLOCK, symbol=symbol):
            self.builder.use(path, "aliases")

    def using_declaration(self, node: Node) -> None:
        """`using namespace a;`, `using a::b;`"""
        if not node.named_children:
            return
        path = self.expr(node.named_children[-1])
        if any(child.type == "namespace" for child in node.children):
            self.builder.opens(path, units.EVERY, units.INSIDE | units.OUTSIDE)
            self.builder.use(path)
            if self.builder.scope == 0 and path is not None:
                self.builder.fact("opens", written(path))
            return
        name = name_of(path)
        if path is None or not name:
            return
        self.builder.use(path)
        self.builder.declare(
            name, path[1], units.IMPORTED, units.VALUES | units.TYPES,
            value=(units.IMPORT, path[1], f"using {self.context()}", written(path)),
        )  # fmt: skip

    def alias_declaration(self, node: Node) -> None:
        """`using name = T;`"""
        name, target = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is None:
            return
        builder, text = self.builder, self.text(name)
        symbol = builder.symbol("type_alias", text, node, name, documented=self.documented)
        self.documented = None
        number = builder.declare(text, name.start_byte, units.ALIAS, units.TYPES, symbol=symbol)
        with builder.inside(units.BLOCK, declaration=number, symbol=symbol):
            parameters = self.template_parameters()
            kind = self.type_expr(target)
            written_as = take_apart(target.child_by_field_name("declarator") if target is not None else None)
            self.use_type(kind, "aliases")
            function = written_as.called or written_as.function
            if function is not None:
                self.signature_uses(function)
            if not self.is_itself(kind, text):
                builder.amend(number, type=None if function is not None else kind, parameters=tuple(parameters))

    # ------------------------------------------------------------ templates

    def template_declaration(self, node: Node) -> None:
        """`template <...>` in front of something."""
        parameters = node.child_by_field_name("parameters")
        outer, self.documented = self.documented, self.documented or node
        if parameters is not None:
            self.templates.append(parameters)
        kept = len(self.templates)
        for child in node.named_children:
            if parameters is None or child.start_byte != parameters.start_byte:
                self.visit(child)
        if parameters is not None and len(self.templates) == kept:
            self.templates.pop()
        self.documented = outer

    def template_instantiation(self, node: Node) -> None:
        """`template class A<int>;`"""
        for child in node.named_children:
            if child.type in ("class_specifier", "struct_specifier", "template_type", "qualified_identifier"):
                self.type_use(child)

    def template_parameters(self) -> list[int]:
        """Declares in the open scope the parameters of the templates in front of what opened it."""
        found: list[int] = []
        pending, self.templates = self.templates, []
        for listed in pending:
            for node in listed.named_children:
                number = self._template_parameter(node)
                if number >= 0:
                    found.append(number)
        return found

    def _template_parameter(self, node: Node) -> int:
        if node.type in ("parameter_declaration", "optional_parameter_declaration", "variadic_parameter_declaration"):
            return self._parameter(node)
        name = next((c for c in node.named_children if c.type == "type_identifier"), None)
        if node.type == "template_template_parameter_declaration":
            inner = node.named_children[-1] if node.named_children else None
            name = next((c for c in inner.named_children if c.type == "type_identifier"), None) if inner else None
        default = node.child_by_field_name("default_type")
        bound = self.type_use(default) if default is not None else None
        named = node.child_by_field_name("name")
        name = named if named is not None else name
        if name is None:
            return self.builder.declare("", node.start_byte, units.TYPE_PARAMETER, units.TYPES)
        return self.builder.declare(
            self.text(name), name.start_byte, units.TYPE_PARAMETER, units.TYPES | units.VALUES, type=bound
        )

    def in_scope_of(self, number: int) -> None:  # noqa: ARG002 - as in C
        """See `Functions`."""
        self.template_parameters()

    def concept_definition(self, node: Node) -> None:
        """`concept C = ...;`"""
        name = node.child_by_field_name("name")
        if name is None:
            return
        symbol = self.builder.symbol("trait", self.text(name), node, name, documented=self.documented)
        number = self.builder.declare(
            self.text(name), name.start_byte, units.TYPE, units.TYPES | units.VALUES, symbol=symbol
        )
        with self.builder.inside(units.BLOCK, declaration=number, symbol=symbol):
            self.template_parameters()
            for child in node.named_children:
                if child.start_byte != name.start_byte:
                    self.visit(child)


def written(expr: Expr) -> str:
    """A path with dots; one from the global namespace begins with one."""
    if expr is None:
        return ""
    if expr[0] == units.MEMBER:
        return f"{written(expr[2])}.{expr[3]}"
    return str(expr[2]).replace(GLOBAL, ".") if expr[0] == units.NAME else ""
