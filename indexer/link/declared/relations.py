"""Relations between types and methods that no use spells out: what overrides what, and interfaces that are implemented by shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.values import INSTANCE, OBJECT
from indexer.link.emitted import TYPED, Emitted
from indexer.model import units

_METHOD_LIKE: Final = (units.FUNCTION_,)
_DECLARING: Final = (units.TYPE_SCOPE, units.EXTENSION_SCOPE)

Base = Callable[[str], Sequence[int]]
"""A base type: its own members of a name."""
Bases = Sequence[Base]
"""Base types, nearest first."""


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
        bases: dict[int, Bases] = {}
        for scope in range(first, first + len(self._program.files[file].unit.scopes)):
            number = self._evaluator.owner_of_scope(scope)
            if number < 0:
                self._overrides(scope, self._declared(scope))
                continue
            known = bases.get(number)
            if known is None:
                known = bases[number] = self._bases(number)
            self._overrides(scope, known)
        for number in self._evaluator.types_of_file(file):
            for interface in self._evaluator.shapes.implemented().get(number, ()):
                self._implements(number, interface)

    def _bases(self, number: int) -> Bases:
        """What the members of a type may override."""
        shapes = self._evaluator.shapes
        bases = self._evaluator.supertypes(number)[1:]
        if self._evaluator.rules.only_interfaces_dispatch:
            bases = tuple(base for base in bases if shapes.is_interface(base))
        return [partial(self._evaluator.own_members, base) for base in (*bases, *shapes.implemented().get(number, ()))]

    def _declared(self, scope: int) -> Bases:
        """What the members of an object literal, or of an extension of a type from outside, may override: those of what it is
        declared to be, not of what is copied to it."""
        record, evaluator = self._program.scopes[scope], self._evaluator
        found: list[Base] = []
        for expr, _ in record.bases if record.kind in _DECLARING else ():
            for value in evaluator.type_of(expr, scope) if expr is not None and expr[0] != units.CLASS_OF else ():
                if value[0] == OBJECT and value[1] != scope:
                    found.append(partial(evaluator.object_members, value[1]))
                elif value[0] == INSTANCE and isinstance(value[1], int):
                    found += [partial(evaluator.own_members, base) for base in evaluator.supertypes(value[1])]
        return found

    def _into(self, declaration: int) -> Emitted | None:
        one = self._program.declarations[declaration]
        return self._emitted.setdefault(one.symbol, Emitted()) if one.symbol >= 0 else None

    def _overrides(self, scope: int, bases: Bases) -> None:
        if not bases:
            return
        declarations = self._program.declarations
        for method in self._evaluator.shapes.members_of_scope(scope):
            into = self._into(method)
            if into is None:
                continue
            for members_of in bases:
                same = [
                    n
                    for n in members_of(declarations[method].name)
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
