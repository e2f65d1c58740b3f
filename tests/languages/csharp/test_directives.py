"""What is left of conditional code."""

from __future__ import annotations

from tree_sitter import Parser

from indexer.languages.csharp.directives import first_branches, parse
from indexer.languages.csharp.reader import LANGUAGE

SHARED_BODY = b"class A {\n#if X\n void F()\n#else\n void G()\n#endif\n { }\n}\n"


def test_only_first_branches_are_left_in_place() -> None:
    """Directives and other branches become blanks; nothing moves."""
    source = b"a\n#if X\nb\n#if Y\nc\n#endif\n#elif Z\nd\n#else\ne\r\n#endif\nf\n"
    left = first_branches(source)
    assert left.split() == [b"a", b"b", b"c", b"f"]
    assert [left.index(word) for word in (b"b", b"c", b"f")] == [
        source.index(b"b"),
        source.index(b"c"),
        source.index(b"\nf") + 1,
    ]
    assert len(left) == len(source) and left.count(b"\n") == source.count(b"\n")  # noqa: PT018 - one fact


def test_directives_without_their_partners_are_blanks() -> None:
    """An `#endif` or `#else` too many changes nothing else."""
    assert first_branches(b"#endif\na\n#else\nb\n").split() == [b"a", b"b"]


def test_the_tree_with_fewer_errors_is_taken() -> None:
    """Branches that share a body do not parse together; the first one does."""
    assert not parse(Parser(LANGUAGE), SHARED_BODY).root_node.has_error


def test_what_parses_is_left_whole() -> None:
    """Where all branches parse, all are in the tree."""
    tree = parse(Parser(LANGUAGE), b"class A {\n#if X\n void F() { }\n#else\n void G() { }\n#endif\n}\n")
    assert b"G" in (tree.root_node.text or b"")
