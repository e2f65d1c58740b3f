"""Types of Ruby where someone wrote them: Sorbet's `sig`, YARD's `@param` and `@return`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tree_sitter import Node

from indexer.languages.toolkit.builder import Builder
from indexer.model.units import APPLIED, LITERAL, MEMBER, NAME, UNION, Expr

_TAG: Final = re.compile(
    r"@(?P<tag>param|return|type)\s+(?P<before>[\w?!*&]+\s+)?\[(?P<type>[^\]\n]*)\](?:\s+(?P<after>\w+))?"
)
_PATH: Final = re.compile(r"(?:::)?[A-Z]\w*(?:::[A-Z]\w*)*")
_LISTS: Final = frozenset({"Array", "Set", "Enumerable", "Enumerator", "Range", "Hash"})
_PLAIN: Final = frozenset("Boolean Object nil void true false self untyped BasicObject".split())
CORE: Final = frozenset(
    """String Symbol Integer Float Numeric Rational Complex Array Hash Range Regexp MatchData Proc Method NilClass TrueClass
    FalseClass Time Exception StandardError Comparable Enumerable Enumerator Kernel Object BasicObject Module Class IO File Dir
    Struct Set Encoding Random Thread Mutex Fiber Marshal Process Signal GC ObjectSpace Math""".split()
)
"""Classes and modules that Ruby has without `require`."""


class Types(NamedTuple):
    """What is written of a method's types."""

    parameters: dict[str, Expr]
    result: Expr = None


NOTHING: Final = Types({})


def of_comment(text: str, offset: int) -> Types:
    """What a documentation comment says; its types are taken to stand at an offset."""
    if "@" not in text:
        return NOTHING
    parameters: dict[str, Expr] = {}
    result: Expr = None
    for match in _TAG.finditer(text):
        type_ = _documented(match["type"], offset)
        name = (match["before"] or match["after"] or "").strip(" *&")
        if match["tag"] == "return" and not match["before"]:
            result = result or type_
        elif match["tag"] == "param" and name and type_ is not None:
            parameters[name] = type_
    return Types(parameters, result)


def _documented(text: str, offset: int) -> Expr:
    """A type as YARD writes it: alternatives divided by commas, `Array<Element>`."""
    found: list[Expr] = []
    container, _, inner = text.partition("<")
    if inner and container.strip() in _LISTS:
        element = _documented(inner.rstrip("> "), offset)
        return (APPLIED, offset, (LITERAL, offset, container.strip()), (element,)) if element is not None else None
    for part in text.split(","):
        match = _PATH.fullmatch(part.strip())
        if match is None or match[0] in _PLAIN:
            continue
        found.append(path(match[0], offset))
    return (UNION, offset, tuple(found)) if len(found) > 1 else found[0] if found else None


def path(written: str, offset: int) -> Expr:
    """The expression of a constant's path."""
    if written in CORE:
        return (LITERAL, offset, written)
    first, *rest = written.removeprefix("::").split("::")
    found: Expr = (NAME, offset, f"::{first}" if written.startswith("::") else first)
    for name in rest:
        found = (MEMBER, offset, found, name)
    return found


class Signatures:
    """Reads `sig { params(a: A).returns(B) }`."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        self._builder = builder

    def read(self, block: Node) -> Types:
        """What the block of a `sig` says."""
        parameters: dict[str, Expr] = {}
        result: Expr = None
        todo = [block]
        while todo:
            node = todo.pop()
            if node.type == "call":
                method, arguments = node.child_by_field_name("method"), node.child_by_field_name("arguments")
                name = self._builder.text(method) if method is not None else ""
                if name == "returns" and arguments is not None and arguments.named_child_count:
                    result = self.type(arguments.named_children[0])
                elif name == "params" and arguments is not None:
                    parameters.update(self._parameters(arguments))
                receiver = node.child_by_field_name("receiver")
                todo += [receiver] if receiver is not None else []
            elif node.type in {"block", "do_block", "block_body", "body_statement"}:
                todo += node.named_children
        return Types(parameters, result)

    def _parameters(self, arguments: Node) -> dict[str, Expr]:
        found: dict[str, Expr] = {}
        for pair in arguments.named_children:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if pair.type == "pair" and key is not None and value is not None:
                type_ = self.type(value)
                if type_ is not None:
                    found[self._builder.text(key)] = type_
        return found

    def type(self, node: Node) -> Expr:
        """A type as Sorbet writes it."""
        if node.type == "constant":
            text = self._builder.text(node)
            return (LITERAL, node.start_byte, text) if text in CORE else (NAME, node.start_byte, text)
        if node.type == "scope_resolution":
            scope, name = node.child_by_field_name("scope"), node.child_by_field_name("name")
            if name is None:
                return None
            if scope is None:
                return (NAME, name.start_byte, f"::{self._builder.text(name)}")
            outer = self.type(scope)
            return (MEMBER, name.start_byte, outer, self._builder.text(name)) if outer is not None else None
        if node.type == "element_reference" and node.named_child_count > 1:
            generic, *arguments = node.named_children
            types = tuple(map(self.type, arguments))
            text = self._builder.text(generic).removeprefix("T::")
            base: Expr = (LITERAL, node.start_byte, text) if text in _LISTS else self.type(generic)
            return (APPLIED, node.start_byte, base, types) if base is not None else None
        if node.type == "call":
            method, arguments_node = node.child_by_field_name("method"), node.child_by_field_name("arguments")
            name_text = self._builder.text(method) if method is not None else ""
            if name_text in {"nilable", "any", "all"} and arguments_node is not None:
                found = [one for one in map(self.type, arguments_node.named_children) if one is not None]
                return (UNION, node.start_byte, tuple(found)) if len(found) > 1 else found[0] if found else None
        return None
