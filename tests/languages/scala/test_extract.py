"""Facts of Scala files beyond what the literate cases say."""

from __future__ import annotations

import pytest

from indexer.languages.scala.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "a/A.scala", lambda text: text.decode("utf-8", "replace"))


def test_clauses_of_packages_add_up() -> None:
    """A file with two clauses declares into the inner package and sees the outer one."""
    file = units.unpack(facts_of(b"package a.b\npackage c\nclass D").semantics).scopes[0]
    assert file.namespace == "a.b.c"
    assert [expr[2] for expr, _, _ in file.opens if expr is not None] == ["a.b"]


def test_an_object_is_a_value_and_a_type_of_its_own() -> None:
    """A class and an object of one name are two types."""
    unit = units.unpack(facts_of(b"class A\nobject A").semantics)
    assert [(one.name, one.what) for one in unit.declarations] == [
        ("A", units.TYPE),
        ("A$", units.TYPE),
        ("A", units.VARIABLE),
    ]


def test_private_to_a_package_is_not_private_to_the_file() -> None:
    """`private[p]` is seen in other files of the package."""
    exported = {s.name: s.exported for s in facts_of(b"private[p] class C\nprivate class D").symbols}
    assert exported == {"A": True, "C": True, "D": False}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f = x + 1", "def f =\n  x + 1"),
        ("val f = { y => a }", "val f = { y =>\n  // why\n  a\n}"),
        ("def f = if (a) b else c", "def f =\n  if (a)\n    b\n  else\n    c"),
        ("def f = { val a = 1; a }", "def f =\n  val a =\n    1\n  a"),
        ("def f = try a finally b", "def f = try\n  a\nfinally\n  b"),
    ],
)
def test_line_breaks_are_layout(one: str, other: str) -> None:
    """A body on lines of its own has the content hash of one behind the `=`, and an indented block that of one in braces."""
    hashes = {facts_of(f"object A {{\n{body}\n}}".encode()).symbols[2].content_hash for body in (one, other)}
    assert len(hashes) == 1


def test_what_stands_in_an_indented_block_counts() -> None:
    """One statement more on lines of its own is another content hash."""
    one, other = (facts_of(f"object A {{\ndef f =\n  a\n{more}\n}}".encode()).symbols[2] for more in ("", "  b\n"))
    assert one.content_hash != other.content_hash
