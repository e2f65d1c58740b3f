"""Facts of a JavaScript or TypeScript file: its definitions, and all that linking needs of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Final

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from indexer.languages.javascript import expressions, modules, statements, type_declarations, types
from indexer.languages.javascript.documented import typedefs
from indexer.languages.javascript.reader import Reader, Tables
from indexer.languages.toolkit.broken import unread
from indexer.languages.toolkit.builder import Builder, Grammar
from indexer.model.records import FileFacts
from indexer.model.units import FUNCTION_, TYPES

COMMENTS: Final = ("comment", "html_comment", "hash_bang_line")
STRINGS: Final = ("string_fragment", "escape_sequence", "regex")

_GRAMMARS: Final[dict[str, Callable[[], object]]] = {
    "javascript": tree_sitter_javascript.language,
    "typescript": tree_sitter_typescript.language_typescript,
    "tsx": tree_sitter_typescript.language_tsx,
}
_TABLES: Final = Tables(
    expressions.EXPRESSIONS,
    {**statements.STATEMENTS, **modules.STATEMENTS, **type_declarations.STATEMENTS},
    types.TYPES_OF,
)


@cache
def grammar(name: str) -> tuple[Language, Grammar]:
    """One of 'javascript', 'typescript' and 'tsx'."""
    language = Language(_GRAMMARS[name]())
    return language, Grammar.of(language, COMMENTS, STRINGS)


def extract(source: bytes, path: str, words: Callable[[bytes], str]) -> FileFacts:
    """The facts of one JavaScript file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that says it has Flow types is read as TypeScript with JSX, the nearest grammar.
    """
    name = "tsx" if b"@flow" in source[:2048] else "javascript"
    return read(source, path, words, "javascript", name)


def read(source: bytes, path: str, words: Callable[[bytes], str], language: str, grammar_name: str) -> FileFacts:
    """The facts of a file in one of the grammars; see `extract` and `grammar`."""
    reader = reader_of(source, source, path, words, language, grammar_name)
    finish(reader)
    return reader.builder.finish()


def reader_of(
    source: bytes, code: bytes, path: str, words: Callable[[bytes], str], language: str, grammar_name: str
) -> Reader:
    """What was read of a file.

    Args:
        source: the file's bytes.
        code: the same with blanks in the place of what is no code, each byte in its place.
        path: relative to the root.
        words: see `extract`.
        language: of the facts.
        grammar_name: see `grammar`.
    """
    parser_language, made = grammar(grammar_name)
    root = _parsed(parser_language, code)
    builder = Builder(source, path, language, root, made, words)
    typed = grammar_name != "javascript"
    reader = Reader(builder, _TABLES, typed=typed, ambient=path.endswith((".d.ts", ".d.mts", ".d.cts")))
    typedefs(reader)
    reader.statements(root)
    return reader


_AS_NAME: Final = re.compile(rb"\btype(?=\s+extends\b)")
_NAMELESS: Final = re.compile(rb"\bexport\s+default\s+(abstract)(?=\s+class\s*[{<])")
_TYPES_OF_ALL: Final = re.compile(rb"\bexport\s+(type)(?=\s*\*)")
_NEW_MEMBER: Final = re.compile(
    rb"^[ \t]*([ \t])(?=<\s*(?:const\s+)?\w+\s*(?:[>,=]|extends\b)|\[\s*\w+\s*:)", re.MULTILINE
)
"""The blank before a member of a type on a line of its own: one with type parameters, or an index signature."""


def _parsed(language: Language, code: bytes) -> Node:
    """The tree of a file; where its grammar fails, that of the file without what the grammar is known to fail on: names
    that are keywords elsewhere, members of types that no semicolon parts, `export type *`. Each byte keeps its place."""
    parser = Parser(language)
    root = parser.parse(code).root_node
    if not root.has_error:
        return root
    plain = _AS_NAME.sub(b"typE", code)
    for words, other in ((_NAMELESS, b" "), (_TYPES_OF_ALL, b" "), (_NEW_MEMBER, b";")):
        plain = words.sub(partial(_with, other), plain)
    if plain == code:
        return root
    again = parser.parse(plain).root_node
    return again if unread(again) < unread(root) else root


def _with(other: bytes, match: re.Match[bytes]) -> bytes:
    """A match with another byte throughout its group."""
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return match[0][:start] + other * (end - start) + match[0][end:]


def finish(reader: Reader) -> None:
    """What is known of declarations only when the whole file is read."""
    builder = reader.builder
    for name, scope in reader.made:
        builder.scope = scope
        number = reader.declared(name)
        if number >= 0:
            reader.makers.add(number)
    builder.scope = 0
    for number in reader.makers:
        one = builder.declaration(number)
        if one.what == FUNCTION_:
            builder.amend(number, spaces=one.spaces | TYPES)
    for name in reader.exported_names:
        number = reader.own(0, name)
        symbol = builder.declaration(number).symbol if number >= 0 else -1
        if symbol >= 0:
            builder.amend_symbol(symbol, exported=True)
    kind = "module" if reader.is_module else "commonjs" if reader.is_common else "script"
    builder.fact("kind", kind)
