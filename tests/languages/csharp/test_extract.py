"""Facts of C# files beyond what the literate cases say."""

from __future__ import annotations

from indexer.languages.csharp.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "a/A.cs", lambda text: text.decode("utf-8", "replace"))


def unit_of(source: bytes) -> units.Unit:
    unit: units.Unit = units.unpack(facts_of(source).semantics)
    return unit


def test_documentation_comes_without_xml() -> None:
    """Tags are left out, references and names of parameters stay."""
    source = b"""/// <summary>Doc of <see cref="T:A"/>.</summary>
/// <param name="a">first</param>
class A { }"""
    assert facts_of(source).symbols[1].docstring == "Doc of A.\na: first"


def test_members_without_a_word_are_private_in_classes_and_public_in_interfaces() -> None:
    """What other files may see follows from the type around."""
    source = b"class A { int x; internal int y; } interface I { int Z { get; } } file class F { }"
    seen = {one.name: one.exported for one in facts_of(source).symbols}
    assert seen == {"A": True, "x": False, "y": True, "I": True, "Z": True, "F": False}


def test_optional_and_open_parameters_count_as_such() -> None:
    """`required` leaves out defaults and `params`; the latter makes a function variadic."""
    unit = unit_of(b"class A { void F(int a, int b = 1, params int[] c) { } }")
    function = next(one for one in unit.declarations if one.name == "F")
    assert (function.required, len(function.parameters), bool(function.flags & units.VARIADIC)) == (1, 3, True)


def test_a_changed_operator_changes_the_hash() -> None:
    """Operators count."""
    first = facts_of(b"class A { int F(int a) { return a + 1; } }").symbols[-1]
    second = facts_of(b"class A { int F(int a) { return a - 1; } }").symbols[-1]
    assert first.content_hash != second.content_hash
