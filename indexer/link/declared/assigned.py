"""What is assigned: to members that no declaration declares, and functions to variables of function types."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from indexer.languages.rules import DECLARATION, Entity
from indexer.link.declared.passing import Passed
from indexer.link.declared.program import Program
from indexer.link.declared.values import FUNCTION, INSTANCE, LARGEST, Value, Values, union
from indexer.model import units
from indexer.model.units import Expr

MOST_ASSIGNED: Final = 24
"""A member that is set in more places, with no declaration, is not looked for."""


class Assigned:
    """Finds what is assigned; mixed into the evaluator."""

    program: Program
    passed: Passed

    @abstractmethod
    def lookup(self, scope: int, name: str, spaces: int, offset: int, *, callee: bool = False) -> list[Entity]:
        """See `Names`."""

    @abstractmethod
    def evaluate(self, expr: Expr, scope: int) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def supertypes(self, declaration: int) -> tuple[int, ...]:
        """See `Hierarchy`."""

    def assigned_member(self, value: Value | None, name: str) -> Values:
        """What is assigned to a member wherever its object is the same."""
        assigned = self.program.assigned.get(name, ()) if value is not None else ()
        if not assigned or len(assigned) > MOST_ASSIGNED or value is None:
            return ()
        found: Values = ()
        for target, expr, scope in assigned:
            if target is not None and any(self._same(one, value) for one in self.evaluate(target[2], scope)):
                found += self.evaluate(expr, scope)
        return union(found)

    def _same(self, one: Value, other: Value) -> bool:
        if one[0] == INSTANCE and other[0] == INSTANCE and isinstance(one[1], int) and isinstance(other[1], int):
            return one[1] in self.supertypes(other[1])
        return one[:2] == other[:2]

    def functions_set(self, number: int) -> Values:
        """The functions that a variable of a function type is set to."""
        one, scope = self.program.declarations[number], self.program.scope_of(number)
        found = self.evaluate(one.value, scope)
        assigned = self.program.assigned_names[self.program.file_of_declaration[number]].get(one.name, ())
        for target, value, place in assigned if len(assigned) <= MOST_ASSIGNED else ():
            if target is not None and (DECLARATION, number) in self.lookup(place, one.name, units.VALUES, target[1]):
                found += self.evaluate(value, place)
        for value, place in self.passed.to(number):
            found += self.evaluate(value, place)
        functions = tuple(v for v in found if v[0] == FUNCTION)
        return functions if len(functions) < LARGEST else ()
