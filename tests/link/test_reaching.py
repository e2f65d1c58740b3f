"""Reaching bindings over structured control flow."""

from __future__ import annotations

from indexer.link.reaching import at_end, reaching
from indexer.model import ir
from indexer.model.ir import Binding, Block

# Blocks: (parent, kind, group, leaves).  0 is the scope itself; 1 and 2 exclude each other; 3 is a loop with 4 inside;
# 5 ends with `return`.
BLOCKS: list[Block] = [
    (-1, ir.BLOCK_PLAIN, 0, False),
    (0, ir.BLOCK_PLAIN, 1, False),
    (0, ir.BLOCK_PLAIN, 1, False),
    (0, ir.BLOCK_LOOP, 0, False),
    (3, ir.BLOCK_PLAIN, 0, False),
    (0, ir.BLOCK_PLAIN, 2, True),
]


def binding(offset: int, block: int = 0, flags: int = 0) -> Binding:
    return (None, offset, block, flags, 0)


def offsets(bindings: list[Binding], offset: int, block: int = 0) -> list[int]:
    return [found[1] for found in reaching(BLOCKS, bindings, offset, block)]


def test_the_latest_certain_binding_hides_those_before() -> None:
    """As one assignment after another."""
    assert offsets([binding(10), binding(20), binding(40)], 30) == [20]


def test_nothing_is_bound_before_the_first_binding() -> None:
    """A use above all bindings sees none."""
    assert offsets([binding(10), binding(20)], 5) == []
    assert offsets([binding(10)], 5) == []


def test_branches_join_after_both() -> None:
    """After `if` and `else`, each may have run, and what was before."""
    assert offsets([binding(10), binding(20, 1), binding(30, 2)], 50) == [30, 20, 10]


def test_a_branch_does_not_see_the_other() -> None:
    """In `else`, what `if` bound has not run."""
    assert offsets([binding(10), binding(20, 1)], 35, 2) == [10]


def test_a_branch_sees_its_own_first() -> None:
    """A binding in the same block is certain."""
    assert offsets([binding(10), binding(20, 1)], 25, 1) == [20]


def test_a_later_binding_in_the_loop_comes_round() -> None:
    """The second time through, it has run; out of the loop it has not."""
    assert offsets([binding(10), binding(40, 3)], 30, 3) == [40, 10]
    assert offsets([binding(10), binding(40, 4)], 30, 3) == [40, 10]
    assert offsets([binding(10), binding(40, 0)], 30, 3) == [10]


def test_what_leaves_does_not_reach() -> None:
    """A block that returns is not joined."""
    assert offsets([binding(10), binding(20, 5)], 30) == [10]
    assert offsets([binding(10), binding(20, 5)], 25, 5) == [20]


def test_a_private_binding_ends_with_its_block() -> None:
    """A comprehension's variable, a narrowed name."""
    assert offsets([binding(10), binding(20, 1, ir.PRIVATE)], 30) == [10]
    assert offsets([binding(10), binding(20, 1, ir.PRIVATE)], 25, 1) == [20]


def test_a_possible_binding_hides_nothing() -> None:
    """A star import may bind, and so may what was before."""
    assert offsets([binding(10), binding(20, 0, ir.MAYBE)], 30) == [20, 10]


def test_the_end_of_a_scope() -> None:
    """What functions see: the last certain one and all possible after it, but nothing private."""
    assert [b[1] for b in at_end(BLOCKS, [binding(10), binding(20)])] == [20]
    assert [b[1] for b in at_end(BLOCKS, [binding(10), binding(20, 1)])] == [20, 10]
    assert at_end(BLOCKS, [binding(10, 1, ir.PRIVATE)]) == ()
