"""How important a symbol is: how many others use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

_USES: Final = frozenset(
    "calls instantiates imports inherits references reads type_uses returns decorates raises".split()
)
"""Kinds of edges that lead from a user to what is used."""
_SURE: Final = 0.5
"""Confidence from which on an edge counts."""


def uses(edges: Iterable[Sequence[Any]]) -> Counter[int]:
    """By how many other symbols each is used: a number that an edit changes only for what it begins or ceases to use.

    Args:
        edges: rows of `edge`; all of one source follow each other.
    """
    found: Counter[int] = Counter()
    for source, some in groupby(edges, key=itemgetter(0)):
        used = {edge[2] for edge in some if edge[6] >= _SURE and edge[1] in _USES}
        used.discard(source)
        found.update(used)
    return found
