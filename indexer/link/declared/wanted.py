"""What is wanted where something is given to a value: the types of parameters, and what functions that are passed get themselves."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

from indexer.languages.rules import Rules
from indexer.link.declared.program import Program
from indexer.link.declared.values import FUNCTION, INSTANCE, OBJECT, PARAMETER, TYPE, Value, Values, union
from indexer.model import units
from indexer.model.units import Expr


class Taker(NamedTuple):
    """A function that takes an argument."""

    function: int
    receiver: Value | None
    parameter: int
    place: int
    """Among those that the parameter takes any number of; -1 where it takes one."""


class Wanted:
    """Evaluates WANTED; mixed into the evaluator."""

    program: Program
    rules: Rules

    @abstractmethod
    def evaluate(self, expr: Expr, scope: int) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def type_of(self, expr: Expr, scope: int) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def member(self, value: Value, name: str) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def called(self, callee: Expr, scope: int) -> Values:
        """See `Generics`."""

    @abstractmethod
    def bind(self, values: Values, receiver: Value | None, member: int) -> Values:
        """See `Generics`."""

    @abstractmethod
    def bounds(self, value: Value) -> Values:
        """See `Generics`."""

    @abstractmethod
    def is_extension(self, function: int) -> bool:
        """See `Generics`."""

    @abstractmethod
    def parameter_at(self, function: int, place: int, name: str) -> int:
        """See `Arguments`."""

    @abstractmethod
    def placed(self, values: Values, place: int) -> Values:
        """See `Generics`."""

    @abstractmethod
    def constructors(self, declaration: int) -> list[int]:
        """See `Hierarchy`."""

    @abstractmethod
    def supertypes(self, declaration: int) -> tuple[int, ...]:
        """See `Hierarchy`."""

    @abstractmethod
    def own_scopes(self, declaration: int) -> Sequence[int]:
        """See `Hierarchy`."""

    @abstractmethod
    def infer(
        self, values: Values, function: int, arguments: Sequence[Expr], scope: int, receiver: Value | None = None
    ) -> Values:
        """See `Generics`."""

    def wanted(self, value: Expr, place: int, name: str, before: Sequence[Expr], scope: int) -> Values:
        """Instances of what is wanted where something is given to a value; see `units.WANTED`."""
        if place < 0:
            return self.evaluate(value, scope)
        found: Values = ()
        whole: list[Taker] = []
        rest: list[Taker] = []
        for one in self.called(value, scope):
            if one[0] == INSTANCE and isinstance(one[1], str) and one[2]:
                taken = self.rules.taken_by(one[1], place, len(one[2]))
                found += one[2][taken] if taken >= 0 else ()
            for function, receiver in self._functions_of(one):
                at = place + (receiver is not None and self.is_extension(function))
                parameter = self.parameter_at(function, at, name)
                if parameter >= 0:
                    past = at - len(self.program.parameters(function)) + 1
                    many = past >= 0 and self.program.declarations[function].flags & units.VARIADIC
                    (rest if many else whole).append(Taker(function, receiver, parameter, past if many else -1))
        for taker in whole:
            found += self._taken(taker, before, scope)
        if all(one[0] == PARAMETER for one in found):
            found += tuple(one for taker in rest for one in self._taken(taker, before, scope))
        return union(found)

    def _taken(self, taker: Taker, before: Sequence[Expr], scope: int) -> Values:
        """What a function wants, called with arguments of which these come before."""
        declared = self.program.declarations[taker.parameter].type
        instances = self.type_of(declared, self.program.scope_of(taker.parameter))
        instances = self._one_of(instances, taker.place) if taker.place >= 0 else instances
        bound = self.bind(instances, taker.receiver, taker.function)
        return self.infer(bound, taker.function, before, scope, taker.receiver)

    def is_open(self, parameter: int) -> bool:
        """Whether what calls pass to a parameter says what it is: it has no type, one of which nothing is known, or one of functions."""
        declared = self.program.declarations[parameter].type
        if declared is None:
            return True
        return all(one[0] == FUNCTION for one in self.type_of(declared, self.program.scope_of(parameter)))

    def _one_of(self, rest: Values, place: int) -> Values:
        """What is wanted in a place of those that a parameter takes any number of, which may be declared as a list or tuple."""
        found: Values = ()
        for one in rest:
            listed = one[0] == INSTANCE and one[1] in (self.rules.literal("array"), self.rules.literal("tuple"))
            found += self.placed((one,), place) if listed else (one,)
        return union(found)

    def _functions_of(self, value: Value) -> list[tuple[int, Value | None]]:
        """The functions that a call of a value calls, with their receivers."""
        if value[0] == FUNCTION:
            return [(value[1], value[2])]
        if value[0] == TYPE:
            return [(number, None) for number in self.constructors(value[1])]
        if value[0] == PARAMETER:
            return [function for one in self.bounds(value) for function in self._functions_of(one)]
        if value[0] not in (INSTANCE, OBJECT):
            return []
        if self.rules.functional and value[0] == INSTANCE and isinstance(value[1], int):
            return [(number, value) for number in self._single_method(value[1])]
        members = (v for name in self.rules.call_members for v in self.member(value, name))
        return [(v[1], v[2]) for v in members if v[0] == FUNCTION]

    def _single_method(self, number: int) -> list[int]:
        """The one abstract method of an interface that a lambda can stand for; none where it has several."""
        found = [
            n
            for owner in self.supertypes(number)
            for scope in self.own_scopes(owner)
            for numbers in self.program.names[scope].values()
            for n in numbers
            if self.program.declarations[n].flags & units.ABSTRACT
            and self.program.declarations[n].what == units.FUNCTION_
        ]
        return found if len(found) == 1 else []
