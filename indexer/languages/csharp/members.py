"""Members of C# types: functions, properties, fields, events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tree_sitter import Node

from indexer.languages.csharp.documentation import without_tags
from indexer.languages.csharp.statements import Statements
from indexer.languages.toolkit.comments import comment_before
from indexer.model import units
from indexer.model.units import FUNCTION_SCOPE, MEMBER, NAME, VALUES, VARIABLE, Expr

_BLANK: Final = re.compile(r"\s+")
_LONGEST_SIGNATURE: Final = 400
CONSTRUCTOR: Final = ".ctor"
"""The name of constructors, as in the runtime's own names: plain names never find them."""


class Members(Statements):
    """Reads members of types."""

    # ------------------------------------------------------------ what members share

    def modifiers(self, node: Node) -> set[str]:
        """The modifiers of a definition."""
        return {self.text(child) for child in node.children if child.type == "modifier"}

    def documentation(self, node: Node) -> str:
        """The documentation comment before a definition, without XML."""
        return without_tags(comment_before(node, self.source, frozenset({"comment"})))

    def signature(self, node: Node, body: Node | None) -> str:
        """A definition without attributes and body, on one line."""
        start = node.start_byte
        for child in node.children:
            if child.type not in ("attribute_list", "preproc_if_in_attribute_list", "comment"):
                start = child.start_byte
                break
        end = min(body.start_byte if body is not None else node.end_byte, start + 4 * _LONGEST_SIGNATURE)
        text = _BLANK.sub(" ", self.source[start:end].decode("utf-8", "replace")).strip()
        return text.rstrip(";").rstrip()[:_LONGEST_SIGNATURE]

    def is_exported(self, modifiers: set[str]) -> bool:
        """Whether other files may see a member: not where it is private, which it is if nothing is said in a class."""
        if modifiers & {"public", "internal", "protected"}:
            return True
        if "private" in modifiers or "file" in modifiers:
            return False
        return self.open_by_default

    open_by_default: bool
    """Whether members of the type around are public where nothing is said: of interfaces and enumerations."""

    def member_symbol(
        self, kind: str, name: str, node: Node, name_node: Node | None, body: Node | None, modifiers: set[str],
        *, whole: Node | None = None, detail: tuple[str, ...] = (),
    ) -> int:  # fmt: skip
        """A row for a member.

        Args:
            kind: of the symbol.
            name: as it is referred to.
            node: the whole definition.
            name_node: where its name stands.
            body: what follows the signature.
            modifiers: of the definition.
            whole: the statement that it is a part of, where one defines several.
            detail: words beside the modifiers.
        """
        return self.builder.symbol(
            kind, name, node, name_node, body=body, exported=self.is_exported(modifiers),
            detail=(*sorted(modifiers - {"public"}), *detail), docstring=self.documentation(whole or node),
            signature=self.signature(whole or node, body),
        )  # fmt: skip

    def attributes(self, node: Node) -> None:
        """What decorates a definition; its own scope is open."""
        for child in node.children:
            kind = child.type
            if kind == "attribute_list":
                for one in child.named_children:
                    if one.type == "attribute":
                        self.attribute(one)
            elif kind == "preproc_if_in_attribute_list":
                self.attributes(child)
            elif kind not in {"modifier", "comment"}:
                return

    def attribute(self, node: Node) -> None:
        """`[Name(a, B = c)]`: makes an instance, and decorates."""
        found = attribute_name(self.type(node.child_by_field_name("name")))
        if found is None:
            return
        self.builder.use(found, "decorates")
        given: list[Expr] = []
        fields: list[tuple[int, str, Expr]] = []
        for child in node.named_children:
            for one in child.named_children if child.type == "attribute_argument_list" else ():
                written = one.child_by_field_name("name")
                value = self.argument(one)
                if written is not None and b"=" in self.source[written.end_byte : one.end_byte]:
                    fields.append((written.start_byte, self.name(written), value))
                else:
                    given.append(value)
        self.builder.use((units.NEW, found[1], found, tuple(given)))
        if fields:
            self.builder.use((units.INITIAL, found[1], found, tuple(fields)))

    # ------------------------------------------------------------ functions

    def parameters(self, node: Node) -> tuple[list[int], int, bool]:
        """Declares parameters in the open scope.

        Returns:
            Their declarations; how many a call has to give; whether the last takes any number.
        """
        given: list[int] = []
        required = 0
        for child in node.named_children:
            if child.type == "parameter":
                number, optional = self.parameter(child)
                if number >= 0:
                    given.append(number)
                    required += not optional
        rest = node.child_by_field_name("name")
        if rest is not None and rest.type == "identifier":
            found = self.use_type(node.child_by_field_name("type"))
            given.append(self.builder.declare(self.name(rest), rest.start_byte, VARIABLE, VALUES, type=found))
            return given, required, True
        return given, required, False

    def parameter(self, node: Node) -> tuple[int, bool]:
        """Declares a parameter; gives its declaration and whether a call may leave it out."""
        self.attributes(node)
        name = node.child_by_field_name("name")
        found = self.use_type(node.child_by_field_name("type"))
        optional = False
        for child in node.children:
            if optional and child.is_named:
                self.builder.use(self.value(child, found))
            optional = optional or child.type == "="
        if name is None:
            return -1, optional
        flags = units.VARIADIC if "params" in self.modifiers(node) else 0
        number = self.builder.declare(self.name(name), name.start_byte, VARIABLE, VALUES, type=found, flags=flags)
        return number, optional or bool(flags)

    def type_parameters(self, node: Node) -> list[int]:
        """Declares the type parameters of a definition in the open scope, with their bounds."""
        found: dict[str, int] = {}
        for child in node.named_children:
            if child.type == "type_parameter_list":
                for one in child.named_children:
                    name = one.child_by_field_name("name")
                    if name is not None:
                        self.attributes(one)
                        found[self.name(name)] = self.builder.declare(
                            self.name(name), name.start_byte, units.TYPE_PARAMETER, units.TYPES
                        )
            elif child.type == "type_parameter_constraints_clause" and child.named_children:
                bounds = [
                    bound for one in child.named_children if one.type == "type_parameter_constraint"
                    if (bound := self.use_type(one.child_by_field_name("type"))) is not None
                ]  # fmt: skip
                number = found.get(self.name(child.named_children[0]), -1)
                if number >= 0 and bounds:
                    self.builder.amend(number, type=self.either(child.start_byte, bounds))
        return list(found.values())

    def function(self, node: Node, kind: str) -> None:
        """A method or local function."""
        name = node.child_by_field_name("name")
        if name is not None:
            self.callable(
                node,
                kind,
                self.name(name),
                name,
                node.child_by_field_name("returns") or node.child_by_field_name("type"),
            )

    def method(self, node: Node) -> None:
        """A method."""
        self.function(node, "method")

    def operator(self, node: Node) -> None:
        """A user-defined operator: a static method with the name `operator+`."""
        sign = node.child_by_field_name("operator")
        if sign is not None:
            self.callable(node, "method", f"operator{self.text(sign)}", sign, node.child_by_field_name("type"))

    def conversion(self, node: Node) -> None:
        """A user-defined conversion: a static method with the name `operator T`."""
        target = node.child_by_field_name("type")
        if target is not None:
            self.callable(node, "method", f"operator {self.text(target)}", target, target)

    def constructor(self, node: Node) -> None:
        """A constructor; a static one is called by nobody."""
        name = node.child_by_field_name("name")
        if name is not None:
            static = "static" in self.modifiers(node)
            shown, declared = self.name(name), ".cctor" if static else CONSTRUCTOR
            self.callable(
                node, "constructor", shown, name, None, declared=declared, flags=0 if static else units.CONSTRUCTOR
            )

    def destructor(self, node: Node) -> None:
        """A finalizer."""
        name = node.child_by_field_name("name")
        if name is not None:
            self.callable(node, "method", f"~{self.name(name)}", name, None)

    def callable(
        self, node: Node, kind: str, shown: str, name: Node, result: Node | None, *, declared: str = "", flags: int = 0
    ) -> None:
        """Any function: its row, declaration and inside."""
        builder = self.builder
        body = node.child_by_field_name("body")
        modifiers = self.modifiers(node)
        interface = self._explicit(node)
        if "static" in modifiers:
            flags |= units.STATIC
        if body is None and not modifiers & {"extern", "partial"}:
            flags |= units.ABSTRACT
        if body is None and "partial" in modifiers:
            flags |= units.PROTOTYPE
        symbol = self.member_symbol(
            kind, shown, node, name, body, modifiers, detail=("explicit",) if interface is not None else ()
        )
        number = builder.declare(
            declared or shown, name.start_byte, units.FUNCTION_, VALUES, symbol=symbol, flags=flags
        )
        if interface is None:
            self.plain.add(shown)
        else:
            self.explicit.append((number, self.text(interface)))
        builder.open(FUNCTION_SCOPE, declaration=number, symbol=symbol)
        if interface is not None:
            self.use_type(interface)
        self.type_parameters(node)
        found = self.use_type(result, "returns")
        parameters = node.child_by_field_name("parameters")
        given, required, variadic = self.parameters(parameters) if parameters is not None else ([], 0, False)
        if self._extends(parameters):
            flags |= units.EXTENSION
        flags |= units.VARIADIC if variadic else 0
        builder.amend(number, type=found, parameters=tuple(given), required=required, flags=flags)
        self.attributes(node)
        for child in node.named_children:
            if child.type == "constructor_initializer":
                self._initializer(child)
        self.inside(body, self.awaited_result(found, is_async="async" in modifiers))
        builder.close()

    explicit: list[tuple[int, str]]
    """Declarations of the type around that implement a member of one interface only, with the interface's name."""
    plain: set[str]
    """Names of the other members of the type around."""

    def _explicit(self, node: Node) -> Node | None:
        """The interface whose member a member is for."""
        for child in node.named_children:
            if child.type == "explicit_interface_specifier":
                return child.named_children[0] if child.named_children else None
        return None

    def _extends(self, parameters: Node | None) -> bool:
        first = parameters.named_children[0] if parameters is not None and parameters.named_children else None
        return first is not None and first.type == "parameter" and "this" in self.modifiers(first)

    def _initializer(self, node: Node) -> None:
        """`: base(a)` or `: this(a)`."""
        which = next((child for child in node.children if child.type in ("this", "base")), None)
        arguments = next((child for child in node.named_children if child.type == "argument_list"), None)
        if which is not None:
            called = self.expr(which)
            self.builder.use((units.CALL, which.start_byte, called, self.arguments(arguments, called)))

    def inside(self, body: Node | None, result: Expr) -> None:
        """The body of a function, in its scope."""
        if body is None:
            return
        outer, self.result = self.result, result
        if body.type == "block":
            self.visit_all(body.named_children)
        else:
            for child in body.children:
                if (child.is_named and child.type != "comment") or child.type in ("this", "base"):
                    found = self.value(child, result)
                    self.builder.use(found)
                    self.builder.returns(found)
        self.result = outer

    # ------------------------------------------------------------ properties, events, fields

    def property(self, node: Node) -> None:
        """A property, or an event with accessors."""
        name = node.child_by_field_name("name")
        if name is not None:
            self._accessed(node, self.name(name), name)

    def indexer(self, node: Node) -> None:
        """`this[...]`: a property of that name."""
        name = next((child for child in node.children if child.type == "this"), None)
        if name is not None:
            self._accessed(node, "this[]", name)

    def _accessed(self, node: Node, shown: str, name: Node) -> None:
        builder = self.builder
        accessors, value = node.child_by_field_name("accessors"), node.child_by_field_name("value")
        modifiers = self.modifiers(node)
        interface = self._explicit(node)
        detail = ("event",) if node.type == "event_declaration" else ()
        symbol = self.member_symbol("property", shown, node, name, accessors or value, modifiers, detail=detail)
        flags = units.STATIC if "static" in modifiers else units.FIELD
        if "abstract" in modifiers:
            flags |= units.ABSTRACT
        found = self.type(node.child_by_field_name("type"))
        number = builder.declare(shown, name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=flags, type=found)
        if interface is None:
            self.plain.add(shown)
        else:
            self.explicit.append((number, self.text(interface)))
        with builder.inside(FUNCTION_SCOPE, symbol=symbol):
            self.attributes(node)
            if found is not None and found[0] != units.LITERAL:
                builder.use(found, "type_uses")
            if interface is not None:
                self.use_type(interface)
            parameters = node.child_by_field_name("parameters")
            if parameters is not None:
                self.parameters(parameters)
            if value is not None and value.type == "arrow_expression_clause":
                self.inside(value, found)
            elif value is not None:
                initial = self.value(value, found)
                builder.use(initial)
                builder.amend(number, value=initial)
            for accessor in accessors.named_children if accessors is not None else ():
                if accessor.type == "accessor_declaration":
                    self._accessor(accessor, found)

    def _accessor(self, node: Node, found: Expr) -> None:
        with self.builder.inside(FUNCTION_SCOPE):
            self.attributes(node)
            name = node.child_by_field_name("name")
            if name is not None and name.type != "get":
                self.builder.declare("value", name.start_byte, VARIABLE, VALUES, type=found)
            self.inside(node.child_by_field_name("body"), found)

    def field(self, node: Node) -> None:
        """Fields, constants and events of one type."""
        modifiers = self.modifiers(node)
        variables = next((child for child in node.named_children if child.type == "variable_declaration"), None)
        if variables is None:
            return
        self.attributes(node)
        found = self.use_type(variables.child_by_field_name("type"))
        declarators = [child for child in variables.named_children if child.type == "variable_declarator"]
        kind = "constant" if "const" in modifiers else "field"
        detail = ("event",) if node.type == "event_field_declaration" else ()
        flags = units.STATIC if modifiers & {"static", "const"} else units.FIELD
        for one in declarators:
            name, value = self.declarator_parts(one, found)
            if name is None:
                continue
            symbol = self.member_symbol(
                kind, self.name(name), node if len(declarators) == 1 else one, name, None, modifiers, whole=node, detail=detail
            )  # fmt: skip
            self.builder.declare(
                self.name(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=flags, type=found, value=value
            )
            self.builder.use(value)

    def members_of_enum(self, node: Node) -> Iterator[Node]:
        """The members of an enumeration, those in conditional parts included."""
        for child in node.named_children:
            if child.type == "enum_member_declaration":
                yield child
            elif child.type.startswith("preproc_") or child.type == "ERROR":
                yield from self.members_of_enum(child)


def attribute_name(found: Expr) -> Expr:
    """The name of an attribute's type: with or without the ending `Attribute`, which is for the linker to try."""
    if found is None or found[0] == units.APPLIED:
        return found
    if found[0] == NAME:
        return (NAME, found[1], f"[{found[2]}]")
    if found[0] == MEMBER:
        return (MEMBER, found[1], found[2], f"[{found[3]}]")
    return found
