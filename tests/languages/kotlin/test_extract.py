"""Facts of Kotlin files beyond what the literate cases say."""

from __future__ import annotations

import pytest

from indexer.languages.java.reader import FACADE
from indexer.languages.kotlin.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts


def facts_of(source: bytes, path: str = "a/main.kt") -> FileFacts:
    return extract(source, path, lambda text: text.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "source",
    [
        b"class A { val b = 1 }",
        b"interface F { fun run() }",
        b'class A { val text = "}" }',
        b"class A { companion object { const val K = 1; fun make() = 1 } }",
    ],
)
def test_types_on_one_line_parse(source: bytes) -> None:
    """The last member of a type may stand on the line of the closing brace."""
    assert facts_of(source).problems == ()


def test_closing_braces_in_strings_stay() -> None:
    """A string with a brace keeps its bytes where a file is read a second time."""
    named = [s.name for s in facts_of(b'class A { val b = "x }" }\nval c = 1 // }\n').symbols]
    assert named == ["main", "A", "b", "c"]


@pytest.mark.parametrize(
    ("source", "path", "name"),
    [
        (b"fun f() {}", "a/main.kt", "MainKt"),
        (b'@file:JvmName("Utils")\nfun f() {}', "a/main.kt", "Utils"),
        (b"val x = 1", "a/my-file.kt", "My_fileKt"),
    ],
)
def test_files_with_functions_have_a_facade(source: bytes, path: str, name: str) -> None:
    """Java sees the functions and properties of a file by a class that is named for the file, or as the file says."""
    assert units.unpack(facts_of(source, path).semantics).facts == ((FACADE, name),)


def test_files_of_types_have_no_facade() -> None:
    """A file that declares only types has no class of its own."""
    assert units.unpack(facts_of(b"class A").semantics).facts == ()
