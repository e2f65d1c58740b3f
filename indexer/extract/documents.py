"""Facts of files that are no program: sections of documents, keys of configuration, words of anything else.

The file is one `module` symbol named like the file. Sections and keys are its children, nested as they are written;
the words of each are those of its own region, up to its first child, so that no text is indexed twice. What fenced code in
Markdown defines is inside of the section around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from indexer.extract.documents_config import ini_parts, json_parts, toml_parts, yaml_parts
from indexer.extract.documents_markup import markdown_fences, markdown_parts, rst_parts
from indexer.extract.documents_part import Part, ends_of
from indexer.extract.words import words_of
from indexer.languages.detect import detect
from indexer.languages.outline.embedded import Stretch, graft
from indexer.languages.registry import Language, registry
from indexer.model.identity import digest
from indexer.model.records import FileFacts, SymbolFact

MAX_PARTS: Final = 500
"""More sections or keys than this, and only the outer ones are kept."""
MAX_DEPTH: Final = {"section": 6, "property": 3}
"""How deep parts of each kind may nest."""
MAX_CONFIG_BYTES: Final = 256_000
"""Larger configuration is data: its keys are not listed."""
MODULE_WORDS: Final = 24
"""Most words of a file without parts."""
SECTION_WORDS: Final = 40
"""Most words of a section or key."""

_DENSE_MEAN: Final = 500
_DENSE_LEAST: Final = 2000
_MAX_DOCSTRING: Final = 600
_MAX_SIGNATURE: Final = 120
_SCANNERS: Final[dict[str, Callable[[bytes], list[Part]]]] = {
    "markdown": markdown_parts,
    "rst": rst_parts,
    "toml": toml_parts,
    "yaml": yaml_parts,
    "json": json_parts,
    "ini": ini_parts,
}
_PROSE: Final = frozenset(("markdown", "rst"))
_LINE: Final = re.compile(rb"\n")
_BLANK: Final = re.compile(rb"\n[ \t\r]*\n")
_NO_PROSE: Final = re.compile(rb"[ \t]*(?:```|~~~|<|\.\. |:[\w-]+:|[|+=]|!\[|\[!\[|---)")
_COMMENT_ABOVE: Final = re.compile(rb"(?:^[ \t]*(?:#|;|//)[^\n]*\n)+\Z", re.MULTILINE)


def extract(source: bytes, path: str, language: Language | None = None) -> FileFacts:
    """The facts of a document, of configuration or of any other text.

    Args:
        source: UTF-8.
        path: From the root, with '/'.
        language: As detected; found again from name and content where None.
    """
    language = language or detect(path, source[:8192])
    dense = len(source) >= _DENSE_LEAST and len(source) > _DENSE_MEAN * (source.count(b"\n") + 1)
    parts = [] if dense or language.level == "data" else _parts(source, language.outline)
    ends = ends_of(parts, len(source))
    parents, owned = _nest(parts, ends)
    preface = source[: parts[0].start] if parts else source
    docstring = _paragraph(preface) if language.outline in _PROSE else ""
    module = SymbolFact(
        kind="module",
        name=path.rpartition("/")[2],
        parent=-1,
        start=0,
        end=len(source),
        name_start=0,
        content_hash=_hash(source),
        signature="",
        docstring=docstring,
        exported=True,
        detail=(),
        words="" if language.level == "data" else _words(preface, MODULE_WORDS, docstring),
    )
    symbols = [module]
    for part, end, parent, own_end in zip(parts, ends, parents, owned, strict=True):
        prose = part.kind == "section"
        docstring = _paragraph(source[part.body : own_end]) if prose else _comment_above(source, part.start)
        symbols.append(
            SymbolFact(
                kind=part.kind,
                name=part.name,
                parent=parent + 1,
                start=part.start,
                end=end,
                name_start=part.name_start,
                content_hash=_hash(source[part.start : end]),
                signature="" if prose else _first_line(source[part.start : end]),
                docstring=docstring,
                exported=True,
                detail=(f"h{part.depth}",) if prose else (),
                words=_words(source[part.start : own_end], SECTION_WORDS, part.name, docstring),
            )
        )
    if language.outline == "markdown" and not dense:
        symbols = list(graft(source, symbols, _code(source), lambda text: words_of(text, SECTION_WORDS)))
    return FileFacts(
        path=path,
        language=language.name,
        bytes_hash=digest(source),
        merkle=digest("".join(symbol.content_hash for symbol in symbols).encode("ascii")),
        size=len(source),
        newlines=(0, *(match.end() for match in _LINE.finditer(source))),
        symbols=tuple(symbols),
        semantics=None,
        problems=(),
    )


def _code(source: bytes) -> Iterator[Stretch]:
    """The fenced blocks of Markdown in a language of which definitions are known."""
    for fence in markdown_fences(source):
        row = registry().by_alias.get(fence.language)
        if row is not None and row.extractor() is not None:
            yield Stretch(fence.start, fence.end, row.name, fence.indent)


def _parts(source: bytes, outline: str) -> list[Part]:
    """The parts of a file that are worth listing, in order."""
    scan = _SCANNERS.get(outline)
    if scan is None or (outline not in _PROSE and len(source) > MAX_CONFIG_BYTES):
        return []
    parts = [part for part in scan(source) if part.name and part.depth <= MAX_DEPTH[part.kind]]
    while len(parts) > MAX_PARTS:
        deepest = max(part.depth for part in parts)
        parts = [part for part in parts if part.depth < deepest]
    return parts


def _nest(parts: list[Part], ends: list[int]) -> tuple[list[int], list[int]]:
    """For each part the place of its parent (-1 for the file), and the end of its own region."""
    parents: list[int] = []
    open_parts: list[int] = []
    for place, part in enumerate(parts):
        while open_parts and parts[open_parts[-1]].depth >= part.depth:
            open_parts.pop()
        parents.append(open_parts[-1] if open_parts else -1)
        open_parts.append(place)
    owned = list(ends)
    for place, parent in enumerate(parents):
        if parent >= 0:
            owned[parent] = min(owned[parent], parts[place].start)
    return parents, owned


def _words(text: bytes, cap: int, *told: str) -> str:
    """The words of a text, those left out that its name and docstring already tell."""
    known = set(words_of(" ".join(told)).split())
    found = words_of(text, cap + len(known)).split(" ")
    return " ".join([word for word in found if word not in known][:cap])


def _hash(text: bytes) -> str:
    """BLAKE3 of the text with every run of white space as one space: re-wrapping changes nothing."""
    return digest(b" ".join(text.split()))


def _paragraph(text: bytes) -> str:
    """The first paragraph of prose, as one line."""
    for block in _BLANK.split(text):
        if block.strip() and not _NO_PROSE.match(block.lstrip(b"\r\n")):
            return _clip(" ".join(block.decode("utf-8", "replace").split()), _MAX_DOCSTRING)
    return ""


def _comment_above(source: bytes, start: int) -> str:
    """The comment lines right above a key, as one line."""
    line = source.rfind(b"\n", 0, start) + 1
    found = _COMMENT_ABOVE.search(source, max(0, line - 2 * _MAX_DOCSTRING), line)
    if found is None:
        return ""
    lines = (row.strip().lstrip(b"#;/").strip() for row in found[0].splitlines())
    return _clip(b" ".join(filter(None, lines)).decode("utf-8", "replace"), _MAX_DOCSTRING)


def _first_line(text: bytes) -> str:
    return _clip(" ".join(text.split(b"\n", 1)[0].decode("utf-8", "replace").split()), _MAX_SIGNATURE)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
