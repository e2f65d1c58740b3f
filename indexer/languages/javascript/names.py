"""Names as they are written: property keys, strings, and the names of what stands for them."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Node

from indexer.languages.javascript.escapes import unescaped
from indexer.languages.javascript.reader import Reader

_NUMBER: Final = re.compile(r"0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[\d_]*\.?[\d_]+(?:[eE][+-]?\d+)?\.?")
_PLAIN_KEYS: Final = frozenset(
    (
        "property_identifier",
        "private_property_identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "identifier",
        "type_identifier",
    )
)


def string_value(reader: Reader, node: Node | None) -> str | None:
    """The text of a string literal, or of a template without substitutions; None for anything else."""
    if node is None or node.type not in ("string", "template_string"):
        return None
    if node.type == "template_string" and any(child.type == "template_substitution" for child in node.named_children):
        return None
    return unescaped(reader.text(node)[1:-1])


def key_name(reader: Reader, node: Node | None) -> str:
    """The name of a property as its key gives it: strings and numbers count as names; '' for what is computed."""
    if node is None:
        return ""
    if node.type in _PLAIN_KEYS:
        return reader.name(node)
    if node.type == "number":
        return number_key(reader.text(node))
    if node.type == "computed_property_name":
        inner = node.named_children[0] if node.named_child_count == 1 else None
        if inner is not None and inner.type == "member_expression" and symbol_name(reader, inner):
            return symbol_name(reader, inner)
        return string_value(reader, inner) or (
            number_key(reader.text(inner)) if inner is not None and inner.type == "number" else ""
        )
    return string_value(reader, node) or ""


def is_number(node: Node | None) -> bool:
    """Whether a node is a number that is written down."""
    return node is not None and node.type == "number"


def shown_name(reader: Reader, node: Node | None, name: str) -> str:
    """A property's name as its row has it: numbers as they are written."""
    return reader.text(node) if node is not None and node.type == "number" else name


def number_key(text: str) -> str:
    """A number as a property's key: `1_000` is '1000', `0x10` is '16'."""
    plain = text.replace("_", "").rstrip("n")
    if not _NUMBER.fullmatch(plain):
        return plain
    try:
        value = float(int(plain, 0)) if plain[:2].lower() in ("0x", "0b", "0o") else float(plain)
    except ValueError:
        return plain
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)


def is_static(node: Node) -> bool:
    """Whether a member of a class is declared `static`."""
    return has_word(node, "static")


def has_word(node: Node, *words: str) -> bool:
    """Whether one of some keywords stands right in a node."""
    return any(child.type in words for child in node.children)


def details(reader: Reader, node: Node) -> list[str]:
    """The modifiers of a definition."""
    found = []
    for child in node.children:
        if child.type in _MODIFIERS:
            found.append(child.type)
        elif child.type in ("accessibility_modifier", "override_modifier"):
            found.append(reader.text(child))
        elif child.type == "*":
            found.append("generator")
        elif child.type in _END_OF_HEAD:
            break
    return found


_MODIFIERS: Final = frozenset(("static", "async", "abstract", "readonly", "get", "set", "declare", "accessor"))
_END_OF_HEAD: Final = frozenset(("formal_parameters", "class_body", "statement_block", "type_annotation"))


def member_name(reader: Reader, node: Node) -> tuple[Node | None, str]:
    """The member that `a.b` or `a['b']` names: where it stands, and the name; '' where it is computed."""
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        return name, reader.name(name) if name is not None else ""
    index = node.child_by_field_name("index")
    if index is not None and index.type == "member_expression":
        return index, symbol_name(reader, index)
    return index, key_name(reader, index) if index is not None and index.type in ("string", "number") else ""


def symbol_name(reader: Reader, node: Node) -> str:
    """The name of a member whose key is a well-known symbol (`Symbol.iterator`); '' for other keys."""
    return f"[{reader.text(node)}]" if reader.text(node).startswith("Symbol.") else ""
