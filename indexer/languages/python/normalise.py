"""The normalised form of a piece of Python syntax, and its content hash.

Comments, formatting and position do not count; identifiers, literals, operators and structure do.  The structure is
tree-sitter's S-expression of the node (without comments, redundant parentheses and escapes), the rest the sequence of
identifiers, literals and operators.  Layout, commas and brackets are in the structure already, so that a formatter
that re-wraps lines, joins or changes quotes, or adds trailing commas leaves the hash alone.
"""

from __future__ import annotations

import re

import blake3
from tree_sitter import Node

_STRING = (
    rb"(?:[rRbBuUfFtT]{1,2})?(?:\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    rb"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
)
_NUMBER = rb"0[xXoObB]\w+|(?:\d\w*(?:\.\w*)?|\.\d\w*)(?:(?<=[eE])[+-]\d\w*)?"
_BETWEEN = rb"(?:\s|\\\n|#[^\n]*\n)*"
_TOKEN = re.compile(
    rb"[^\W\d]\w*+(?![\"'])|[^\w\s(),.\[\]{};\"'#\\]|#[^\n]*|" + _NUMBER + rb"|\.|"
    + _STRING + rb"(?:" + _BETWEEN + _STRING + rb")*|\w+",
    re.DOTALL,
)  # fmt: skip
"""Names first, being most; a name right before a quote may be the prefix of a string."""
_ONE_STRING = re.compile(_STRING, re.DOTALL)
_ESCAPE = re.compile(r" ?\(escape_\w+\)")
_PARENTHESES = re.compile(r"[()]")
_PLAIN_STRINGS = re.compile(r"\(concatenated_string (?:\(string\) ?)+\)")
_ESCAPED = re.compile(rb"\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|\r?\n|.)", re.DOTALL)
_BRACES = re.compile(rb"\{\{|\}\}|[{}]")
_END_OF_EXPRESSION = re.compile(rb"[\[({]|[\])}]|:=|!=|[:!]")
_QUOTES = b"\"'"


def _closing(structure: str, start: int) -> int:
    """Where the parenthesis closes inside of which a position is; the end where it does not."""
    depth = 1
    for match in _PARENTHESES.finditer(structure, start):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return match.start()
    return len(structure)


def _unwrap(structure: str) -> str:
    """The S-expression without `(parenthesized_expression X)` around X."""
    opening = "(parenthesized_expression "
    while (start := structure.find(opening)) >= 0:
        close = _closing(structure, start + len(opening))
        structure = structure[:start] + structure[start + len(opening) : close] + structure[close + 1 :]
    return structure


def _join(structure: str) -> str:
    """The S-expression with one `(string ...)` for each `(concatenated_string (string ...) (string ...))`."""
    opening, inner = "(concatenated_string ", "(string"
    while (start := structure.find(opening)) >= 0:
        close = _closing(structure, start + len(opening))
        found, at = "", start + len(opening)
        while (at := structure.find(inner, at, close)) >= 0:
            end = _closing(structure, at + 1)
            found += structure[at + len(inner) : end]
            at = end
        structure = f"{structure[:start]}(string{found}){structure[close + 1 :]}"
    return structure


def structure_of(node: Node) -> str:
    """The normalised structure of a node."""
    structure = str(node)
    if "(comment)" in structure:
        structure = structure.replace(" (comment)", "").replace("(comment) ", "")
    if "(line_continuation)" in structure:
        structure = structure.replace(" (line_continuation)", "").replace("(line_continuation) ", "")
    if "(string_" in structure:
        if "(escape_" in structure:
            structure = _ESCAPE.sub("", structure)
        for part in (" (string_start)", " (string_content)", " (string_end)"):
            structure = structure.replace(part, "")
        if "(concatenated_string " in structure:
            structure = _PLAIN_STRINGS.sub("(string)", structure)
            structure = _join(structure)
    if "(parenthesized_expression " in structure:
        structure = _unwrap(structure)
    structure = structure.replace("tuple_pattern", "pattern_list").replace("expression_list", "tuple")
    structure = structure.replace(" superclasses: (argument_list)", "")
    return "" if structure == "(argument_list)" else structure  # `class C():` is `class C:`


def _prefix_and_content(token: bytes) -> tuple[bytes, bytes]:
    """A string literal's prefix, folded, and what stands between its quotes, where escaped quotes are plain."""
    start = 0
    while token[start : start + 1] not in (b'"', b"'"):
        start += 1
    prefix = bytes(sorted(token[:start].lower().replace(b"u", b"")))
    quotes = 3 if token[start : start + 3] in (b'"""', b"'''") and len(token) - start >= 6 else 1
    content = token[start + quotes : len(token) - quotes]
    if b"\\" in content and b"r" not in prefix:
        content = _ESCAPED.sub(_escape, content)
    if b"f" in prefix and b"{" in content:
        content = _replacement_fields(content)
    return prefix, content


