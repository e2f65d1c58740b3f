"""Relations between types and methods that no use spells out: what overrides what, and interfaces that are implemented by shape."""

from __future__ import annotations

from collections.abc import Iterator
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
        types = self._evaluator.types()
        implemented = dict(self._structural(types)) if self._evaluator.rules.structural else {}
        for number in types:
            bases = self._evaluator.supertypes(number)[1:]
            self._overrides(number, (*bases, *implemented.get(number, ())))
            for interface in implemented.get(number, ()):
                self._implements(number, interface)

    def _into(self, declaration: int) -> Emitted | None:
        one = self._program.declarations[declaration]
        if one.symbol < 0:
            return None
        return self._emitted.setdefault((self._program.file_of_declaration[declaration], one.symbol), Emitted())

    def _methods(self, number: int) -> Iterator[int]:
        """Methods that a type itself or an extension of it declares."""
        for scope in self._evaluator.own_scopes(number):
            for numbers in self._program.names[scope].values():
                for one in numbers:
                    declaration = self._program.declarations[one]
                    if declaration.what in _METHOD_LIKE and not declaration.flags & (units.CONSTRUCTOR | units.STATIC):
                        yield one

    def _overrides(self, number: int, bases: tuple[int, ...]) -> None:
        if not bases:
            return
        declarations = self._program.declarations
        for method in self._methods(number):
            into = self._into(method)
            if into is None:
                continue
            for base in bases:
                same = [
                    n
                    for n in self._evaluator.own_members(base, declarations[method].name)
                    if declarations[n].what in _METHOD_LIKE and self._program.symbol(n) >= 0 and self._fits(method, n)
                ]
                if same:
                    into.overrides.append((self._program.symbol(method), self._program.symbol(same[0])))
                    if not self._evaluator.rules.overrides_all:
                        break

    def _fits(self, method: int, other: int) -> bool:
        """Whether one method can override another: parameters agree in number, where both say."""
        one, two = self._program.declarations[method], self._program.declarations[other]
        if two.flags & (units.STATIC | units.CONSTRUCTOR | units.PRIVATE) or other == method:
            return False
        return (
            one.required < 0
            or two.required < 0
            or not self._evaluator.rules.overloads
            or len(one.parameters) == len(two.parameters)
        )

    # ------------------------------------------------------------ interfaces by shape

    def _structural(self, types: list[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Types with the interfaces whose methods they all have."""
        evaluator, declarations = self._evaluator, self._program.declarations
        has: dict[str, list[int]] = {}
        interfaces: list[tuple[int, list[int]]] = []
        for number in types:
            if evaluator.rules.is_interface(
                declarations[number], self._program.facts[self._program.file_of_declaration[number]]
            ):
                methods = [m for one in evaluator.supertypes(number) for m in self._methods(one)]
                if methods:
                    interfaces.append((number, methods))
                continue
            for one in evaluator.supertypes(number):
                for method in self._methods(one):
                    has.setdefault(declarations[method].name, []).append(number)
        found: dict[int, list[int]] = {}
        for interface, methods in interfaces:
            candidates = min((has.get(declarations[m].name, []) for m in methods), key=len)
            for number in dict.fromkeys(candidates):
                if all(self._has(number, m) for m in methods):
                    found.setdefault(number, []).append(interface)
        for number in types:
            if number in found:
                yield number, tuple(found[number])

    def _has(self, number: int, method: int) -> bool:
        declarations = self._program.declarations
        wanted = declarations[method]
        return any(
            declarations[n].what in _METHOD_LIKE and len(declarations[n].parameters) == len(wanted.parameters)
            for n in self._evaluator.members(number, wanted.name)
        )

    def _implements(self, number: int, interface: int) -> None:
        into, target = self._into(number), self._program.symbol(interface)
        if into is not None and target >= 0:
            into.edges.append(("implements", target, self._program.declarations[number].offset, "type", TYPED))
