"""Calls of `typing` whose arguments are types, which a string may spell: `cast("Foo", x)`, `TypeVar("T", bound="Foo")`."""

from __future__ import annotations

from typing import Final

from indexer.model import ir
from indexer.model.ir import Expr

_NONE: Final[frozenset[int | str]] = frozenset()
_TAKE: Final[dict[str, frozenset[int | str]]] = {
    "cast": frozenset((0,)),
    "NewType": frozenset((1,)),
    "TypeVar": frozenset(("bound", "default", *range(1, 20))),
}
"""By name of the function."""


def places_of_types(function: Expr) -> frozenset[int | str]:
    """Places and keywords of the arguments of a call that are types.

    Args:
        function: what is called; it goes by its name alone, as what that leads to is known only when files are linked.
    """
    if function is None or function[0] not in (ir.NAME, ir.ATTR):
        return _NONE
    return _TAKE.get(function[3] if function[0] == ir.ATTR else function[2], _NONE)
