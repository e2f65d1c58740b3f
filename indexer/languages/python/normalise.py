"""The normalised form of a piece of Python syntax, and its content hash.

Comments, formatting and position do not count; identifiers, literals, operators and structure do.  The structure is
tree-sitter's S-expression of the node (without comments, redundant parentheses and escapes), the rest the sequence of
identifiers, literals and operators.  Layout, commas and brackets are in the structure already, so that a formatter
that re-wraps lines, changes quotes or adds trailing commas leaves the hash alone.
"""

from __future__ import annotations

import re

import blake3
from tree_sitter import Node

_TOKEN = re.compile(
    rb"#[^\n]*"
    rb"|(?:[rRbBuUfFtT]{1,2})?(?:\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    rb"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    rb"|\w+|[^\w\s(),\[\]{}:;\"'#\\]",
    re.DOTALL,
)
_ESCAPE = re.compile(r" ?\(escape_sequence\)")
_PARENTHESES = re.compile(r"[()]")
_QUOTES = b"\"'"


def _unwrap(structure: str) -> str:
    """The S-expression without `(parenthesized_expression X)` around X."""
    opening = "(parenthesized_expression "
    while (start := structure.find(opening)) >= 0:
        depth = 1
        for match in _PARENTHESES.finditer(structure, start + len(opening)):
            depth += 1 if match[0] == "(" else -1
            if depth == 0:
                inside = structure[start + len(opening) : match.start()]
                structure = structure[:start] + inside + structure[match.end() :]
                break
        else:  # unbalanced: cannot be, but never loop
            break
    return structure


def structure_of(node: Node) -> str:
    """The normalised structure of a node."""
    structure = str(node)
    if "(comment)" in structure:
        structure = structure.replace(" (comment)", "").replace("(comment) ", "")
    if "(escape_sequence)" in structure:
        structure = _ESCAPE.sub("", structure)
    if "(parenthesized_expression " in structure:
        structure = _unwrap(structure)
    return structure.replace("tuple_pattern", "pattern_list").replace(" superclasses: (argument_list)", "")


def _literal(token: bytes) -> bytes:
    """A string literal without its quotes: `'it\\'s'` and `"it's"` are one; prefixes are folded."""
    start = 0
    while token[start : start + 1] not in (b'"', b"'"):
        start += 1
    prefix = bytes(sorted(token[:start].lower().replace(b"u", b"")))
    quotes = 3 if token[start : start + 3] in (b'"""', b"'''") and len(token) - start >= 6 else 1
    content = token[start + quotes : len(token) - quotes]
    if b"\\" in content and b"r" not in prefix:
        content = content.replace(b"\\'", b"'").replace(b'\\"', b'"')
    return prefix + b'"' + content


def tokens_of(source: bytes, start: int, end: int) -> list[bytes]:
    """Identifiers, literals and operators between two offsets, normalised; comments left out."""
    found: list[bytes] = []
    for token in _TOKEN.findall(source, start, end):
        if token[-1] in _QUOTES:
            found.append(_literal(token))
        elif token[0] == 35:  # a comment
            continue
        elif 48 <= token[0] <= 57:
            found.append(token.lower())
        else:
            found.append(token)
    return found


def fold_docstring(raw: bytes) -> bytes:
    """A docstring as formatters may leave it: the white space at the ends of its lines does not count."""
    return b"\n".join(line.strip() for line in _literal(raw).strip().split(b"\n")).strip()


def content_hash(parts: list[bytes]) -> str:
    """BLAKE3 over normalised parts, 64 hex digits."""
    return blake3.blake3(b"\0".join(parts)).hexdigest()
