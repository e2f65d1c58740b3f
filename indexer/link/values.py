"""Abstract values: what an expression may stand for.

A value is a tuple `(tag, ...)`, a set of values a frozenset.  Scopes are numbered over the whole program.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

Value = tuple[Any, ...]
Values = frozenset[Value]

FUNCTION: Final = "function"
"""(FUNCTION, scope)"""
CLASS: Final = "class"
"""(CLASS, scope)"""
EXACT: Final = "exact"
"""(EXACT, scope of the class): an instance of that very class, as its constructor gives it."""
INSTANCE: Final = "instance"
"""(INSTANCE, scope of the class): an instance of the class or of one derived from it (`self`, annotations)."""
BOUND: Final = "bound"
"""(BOUND, scope of the function, receiver value)"""
MODULE: Final = "module"
"""(MODULE, file number)"""
PACKAGE: Final = "package"
"""(PACKAGE, dotted name): a folder of modules without a file of its own."""
EXTERNAL: Final = "external"
"""(EXTERNAL, dotted name): something outside the indexed code."""
MADE: Final = "made"
"""(MADE, dotted name): what calling something external gave, or a literal of a built-in type."""
TEXT: Final = "text"
"""(TEXT, type name, value): a short literal whose value is known."""
LITERAL: Final = "literal"
"""(LITERAL, scope, number of its expression, receiver | None): a container that is written down."""
SUPER: Final = "super"
"""(SUPER, scope of the class, receiver value)"""
ARGUMENT: Final = "argument"
"""(ARGUMENT, scope of the function, position): whatever callers pass."""
GENERATOR: Final = "generator"
"""(GENERATOR, scope of the function, receiver | None): what calling a generator function gives."""
PROPERTY: Final = "property"
"""(PROPERTY, scope of the function): a descriptor that calls it."""

EMPTY: Final[Values] = frozenset()
INSTANCES: Final = (EXACT, INSTANCE)
NONE: Final[Value] = (MADE, "builtins.NoneType")

_texts: dict[Value, str] = {}


def single(*value: Any) -> Values:
    """The set of one value."""
    return frozenset((value,))


def forget() -> None:
    """Lets go of the texts that values are ordered by: those of one program are of no use to the next."""
    _texts.clear()


def ordered(values: Iterable[Value]) -> Iterable[Value]:
    """Values in an order that is the same in every process: what is found first may decide where a circle is cut.

    Sets of strings differ in their order from process to process, unless PYTHONHASHSEED is set.
    """
    if not isinstance(values, frozenset) or len(values) < 2:
        return values
    return sorted(values, key=_text)


def _text(value: Value) -> str:
    text = _texts.get(value)
    if text is None:
        text = _texts[value] = _written(value)
    return text


def _written(part: Any) -> str:
    """A value, or a part of one, so that texts compare as numbers do; without the numbers of expressions, which depend on what was asked first."""
    if isinstance(part, tuple):
        parts = (*part[:2], *part[3:]) if part[0] == LITERAL else part
        return f"({','.join(map(_written, parts))})"
    return f"{part:020d}" if type(part) is int else repr(part)
