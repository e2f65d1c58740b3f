"""Which bindings of a name a use may see: reaching definitions over structured control flow.

Going back from the use, a binding that is certain to have run hides all before it; one in a branch does not.  Branches
that exclude the use, and blocks that control leaves (return, raise), do not reach it; in a loop, later bindings do.
(Aho, Lam, Sethi, Ullman: Compilers, 2nd ed., 9.2.4, for structured programs.)
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model import ir
from indexer.model.ir import Binding, Block


def reaching(blocks: Sequence[Block], bindings: Sequence[Binding], offset: int, block: int) -> tuple[Binding, ...]:
    """The bindings that a use at an offset, in a block, may see; the latest first."""
    if len(bindings) == 1:
        (only,) = bindings
        if only[2] == 0 and not only[3] & ir.PRIVATE and only[1] <= offset:
            return (only,)
    around: list[int] = []
    at = block
    while at >= 0:
        around.append(at)
        at = blocks[at][0]
    found: list[Binding] = []
    for binding in sorted(bindings, key=_offset, reverse=True) if len(bindings) > 1 else bindings:
        _, seen_from, place, flags, _ = binding
        if flags & ir.MAYBE:
            found.append(binding)
            continue
        inside = place in around
        if flags & ir.PRIVATE and not inside:
            continue
        if seen_from > offset:
            if not flags & ir.PRIVATE and _in_one_loop(blocks, around, place):
                found.append(binding)
            continue
        if not inside and not _reaches(blocks, around, place):
            continue
        found.append(binding)
        if inside:
            break
    return tuple(found)


def at_end(blocks: Sequence[Block], bindings: Sequence[Binding]) -> tuple[Binding, ...]:
    """The bindings that may hold once the scope has run."""
    if len(bindings) == 1:
        return () if bindings[0][3] & ir.PRIVATE else tuple(bindings)
    return reaching(blocks, bindings, 1 << 62, 0)


def without_types(blocks: Sequence[Block], bindings: tuple[Binding, ...]) -> tuple[Binding, ...]:
    """The bindings that are not for type checkers only."""
    return tuple(binding for binding in bindings if not _for_types(blocks, binding[2]))


def _for_types(blocks: Sequence[Block], place: int) -> bool:
    while place >= 0:
        if blocks[place][1] == ir.BLOCK_TYPES:
            return True
        place = blocks[place][0]
    return False


def _offset(binding: Binding) -> int:
    return binding[1]


def _in_one_loop(blocks: Sequence[Block], around: list[int], place: int) -> bool:
    """Whether a loop around the use is around the place, too."""
    while place >= 0:
        if place in around:
            return any(blocks[at][1] == ir.BLOCK_LOOP for at in around[around.index(place) :])
        place = blocks[place][0]
    return False


def _reaches(blocks: Sequence[Block], around: list[int], place: int) -> bool:
    """Whether control can come from a block to a use outside of it."""
    last = place
    while place not in around:
        if blocks[place][3]:
            return False
        last, place = place, blocks[place][0]
    group = blocks[last][2]
    if not group:
        return True
    position = around.index(place)
    return position == 0 or blocks[around[position - 1]][2] != group or around[position - 1] == last
