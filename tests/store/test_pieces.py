"""Long bytes as rows of short ones."""

from __future__ import annotations

import pytest

from indexer.store.pieces import joined, pieces


@pytest.mark.parametrize("size", [0, 1, 2_000, 2_001, 100_000])
def test_pieces_join_to_what_they_were(size: int) -> None:
    """Bytes of any length, also of none, come back whole; no piece is long, and each has a number of its own."""
    data = bytes(number % 251 for number in range(size))
    rows = pieces(("a",), data)
    assert [*joined(rows)] == [(("a",), data)]
    assert max(len(row[2]) for row in rows) <= 2_000
    assert [row[1] for row in rows] == [*range(len(rows))]


def test_pieces_of_several_keys_stay_apart() -> None:
    """Rows of two keys, in order, are two values."""
    rows = [*pieces(("a",), b"x" * 5_000), *pieces(("b",), b"y")]
    assert [*joined(rows)] == [(("a",), b"x" * 5_000), (("b",), b"y")]
