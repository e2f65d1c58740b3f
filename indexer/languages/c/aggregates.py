"""Structs, unions and enums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.c.functions import Functions
from indexer.model import units
from indexer.model.units import Expr

KINDS: Final = {
    "struct_specifier": "struct", "union_specifier": "union", "enum_specifier": "enum", "class_specifier": "class",
}  # fmt: skip


class Aggregates(Functions):
    """Reads structs, unions and enums."""

    NODES: ClassVar[Mapping[str, str]] = {
        **Functions.NODES,
        "struct_specifier": "bare",
        "union_specifier": "bare",
        "enum_specifier": "bare",
        "enumerator": "enumerator",
    }

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._order: dict[str, list[str]] = {}
        """Names of the fields of the structs of this file, in order, by the struct's name."""
        self._enums: list[tuple[int, str]] = []
        """The enums around: scope of their enumerators, name."""

    def bare(self, node: Node) -> None:
        """A struct, union or enum with no declarator."""
        self.bare_aggregate(node, node)

    def aggregate(self, node: Node, *, alias: Node | None = None, owner: int = -1) -> Expr:
        """Reads a struct, union, enum or class.

        Args:
            node: the specifier.
            alias: the name that a `typedef` gives to an unnamed one.
            owner: the symbol of the variable that an unnamed one is the type of; its members are those of the variable.

        Returns:
            Its name.
        """
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if body is None:
            return self.elaborated(node, name)
        if name is None and alias is None and owner < 0:
            self._unnamed(node, body)
            return None
        return self.define_type(node, name if name is not None else alias, body, owner=owner, typedef=name is None)

    def elaborated(self, node: Node, name: Node | None) -> Expr:  # noqa: ARG002 - for C++
        """`struct x`, where no body follows."""
        return (units.NAME, name.start_byte, self.tag(self.text(name))) if name is not None else None

    def _unnamed(self, node: Node, body: Node) -> None:
        """One without any name: its members are those of what is around."""
        if node.type == "enum_specifier":
            self._enums.append((self._around_types(), ""))
            self.inline_block(body)
            self._enums.pop()
        else:
            self.inline_block(body)

    def define_type(self, node: Node, name: Node | None, body: Node, *, owner: int, typedef: bool) -> Expr:
        """Defines a type with its members; see `aggregate`."""
        builder = self.builder
        symbol = owner
        text = self.text(name) if name is not None and owner < 0 else f"@{node.start_byte}"
        declared = text if typedef and owner < 0 else self.tag(text)
        offset = name.start_byte if name is not None and owner < 0 else node.start_byte
        if owner < 0:
            symbol = builder.symbol(KINDS[node.type], text, node, name, body=body, documented=self.documented)
        self.documented = None
        scope = self._around_types() if self.tags_apart else builder.scope
        number = builder.declare(
            declared, offset, units.TYPE, units.TYPES, symbol=symbol if owner < 0 else -1, scope=scope
        )
        with builder.inside(units.TYPE_SCOPE, declaration=number, symbol=symbol):
            if node.type == "enum_specifier":
                self._enums.append((self.enumerators_in(scope, node), declared))
                self.inline_block(body)
                self._enums.pop()
            else:
                self._order[declared] = self._fields(body)
                self.members(body)
        return (units.NAME, offset, declared)

    def members(self, body: Node) -> None:
        """Reads the members of a struct."""
        self.inline_block(body)

    def _around_types(self) -> int:
        """The nearest scope around that is not a type's: where C puts tags and enumerators."""
        return self.builder.enclosing(units.FILE, units.NAMESPACE_SCOPE, units.FUNCTION_SCOPE, units.BLOCK)

    def enumerators_in(self, scope: int, node: Node) -> int:  # noqa: ARG002 - for C++
        """The scope outside of an enum in which its enumerators are names, too; -1 for none."""
        return scope

    def enumerator(self, node: Node) -> None:
        """One value of an enum."""
        name = node.child_by_field_name("name")
        if name is None:
            return
        text, outside, enum = self.text(name), *(self._enums[-1] if self._enums else (-1, ""))
        symbol = self.builder.symbol("enum_member", text, node, name)
        kind = (units.NAME, name.start_byte, enum) if enum else None
        for scope in sorted({outside, self.builder.scope} - {-1}):
            self.builder.declare(
                text, name.start_byte, units.VARIABLE, units.VALUES, symbol=symbol, flags=units.STATIC, type=kind,
                scope=scope,
            )  # fmt: skip
        value = node.child_by_field_name("value")
        if value is not None:
            self.use_in(symbol, self.expr(value))

    # ------------------------------------------------------------ values by place

    def _fields(self, body: Node) -> list[str]:
        """Names of the fields, in order; as far as they are declared one by one."""
        found: list[str] = []
        for child in body.named_children:
            if child.type == "field_declaration":
                found += [self.text(self._name_in(one)) for one in child.children_by_field_name("declarator")]
        return found

    @staticmethod
    def _name_in(declarator: Node) -> Node:
        at = declarator
        while at.type not in ("field_identifier", "identifier"):
            inner = at.child_by_field_name("declarator") or (at.named_children[0] if at.named_children else None)
            if inner is None:
                return at
            at = inner
        return at

    def positional(self, kind: Expr, place: int, value: Expr) -> None:
        """`{ a, b }` gives `a` to the first field of a struct of this file."""
        if kind is None or kind[0] != units.NAME or value is None or place < 0:
            return
        order = self._order.get(kind[2], ())
        if place < len(order) and value[0] in (units.NAME, units.FUNCTION):
            self.builder.assign((units.MEMBER, value[1], (units.INSTANCE, value[1], kind, None), order[place]), value)
