"""Interfaces that are implemented by shape: a type has their methods (`Rules.structural`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.link.declared.values import INSTANCE, PARAMETER, Values
from indexer.model import units

if TYPE_CHECKING:
    from indexer.link.declared.evaluator import Evaluator


class Shapes:
    """Which types implement which interfaces; found once, when asked first."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program
        self._implemented: dict[int, tuple[int, ...]] | None = None
        self._implementers: dict[int, list[int]] = {}

    def implemented(self) -> dict[int, tuple[int, ...]]:
        """Types, in order, with the interfaces whose methods they all have."""
        if self._implemented is None:
            structural = self._evaluator.rules.structural
            self._implemented = dict(self._find(self._evaluator.types())) if structural else {}
            for number, interfaces in self._implemented.items():
                for interface in interfaces:
                    self._implementers.setdefault(interface, []).append(number)
        return self._implemented

    def implementers(self, interface: int) -> Sequence[int]:
        """The types that have all methods of an interface."""
        self.implemented()
        return self._implementers.get(interface, ())

    def is_interface(self, number: int) -> bool:
        """Whether a type is an interface."""
        facts = self._program.facts[self._program.file_of_declaration[number]]
        return self._evaluator.rules.is_interface(self._program.declarations[number], facts)

    def methods(self, number: int) -> Iterator[int]:
        """Methods of instances that a type itself or an extension of it declares."""
        for scope in self._evaluator.own_scopes(number):
            yield from self._methods(scope)

    def _methods(self, scope: int) -> Iterator[int]:
        declarations = self._program.declarations
        for numbers in self._program.names[scope].values():
            for one in numbers:
                declaration = declarations[one]
                if declaration.what == units.FUNCTION_ and not declaration.flags & (units.CONSTRUCTOR | units.STATIC):
                    yield one

    def members_of_scope(self, scope: int) -> Iterator[int]:
        """What a scope of a type declares that may override: methods, or whatever it declares."""
        if not self._evaluator.rules.everything_overrides:
            yield from self._methods(scope)
            return
        for numbers in self._program.names[scope].values():
            yield from (n for n in numbers if self._program.declarations[n].what != units.TYPE_PARAMETER)

    def _find(self, types: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        declarations = self._program.declarations
        has: dict[str, list[int]] = {}
        interfaces: list[tuple[int, list[int]]] = []
        for number in types:
            chain = self._evaluator.supertypes(number)
            if self.is_interface(number):
                methods = [m for one in chain for m in self.methods(one)]
                if methods and not self._is_partly_unknown(number):
                    interfaces.append((number, methods))
                continue
            for one in chain:
                for method in self.methods(one):
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

    def _is_partly_unknown(self, interface: int) -> bool:
        """Whether an interface has methods that the indexed code does not show."""
        return self._evaluator.rules.exact_signatures and bool(self._evaluator.external_bases(interface))

    def _has(self, number: int, method: int) -> bool:
        wanted = self._program.declarations[method]
        return any(self._fits(n, method) for n in self._evaluator.members(number, wanted.name))

    def _fits(self, method: int, wanted: int) -> bool:
        one, two = self._program.declarations[method], self._program.declarations[wanted]
        if one.what != units.FUNCTION_ or len(one.parameters) != len(two.parameters):
            return False
        if not self._evaluator.rules.exact_signatures:
            return True
        if (one.type is None) != (two.type is None):
            return False
        pairs = zip(self._types(method), self._types(wanted), strict=True)
        return all(_is_same(mine, theirs) for mine, theirs in pairs)

    def _types(self, function: int) -> Iterator[Values]:
        """Types of the parameters and of the result of a function."""
        program, evaluator = self._program, self._evaluator
        for number in program.parameters(function):
            yield evaluator.type_of(program.declarations[number].type, program.scope_of(number))
        yield evaluator.type_of(program.declarations[function].type, program.type_scope(function))


def _is_same(one: Values, other: Values) -> bool:
    """Whether two types are the same, as far as they are known."""
    if len(one) != 1 or len(other) != 1:
        return True
    mine, theirs = one[0], other[0]
    if PARAMETER in (mine[0], theirs[0]):
        return True
    if mine[0] != INSTANCE or theirs[0] != INSTANCE:
        return bool(mine[0] == theirs[0])
    if mine[1] != theirs[1]:
        return False
    return all(_is_same(a, b) for a, b in zip(mine[2], theirs[2], strict=False))
