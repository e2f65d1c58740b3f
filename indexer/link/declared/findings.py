"""What was found in each file of a family, and from what: what is linked again after a change, and what is written down for the next.

What was read is told by tokens (`indexer.link.declared.parts.token`), so that it is small and holds in every process.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from indexer.link.declared.passing import MOST
from indexer.link.emitted import Emitted

SHAPES: Final = ""
"""In place of a path, where what types implement by shape is written down."""


class Finding(NamedTuple):
    """What was found, and from what."""

    reads: frozenset[int]
    found: Any


@dataclass(frozen=True, slots=True)
class Given:
    """An argument that a call passes."""

    said: tuple[Any, int]
    """What it says, and the scope in which it stands."""
    expr: Any = field(compare=False)


class Link(NamedTuple):
    """What linking a file gave."""

    reads: frozenset[int]
    emitted: Mapping[int, Emitted] | None
    """By index of the symbol; None where the file was linked in another process, whose index has it."""
    passed: Mapping[int, tuple[Given, ...]]
    """By parameter."""
    asked: frozenset[int]
    """The parameters of which it asked what is passed."""

    def holds(self, different: set[int], moved: set[int]) -> bool:
        """Whether nothing that was read is different, and to no parameter that was asked for something else is passed."""
        return moved.isdisjoint(self.asked) and different.isdisjoint(self.reads)


class Findings(NamedTuple):
    """All that was found, with what was read for it; by path, in the order of the paths."""

    bases: Mapping[str, Finding]
    """Of each file, the types that it declares first, with their bases."""
    shapes: Finding | None
    """What types implement by shape, where that is compared."""
    rounds: Sequence[Mapping[str, Link]]

    def given(self) -> list[Mapping[int, tuple[Given, ...]]]:
        """What was passed when each round began."""
        return [{}, *(merged(links.values()) for links in self.rounds[:-1])]

    def otherwise(self, before: Findings) -> dict[str, bytes | None]:
        """What is to be written down otherwise than before, by path; None for what is gone."""
        found: dict[str, bytes | None] = dict.fromkeys(before.bases.keys() - self.bases.keys())
        if self.shapes is not before.shapes:
            found[SHAPES] = None if self.shapes is None else marshal.dumps(_plainly(self.shapes))
        for path in self.bases:
            now, then = self._of(path), before._of(path)
            if len(now) != len(then) or any(one is not other for one, other in zip(now, then, strict=True)):
                found[path] = self._packed(path)
        return found

    def _of(self, path: str) -> tuple[Any, ...]:
        return (self.bases.get(path), *(links.get(path) for links in self.rounds))

    def _packed(self, path: str) -> bytes:
        links = [of_round[path] for of_round in self.rounds]
        same = [number > 0 and link is links[number - 1] for number, link in enumerate(links)]
        plain = [None if known else _plain_link(link) for known, link in zip(same, links, strict=True)]
        return marshal.dumps((_plainly(self.bases[path]), plain))


NOTHING: Final = Findings({}, None, ())


def read(records: Iterable[tuple[str, bytes]]) -> Findings:
    """What `Findings.otherwise` wrote down.

    Args:
        records: by path, in the order of the paths.
    """
    bases: dict[str, Finding] = {}
    shapes = None
    rounds: list[dict[str, Link]] = []
    for path, packed in records:
        plain = marshal.loads(packed)  # noqa: S302 - packed here
        if path == SHAPES:
            shapes = _finding(plain)
            continue
        of_file, links = plain
        bases[path] = _finding(of_file)
        rounds = rounds or [{} for _ in links]
        link = None
        for into, one in zip(rounds, links, strict=True):
            link = link if one is None else _link(*one)
            assert link is not None, "the first round has no other before it"
            into[path] = link
    return Findings(bases, shapes, rounds)


def merged(links: Iterable[Link]) -> dict[int, tuple[Given, ...]]:
    """What the calls of all files pass."""
    found: dict[int, tuple[Given, ...]] = {}
    for link in links:
        for parameter, given in link.passed.items():
            found[parameter] = (found.get(parameter, ()) + given)[:MOST]
    return found


def _plainly(finding: Finding) -> tuple[bytes, Any]:
    return _tokens(finding.reads), finding.found


def _finding(plain: tuple[bytes, Any]) -> Finding:
    reads, found = plain
    return Finding(_read_tokens(reads), found)


def _plain_link(link: Link) -> tuple[Any, ...]:
    passed = {parameter: [(one.said, one.expr) for one in given] for parameter, given in link.passed.items()}
    return _tokens(link.reads), passed, sorted(link.asked)


def _link(reads: bytes, passed: Mapping[int, Sequence[tuple[Any, Any]]], asked: Sequence[int]) -> Link:
    given = {parameter: tuple(Given(*one) for one in of) for parameter, of in passed.items()}
    return Link(_read_tokens(reads), None, given, frozenset(asked))


def _tokens(reads: Iterable[int]) -> bytes:
    return array("I", sorted(reads)).tobytes()


def _read_tokens(packed: bytes) -> frozenset[int]:
    return frozenset(array("I", packed))
