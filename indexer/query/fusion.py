"""One score out of several: a convex sum of each leg's score, divided by the leg's best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Leg(NamedTuple):
    """What one way of searching says."""

    name: str
    """'text', 'vectors', 'names', ...: the key of its part in an explained score."""
    weight: float
    """Its say among the legs that answered; weights are renormalised to sum 1."""
    scores: Mapping[int, float]
    """Symbol id to score, higher is better; only positive scores count."""


def fuse(legs: list[Leg]) -> dict[int, dict[str, float]]:
    """For each symbol that any leg found, its parts by leg: their sum is the fused score, 1.0 for a symbol that is the
    best of every leg. A leg that found nothing has no say, so that the others' scores keep their scale.

    Dividing by the best keeps the distances between scores, which ranks throw away; that measured better than
    reciprocal rank fusion (benchmarks/retrieval).
    """
    speaking = [(leg, max(leg.scores.values())) for leg in legs if leg.weight > 0 and leg.scores]
    speaking = [(leg, best) for leg, best in speaking if best > 0]
    total = sum(leg.weight for leg, _ in speaking)
    parts: dict[int, dict[str, float]] = {}
    for leg, best in speaking:
        scale = leg.weight / total / best
        for symbol, score in leg.scores.items():
            if score > 0:
                parts.setdefault(symbol, {})[leg.name] = score * scale
    return parts
