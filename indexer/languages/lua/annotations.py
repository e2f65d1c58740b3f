"""Types in documentation comments, as EmmyLua and LuaLS write them: `---@class`, `---@param`, `---@return`, `---@type`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tree_sitter import Node

from indexer.model.units import APPLIED, LITERAL, NAME, UNION, Expr

_TAG = re.compile(rb"^---\s*@(class|param|return|type|field)\s+(.*)", re.DOTALL)
_CLASS = re.compile(rb"(?:\(\w+\)\s*)?(?P<name>[\w.]+)(?:\s*:\s*(?P<bases>[\w., ]+))?")
_NAMED = re.compile(rb"(?:(?:public|private|protected|package)\s+)?(?P<name>[\w.]+)\??\s+(?P<type>.*)", re.DOTALL)
_TYPE = re.compile(rb"\(?[\w.]+(?:\[\])*\??(?:\s*\|\s*[\w.\"']+(?:\[\])*\??)*\)?")
_PART = re.compile(rb"([A-Za-z_][\w.]*)((?:\[\])*)")
_BUILT_IN = frozenset(
    "nil boolean number integer string table function thread userdata any void unknown self true false".split()
)


class Annotations(NamedTuple):
    """What the comments before a statement say."""

    class_name: str = ""
    class_offset: int = 0
    bases: tuple[Expr, ...] = ()
    parameters: tuple[tuple[str, Expr], ...] = ()
    result: Expr = None
    type: Expr = None


NONE: Final = Annotations()
"""Nothing is said."""


def annotations_before(node: Node, source: bytes) -> Annotations:
    """What the comments right above a statement say."""
    before = node.prev_sibling
    if before is None or before.type != "comment":
        return NONE
    found = NONE
    below = node.start_point[0]
    while before is not None and before.type == "comment" and before.end_point[0] >= below - 1:
        below = before.start_point[0]
        match = _TAG.match(source[before.start_byte : before.end_byte])
        if match is not None:
            found = _with(found, match[1], match[2], before.start_byte + match.start(2))
        before = before.prev_sibling
    return found


def _with(known: Annotations, tag: bytes, text: bytes, offset: int) -> Annotations:
    """The annotations with those of one more tag; a tag above others comes before them."""
    if tag == b"class":
        match = _CLASS.match(text)
        if match is None:
            return known
        bases: tuple[Expr, ...] = ()
        if match["bases"]:
            start = offset + match.start("bases")
            bases = tuple(
                (NAME, start + part.start(), part[0].decode()) for part in re.finditer(rb"[\w.]+", match["bases"])
            )
        return known._replace(class_name=match["name"].decode(), class_offset=offset + match.start("name"), bases=bases)
    if tag == b"param":
        match = _NAMED.match(text)
        if match is None:
            return known
        name, type_ = match["name"].decode(), _type(match["type"], offset + match.start("type"))
        return known._replace(parameters=((name, type_), *known.parameters))
    if tag == b"return":
        return known._replace(result=_type(text, offset))
    return known._replace(type=_type(text, offset)) if tag == b"type" else known


def _type(text: bytes, offset: int) -> Expr:
    """A written type: names, lists of them, and alternatives."""
    match = _TYPE.match(text)
    if match is None:
        return None
    found: list[Expr] = []
    for part in _PART.finditer(match[0]):
        name, start = part[1].decode(), offset + part.start()
        if name in {"nil", "any", "void", "unknown", "self", "true", "false"}:
            continue
        expr: Expr = (LITERAL, start, name) if name in _BUILT_IN else (NAME, start, name)
        for _ in range(len(part[2]) // 2):
            expr = (APPLIED, start, (LITERAL, start, "table"), (expr,))
        found.append(expr)
    if len(found) > 1:
        return (UNION, offset, tuple(found))
    return found[0] if found else None
