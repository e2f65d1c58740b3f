"""What calls give that lead outside of the indexed code, as far as a language's rules know: values that pass through a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.rules import (
    ARGUMENT_ITSELF,
    ARGUMENTS,
    ELEMENTS,
    FIRST,
    FIRSTS,
    GROUPED,
    GROUPS,
    HELD,
    LAST,
    LASTS,
    NUMBERED,
    PAIR,
    PAIRS,
    RESULT,
    RESULTS,
    SAME,
    SEED,
    TABLE,
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
                found += _of_function(evaluator, str(value[1]), call, scope)
    return union(found)


def field_outside(evaluator: Evaluator, value: Value, name: str) -> Values:
    """What a field of an instance of an external type holds, as far as that is known."""
    if value[0] != INSTANCE or not isinstance(value[1], str):
        return ()
    if value[1] in evaluator.rules.records:
        return evaluator.argument((value,), -1)
    kind = evaluator.rules.outside_fields.get(name, "")
    if not kind:
        return ()
    known = _plain(evaluator, kind, value)
    if known is not None:
        return known
    return _holder(_holder_of(evaluator, name, value), _held(evaluator, kind, value, (), 0))


def _plain(evaluator: Evaluator, kind: str, value: Value) -> Values | None:
    """What a value gives of itself or of its type arguments; None for what is held by something else."""
    if kind == SAME:
        return (value,)
    if kind == HELD:
        return evaluator.awaited((value,))
    if kind in (FIRST, LAST):
        return evaluator.argument((value,), 0 if kind == FIRST else -1)
    return None


def _of_method(evaluator: Evaluator, kind: str, value: Value, call: Known, scope: int) -> Values:
    arguments = call[3]
    known = _plain(evaluator, kind, value)
    if known is not None:
        return known
    if kind == RESULT:
        return _results(evaluator, arguments, scope)
    if kind == SEED:
        seeds = [v for one in arguments for v in evaluator.evaluate(one, scope) if v[0] != FUNCTION]
        return union(seeds) or evaluator.elements((value,))
    if kind == PAIR:
        other = evaluator.evaluate(arguments[0], scope) if arguments else ()
        return ((INSTANCE, evaluator.rules.pair or evaluator.rules.literal("tuple"), ((value,), other)),)
    elements = evaluator.elements((value,))
    if kind in (TABLE, GROUPED):
        given = [_results(evaluator, (one,), scope) for one in arguments]
        held = given[1] if len(given) > 1 and given[1] else elements
        held = held if kind == TABLE else _holder(evaluator.rules.holder or _name(value), held)
        return ((INSTANCE, evaluator.rules.table, (given[0] if given else (), held)),)
    callee = call[2]
    while callee[0] == units.APPLIED:
        callee = callee[2]
    return _holder(_holder_of(evaluator, callee[3], value), _held(evaluator, kind, value, arguments, scope))


def _holder_of(evaluator: Evaluator, name: str, value: Value) -> str:
    return evaluator.rules.holders_given.get(name, evaluator.rules.holder) or _name(value)


def _name(value: Value) -> str:
    return value[1] if isinstance(value[1], str) else ""


def _held(evaluator: Evaluator, kind: str, value: Value, arguments: tuple[Expr, ...], scope: int) -> Values:
    """What the holder holds that a method gives."""
    values = (value,)
    if kind == ELEMENTS:
        return evaluator.elements(values)
    if kind == LASTS:
        return evaluator.argument(values, -1)
    if kind == FIRSTS:
        return evaluator.argument(values, 0)
    if kind == NUMBERED:
        return ((INSTANCE, evaluator.rules.literal("tuple"), ((), evaluator.elements(values))),)
    if kind == GROUPS:
        return ((INSTANCE, evaluator.rules.group, (_results(evaluator, arguments, scope), evaluator.elements(values))),)
    return _results(evaluator, arguments, scope) if kind == RESULTS else ()


def _results(evaluator: Evaluator, arguments: tuple[Expr, ...], scope: int) -> Values:
    """What the functions give that are passed."""
    given = [v for one in arguments for v in evaluator.evaluate(one, scope) if v[0] in (FUNCTION, TYPE)]
    return union(v for one in given for v in evaluator.result(one, (), scope))


def _of_function(evaluator: Evaluator, name: str, call: Known, scope: int) -> Values:
    arguments = call[3]
    last = ".".join(name.split(".")[-2:])
    kind = evaluator.rules.outside_functions.get(last, "")
    if not kind:
        made = evaluator.rules.makes(name)
        return ((INSTANCE, made, ()),) if made else ()
    holder = evaluator.rules.holders_given.get(last, evaluator.rules.holder)
    if call[2][0] == units.APPLIED and kind in (ARGUMENTS, PAIRS):
        return ((INSTANCE, holder, tuple(evaluator.type_of(one, scope) for one in call[2][3])),)
    if kind == ARGUMENT_ITSELF:
        return evaluator.evaluate(arguments[0], scope) if arguments else ()
    given = union(v for one in arguments for v in evaluator.evaluate(one, scope))
    if kind == PAIRS:
        return ((INSTANCE, holder, (evaluator.argument(given, 0), evaluator.argument(given, 1))),) if given else ()
    return _holder(holder, given) if kind == ARGUMENTS else ()


def _holder(name: str, held: Values) -> Values:
    return ((INSTANCE, name, (held,)),) if held and name else ()
