"""Keys of configuration files, with their places.

Small scanners, not parsers: they have to find keys in any file, also in one that is broken or has comments where the
format has none, and they never fail. Keys inside lists are part of the list.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.extract.documents_part import Part, ends_of

_INI: Final = re.compile(
    rb"^(?:\[(?P<section>[^\]\n]+)\]|(?:export[ \t]+)?(?P<key>[^\s#;\[=:!][^=:\n]{0,200}?)[ \t]*[=:])", re.MULTILINE
)
_TOML_PART: Final = rb"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
_TOML_NAME: Final = _TOML_PART + rb"(?:[ \t]*\.[ \t]*" + _TOML_PART + rb")*"
_TOML_LINE: Final = re.compile(
    rb"[ \t]*(?:\[\[?[ \t]*(?P<table>" + _TOML_NAME + rb")[ \t]*\]|(?P<key>" + _TOML_NAME + rb")[ \t]*=)"
)
_TOML_VALUE: Final = re.compile(
    rb"\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|\#[^\n]*"
    rb"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<line>\n)",
    re.DOTALL,
)
_YAML_LINE: Final = re.compile(
    rb"^(?P<indent> *)(?:(?P<dash>-(?=[ \n\r]))|(?P<mark>---|\.\.\.)(?=\s)|(?P<comment>\#)"
    rb"|(?P<key>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'|[^\s\#\[\]{},&*!|>'\"%@`-][^\n:\#]*?|-[^\s:][^\n:\#]*?)"
    rb"[ ]*:(?=[ \r\n]|\Z)(?P<value>[^\n]*)|(?P<other>[^\s]))",
    re.MULTILINE,
)
_YAML_OPEN: Final = re.compile(rb"[ \t]*(?:[&!][^\s]*[ \t]*)*(?:\#[^\n]*)?\r?")
_MAX_DEPTH: Final = 8
"""Keys nested deeper are not even looked at."""
# What is never closed goes on to the end, or each opening would be tried against all that follows.
_JSON: Final = re.compile(
    rb"(?P<string>\"(?:[^\"\\\n]|\\.)*\")|//[^\n]*|/\*.*?(?:\*/|\Z)|(?P<sign>[{}\[\],:])", re.DOTALL
)


def ini_parts(source: bytes) -> list[Part]:
    """Sections and keys of INI, `.properties` and environment files; indented lines continue the value above."""
    parts = []
    depth = 1
    for match in _INI.finditer(source):
        group = "section" if match["section"] is not None else "key"
        if group == "section":
            depth = 2
        name = match[group].decode("utf-8", "replace").strip()
        level = 1 if group == "section" else depth
        parts.append(Part("property", name, level, match.start(), match.start(group), match.end(), -1))
    return _trimmed(parts, source)


def toml_parts(source: bytes) -> list[Part]:
    """Tables of TOML, named by their dotted path, and the keys in them."""
    parts = []
    depth = 1
    at = 0
    while at < len(source):
        match = _TOML_LINE.match(source, at)
        if match is None:
            at = source.find(b"\n", at) + 1 or len(source)
            continue
        group = "table" if match["table"] is not None else "key"
        name = _toml_name(match[group])
        start = match.start(group) if group == "key" else source.index(b"[", match.start())
        if group == "table":
            depth = 2
            at = source.find(b"\n", match.end()) + 1 or len(source)
            parts.append(Part("property", name, 1, start, match.start(group), at, -1))
        else:
            at = _toml_value_end(source, match.end())
            end = match.end() + len(source[match.end() : at].rstrip())
            parts.append(Part("property", name, depth, start, start, match.end(), end))
    return _trimmed(parts, source)


def _toml_name(raw: bytes) -> str:
    pieces = re.findall(_TOML_PART, raw)
    return ".".join(piece.decode("utf-8", "replace").strip("\"'") for piece in pieces)


def _toml_value_end(source: bytes, at: int) -> int:
    """Where the line after a value begins: the value may hold line feeds in strings and brackets."""
    depth = 0
    for token in _TOML_VALUE.finditer(source, at):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        elif token["line"] and depth <= 0:
            return token.end()
    return len(source)


def yaml_parts(source: bytes) -> list[Part]:
    """Keys of the nested mappings of YAML; a key with a value on its line has no keys inside."""
    parts: list[Part] = []
    indents: list[int] = []
    closed = -1  # lines indented deeper than this belong to a value or a list
    for match in _YAML_LINE.finditer(source):
        if match["comment"]:
            continue
        indent = len(match["indent"])
        if match["mark"] and indent == 0:
            indents, closed = [], -1
            continue
        if closed >= 0 and indent > closed:
            continue
        closed = -1
        if match["dash"] or match["key"] is None:
            closed = indent if match["dash"] else -1
            continue
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        if _YAML_OPEN.fullmatch(match["value"]) is None:
            closed = indent
        raw = match["key"]
        name = (raw[1:-1] if raw[:1] in (b"'", b'"') else raw).decode("utf-8", "replace").strip()
        start = match.start("key")
        parts.append(Part("property", name, len(indents), start, start, match.start("value"), -1))
    return _trimmed(parts, source)


def json_parts(source: bytes) -> list[Part]:
    """Keys of the nested objects of JSON, comments allowed."""
    parts: list[Part] = []
    brackets: list[bytes] = []
    lists = 0  # how many of the brackets are square
    open_parts: list[tuple[int, int]] = []  # (number of brackets around, place in parts)
    string: re.Match[bytes] | None = None
    for token in _JSON.finditer(source):
        sign = token["sign"]
        if sign is None:
            string = token if token["string"] else string
            continue
        if sign == b":" and string is not None and 0 < len(brackets) <= _MAX_DEPTH and not lists:
            text = string["string"]
            name = text[1:-1].decode("utf-8", "replace")
            open_parts.append((len(brackets), len(parts)))
            start = string.start()
            parts.append(Part("property", name, len(brackets), start, start + 1, token.end(), -1))
        elif sign in b"},":
            while open_parts and open_parts[-1][0] >= len(brackets):
                place = open_parts.pop()[1]
                body = parts[place].body
                parts[place] = parts[place]._replace(end=body + len(source[body : token.start()].rstrip()))
        if sign in b"{[":
            brackets.append(sign)
            lists += sign == b"["
        elif sign in b"}]" and brackets:
            lists -= brackets.pop() == b"["
        string = None
    return parts


def _trimmed(parts: list[Part], source: bytes) -> list[Part]:
    """The parts with their ends, blank lines and comments before the next part left out."""
    ends = ends_of(parts, len(source))
    return [part._replace(end=_without_tail(source, part.body, end)) for part, end in zip(parts, ends, strict=True)]


def _without_tail(source: bytes, body: int, end: int) -> int:
    """`end`, moved back over blank lines and whole-line comments."""
    while end > body:
        line = source.rfind(b"\n", body, end - 1) + 1
        text = source[line:end].strip()
        if line <= body or (text and text[:1] not in (b"#", b";")):
            break
        end = line
    return body + len(source[body:end].rstrip())
