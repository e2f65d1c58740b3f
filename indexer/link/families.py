"""Which files are linked together, and by what."""

from __future__ import annotations

from indexer.languages.linking import Linking
from indexer.languages.registry import registry
from indexer.languages.rules import Rules
from indexer.model.records import FileFacts


def family_of(facts: FileFacts) -> str:
    """The name of the family that a file is linked with; '' where it is linked with nothing."""
    if facts.semantics is None or is_project_file(facts):
        return ""
    return family_named(facts.language)


def is_project_file(facts: FileFacts) -> bool:
    """Whether a file's semantics are the bytes of a project file: what no language links, or only an outline's imports."""
    row = registry().languages.get(facts.language)
    outline = row is not None and row.level != "deep" and registry().is_project_file(facts.path)
    return outline or linking_of(family_named(facts.language)) is None


def linking_of(family: str) -> Linking | type[Rules] | None:
    """What links a family; None where nothing does."""
    row = registry().languages.get(family)
    return row.linking() if row is not None else None


def family_named(language: str) -> str:
    """The name of the family that a language's files are linked with, if anything links them."""
    row = registry().languages.get(language)
    return row.links_with or row.name if row is not None else language
