"""Extraction of every language in depth reads whatever it is given."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from indexer.extract.words import words_of
from indexer.languages.detect import detect
from indexer.languages.registry import registry
from tests.cases.case_format import read_cases

DEEP = sorted(name for name, row in registry().languages.items() if row.level == "deep")
STRAY = (
    b"\xff",
    b"\0",
    b"\r",
    b'"',
    b"'",
    b"`",
    b"(",
    b")",
    b"{",
    b"}",
    b"[[",
    b"/*",
    b"<",
    b"@",
    b"#{",
    b"::",
    b"=>",
    b"\n\n",
)
"""What opens, closes or quotes in some language, and what is no text."""


@cache
def sources() -> dict[str, tuple[tuple[str, bytes], ...]]:
    """The files of all literate cases, by language."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    for case in read_cases(Path(__file__).parents[1] / "cases"):
        for path, text in ((path, text) for path, text in case.files.items() if text):
            found.setdefault(detect(path, text.encode()).name, []).append((path, text.encode()))
    return {language: tuple(files) for language, files in found.items()}


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("language", DEEP)
def test_any_bytes_are_read(language: str, seed: int) -> None:
    """Source that is cut, mixed up with itself and sprinkled with stray bytes never makes extraction fail, and facts stay in
    bounds."""
    chance = random.Random(f"{language} {seed}")
    path, whole = chance.choice(sources()[language])
    source = bytearray(whole)
    for _ in range(chance.randrange(1, 12)):
        at, start = chance.randrange(len(source) + 1), chance.randrange(len(whole))
        piece = chance.choice([*STRAY, whole[start : start + chance.randrange(1, 30)]])
        source[at : at + chance.randrange(6)] = piece
    cut = bytes(source[: chance.randrange(len(source) + 1)])
    extractor = registry().languages[language].extractor()
    assert extractor is not None
    facts = extractor(cut, path, words_of)
    assert all(
        0 <= one.start <= one.name_start <= len(cut) and one.start <= one.end <= len(cut) for one in facts.symbols
    )
    assert all(-1 <= one.parent < index for index, one in enumerate(facts.symbols))
