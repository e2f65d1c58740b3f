"""Types, namespaces and using directives of a C# file."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Node

from indexer.languages.csharp.members import CONSTRUCTOR, Members
from indexer.languages.csharp.types import NAMES
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import IMPORT, NAME, TYPE_SCOPE, VALUES, VARIABLE, Expr

_KINDS: Final = {
    "class_declaration": "class", "record_declaration": "class", "struct_declaration": "struct",
    "interface_declaration": "interface", "enum_declaration": "enum",
}  # fmt: skip
_INTERFACE: Final = re.compile(r"I[A-Z]")
_SUFFIX: Final = "Attribute"
ROW: Final = "."
"""Under this name a namespace has its own rows; an import of it leads to the first."""


class Definitions(Members):
    """Reads a file from its root."""

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self.received = []
        self.result = None
        self.explicit = []
        self.plain = set()
        self.open_by_default = True

    def file(self, root: Node) -> None:
        """The whole file; a namespace without braces lasts to its end."""
        before = self.builder.scope
        self.visit_all(root.named_children)
        while self.builder.scope != before:
            self.builder.close()

    # ------------------------------------------------------------ namespaces

    def namespace(self, node: Node) -> None:
        """`namespace A.B { ... }`."""
        body = node.child_by_field_name("body")
        if self._open_namespace(node, body) and body is not None:
            self.visit_all(body.named_children)
            self.builder.close()

    def file_namespace(self, node: Node) -> None:
        """`namespace A.B;`."""
        self._open_namespace(node, node)

    def _open_namespace(self, node: Node, body: Node | None) -> bool:
        name = node.child_by_field_name("name")
        if name is None:
            return False
        builder = self.builder
        written = "".join(self.text(name).split())
        full = builder.scope_record(builder.enclosing(units.FILE, units.NAMESPACE_SCOPE)).namespace
        symbol = builder.symbol(
            "namespace", written, node, name, body=body, docstring="", signature=f"namespace {written}"
        )
        scope = builder.open(units.NAMESPACE_SCOPE, symbol=symbol, namespace=f"{full}.{written}" if full else written)
        builder.declare(
            ROW, name.start_byte, units.ALIAS, units.NAMESPACES, symbol=symbol, scope=scope, flags=units.HIDDEN
        )
        return True

    # ------------------------------------------------------------ using directives

    def using(self, node: Node) -> None:
        """`using A.B;`, `using static A.B;`, `using C = A.B;`, each global or not."""
        alias = node.child_by_field_name("name")
        target = next(
            (child for child in reversed(node.named_children) if child != alias and child.type != "comment"), None
        )
        if target is None:
            return
        marks = {child.type for child in node.children}
        everywhere = "global" in marks
        if alias is not None:
            found = self.use_type(target, "imports")
            self.builder.declare(
                self.name(alias), alias.start_byte, units.ALIAS, units.TYPES | units.NAMESPACES, type=found,
                flags=units.PRIVATE,
            )  # fmt: skip
        elif target.type not in NAMES:
            return
        else:
            name = self._plain(target)
            last = target.child_by_field_name("name") or target
            opened: Expr = (IMPORT, last.start_byte, name, "*" if "static" not in marks else "")
            self.builder.opens(opened)
            self.builder.use((IMPORT, last.start_byte, name, "" if "static" in marks else ROW), "imports")
            self.builder.fact("static" if "static" in marks else "using", name)
        if everywhere:
            mark = f"{self.name(alias)}=" if alias is not None else "static " if "static" in marks else ""
            self.builder.fact("global", mark + self._plain(target))

    def _plain(self, node: Node) -> str:
        """A qualified name as text, generic types with their number of arguments."""
        if node.type == "qualified_name":
            qualifier, name = node.child_by_field_name("qualifier"), node.child_by_field_name("name")
            outer = self._plain(qualifier) if qualifier is not None else ""
            return f"{outer}.{self._plain(name)}" if name is not None and outer else outer
        if node.type == "alias_qualified_name":
            name = node.child_by_field_name("name")
            return self._plain(name) if name is not None else ""
        found = self.generic_type(node) if node.type == "generic_name" else None
        if found is not None:
            return str(found[2][2] if found[0] == units.APPLIED else found[2])
        return self.name(node)

    # ------------------------------------------------------------ types

    def type_declaration(self, node: Node) -> None:
        """A class, record, struct, interface or enumeration."""
        name = node.child_by_field_name("name")
        if name is None:
            return
        builder = self.builder
        body = node.child_by_field_name("body")
        kind = _KINDS[node.type]
        modifiers = self.modifiers(node)
        detail: tuple[str, ...] = ()
        if node.type == "record_declaration":
            detail = ("record",)
            kind = "struct" if any(child.type == "struct" for child in node.children) else "class"
        symbol = self.member_symbol(kind, self.name(name), node, name, body, modifiers, detail=detail)
        generic = next((child for child in node.named_children if child.type == "type_parameter_list"), None)
        number = self._declare_type(self.name(name), name, symbol, generic, modifiers)
        if kind == "interface" or "abstract" in modifiers:
            builder.amend(number, flags=builder.declaration(number).flags | units.ABSTRACT)
        builder.open(TYPE_SCOPE, declaration=number, symbol=symbol)
        builder.amend(number, parameters=tuple(self.type_parameters(node)))
        self.attributes(node)
        outer = self.open_by_default, self.explicit, self.plain, self.result
        self.open_by_default, self.explicit, self.plain = kind in ("interface", "enum"), [], set()
        self.result = None
        self._primary_constructor(node, name, is_record=bool(detail))
        for child in node.named_children:
            if child.type == "base_list":
                self._bases(child, kind)
        if body is not None and kind == "enum":
            for one in self.members_of_enum(body):
                self._enum_member(one, self.name(name))
        elif body is not None:
            self.visit_all(body.named_children)
        self._settle_explicit()
        self.open_by_default, self.explicit, self.plain, self.result = outer
        builder.close()

    def _declare_type(self, shown: str, name: Node, symbol: int, generic: Node | None, modifiers: set[str]) -> int:
        """Declares a type, an attribute's also by the name that it has in brackets."""
        count = sum(child.type == "type_parameter" for child in generic.named_children) if generic is not None else 0
        written = f"{shown}`{count}" if count else shown
        flags = units.PRIVATE if "file" in modifiers else 0
        number = self.builder.declare(written, name.start_byte, units.TYPE, units.TYPES, symbol=symbol, flags=flags)
        if shown.endswith(_SUFFIX) and not count:
            for short in (shown, shown.removesuffix(_SUFFIX)):
                self.builder.declare(
                    f"[{short}]", name.start_byte, units.ALIAS, units.TYPES, symbol=symbol, flags=flags,
                    type=(NAME, name.start_byte, shown),
                )  # fmt: skip
        return number

    def _primary_constructor(self, node: Node, name: Node, *, is_record: bool) -> None:
        """Parameters after a type's name: properties of a record, else seen in the whole type."""
        listed = next((child for child in node.named_children if child.type == "parameter_list"), None)
        if listed is None:
            return
        builder = self.builder
        given, required, variadic = self.parameters(listed)
        if is_record:
            names = [child.child_by_field_name("name") for child in listed.named_children if child.type == "parameter"]
            written = [one for one in names if one is not None]
            for number, one in zip(given, written, strict=False):
                parameter = one.parent or one
                symbol = builder.symbol("property", self.name(one), parameter, one, docstring="")
                builder.amend(number, symbol=symbol, flags=units.FIELD)
        number = builder.declare(
            CONSTRUCTOR, name.start_byte, units.FUNCTION_, VALUES, required=required, parameters=tuple(given),
            flags=units.CONSTRUCTOR | (units.VARIADIC if variadic else 0),
        )  # fmt: skip
        builder.open(units.FUNCTION_SCOPE, declaration=number)
        builder.close()

    def _bases(self, node: Node, kind: str) -> None:
        """What a type derives from: of a class the first that is not called like an interface is the base class."""
        for child in node.named_children:
            if child.type == "argument_list":
                self.builder.use(
                    (units.CALL, child.start_byte, (units.SUPER, child.start_byte), self.arguments(child, None))
                )
                continue
            written = child
            if child.type == "primary_constructor_base_type":
                written = child.child_by_field_name("type") or child
                arguments = next((one for one in child.named_children if one.type == "argument_list"), None)
                self.builder.use(
                    (units.CALL, child.start_byte, (units.SUPER, child.start_byte), self.arguments(arguments, None))
                )
            found = self.type(written)
            if found is None or kind == "enum" or found[0] == units.LITERAL:
                continue
            last = self.text(written).rpartition("<")[0] or self.text(written)
            interface = _INTERFACE.match(last.rpartition(".")[2]) is not None or kind == "struct"
            self.builder.base(found, "implements" if interface and kind != "interface" else "inherits")

    def _enum_member(self, node: Node, enum: str) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None:
            return
        self.attributes(node)
        symbol = self.member_symbol("enum_member", self.name(name), node, name, None, set())
        self.builder.declare(
            self.name(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=units.STATIC,
            type=(NAME, name.start_byte, enum),
        )  # fmt: skip
        if value is not None:
            self.builder.use(self.expr(value))

    def _settle_explicit(self) -> None:
        """A member for one interface only gives way to a member of its name that the type itself has."""
        for number, interface in self.explicit:
            one = self.builder.declaration(number)
            if one.name in self.plain:
                self.builder.amend(number, name=f"{interface}.{one.name}")

    def delegate(self, node: Node) -> None:
        """A delegate: a type whose instances are called with its parameters."""
        name = node.child_by_field_name("name")
        if name is None:
            return
        builder = self.builder
        modifiers = self.modifiers(node)
        symbol = self.member_symbol("type_alias", self.name(name), node, name, None, modifiers, detail=("delegate",))
        number = self._declare_type(
            self.name(name), name, symbol, node.child_by_field_name("type_parameters"), modifiers
        )
        builder.open(TYPE_SCOPE, declaration=number, symbol=symbol)
        builder.amend(number, parameters=tuple(self.type_parameters(node)))
        self.attributes(node)
        invoke = builder.declare("Invoke", name.start_byte, units.FUNCTION_, VALUES, flags=units.ABSTRACT)
        builder.open(units.FUNCTION_SCOPE, declaration=invoke)
        found = self.use_type(node.child_by_field_name("type"), "returns")
        parameters = node.child_by_field_name("parameters")
        given, required, variadic = self.parameters(parameters) if parameters is not None else ([], 0, False)
        builder.amend(
            invoke, type=found, parameters=tuple(given), required=required,
            flags=units.ABSTRACT | (units.VARIADIC if variadic else 0),
        )  # fmt: skip
        builder.close()
        builder.close()

    def global_attribute(self, node: Node) -> None:
        """`[assembly: A]`."""
        for child in node.named_children:
            if child.type == "attribute":
                self.attribute(child)
