"""What a scope contributes to the graph."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.link.passing import Passed
from indexer.link.tabling import Cause
from indexer.link.targets import Target
from indexer.link.values import Values
from indexer.model.ir import Expr

CERTAIN, TYPED, FLOWED, BELOW, DISPATCHED, ABSTRACT = 1.0, 0.95, 0.75, 0.6, 0.4, 0.6
"""Confidence by how a target was found: by name; by a type; by what flows; only in subclasses; in an overriding method;
in one that overrides an abstract method.  docs/accuracy.md has the measured precision of each."""

Found = tuple[str, Target, int, str, float]
"""(kind of edge, target, byte offset of the site, provenance, confidence)."""

Unresolved = tuple[str, int, str, str]
"""(name, byte offset, role, receiver)."""


@dataclass(slots=True)
class Emitted:
    """What one scope, or one statement of it, contributes."""

    edges: list[Found] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    passed: dict[Cause, Values] = field(default_factory=dict)
    """What its calls pass to (function scope, position)."""
    overrides: list[tuple[int, int]] = field(default_factory=list)
    """(symbol number of a method, of the one that it overrides)."""

    def clear(self) -> None:
        """Makes it as good as new."""
        self.edges.clear()
        self.unresolved.clear()
        self.passed.clear()


class Flowed(NamedTuple):
    """What a statement contributes that depends on what callers pass."""

    edges: tuple[Found, ...]
    unresolved: tuple[Unresolved, ...]
    passed: Passed
    causes: frozenset[Cause]
    """What it depends on."""
    statement: Expr

    def part(self) -> Emitted:
        """The same as what is settled."""
        return Emitted(list(self.edges), list(self.unresolved))


Flowing = dict[int, Flowed]
"""By index of the statement in its scope's body."""


class ScopeEmitted(NamedTuple):
    """What one scope contributes."""

    settled: Emitted
    """Whatever callers pass."""
    flowing: Flowing


def pack(parts: Iterable[Emitted]) -> bytes:
    """Contributions to the graph as bytes; not what calls pass."""
    return marshal.dumps([(one.edges, one.unresolved, one.overrides) for one in parts])


def unpack(packed: bytes) -> list[Emitted]:
    """What `pack` packed."""
    found = marshal.loads(packed)  # noqa: S302 - packed by `pack`
    return [Emitted(edges, unresolved, {}, overrides) for edges, unresolved, overrides in found]
