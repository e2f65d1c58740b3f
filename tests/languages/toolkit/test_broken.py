"""What a grammar failed on."""

from __future__ import annotations

import pytest
import tree_sitter_python
from tree_sitter import Language, Parser

from indexer.languages.toolkit.broken import first_error, unread

PARSER = Parser(Language(tree_sitter_python.language()))


@pytest.mark.parametrize(("source", "count"), [(b"x = 1\n", 0), (b"x = 1\ny = (\n", 5), (b"?" * 9, 9)])
def test_bytes_that_are_not_read(source: bytes, count: int) -> None:
    """Those in errors count, each once."""
    assert unread(PARSER.parse(source).root_node) == count


def test_the_first_error_has_a_line() -> None:
    """That of the innermost node that failed, not of what is around it."""
    assert first_error(PARSER.parse(b"def f():\n    x = 1\n    y = = 2\n").root_node) == 2


def test_trees_may_be_deep() -> None:
    """Nesting costs no recursion."""
    assert unread(PARSER.parse(b"(" * 20_000).root_node) > 0
