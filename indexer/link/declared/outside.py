"""What calls give that lead outside of the indexed code, as far as a language's rules know: values that pass through a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.rules import (
    ARGUMENTS,
    FIRST,
    HELD,
    KEYS,
    NUMBERED,
    OPTIONAL,
    RESULT,
    RESULTS,
    SAME,
    VALUES_OF,
)
from indexer.link.declared.values import EXTERNAL, FUNCTION, INSTANCE, OBJECT, PARAMETER, TYPE, Value, Values, union
from indexer.model import units
from indexer.model.units import Expr, Known

if TYPE_CHECKING:
    from indexer.link.declared.evaluator import Evaluator


def result_outside(evaluator: Evaluator, call: Known, scope: int) -> Values:
    """What a call gives of which no declaration says it."""
    callee = call[2]
    while callee is not None and callee[0] == units.APPLIED:
        callee = callee[2]
    if callee is None:
        return ()
    found: Values = ()
    if callee[0] == units.MEMBER:
        what = evaluator.rules.outside_methods.get(callee[3], "")
        for value in evaluator.evaluate(callee[2], scope) if what else ():
            if value[0] in (INSTANCE, PARAMETER, OBJECT, TYPE) and not evaluator.member_declarations(value, callee[3]):
                found += _of_method(evaluator, what, value, call[3], scope)
    if not found and callee[0] in (units.NAME, units.MEMBER):
        for value in evaluator.evaluate(callee, scope):
            if value[0] == EXTERNAL:
                found += _of_function(evaluator, str(value[1]), call[3], scope)
    return union(found)


def _of_method(evaluator: Evaluator, what: str, value: Value, arguments: tuple[Expr, ...], scope: int) -> Values:
    values = (value,)
    if what == SAME:
        return values
    if what == HELD:
        return evaluator.awaited(values)
    if what == OPTIONAL:
        return _holder(evaluator, evaluator.elements(values))
    if what == VALUES_OF:
        return _holder(evaluator, evaluator.argument(values, -1))
    if what == KEYS:
        return _holder(evaluator, evaluator.argument(values, 0))
    if what == NUMBERED:
        pair = (INSTANCE, evaluator.rules.literal("tuple"), ((), evaluator.elements(values)))
        return _holder(evaluator, (pair,))
    results = _results(evaluator, arguments, scope)
    if what == RESULTS:
        return _holder(evaluator, results)
    return results if what == RESULT else ()


def _results(evaluator: Evaluator, arguments: tuple[Expr, ...], scope: int) -> Values:
    """What the functions give that are passed."""
    given = [v for one in arguments for v in evaluator.evaluate(one, scope) if v[0] in (FUNCTION, TYPE)]
    return union(v for one in given for v in evaluator.result(one, (), scope))


def _of_function(evaluator: Evaluator, name: str, arguments: tuple[Expr, ...], scope: int) -> Values:
    parts = name.split(".")
    what = evaluator.rules.outside_functions.get(".".join(parts[-2:]), "")
    if not what or not arguments:
        return ()
    first = evaluator.evaluate(arguments[0], scope)
    if what == FIRST:
        return first
    return _holder(evaluator, first) if what == ARGUMENTS else ()


def _holder(evaluator: Evaluator, held: Values) -> Values:
    return ((INSTANCE, evaluator.rules.holder, (held,)),) if held else ()
