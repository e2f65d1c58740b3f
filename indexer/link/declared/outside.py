"""What calls give that lead outside of the indexed code, as far as a language's rules know: values that pass through a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.rules import (
    ARGUMENT_ITSELF,
    ARGUMENTS,
    ELEMENTS,
    FIRSTS,
    HELD,
    LAST,
    LASTS,
    NUMBERED,
    RESULT,
    RESULTS,
    SAME,
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
        kind = evaluator.rules.outside_methods.get(callee[3], "")
        for value in evaluator.evaluate(callee[2], scope) if kind else ():
            if value[0] in (INSTANCE, PARAMETER, OBJECT, TYPE) and not evaluator.member_declarations(value, callee[3]):
                found += _of_method(evaluator, kind, value, call, scope)
    if not found and callee[0] in (units.NAME, units.MEMBER):
        for value in evaluator.evaluate(callee, scope):
            if value[0] == EXTERNAL:
                found += _of_function(evaluator, str(value[1]), call[3], scope)
    return union(found)


def _of_method(evaluator: Evaluator, kind: str, value: Value, call: Known, scope: int) -> Values:
    values = (value,)
    if kind == SAME:
        return values
    if kind == HELD:
        return evaluator.awaited(values)
    if kind == LAST:
        return evaluator.argument(values, -1)
    if kind == RESULT:
        return _results(evaluator, call[3], scope)
    callee = call[2]
    while callee[0] == units.APPLIED:
        callee = callee[2]
    holder = evaluator.rules.holders_given.get(callee[3], evaluator.rules.holder)
    if not holder and isinstance(value[1], str):
        holder = value[1]
    return _holder(holder, _held(evaluator, kind, values, call[3], scope))


def _held(evaluator: Evaluator, kind: str, values: Values, arguments: tuple[Expr, ...], scope: int) -> Values:
    """What the holder holds that a method gives."""
    if kind == ELEMENTS:
        return evaluator.elements(values)
    if kind == LASTS:
        return evaluator.argument(values, -1)
    if kind == FIRSTS:
        return evaluator.argument(values, 0)
    if kind == NUMBERED:
        return ((INSTANCE, evaluator.rules.literal("tuple"), ((), evaluator.elements(values))),)
    return _results(evaluator, arguments, scope) if kind == RESULTS else ()


def _results(evaluator: Evaluator, arguments: tuple[Expr, ...], scope: int) -> Values:
    """What the functions give that are passed."""
    given = [v for one in arguments for v in evaluator.evaluate(one, scope) if v[0] in (FUNCTION, TYPE)]
    return union(v for one in given for v in evaluator.result(one, (), scope))


def _of_function(evaluator: Evaluator, name: str, arguments: tuple[Expr, ...], scope: int) -> Values:
    last = ".".join(name.split(".")[-2:])
    made = evaluator.rules.makes(name)
    if made:
        return ((INSTANCE, made, ()),)
    kind = evaluator.rules.outside_functions.get(last, "")
    if not kind or not arguments:
        return ()
    first = evaluator.evaluate(arguments[0], scope)
    if kind == ARGUMENT_ITSELF:
        return first
    return _holder(evaluator.rules.holders_given.get(last, evaluator.rules.holder), first) if kind == ARGUMENTS else ()


def _holder(name: str, held: Values) -> Values:
    return ((INSTANCE, name, (held,)),) if held and name else ()
