"""What type parameters stand for, by what is given where their types are declared."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Final

from indexer.link.declared.overloads import Overloads
from indexer.link.declared.values import BOUND, FUNCTION, INSTANCE, PARAMETER, TYPE, Value, Values, is_type, union
from indexer.model.units import Expr

_DEEPEST: Final = 6
"""Levels of type arguments inside each other that are looked into."""


class Inference(Overloads):
    """Finds type arguments that are not written; mixed into the evaluator."""

    @abstractmethod
    def result(self, callee: Value, arguments: Sequence[Expr], scope: int) -> Values:
        """See `Generics`."""

    @abstractmethod
    def arguments_as(self, instance: Value, owner: int, depth: int) -> dict[int, Values]:
        """See `Generics`."""

    @abstractmethod
    def argument_at(self, value: Value, place: int) -> Values:
        """See `Generics`."""

    @abstractmethod
    def is_extension(self, function: int) -> bool:
        """See `Generics`."""

    @abstractmethod
    def members(self, declaration: int, name: str) -> list[int]:
        """See `Hierarchy`."""

    @abstractmethod
    def constructors(self, declaration: int) -> list[int]:
        """See `Hierarchy`."""

    def with_fields(self, values: Values, fields: Sequence[tuple[int, str, Expr]], scope: int) -> Values:
        """Instances of types that a literal makes, with the type arguments that the values of its fields tell."""
        return tuple(
            self._with_fields(one, fields, scope) if one[0] == INSTANCE and not one[2] else one for one in values
        )

    def _with_fields(self, value: Value, fields: Sequence[tuple[int, str, Expr]], scope: int) -> Value:
        parameters = self.program.parameters(value[1]) if isinstance(value[1], int) else ()
        if not parameters:
            return value
        found: dict[int, Values] = {}
        for _, name, given in fields:
            for number in self.members(value[1], name):
                self._infer(number, self.evaluate(given, scope), found)
        return (INSTANCE, value[1], tuple(found.get(one, ()) for one in parameters)) if found else value

    def constructed_with(self, value: Value, arguments: Sequence[Expr], scope: int) -> Value:
        """A new instance of a generic type, with the type arguments that those of its constructor tell."""
        if value[0] != INSTANCE or not isinstance(value[1], int) or any(value[2]):
            return value
        parameters = self.program.parameters(value[1])
        if not parameters or not arguments:
            return value
        found: dict[int, Values] = {}
        makers = tuple((FUNCTION, number, None) for number in self.constructors(value[1]))
        for _, number, _ in self.applicable(makers, arguments):
            for parameter, argument in self.pairs(number, arguments, shifted=False):
                self._infer(parameter, self.evaluate(argument, scope), found)
        return (INSTANCE, value[1], tuple(found.get(one, ()) for one in parameters)) if found else value

    def infer(
        self, values: Values, function: int, arguments: Sequence[Expr], scope: int, receiver: Value | None = None
    ) -> Values:
        """Values of a generic function's result, with its type parameters as the arguments and an extension's receiver say."""
        if not has_parameters(values):
            return values
        found: dict[int, Values] = {}
        shifted = receiver is not None and receiver[0] != TYPE and self.is_extension(function)
        if shifted and receiver is not None:
            self._infer(self.program.parameters(function)[0], (receiver,), found)
        for number, argument in self.pairs(function, arguments, shifted=shifted):
            self._infer(number, self.evaluate(argument, scope), found)
        return substitute(values, found)

    def _infer(self, parameter: int, given: Values, found: dict[int, Values]) -> None:
        """What the type parameters in a parameter's type stand for, given its argument."""
        declared = self.program.declarations[parameter].type
        self.unify(self.type_of(declared, self.program.scope_of(parameter)), given, found, 0)

    def unify(self, wanted: Values, given: Values, found: dict[int, Values], depth: int) -> None:
        """What the type parameters in one type stand for, where values of another are taken for it."""
        for value in wanted:
            if value[0] == PARAMETER:
                found.setdefault(value[1], given)
            elif value[0] in (INSTANCE, FUNCTION) and depth < _DEEPEST and has_parameters((value,)):
                for one in given:
                    if one[0] == FUNCTION:
                        self.unify(self.given_by(value), self.result(one, (), 0), found, depth + 1)
                    elif one[0] == INSTANCE and value[0] == INSTANCE:
                        for part, other in zip(value[2], self._seen_as(one, value), strict=False):
                            self.unify(part, other, found, depth + 1)

    def _seen_as(self, instance: Value, base: Value) -> Sequence[Values]:
        """The type arguments of an instance where it is taken for one of another type, which may be a base of its own."""
        if instance[1] == base[1] or (isinstance(instance[1], str) and isinstance(base[1], str)):
            arguments: Sequence[Values] = instance[2]
            return arguments
        if not isinstance(instance[1], int):
            return ()
        if isinstance(base[1], str):
            return [self.argument_at(instance, place) for place in range(len(base[2]))]
        bound = self.arguments_as(instance, base[1], 0)
        return [bound.get(one, ()) for one in self.program.parameters(base[1])]

    def given_by(self, function: Value) -> Values:
        """What the calls of an instance of a function type give."""
        if function[0] == FUNCTION:
            result = self.program.declarations[function[1]].type
            return self.type_of(result, self.program.type_scope(function[1])) if result is not None else ()
        place = self.rules.given_by(function[1], len(function[2])) if isinstance(function[1], str) else -1
        return function[2][place] if place >= 0 else ()


def has_parameters(values: Values) -> bool:
    """Whether there are type parameters in values, or function types, which may have some."""
    return any(
        v[0] == PARAMETER
        or (v[0] == INSTANCE and any(has_parameters(one) for one in v[2]))
        or (v[0] == FUNCTION and is_type(v))
        for v in values
    )


def substitute(values: Values, by: dict[int, Values]) -> Values:
    """Values with others in place of type parameters."""
    found: Values = ()
    for value in values:
        if value[0] == PARAMETER and value[1] in by:
            found += by[value[1]]
        elif value[0] == INSTANCE and value[2]:
            found += ((INSTANCE, value[1], tuple(substitute(one, by) for one in value[2])),)
        elif value[0] == FUNCTION and is_type(value):
            bound = {number: substitute(one, by) for number, one in value[2][1]}
            found += ((FUNCTION, value[1], (BOUND, tuple(sorted((by | bound).items())))),)
        else:
            found += (value,)
    return union(found)
