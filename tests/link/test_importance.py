"""PageRank."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.link.importance import importance


def ranks(edges: list[tuple[int, int]], n: int) -> np.ndarray:
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    return importance(pairs[:, 0], pairs[:, 1], n)


def test_who_is_used_more_ranks_higher() -> None:
    """Importance flows along edges, and on from there."""
    rank = ranks([(0, 3), (1, 3), (2, 3), (3, 4)], 5)
    assert rank[4] > rank[3] > rank[0] == pytest.approx(rank[1])


def test_a_small_graph_has_the_known_ranks() -> None:
    """Two nodes pointing to a sink: solved by hand."""
    rank = ranks([(0, 2), (1, 2)], 3)
    leaf = 1 / (2 + 1 + 0.85 * 2)  # the sink hands back evenly: r0 = c, r2 = c + .85 (r0 + r1)
    assert rank == pytest.approx([leaf, leaf, leaf * (1 + 2 * 0.85)], abs=1e-6)


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[st.integers(0, n - 1)] * 2)))))
def test_ranks_are_a_distribution(graph: tuple[int, list[tuple[int, int]]]) -> None:
    """Whatever the graph, all are positive and sum to 1."""
    n, edges = graph
    rank = ranks(edges, n)
    assert rank.shape == (n,)
    assert (rank > 0).all()
    assert rank.sum() == pytest.approx(1.0)


def test_the_order_of_edges_does_not_matter() -> None:
    """Incremental and fresh builds list edges differently and get the same ranks."""
    generator = np.random.default_rng(7)
    sources, targets = generator.integers(0, 50, 400), generator.integers(0, 50, 400)
    order = generator.permutation(400)
    assert np.allclose(importance(sources, targets, 50), importance(sources[order], targets[order], 50), atol=1e-12)


def test_nothing_has_no_rank() -> None:
    """No nodes, no ranks; nodes without edges share evenly."""
    assert ranks([], 0).shape == (0,)
    assert ranks([], 4) == pytest.approx([0.25] * 4)


@pytest.mark.parametrize(("edges", "n"), [([(0, 5)], 5), ([(5, 0)], 5), ([(0, -1)], 5), ([(-1, 0)], 5), ([(0, 0)], 0)])
def test_edges_outside_the_graph_are_refused(edges: list[tuple[int, int]], n: int) -> None:
    """An index below 0 or beyond the nodes is the caller's mistake."""
    with pytest.raises(ValueError, match=r".+"):
        ranks(edges, n)


def test_ends_must_pair_up() -> None:
    """As many sources as targets."""
    with pytest.raises(ValueError, match="1 sources but 2 targets"):
        importance(np.array([0]), np.array([0, 1]), 2)
