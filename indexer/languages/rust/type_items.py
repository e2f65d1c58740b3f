"""Items that declare types and their members: structs, enums, traits, impl blocks, aliases."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Final

from tree_sitter import Node

from indexer.languages.rust.annotations import is_for_tests
from indexer.languages.rust.macros import Macros
from indexer.languages.rust.reader import Item
from indexer.model import units
from indexer.model.kinds import MEMBER_OF
from indexer.model.units import (
    ALIAS,
    EXTENSION_SCOPE,
    FIELD,
    STATIC,
    TYPE,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    Expr,
)

_NAMES: Final = ("type_identifier", "scoped_type_identifier", "primitive_type")
_KINDS: Final = {"struct_item": "struct", "enum_item": "enum", "union_item": "union", "trait_item": "trait"}


class TypeItems(Macros):
    """Reads types and their members."""

    _owners: dict[str, int]
    """Symbols of the types of the list of items that is read, by name: what the methods of their impl blocks belong to."""
    _owner = -1
    """Symbol of the type whose impl block or trait is read; -1 elsewhere."""
    _outside = ""
    """Name of that type where it is declared in another file."""
    _exported = False
    _implements = False
    """Whether all members are exported: those of a trait, or of its implementation."""

    @abstractmethod
    def item(self, item: Item) -> None:
        """Reads one item."""

    # ------------------------------------------------------------ small things

    def _symbol(self, kind: str, item: Item, name: Node, body: Node | None = None, detail: tuple[str, ...] = ()) -> int:
        node = item.node
        public = self._exported or any(child.type == "visibility_modifier" for child in node.children[:1])
        owner = self._owner if self._owner >= 0 else None
        if "test" not in detail and any(is_for_tests(self.text(one)) for one in item.attributes):
            detail = (*detail, "test")
        if owner is None and self._outside and self.builder.scope_record(self.builder.scope).kind == EXTENSION_SCOPE:
            detail = (f"{MEMBER_OF}{self._outside}", *detail)
        return self.builder.symbol(
            kind, self.name_of(name), node, name, body=body, docstring=item.doc, exported=public, detail=detail, parent=owner,
        )  # fmt: skip

    def _declare(self, item: Item, name: Node, what: int, spaces: int, symbol: int, flags: int = 0) -> int:
        del item
        return self.builder.declare(self.name_of(name), name.start_byte, what, spaces, symbol=symbol, flags=flags)

    def _is_member(self) -> bool:
        return self.builder.scope_record(self.builder.scope).kind in (TYPE_SCOPE, EXTENSION_SCOPE)

    # ------------------------------------------------------------ types

    def _struct_item(self, item: Item) -> None:
        node = item.node
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return
        symbol = self._owners[self.name_of(name)] = self._symbol(_KINDS[node.type], item, name, body)
        plain = body is None or body.type == "ordered_field_declaration_list"
        single = units.SINGLETON if body is None else 0
        number = self._declare(item, name, TYPE, TYPES | VALUES if plain else TYPES, symbol, single)
        with self.builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol):
            self.builder.amend(number, parameters=tuple(self.type_parameters(node)))
            self._fields(body)

    def _fields(self, body: Node | None) -> None:
        owner, self._owner = self._owner, -1
        if body is not None and body.type == "ordered_field_declaration_list":
            for place, type_node in enumerate(one for one in body.children_by_field_name("type") if one.is_named):
                name = str(place)
                symbol = self.builder.symbol("field", name, type_node, type_node, docstring="", exported=True)
                type_ = self.used_type(type_node)
                self.builder.declare(
                    name, type_node.start_byte, VARIABLE, VALUES, symbol=symbol, flags=FIELD, type=type_
                )
        elif body is not None:
            for item in self.items(body.children):
                name_node = item.node.child_by_field_name("name")
                if item.node.type != "field_declaration" or name_node is None:
                    continue
                symbol = self._symbol("field", item, name_node)
                type_ = self.used_type(item.node.child_by_field_name("type"))
                number = self._declare(item, name_node, VARIABLE, VALUES, symbol, FIELD)
                self.builder.amend(number, type=type_)
                self.used(self.expression(item.node.child_by_field_name("default_value")))
        self._owner = owner

    def _enum_item(self, item: Item) -> None:
        node = item.node
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return
        symbol = self._owners[self.name_of(name)] = self._symbol("enum", item, name, body)
        number = self._declare(item, name, TYPE, TYPES, symbol)
        exported, self._exported = self._exported, True
        with self.builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol):
            self.builder.amend(number, parameters=tuple(self.type_parameters(node)))
            for inner in self.items(body.children if body is not None else []):
                if inner.node.type == "enum_variant":
                    self._variant(inner, (units.NAME, name.start_byte, self.name_of(name), TYPES))
        self._exported = exported

    def _variant(self, item: Item, enum: Expr) -> None:
        """A variant: a value of the enum, or, where it holds something, a type of its own that the enum is the base of."""
        name, body = item.node.child_by_field_name("name"), item.node.child_by_field_name("body")
        if name is None:
            return
        owner, self._owner = self._owner, -1
        symbol = self._symbol("enum_member", item, name, body)
        self.used(self.expression(item.node.child_by_field_name("value")))
        if body is None:
            number = self._declare(item, name, VARIABLE, VALUES, symbol, STATIC)
            self.builder.amend(number, type=enum)
        else:
            number = self._declare(item, name, TYPE, TYPES | VALUES, symbol)
            with self.builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol):
                self.builder.base(enum, "")
                self._fields(body)
        self._owner = owner

    def _trait_item(self, item: Item) -> None:
        node = item.node
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return
        symbol = self._owners[self.name_of(name)] = self._symbol("trait", item, name, body)
        number = self._declare(item, name, TYPE, TYPES, symbol)
        with self.builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol) as scope:
            parameters = self.type_parameters(node)
            for bound in self.bounds(node.child_by_field_name("bounds")):
                self.builder.base(bound, "inherits")
            self._members(body, -1, exported=True)
        left_open = [n for n in self.builder.numbers_in(scope) if self.builder.declaration(n).what == ALIAS]
        if len(left_open) == 1:
            parameters = parameters + left_open  # `Trait<Item = T>` gives it behind the others
        self.builder.amend(number, parameters=tuple(parameters))

    def _members(self, body: Node | None, owner: int, *, exported: bool) -> None:
        before = self._owner, self._exported
        self._owner, self._exported = owner, exported
        for item in self.items(body.children if body is not None else []):
            self.item(item)
        self._owner, self._exported = before

    def _impl_item(self, item: Item) -> None:
        node = item.node
        type_node, trait = node.child_by_field_name("type"), node.child_by_field_name("trait")
        plain = type_node
        while plain is not None and plain.type not in _NAMES:
            plain = plain.child_by_field_name("type") or plain.child_by_field_name("trait")
        owner = self._owners.get(self.name_of(plain), -1) if plain is not None else -1
        symbol = owner if owner >= 0 else None
        scope = self.builder.open(EXTENSION_SCOPE, symbol=symbol)
        parameters = {self.builder.declaration(number).name for number in self.type_parameters(node)}
        extended = self.type_(type_node)
        self.builder.extend(scope, extended)
        self.builder.use(extended, "type_uses")
        if trait is not None:
            self.builder.base(self.type_(trait), "implements")
        implements, self._implements = self._implements, trait is not None
        name = self._last_name(plain) if owner < 0 else ""
        outside, self._outside = self._outside, "" if name in parameters else name
        self._members(node.child_by_field_name("body"), owner, exported=trait is not None)
        self._implements, self._outside = implements, outside
        self.builder.close()

    def _last_name(self, node: Node | None) -> str:
        """The last part of a type's name; '' where it has none."""
        return self.name_of(node.child_by_field_name("name") or node) if node is not None else ""

    def _alias_item(self, item: Item) -> None:
        name = item.node.child_by_field_name("name")
        if name is None:
            return
        symbol = self._symbol("type_alias", item, name)
        number = self._declare(item, name, ALIAS, TYPES, symbol)
        with self.builder.inside(units.BLOCK, declaration=number, symbol=symbol):
            parameters = self.type_parameters(item.node)
            bounds = item.node.child_by_field_name("bounds")
            self.used_type(bounds)
            type_ = self.used_type(item.node.child_by_field_name("type"))
            self.builder.amend(
                number, parameters=tuple(parameters), type=type_ if type_ is not None else self.type_(bounds)
            )

    type_items: ClassVar[dict[str, Callable[[Any, Item], None]]] = {
        "struct_item": _struct_item,
        "union_item": _struct_item,
        "enum_item": _enum_item,
        "trait_item": _trait_item,
        "impl_item": _impl_item,
        "type_item": _alias_item,
        "associated_type": _alias_item,
    }
    """What reads each kind of item that declares types."""
