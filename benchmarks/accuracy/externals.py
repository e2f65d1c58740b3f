"""Whether what edges say of Python's builtins is so: the one group of external targets that can be looked up."""

from __future__ import annotations

import builtins
from collections import Counter
from collections.abc import Iterable
from types import NoneType

from indexer.model.records import Edge, Symbol

EXISTS = "exists"
"""`builtins.str.strip`."""
ABSENT = "absent"
"""`builtins.str.seek`: no call can run it."""
THROUGH = "through a result"
"""`builtins.dict.get.strip`: a member of what a method gives, which its name does not say."""


def judge(name: str) -> str:
    """Whether a dotted name below `builtins` is one of this Python's own.

    Args:
        name: As external symbols are named, `builtins.` first.
    """
    value: object = builtins
    for part in name.split(".")[1:]:
        if value is not builtins and not isinstance(value, type):
            return THROUGH
        if value is builtins and part == NoneType.__name__:
            value = NoneType
        elif hasattr(value, part):
            value = getattr(value, part)
        else:
            return ABSENT
    return EXISTS


def judged(edges: Iterable[Edge], symbols: Iterable[Symbol]) -> Counter[str]:
    """Edges to builtins and their members, by whether the target exists and by kind and provenance."""
    verdicts = {
        symbol.id: judge(symbol.qualified_name)
        for symbol in symbols
        if symbol.external and symbol.qualified_name.startswith("builtins.")
    }
    return Counter(
        f"{verdicts[edge.target]}, {edge.kind}, {edge.provenance}" for edge in edges if edge.target in verdicts
    )
