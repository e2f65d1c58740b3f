"""Text that macros expand to: it stands behind the text of the file while that is read, and each byte of it is known to
have been written somewhere in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from indexer.model import units
from indexer.model.units import Assignment, Declaration, Expr, Scope, Use


class Stretch(NamedTuple):
    """A part of an expansion."""

    start: int
    """Its first byte, behind the text of the file."""
    origin: int
    """Where that was written."""
    moves: bool
    """Whether the bytes after it were written after each other, too; else all were at `origin`."""
    whole: tuple[int, int]
    """The stretch of source of the macro's call."""


class Expansions:
    """Where the text behind a file's own was written."""

    def __init__(self, length: int) -> None:
        """Args: length of the file in bytes."""
        self.length = length
        self._stretches: list[Stretch] = []
        self._starts: list[int] = []
        self._mapped: dict[int, tuple[Any, Any]] = {}

    def __bool__(self) -> bool:
        return bool(self._stretches)

    def add(self, stretches: Sequence[Stretch]) -> None:
        """Adds the parts of one expansion, in order, behind those before."""
        self._stretches += stretches
        self._starts += [one.start for one in stretches]

    def own(self, text: bytes) -> bytes:
        """The file's own text, of that with expansions behind it."""
        return text[: self.length]

    def within(self, offset: int) -> bool:
        """Whether an offset is in the file's own text."""
        return offset < self.length

    def origin(self, offset: int) -> int:
        """Where in the file a byte was written."""
        while offset >= self.length and self._stretches:
            one = self._stretches[bisect_right(self._starts, offset) - 1]
            offset = one.origin + (offset - one.start if one.moves else 0)
        return offset

    def whole(self, offset: int) -> tuple[int, int]:
        """The stretch of the file of the outermost macro's call that a byte comes of."""
        found = (offset, offset)
        while found[0] >= self.length and self._stretches:
            found = self._stretches[bisect_right(self._starts, found[0]) - 1].whole
        return found

    # ------------------------------------------------------------ what was read of expansions

    def expr(self, expr: Expr) -> Expr:
        """An expression with the offsets of the file."""
        if expr is None:
            return None
        known = self._mapped.get(id(expr))
        if known is None:
            rest = (
                tuple((self.origin(at), name, self.expr(value)) for at, name, value in expr[3])
                if expr[0] == units.INITIAL
                else None
            )
            parts = [
                self.expr(one) if _is_expr(one) else tuple(map(self.expr, one)) if isinstance(one, tuple) else one
                for one in (expr[2:] if rest is None else expr[2:3])
            ]
            made = (expr[0], self.origin(expr[1]), *parts, *(() if rest is None else (rest,)))
            known = self._mapped[id(expr)] = (expr, made)
        found: Expr = known[1]
        return found

    def scope(self, scope: Scope) -> Scope:
        """A scope with the offsets of the file."""
        return scope._replace(
            bases=tuple((self.expr(one), kind) for one, kind in scope.bases),
            extends=self.expr(scope.extends),
            opens=tuple((self.expr(one), spaces, seen) for one, spaces, seen in scope.opens),
            returns=tuple((self.expr(one), at) for one, at in scope.returns),
        )

    def declaration(self, one: Declaration) -> Declaration:
        """A declaration with the offsets of the file."""
        return one._replace(offset=self.origin(one.offset), type=self.expr(one.type), value=self.expr(one.value))

    def use(self, use: Use) -> Use:
        """A use with the offsets of the file."""
        return (self.expr(use[0]), use[1], use[2])

    def assignment(self, one: Assignment) -> Assignment:
        """An assignment with the offsets of the file."""
        return (self.expr(one[0]), self.expr(one[1]), one[2])


def _is_expr(part: object) -> bool:
    """Whether a part of an expression is one: its tuples of expressions begin with one, or with None."""
    return isinstance(part, tuple) and bool(part) and isinstance(part[0], int)
