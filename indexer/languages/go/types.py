"""Types as they are written: named, composed, of functions, and structs and interfaces with their members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.go.reader import BLANK, Reader, is_exported
from indexer.model import units
from indexer.model.units import (
    ABSTRACT,
    FIELD,
    FUNCTION_,
    FUNCTION_SCOPE,
    HIDDEN,
    TYPE_PARAMETER,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    VARIADIC,
    Expr,
)  # fmt: skip

SLICE: Final = "slice"
MAP: Final = "map"
CHANNEL: Final = "chan"


class Types(Reader):
    """Reads types; members of structs and interfaces become symbols and declarations."""

    _holder: int | None = None
    """The symbol that members of an unnamed struct belong to; None for the one around."""

    def type_(self, node: Node | None) -> Expr:
        """A type as an expression; None where nothing is known of it."""
        if node is None:
            return None
        read = self._TYPES.get(node.type)
        if read is not None:
            return read(self, node)
        inner = next((child for child in node.named_children if child.type in self._TYPES), None)
        return self.type_(inner)

    def used_type(self, node: Node | None, kind: str = "type_uses") -> Expr:
        """A type that stands in the open scope: its expression, of which the names are uses."""
        found = self.type_(node)
        self.builder.use(found, kind)
        return found

    def type_inside(self, node: Node | None, symbol: int | None) -> Expr:
        """The type of a field or variable that has a symbol, to which the members of structs in that type belong."""
        outer, self._holder = self._holder, symbol
        found = self.used_type(node)
        self._holder = outer
        return found

    # ------------------------------------------------------------ names and compositions

    def _named_type(self, node: Node) -> Expr:
        return self.name(node)

    def _qualified_type(self, node: Node) -> Expr:
        package, name = node.child_by_field_name("package"), node.child_by_field_name("name")
        if package is None or name is None:
            return None
        return (units.MEMBER, name.start_byte, self.name(package), self.text(name))

    def _generic_type(self, node: Node) -> Expr:
        arguments = node.child_by_field_name("type_arguments")
        given = tuple(self.type_(child) for child in arguments.named_children) if arguments is not None else ()
        return (units.APPLIED, node.start_byte, self.type_(node.child_by_field_name("type")), given)

    def _inner_type(self, node: Node) -> Expr:
        children = node.named_children
        return self.type_(children[-1]) if children else None

    def _sequence_type(self, node: Node) -> Expr:
        length = node.child_by_field_name("length")
        if length is not None:
            self.used(self.expression(length))
        return self.sequence_of(self.type_(node.child_by_field_name("element")), node.start_byte)

    def sequence_of(self, element: Expr, offset: int) -> Expr:
        """The type of a slice or array of elements; its first argument is what its indexes are."""
        return (units.APPLIED, offset, (units.LITERAL, offset, SLICE), ((units.LITERAL, offset, "int"), element))

    def _map_type(self, node: Node) -> Expr:
        at = node.start_byte
        key, value = self.type_(node.child_by_field_name("key")), self.type_(node.child_by_field_name("value"))
        return (units.APPLIED, at, (units.LITERAL, at, MAP), (key, value))

    def _channel_type(self, node: Node) -> Expr:
        at = node.start_byte
        return (units.APPLIED, at, (units.LITERAL, at, CHANNEL), (self.type_(node.child_by_field_name("value")),))

    def _alternatives(self, node: Node) -> Expr:
        """What a constraint or an element of an interface allows: one type, or a union of which only the parts are uses."""
        children = node.named_children
        if len(children) == 1:
            return self.type_(children[0])
        for child in children:
            self.used_type(child)
        return None

    # ------------------------------------------------------------ functions

    def _function_type(self, node: Node) -> Expr:
        number = self.builder.declare("", node.start_byte, FUNCTION_, VALUES, flags=HIDDEN)
        with self.builder.inside(FUNCTION_SCOPE, declaration=number):
            self.signature(node, number)
        return (units.FUNCTION, node.start_byte, number)

    def signature(self, node: Node, number: int) -> None:
        """Reads type parameters, parameters and results of a function, whose scope is open, into its declaration."""
        self.type_parameters(node.child_by_field_name("type_parameters"))
        parameters, variadic = self._parameters(node.child_by_field_name("parameters"))
        old = self.builder.declaration(number)
        self.builder.amend(
            number,
            type=self._results(node.child_by_field_name("result")),
            parameters=tuple(parameters),
            required=len(parameters) - variadic,
            flags=old.flags | (VARIADIC if variadic else 0),
        )

    def _parameters(self, node: Node | None) -> tuple[list[int], bool]:
        found: list[int] = []
        variadic = False
        for child in node.named_children if node is not None else ():
            if child.type not in ("parameter_declaration", "variadic_parameter_declaration"):
                continue
            type_ = self.used_type(child.child_by_field_name("type"))
            if child.type[0] == "v":
                variadic = True
                type_ = self.sequence_of(type_, child.start_byte)
            names = child.children_by_field_name("name")
            found += [self._parameter(self.text(name), name.start_byte, type_) for name in names]
            if not names:
                found.append(self._parameter(BLANK, child.start_byte, type_))
        return found, variadic

    def _parameter(self, name: str, offset: int, type_: Expr) -> int:
        hidden = HIDDEN if name == BLANK else 0
        return self.builder.declare(name, offset, VARIABLE, VALUES, flags=hidden, type=type_)

    def _results(self, node: Node | None) -> Expr:
        if node is None:
            return None
        if node.type != "parameter_list":
            return self.used_type(node, "returns")
        types: list[Expr] = []
        for child in node.named_children:
            type_ = self.used_type(child.child_by_field_name("type"), "returns")
            names = child.children_by_field_name("name")
            for name in names:
                self._parameter(self.text(name), name.start_byte, type_)
            types += [type_] * max(1, len(names))
        return types[0] if len(types) == 1 else (units.TUPLE, node.start_byte, tuple(types))

    def type_parameters(self, node: Node | None) -> list[int]:
        """Declares type parameters, with their constraints, in the open scope."""
        found: list[int] = []
        for child in node.named_children if node is not None else ():
            if child.type != "type_parameter_declaration":
                continue
            bound = self.used_type(child.child_by_field_name("type"))
            found += [
                self.builder.declare(self.text(name), name.start_byte, TYPE_PARAMETER, TYPES, type=bound)
                for name in child.children_by_field_name("name")
            ]
        return found

    # ------------------------------------------------------------ members

    def _anonymous_type(self, node: Node) -> Expr:
        outer, self._holder = self._holder, None
        with self.builder.inside(TYPE_SCOPE, symbol=outer) as scope:
            self.members(node)
        self._holder = outer
        return (units.OBJECT, node.start_byte, scope)

    def members(self, node: Node) -> None:
        """Reads the fields of a struct, or the methods of an interface, into the open scope."""
        if node.type == "interface_type":
            for child, doc in self.documented(node.children):
                if child.type == "method_elem":
                    self._method(child, doc)
                elif child.type == "type_elem":
                    self._embedded_interface(child)
            return
        fields = next((child for child in node.named_children if child.type == "field_declaration_list"), None)
        for child, doc in self.documented(fields.children if fields is not None else ()):
            if child.type == "field_declaration":
                self._field(child, doc)

    def _field(self, node: Node, doc: str) -> None:
        type_node, names = node.child_by_field_name("type"), node.children_by_field_name("name")
        if not names:
            self._embedded(node, type_node, doc)
            return
        written = [name for name in names if self.text(name) != BLANK]
        symbols = [self._field_symbol(node, name, doc) for name in written]
        type_ = self.type_inside(type_node, symbols[0] if symbols else None)
        for symbol, name in zip(symbols, written, strict=True):
            self.builder.declare(
                self.text(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=FIELD, type=type_
            )

    def _field_symbol(self, node: Node, name: Node, doc: str) -> int:
        text = self.text(name)
        return self.builder.symbol("field", text, node, name, docstring=doc, exported=is_exported(text))

    def _embedded(self, node: Node, type_node: Node | None, doc: str) -> None:
        """An embedded type: a field of the type's name, whose members are promoted."""
        type_ = self.type_(type_node)
        name_node = _last_name(type_node)
        if type_ is None or name_node is None:
            return
        self.builder.base(type_, "inherits")
        self.builder.declare(
            self.text(name_node), name_node.start_byte, VARIABLE, VALUES, flags=FIELD, type=type_,
            symbol=self._field_symbol(node, name_node, doc),
        )  # fmt: skip

    def _embedded_interface(self, node: Node) -> None:
        children = node.named_children
        if len(children) == 1 and children[0].type in ("type_identifier", "qualified_type", "generic_type"):
            self.builder.base(self.type_(children[0]), "inherits")
            return
        for child in children:
            self.used_type(child)

    def _method(self, node: Node, doc: str) -> None:
        name_node = node.child_by_field_name("name")
        if name_node is None:
            return
        name = self.text(name_node)
        symbol = self.builder.symbol(
            "method", name, node, name_node, docstring=doc, exported=is_exported(name), detail=("abstract",)
        )
        number = self.builder.declare(name, name_node.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=ABSTRACT)
        with self.builder.inside(FUNCTION_SCOPE, declaration=number, symbol=symbol):
            self.signature(node, number)

    _TYPES: ClassVar[dict[str, Callable[[Types, Node], Expr]]] = {
        "type_identifier": _named_type,
        "identifier": _named_type,
        "qualified_type": _qualified_type,
        "generic_type": _generic_type,
        "pointer_type": _inner_type,
        "parenthesized_type": _inner_type,
        "negated_type": _inner_type,
        "slice_type": _sequence_type,
        "array_type": _sequence_type,
        "implicit_length_array_type": _sequence_type,
        "map_type": _map_type,
        "channel_type": _channel_type,
        "function_type": _function_type,
        "struct_type": _anonymous_type,
        "interface_type": _anonymous_type,
        "type_elem": _alternatives,
        "type_constraint": _alternatives,
    }
    kinds: ClassVar[frozenset[str]] = frozenset(_TYPES)
    """Kinds of nodes that are types."""


def _last_name(node: Node | None) -> Node | None:
    """The name by which an embedded type is a field: that of the type without package, pointer and arguments."""
    while node is not None and node.type != "type_identifier":
        named: Sequence[Node] = node.named_children
        node = node.child_by_field_name("name") or node.child_by_field_name("type") or (named[0] if named else None)
    return node


TYPE_NODES: Final = Types.kinds - {"identifier"}
