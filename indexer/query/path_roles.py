"""What part a file plays in a project, by its path: seldom the one that a question is about, unless it says so."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

DOCUMENT_LANGUAGES: Final = frozenset({"markdown", "restructuredtext", "asciidoc", "org", "text", "latex", "html"})
DATA_LANGUAGES: Final = frozenset(
    "bibtex css data diff gettext gomod ignore ini json jsonlines less lockfile scss toml xml yaml".split()
)

_ROLES: Final = {
    "example": re.compile(r"(?:^|/)(?:examples?|samples?|demos?|tutorials?|playground|quickstart)(?:/|[^/]*$)", re.IGNORECASE),
    "benchmark": re.compile(r"(?:^|/)(?:bench(?:es|marks?|marking)?|perf)(?:/|[^/]*$)|_bench\.\w+$", re.IGNORECASE),
    "built": re.compile(
        r"(?:^|/)(?:dist|umd|single[_-](?:include|header)s?|amalgamat\w+)/|^build/|[.-](?:umd|iife|bundle|amalgamation)\.\w+$",
        re.IGNORECASE,
    ),
    "stub": re.compile(r"\.(?:pyi|d\.[cm]?ts)$"),
    "legacy": re.compile(r"(?:^|/)_?(?:compat|legacy|deprecated|polyfills?|shims?)(?:/|\.|_)", re.IGNORECASE),
    "documentation": re.compile(r"(?:^|/)(?:docs?|documentation)/", re.IGNORECASE),
}  # fmt: skip

_ASKED: Final = {
    "example": {"example", "examples", "sample", "demo", "tutorial"},
    "benchmark": {"bench", "benchmark", "benchmarks", "performance", "perf"},
    "built": {"dist", "built", "bundle", "umd", "amalgamation"},
    "stub": {"type", "types", "typing", "typings", "stub", "stubs", "typescript", "definitions", "declarations"},
    "legacy": {"compat", "compatibility", "legacy", "deprecated", "polyfill", "shim", "backward", "backwards"},
    "documentation": {"doc", "docs", "documentation", "readme", "guide", "manual", "changelog", "license"},
    "data": {"config", "configuration", "json", "yaml", "toml", "xml", "css", "settings", "dependencies", "workflow"},
}

FACTORS: Final = {
    "example": 0.7,
    "benchmark": 0.75,
    "built": 0.5,
    "stub": 0.75,
    "legacy": 0.8,
    "documentation": 0.45,
    "data": 0.7,
}
"""What the score of a symbol in such a file is multiplied with."""


def roles(path: str, language: str) -> set[str]:
    """The parts that a file plays, none for most: keys of `FACTORS`.

    Args:
        path: From the root, with '/'.
        language: Name of its language.
    """
    found = {role for role, pattern in _ROLES.items() if pattern.search(path)}
    if language in DOCUMENT_LANGUAGES:
        found.add("documentation")
    if language in DATA_LANGUAGES:
        found.add("data")
    return found


def asked_for(role: str, terms: Collection[str]) -> bool:
    """Whether the words of a search speak of files of a role."""
    return not _ASKED[role].isdisjoint(terms)
