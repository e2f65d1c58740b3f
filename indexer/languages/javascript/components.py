"""Components of a file of their own, as Vue and Svelte write them: markup around scripts that are a module."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from indexer.languages.javascript import extract as javascript
from indexer.languages.outline.embedded import Stretch, graft
from indexer.model import units
from indexer.model.records import FileFacts

_SCRIPT: Final = re.compile(rb"(<script\b(?P<head>[^>]*)>)(?P<code>.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_STYLE: Final = re.compile(rb"(<style\b(?P<head>[^>]*)>)(?P<code>.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_LANGUAGE: Final = re.compile(rb"\blang\s*=\s*[\"']?(\w+)")
_NO_MARKUP: Final = re.compile(rb"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TYPED: Final = re.compile(rb"\blang\s*=\s*[\"']?(?:ts|typescript|tsx)\b", re.IGNORECASE)
_JSX: Final = re.compile(rb"\blang\s*=\s*[\"']?(?:tsx|jsx)\b", re.IGNORECASE)
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(rb"<([A-Z][\w$]*|[a-z][a-z0-9]*(?:-[a-z0-9]+)+)")
_LETTER: Final = re.compile(rb"[^\n\r]")


def extract(source: bytes, path: str, words: Callable[[bytes], str], language: str) -> FileFacts:
    """The facts of one component: what its scripts define and use, at their places in the file; the components that its
    markup names.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: see `registry.Extractor`.
        language: of the facts.
    """
    hidden = _COMMENT.sub(_blank, source)
    code = bytearray(_LETTER.sub(b" ", source))
    typed = jsx = False
    for script in _SCRIPT.finditer(hidden):
        start, end = script.span("code")
        code[start:end] = source[start:end]
        typed = typed or _TYPED.search(script["head"]) is not None
        jsx = jsx or _JSX.search(script["head"]) is not None
    grammar = ("tsx" if jsx else "typescript") if typed else "javascript"
    reader = javascript.reader_of(source, bytes(code), path, words, language, grammar)
    for name, offset in _components(source):
        if reader.own(0, name) >= 0:
            reader.builder.use((units.NAME, offset, name))
    reader.is_module = True
    javascript.finish(reader)
    facts = reader.builder.finish()
    styles = list(_styles(hidden))
    return facts._replace(symbols=graft(source, facts.symbols, styles, words)) if styles else facts


def _styles(source: bytes) -> Iterator[Stretch]:
    """The style sheets, which have an outline of their own."""
    for style in _STYLE.finditer(source):
        written = _LANGUAGE.search(style["head"])
        start, end = style.span("code")
        yield Stretch(start, end, written[1].decode().lower() if written else "css", 0)


def _components(source: bytes) -> Iterator[tuple[str, int]]:
    """The components that the markup names, as scripts have their names: `<my-card>` is MyCard."""
    for tag in _TAG.finditer(_NO_MARKUP.sub(_blank, source)):
        text = tag[1].decode()
        yield (text if text[0].isupper() else "".join(map(str.capitalize, text.split("-")))), tag.start(1)


def _blank(match: re.Match[bytes]) -> bytes:
    return _LETTER.sub(b" ", match[0])
