"""Expressions of C, most of which are C++'s, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.c.type_names import TypeNames
from indexer.model import units
from indexer.model.units import Expr, Known

_NOTHING: Final = (
    "number_literal string_literal char_literal system_lib_string true false null raw_string_literal comment"
    " user_defined_literal statement_identifier type_qualifier storage_class_specifier attribute_specifier"
    " ms_declspec_modifier attribute_declaration"
).split()


def plain_target(expr: Expr) -> Expr:
    """What is written to: `*a`, `a[i]` and `(T) a` write to `a`, as far as names go."""
    at = expr
    while at is not None and at[0] in (units.AWAIT, units.ELEMENT, units.OPERATOR):
        at = at[3][0] if at[0] == units.OPERATOR else at[2]
    return at


class Expressions(TypeNames):
    """Gives the expressions of expression nodes."""

    EXPRESSIONS: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(_NOTHING, "nothing"),
        "identifier": "identifier",
        "type_identifier": "identifier",
        "field_identifier": "nothing",
        "field_expression": "field_expression",
        "call_expression": "call_expression",
        "argument_list": "parts",
        "assignment_expression": "assignment_expression",
        "update_expression": "update_expression",
        "pointer_expression": "pointer_expression",
        "unary_expression": "parts",
        "binary_expression": "parts",
        "subscript_expression": "subscript_expression",
        "parenthesized_expression": "parenthesized_expression",
        "cast_expression": "cast_expression",
        "conditional_expression": "conditional_expression",
        "comma_expression": "comma_expression",
        "sizeof_expression": "sizeof_expression",
        "alignof_expression": "sizeof_expression",
        "offsetof_expression": "offsetof_expression",
        "concatenated_string": "parts",
        "compound_literal_expression": "compound_literal_expression",
        "initializer_list": "initializer_list",
        "type_descriptor": "type_descriptor",
    }

    def nothing(self, _node: Node) -> Expr:
        """What names nothing."""
        return None

    def identifier(self, node: Node) -> Expr:
        """A plain name."""
        return (units.NAME, node.start_byte, self.text(node))

    def field_expression(self, node: Node) -> Expr:
        """`a.b`, `a->b`."""
        owner = self.expr(node.child_by_field_name("argument"))
        field = node.child_by_field_name("field")
        operator = node.child_by_field_name("operator")
        if owner is not None and operator is not None and operator.type == "->":
            owner = self.pointed(operator, owner)
        if field is None or owner is None:
            return owner
        return self.member(owner, field)

    def member(self, owner: Known, field: Node) -> Expr:
        """A member of what `owner` gives."""
        return (units.MEMBER, field.start_byte, owner, self.text(field))

    def call_expression(self, node: Node) -> Expr:
        """A call, of a function or of a macro that looks like one."""
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        callee = self.expr(function)
        given = self.arguments(arguments)
        offset = callee[1] if callee is not None else node.start_byte
        return (units.CALL, offset, callee, given)

    def arguments(self, node: Node | None) -> tuple[Expr, ...]:
        """The expressions of the arguments of a call."""
        if node is None:
            return ()
        return tuple(self.expr(child) for child in node.named_children if child.type != "comment")

    def assignment_expression(self, node: Node) -> Expr:
        """`a = b`, `a += b`."""
        target = plain_target(self.expr(node.child_by_field_name("left")))
        right = node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if target is not None and target[0] in (units.NAME, units.MEMBER):
            self.builder.use(target, "writes")
        else:
            self.builder.use(target)
        if right is not None and right.type == "initializer_list":
            value = self.initialised(right, None, target, array=False)
        else:
            value = self.expr(right)
        if operator is not None and operator.type != "=":
            return self.compound(operator, target, value)
        if value is not None:
            self.builder.assign(target, value)
        return value

    def compound(self, operator: Node, target: Expr, value: Expr) -> Expr:  # noqa: ARG002 - for overriding
        """What `a += b` gives."""
        return (units.PARTS, operator.start_byte, "", (value,)) if value is not None else None

    def update_expression(self, node: Node) -> Expr:
        """`i++`."""
        target = plain_target(self.expr(node.child_by_field_name("argument")))
        self.builder.use(target, "writes" if target is not None and target[0] in (units.NAME, units.MEMBER) else "")
        return None

    def pointer_expression(self, node: Node) -> Expr:
        """`*p`, `&x`: pointers are what they point to."""
        inner = self.expr(node.child_by_field_name("argument"))
        operator = node.child_by_field_name("operator")
        if inner is None or operator is None or operator.type != "*":
            return inner
        return self.pointed(operator, inner)

    def pointed(self, operator: Node, inner: Known) -> Known:
        """What a pointer points to: `*p`, `p->`."""
        return (units.AWAIT, operator.start_byte, inner)

    def subscript_expression(self, node: Node) -> Expr:
        """`a[i]`."""
        base = self.expr(node.child_by_field_name("argument"))
        for field in ("index", "indices"):
            inner = node.child_by_field_name(field)
            if inner is not None:
                self.builder.use(self.expr(inner))
        return self.element(node, base) if base is not None else None

    def element(self, node: Node, base: Known) -> Expr:
        """An element of an array."""
        return (units.ELEMENT, node.start_byte, base)

    def parenthesized_expression(self, node: Node) -> Expr:
        """`(x)`; a block inside of it is GNU's statement expression."""
        found = [one for child in node.named_children if (one := self.expr(child)) is not None]
        if len(found) == 1:
            return found[0]
        return (units.PARTS, node.start_byte, "", tuple(found)) if found else None

    def cast_expression(self, node: Node) -> Expr:
        """`(T) x`."""
        kind = self.type_expr(node.child_by_field_name("type"))
        value = self.expr(node.child_by_field_name("value"))
        if kind is None or kind[0] == units.LITERAL:
            return value
        return (units.INSTANCE, kind[1], kind, value)

    def conditional_expression(self, node: Node) -> Expr:
        """`a ? b : c`."""
        self.builder.use(self.expr(node.child_by_field_name("condition")))
        ways = (node.child_by_field_name("consequence"), node.child_by_field_name("alternative"))
        found = tuple(one for way in ways if (one := self.expr(way)) is not None)
        return (units.UNION, node.start_byte, found) if found else None

    def comma_expression(self, node: Node) -> Expr:
        """`a, b`."""
        self.builder.use(self.expr(node.child_by_field_name("left")))
        return self.expr(node.child_by_field_name("right"))

    def sizeof_expression(self, node: Node) -> Expr:
        """`sizeof(T)`, `sizeof x`."""
        self.type_use(node.child_by_field_name("type"))
        value = self.expr(node.child_by_field_name("value"))
        return (units.PARTS, node.start_byte, "", (value,)) if value is not None else None

    def offsetof_expression(self, node: Node) -> Expr:
        """`offsetof(T, member)`."""
        kind, field = self.type_use(node.child_by_field_name("type")), node.child_by_field_name("member")
        if kind is None or field is None:
            return None
        return (units.MEMBER, field.start_byte, (units.INSTANCE, kind[1], kind, None), self.text(field))

    def type_descriptor(self, node: Node) -> Expr:
        """A type in the place of a value, as macros take them."""
        self.type_use(node)
        return None

    def compound_literal_expression(self, node: Node) -> Expr:
        """`(T){ .a = b }`."""
        kind = self.type_expr(node.child_by_field_name("type"))
        value = node.child_by_field_name("value")
        if value is None or kind is None:
            return self.expr(value)
        return self.initialised(value, kind, None, array=False)

    # ------------------------------------------------------------ initialisers

    def initializer_list(self, node: Node) -> Expr:
        """`{ a, b }` where the type is not at hand."""
        return self.initialised(node, None, None, array=True)

    def initialised(self, node: Node, kind: Expr, target: Expr, *, array: bool) -> Expr:
        """What an initialiser in braces gives.

        Args:
            node: the `initializer_list`.
            kind: the type of what is initialised; None where it is not known.
            target: what is initialised, where it has a name and no known type.
            array: whether it is an array of that type.
        """
        fields: list[tuple[int, str, Expr]] = []
        values: list[Expr] = []
        for child in node.named_children:
            if child.type == "initializer_pair":
                self._pair(child, kind, target, fields, values)
            elif child.type == "initializer_list":
                inner = self.initialised(child, kind if array else None, None, array=False)
                if inner is not None:
                    values.append(inner)
            elif (value := self.expr(child)) is not None:
                self.positional(kind, len(values) if not array else -1, value)
                values.append(value)
        if fields and kind is not None:
            return (units.INITIAL, kind[1], kind, tuple(fields))
        values += [value for _, _, value in fields if value is not None]
        return (units.SEQUENCE, node.start_byte, tuple(values)) if values else None

    def positional(self, kind: Expr, place: int, value: Expr) -> None:
        """Takes note of the value of the field at a place."""

    def _pair(
        self, node: Node, kind: Expr, target: Expr, fields: list[tuple[int, str, Expr]], values: list[Expr]
    ) -> None:
        """`.field = value`, `[index] = value`."""
        value = node.child_by_field_name("value")
        designators = node.children_by_field_name("designator")
        name = next((one for one in designators if one.type == "field_designator"), None)
        if name is None or not name.named_children:
            for one in designators:
                self.builder.use(self.parts(one))
            inner = self._value(value, kind)
            if inner is not None:
                values.append(inner)
            return
        field = name.named_children[0]
        owner = (units.INSTANCE, field.start_byte, kind, None) if kind is not None else target
        inner = self._value(value, None)
        if owner is not None and inner is not None:
            self.builder.assign((units.MEMBER, field.start_byte, owner, self.text(field)), inner)
        fields.append((field.start_byte, self.text(field), inner))

    def _value(self, value: Node | None, kind: Expr) -> Expr:
        if value is not None and value.type == "initializer_list":
            return self.initialised(value, kind, None, array=False)
        return self.expr(value)
