"""How much of what is nearest an HNSW index finds, against looking at every vector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol


class Answer(Protocol):
    """What a script gives."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """The rows, in the script's order."""
        ...


Run = Callable[[str, dict[str, Any]], Answer]
"""Runs a script that only reads."""

NEAREST: Final = 10
"""Neighbours that are compared."""
EF: Final = 64
"""How widely the index searches meanwhile: what search uses at least."""
LEAST_RECALL: Final = 0.9
"""Share of the ten nearest below which an HNSW index is to be built again; one that was just built has .985 and more
(measured: benchmarks/bench_hnsw.py)."""
_QUERIES: Final = 20
_FEWEST: Final = 4
_COMPARISONS: Final = 1_000_000
"""Cosines that a check may cost: some five seconds on one core."""


def recall(run: Run, relation: str, *, ef: int = EF, queries: int = _QUERIES) -> float | None:
    """The share of the ten nearest that the index of a relation finds, over stored vectors as queries.

    Queries are spread evenly over the keys, so that the same index gives the same answer; of a large index fewer are
    asked. Each asks past itself, which any index finds.

    Args:
        run: Runs a script on the index.
        relation: Of a model's vectors, with an HNSW index `near`.
        ef: How widely the index searches.
        queries: How many to ask at most.

    Returns:
        0 to 1; None where there are not eleven vectors.
    """
    keys = [row[0] for row in run(f"?[key] := *{relation}{{key}}\n:order key", {}).rows]
    if len(keys) <= NEAREST:
        return None
    count = max(_FEWEST, min(queries, _COMPARISONS // len(keys)))
    asked = sorted({keys[(2 * number + 1) * len(keys) // (2 * count)] for number in range(count)})
    found = wanted = 0
    for key in asked:
        params = {"key": key, "k": NEAREST + 1, "ef": max(ef, NEAREST + 1)}
        exact = run(_EXACT.format(relation=relation), params).rows
        near = run(_NEAR.format(relation=relation), params).rows
        # Ties at the edge may be cut either way: what is as near as the last of the exact ones counts.
        edge = max(distance for _, distance in exact) + 1e-6
        wanted += len(exact)
        found += min(len(exact), sum(distance <= edge for _, distance in near if _ != key))
    return found / wanted


_EXACT: Final = """
q[vector] := *{relation}{{key: $key, vector}}
?[key, distance] := q[query], *{relation}{{key, vector}}, key != $key, distance = cos_dist(vector, query)
:order distance, key
:limit $k - 1
"""
_NEAR: Final = """
q[vector] := *{relation}{{key: $key, vector}}
?[key, distance] := q[query], ~{relation}:near{{key | query: query, k: $k, ef: $ef, bind_distance: distance}}
:order distance, key
"""
