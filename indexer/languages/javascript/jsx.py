"""JSX: an element of a component calls it."""

from __future__ import annotations

from tree_sitter import Node

from indexer.languages.javascript import functions
from indexer.languages.javascript.reader import Reader
from indexer.model import units
from indexer.model.units import Expr


def element(reader: Reader, node: Node) -> Expr:
    """`<A b={c}>...</A>`: a call of A, where it is a component and no tag of HTML."""
    head = node.child_by_field_name("open_tag") if node.type == "jsx_element" else node
    component: Expr = None
    if head is not None:
        name = head.child_by_field_name("name")
        component = _component(reader, name)
        for child in head.named_children:
            if name is None or child.id != name.id:
                _part(reader, child)
    for child in node.named_children:
        if (
            child.type not in ("jsx_opening_element", "jsx_closing_element")
            and head is not None
            and (node.type != "jsx_self_closing_element")
        ):
            _part(reader, child)
    if component is not None:
        reader.builder.use((units.CALL, component[1], component, (None,)))
    return (units.LITERAL, node.start_byte, "JSX.Element")


def _component(reader: Reader, name: Node | None) -> Expr:
    """The component that an element names; None for tags such as `div`."""
    if name is None:
        return None
    if name.type == "identifier":
        text = reader.name(name)
        return (units.NAME, name.start_byte, text) if text[:1].isupper() or text[:1] in "_$" else None
    return reader.expression(name) if name.type in ("member_expression", "nested_identifier") else None


def _part(reader: Reader, node: Node) -> None:
    """An attribute, a child, or what stands in braces."""
    kind = node.type
    if kind == "jsx_attribute":
        for child in node.named_children[1:]:
            _part(reader, child)
    elif kind == "jsx_expression":
        for child in node.named_children:
            if child.type in functions.FUNCTIONS:  # a handler: what it does belongs to the component
                functions.as_value(reader, child, None, row=False)
                continue
            found = reader.expression(child)
            reader.builder.use(found[2] if found is not None and found[0] == units.SPLAT else found)
    elif kind == "type_arguments":
        reader.use_type(node)
    elif kind not in ("jsx_text", "string", "comment", "html_character_reference"):
        reader.evaluate(node)
