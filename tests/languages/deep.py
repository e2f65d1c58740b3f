"""Sources in every language in depth, for what holds in all of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from indexer.extract.words import words_of
from indexer.languages.detect import detect
from indexer.languages.registry import registry
from indexer.link.families import linking_of
from indexer.model import ir, units
from indexer.model.records import FileFacts
from tests.cases.case_format import read_cases

DEEP = sorted(name for name, row in registry().languages.items() if row.level == "deep")
"""Names of the languages in depth."""

_TESTS = Path(__file__).parents[1]


def facts_of(language: str, source: bytes, path: str) -> FileFacts:
    """The facts of a source in a language."""
    extractor = registry()[language].extractor()
    assert extractor is not None
    return extractor(source, path, words_of)


@cache
def sources() -> dict[str, tuple[tuple[str, bytes], ...]]:
    """(path, text) of what there is in each language, densest first: files that crowd the language's constructs, and
    those of all literate cases."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    dense = [(file.name, file.read_bytes()) for file in sorted((_TESTS / "fixtures" / "dense").iterdir())]
    cases = [
        (path, text.encode()) for case in read_cases(_TESTS / "cases") for path, text in case.files.items() if text
    ]
    for path, text in dense + sorted(cases, key=lambda one: -len(one[1])):
        found.setdefault(detect(path, text).name, []).append((path, text))
    return {language: tuple(files) for language, files in found.items()}


def check(facts: FileFacts, size: int) -> None:
    """Every place in the facts is in the file, and every number leads to something that is there."""
    assert facts.symbols[0].kind == "module"
    for index, one in enumerate(facts.symbols):
        assert -1 <= one.parent < index
        assert one.name
        assert 0 <= one.start <= one.end <= size
        assert 0 <= one.name_start <= size  # before the start, where a lambda is named by what it is assigned to
    if _is_declared(facts):
        _check_unit(units.unpack(facts.semantics or b""), len(facts.symbols))


def plain(facts: FileFacts) -> tuple[FileFacts, object]:
    """Facts as values: packed, equal ones may differ in which of their parts are one object."""
    packed = facts.semantics or b""
    unpacked = units.unpack(packed) if _is_declared(facts) else (ir.unpack(packed), ir.unpack_bodies(packed))
    return facts._replace(semantics=None), unpacked


def _is_declared(facts: FileFacts) -> bool:
    return isinstance(linking_of(registry()[facts.language].links_with or facts.language), type)


def _check_unit(unit: units.Unit, symbols: int) -> None:
    for number, scope in enumerate(unit.scopes):
        assert scope.parent < number or number == 0
        assert 0 <= scope.symbol < symbols
        assert -1 <= scope.declaration < len(unit.declarations)
    for one in unit.declarations:
        assert 0 <= one.scope < len(unit.scopes)
        assert -1 <= one.inner < len(unit.scopes)
        assert -1 <= one.symbol < symbols
