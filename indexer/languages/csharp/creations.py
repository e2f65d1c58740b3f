"""C# expressions that create something: objects with initialisers, arrays, functions."""

from __future__ import annotations

from abc import abstractmethod

from tree_sitter import Node

from indexer.languages.csharp.expressions import Expressions
from indexer.model import units
from indexer.model.units import FUNCTION, INITIAL, INSTANCE, MEMBER, NAME, NEW, OBJECT, SEQUENCE, Expr


class Creations(Expressions):
    """Reads `new`, `with` and functions without a name."""

    # ------------------------------------------------------------ objects

    def object_creation(self, node: Node) -> Expr:
        """`new T(...) { ... }`."""
        made = self.type(node.child_by_field_name("type"))
        return self._created(node, made, node.child_by_field_name("arguments"), node.child_by_field_name("initializer"))

    def implicit_creation(self, node: Node, target: Expr = None) -> Expr:
        """`new(...)`, whose type is the one that is wanted."""
        arguments = next((child for child in node.named_children if child.type == "argument_list"), None)
        braces = next((child for child in node.named_children if child.type == "initializer_expression"), None)
        if target is not None and target[0] != units.WANTED:
            target = (units.WANTED, node.start_byte, (INSTANCE, node.start_byte, target, None), -1, "")
        return self._created(node, target, arguments, braces)

    def _created(self, node: Node, made: Expr, arguments: Node | None, braces: Node | None) -> Expr:
        given = self.arguments(arguments, made)
        offset = made[1] if made is not None else node.start_byte
        if braces is not None:
            self._initial(braces, made)
        if made is None:
            return self.some(offset, "", given)
        return (NEW, offset, made, given)

    def _initial(self, braces: Node, made: Expr) -> None:
        """What an initialiser sets: members of the type by name; else elements are added."""
        fields: list[tuple[int, str, Expr]] = []
        for child in braces.named_children:
            left = child.child_by_field_name("left") if child.type == "assignment_expression" else None
            right = child.child_by_field_name("right") if left is not None else None
            if left is None or right is None or left.type != "identifier":
                self.builder.use(self._element(child, right, made))
                continue
            if right.type == "initializer_expression":
                self._initial(right, (units.TYPE_MEMBER, left.start_byte, made, self.name(left)) if made else None)
                value = None
            else:
                wanted = (units.TYPE_MEMBER, left.start_byte, made, self.name(left)) if made else None
                value = self.value(right, wanted)
            fields.append((left.start_byte, self.name(left), value))
        if fields and made is not None:
            self.builder.use((INITIAL, made[1], made, tuple(fields)))
        elif fields:
            self.builder.use(self.some(braces.start_byte, "", [value for _, _, value in fields]))

    def _element(self, node: Node, right: Node | None, made: Expr) -> Expr:
        """What an initialiser adds: an element, or several in braces, which `Add` of the type takes, or `[key] = value`."""
        if right is None or node.type != "assignment_expression":
            return self._added(node, made)
        left = node.child_by_field_name("left")
        for child in left.named_children if left is not None else ():
            self.builder.use(self.expr(child))
        return self.expr(right)

    def _added(self, node: Node, made: Expr) -> Expr:
        at = node.start_byte
        parts = node.named_children if node.type == "initializer_expression" else [node]
        holder: Expr = (units.WANTED, at, (INSTANCE, at, made, None), -1, "") if made is not None else None
        adding: Expr = (MEMBER, at, holder, "Add") if holder is not None else None
        found: list[Expr] = []
        for one in parts:
            if one.type != "comment":
                wanted: Expr = (units.WANTED, at, adding, len(found), "", tuple(found)) if adding is not None else None
                found.append(self.value(one, wanted))
        if holder is None:
            return self.some(at, "", found)
        return (units.OPERATOR, at, "Add", (holder, *found), None)

    def with_expression(self, node: Node) -> Expr:
        """`a with { B = c }`: a copy."""
        value: Expr = None
        for number, child in enumerate(node.named_children):
            if number == 0:
                value = self.expr(child)
            elif child.type == "with_initializer" and child.named_children:
                name = child.named_children[0]
                self.builder.use((MEMBER, name.start_byte, value, self.name(name)), "writes")
                self.builder.use(self.expr(child.named_children[-1]))
        return value

    def anonymous_object(self, node: Node) -> Expr:
        """`new { A = a, b.C }`: an object whose members are what it names."""
        children = [child for child in node.children if child.type != "comment"]
        members: list[tuple[Node, Expr]] = []
        at = 0
        while at < len(children):
            child, following = children[at], children[at + 1] if at + 1 < len(children) else None
            if child.is_named and following is not None and following.type == "=" and at + 2 < len(children):
                members.append((child, self.expr(children[at + 2])))
                at += 3
                continue
            if child.is_named:
                name = child.child_by_field_name("name") if child.type == "member_access_expression" else child
                if name is not None and name.type == "identifier":
                    members.append((name, self.expr(child)))
                else:
                    self.builder.use(self.expr(child))
            at += 1
        for name, value in members:
            self.builder.declare(
                f"{self.name(name)}@{name.start_byte}", name.start_byte, units.VARIABLE, units.VALUES, value=value
            )
            self.builder.use(value)
        scope = self.builder.open(units.TYPE_SCOPE)
        for name, _ in members:
            outer = (NAME, name.start_byte, f"{self.name(name)}@{name.start_byte}")
            self.builder.declare(
                self.name(name), name.start_byte, units.VARIABLE, units.VALUES, flags=units.FIELD, value=outer
            )
        self.builder.close()
        return (OBJECT, node.start_byte, scope)

    # ------------------------------------------------------------ arrays

    def array_creation(self, node: Node) -> Expr:
        """`new T[n] { ... }`."""
        made = self.type(node.child_by_field_name("type"))
        for child in node.named_children:
            if child.type == "initializer_expression":
                self.builder.use(self.sequence(child))
        return (INSTANCE, node.start_byte, made, None) if made is not None else None

    def implicit_array(self, node: Node) -> Expr:
        """`new[] { ... }`."""
        braces = next((child for child in node.named_children if child.type == "initializer_expression"), None)
        return self.sequence(braces) if braces is not None else None

    def collection(self, node: Node) -> Expr:
        """`[a, ..b]`."""
        elements: list[Expr] = []
        for child in node.named_children:
            part = child.named_children[0] if child.type == "collection_element" and child.named_children else child
            value = self.inner(part) if part.type in ("expression_element", "spread_element") else self.expr(part)
            elements.append((units.ELEMENT, part.start_byte, value) if part.type == "spread_element" else value)
        return (SEQUENCE, node.start_byte, tuple(elements))

    # ------------------------------------------------------------ functions

    def lambda_(self, node: Node, target: Expr = None) -> Expr:
        """`x => ...` and `delegate (...) { ... }`: a function without a row; its parameters are of the types that its target takes."""
        builder = self.builder
        if target is not None and target[0] != units.WANTED:
            target = (INSTANCE, node.start_byte, target, None)
        result = self.use_type(node.child_by_field_name("type"))
        number = builder.declare("", node.start_byte, units.FUNCTION_, units.VALUES, type=result)
        builder.open(units.FUNCTION_SCOPE, declaration=number)
        self.attributes(node)
        parameters = node.child_by_field_name("parameters")
        if parameters is not None and parameters.type == "parameter_list":
            given, required, _ = self.parameters(parameters)
            builder.amend(number, parameters=tuple(given), required=required)
            for place, one in enumerate(given):
                if builder.declaration(one).type is None:
                    builder.amend(one, value=_taken(target, place, builder.declaration(one).offset))
        elif parameters is not None:
            at = parameters.start_byte
            value = _taken(target, 0, at)
            one = builder.declare(self.name(parameters), at, units.VARIABLE, units.VALUES, value=value)
            builder.amend(number, parameters=(one,), required=1)
        body = node.child_by_field_name("body") or node.named_children[-1]
        if body.type == "block":
            outer, self.result = self.result, None
            self.visit(body)
            self.result = outer
        else:
            found = self.expr(body)
            builder.use(found)
            builder.returns(found)
        builder.close()
        return (FUNCTION, node.start_byte, number)

    result: Expr
    """The type that the function around returns."""

    @abstractmethod
    def attributes(self, node: Node) -> None:
        """See `Members`."""

    @abstractmethod
    def parameters(self, node: Node) -> tuple[list[int], int, bool]:
        """See `Members`."""


def _taken(target: Expr, place: int, offset: int) -> Expr:
    """What a function gets in a place that is given to a target."""
    return (units.WANTED, offset, target, place, "") if target is not None else None
