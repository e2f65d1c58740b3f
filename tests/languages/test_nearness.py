"""Which of several files is nearest."""

from __future__ import annotations

import pytest

from indexer.languages.nearness import shared_folders


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("a/b/c.py", "a/b/d.py", 2),
        ("a/b/c.py", "a/x/b/c.py", 1),
        ("a.py", "a.py", 0),
        ("a/b.py", "a/b/c.py", 1),
        ("ab/c.py", "a/c.py", 0),
    ],
)
def test_shared_folders(one: str, other: str, count: int) -> None:
    """Whole folders count, from the root on, and never the name of the file."""
    assert shared_folders(one, other) == shared_folders(other, one) == count
