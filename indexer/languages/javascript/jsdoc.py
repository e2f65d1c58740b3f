"""Types in documentation comments (JSDoc), which hold where the code itself cannot say them: in JavaScript.

They are TypeScript's types, with forms of their own (`?T`, `T=`, `...T`, `Array.<T>`, `*`): see "JSDoc Reference" in TypeScript's
handbook.  All of a file are read by TypeScript's grammar at once, from a text in which nothing but they stands, each in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

_COMMENT: Final = re.compile(rb"/\*\*(?=[\s@])(?:(?!\*/).)*@(?:(?!\*/).)*\*/", re.DOTALL)
_TAG: Final = re.compile(
    rb"@(type|param|arg|argument|returns?|typedef|property|prop|callback|template|satisfies)\b[ \t]*(\{)?"
)
_NAME: Final = re.compile(rb"[\s*]*\[?[ \t]*([\w$][\w$.]*)")
_NAMES: Final = re.compile(rb"[ \t]*([\w$]+(?:[ \t]*,[ \t]*[\w$]+)*)")
_LINES: Final = re.compile(rb"(?<=\n)[ \t]*\*(?!/)")
_MARKS: Final = b"?!.= \t\r\n"
"""What stands around a type: that it may be null, left out, or given any number of times."""
_BLANKS: Final = b" \t\r\n"
_VAGUE: Final = frozenset(
    b"Object object Function function Array Promise any unknown void undefined null mixed * ?".split()
)
"""Types that say less than the code does."""
_BEFORE: Final = b"type _="
"""What makes a type a statement; shorter than a tag with its brace."""
_SAME: Final = {b"arg": b"param", b"argument": b"param", b"return": b"returns", b"prop": b"property"}
_AROUND: Final = frozenset(
    (
        "variable_declarator", "lexical_declaration", "variable_declaration", "export_statement", "assignment_expression",
        "expression_statement", "pair", "method_definition", "field_definition", "parenthesized_expression",
    )
)  # fmt: skip
"""What a comment may stand before that is meant for a definition inside."""


class Tag(NamedTuple):
    """One tag of a comment."""

    kind: str
    """'type', 'param', 'returns', 'typedef', 'property', 'callback', 'template' or 'satisfies'."""
    name: str
    """As it is written, with dots; '' where it has none."""
    offset: int
    type: Node | None
    """None where there is none, or one that says nothing."""


Doc = tuple[Tag, ...]
"""The tags of a comment, in order."""


@cache
def _typescript() -> Language:
    return Language(tree_sitter_typescript.language_typescript())


class Docs:
    """The documentation comments of a file that have types."""

    def __init__(self, source: bytes) -> None:
        """Args: the file's bytes."""
        self._source = source
        found = {match.end(): list(_tags(source, match)) for match in _COMMENT.finditer(source)}
        types = _parsed(source, [span for tags in found.values() for _, _, _, span in tags if span is not None])
        self._docs: dict[int, Doc] = {
            end: tuple(
                Tag(kind, name, at, types.get(span[0]) if span is not None else None) for kind, name, at, span in tags
            )
            for end, tags in found.items()
            if tags
        }

    def all(self) -> Iterator[Doc]:
        """Those of all comments, in the order of the text."""
        return iter(self._docs.values())

    def of(self, node: Node) -> Doc:
        """Those right before a definition, or before what it stands in; () for none."""
        if not self._docs:
            return ()
        at: Node | None = node
        while at is not None:
            found = self._before(at.start_byte)
            if found or at.parent is None or at.parent.type not in _AROUND:
                return found
            at = at.parent
        return ()

    def type_before(self, node: Node) -> Node | None:
        """The type that the comment right before a node says it has (`@type`)."""
        found = self._before(node.start_byte) if self._docs else ()
        return next((one.type for one in found if one.kind == "type"), None)

    def _before(self, offset: int) -> Doc:
        end = offset
        while end > 0 and self._source[end - 1] in _BLANKS:
            end -= 1
        return self._docs.get(end, ())


def held(doc: Doc) -> Node | None:
    """The type that a comment says a variable or function has."""
    return next((one.type for one in doc if one.kind in ("type", "satisfies")), None)


def _tags(source: bytes, comment: re.Match[bytes]) -> Iterator[tuple[str, str, int, tuple[int, int] | None]]:
    """The tags of a comment: kind, name, where it stands, and from where to where its type reaches."""
    for match in _TAG.finditer(source, comment.start(), comment.end()):
        span, end = None, match.end()
        if match[2]:
            close = _closing(source, match.end(), comment.end())
            if close < 0:
                continue
            span, end = (match.end(), close), close + 1
        kind = _SAME.get(match[1], match[1]).decode()
        name = (_NAMES if kind == "template" else _NAME).match(source, end, comment.end())
        text = name[1].decode() if name is not None and kind not in ("type", "returns", "satisfies") else ""
        said = span if span is not None and source[span[0] : span[1]].strip() not in _VAGUE else None
        yield kind, text, name.start(1) if name is not None and text else match.start(), said


def _closing(source: bytes, start: int, end: int) -> int:
    """Where the brace is closed that is open before `start`; -1."""
    depth = 1
    for at in range(start, end):
        byte = source[at]
        depth += (byte == 0x7B) - (byte == 0x7D)
        if not depth:
            return at
    return -1


def _parsed(source: bytes, spans: list[tuple[int, int]]) -> dict[int, Node]:
    """The types in some stretches of a text, by where the stretch begins; only those that can be read."""
    if not spans:
        return {}
    text = bytearray(re.sub(rb"[^\n]", b" ", source))
    for start, end in spans:
        text[start - len(_BEFORE) : start] = _BEFORE
        text[start:end] = _plain(source[start:end])
        text[end : end + 1] = b";"
    root = Parser(_typescript()).parse(bytes(text)).root_node
    starts = {start - len(_BEFORE): start for start, _ in spans}
    found: dict[int, Node] = {}
    for node in root.named_children:
        place = starts.get(node.start_byte)
        value = node.child_by_field_name("value") if node.type == "type_alias_declaration" else None
        if place is not None and value is not None and not value.has_error:
            found[place] = value
    return found


def _plain(written: bytes) -> bytes:
    """A type with blanks in place of what only comments have, as long as before."""
    text = _LINES.sub(lambda match: b" " * len(match[0]), written)
    text = text.replace(b".<", b" <")
    kept = text.strip(_MARKS)
    start = text.index(kept) if kept else 0
    return b" " * start + kept.replace(b"*", b"_") + b" " * (len(text) - start - len(kept))
