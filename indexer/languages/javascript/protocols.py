"""What the language itself calls: the methods by which things are iterated over (ECMA-262, 7.4 and 27.1)."""

from __future__ import annotations

from typing import Final

from indexer.languages.toolkit.operators import operation
from indexer.model.units import Expr

_ITERATOR: Final = "[Symbol.iterator]"
_ASYNCHRONOUS: Final = "[Symbol.asyncIterator]"


def iterated(offset: int, value: Expr, *, asynchronous: bool = False) -> Expr:
    """What is gone through where a value is iterated over: what its own method for that gives, or itself.

    Args:
        offset: where that stands.
        value: what is iterated over.
        asynchronous: whether by `for await`.
    """
    names = f"{_ASYNCHRONOUS} {_ITERATOR}" if asynchronous else _ITERATOR
    return operation(offset, names, (value,), "", value)
