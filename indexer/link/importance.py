"""How central a symbol is: PageRank over the graph's edges."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_ROUNDS: Final = 50
_TOLERANCE: Final = 1e-7


def importance(
    sources: NDArray[np.int64], targets: NDArray[np.int64], n: int, *, damping: float = 0.85
) -> NDArray[np.float64]:
    """PageRank of the n nodes of a graph: who is pointed to, by many, by those who matter. Sums to 1.

    Args:
        sources: index (0 to n-1) of each edge's source; repeated edges count each time.
        targets: index of each edge's target.
        n: number of nodes.
        damping: share of a node's importance that it hands on; the rest is spread evenly.

    Raises:
        ValueError: the arrays differ in length, or an index is outside 0 to n-1.
    """
    sources, targets = np.asarray(sources, dtype=np.int64), np.asarray(targets, dtype=np.int64)
    if sources.shape != targets.shape:
        raise ValueError(f"{len(sources)} sources but {len(targets)} targets")
    if n == 0:
        if len(sources):
            raise ValueError("edges in a graph without nodes")
        return np.zeros(0)
    out = np.bincount(sources, minlength=n)  # refuses negative indices itself
    if len(out) > n or (len(targets) and not 0 <= targets.min() <= targets.max() < n):
        raise ValueError(f"an edge leaves the {n} nodes")
    share = 1.0 / np.maximum(out, 1)
    sinks = out == 0
    rank = np.full(n, 1.0 / n)
    for _ in range(_ROUNDS):
        flow = np.bincount(targets, weights=(rank * share)[sources], minlength=n)
        updated = damping * (flow + rank[sinks].sum() / n) + (1.0 - damping) / n
        moved = np.abs(updated - rank).sum()
        rank = updated
        if moved < _TOLERANCE:
            break
    return rank
