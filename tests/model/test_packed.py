"""Rows in little memory."""

from __future__ import annotations

import pytest

from indexer.model import packed
from indexer.model.packed import Packed, plain
from indexer.model.records import Unresolved

_ROWS = [(number, "name", number % 7, 0, "call", "") for number in range(10)]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_BATCH", 4)


def test_a_row_comes_back_as_a_record_wherever_it_is_kept() -> None:
    """From what is packed and from what is not yet, by place, from the end, and in a slice."""
    rows = Packed(Unresolved._make, _ROWS)
    records = [Unresolved(*row) for row in _ROWS]
    assert len(rows) == len(_ROWS)
    assert list(rows) == records
    assert [rows[place] for place in range(-10, 10)] == records + records
    assert rows[2:9:3] == records[2:9:3]
    assert rows[::-1] == records[::-1]
    assert isinstance(rows[0], Unresolved)


def test_rows_may_be_added_at_any_time() -> None:
    """Looking at the rows changes nothing."""
    rows = Packed(Unresolved._make)
    for row in _ROWS:
        rows.extend([row])
        assert list(rows.rows())[-1] == row
    assert list(rows.rows()) == _ROWS


def test_equal_rows_are_equal_however_they_were_added() -> None:
    """A list of the same records is equal, too; other rows and other lengths are not."""
    rows = Packed(Unresolved._make, _ROWS)
    again = Packed(Unresolved._make, _ROWS[:5])
    assert rows != again
    again.extend(_ROWS[5:])
    assert rows == again
    assert rows == [Unresolved(*row) for row in _ROWS]
    assert rows != [Unresolved(*row) for row in reversed(_ROWS)]
    assert rows != 10


def test_there_is_nothing_past_the_ends() -> None:
    """As in a list."""
    rows = Packed(Unresolved._make, _ROWS)
    for place in (10, -11):
        with pytest.raises(IndexError):
            rows[place]


def test_plain_rows_are_those_that_were_given() -> None:
    """Of packed rows the tuples, of a list the list."""
    assert list(plain(Packed(Unresolved._make, _ROWS))) == _ROWS
    records = [Unresolved(*row) for row in _ROWS]
    assert plain(records) is records