def _escape(match: re.Match[bytes]) -> bytes:
    """An escape as formatters may leave it: digits of either case, a quote that needs none."""
    found = match[0]
    if found[1:2] in (b"x", b"u", b"U"):
        return found[:2] + found[2:].lower()
    if found[1:2] == b"N":
        return found.upper()
    return found[1:] if found[1] in _QUOTES else found


def _replacement_fields(content: bytes) -> bytes:
    """The content of a formatted string with the expressions in it normalised; what follows them stays as it is."""
    found: list[bytes] = []
    depth = last = 0
    for match in _BRACES.finditer(content):
        brace = match[0]
        if depth == 0 and len(brace) == 2:
            continue
        depth += len(brace) if brace[0] == 123 else -len(brace)
        if depth == len(brace) and brace[0] == 123:
            found.append(content[last : match.end()])
            last = match.end()
        elif depth <= 0:
            found.append(_expression(content[last : match.start()]))
            last, depth = match.start(), 0
    return b"".join([*found, content[last:]])


def _expression(field: bytes) -> bytes:
    """A replacement field with its expression as tokens; `{x=}` is verbatim, since it shows its own text."""
    depth, end = 0, len(field)
    for match in _END_OF_EXPRESSION.finditer(field):
        mark = match[0]
        if mark in b"[({":
            depth += 1
        elif mark in b"])}":
            depth -= 1
        elif depth == 0 and len(mark) == 1:
            end = match.start()
            break
    expression = field[:end]
    if expression.rstrip().endswith(b"="):
        return field
    return b" ".join(tokens_of(expression, 0, len(expression))) + field[end:]


def _literal(token: bytes) -> bytes:
    r"""A string literal without its quotes: `'it\'s'` and `"it's"` are one; prefixes are folded.

    Literals side by side are the one that they spell, unless only some of them are raw.
    """
    single = _ONE_STRING.match(token)
    if single is None or single.end() == len(token):
        prefix, content = _prefix_and_content(token)
        return prefix + b'"' + content
    parts = []
    at = 0
    while at < len(token):
        match = _ONE_STRING.match(token, at)
        if match is not None:
            parts.append(_prefix_and_content(match[0]))
            at = match.end()
        elif token[at] == 35:
            at = token.index(b"\n", at) + 1
        else:
            at += 1
    kinds = {prefix.replace(b"f", b"") for prefix, _ in parts}
    if len(kinds) > 1:
        return b"".join(prefix + b'"' + content for prefix, content in parts)
    formatted = any(b"f" in prefix for prefix, _ in parts)
    prefix = bytes(sorted(kinds.pop() + b"f" * formatted))
    if formatted:
        braces = (b"{", b"{{"), (b"}", b"}}")
        parts = [(own, text if b"f" in own else text.replace(*braces[0]).replace(*braces[1])) for own, text in parts]
    return prefix + b'"' + b"".join(text for _, text in parts)


def _number(token: bytes) -> bytes:
    """A number in lower case, with digits on both sides of its point: `5.` is `5.0`, `.5` is `0.5`."""
    token = token.lower().replace(b"e+", b"e")
    if b"." not in token:
        return token
    whole, _, fraction = token.partition(b".")
    return (whole or b"0") + b"." + (fraction if fraction[:1].isdigit() else b"0" + fraction)


def _token(token: bytes) -> bytes:
    """One token, normalised; a comment is b""."""
    first = token[0]
    if first == 35:
        return b""
    if token[-1] in _QUOTES:
        if first <= 63 and token.find(token[:1], 1) == len(token) - 1 and b"\\" not in token:  # most: 'one word'
            return b'"' + token[1:-1]
        return _literal(token)
    if 48 <= first <= 57 or (first == 46 and len(token) > 1):
        return _number(token)
    return token


class _Tokens(dict[bytes, bytes]):
    """Normalised tokens by what is written: most tokens of a program are the same few."""

    _LONGEST = 40
    _MOST = 100_000

    def __missing__(self, token: bytes) -> bytes:
        found = _token(token)
        if len(token) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[token] = found
        return found


_normalised = _Tokens().__getitem__


def tokens_of(source: bytes, start: int, end: int) -> list[bytes]:
    """Identifiers, literals and operators between two offsets, normalised; comments left out.

    What is nothing but a string is taken for a docstring.
    """
    found = list(filter(None, map(_normalised, _TOKEN.findall(source, start, end))))
    if len(found) == 1 and _ONE_STRING.fullmatch(source, start, end):
        return [fold_docstring(source[start:end])]
    return found


def fold_docstring(raw: bytes) -> bytes:
    """A docstring as formatters may leave it: the white space at the ends of its lines does not count."""
    prefix, content = _prefix_and_content(raw)
    return prefix + b'"' + b"\n".join(line.strip() for line in content.strip().split(b"\n"))


def content_hash(parts: list[bytes]) -> str:
    """BLAKE3 over normalised parts, 64 hex digits; empty ones do not count."""
    return blake3.blake3(b"\0".join(filter(None, parts))).hexdigest()
