"""Edges of calls: what is called, what may be dispatched to, and what is passed."""

from __future__ import annotations

from indexer.link.core import FLOW, HIERARCHY
from indexer.link.emitted import ABSTRACT, BELOW, CERTAIN, DISPATCHED, FLOWED, TYPED, Emitted
from indexer.link.evaluator import Evaluator
from indexer.link.targets import Target, Targets
from indexer.link.values import (
    ARGUMENT,
    BOUND,
    CLASS,
    EXACT,
    EXTERNAL,
    FUNCTION,
    GENERATOR,
    INSTANCE,
    INSTANCES,
    LITERAL,
    MADE,
    MODULE,
    PROPERTY,
    Value,
    Values,  # fmt: skip
    ordered,
)
from indexer.model import ir
from indexer.model.ir import Expr, Known

MOST_TARGETS = 12
"""A use with more possible targets than this says nothing: it is unresolved."""
_MOST_DISPATCHED = 12
_FEW_OVERRIDES = 4
_FLOWING = frozenset({FUNCTION, CLASS, BOUND, MODULE, ARGUMENT, GENERATOR, EXACT, INSTANCE, LITERAL, MADE, PROPERTY})
"""What is worth following into a function."""
_MAKERS = {"__next__": "__iter__", "__anext__": "__aiter__"}
_CALLED = frozenset({FUNCTION, BOUND, CLASS, *INSTANCES})


