"""What is wanted where an expression stands: functions, objects and lists that are written there get their types from it.

What is wanted is an expression whose values are instances of the wanted type; it emits nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.model import units
from indexer.model.units import Expr


class Given(NamedTuple):
    """What a function gets, and is to give, where its place says so."""

    wanted: Expr
    """The functions that are wanted there."""
    handed: tuple[Expr, ...] = ()
    """What its parameters get besides, by place."""

    def parameter(self, place: int, offset: int) -> Expr:
        """What the parameter at a place gets."""
        taken: Expr = (units.WANTED, offset, self.wanted, place, "") if self.wanted is not None else None
        ways = tuple(one for one in (taken, *self.handed[place : place + 1]) if one is not None)
        return ways[0] if len(ways) == 1 else (units.UNION, offset, ways) if ways else None

    def result(self, offset: int) -> Expr:
        """What is wanted of what it returns."""
        return None if self.wanted is None else (units.AWAIT, offset, (units.CALL, offset, self.wanted, ()))


def of_type(declared: Expr, offset: int) -> Expr:
    """What is wanted where a type is declared."""
    return None if declared is None else (units.INSTANCE, offset, declared, None)


def argument(callee: Expr, before: tuple[Expr, ...], offset: int) -> Expr:
    """What a call wants behind other arguments."""
    return None if callee is None else (units.WANTED, offset, callee, len(before), "", before)


def member(wanted: Expr, name: str, offset: int) -> Expr:
    """What is wanted of a member of an object: its own type, or that of whatever a table holds."""
    if wanted is None:
        return None
    held: Expr = (units.ELEMENT, offset, wanted)
    return (units.UNION, offset, ((units.MEMBER, offset, wanted, name), held)) if name else held


def part(wanted: Expr, place: int, offset: int) -> Expr:
    """What is wanted at a place of a list."""
    return None if wanted is None else (units.PLACE, offset, wanted, place)
