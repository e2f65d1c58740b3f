"""Relations between types and methods that no use spells out: what overrides what, and interfaces that are implemented by shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indexer.link.declared.evaluator import Evaluator
from indexer.link.emitted import TYPED, Emitted
from indexer.model import units

_METHOD_LIKE: Final = (units.FUNCTION_,)


class Relations:
    """Emits overrides and structural implements edges of what a file declares."""

    def __init__(self, evaluator: Evaluator, emitted: dict[int, Emitted]) -> None:
        """Args: `emitted` by the index of the symbol in the file."""
        self._evaluator = evaluator
        self._program = evaluator.program
        self._emitted = emitted

    def file(self, file: int) -> None:
        """Emits those of a file: a member that stands in it overrides, a type whose first declaration it has implements."""
        first = self._program.first_scope[file]
        bases: dict[int, tuple[int, ...]] = {}
        for scope in range(first, first + len(self._program.files[file].unit.scopes)):
            number = self._evaluator.owner_of_scope(scope)
            if number < 0:
                continue
            known = bases.get(number)
            if known is None:
                known = bases[number] = self._bases(number)
            self._overrides(scope, known)
        for number in self._evaluator.types_of_file(file):
            for interface in self._evaluator.shapes.implemented().get(number, ()):
                self._implements(number, interface)

    def _bases(self, number: int) -> tuple[int, ...]:
        """The types whose members those of a type may override."""
        shapes = self._evaluator.shapes
        bases = self._evaluator.supertypes(number)[1:]
        if self._evaluator.rules.only_interfaces_dispatch:
            bases = tuple(base for base in bases if shapes.is_interface(base))
        return (*bases, *shapes.implemented().get(number, ()))

    def _into(self, declaration: int) -> Emitted | None:
        one = self._program.declarations[declaration]
        return self._emitted.setdefault(one.symbol, Emitted()) if one.symbol >= 0 else None

    def _overrides(self, scope: int, bases: Sequence[int]) -> None:
        if not bases:
            return
        declarations = self._program.declarations
        for method in self._evaluator.shapes.members_of_scope(scope):
            into = self._into(method)
            if into is None:
                continue
            for base in bases:
                same = [
                    n
                    for n in self._evaluator.own_members(base, declarations[method].name)
                    if self._program.symbol(n) >= 0 and self._fits(method, n)
                ]
                if same:
                    into.overrides.append((self._program.symbol(method), self._program.symbol(same[0])))
                    if not self._evaluator.rules.overrides_all:
                        break

    def _fits(self, method: int, other: int) -> bool:
        """Whether one member can override another."""
        one, two = self._program.declarations[method], self._program.declarations[other]
        if self._evaluator.rules.everything_overrides:
            return one.what == two.what and method != other
        return two.what in _METHOD_LIKE and self._evaluator.could_override(method, other)

    def _implements(self, number: int, interface: int) -> None:
        into, target = self._into(number), self._program.symbol(interface)
        if into is not None and target >= 0:
            into.edges.append(("implements", target, self._program.declarations[number].offset, "type", TYPED))
