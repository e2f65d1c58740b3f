"""Types, extensions, imports and macros of a Swift file."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.swift.members import Members
from indexer.languages.swift.types import TYPES
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import IMPORT, TYPE_SCOPE, Expr

_KINDS: Final = {"class": "class", "struct": "struct", "enum": "enum", "actor": "class"}


class Definitions(Members):
    """Reads a file from its root."""

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self.result = None
        self.wanted = None

    # ------------------------------------------------------------ imports

    def import_(self, node: Node) -> None:
        """`import A`, `import struct A.B`: opens a module, or names a thing of it."""
        identifier = next((child for child in node.named_children if child.type == "identifier"), None)
        names = (
            [child for child in identifier.named_children if child.type == "simple_identifier"] if identifier else []
        )
        if not names:
            return
        module = self.name(names[0])
        of_thing = any(child.type in _IMPORTABLE for child in node.children) and len(names) > 1
        last = names[-1] if of_thing else names[0]
        self.builder.use((IMPORT, last.start_byte, module, self.name(last) if of_thing else ""), "imports")
        exported = any(child.type == "modifiers" and "_exported" in self.text(child) for child in node.children)
        seen = units.INSIDE | units.OUTSIDE if exported else units.INSIDE
        self.builder.opens((IMPORT, last.start_byte, module, "*"), seen=seen)
        self.builder.fact("import", module)

    # ------------------------------------------------------------ types

    def type_declaration(self, node: Node) -> None:
        """A class, structure, enumeration, actor or extension."""
        keyword = node.child_by_field_name("declaration_kind")
        name = node.child_by_field_name("name")
        if name is None or keyword is None:
            return
        if keyword.type == "extension":
            self._extension(node, name)
        else:
            detail = ("actor",) if keyword.type == "actor" else ()
            self._type(node, name, _KINDS.get(keyword.type, "class"), *detail)

    def protocol(self, node: Node) -> None:
        """A protocol: an interface."""
        name = node.child_by_field_name("name")
        if name is not None:
            self._type(node, name, "interface", "protocol")

    def _type(self, node: Node, name: Node, kind: str, *detail: str) -> None:
        builder = self.builder
        body = node.child_by_field_name("body")
        modifiers = self.modifiers(node)
        symbol = self.row(kind, self.name(name), node, name, body, modifiers, *detail)
        flags = 0 if self.is_exported(modifiers) else units.PRIVATE
        number = builder.declare(
            self.name(name), name.start_byte, units.TYPE, units.TYPES, symbol=symbol,
            flags=flags | (units.ABSTRACT if kind == "interface" else 0),
        )  # fmt: skip
        builder.open(TYPE_SCOPE, declaration=number, symbol=symbol)
        builder.amend(number, parameters=tuple(self.type_parameters(node)))
        self.attributes(node)
        self._bases(node, kind)
        self._body(body)
        builder.close()

    def _extension(self, node: Node, name: Node) -> None:
        """An extension: a row that groups its members, which are members of the type that it extends."""
        builder = self.builder
        body = node.child_by_field_name("body")
        modifiers = self.modifiers(node)
        extended = self.type(name)
        plain = extended[2] if extended is not None and extended[0] == units.APPLIED else extended
        symbol = self.row("namespace", self.text(name).partition("<")[0], node, name, body, modifiers, "extension")
        self.builder.use(plain, "type_uses")
        builder.open(units.EXTENSION_SCOPE, symbol=symbol, extends=plain)
        self.type_parameters(node)
        self.attributes(node)
        self._bases(node, "extension")
        self._body(body)
        builder.close()

    def _bases(self, node: Node, kind: str) -> None:
        """What a type derives from: only a class has a base class, which then comes first."""
        for child in node.named_children:
            if child.type == "inheritance_specifier":
                found = self.type(child.child_by_field_name("inherits_from") or child.named_children[0])
                if found is not None:
                    self.builder.base(found, "inherits" if kind in ("class", "interface") else "implements")

    def _body(self, body: Node | None) -> None:
        outer, self.result = self.result, None
        if body is not None:
            self.visit_all(body.named_children)
        self.result = outer

    def alias(self, node: Node) -> None:
        """`typealias A = B`."""
        name = node.child_by_field_name("name")
        written = next((child for child in reversed(node.named_children) if child.type in TYPES), None)
        if name is None:
            return
        modifiers = self.modifiers(node)
        symbol = self.row("type_alias", self.name(name), node, name, None, modifiers)
        flags = 0 if self.is_exported(modifiers) else units.PRIVATE
        number = self.builder.declare(
            self.name(name), name.start_byte, units.ALIAS, units.TYPES, symbol=symbol, flags=flags
        )
        with self.builder.inside(units.BLOCK, declaration=number, symbol=symbol):
            parameters = self.type_parameters(node)
            found = self.use_type(written)
        self.builder.amend(number, type=found, parameters=tuple(parameters))

    def associated_type(self, node: Node) -> None:
        """`associatedtype A: B`: a type that each conforming type chooses."""
        name = node.child_by_field_name("name")
        if name is None:
            return
        symbol = self.row("type_alias", self.name(name), node, name, None, set(), "associatedtype")
        bounds: list[Expr] = [self.use_type(child) for child in node.named_children if child.type in TYPES]
        self.builder.declare(
            self.name(name), name.start_byte, units.ALIAS, units.TYPES, symbol=symbol, type=self.either(0, bounds)
        )

    def macro_declaration(self, node: Node) -> None:
        """`macro a(...)`: a macro, whose uses begin with `#`."""
        name = next((child for child in node.named_children if child.type == "simple_identifier"), None)
        if name is None:
            return
        symbol = self.row("macro", self.name(name), node, name, None, self.modifiers(node))
        self.builder.declare(
            f"#{self.name(name)}", name.start_byte, units.MACRO, units.MACROS | units.VALUES, symbol=symbol
        )


_IMPORTABLE: Final = frozenset({"struct", "class", "enum", "protocol", "func", "var", "let", "typealias"})
