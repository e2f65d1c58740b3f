"""Which of several functions of one name a call means: by the number of its arguments, then by their types where those are evident."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Final

from indexer.languages.rules import Rules
from indexer.link.declared.arguments import Arguments
from indexer.link.declared.program import Program
from indexer.link.declared.values import FUNCTION, INSTANCE, PARAMETER, Value, Values, is_type
from indexer.model import units
from indexer.model.units import Expr

_SAME: Final = 3
_DERIVED: Final = 2
_GENERIC: Final = 1
_NEVER: Final = -100


class Overloads(Arguments):
    """Overload resolution; mixed into the evaluator."""

    program: Program
    rules: Rules

    @abstractmethod
    def evaluate(self, expr: Expr, scope: int) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def type_of(self, expr: Expr, scope: int) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def elements(self, values: Values) -> Values:
        """See `Generics`."""

    @abstractmethod
    def supertypes(self, declaration: int) -> tuple[int, ...]:
        """See `Hierarchy`."""

    @abstractmethod
    def external_bases(self, declaration: int) -> list[str]:
        """See `Hierarchy`."""

    def applicable(self, values: Values, arguments: Sequence[Expr], scope: int = -1, type_arguments: int = 0) -> Values:
        """Of several functions those that a call with such arguments can mean; signatures give way to what has a body.

        Args:
            values: what may be called.
            arguments: of the call.
            scope: the scope in which they stand; -1 where their types do not matter.
            type_arguments: how many type arguments the call writes down.
        """
        functions = [v for v in values if v[0] == FUNCTION]
        if len(functions) < 2:
            return values
        declarations = self.program.declarations
        count = -1 if any(one is not None and one[0] == units.SPLAT for one in arguments) else len(arguments)
        fitting = [v for v in functions if self.rules.applicable(declarations[v[1]], count)] or functions
        fitting = [v for v in fitting if self.takes_names(v[1], arguments)] or fitting
        fitting = [v for v in fitting if not declarations[v[1]].flags & units.EXTENSION] or fitting
        bodies = [v for v in fitting if is_type(v) or not declarations[v[1]].flags & units.PROTOTYPE] or fitting
        if type_arguments:
            bodies = [v for v in bodies if len(self.type_parameters(v[1])) == type_arguments] or bodies
        if len(bodies) > 1 and count > 0 and scope >= 0 and (self.rules.overloads or self.rules.chosen_by_types):
            bodies = self._by_types(bodies, arguments, scope)
        if len(bodies) > 1 and count >= 0 and self.rules.overloads:
            bodies = [v for v in bodies if not declarations[v[1]].flags & units.VARIADIC] or bodies
            bodies = [v for v in bodies if self._takes_all(v[1], count)] or bodies
        kept = set(bodies)
        return tuple(v for v in values if v[0] != FUNCTION or v in kept)

    def type_parameters(self, function: int) -> list[int]:
        """The declarations of a function's own type parameters, in order."""
        inner = self.program.inner(function)
        names = self.program.names[inner] if inner >= 0 else {}
        declarations = self.program.declarations
        found = (n for numbers in names.values() for n in numbers)
        return sorted(n for n in found if declarations[n].what == units.TYPE_PARAMETER)

    def _takes_all(self, function: int, count: int) -> bool:
        """Whether a call with so many arguments leaves none of a function's parameters out."""
        one = self.program.declarations[function]
        taken = len(one.parameters)
        return taken == count or bool(one.flags & units.EXTENSION and taken == count + 1)

    def _by_types(self, functions: list[Value], arguments: Sequence[Expr], scope: int) -> list[Value]:
        given = {id(one): self.evaluate(one, scope) for one in map(_plain, arguments)}
        if not any(given.values()):
            return functions
        ranks = [self._rank(one[1], arguments, given) for one in functions]
        best = max(ranks)
        return [one for one, rank in zip(functions, ranks, strict=True) if rank == best]

    def _rank(self, function: int, arguments: Sequence[Expr], given: Mapping[int, Values]) -> int:
        """How well arguments fit the declared types of a function's parameters; `given` has their values by identity."""
        flags = self.program.declarations[function].flags
        last = self.program.parameters(function)[-1:] if flags & units.VARIADIC else []
        total = 0
        for number, argument in self.pairs(function, arguments, shifted=bool(flags & units.EXTENSION)):
            values = given[id(argument)]
            wanted = self.type_of(self.program.declarations[number].type, self.program.scope_of(number))
            fits = [self._fit(one, other) for one in wanted for other in values]
            if number in last:  # an array, or its elements
                fits += [self._fit(one, other) for one in self.elements(wanted) for other in values]
            total += max(fits, default=0)
        return total

    def _fit(self, wanted: Value, given: Value) -> int:
        """How well one value fits one type: 0 where nothing is known."""
        if wanted[0] == PARAMETER:
            return _GENERIC
        if wanted[0] != INSTANCE or given[0] != INSTANCE:
            return 0
        to, of = wanted[1], given[1]
        if to == of:
            return self._fit_elements(wanted, given) if to == self.rules.literal("array") else _SAME
        if isinstance(of, int):
            if isinstance(to, str):
                return _DERIVED if to in self.external_bases(of) else self.rules.converts(to, "")
            return _DERIVED if to in self.supertypes(of) else _NEVER
        return self.rules.converts(to, of) if isinstance(to, str) else 0

    def _fit_elements(self, wanted: Value, given: Value) -> int:
        """How well one array fits the type of another: elements are not converted."""
        fits = [self._fit_element(one, other) for one in self.elements((wanted,)) for other in self.elements((given,))]
        return max(fits, default=_SAME)

    def _fit_element(self, wanted: Value, given: Value) -> int:
        built_in = [v[0] == INSTANCE and isinstance(v[1], str) and "." not in v[1] for v in (wanted, given)]
        if any(built_in) and wanted[:2] != given[:2] and wanted[0] == given[0] == INSTANCE:
            return _NEVER
        return self._fit(wanted, given)

    # ------------------------------------------------------------ overriding

    def could_override(self, method: int, other: int) -> bool:
        """Whether a method has the parameters, and a result of a kind, to override another of its name."""
        declarations = self.program.declarations
        one, two = declarations[method], declarations[other]
        if two.flags & (units.STATIC | units.CONSTRUCTOR | units.PRIVATE) or other == method:
            return False
        if not self.rules.overridable(other):
            return False
        if one.required < 0 or two.required < 0 or not self.rules.overloads:
            return True
        mine, theirs = self.program.parameters(method), self.program.parameters(other)
        if len(mine) != len(theirs) or self._differ_in_generics(method, other):
            return False
        pairs = zip(mine, theirs, strict=True)
        if any(self._differ(self._declared(first), self._declared(second)) for first, second in pairs):
            return False
        given, wanted = self._result_of(method), self._result_of(other)
        return (
            not given
            or not wanted
            or max(self._fit(w, g) for w in wanted for g in given) > _NEVER
            or self._inside(given)
        )

    def _differ_in_generics(self, method: int, other: int) -> bool:
        """Whether both have type parameters of their own, of different number."""
        counts = {len(self.type_parameters(method)), len(self.type_parameters(other))}
        return len(counts) == 2 and 0 not in counts

    def _declared(self, parameter: int) -> Values:
        return self.type_of(self.program.declarations[parameter].type, self.program.scope_of(parameter))

    def _result_of(self, function: int) -> Values:
        return self.type_of(self.program.declarations[function].type, self.program.type_scope(function))

    def _differ(self, one: Values, other: Values) -> bool:
        """Whether two declared types are certainly two."""
        if len(one) != 1 or len(other) != 1 or one[0][0] != INSTANCE or other[0][0] != INSTANCE:
            return False
        mine, theirs = one[0][1], other[0][1]
        if mine != theirs:
            return not (
                isinstance(mine, str) and isinstance(theirs, str) and self.rules.converts(mine, theirs) >= _SAME
            )
        if one[0][1] != self.rules.literal("array"):
            return False
        return self._differ(self.elements(one), self.elements(other))

    @staticmethod
    def _inside(values: Values) -> bool:
        """Whether a value is of a type of the indexed code, of which bases may be unknown."""
        return any(isinstance(value[1], int) for value in values)


def _plain(argument: Expr) -> Expr:
    """An argument without the name that it is given by."""
    return argument[3] if argument is not None and argument[0] == units.NAMED else argument
