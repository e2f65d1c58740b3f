"""What expressions stand for: demand-driven abstract interpretation over all files' facts.

Names follow reaching bindings, members the class hierarchy, calls what functions return; arguments are symbols
(`ARGUMENT`) until something is done with them, so that a function that returns its argument returns what each caller
passed.  What callers pass at all is known from the round before (`inflow`), see `indexer.link.linker`.
"""

from __future__ import annotations

from collections.abc import Callable

from indexer.link.annotations import Annotations
from indexer.link.containers import Containers
from indexer.link.hierarchy import Hierarchy
from indexer.link.imports import Imports
from indexer.link.iteration import Iteration
from indexer.link.members import Members
from indexer.link.names import Names
from indexer.link.results import Results
from indexer.link.values import (
    BOUND,
    CLASS,
    EMPTY,
    EXACT,
    FUNCTION,
    GENERATOR,
    INSTANCE,
    INSTANCES,
    LITERAL,
    MADE,
    MODULE,
    PROPERTY,
    TEXT,
    Value,
    Values,
    ordered,
    single,  # fmt: skip
)
from indexer.model import ir
from indexer.model.ir import Expr, Known

_OWN = frozenset({FUNCTION, CLASS, BOUND, EXACT, INSTANCE, LITERAL, MODULE, GENERATOR, PROPERTY})
"""Values that the program itself makes."""


class Evaluator(Names, Imports, Members, Hierarchy, Results, Containers, Iteration, Annotations):
    """Evaluates expressions of a program."""

    def evaluate(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        """The values of an expression in a scope."""
        if expr is None:
            return EMPTY
        operation = _OPERATIONS.get(expr[0])
        return operation(self, expr, scope, recv) if operation is not None else EMPTY

    def _constant(self, expr: Known, scope: int, recv: Value | None) -> Values:  # noqa: ARG002
        if expr[3] is not None:
            return single(TEXT, expr[2], expr[3])
        return single(MADE, f"builtins.{expr[2]}")

    def _parts(self, expr: Known, scope: int, recv: Value | None) -> Values:  # noqa: ARG002
        return single(MADE, f"builtins.{expr[2]}") if expr[2] else EMPTY

    def _inner(self, expr: Known, scope: int, recv: Value | None) -> Values:
        return self.evaluate(expr[2], scope, recv)

    def _union(self, expr: Known, scope: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        for part in expr[2]:
            found |= self.evaluate(part, scope, recv)
        return found

    def _scope(self, expr: Known, scope: int, recv: Value | None) -> Values:  # noqa: ARG002
        number = self.program.local(scope, expr[2])
        return single(CLASS if self.program.scopes[number].kind == ir.CLASS else FUNCTION, number)

    def _first(self, expr: Known, scope: int, recv: Value | None) -> Values:
        """A value beside a declared type: the value where the program made it, else what is declared."""
        found = self.evaluate(expr[2], scope, recv)
        if any(value[0] in _OWN for value in found):
            return found
        declared = self.evaluate(expr[3], scope, recv)
        return declared if any(value[0] in _OWN for value in declared) else found | declared

    def literal(self, expr: Known, scope: int, recv: Value | None) -> Values:
        """The value of a container that is written down."""
        return single(LITERAL, scope, self.identity(expr, scope), recv)

    def _operator(self, expr: Known, scope: int, recv: Value | None) -> Values:
        return self.operated(expr, self.evaluate(expr[3], scope, recv), scope, recv)

    def operated(self, expr: Known, left: Values, scope: int, recv: Value | None) -> Values:
        """The values of an operator's expression, given those of its left operand."""
        method = expr[2]
        found: Values = EMPTY
        for value in ordered(left):
            if value[0] in INSTANCES and method is not None:
                for function in ordered(self.member(value, method)):
                    if function[0] == BOUND:
                        found |= self.returns(function[1], function[2])
            elif value[0] in (LITERAL, MADE):
                found |= frozenset((value,))
            elif value[0] == TEXT:
                found |= single(MADE, f"builtins.{value[1]}")
        if method == "__add__":
            found |= frozenset(v for v in self.evaluate(expr[4], scope, recv) if v[0] == LITERAL)
        return found

    def _decorated(self, expr: Known, scope: int, recv: Value | None) -> Values:
        inner = self.evaluate(expr[3], scope, recv)
        decorator = expr[2]
        plain = decorator[2] if decorator is not None and decorator[0] == ir.CALL else decorator
        name = "" if plain is None else plain[3] if plain[0] == ir.ATTR else plain[2] if plain[0] == ir.NAME else ""
        if name in self.library.transparent:
            return inner
        found: Values = EMPTY
        for value in ordered(self.evaluate(decorator, scope, recv)):
            if value[0] in (FUNCTION, BOUND, CLASS, *INSTANCES):
                call = (ir.CALL, expr[1], decorator, (expr[3],), ())
                given = self.result(value, call, scope, recv)
                known = frozenset(v for v in given if v[0] in (FUNCTION, CLASS, BOUND, EXACT, PROPERTY))
                if any(v[0] == FUNCTION and "wraps" in self.program.scopes[v[1]].detail for v in known):
                    known |= inner
                found |= known or inner
            else:
                found |= inner
        return found or inner


# A table of functions, not of bound methods: an evaluator that refers to itself would outlive linking.
_OPERATIONS: dict[int, Callable[[Evaluator, Known, int, Value | None], Values]] = {
    ir.NAME: Evaluator._name, ir.ATTR: Evaluator._attribute, ir.CALL: Evaluator._call,  # noqa: SLF001
    ir.SUBSCRIPT: Evaluator._subscript, ir.CONST: Evaluator._constant, ir.SEQ: Evaluator.literal,  # noqa: SLF001
    ir.DICT: Evaluator.literal, ir.COMP: Evaluator.literal, ir.UNION: Evaluator._union, ir.SCOPE: Evaluator._scope,  # noqa: SLF001
    ir.IMPORT: Evaluator._import, ir.ITER: Evaluator._iterated, ir.ELEM: Evaluator._element, ir.ENTER: Evaluator._entered,  # noqa: SLF001
    ir.INST: Evaluator._instance, ir.PARAM: Evaluator._parameter, ir.OPERATOR: Evaluator._operator,  # noqa: SLF001
    ir.PARTS: Evaluator._parts, ir.FIRST: Evaluator._first, ir.NARROW: Evaluator._narrowed,  # noqa: SLF001
    ir.DECORATE: Evaluator._decorated, ir.AWAIT: Evaluator._inner, ir.STAR: Evaluator._inner,  # noqa: SLF001
}  # fmt: skip