class Calls:
    """Emits the edges of calls in `self.scope`."""

    def __init__(self, evaluator: Evaluator, targets: Targets) -> None:
        self.evaluator = evaluator
        self.program = evaluator.program
        self.targets = targets
        self.out = Emitted()
        self.scope = 0

    def edge(self, kind: str, target: Target, offset: int, provenance: str, confidence: float) -> None:
        """Adds an edge of the current scope."""
        self.out.edges.append((kind, target, offset, provenance, confidence))

    def call(self, values: Values, expr: Known, site: int, provenance: str, confidence: float) -> bool:
        """Edges of one call, given what is called; False where that is not known."""
        known = [value for value in values if value[0] in _CALLED]
        if len(known) > MOST_TARGETS:
            return False
        confidence = among(confidence, len(known))
        done = False
        for value in ordered(known):
            done = self.call_value(value, expr, site, provenance, confidence) or done
        for value in ordered(values):
            if value[0] == EXTERNAL:
                self.edge("calls", value[1], site, provenance, confidence)
                self._callbacks(value[1], expr)
                done = True
        return done

    def grade(self, evidence: int, *, imported: bool, scoped: bool) -> tuple[str, float]:
        """Provenance and confidence of what a callee stands for, by how it was found."""
        if evidence & HIERARCHY:
            return "hierarchy", BELOW
        if evidence & FLOW:
            return "flow", FLOWED
        if imported:
            return "import", CERTAIN
        return ("scope", CERTAIN) if scoped else ("type", TYPED)

    def call_value(self, value: Value, expr: Known, site: int, provenance: str, confidence: float) -> bool:
        """Edges of calling one value; False where it cannot be called."""
        symbols = self.program.symbol_of
        tag = value[0]
        if tag == CLASS:
            self.edge("instantiates", symbols[value[1]], site, provenance, confidence)
            self.constructor(value[1], expr, site, provenance, confidence)
            return True
        if tag == FUNCTION:
            self.edge("calls", symbols[value[1]], site, provenance, confidence)
            self._pass(value[1], 0, expr)
            return True
        if tag == BOUND:
            self.edge("calls", symbols[value[1]], site, provenance, confidence)
            self._pass(value[1], 1, expr)
            if value[2][0] == INSTANCE and not _through_super(expr[2]):
                self._dispatch(value, expr, site)
            return True
        found = False
        for method in ordered(self.evaluator.member(value, "__call__")):
            if method[0] == BOUND:
                found = self.call_value(method, expr, site, "type", min(confidence, TYPED)) or found
        return found

    def constructor(self, scope: int, expr: Known, site: int, provenance: str, confidence: float) -> None:
        """The `__init__` (and `__new__`) that making an instance runs, where one is written."""
        for name in ("__init__", "__new__"):
            for owner in self.evaluator.classes.holders(scope, name):
                number = self.program.symbol(owner, name)
                if number is None:
                    continue
                self.edge("calls", number, site, provenance, confidence)
                for binding in self.program.bindings_of(owner, name):
                    if binding[0] is not None and binding[0][0] == ir.SCOPE:
                        self._pass(self.program.local(owner, binding[0][2]), 1, expr)
                break

    def _dispatch(self, value: Value, expr: Known, site: int) -> None:
        """Overriding methods that the call may run instead."""
        overriding = self.evaluator.overriding(value[2][1], value[1])
        if not overriding or len(overriding) > _MOST_DISPATCHED:
            return
        few = len(overriding) <= _FEW_OVERRIDES
        confidence = ABSTRACT if few and self.evaluator.is_abstract(value[1]) else DISPATCHED
        for scope in overriding:
            self.edge("calls", self.program.symbol_of[scope], site, "hierarchy", confidence)
            self._pass(scope, 1, expr)

    # ------------------------------------------------------------ what is passed

    def _pass(self, function: int, shift: int, expr: Known) -> None:
        """Records what a call passes to a function's parameters."""
        parameters = self.program.scopes[function].parameters
        if not parameters:
            return
        arguments, keywords = expr[3], expr[4]
        for number, value in enumerate(arguments):
            if value is None or value[0] == ir.CONST:
                continue
            if value[0] == ir.STAR:
                break
            position = number + shift
            if position >= len(parameters) or parameters[position][4]:
                position = next((i for i, p in enumerate(parameters) if p[4] == 1), -1)
            if position >= 0:
                self._flow(function, position, value)
        for name, value in keywords:
            if name is not None and value is not None and value[0] != ir.CONST:
                position = next((i for i, p in enumerate(parameters) if p[0] == name), -1)
                if position >= 0:
                    self._flow(function, position, value)

    def _flow(self, function: int, position: int, value: Expr) -> None:
        found = self.evaluator.evaluate(value, self.scope, None)
        if not found:
            return
        kept = frozenset([v for v in found if v[0] in _FLOWING and v != (ARGUMENT, function, position)])
        if kept:
            key = (function, position)
            passed = self.out.passed
            old = passed.get(key)
            passed[key] = kept if old is None else old | kept

    def _callbacks(self, name: str, expr: Known) -> None:
        """Functions of the standard library that call what they are given."""
        if name in ("builtins.map", "builtins.filter", "functools.reduce") and expr[3]:
            for value in ordered(self.evaluator.expand(self.evaluator.evaluate(expr[3][0], self.scope, None))):
                if value[0] in (FUNCTION, BOUND):
                    self.edge("calls", self.program.symbol_of[value[1]], expr[1], "flow", FLOWED)

    def unknown(self, function: Expr, site: int) -> None:
        """A call of something that is not known."""
        if function is None:
            return
        if function[0] == ir.NAME:
            self.out.unresolved.append((function[2], site, "call", ""))
        elif function[0] == ir.ATTR:
            self.out.unresolved.append((function[3], site, "call", written(function[2])))

    def protocol(self, values: Values, names: tuple[str, ...], site: int, confidence: float) -> None:
        """Methods that a `for`, a `with` or an operator calls; those that there are."""
        values = frozenset(value for value in values if value[0] in INSTANCES)
        for value in ordered(values) if len(values) <= MOST_TARGETS else ():
            holder = value
            for name in names:
                if name in ("__next__", "__anext__"):
                    iterators = [
                        iterator
                        for method in self.evaluator.member(value, _MAKERS[name])
                        if method[0] == BOUND
                        for iterator in self.evaluator.returns(method[1], method[2])
                        if iterator[0] in INSTANCES
                    ]
                    holder = iterators[0] if iterators else value
                for method in ordered(self.evaluator.member(holder, name)):
                    if method[0] == BOUND:
                        self.edge("calls", self.program.symbol_of[method[1]], site, "type", confidence)


def among(confidence: float, count: int) -> float:
    """The confidence in each of several possible targets."""
    if count <= 1:
        return confidence
    if count == 2:
        return round(confidence * 0.9, 3)
    return round(confidence * (0.8 if count == 3 else 0.6), 3)


def _through_super(function: Expr) -> bool:
    """Whether a callee is `super().name`: it runs what it names, not what overrides it."""
    if function is None or function[0] != ir.ATTR or function[2] is None or function[2][0] != ir.CALL:
        return False
    called = function[2][2]
    return called is not None and called[0] == ir.NAME and called[2] == "super"


def written(expr: Expr) -> str:
    """A receiver as it was written, as far as it is names and members."""
    if expr is None:
        return ""
    if expr[0] == ir.NAME:
        return str(expr[2])
    if expr[0] == ir.ATTR:
        return f"{written(expr[2])}.{expr[3]}"
    if expr[0] == ir.CALL:
        return f"{written(expr[2])}()"
    return ""
