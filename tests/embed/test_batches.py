"""Batches of texts of like length."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.embed.batches import batches


@given(st.lists(st.integers(0, 600)), st.integers(1, 4000))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], budget: int) -> None:
    """Padded to its longest text no batch of several exceeds the budget; lengths never rise from batch to batch."""
    made = list(batches(lengths, budget))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or max(lengths[index] for index in batch) * len(batch) <= budget for batch in made)
    flat = [lengths[index] for batch in made for index in batch]
    assert flat == sorted(flat, reverse=True)
