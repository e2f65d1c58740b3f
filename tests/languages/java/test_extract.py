"""Facts of Java files beyond what the literate cases say."""

from __future__ import annotations

import pytest

from indexer.languages.java.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts

SOURCE = b"""\
package a.b;

import static java.util.List.of;
import x.y.*;

/** Doc. */
@Deprecated
public abstract class A<T extends B & C<D>> extends p.Q<T> implements I {
    int a, b[] = {1, 2};
    enum E { ONE(1) { int q() { return 1; } }; E(int i) {} }
    record R(int x, String... rest) { R { check(x); } }
    static { of(1); }
    public <W> A(int x) throws X { this(); }
    abstract int m(final Outer.Inner<? extends A, ?> x);
    void run(Object o) {
        for (int i = 0, j = i; i < 3; i++) { lab: while (true) break lab; }
        try (var r = open(); q) { } catch (X | Y e) { throw new Z(); } finally { }
        var f = switch (o) { case Foo z when z.x > 1 -> z; case Point(int x, var y) -> y; default -> null; };
        Runnable l = () -> { return; }; l = String::valueOf; l = int[]::new; l = this::run;
        new I() { int k; }.go(); outer.new Inner(2); ((Foo & Bar) o).x[1].y++;
        A.this.x = super.m(a -> a, "x" + 1 + true).z = int.class;
    }
}
"""


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "a/A.java", lambda text: text.decode("utf-8", "replace"))


def test_any_beginning_of_a_file_can_be_read() -> None:
    """A file that ends anywhere gives facts, whatever is missing."""
    for end in range(len(SOURCE)):
        assert facts_of(SOURCE[:end]).symbols[0].kind == "module"


def test_any_missing_byte_can_be_read() -> None:
    """A file in which any byte is missing gives facts."""
    for place in range(0, len(SOURCE), 3):
        assert facts_of(SOURCE[:place] + SOURCE[place + 1 :]).symbols[0].kind == "module"


def test_a_problem_says_where() -> None:
    """A file that does not parse whole has a problem with the line of the first error."""
    (problem,) = facts_of(b"class A {\n  void m() {\n    x = = 1;\n  }\n}\n").problems
    assert (problem.code, problem.line) == ("syntax", 3)


def test_a_file_that_parses_has_no_problem() -> None:
    """A file that parses whole has no problem."""
    assert facts_of(SOURCE).problems == ()


@pytest.mark.parametrize("other", [b"class A { /* new */ int  x ;\n }", b"class A {\n\n  int x; // why\n}"])
def test_comments_and_blanks_do_not_change_hashes(other: bytes) -> None:
    """The content hash of a definition does not depend on comments and layout."""
    assert [s.content_hash for s in facts_of(other).symbols[1:]] == [
        s.content_hash for s in facts_of(b"class A { int x; }").symbols[1:]
    ]


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
