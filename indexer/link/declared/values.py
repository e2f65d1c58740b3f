"""What expressions may come to, and how sure that is.

A set of values is a tuple without repeats in the order in which they were found, so that equal input is linked equally.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

Value = tuple[Any, ...]
Values = tuple[Value, ...]

TYPE: Final = 0
"""(TYPE, declaration): a type itself."""
INSTANCE: Final = 1
"""(INSTANCE, declaration | dotted external name, arguments): an instance of a type; arguments are `Values`, one a type parameter."""
FUNCTION: Final = 2
"""(FUNCTION, declaration, receiver | None); a function type has a BOUND for its receiver."""
FILE: Final = 3
"""(FILE, file number): a module."""
NAMESPACE: Final = 4
"""(NAMESPACE, full name)."""
OBJECT: Final = 5
"""(OBJECT, scope): an object literal, or an instance of an anonymous class."""
PARAMETER: Final = 6
"""(PARAMETER, declaration): an instance of a type parameter."""
EXTERNAL: Final = 7
"""(EXTERNAL, dotted name): something outside of the indexed code."""
BASES: Final = 8
"""(BASES, declaration): an instance, seen as one of its base types (`super`)."""
BOUND: Final = 9
"""(BOUND, ((declaration, `Values`), ...)): what type parameters stand for in a function type, as far as that is known."""

FLOWED: Final = 1
"""Evidence: what is assigned to a member or passed by callers was used."""

LARGEST: Final = 16
"""A set of more values says nothing."""


def union(found: Iterable[Value]) -> Values:
    """The values without repeats; where they are too many, without their type arguments; none where they still are, unless they
    are one function's overloads."""
    result = tuple(dict.fromkeys(found))
    if len(result) > LARGEST:
        result = tuple(dict.fromkeys(map(_plain, result)))
    if len(result) <= LARGEST or (all(v[0] == FUNCTION for v in result) and len({v[2] for v in result}) == 1):
        return result
    return ()


def is_type(function: Value) -> bool:
    """Whether a FUNCTION is one of a function type, not a function that is declared."""
    return function[2] is not None and function[2][0] == BOUND


def _plain(value: Value) -> Value:
    """A value of which no type arguments are known."""
    if value[0] == INSTANCE and value[2]:
        return (INSTANCE, value[1], ())
    return (FUNCTION, value[1], (BOUND, ())) if value[0] == FUNCTION and is_type(value) else value
