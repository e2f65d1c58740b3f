"""Members of Swift types and functions of files: functions, initialisers, properties, cases."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Node

from indexer.languages.swift.statements import Statements
from indexer.languages.swift.types import TYPES
from indexer.languages.toolkit.comments import comment_before
from indexer.model import units
from indexer.model.units import FUNCTION_SCOPE, LITERAL, NAME, VALUES, VARIABLE, Expr

_BLANK: Final = re.compile(r"\s+")
_LONGEST_SIGNATURE: Final = 400
_STATIC: Final = frozenset({"static", "class"})


class Members(Statements):
    """Reads definitions other than types."""

    # ------------------------------------------------------------ what definitions share

    def modifiers(self, node: Node) -> set[str]:
        """The modifiers of a definition, attributes left out."""
        return {
            self.text(one) for child in node.children if child.type == "modifiers" for one in child.named_children
            if one.type != "attribute"
        }  # fmt: skip

    def attributes(self, node: Node) -> None:
        """What decorates a definition (`@MainActor`, `@Wrapper(a)`)."""
        for child in node.children:
            if child.type == "modifiers":
                for one in child.named_children:
                    if one.type == "attribute":
                        self._attribute(one)

    def _attribute(self, node: Node) -> None:
        for child in node.named_children:
            if child.type == "user_type":
                found = self.type(child)
                if found is not None and self.text(child)[:1].isupper():
                    self.builder.use(found, "decorates")
            elif child.type not in ("simple_identifier", "integer_literal"):
                self.builder.use(self.unwanted(child))

    def is_exported(self, modifiers: set[str]) -> bool:
        """Whether other files may see a definition."""
        return not modifiers & {"private", "fileprivate"}

    def row(
        self, kind: str, name: str, node: Node, name_node: Node | None, body: Node | None, modifiers: set[str],
        *detail: str,
    ) -> int:  # fmt: skip
        """A row for a definition; see `Builder.symbol`."""
        start = next((child.start_byte for child in node.children if child.type != "modifiers"), node.start_byte)
        end = min(body.start_byte if body is not None else node.end_byte, start + 4 * _LONGEST_SIGNATURE)
        words = sorted(modifiers - {"public", "internal", "open"})
        signature = _BLANK.sub(" ", " ".join((*words, self.source[start:end].decode("utf-8", "replace")))).strip()
        return self.builder.symbol(
            kind, name, node, name_node, body=body, exported=self.is_exported(modifiers), detail=(*words, *detail),
            docstring=comment_before(node, self.source, frozenset({"comment", "multiline_comment"})),
            signature=signature[:_LONGEST_SIGNATURE],
        )  # fmt: skip

    def in_type(self) -> bool:
        """Whether the open scope is the inside of a type or an extension."""
        kind = self.builder.scope_record(self.builder.scope).kind
        return kind in (units.TYPE_SCOPE, units.EXTENSION_SCOPE)

    def flags(self, modifiers: set[str]) -> int:
        """The flags that modifiers say."""
        found = units.STATIC if modifiers & _STATIC else 0
        return found if self.is_exported(modifiers) else found | units.PRIVATE

    # ------------------------------------------------------------ functions

    def function(self, node: Node) -> None:
        """A function or method, or an operator's."""
        name = next((child for child, field in self.children(node) if field == "name"), None)
        if name is not None:
            kind = "method" if self.in_type() else "function"
            self._callable(node, kind, self.name(name), name)

    def initializer(self, node: Node) -> None:
        """`init`."""
        name = next((child for child in node.children if child.type == "init"), None)
        self._callable(node, "constructor", "init", name, units.CONSTRUCTOR)

    def deinitializer(self, node: Node) -> None:
        """`deinit`."""
        name = next((child for child in node.children if child.type == "deinit"), None)
        self._callable(node, "method", "deinit", name)

    def subscript(self, node: Node) -> None:
        """`subscript`: a method of that name."""
        name = next((child for child in node.children if child.type == "subscript"), None)
        self._callable(node, "method", "subscript", name)

    def _callable(self, node: Node, kind: str, shown: str, name: Node | None, flags: int = 0) -> None:
        builder = self.builder
        modifiers = self.modifiers(node)
        flags |= self.flags(modifiers)
        body = node.child_by_field_name("body") or next(
            (child for child in node.named_children if child.type == "computed_property"), None
        )
        if body is None:
            flags |= units.ABSTRACT
        symbol = self.row(kind, shown, node, name, body, modifiers, *self._more(node))
        offset = name.start_byte if name is not None else node.start_byte
        number = builder.declare(shown, offset, units.FUNCTION_, VALUES, symbol=symbol)
        builder.open(FUNCTION_SCOPE, declaration=number, symbol=symbol)
        self.attributes(node)
        self.type_parameters(node)
        found, given, labels, required = self._head(node, is_subscript=shown == "subscript")
        if any(builder.declaration(one).flags & units.VARIADIC for one in given):
            flags |= units.VARIADIC
        if kind == "constructor":
            found = (units.THIS, offset)
        builder.amend(
            number, flags=flags, type=found, parameters=tuple(given), required=required,
            value=(LITERAL, offset, " ".join(labels)) if labels else None,
        )  # fmt: skip
        outer, self.result = self.result, found
        if body is not None and body.type == "computed_property":
            self.accessors(body, found)
        elif body is not None:
            self.inside(body)
        self.result = outer
        builder.close()

    def _more(self, node: Node) -> tuple[str, ...]:
        """Words of a head beside modifiers."""
        return ("async",) if any(child.type == "async" for child in node.children) else ()

    def _head(self, node: Node, *, is_subscript: bool) -> tuple[Expr, list[int], list[str], int]:
        """The parameters and the result of a function.

        Returns:
            The type of the result; the parameters' declarations; the names by which calls give arguments; how many
            arguments a call has to give.
        """
        found: Expr = None
        given: list[int] = []
        labels: list[str] = []
        arrow = False
        for child, field in self.children(node):
            if child.type == "parameter":
                number, label = self._parameter(child, is_subscript=is_subscript)
                given.append(number)
                labels.append(label)
            elif field == "default_value" and given:
                declared = self.builder.declaration(given[-1])
                self.builder.use(self.value(child, declared.type))
                self.builder.amend(given[-1], required=0)
            elif child.type == "->":
                arrow = True
            elif arrow and child.type in TYPES:
                found = self.use_type(child, "returns")
                arrow = False
            elif child.type in ("function_body", "computed_property"):
                break
        required = sum(
            not (one.required == 0 or one.flags & units.VARIADIC) for one in map(self.builder.declaration, given)
        )
        return found, given, labels, required

    def _parameter(self, node: Node, *, is_subscript: bool) -> tuple[int, str]:
        """Declares a parameter; gives its declaration and the name that calls give it by."""
        external = node.child_by_field_name("external_name")
        name = next((child for child, field in self.children(node) if field == "name"), None)
        written = next((child for child in reversed(node.named_children) if child.type in TYPES), None)
        found = self.use_type(written)
        text = self.name(name) if name is not None else ""
        variadic = any(child.type in ("...", "three_dot_operator") for child in node.children)
        kind: Expr = (units.SEQUENCE, node.start_byte, (found,)) if variadic and found is not None else found
        number = self.builder.declare(
            text, name.start_byte if name is not None else node.start_byte, VARIABLE, VALUES, type=kind,
            flags=units.VARIADIC if variadic else 0,
        )  # fmt: skip
        label = self.name(external) if external is not None else "_" if is_subscript else text
        return number, "".join(label.split()) or "_"

    def type_parameters(self, node: Node) -> list[int]:
        """Declares the type parameters of a definition in the open scope, with their bounds."""
        found: dict[str, int] = {}
        bounds: dict[str, list[Expr]] = {}
        for child in node.named_children:
            if child.type == "type_parameters":
                for one in child.named_children:
                    inside = [part for part in one.named_children if part.type != "type_parameter_modifiers"]
                    if one.type == "type_parameter" and inside:
                        name = self.name(inside[0])
                        found[name] = self.builder.declare(
                            name, inside[0].start_byte, units.TYPE_PARAMETER, units.TYPES
                        )
                        bounds[name] = [self.use_type(part) for part in inside[1:]]
            elif child.type == "type_constraints":
                self._constraints(child, bounds)
        for name, number in found.items():
            self.builder.amend(number, type=self.either(0, bounds.get(name, [])))
        return list(found.values())

    def _constraints(self, node: Node, bounds: dict[str, list[Expr]]) -> None:
        """`where A: B, C == D`."""
        for child in node.named_children:
            for one in child.named_children if child.type == "type_constraint" else ():
                constrained = one.child_by_field_name("constrained_type")
                written = one.named_children[-1] if one.named_children else None
                if written is not None and written != constrained and written.type in TYPES:
                    bound = self.use_type(written)
                    if constrained is not None:
                        bounds.setdefault(self.text(constrained), []).append(bound)

    def inside(self, body: Node) -> None:
        """The body of a function, in its scope: a single expression is its result."""
        for child in body.named_children:
            if child.type == "statements":
                self._result_or_statements(child)

    def _result_or_statements(self, node: Node) -> None:
        inside = [child for child in node.named_children if child.type not in ("comment", "multiline_comment")]
        if len(inside) == 1 and self.is_expression(inside[0]):
            self.returned(inside[0])
        else:
            self.visit_all(inside)

    # ------------------------------------------------------------ properties

    def variables(self, node: Node) -> None:
        """`let` and `var`: properties of a type, variables of a file, or locals."""
        scope = self.builder.scope_record(self.builder.scope)
        if scope.kind not in (units.TYPE_SCOPE, units.EXTENSION_SCOPE, units.FILE):
            self.local_variables(node)
            return
        modifiers = self.modifiers(node)
        if scope.kind != units.FILE:
            kind, flags = "property", self.flags(modifiers)
            flags |= 0 if flags & units.STATIC else units.FIELD
        else:
            is_constant = any(self.text(one) == "let" for one in node.children if one.type == "value_binding_pattern")
            kind, flags = "constant" if is_constant else "variable", self.flags(modifiers)
        self.attributes(node)
        bindings = self.bindings(node)
        for pattern, found, initial, accessors in bindings:
            value = self.value(initial, found) if initial is not None else None
            self.builder.use(value)
            names = list(self._names(pattern))
            for place, name in enumerate(names):
                whole = node if len(bindings) == 1 and len(names) == 1 else pattern
                symbol = self.row(kind, self.name(name), whole, name, accessors, modifiers)
                part: Expr = value if len(names) == 1 else (units.PLACE, name.start_byte, value, place)
                self.builder.declare(
                    self.name(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=flags, type=found, value=part
                )  # fmt: skip
                if accessors is not None:
                    with self.builder.inside(FUNCTION_SCOPE, symbol=symbol):
                        self.accessors(accessors, found)

    def _names(self, pattern: Node) -> list[Node]:
        bound = pattern.child_by_field_name("bound_identifier")
        if bound is not None:
            return [bound]
        found: list[Node] = []
        for child in pattern.named_children:
            if child.type == "simple_identifier":
                found.append(child)
            elif child.type == "pattern":
                found += self._names(child)
        return found

    def protocol_variable(self, node: Node) -> None:
        """A property that a protocol asks for."""
        pattern = next((child for child in node.named_children if child.type == "pattern"), None)
        name = pattern.child_by_field_name("bound_identifier") if pattern is not None else None
        if name is None:
            return
        modifiers = self.modifiers(node)
        annotation = next((child for child in node.named_children if child.type == "type_annotation"), None)
        found = self.annotation(annotation) if annotation is not None else None
        symbol = self.row("property", self.name(name), node, name, None, modifiers)
        flags = self.flags(modifiers)
        self.builder.declare(
            self.name(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, type=found,
            flags=units.ABSTRACT | (flags if flags & units.STATIC else flags | units.FIELD),
        )  # fmt: skip

    def accessors(self, node: Node, found: Expr) -> None:
        """Getters, setters and observers, in the scope of the property."""
        outer, self.result = self.result, found
        for child in node.named_children:
            if child.type == "statements":
                self._result_or_statements(child)
                continue
            if child.type not in _ACCESSORS:
                continue
            with self.builder.inside(FUNCTION_SCOPE):
                named = next((one for one in child.named_children if one.type == "simple_identifier"), None)
                name = self.name(named) if named is not None else _ACCESSORS[child.type]
                if name:
                    offset = named.start_byte if named is not None else child.start_byte
                    self.builder.declare(name, offset, VARIABLE, VALUES, type=found)
                for one in child.named_children:
                    if one.type == "statements":
                        self._result_or_statements(one)
        self.result = outer

    # ------------------------------------------------------------ cases of enumerations

    def case(self, node: Node) -> None:
        """`case a, b(A, c: B)`: members of an enumeration; what a case holds is declared as `b#0`, `b#1`."""
        modifiers = self.modifiers(node)
        scope = self.builder.scope_record(self.builder.scope)
        enum = self.builder.declaration(scope.declaration) if scope.declaration >= 0 else None
        made: Expr = (NAME, node.start_byte, enum.name) if enum is not None else None
        names = [child for child, field in self.children(node) if field == "name"]
        last = -1
        for child, field in self.children(node):
            if field == "name":
                symbol = self.row(
                    "enum_member", self.name(child), node if len(names) == 1 else child, child, None, modifiers
                )
                last = self.builder.declare(
                    self.name(child), child.start_byte, VARIABLE, VALUES, symbol=symbol, flags=units.STATIC, type=made
                )
            elif field == "data_contents" and last >= 0:
                self._payload(child, last, made)
            elif field == "raw_value":
                self.builder.use(self.unwanted(child))

    def _payload(self, node: Node, case: int, made: Expr) -> None:
        """What a case holds: the case is a function that makes it."""
        builder = self.builder
        name, offset = builder.declaration(case).name, builder.declaration(case).offset
        types: list[Expr] = []
        labels: list[str] = []
        required = 0
        label = "_"
        for child, field in self.children(node):
            if field == "name" and child.type in TYPES:
                types.append(self.use_type(child))
                labels.append(label)
                required += 1
                label = "_"
            elif child.type == "simple_identifier":
                label = self.name(child)
            elif child.is_named and types:
                builder.use(self.value(child, types[-1]))
                required -= 1
        for place, found in enumerate(types):
            builder.declare(f"{name}#{place}", offset, VARIABLE, VALUES, flags=units.FIELD, type=found)
        inner = builder.open(FUNCTION_SCOPE, declaration=case, symbol=builder.declaration(case).symbol)
        given = [
            builder.declare(f"#{place}", offset, VARIABLE, VALUES, type=found) for place, found in enumerate(types)
        ]
        builder.close()
        builder.amend(
            case, what=units.FUNCTION_, inner=inner, type=made, parameters=tuple(given), required=required,
            value=(LITERAL, offset, " ".join(labels)) if labels else None,
        )  # fmt: skip


_ACCESSORS: Final = {
    "computed_getter": "", "computed_setter": "newValue", "computed_modify": "", "willset_clause": "newValue",
    "didset_clause": "oldValue",
}  # fmt: skip
"""Kinds of accessors, with the name of the value that each is given."""
