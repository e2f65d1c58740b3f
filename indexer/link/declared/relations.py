"""Relations between types and methods that no use spells out: what overrides what, and interfaces that are implemented by shape."""

from __future__ import annotations

from typing import Final

from indexer.link.declared.evaluator import Evaluator
from indexer.link.emitted import TYPED, Emitted
from indexer.model import units

_METHOD_LIKE: Final = (units.FUNCTION_,)


class Relations:
    """Emits overrides and structural implements edges."""

    def __init__(self, evaluator: Evaluator, emitted: dict[tuple[int, int], Emitted]) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program
        self._emitted = emitted

    def emit(self) -> None:
        """Emits all."""
        shapes = self._evaluator.shapes
        implemented = shapes.implemented()
        only_interfaces = self._evaluator.rules.only_interfaces_dispatch
        for number in self._evaluator.types():
            bases = self._evaluator.supertypes(number)[1:]
            if only_interfaces:
                bases = tuple(base for base in bases if shapes.is_interface(base))
            self._overrides(number, (*bases, *implemented.get(number, ())))
            for interface in implemented.get(number, ()):
                self._implements(number, interface)

    def _into(self, declaration: int) -> Emitted | None:
        one = self._program.declarations[declaration]
        if one.symbol < 0:
            return None
        return self._emitted.setdefault((self._program.file_of_declaration[declaration], one.symbol), Emitted())

    def _overrides(self, number: int, bases: tuple[int, ...]) -> None:
        if not bases:
            return
        declarations = self._program.declarations
        for method in self._evaluator.shapes.members(number):
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
