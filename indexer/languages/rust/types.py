"""Types as they are written, type parameters and their bounds."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

from tree_sitter import Node

from indexer.languages.rust.reader import PREFIX, Reader
from indexer.model import units
from indexer.model.units import FUNCTION_, FUNCTION_SCOPE, HIDDEN, TYPE_PARAMETER, TYPES, VALUES, VARIABLE, Expr


class Types(Reader):
    """Reads types."""

    def type_(self, node: Node | None) -> Expr:
        """See `Reader`."""
        if node is None:
            return None
        read = self._TYPES.get(node.type)
        return read(self, node) if read is not None else None

    def used_type(self, node: Node | None, kind: str = "type_uses") -> Expr:
        """A type that stands in the open scope: its expression, of which the names are uses."""
        found = self.type_(node)
        self.builder.use(found, kind)
        return found

    # ------------------------------------------------------------ names

    def _path_type(self, node: Node) -> Expr:
        return self.path(node, PREFIX)

    def _primitive_type(self, node: Node) -> Expr:
        return (units.LITERAL, node.start_byte, self.text(node))

    def type_arguments(self, node: Node | None) -> tuple[Expr, ...]:
        """See `Reader`; of a trait's bindings (`Item = T`) the types, too."""
        found: list[Expr] = []
        for child in node.named_children if node is not None else ():
            if child.type == "type_binding":
                found.append(self.type_(child.child_by_field_name("type")))
            elif child.type == "block" or child.type.endswith("_literal"):
                found.append(None)
            elif child.type not in ("lifetime", "line_comment", "block_comment"):
                found.append(self.type_(child))
        return tuple(found)

    def _generic_type(self, node: Node) -> Expr:
        outer = self.type_(node.child_by_field_name("type"))
        given = node.child_by_field_name("type_arguments")
        for child in given.named_children if given is not None else ():
            name = child.child_by_field_name("name") if child.type == "type_binding" else None
            if name is not None:
                self._bound_name(outer, name)
        return (units.APPLIED, node.start_byte, outer, self.type_arguments(given))

    def _bound_name(self, outer: Expr, name: Node) -> None:
        """An associated type that a bound names is a use of the trait's."""
        instance = (units.INSTANCE, name.start_byte, outer, None)
        self.builder.use((units.MEMBER, name.start_byte, instance, self.name_of(name)), "type_uses")

    # ------------------------------------------------------------ compositions

    def _first_type(self, node: Node) -> Expr:
        for child in node.named_children:
            if child.type in self._TYPES:
                return self.type_(child)
        return None

    def _field_type(self, node: Node) -> Expr:
        return self.type_(node.child_by_field_name("type") or node.child_by_field_name("trait"))

    def _array_type(self, node: Node) -> Expr:
        self.used(self.expression(node.child_by_field_name("length")))
        element = self.type_(node.child_by_field_name("element"))
        return (units.APPLIED, node.start_byte, (units.LITERAL, node.start_byte, "slice"), (element,))

    def _tuple_type(self, node: Node) -> Expr:
        parts = tuple(self.type_(child) for child in node.named_children if child.type in self._TYPES)
        return (units.TUPLE, node.start_byte, parts)

    def _qualified_type(self, node: Node) -> Expr:
        """`<T as Trait>`: the trait, with T as a use."""
        alias = node.child_by_field_name("alias")
        if alias is None:
            return self.type_(node.child_by_field_name("type"))
        self.used_type(node.child_by_field_name("type"))
        return self.type_(alias)

    def _function_type(self, node: Node) -> Expr:
        trait = node.child_by_field_name("trait")
        self.used_type(trait)
        number = self.builder.declare("", node.start_byte, FUNCTION_, VALUES, flags=HIDDEN)
        parameters = node.child_by_field_name("parameters")
        with self.builder.inside(FUNCTION_SCOPE, declaration=number):
            found = []
            for child in parameters.named_children if parameters is not None else ():
                type_ = self.type_(child.child_by_field_name("type") if child.type == "parameter" else child)
                if type_ is not None:
                    found.append(
                        self.builder.declare("_", child.start_byte, VARIABLE, VALUES, flags=HIDDEN, type=type_)
                    )
            result = self.type_(node.child_by_field_name("return_type"))
        self.builder.amend(number, type=result, parameters=tuple(found), required=len(found))
        for one in (*(self.builder.declaration(n).type for n in found), result):
            self.builder.use(one, "type_uses")
        return (units.FUNCTION, node.start_byte, number)

    def _alternatives_type(self, node: Node) -> Expr:
        """Bounds: what has several of them has the members of all."""
        found = tuple(
            one for one in (self.type_(child) for child in node.named_children if child.type in self._TYPES) if one
        )
        if len(found) < 2:
            return found[0] if found else None
        return (units.UNION, node.start_byte, found)

    def bounds(self, node: Node | None) -> list[Expr]:
        """The types that bounds name, one by one."""
        children = node.named_children if node is not None else ()
        return [
            one for one in (self.type_(child) for child in children if child.type in self._TYPES) if one is not None
        ]

    @abstractmethod
    def macro_type(self, node: Node) -> Expr:
        """The type that a macro's invocation gives."""

    # ------------------------------------------------------------ type parameters

    def type_parameters(self, node: Node) -> list[int]:
        """Declares the type parameters of an item in the open scope, with the bounds of its where clause."""
        found: list[int] = []
        parameters = node.child_by_field_name("type_parameters")
        for child in parameters.named_children if parameters is not None else ():
            if child.type == "type_parameter":
                name = child.child_by_field_name("name")
                if name is not None:
                    found.append(self._parameter(name, child.child_by_field_name("bounds")))
                    self.used_type(child.child_by_field_name("default_type"))
            elif child.type == "const_parameter":
                self._const_parameter(child)
        for child in node.named_children:
            if child.type == "where_clause":
                self._where(child, found)
        return found

    def _parameter(self, name: Node, bounds: Node | None) -> int:
        bound = self.used_type(bounds)
        return self.builder.declare(self.name_of(name), name.start_byte, TYPE_PARAMETER, TYPES, type=bound)

    def _const_parameter(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            type_ = self.used_type(node.child_by_field_name("type"))
            self.builder.declare(self.name_of(name), name.start_byte, VARIABLE, VALUES | TYPES, type=type_)

    def _where(self, node: Node, parameters: list[int]) -> None:
        for child in node.named_children:
            if child.type != "where_predicate":
                continue
            left = child.child_by_field_name("left")
            bound = self.used_type(child.child_by_field_name("bounds"))
            self.used_type(left)
            name = self.name_of(left) if left is not None else ""
            number = next((one for one in parameters if self.builder.declaration(one).name == name), -1)
            if number < 0 or bound is None:
                continue
            before = self.builder.declaration(number).type
            both = bound if before is None else (units.UNION, bound[1], (before, bound))
            self.builder.amend(number, type=both)

    _TYPES: ClassVar[dict[str, Callable[[Types, Node], Expr]]] = {
        "identifier": _path_type,
        "type_identifier": _path_type,
        "scoped_type_identifier": _path_type,
        "scoped_identifier": _path_type,
        "crate": _path_type,
        "self": _path_type,
        "super": _path_type,
        "metavariable": lambda _reader, _node: None,
        "primitive_type": _primitive_type,
        "generic_type": _generic_type,
        "generic_type_with_turbofish": _generic_type,
        "reference_type": _field_type,
        "pointer_type": _field_type,
        "dynamic_type": _field_type,
        "abstract_type": _field_type,
        "higher_ranked_trait_bound": _field_type,
        "bounded_type": _alternatives_type,
        "trait_bounds": _alternatives_type,
        "bracketed_type": _first_type,
        "qualified_type": _qualified_type,
        "array_type": _array_type,
        "tuple_type": _tuple_type,
        "unit_type": _tuple_type,
        "function_type": _function_type,
        "macro_invocation": lambda reader, node: reader.macro_type(node),
    }
