"""Java definitions: types, their members, and the head of a file."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from tree_sitter import Node

from indexer.languages.java.members import DETAIL, Members, name_of
from indexer.languages.java.reader import PACKAGE
from indexer.languages.java.statements import STATEMENTS
from indexer.model import units
from indexer.model.units import (
    ABSTRACT,
    BLOCK,
    FIELD,
    FUNCTION_,
    HIDDEN,
    IMPORT,
    IMPORTED,
    NAME,
    NAMESPACES,
    NEW,
    OBJECT,
    PRIVATE,
    STATIC,
    TYPE,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    Expr,
    Known,
)

_TYPE_KINDS: Final = {
    "class_declaration": "class",
    "interface_declaration": "interface",
    "enum_declaration": "enum",
    "record_declaration": "class",
    "annotation_type_declaration": "interface",
}
_EXTRA_DETAIL: Final = {"record_declaration": "record", "annotation_type_declaration": "annotation"}
_KEYWORDS: Final = {"class": "class", "interface": "interface", "enum": "enum", "@interface": "interface"}
_INTERFACES: Final = frozenset({"interface_declaration", "annotation_type_declaration"})


class Definitions(Members):
    """Reads a file from its top."""

    # ------------------------------------------------------------ the head of a file

    def package(self, node: Node) -> Expr:
        name = next((one for one in node.named_children if one.type in ("scoped_identifier", "identifier")), None)
        if name is not None:
            self.builder.set_namespace("".join(self.text(name).split()))
            last = name.child_by_field_name("name") or name
            symbol = self.builder.symbol("package", self.text(last), node, last, docstring="")
            self.builder.declare(PACKAGE, last.start_byte, VARIABLE, NAMESPACES, symbol=symbol, flags=HIDDEN)
        return None

    def import_(self, node: Node) -> Expr:
        name = next((one for one in node.named_children if one.type in ("scoped_identifier", "identifier")), None)
        if name is None or name.has_error:
            return None
        builder = self.builder
        static = any(child.type == "static" for child in node.children)
        spaces = VALUES | TYPES if static else TYPES
        path, last = self._path(name)
        if any(child.type == "asterisk" for child in node.named_children):
            everything = (IMPORT, last.start_byte, f"{path}.{self.text(last)}".removeprefix("."), "*")
            builder.opens(everything, spaces)
            builder.use((*everything[:3], ""), "imports")
            return None
        value = (IMPORT, last.start_byte, path, self.text(last))
        builder.declare(self.text(last), last.start_byte, IMPORTED, spaces, value=value)
        builder.use(value, "imports")
        scope = name.child_by_field_name("scope")
        if static and scope is not None:
            path, last = self._path(scope)
            builder.use((IMPORT, last.start_byte, path, self.text(last)), "imports")
        return None

    def _path(self, name: Node) -> tuple[str, Node]:
        """What stands before the last part of a dotted name, and that part."""
        scope, last = name.child_by_field_name("scope"), name.child_by_field_name("name")
        if scope is None or last is None:
            return "", name
        return "".join(self.text(scope).split()), last

    def module(self, node: Node) -> Expr:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return None
        symbol = self.builder.symbol("module", self.text(name), node, name, body=body)
        with self.builder.inside(BLOCK, symbol=symbol):
            for directive in body.named_children if body is not None else ():
                if directive.type in ("uses_module_directive", "provides_module_directive"):
                    for one in directive.named_children:
                        self.use_type(self.type(one))
        return None

    # ------------------------------------------------------------ types

    def type_declaration(self, node: Node) -> Expr:
        builder = self.builder
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return self.visit_inside(node)
        modifiers = self.modifiers(node)
        words = modifiers.words
        extra = _EXTRA_DETAIL.get(node.type)
        symbol = builder.symbol(
            _TYPE_KINDS[node.type], self.text(name), node, name, body=body, exported="private" not in words,
            detail=[word for word in DETAIL if word in words] + ([extra] if extra else []),
            signature=self.signature(node, modifiers, body.start_byte if body is not None else node.end_byte),
        )  # fmt: skip
        flags = (
            (PRIVATE if "private" in words else 0)
            | STATIC
            | (ABSTRACT if "abstract" in words or node.type in _INTERFACES else 0)
        )
        declaration = builder.declare(self.text(name), name.start_byte, TYPE, TYPES, symbol=symbol, flags=flags)
        if modifiers.annotations:
            with builder.inside(BLOCK, symbol=symbol):
                self.annotate(modifiers)
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol):
            parameters = self.type_parameters(node.child_by_field_name("type_parameters"))
            builder.amend(declaration, parameters=tuple(parameters))
            self._bases(node)
            if node.type == "enum_declaration":
                self._of_every_enum(name)
            if node.type == "record_declaration":
                self._components(node)
            for child in body.named_children if body is not None else ():
                self.visit(child)
        return None

    def broken(self, node: Node) -> Expr:
        """What does not parse: a type whose head can be told is still one."""
        builder = self.builder
        children = node.children
        for keyword, name in pairwise(children):
            kind = _KEYWORDS.get(keyword.type)
            if kind is not None and name.type == "identifier":
                symbol = builder.symbol(
                    kind, self.text(name), node, name, signature=f"{keyword.type} {self.text(name)}"
                )
                declaration = builder.declare(
                    self.text(name), name.start_byte, TYPE, TYPES, symbol=symbol, flags=STATIC
                )
                with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol):
                    self.visit_all(child for child in node.named_children if child.start_byte >= name.end_byte)
                return None
        return self.visit_inside(node)

    def _of_every_enum(self, name: Node) -> None:
        """The methods that the compiler writes for an enumeration."""
        enum = (NAME, name.start_byte, self.text(name))
        for method, result, count in (("values", (units.SEQUENCE, name.start_byte, (enum,)), 0), ("valueOf", enum, 1)):
            given = [self.builder.declare("", name.start_byte, VARIABLE, VALUES, flags=HIDDEN)] * count
            self.builder.declare(
                method, name.start_byte, FUNCTION_, VALUES, flags=STATIC, type=result, parameters=given, required=count
            )

    def _bases(self, node: Node) -> None:
        for child in node.named_children:
            if child.type == "superclass":
                self._base(child.named_children, "inherits")
            elif child.type == "super_interfaces":
                self._base(child.named_children, "implements")
            elif child.type == "extends_interfaces":
                self._base(child.named_children, "inherits")
            elif child.type == "permits":
                for one in child.named_children:
                    for permitted in one.named_children:
                        self.use_type(self.type(permitted))

    def _base(self, nodes: list[Node], kind: str) -> None:
        for node in nodes:
            if node.type == "type_list":
                self._base(node.named_children, kind)
            else:
                base = self.type(node)
                if base is not None:
                    self.builder.base(base, kind)

    def _components(self, node: Node) -> None:
        """The components of a record: a field and, unless it is written, an accessor each."""
        builder = self.builder
        body, given = node.child_by_field_name("body"), node.child_by_field_name("parameters")
        written = {
            self.text(name)
            for one in (body.named_children if body is not None else ())
            if one.type == "method_declaration" and (name := one.child_by_field_name("name")) is not None
        }
        for one in given.named_children if given is not None else ():
            name = one.child_by_field_name("name") or name_of(one)
            if name is None:
                continue
            named = self.parameter_type(one)
            text = self.text(name)
            symbol = builder.symbol("field", text, one, name, detail=["final"], docstring="")
            builder.declare(text, name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=FIELD, type=named)
            if text not in written:
                builder.declare(text, name.start_byte, FUNCTION_, VALUES, symbol=symbol, type=named, required=0)

    def class_body(self, node: Node, offset: int, bases: list[tuple[Known, str]]) -> Expr:
        """An anonymous class: a type without a name, known where it stands."""
        builder = self.builder
        symbol = builder.symbol(
            "class", "<anonymous>", node, docstring="", signature="", exported=False, detail=["anonymous"]
        )
        declaration = builder.declare("", offset, TYPE, TYPES, symbol=symbol)
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
            for base, kind in bases:
                builder.base(base, kind)
            self.visit_inside(node)
        return (OBJECT, offset, scope)

    def enum_constant(self, node: Node) -> Expr:
        builder = self.builder
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        owner = builder.scope_record(builder.scope).declaration
        if name is None or owner < 0:
            return self.visit_inside(node)
        modifiers = self.modifiers(node)
        symbol = builder.symbol(
            "enum_member",
            self.text(name),
            node,
            name,
            body=body,
            signature=self.signature(node, modifiers, node.end_byte if body is None else body.start_byte),
        )
        enum: Known = (NAME, name.start_byte, builder.declaration(owner).name)
        with builder.inside(BLOCK, symbol=symbol):
            self.annotate(modifiers)
            builder.use((NEW, name.start_byte, enum, self.arguments(node.child_by_field_name("arguments"))))
        value: Expr = None
        if body is not None:
            declaration = builder.declare("", body.start_byte, TYPE, TYPES, symbol=symbol)
            with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
                builder.base(enum, "inherits")
                self.visit_inside(body)
            value = (OBJECT, body.start_byte, scope)
        builder.declare(
            self.text(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=STATIC, type=enum, value=value
        )
        return None


Definitions.HANDLERS = STATEMENTS | {
    "ERROR": Definitions.broken,
    "package_declaration": Definitions.package,
    "import_declaration": Definitions.import_,
    "module_declaration": Definitions.module,
    **dict.fromkeys(_TYPE_KINDS, Definitions.type_declaration),
    "enum_constant": Definitions.enum_constant,
    "enum_body_declarations": Definitions.visit_inside,
    "field_declaration": Definitions.field,
    "constant_declaration": Definitions.field,
    "method_declaration": Definitions.method,
    "constructor_declaration": Definitions.method,
    "compact_constructor_declaration": Definitions.method,
    "annotation_type_element_declaration": Definitions.method,
    "static_initializer": Definitions.visit_inside,
}
Definitions.BY_NUMBER = {}
Definitions.LITERALS = {
    "true": "boolean",
    "false": "boolean",
    "character_literal": "char",
}
