"""Operators that types declare: which functions an operator's use calls, and what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.languages.rules import DECLARATION
from indexer.link.declared.values import FUNCTION, INSTANCE, OBJECT, PARAMETER, TYPE, Value, Values, union
from indexer.model import units
from indexer.model.units import Expr, Known

if TYPE_CHECKING:
    from indexer.link.declared.evaluator import Evaluator
    from indexer.link.declared.program import Program

_DECLARED: Final = (INSTANCE, OBJECT, PARAMETER, TYPE)


class Operators:
    """Finds what OPERATOR expressions call; what types outside of the program do is not told."""

    def __init__(self, evaluator: Evaluator, program: Program) -> None:
        self._evaluator = evaluator
        self._program = program

    def callees(self, expr: Known, scope: int) -> Values:
        """The functions that an operator calls, the members of its first operand with that as their receiver."""
        _, _, names, operands, _ = expr
        given = [self._evaluator.evaluate(one, scope) for one in operands]
        for name in str(names).split():
            found = self._members(name, given, operands[1:], scope) or self._free(name, expr, given, scope)
            if found:
                return found
        return ()

    def value(self, expr: Known, scope: int) -> Values:
        """What an operator gives."""
        arguments = expr[3][1:]
        found = union(
            v
            for one in self.callees(expr, scope)
            for v in self._evaluator.result(one, arguments if one[2] is not None else expr[3], scope)
        )
        return found or self._evaluator.evaluate(expr[4], scope)

    def _members(self, name: str, given: list[Values], arguments: tuple[Expr, ...], scope: int) -> Values:
        evaluator = self._evaluator
        found: list[Value] = []
        for value in given[0] if given else ():
            if value[0] in _DECLARED:
                found += [
                    one
                    for one in evaluator.member(value, name)
                    if one[0] == FUNCTION and self._may_take(one[1], given[1:])
                ]
        return evaluator.applicable(union(found), arguments, scope)

    def _may_take(self, function: int, given: list[Values]) -> bool:
        """Whether nothing is known to keep a method from taking operands, where types do not convert."""
        if not self._evaluator.rules.chosen_by_types:
            return True
        pairs = zip(self._program.parameters(function), given, strict=False)
        return all(self._same(parameter, values) for parameter, values in pairs)

    def _same(self, parameter: int, values: Values) -> bool:
        declared = self._program.declarations[parameter].type
        wanted = self._evaluator.type_of(declared, self._program.scope_of(parameter))
        if not values or not wanted or any(one[0] != INSTANCE for one in (*wanted, *values)):
            return True
        convert = self._evaluator.rules.converts
        return any(
            one[1] == v[1] or (isinstance(one[1], str) and isinstance(v[1], str) and convert(one[1], v[1]) >= 0)
            for one in wanted
            for v in values
        )

    def _free(self, name: str, expr: Known, given: list[Values], scope: int) -> Values:
        """Functions that take all operands: of the scope, of the types of the operands, and of what is around these types."""
        evaluator, rules = self._evaluator, self._evaluator.rules
        if not rules.operators_apart:
            return ()
        types = [v for values in given for v in values if v[0] == INSTANCE and isinstance(v[1], int)]
        if not types:
            return ()
        entities = list(evaluator.lookup(scope, name, units.VALUES, expr[1], callee=True))
        for _, number, _ in types:
            entities += [(DECLARATION, n) for n in evaluator.members(number, name)]
            around = self._program.scope_of(number)
            entities += [(DECLARATION, n) for n in self._program.names[around].get(name, ())]
        functions = [
            (FUNCTION, which, None)
            for kind, which in dict.fromkeys(entities)
            if kind == DECLARATION and self._program.declarations[int(which)].what == units.FUNCTION_
        ]
        taking = [one for one in functions if self._takes(int(one[1]), given)]
        return evaluator.applicable(tuple(taking), expr[3], scope)

    def _takes(self, function: int, given: list[Values]) -> bool:
        """Whether a function has a parameter for each operand, and each that is of a type of the program fits."""
        parameters = self._program.parameters(function)
        if len(parameters) != len(given):
            return False
        fits = [self._fits(one, values) for one, values in zip(parameters, given, strict=True)]
        return all(one is not False for one in fits) and any(fits)

    def _fits(self, parameter: int, values: Values) -> bool | None:
        """Whether a value of a type of the program is what a parameter takes; None where that is not known."""
        evaluator = self._evaluator
        own = [v for v in values if v[0] == INSTANCE and isinstance(v[1], int)]
        wanted = evaluator.type_of(self._program.declarations[parameter].type, self._program.scope_of(parameter))
        if not own or not wanted:
            return None
        return any(
            one[0] == PARAMETER or (one[0] == INSTANCE and one[1] in evaluator.supertypes(v[1])) or one[0] == TYPE
            for one in wanted
            for v in own
        )
