"""A language's tags query: which syntax nodes are definitions, what they are called, where imports are.

The captures of `tags.scm`:

- `@definition.<kind>`, a kind of `indexer.model.kinds.SYMBOL_KINDS`: the whole definition;
- `@name`: its name, required beside a definition; quotes around it are left out;
- `@body`: what follows its signature, where that is no field `body` of the definition;
- `@arguments`: where the number of parameters tells definitions of one name apart, what holds them;
- `@end`: the sibling that the definition ends with, where it is more than one node;
- `@doc`: its documentation, where that is not the comment above;
- `@doc.below`, `@doc.around`: in a pattern of its own, documentation of the next definition, of the one that it is inside of;
- `@import`: the path or name of what is imported, as it is written;
- `@embedded.<language>`: a stretch in another language, whose definitions count as the file's;
- `@ignore`: what is inside is no definition, though it looks like one (quoted or discarded code);
- `@_...`: for predicates only.

What a pattern may set: `(#set! contains "rest")` what follows up to the next such definition is inside; `(#set! merge
"true")` definitions of one name that follow each other are one; `(#set! merge "signature")` likewise, and the name of what
follows a signature is the definition's; `(#set! exported "false")`; `(#set! detail "word")`.
In a pattern these stand before predicates: py-tree-sitter 0.26 crashes when it frees a query that has them the other
way round. Where two patterns name the same node, the first in the file counts.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tree_sitter import Language as Grammar
from tree_sitter import Query

from indexer.languages import grammars
from indexer.languages.toolkit import builder
from indexer.model.kinds import SYMBOL_KINDS

TYPES: Final = frozenset(("class", "struct", "interface", "trait"))
"""A function right inside of one is a method."""
_DEFINITION: Final = "definition."
_EMBEDDED: Final = "embedded."
_CAPTURES: Final = frozenset(("name", "body", "arguments", "end", "doc", "doc.below", "doc.around", "import", "ignore"))
_SETTINGS: Final = {"contains": {"rest"}, "merge": {"true", "signature"}, "exported": {"false"}}
_DETAIL: Final = re.compile(r"[a-z]+(?: [a-z]+)*")


class Pattern(NamedTuple):
    """What one pattern of the query sets."""

    contains_rest: bool
    merges: bool
    is_signature: bool
    exported: bool
    detail: tuple[str, ...]


class Tags(NamedTuple):
    """A compiled tags query."""

    language: Grammar
    query: Query
    definitions: dict[str, str]
    """Kinds of symbols by name of capture."""
    embedded: dict[str, str]
    """Languages by name of capture."""
    patterns: tuple[Pattern, ...]
    grammar: builder.Grammar


@cache
def tags_of(file: str, grammar: grammars.Grammar, comments: tuple[str, ...], strings: tuple[str, ...]) -> Tags:
    """Compiles a tags query.

    Args:
        file: path of the query.
        grammar: an installed one.
        comments: kinds of nodes that are comments.
        strings: kinds of nodes whose text counts byte for byte.

    Raises:
        ValueError: the query does not fit the grammar, or says what this module does not know; names the file.
    """
    language = grammars.load(grammar)
    try:
        query = Query(language, Path(file).read_text(encoding="utf-8"))
        marked = builder.Grammar.of(language, comments, strings)
    except ValueError as error:  # QueryError is one
        raise ValueError(f"{file}: {error}") from error
    captures = [query.capture_name(n) for n in range(query.capture_count)]
    definitions = {name: name.removeprefix(_DEFINITION) for name in captures if name.startswith(_DEFINITION)}
    embedded = {name: name.removeprefix(_EMBEDDED) for name in captures if name.startswith(_EMBEDDED)}
    for name in captures:
        known = name in _CAPTURES or name in embedded or name.startswith("_")
        if not known and definitions.get(name) not in SYMBOL_KINDS:
            raise ValueError(f"{file}: unknown capture @{name}")
    patterns = tuple(_pattern(file, query.pattern_settings(n)) for n in range(query.pattern_count))
    return Tags(language, query, definitions, embedded, patterns, marked)


def _pattern(file: str, settings: dict[str, str | None]) -> Pattern:
    for key, value in settings.items():
        fits = _DETAIL.fullmatch(value or "") if key == "detail" else value in _SETTINGS.get(key, ())
        if not fits:
            raise ValueError(f"{file}: unknown setting {key} {value!r}")
    detail = settings.get("detail") or ""
    return Pattern(
        "contains" in settings,
        "merge" in settings,
        settings.get("merge") == "signature",
        "exported" not in settings,
        tuple(detail.split()),
    )
