"""The outline of a file in a language that has a grammar and a tags query: definitions, containment, imports."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from tree_sitter import Node, Parser, QueryCursor, Tree

from indexer.languages.outline.comments import Comments
from indexer.languages.outline.docs import Doc, documentation, documented
from indexer.languages.outline.embedded import Stretch, graft
from indexer.languages.outline.lines import with_lines
from indexer.languages.outline.tags import TYPES, Tags, tags_of
from indexer.languages.toolkit.builder import Builder, Words
from indexer.model import units
from indexer.model.identity import digest
from indexer.model.records import FileFacts, Problem, SymbolFact

_IMPORTABLE: Final = frozenset(("module", "namespace", "package", "interface", "class"))
"""What an import may name ..."""
_NOT_IMPORTED: Final = frozenset(("target", "selector"))
"""... unless its detail says that it is what is built, or what is styled."""
_FEW_STEPS: Final = 20_000
_BYTES_A_STEP: Final = 2
"""A parse may report progress this often: a sound file takes one step in 70 bytes, garbage up to some each byte."""
_DEEPEST: Final = 60_000
"""Deeper than 65,535 a query loses captures and takes minutes."""
_QUOTES: Final = "\"'`"
_LONGEST_NAME: Final = 200
_NEWLINE: Final = re.compile(rb"\n")
_NO_WORD: Final = re.compile(rb"[^A-Za-z0-9_\r\n]+")
_NO_LINE: Final = re.compile(rb"[^\r\n]+")
_ASCII: Final = bytes(byte if byte < 0x80 else 0x3F for byte in range(256))
_CHUNK: Final = 1 << 12
"""Bytes that the parser reads at once; predicates read that many, too."""


class Row(NamedTuple):
    """What the outline of a language needs of its row."""

    name: str
    tags: str
    """Path of its tags query."""
    grammar: tuple[str, str]
    comments: tuple[str, ...]
    strings: tuple[str, ...]
    masks: tuple[str, ...]
    """Regular expressions for what the grammar does not take; see `masked`."""
    lines: tuple[tuple[str, str], ...]
    """Kinds of symbols and regular expressions; see `lines.with_lines`."""


class Found(NamedTuple):
    """One definition that the query found."""

    start: int
    end: int
    order: int
    """Of the pattern in the query."""
    kind: str
    node: Node
    name: Node
    body: Node | None
    arguments: int
    """How many, where that tells definitions of one name apart; else -1."""
    doc: Doc | None
    until: Node | None


class Matches(NamedTuple):
    """What the query found in a file, each in the order of the text."""

    definitions: list[Found]
    """Outer ones before inner ones."""
    docs: list[Doc]
    imports: list[Node]
    embedded: list[Stretch]


class _Open(NamedTuple):
    """A definition that the next one may be inside of."""

    end: int
    symbol: int
    kind: str
    node: int
    contains_rest: bool


def extract(row: Row, source: bytes, path: str, words: Words) -> FileFacts:
    """The facts of one file; of its uses only imports are linked.

    Args:
        row: the language.
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that takes too long to parse, or is nested too deeply, gives a `Problem` and its words.
    """
    tags = tags_of(row.tags, row.grammar, row.comments, row.strings)
    tree = parse_within_bound(Parser(tags.language), masked(source, row.masks))
    if tree is None:
        return _text(row, source, path, words, "timeout", "takes too long to be parsed: indexed as text")
    if is_too_deep(tree.root_node):
        return _text(row, source, path, words, "too-deep", "nested too deeply to be parsed: indexed as text")
    builder = Builder(source, path, row.name, tree.root_node, tags.grammar, words)
    found = matches(tags, tree.root_node)
    comments = Comments(tags.grammar.opaque, tree.root_node, source)
    outline(builder, tags, found, comments)
    facts = builder.finish()
    if row.lines:
        facts = facts._replace(symbols=with_lines(source, facts.symbols, row.lines, comments, words))
    return facts._replace(symbols=graft(source, facts.symbols, found.embedded, words)) if found.embedded else facts


def outline(builder: Builder, tags: Tags, found_in: Matches, comments: Comments) -> None:
    """Adds the definitions and imports that were found in a tree to a builder."""
    stack: list[_Open] = []
    merging: dict[tuple[str, str, int, int], int] = {}
    last_of: dict[int, int] = {}
    signatures: set[int] = set()
    for node in found_in.imports:
        builder.use((units.IMPORT, node.start_byte, builder.text(node)[:_LONGEST_NAME], ""), "imports")
    docs = documented(found_in.definitions, found_in.docs)
    for index, found in enumerate(found_in.definitions):
        pattern = tags.patterns[found.order]
        name = name_of(builder.text(found.name))
        if not name:
            continue
        while stack and (stack[-1].end <= found.start or stack[-1].node == found.node.id):
            stack.pop()
        if pattern.contains_rest:
            _close_rest(stack, found.kind)
        parent = stack[-1].symbol if stack else 0
        kind = "method" if found.kind == "function" and stack and stack[-1].kind in TYPES else found.kind
        key = (kind, name, found.arguments, parent)
        doc = found.doc or docs.get(index)
        if pattern.merges and key in merging and last_of.get(parent) == merging[key]:
            signature = merging[key] in signatures and not pattern.is_signature
            builder.amend_symbol(merging[key], until=found.node, name_node=found.name if signature else None)
            signatures.discard(merging[key])
            continue
        written = builder.source[doc.start : doc.end].decode("utf-8", "replace") if doc is not None else ""
        symbol = builder.symbol(
            kind, name, found.node, found.name, body=found.body or found.node.child_by_field_name("body"), parent=parent,
            exported=pattern.exported, detail=pattern.detail, signature=_signature(builder, found, doc),
            docstring=documentation(written) or comments.above(found.start),
        )  # fmt: skip
        if kind in _IMPORTABLE and _NOT_IMPORTED.isdisjoint(pattern.detail):
            builder.declare(
                name, found.name.start_byte, units.NAMESPACE, units.NAMESPACES, symbol=symbol, flags=units.EXPORTED
            )
        if found.until is not None:
            builder.amend_symbol(symbol, until=found.until)
        merging[key] = last_of[parent] = symbol
        if pattern.is_signature:
            signatures.add(symbol)
        end = stack[-1].end if stack else len(builder.source) + 1
        stack.append(
            _Open(end if pattern.contains_rest else found.end, symbol, kind, found.node.id, pattern.contains_rest)
        )


def matches(tags: Tags, root: Node) -> Matches:
    """What the query found."""
    best: dict[int, Found] = {}
    imports: dict[int, Node] = {}
    embedded: dict[int, tuple[int, Stretch]] = {}
    ignored: list[Node] = []
    docs: set[Doc] = set()
    for order, captures in QueryCursor(tags.query).matches(root):
        ignored += captures.get("ignore", ())
        for key in ("doc.below", "doc.around"):
            docs.update(_doc(node, is_inside=key == "doc.around") for node in captures.get(key, ()))
        imports.update((node.start_byte, node) for node in captures.get("import", ()))
        for key, language in tags.embedded.items():
            for part in captures.get(key, ()):
                stretch = Stretch(part.start_byte, part.end_byte, language, 0)
                if part.start_byte not in embedded or order < embedded[part.start_byte][0]:
                    embedded[part.start_byte] = (order, stretch)
        capture = next((name for name in captures if name in tags.definitions), None)
        if capture is None or "name" not in captures:
            continue
        node, name = captures[capture][0], captures["name"][0]
        old = best.get(name.start_byte)
        if old is None or order < old.order:
            best[name.start_byte] = Found(
                node.start_byte, captures.get("end", (node,))[0].end_byte, order, tags.definitions[capture], node, name,
                captures["body"][0] if "body" in captures else None,
                captures["arguments"][0].named_child_count if "arguments" in captures else -1,
                _doc(captures["doc"][0], is_inside=True) if "doc" in captures else None,
                captures["end"][0] if "end" in captures else None,
            )  # fmt: skip
    found = sorted(best.values(), key=lambda found: (found.start, -found.end, found.name.start_byte))
    if ignored:
        found = [one for one in found if not any(node.start_byte <= one.start < node.end_byte for node in ignored)]
    return Matches(
        found,
        sorted(docs),
        [imports[start] for start in sorted(imports)],
        [embedded[start][1] for start in sorted(embedded)],
    )


def _doc(node: Node, *, is_inside: bool) -> Doc:
    return Doc(node.start_byte, node.end_byte, is_inside)


def _close_rest(stack: list[_Open], kind: str) -> None:
    """A definition that contains the rest ends the one before it."""
    place = next((n for n, one in enumerate(stack) if one.contains_rest and one.kind == kind), len(stack))
    del stack[place:]


def name_of(text: str) -> str:
    """A name as written, on one line, without quotes around it."""
    name = " ".join(text.split())
    if len(name) > 1 and name[0] in _QUOTES and name[-1] == name[0]:
        name = name.strip(name[0])
    return name[:_LONGEST_NAME]


def _signature(builder: Builder, found: Found, doc: Doc | None) -> str | None:
    """The line of the name, where no body tells how far the signature goes; None where one does."""
    start = (
        doc.end if doc is not None and found.start <= doc.start and doc.end <= found.name.start_byte else found.start
    )
    if start == found.start and (found.body is not None or found.node.child_by_field_name("body") is not None):
        return None
    end = builder.source.find(b"\n", found.name.end_byte, found.end)
    text = builder.source[start : end if end >= 0 else found.end].decode("utf-8", "replace")
    return " ".join(text.split()).rstrip("{=:;").strip()[: 2 * _LONGEST_NAME]


def masked(source: bytes, masks: tuple[str, ...]) -> bytes:
    """The source as it is parsed: what a group `word` of a mask matches is made of underscores where it is no word, what a
    group `blank` matches is made of blanks; nothing moves."""
    try:
        source.decode()
    except UnicodeDecodeError:  # predicates of a query crash on text that is not UTF-8
        source = source.translate(_ASCII)
    for mask in masks:
        source = _compiled(mask).sub(_mask, source)
    return source


@cache
def _compiled(mask: str) -> re.Pattern[bytes]:
    return re.compile(mask.encode(), re.MULTILINE)


def _mask(match: re.Match[bytes]) -> bytes:
    text = bytearray(match[0])
    for group, made in (("word", b"_"), ("blank", b" ")):
        start, end = match.span(group) if group in match.re.groupindex else (-1, -1)
        if start >= 0:
            at, hidden = start - match.start(), _NO_WORD if group == "word" else _NO_LINE
            text[at : at + end - start] = hidden.sub(lambda found, made=made: made * len(found[0]), match[group])
    return bytes(text)


def parse_within_bound(parser: Parser, source: bytes) -> Tree | None:
    """Parses; None where it takes far longer than a file of that size may. The bound counts steps, not seconds, so that
    equal bytes always give equal facts."""
    left = _FEW_STEPS + len(source) // _BYTES_A_STEP

    def too_long(_offset: int, _has_error: bool) -> bool:
        nonlocal left
        left -= 1
        return left < 0

    try:
        return parser.parse(lambda offset, _: source[offset : offset + _CHUNK], progress_callback=too_long)
    except ValueError:
        parser.reset()
        return None


def is_too_deep(root: Node) -> bool:
    """Whether a tree is too deep for a query."""
    if root.descendant_count <= _DEEPEST:
        return False
    cursor = root.walk()
    while cursor.depth < _DEEPEST:
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return False
    return True


def _text(row: Row, source: bytes, path: str, words: Words, code: str, message: str) -> FileFacts:
    """The facts of a file of which nothing but its words is known."""
    found = digest(source)
    name = path.rpartition("/")[2].partition(".")[0]
    module = SymbolFact("module", name, -1, 0, len(source), 0, found, "", "", True, (), words(source))
    starts = [0, *(match.end() for match in _NEWLINE.finditer(source))]
    return FileFacts(
        path, row.name, found, found, len(source), starts, (module,), None, (Problem(path, code, message, 0),)
    )
