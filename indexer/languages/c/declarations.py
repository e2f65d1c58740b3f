"""Declarations of variables, fields, parameters, prototypes and typedefs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.c.declarators import Declarator, last_name, take_apart
from indexer.languages.c.statements import Statements
from indexer.languages.c.type_names import AGGREGATES
from indexer.model import units
from indexer.model.units import Expr

_PARAMETERS: Final = frozenset({"parameter_declaration", "optional_parameter_declaration", "variadic_parameter_declaration"})  # fmt: skip
_CONSTANT: Final = frozenset({"const", "constexpr", "constinit"})


class Declarations(Statements):
    """Reads declarations."""

    NODES: ClassVar[Mapping[str, str]] = {
        **Statements.NODES,
        "declaration": "declaration",
        "field_declaration": "declaration",
        "type_definition": "type_definition",
    }

    @abstractmethod
    def prototype(self, node: Node, parts: Declarator, kind: Expr, words: frozenset[str]) -> None:
        """Reads the declaration of a function; see `Functions`."""

    # ------------------------------------------------------------ variables

    def declaration(self, node: Node) -> None:
        """`int a = 1, *b, f(void);`, at any level."""
        declarators = node.children_by_field_name("declarator")
        type_node = node.child_by_field_name("type")
        words = self.specifiers(node)
        if type_node is not None and type_node.type in AGGREGATES and not declarators:
            self.bare_aggregate(type_node, node)
            return
        parts = [take_apart(one) for one in declarators]
        if type_node is not None and type_node.type in AGGREGATES and type_node.child_by_field_name("body") is not None:
            self._with_aggregate(node, type_node, parts, words)
            return
        kind = self.type_expr(type_node)
        if any(one.function is None for one in parts) or not parts:
            self.use_type(kind)
        values = node.children_by_field_name("default_value") or node.children_by_field_name("value")  # of a condition
        for one in parts:
            if one.function is not None and not self.makes(one, kind):
                self.prototype(node, one, kind, words)
            else:
                first = values[0] if len(parts) == 1 and values else None
                self.variable(node, one if one.value is not None else one._replace(value=first), kind, words)
        for value in values if len(parts) != 1 else ():
            self.builder.use(self.expr(value))

    def bare_aggregate(self, node: Node, _around: Node) -> None:
        """A struct, union or enum that is declared or defined with no variable."""
        if node.child_by_field_name("body") is None:
            found = self.type_expr(node)
            self.builder.use(found)
            self.announce(found)
        else:
            self.aggregate(node)

    def announce(self, name: Expr) -> None:
        """Takes note of a global name that is declared here and defined in some other file."""
        if name is not None and name[0] == units.NAME:
            self.builder.fact("declares", name[2])

    def makes(self, parts: Declarator, kind: Expr) -> bool:  # noqa: ARG002 - for C++
        """Whether what looks like a function's declaration makes a variable with arguments (C++)."""
        return False

    def _with_aggregate(self, node: Node, type_node: Node, parts: list[Declarator], words: frozenset[str]) -> None:
        """Variables of a type that is defined in their declaration; the members of an unnamed one are theirs."""
        if type_node.child_by_field_name("name") is not None or not parts:
            kind = self.aggregate(type_node)
            for one in parts:
                self.variable(node, one, kind, words)
            return
        kind = (units.NAME, type_node.start_byte, self.tag(f"@{type_node.start_byte}"))
        owner = -1
        for one in parts:
            row = self.variable(node, one, kind, words)
            owner = row if owner < 0 else owner
        self.aggregate(type_node, owner=owner)

    def specifiers(self, node: Node) -> frozenset[str]:
        """Storage classes and qualifiers in front of a declaration."""
        found = set()
        for child in node.children:
            if child.type in ("storage_class_specifier", "type_qualifier", "virtual", "explicit_function_specifier"):
                found.add(self.text(child))
            elif child.type in ("declarator", "init_declarator"):
                break
        return frozenset(found)

    def variable(self, node: Node, parts: Declarator, kind: Expr, words: frozenset[str]) -> int:
        """Declares a variable or a field.

        Args:
            node: the whole declaration.
            parts: its declarator.
            kind: its type.
            words: its specifiers.

        Returns:
            The index of its symbol; -1 where it has none.
        """
        name = parts.name
        if name is None:
            return -1
        builder = self.builder
        place = builder.scope_record(builder.scope)
        local = place.kind in (units.FUNCTION_SCOPE, units.BLOCK)
        plain, text = last_name(name), self.text(last_name(name))
        if "extern" in words and parts.value is None:
            builder.use((units.NAME, plain.start_byte, text))
            if local:
                self.announce((units.NAME, plain.start_byte, text))
                return -1
        field = place.kind == units.TYPE_SCOPE
        flags = self._flags(words, local=local, field=field)
        if "extern" in words and parts.value is None:
            flags |= units.PROTOTYPE | units.HIDDEN
        symbol = -1
        if not local and not flags & units.HIDDEN:
            word = "field" if place.kind in (units.TYPE_SCOPE, units.EXTENSION_SCOPE) else "variable"
            if word == "variable" and self.is_constant(parts, words):
                word = "constant"
            symbol = builder.symbol(
                word, text, node, plain, exported=self.exported(flags),
                detail=sorted(words & {"static", "extern", "thread_local", "_Thread_local"}), documented=self.documented,
            )  # fmt: skip
        declared = None if parts.called is not None else kind
        if parts.array and declared is not None:
            declared = (units.SEQUENCE, declared[1], (declared,))
        number = builder.declare(
            text, plain.start_byte, units.VARIABLE, units.VALUES, symbol=symbol, flags=flags, type=declared
        )
        if parts.called is not None:
            self.signature_uses(parts.called)
        self._size_of_array(node, parts)
        value = self.initial_value(parts, kind, plain)
        if value is not None:
            builder.amend(number, value=value)
            self.use_in(symbol, value)
        return symbol

    def _flags(self, words: frozenset[str], *, local: bool, field: bool) -> int:
        flags = units.ORDERED if local else 0
        if field:
            flags |= units.STATIC if "static" in words else units.FIELD
        elif "static" in words and not local:
            flags |= units.PRIVATE
        return flags

    def is_constant(self, parts: Declarator, words: frozenset[str]) -> bool:
        """Whether a variable never changes."""
        return bool(words & _CONSTANT) and not parts.pointer

    def exported(self, flags: int) -> bool:
        """Whether other files may see what is declared here with some flags."""
        return not flags & units.PRIVATE

    def use_in(self, symbol: int, value: Expr) -> None:
        """Says that an initialiser is evaluated, for its variable where that has a symbol."""
        if symbol < 0:
            self.builder.use(value)
            return
        with self.builder.inside(units.BLOCK, symbol=symbol):
            self.builder.use(value)

    def _size_of_array(self, node: Node, parts: Declarator) -> None:
        """What the lengths of arrays and the widths of bit fields use."""
        if parts.array:
            at = parts.name.parent if parts.name is not None else None
            while at is not None and at.type == "array_declarator":
                size = at.child_by_field_name("size")
                if size is not None and size.type != "number_literal":
                    self.builder.use(self.expr(size))
                at = at.parent
        for child in node.named_children:
            if child.type == "bitfield_clause":
                self.builder.use(self.parts(child))

    def initial_value(self, parts: Declarator, kind: Expr, name: Node) -> Expr:
        """The expression of an initialiser."""
        value = parts.value
        if value is None:
            return None
        if value.type == "initializer_list":
            target: Expr = (units.NAME, name.start_byte, self.text(name))
            return self.initialised(value, kind, target, array=parts.array)
        return self.expr(value)

    # ------------------------------------------------------------ parameters

    def signature_uses(self, function: Node) -> None:
        """The types that a function's declarator uses, where it declares nothing (function pointers)."""
        for node in self._listed(function):
            if node.type in _PARAMETERS:
                self.type_use(node.child_by_field_name("type"))

    def _listed(self, function: Node) -> list[Node]:
        listed = function.child_by_field_name("parameters")
        return listed.named_children if listed is not None else []

    def parameters(self, function: Node) -> tuple[list[int], int, bool]:
        """Declares the parameters of a function in the open scope.

        Returns:
            Their declarations, how many a call has to give, and whether it may give more of them.
        """
        found: list[int] = []
        required, variadic = 0, False
        for node in self._listed(function):
            if node.type in _PARAMETERS:
                number = self._parameter(node)
                if number >= 0:
                    found.append(number)
                    required += node.type == "parameter_declaration"
                variadic = variadic or node.type == "variadic_parameter_declaration"
            elif node.type == "identifier":  # K&R: types follow
                found.append(self.builder.declare(self.text(node), node.start_byte, units.VARIABLE, units.VALUES))
                required += 1
            elif node.type == "variadic_parameter":
                variadic = True
        return found, required, variadic

    def _parameter(self, node: Node) -> int:
        type_node, written = node.child_by_field_name("type"), node.child_by_field_name("declarator")
        kind = self.type_use(type_node)
        parts = take_apart(written)
        if written is None and type_node is not None and self.text(type_node) == "void":
            return -1
        if parts.function is not None and parts.called is None:  # a parameter of a function's type is a pointer to it
            parts = parts._replace(called=parts.function, function=None)
        name = parts.name
        if parts.called is not None:
            self.signature_uses(parts.called)
        default = node.child_by_field_name("default_value")
        value = self.expr(default)
        self.builder.use(value)
        declared = None if parts.called is not None else kind
        if parts.array and declared is not None:
            declared = (units.SEQUENCE, declared[1], (declared,))
        return self.builder.declare(
            self.text(name) if name is not None else "", name.start_byte if name is not None else node.start_byte,
            units.VARIABLE, units.VALUES, type=declared, value=value,
        )  # fmt: skip

    # ------------------------------------------------------------ typedefs

    def type_definition(self, node: Node) -> None:
        """`typedef T name;`"""
        type_node = node.child_by_field_name("type")
        parts = [one for one in map(take_apart, node.children_by_field_name("declarator")) if one.name is not None]
        unnamed = (
            type_node is not None and type_node.type in AGGREGATES
            and type_node.child_by_field_name("body") is not None and type_node.child_by_field_name("name") is None
        )  # fmt: skip
        if unnamed and parts and type_node is not None:
            plain = next((one for one in parts if not one.pointer and one.called is None), parts[0])
            self.documented = self.documented or node
            kind = self.aggregate(type_node, alias=plain.name)
            parts.remove(plain)
        else:
            kind = self.type_expr(type_node)
        for one in parts:
            self.type_alias(node, one, kind)
        if not parts and not unnamed:
            self.use_type(kind)

    def type_alias(self, node: Node, parts: Declarator, kind: Expr) -> None:
        """Another name for a type."""
        name = parts.name
        if name is None:
            return
        text = self.text(name)
        function = parts.called or parts.function
        symbol = self.builder.symbol("type_alias", text, node, name, documented=self.documented)
        if not self.is_itself(kind, text):
            declared = None if function is not None else kind
            if parts.array and declared is not None:
                declared = (units.SEQUENCE, declared[1], (declared,))
            self.builder.declare(text, name.start_byte, units.ALIAS, units.TYPES, symbol=symbol, type=declared)
        with self.builder.inside(units.BLOCK, symbol=symbol):
            self.use_type(kind, "type_uses" if function is not None else "aliases")
            if function is not None:
                self.signature_uses(function)

    def is_itself(self, kind: Expr, name: str) -> bool:
        """Whether a typedef only repeats a tag, where tags are names of types anyway."""
        return not self.tags_apart and kind is not None and kind[0] == units.NAME and kind[2] == name
