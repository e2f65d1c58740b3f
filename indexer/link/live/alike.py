"""Whether two versions of a part of a file differ only in where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from indexer.model import ir

_OFFSETS: Final = {ir.IMPORT: (1, 5, 6)}
"""Places of offsets in an expression, where there are others than the second."""
_SCOPES: Final = {ir.SCOPE: 2, ir.PARAM: 2}
"""Place of an index of a scope in an expression."""
_HELD: Final = frozenset({ir.SEQ, ir.DICT, ir.COMP, ir.SUBSCRIPT})
"""Expressions that values refer to."""


class Alike:
    """Compares parts of two versions of a file, and notes what stands for what in those that are alike."""

    def __init__(self, scopes: Mapping[int, int]) -> None:
        """Args: index of each scope in the new version, by its index in the old one."""
        self._scopes = scopes
        self._offsets: list[tuple[int, int]] = []
        self.twins: list[tuple[Any, Any]] = []
        """Old and new tuple of each expression that values may refer to."""

    def expressions(self, old: Any, new: Any) -> bool:
        """Whether two expressions, or tuples of them, are alike."""
        return self._all_or_nothing(self._expression, old, new)

    def bindings(self, old: Any, new: Any) -> bool:
        """Whether two lists of bindings are alike."""
        return self._all_or_nothing(self._bindings, old, new)

    def members(self, old: Any, new: Any) -> bool:
        """Whether two tuples of assignments to members are alike."""
        return self._all_or_nothing(self._members, old, new)

    def parameters(self, old: Any, new: Any) -> bool:
        """Whether two tuples of parameters are alike."""
        return self._all_or_nothing(self._parameters, old, new)

    def blocks(self, old: Any, new: Any) -> bool:
        """Whether two tuples of blocks are alike; nothing asks where they end."""
        return len(old) == len(new) and all(one[:4] == other[:4] for one, other in zip(old, new, strict=True))

    def in_order(self) -> bool:
        """Whether all parts that are alike follow each other in one order in both versions."""
        pairs = sorted(set(self._offsets))
        return all(
            (first[0] == second[0]) == (first[1] == second[1]) and first[1] <= second[1]
            for first, second in pairwise(pairs)
        )

    def _all_or_nothing(self, compare: Any, old: Any, new: Any) -> bool:
        offsets, twins = len(self._offsets), len(self.twins)
        if compare(old, new):
            return True
        del self._offsets[offsets:], self.twins[twins:]
        return False

    def _bindings(self, old: Any, new: Any) -> bool:
        if len(old) != len(new):
            return False
        for one, other in zip(old, new, strict=True):
            if one[2:4] != other[2:4] or self._scopes.get(one[4]) != other[4]:
                return False
            if not self._expression(one[0], other[0]):
                return False
            self._offsets.append((one[1], other[1]))
            self.twins.append((one, other))
        return True

    def _members(self, old: Any, new: Any) -> bool:
        if len(old) != len(new):
            return False
        for one, other in zip(old, new, strict=True):
            if one[1] != other[1] or one[4] != other[4]:
                return False
            if not self._expression(one[0], other[0]) or not self._expression(one[2], other[2]):
                return False
            self._offsets.append((one[3], other[3]))
        return True

    def _parameters(self, old: Any, new: Any) -> bool:
        if len(old) != len(new):
            return False
        for one, other in zip(old, new, strict=True):
            if one[0] != other[0] or one[4] != other[4]:
                return False
            if not self._expression(one[2], other[2]) or not self._expression(one[3], other[3]):
                return False
            self._offsets.append((one[1], other[1]))
        return True

    def _expression(self, old: Any, new: Any) -> bool:
        if type(old) is not tuple:
            return bool(old == new) and type(old) is type(new)
        if type(new) is not tuple or len(old) != len(new):
            return False
        if not old or type(old[0]) is not int:
            return all(map(self._expression, old, new))
        operation = old[0]
        if operation != new[0]:
            return False
        offsets = _OFFSETS.get(operation, (1,))
        scope = _SCOPES.get(operation)
        for place in range(1, len(old)):
            one, other = old[place], new[place]
            if place in offsets:
                self._offsets.append((one, other))
            elif place == scope:
                if self._scopes.get(one) != other:
                    return False
            elif type(one) is tuple:
                if not self._expression(one, other):
                    return False
            elif one != other or type(one) is not type(other):
                return False
        if operation in _HELD:
            self.twins.append((old, new))
        return True
