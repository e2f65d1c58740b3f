"""Facts of Java files beyond what the literate cases say."""

from __future__ import annotations

from indexer.languages.java.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "a/A.java", lambda text: text.decode("utf-8", "replace"))


def test_the_package_is_the_namespace() -> None:
    """What a file declares belongs to the package of its clause."""
    assert facts_of(b"package a . b;\nclass C {}").semantics is not None
    assert units.unpack(facts_of(b"package a . b;\nclass C {}").semantics).scopes[0].namespace == "a.b"


def test_broken_heads_of_types_are_types() -> None:
    """A type whose body never ends has a row and the members that can be told."""
    assert [s.name for s in facts_of(b"class C {\n void main").symbols] == ["A", "C"]


def test_primitive_types_are_no_uses() -> None:
    """Primitive types, in arrays, too, are not kept as uses of names."""
    assert units.unpack(facts_of(b"class C { int[] a; void m(long b) {} }").semantics).uses == ()
