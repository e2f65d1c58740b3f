"""Scala packages and imports, and what stands before a definition."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import NO_MODIFIERS, PACKAGE, Modifiers, child_of
from indexer.languages.scala.expressions import Expressions
from indexer.languages.scala.types import COMMENTS
from indexer.model.units import (
    CLASS_OF,
    HIDDEN,
    IMPORT,
    IMPORTED,
    MEMBER,
    NAME,
    NAMESPACE_SCOPE,
    NAMESPACES,
    TYPES,
    VALUES,
    VARIABLE,
    Expr,
)

_NAMES: Final = frozenset({"identifier", "operator_identifier", "type_identifier"})
_WORDS: Final = frozenset(
    "abstract final sealed implicit lazy override private protected case inline opaque open transparent infix".split()
)


class Head(Expressions):
    """Reads the head of a file, and modifiers."""

    # ------------------------------------------------------------ packages

    def package(self, node: Node) -> Expr:
        builder = self.builder
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        parts = [one for one in name.named_children if one.type in _NAMES] if name is not None else []
        if not parts:
            return self.visit_inside(node)
        text = ".".join(map(self.name, parts))
        symbol = builder.symbol("package", self.name(parts[-1]), node, parts[-1], body=body, docstring="")
        if body is None:
            around = builder.scope_record(builder.scope).namespace
            if around:
                builder.opens((IMPORT, parts[0].start_byte, around, "*"))
            builder.set_namespace(f"{around}.{text}".removeprefix("."))
            builder.declare(PACKAGE, parts[-1].start_byte, VARIABLE, NAMESPACES, symbol=symbol, flags=HIDDEN)
            return None
        with builder.inside(NAMESPACE_SCOPE, symbol=symbol, namespace=f".{text}"):
            builder.declare(PACKAGE, parts[-1].start_byte, VARIABLE, NAMESPACES, symbol=symbol, flags=HIDDEN)
            self.visit_inside(body)
        return None

    def package_object(self, node: Node) -> Expr:
        builder = self.builder
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return self.visit_inside(node)
        symbol = builder.symbol("namespace", self.name(name), node, name, body=body)
        with builder.inside(NAMESPACE_SCOPE, symbol=symbol, namespace=f".{self.name(name)}"):
            if body is not None:
                self.visit_inside(body)
        return None

    # ------------------------------------------------------------ imports

    def import_(self, node: Node) -> Expr:
        path: list[Node] = []
        for child in node.children:
            if child.type == ",":
                self._plain_import(path)
                path = []
            elif child.type in _NAMES:
                path.append(child)
            elif child.type == "namespace_wildcard":
                self._everything(path)
                path = []
            elif child.type == "namespace_selectors":
                for one in child.named_children:
                    self._selector(path, one)
                path = []
            elif child.type == "as_renamed_identifier":
                self._selector(path, child)
                path = []
        self._plain_import(path)
        return None

    def _plain_import(self, path: list[Node]) -> None:
        if len(path) > 1:
            self._named(path[:-1], path[-1], path[-1])

    def _selector(self, path: list[Node], node: Node) -> None:
        if node.type == "namespace_wildcard":
            self._everything(path)
        elif node.type in _NAMES:
            self._named(path, node, node)
        else:
            name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
            if name is not None and alias is not None and alias.type in _NAMES:
                self._named(path, name, alias)

    def _named(self, path: list[Node], name: Node, alias: Node) -> None:
        value = (IMPORT, name.start_byte, ".".join(map(self.name, path)), self.name(name))
        self.builder.declare(self.name(alias), alias.start_byte, IMPORTED, VALUES | TYPES | NAMESPACES, value=value)
        self.builder.use(value, "imports")

    def _everything(self, path: list[Node]) -> None:
        """`import a.b.*`: of a package, an object, or a value with members."""
        if not path:
            return
        builder = self.builder
        offset, text = path[-1].start_byte, ".".join(map(self.name, path))
        value: Expr = None
        for part in path:
            name = self.name(part)
            value = (NAME, part.start_byte, name) if value is None else (MEMBER, part.start_byte, value, name)
        builder.opens((IMPORT, offset, text, "*"))
        builder.opens((CLASS_OF, offset, value))
        builder.use((IMPORT, offset, text, ""), "imports")

    # ------------------------------------------------------------ what stands before a definition

    def modifiers(self, node: Node) -> Modifiers:
        """The modifiers of a definition."""
        words: set[str] = set()
        annotations: list[Node] = []
        for child in node.children:
            if child.type == "annotation":
                annotations.append(child)
            elif child.type == "modifiers":
                words.update(word for one in child.children for word in self._words(one))
            elif child.type in ("case", "var", "val", "opaque_modifier", "inline_modifier"):
                words.add(child.type.removesuffix("_modifier"))
        if not words and not annotations:
            return NO_MODIFIERS
        return Modifiers(frozenset(words), tuple(annotations), annotations[-1].end_byte if annotations else -1)

    def _words(self, node: Node) -> list[str]:
        """A modifier; `private[p]` is seen in a package, and so is not private to the file."""
        text = self.text(node)
        if text.startswith("private[") and not text.startswith("private[this"):
            return []
        word = text.partition("[")[0].strip()
        return [word] if word in _WORDS else []

    def detail(self, modifiers: Modifiers) -> list[str]:
        """The modifiers that say something of the definition."""
        return sorted(modifiers.words - {"val"})

    def annotate(self, modifiers: Modifiers) -> None:
        """Reads the annotations of a definition in the open scope."""
        for one in modifiers.annotations:
            self.visit(one)

    def annotation(self, node: Node) -> Expr:
        self.builder.use(self.type(node.child_by_field_name("name")), "decorates")
        given = child_of(node, "arguments")
        for one in given.named_children if given is not None else ():
            if one.type not in COMMENTS:
                self.builder.use(self._argument(one))
        return None
