"""Iteration, unpacking and context managers."""

from __future__ import annotations

from indexer.link.core import Core
from indexer.link.values import (
    BOUND,
    CLASS,
    EMPTY,
    EXACT,
    GENERATOR,
    INSTANCES,
    LITERAL,
    MADE,
    Value,
    Values,
    ordered,
    single,
)
from indexer.model import ir
from indexer.model.ir import Expr, Known


class Iteration(Core):
    """What iterating, unpacking and entering give."""

    def iterate(self, expr: Expr, scope: int, recv: Value | None, *, is_async: bool = False) -> Values:
        """The elements that iterating over an expression gives."""
        if expr is None:
            return EMPTY
        if expr[0] == ir.CALL:
            function, arguments = expr[2], expr[3]
            if function is not None and function[0] == ir.ATTR and function[3] == "values" and not arguments:
                found: Values = EMPTY
                for value in ordered(self.evaluate(function[2], scope, recv)):
                    if value[0] == LITERAL:
                        found |= self.element_of(value, None, scope, recv)
                found |= self.added(function[2], scope, recv)
                if found:
                    return found
            if function is not None and function[0] == ir.NAME and function[2] == "map" and len(arguments) > 1:
                found = EMPTY
                for value in ordered(self.evaluate(arguments[0], scope, recv)):
                    found |= self.result(value, (ir.CALL, expr[1], arguments[0], (), ()), scope, recv)
                return found
            if function is not None and function[0] == ir.NAME and function[2] == "filter" and len(arguments) > 1:
                return self.iterate(arguments[1], scope, recv)
        found = EMPTY
        for value in ordered(self.expand(self.evaluate(expr, scope, recv))):
            found |= self.elements(value, scope, recv, is_async=is_async)
        return found | self.added(expr, scope, recv)

    def elements(self, value: Value, scope: int, recv: Value | None, *, is_async: bool = False) -> Values:
        """The elements that iterating over a value gives."""
        tag = value[0]
        if tag == LITERAL:
            literal = self.identities.expression(value[2])
            if literal is not None and literal[0] == ir.DICT:
                return EMPTY
            return self.element_of(value, None, scope, recv)
        if tag == GENERATOR:
            return self.yielded(value[1], value[2])
        found: Values = EMPTY
        if tag in INSTANCES:
            make, following = ("__aiter__", "__anext__") if is_async else ("__iter__", "__next__")
            for method in ordered(self.member(value, make)):
                if method[0] == BOUND:
                    for iterator in ordered(self.returns(method[1], method[2])):
                        if iterator[0] in INSTANCES:
                            for step in ordered(self.member(iterator, following)):
                                if step[0] == BOUND:
                                    found |= self.returns(step[1], step[2])
                        elif iterator != value:
                            found |= self.elements(iterator, scope, recv, is_async=is_async)
            if not found and not is_async and self.has_member(value[1], "__getitem__"):
                for method in ordered(self.member(value, "__getitem__")):
                    if method[0] == BOUND:
                        found |= self.returns(method[1], method[2])
        elif tag == CLASS:
            for owner in self.classes.info(value[1]).mro:
                if "enum" in self.program.scopes[owner].detail:
                    return single(EXACT, value[1])
        return found

    def yielded(self, function: int, recv: Value | None) -> Values:
        """What a generator function yields when `self` is `recv`."""
        return self.table.get(("yields", function, recv), self._yields, function, recv)

    def _yields(self, function: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        for expr in self.program.yields(function):
            found |= self.evaluate(expr, function, recv)
        return found

    def _iterated(self, expr: Known, scope: int, recv: Value | None) -> Values:
        return self.iterate(expr[2], scope, recv, is_async=expr[3])

    def _element(self, expr: Known, scope: int, recv: Value | None) -> Values:
        source, position = expr[2], expr[3]
        if source is None:
            return EMPTY
        if source[0] == ir.ITER and source[2] is not None and source[2][0] == ir.CALL and position is not None:
            call = source[2]
            function, arguments = call[2], call[3]
            if function is not None and function[0] == ir.NAME and arguments:
                if function[2] == "enumerate":
                    return self.iterate(arguments[0], scope, recv) if position == 1 else single(MADE, "builtins.int")
                if function[2] == "zip":
                    return self.iterate(arguments[position], scope, recv) if position < len(arguments) else EMPTY
            if function is not None and function[0] == ir.ATTR and function[3] == "items" and not arguments:
                if position != 1:
                    return EMPTY
                found: Values = EMPTY
                for value in ordered(self.evaluate(function[2], scope, recv)):
                    if value[0] == LITERAL:
                        found |= self.element_of(value, None, scope, recv)
                return found | self.added(function[2], scope, recv)
        found = EMPTY
        index = (ir.CONST, 0, "int", position) if position is not None else None
        for value in ordered(self.evaluate(source, scope, recv)):
            if value[0] == LITERAL:
                found |= self.element_of(value, index, scope, recv)
            elif value[0] in (GENERATOR, *INSTANCES):
                found |= self.elements(value, scope, recv)
        return found

    def _entered(self, expr: Known, scope: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        for value in ordered(self.expand(self.evaluate(expr[2], scope, recv))):
            if value[0] in INSTANCES:
                entered: Values = EMPTY
                for method in ordered(self.member(value, "__aenter__" if expr[3] else "__enter__")):
                    if method[0] == BOUND:
                        entered |= self.returns(method[1], method[2])
                found |= entered or frozenset((value,))
            elif value[0] == GENERATOR:
                found |= self.elements(value, scope, recv)
            elif value[0] in (MADE, LITERAL):
                found |= frozenset((value,))
        return found
