"""What the methods of JavaScript's own containers give, and hand to functions: arrays, maps, sets, promises (ECMA-262, 23 to 27)."""

from __future__ import annotations

from typing import Final

from indexer.model import units
from indexer.model.units import Expr

_ON_ELEMENTS: Final = frozenset(
    "filter find findLast findIndex findLastIndex flatMap map some every sort toSorted".split()
)
"""Methods of arrays that call a function with their elements."""
_SAME_ELEMENTS: Final = frozenset("filter slice concat reverse sort toSorted toReversed splice entries".split())
"""Methods that give a container of the same elements."""
_ONE_ELEMENT: Final = frozenset("find findLast pop shift at next".split())
"""Methods that give an element."""
_SAME: Final = frozenset(("catch", "finally"))
"""Methods of promises that give the same again."""
FOLDING: Final = frozenset(("reduce", "reduceRight"))
"""Methods of arrays that call a function with what came of the elements before, and with each element."""
_MOST: Final = 8


def held(offset: int, container: Expr) -> Expr:
    """Any of what a container holds: of a map what it has under its keys."""
    return (units.PLACE, offset, container, -1)


def handed(function: Expr, place: int, seed: Expr, offset: int) -> tuple[Expr, ...]:
    """What a method hands to the parameters of a function.

    Args:
        function: the method, as a member of its container.
        place: of the function among the arguments.
        seed: the argument behind it; None for none.
        offset: of the function.
    """
    if function is None or function[0] != units.MEMBER or function[2] is None or place:
        return ()
    container, name = function[2], function[3]
    if name == "forEach":
        return (held(offset, container),)
    if name in _ON_ELEMENTS:
        element: Expr = (units.ELEMENT, offset, container)
        return (element, element) if name in ("sort", "toSorted") else (element,)
    if name in FOLDING:
        element = (units.ELEMENT, offset, container)
        return (element if seed is None else seed, element)
    return ((units.AWAIT, offset, container),) if name == "then" else ()


def given(whole: units.Known, offset: int) -> Expr:
    """What a call gives: what the method is declared to give, and what it gives as one of the language's own.

    Args:
        whole: the call of a member.
        offset: where it stands.
    """
    known = _given(whole[2], whole[3], offset)
    return whole if known is None else (units.UNION, offset, (whole, known))


def _given(function: units.Known, arguments: tuple[Expr, ...], offset: int) -> Expr:
    container, name = function[2], function[3]
    first = arguments[0] if arguments else None
    if container[0] == units.NAME and container[2] in _OF_TYPES:
        return _of_type(container[2], name, first, offset)
    if name in _SAME_ELEMENTS:
        return (units.SEQUENCE, offset, ((units.ELEMENT, offset, container),))
    if name == "values":
        return (units.SEQUENCE, offset, (held(offset, container),))
    if name in _ONE_ELEMENT:
        return (units.ELEMENT, offset, container)
    if name == "get":
        return (units.ARGUMENT, offset, container, -1)
    if name in _SAME:
        same: Expr = container
        return same
    if name in FOLDING:
        return arguments[1] if len(arguments) > 1 else (units.ELEMENT, offset, container)
    if first is None or first[0] not in (units.FUNCTION, units.NAME):
        return None
    if name == "map":
        return (units.SEQUENCE, offset, ((units.CALL, offset, first, ((units.ELEMENT, offset, container),)),))
    return (units.CALL, offset, first, ((units.AWAIT, offset, container),)) if name == "then" else None


_OF_TYPES: Final = frozenset(("Object", "Promise", "Array"))


def _of_type(type_name: str, name: str, first: Expr, offset: int) -> Expr:
    """What functions of `Object`, `Promise` and `Array` give."""
    if first is None:
        return None
    if type_name == "Promise":
        if name in ("all", "allSettled"):
            if first[0] == units.TUPLE and len(first[2]) <= _MOST:
                return (units.TUPLE, offset, tuple((units.AWAIT, offset, one) for one in first[2]))
            return (units.SEQUENCE, offset, ((units.AWAIT, offset, (units.ELEMENT, offset, first)),))
        if name in ("race", "any"):
            return (units.AWAIT, offset, (units.ELEMENT, offset, first))
        return first if name == "resolve" else None
    if type_name == "Array":
        return (units.SEQUENCE, offset, ((units.ELEMENT, offset, first),)) if name == "from" else None
    if name == "values":
        return (units.SEQUENCE, offset, (held(offset, first),))
    if name == "entries":
        pair = (units.TUPLE, offset, ((units.LITERAL, offset, "string"), held(offset, first)))
        return (units.SEQUENCE, offset, (pair,))
    return None
