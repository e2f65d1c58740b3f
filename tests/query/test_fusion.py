"""Fusing scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.fusion import Leg, fuse

SCORES = st.dictionaries(st.integers(0, 20), st.floats(0.001, 1000))


def test_each_score_counts_by_its_share_of_the_legs_best() -> None:
    """Half of the best text and all of the best vector, by weight."""
    parts = fuse([Leg("text", 0.3, {1: 10.0, 2: 5.0}), Leg("vectors", 0.7, {2: 0.5, 3: 0.25})])
    assert parts[1] == {"text": pytest.approx(0.3)}
    assert parts[2] == {"text": pytest.approx(0.15), "vectors": pytest.approx(0.7)}
    assert parts[3] == {"vectors": pytest.approx(0.35)}


def test_a_leg_that_found_nothing_leaves_its_say_to_the_others() -> None:
    """Without vectors the best text scores 1, not its weight."""
    assert fuse([Leg("text", 0.3, {1: 2.0}), Leg("vectors", 0.7, {})]) == {1: {"text": pytest.approx(1.0)}}


def test_only_positive_scores_count() -> None:
    """A negative cosine is no reason to be found, and no scale."""
    assert fuse([Leg("vectors", 1.0, {1: -0.5, 2: 0.0})]) == {}
    assert fuse([Leg("vectors", 1.0, {1: -0.5, 2: 0.2})]) == {2: {"vectors": pytest.approx(1.0)}}


def test_nothing_fused_is_nothing() -> None:
    """No legs, no scores."""
    assert fuse([]) == {}


@given(SCORES, SCORES, st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.1, 50))
def test_scores_lie_between_0_and_1_whatever_a_legs_scale(
    text: dict[int, float], vectors: dict[int, float], w: float, v: float, scale: float
) -> None:
    """A leg's unit does not matter, and nothing beats being the best of every leg."""
    fused = fuse([Leg("text", w, text), Leg("vectors", v, vectors)])
    scaled = fuse([Leg("text", w, {key: score * scale for key, score in text.items()}), Leg("vectors", v, vectors)])
    assert fused.keys() == text.keys() | vectors.keys()
    for symbol, parts in fused.items():
        assert 0 < sum(parts.values()) <= 1 + 1e-9
        assert sum(parts.values()) == pytest.approx(sum(scaled[symbol].values()))
