"""Declarators: what stands around a name in a declaration (`*p`, `a[3]`, `(*f)(int)`, `f(int x)`)."""

from __future__ import annotations

from typing import Final, NamedTuple

from tree_sitter import Node

_NAMES: Final = frozenset(
    "identifier field_identifier type_identifier qualified_identifier destructor_name operator_name operator_cast"
    " template_function template_method template_type structured_binding_declarator primitive_type".split()
)
_WRAPPERS: Final = frozenset(
    "pointer_declarator reference_declarator array_declarator parenthesized_declarator attributed_declarator"
    " init_declarator function_declarator variadic_declarator pointer_type_declarator".split()
)


class Declarator(NamedTuple):
    """A declarator taken apart."""

    name: Node | None
    """What is declared; None in an abstract declarator."""
    function: Node | None
    """The `function_declarator` right around the name: a function is declared."""
    called: Node | None
    """A `function_declarator` further out: what the name points to is a function."""
    array: bool
    pointer: bool
    """Whether the name is of a pointer to the type."""
    reference: bool
    value: Node | None
    """The initialiser of an `init_declarator`."""


def take_apart(node: Node | None) -> Declarator:
    """The parts of a declarator; None for one that is not written."""
    function = called = value = None
    array = pointer = reference = wrapped = False
    at = node
    while at is not None and at.type not in _NAMES:
        kind = at.type
        if kind == "init_declarator":
            value = at.child_by_field_name("value")
        elif kind in ("function_declarator", "abstract_function_declarator"):
            called, function, wrapped = function or called, at, False
        elif kind in ("pointer_declarator", "abstract_pointer_declarator", "pointer_type_declarator"):
            pointer = wrapped = True
        elif kind in ("reference_declarator", "abstract_reference_declarator"):
            reference = wrapped = True
        elif kind in ("array_declarator", "abstract_array_declarator"):
            array = wrapped = True
        inner = at.child_by_field_name("declarator")
        at = inner if inner is not None else _inside(at)
    if wrapped and function is not None:
        called, function = function, None
    if at is not None and function is None and (cast := last_name(at)).type == "operator_cast":
        function = cast.child_by_field_name("declarator")
    return Declarator(at, function, called, array, pointer, reference, value)


def _inside(node: Node) -> Node | None:
    """The declarator in one whose grammar has no field for it."""
    return next((child for child in node.named_children if child.type in _NAMES or child.type in _WRAPPERS), None)


def last_name(node: Node) -> Node:
    """The name itself in a qualified or templated one: `f` of `a::B<T>::f<int>`."""
    at = node
    while at.type in (
        "qualified_identifier",
        "template_function",
        "template_method",
        "template_type",
        "dependent_name",
    ):
        inner = at.child_by_field_name("name")
        if inner is None:
            inner = at.named_children[-1] if at.named_children else None
        if inner is None:
            return at
        at = inner
    return at
