"""Definitions in several pieces, and trees that are too deep to print."""

from __future__ import annotations

import pytest
import tree_sitter_python
from tree_sitter import Language, Node, Parser

from indexer.languages.toolkit.builder import Builder, Grammar
from indexer.languages.toolkit.normalise import Opaque
from indexer.model.records import SymbolFact

PYTHON = Language(tree_sitter_python.language())
COMMENTS = frozenset({"comment"})
GRAMMAR = Grammar.of(PYTHON, COMMENTS, ["string_content"])


def tree(source: bytes) -> Node:
    return Parser(PYTHON).parse(source).root_node


def one_symbol(source: bytes) -> SymbolFact:
    """All statements of a file as one definition."""
    root = tree(source)
    builder = Builder(source, "a.py", "python", root, GRAMMAR, lambda text: text.decode())
    builder.amend_symbol(builder.symbol("function", "f", root.children[0]), until=root.children[-1])
    return builder.finish().symbols[1]


def structure(source: bytes) -> bytes:
    root = tree(source)
    return Opaque(GRAMMAR.opaque, root, source, sorted(COMMENTS)).structure(root)


def test_a_definition_in_several_pieces_ends_with_the_last() -> None:
    """Span and words are those of all pieces."""
    symbol = one_symbol(b"f(1)\nf(2)\nf(three)\n")
    assert (symbol.start, symbol.end) == (0, 18)
    assert "three" in symbol.words


def test_every_piece_counts_in_the_hash() -> None:
    """A change of a later piece changes it, one of a comment between them does not."""
    plain = one_symbol(b"f(1)\nf(2)\n").content_hash
    assert one_symbol(b"f(1)\n\n# note\nf(2)\n").content_hash == plain
    assert one_symbol(b"f(1)\nf(3)\n").content_hash != plain
    assert one_symbol(b"f(1)\n(2)\n").content_hash != plain


def test_the_structure_of_a_deep_tree_is_found_without_recursion() -> None:
    """What would crash tree-sitter's own printing is told apart all the same."""
    deep = b"(" * 21_000 + b"x" + b")" * 21_000
    assert structure(deep) == structure(deep + b"  # comment")
    assert structure(deep) != structure(b"[" + deep + b"]")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"if a:\n    b\n", "(module (if_statement condition: (identifier) consequence: (expression_statement (identifier))))"),
        (b"if a:\n    b\n    c\n", "consequence: (block (expression_statement (identifier)) (expression_statement (identifier)))"),
        (b"if a:\n    if b:\n        c\n", "consequence: (if_statement condition: (identifier) consequence: (expression"),
        (b"if a:\n    b\n?)", "consequence: (expression_statement (identifier))) (ERROR (UNEXPECTED '?')))"),
    ],
)  # fmt: skip
def test_what_only_layout_makes_is_not_in_the_structure(written: bytes, meant: str) -> None:
    """A layout node with one child is that child, one with several a block; characters in quotes are no structure."""
    root = tree(written)
    assert meant in Opaque(None, root, written, (), "block").structure(root).decode()


def test_layout_is_not_in_the_structure_of_a_deep_tree() -> None:
    """Where tree-sitter's own printing is not used, layout nodes with one child are left out, too."""
    deep = b"(" * 21_000 + b"x" + b")" * 21_000
    root = tree(b"if a:\n    " + deep)
    assert b"block" not in Opaque(None, root, deep, (), "block").structure(root)
