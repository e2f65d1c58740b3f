"""Items of a file: modules, types, traits, impl blocks, functions, constants; and statements, among which items may stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, ClassVar, Final

from tree_sitter import Node

from indexer.languages.rust.annotations import Annotations
from indexer.languages.rust.reader import COMMENTS, Item
from indexer.languages.rust.type_items import TypeItems
from indexer.languages.rust.uses import Imports
from indexer.model import units
from indexer.model.units import (
    ABSTRACT,
    FUNCTION_,
    FUNCTION_SCOPE,
    MACRO,
    MACROS,
    NAMESPACE,
    NAMESPACE_SCOPE,
    NAMESPACES,
    STATIC,
    VALUES,
    VARIABLE,
    Expr,
)

_NEW_TYPES: Final = frozenset(("struct_item", "enum_item", "union_item", "trait_item", "type_item"))
_TEST: Final = re.compile(r"#\[(?:\w+::)*(?:test|bench|rstest)\b")
_DERIVE: Final = re.compile(r"#\[proc_macro_derive\(\s*(\w+)")


class Definitions(Annotations, TypeItems, Imports):
    """Reads a whole file."""

    def file(self, root: Node) -> None:
        """Reads a file."""
        self._owners = {}
        self.items_of(root.children)

    # ------------------------------------------------------------ lists of items, statements

    def items_of(self, nodes: list[Node]) -> None:
        """See `Macros`; types come first, so that impl blocks above them belong to them."""
        items = list(self.items(nodes))
        for item in items:
            if item.node.type in _NEW_TYPES:
                self.item(item)
        for item in items:
            if item.node.type not in _NEW_TYPES:
                self.item(item)

    def item(self, item: Item) -> None:
        """See `TypeItems`."""
        read = self._ITEMS.get(item.node.type)
        if read is not None:
            before = self.builder.scopes
            read(self, item)
            if item.attributes:
                self.annotations(item, before if self.builder.scopes > before else self.builder.scope)
        elif item.node.type == "expression_statement" and item.node.named_child_count:
            inner = item.node.named_children[0]
            if inner.type == "macro_invocation":
                self.macro_item(inner)
            else:
                self.used(self.expression(inner))
        else:
            self.used(self.expression(item.node))

    def block(self, node: Node | None) -> Expr:
        """See `Expressions`."""
        children = node.children if node is not None else []
        types = [child for child in children if child.type in _NEW_TYPES]
        for item in self.items(children) if types else ():
            if item.node.type in _NEW_TYPES:
                self.item(item)
        last: Expr = None
        for item in self.items(children):
            kind = item.node.type
            if kind in _NEW_TYPES or kind in COMMENTS:
                continue
            self.used(last)
            last = None
            if kind == "let_declaration":
                self._let(item.node)
            elif kind == "expression_statement":
                last = self._statement(item.node)
            elif kind == "macro_invocation":
                last = self.macro_statement(item.node)
            elif kind in self._ITEMS:
                self.item(item)
            elif kind != "label":
                last = self.expression(item.node)
        return last

    def _statement(self, node: Node) -> Expr:
        """An expression as a statement; its value counts where no semicolon ends it."""
        inner = next((child for child in node.named_children if child.type not in COMMENTS), None)
        macro = inner is not None and inner.type == "macro_invocation"
        value = self.macro_statement(inner) if inner is not None and macro else self.expression(inner)
        if node.children and node.children[-1].type == ";":
            self.used(value)
            return None
        return value

    def _let(self, node: Node) -> None:
        value = self.expression(node.child_by_field_name("value"))
        self.used(value)
        alternative = node.child_by_field_name("alternative")
        self.used(self.expression(alternative))
        self.pattern(node.child_by_field_name("pattern"), value, self.used_type(node.child_by_field_name("type")))

    # ------------------------------------------------------------ modules and macros

    def _module_item(self, item: Item) -> None:
        name, body = item.node.child_by_field_name("name"), item.node.child_by_field_name("body")
        if name is None:
            return
        text = self.name_of(name)
        symbol = self._symbol("namespace", item, name, body)
        if body is None:
            self._outside_module(item, name, text)
            return
        number = self._declare(item, name, NAMESPACE, NAMESPACES, symbol, _hidden(item))
        owner, self._owner = self._owner, -1
        owners, self._owners = self._owners, {}
        with self.builder.inside(NAMESPACE_SCOPE, declaration=number, symbol=symbol, namespace=f"::{text}"):
            self.modules.append(text)
            used = any(self.text(one).startswith("#[macro_use") for one in item.attributes)
            with nullcontext() if used else self.macros_end():
                self.items_of(body.children)
            self.modules.pop()
        self._owner, self._owners = owner, owners

    def _outside_module(self, item: Item, name: Node, text: str) -> None:
        """`mod x;`: the file that it leads to."""
        path = next((one for one in map(path_attribute, map(self.text, item.attributes)) if one), "")
        inside = "::".join(self.modules)
        module = (units.IMPORT, name.start_byte, f"mod|{inside}|{path}", text)
        self.builder.fact("mod", f"{inside}|{path}|{text}")
        self.builder.use(module, "imports")
        self.builder.declare(text, name.start_byte, units.IMPORTED, NAMESPACES, flags=_hidden(item), value=module)

    def _macro_definition_item(self, item: Item) -> None:
        name = item.node.child_by_field_name("name")
        if name is None:
            return
        self.learn(self.name_of(name), item.node)
        exported = any("macro_export" in self.text(one) for one in item.attributes)
        symbol = self.builder.symbol(
            "macro", self.name_of(name), item.node, name, docstring=item.doc, exported=exported,
            signature=f"macro_rules! {self.name_of(name)}",
        )  # fmt: skip
        self._declare(item, name, MACRO, MACROS, symbol, units.EXPORTED if exported else 0)

    # ------------------------------------------------------------ functions

    def _function_item(self, item: Item) -> None:
        node = item.node
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return
        parameters = node.child_by_field_name("parameters")
        given = parameters.named_children if parameters is not None else []
        has_self = any(
            child.type == "self_parameter" or self.text(child.child_by_field_name("pattern") or child) == "self"
            for child in given[:2]
        )
        member = self._is_member()
        attributes = [self.text(one) for one in item.attributes]
        detail = tuple(
            word
            for word, there in (
                ("static", member and not has_self),
                ("abstract", member and body is None),
                ("override", member and self._implements),
                ("test", any(_TEST.match(one) for one in attributes)),
            )
            if there
        )
        symbol = self._symbol("method" if member else "function", item, name, body, detail)
        flags = (STATIC if member and not has_self else 0) | (ABSTRACT if member and body is None else 0)
        procedural = [one for one in attributes if one.startswith("#[proc_macro")]
        number = self._declare(item, name, FUNCTION_, VALUES | MACROS if procedural else VALUES, symbol, flags)
        for one in procedural:
            self._derived(one, name, symbol)
        owner, self._owner = self._owner, -1
        owners, self._owners = self._owners, dict(self._owners)
        exported, self._exported = self._exported, False
        with self.builder.inside(FUNCTION_SCOPE, declaration=number, symbol=symbol):
            self.type_parameters(node)
            found = [self._parameter_of(child) for child in given if child.type == "parameter"]
            numbers = [one for one in found if one >= 0]
            result = self.used_type(node.child_by_field_name("return_type"), "returns")
            self.builder.amend(number, parameters=tuple(numbers), type=result, required=len(numbers))
            with self.macros_end():
                value = self.block(body) if body is not None else None
            self.used(value)
            if value is not None:
                self.builder.returns(value)
        self._owner, self._owners, self._exported = owner, owners, exported

    def _derived(self, attribute: str, name: Node, symbol: int) -> None:
        """`#[proc_macro_derive(Name)]` makes a function a macro of that name."""
        derived = _DERIVE.match(attribute)
        if derived is not None:
            self.builder.declare(derived[1], name.start_byte, MACRO, MACROS, symbol=symbol, flags=units.EXPORTED)

    def _parameter_of(self, node: Node) -> int:
        """Declares a parameter; -1 for a receiver."""
        pattern, type_ = node.child_by_field_name("pattern"), self.used_type(node.child_by_field_name("type"))
        while pattern is not None and pattern.type == "mut_pattern" and pattern.named_child_count:
            pattern = pattern.named_children[-1]
        if pattern is None or pattern.type == "self":
            return -1
        if pattern.type == "identifier":
            return self.builder.declare(self.name_of(pattern), pattern.start_byte, VARIABLE, VALUES, type=type_)
        number = self.builder.declare("", node.start_byte, VARIABLE, VALUES, flags=units.HIDDEN, type=type_)
        self.pattern(pattern, None, type_)
        return number

    # ------------------------------------------------------------ constants and the rest

    def _constant_item(self, item: Item) -> None:
        name = item.node.child_by_field_name("name")
        if name is None or self.text(name) == "_":
            self.used(self.expression(item.node.child_by_field_name("value")))
            return
        symbol = self._symbol("constant" if item.node.type == "const_item" else "variable", item, name)
        number = self._declare(item, name, VARIABLE, VALUES, symbol, STATIC if self._is_member() else 0)
        type_ = self.used_type(item.node.child_by_field_name("type"))
        value = self.expression(item.node.child_by_field_name("value"))
        self.used(value)
        self.builder.amend(number, type=type_, value=value)

    def _foreign_item(self, item: Item) -> None:
        body = item.node.child_by_field_name("body")
        self.items_of(body.children if body is not None else [])

    def _macro_call_item(self, item: Item) -> None:
        self.macro_item(item.node)

    def _attribute_item(self, _item: Item) -> None:
        """Says something of the file; nothing in it is a use."""

    def _error_item(self, item: Item) -> None:
        self.items_of(item.node.children)

    _ITEMS: ClassVar[dict[str, Callable[[Any, Item], None]]] = {
        **TypeItems.type_items,
        "mod_item": _module_item,
        "macro_definition": _macro_definition_item,
        "macro_invocation": _macro_call_item,
        "function_item": _function_item,
        "function_signature_item": _function_item,
        "const_item": _constant_item,
        "static_item": _constant_item,
        "foreign_mod_item": _foreign_item,
        "use_declaration": lambda reader, item: reader.use_tree(item.node),
        "extern_crate_declaration": lambda reader, item: reader.extern_crate(item.node, item.attributes),
        "inner_attribute_item": _attribute_item,
        "shebang": _attribute_item,
        "ERROR": _error_item,
    }


def _hidden(item: Item) -> int:
    """The flag of an item that is not `pub`."""
    return 0 if any(child.type == "visibility_modifier" for child in item.node.children[:1]) else units.PRIVATE


def path_attribute(text: str) -> str:
    """The path that `#[path = "x.rs"]` names; '' for other attributes."""
    inside = text.removeprefix("#[").strip()
    if not inside.startswith("path") or '"' not in inside:
        return ""
    return inside.split('"')[1]
