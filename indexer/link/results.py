"""What calls give."""

from __future__ import annotations

from indexer.link.core import Core
from indexer.link.values import (
    ARGUMENT,
    BOUND,
    CLASS,
    EMPTY,
    EXACT,
    EXTERNAL,
    FUNCTION,
    GENERATOR,
    INSTANCE,
    INSTANCES,
    LITERAL,
    MADE,
    NONE,
    PROPERTY,
    SUPER,
    TEXT,
    Value,
    Values,
    ordered,
    single,
)
from indexer.model import ir
from indexer.model.ir import Expr, Known

_DEEPEST = 5
"""Dots in the name of what is called outside, past which nothing is said of what it gives: `a.b.c().d().e()` in a loop would
have no end."""


class Results(Core):
    """Values of calls, by what functions return."""

    def _call(self, expr: Known, scope: int, recv: Value | None) -> Values:
        return self.called(expr, self.expand(self.evaluate(expr[2], scope, recv)), scope, recv)

    def called(self, expr: Known, functions: Values, scope: int, recv: Value | None = None) -> Values:
        """What a call gives, given the values of what is called."""
        function = expr[2]
        if function is not None and function[0] == ir.ATTR:
            found = self._container_method(expr, function, scope, recv)
            if found:
                return found
        found = EMPTY
        for value in ordered(functions):
            found = found | self.result(value, expr, scope, recv) if found else self.result(value, expr, scope, recv)
        return found

    def _container_method(self, expr: Known, function: Known, scope: int, recv: Value | None) -> Values:
        """`d.get(k)` and the like on containers that are written down."""
        name = function[3]
        if name not in ("get", "pop", "setdefault", "popitem", "values", "copy", "items", "popleft"):
            return EMPTY
        holders = [value for value in self.evaluate(function[2], scope, recv) if value[0] == LITERAL]
        if name in ("copy", "values", "items"):
            return frozenset(holders) if name == "copy" else EMPTY
        found: Values = EMPTY
        key = expr[3][0] if expr[3] else None
        for holder in ordered(holders):
            found |= self.element_of(holder, key if name != "pop" else None, scope, recv)
        if holders or (function[2] is not None and function[2][0] in (ir.NAME, ir.ATTR)):
            found |= self.added(function[2], scope, recv)
        if name in ("get", "setdefault") and len(expr[3]) > 1 and found:
            found |= self.evaluate(expr[3][1], scope, recv)
        return found

    def result(self, value: Value, call: Known, scope: int, recv: Value | None) -> Values:
        """What calling a value gives."""
        tag = value[0]
        if tag == CLASS:
            return single(EXACT, value[1])
        if tag == FUNCTION:
            outer = self.program.parent_of[value[1]]
            receiver = None
            if call[3] and outer >= 0 and self.program.scopes[outer].kind == ir.CLASS:
                first = [v for v in self.evaluate(call[3][0], scope, recv) if v[0] in INSTANCES]
                receiver = first[0] if len(first) == 1 else None
            return self._substituted(self.returns(value[1], receiver), value[1], 0, call, scope, recv)
        if tag == BOUND:
            return self._substituted(self.returns(value[1], value[2]), value[1], 1, call, scope, recv)
        if tag in INSTANCES:
            found: Values = EMPTY
            for method in ordered(self.member(value, "__call__")):
                if method[0] == BOUND:
                    found |= self.result(method, call, scope, recv)
            return found
        if tag == EXTERNAL:
            return self._external_result(value[1], call, scope, recv)
        return EMPTY

    def _substituted(
        self, values: Values, function: int, shift: int, call: Known, scope: int, recv: Value | None
    ) -> Values:
        """A function's results with its own arguments replaced by what this call passes."""
        if not any(value[0] == ARGUMENT and value[1] == function for value in values):
            return values
        found: Values = EMPTY
        for value in ordered(values):
            if value[0] == ARGUMENT and value[1] == function:
                found |= self.evaluate(argument(self.program.scopes[function], value[2], shift, call), scope, recv)
            else:
                found |= frozenset((value,))
        return found

    def returns(self, function: int, recv: Value | None) -> Values:
        """What a function returns when `self` is `recv`."""
        return self.table.get(("returns", function, recv), self._returns, function, recv)

    def _returns(self, function: int, recv: Value | None) -> Values:
        record = self.program.scopes[function]
        if self.program.yields(function):
            return single(GENERATOR, function, recv)
        found: Values = EMPTY
        returned = self.program.returns(function)
        for expr in returned:
            found |= self.evaluate(expr, function, recv)
        if record.returned is not None and not any(v != NONE and v[0] != MADE for v in found):
            declared = self._returns_receiver(record, recv) or self.instances(
                record.returned, self.program.parent_of[function], recv
            )
            if declared:
                return declared
        if not found and recv is not None and recv[0] == INSTANCE and not returned:
            return self.returned_below(record.name, recv)
        return found

    def _returns_receiver(self, record: ir.Scope, recv: Value | None) -> Values:
        """What a method gives whose result has the type variable of its receiver: `(self: T) -> T`, `(cls: type[T]) -> T`."""
        variable, declared = record.returned, record.parameters[0][2] if record.parameters else None
        if recv is None or variable is None or declared is None or variable[0] != ir.NAME:
            return EMPTY
        if declared[0] == ir.NAME and declared[2] == variable[2]:
            return frozenset((recv,))
        is_class = declared[0] == ir.SUBSCRIPT and recv[0] == CLASS
        same = is_class and declared[3] is not None and declared[3][:1] + declared[3][2:3] == (ir.NAME, variable[2])
        return single(INSTANCE, recv[1]) if same else EMPTY

    def _external_result(self, name: str, call: Known, scope: int, recv: Value | None) -> Values:
        arguments = call[3]
        made = single(MADE, name) if name.count(".") <= _DEEPEST else EMPTY
        if name == "builtins.super":
            return self._super(arguments, scope, recv)
        if name == "builtins.property":
            found = self.evaluate(arguments[0], scope, recv) if arguments else EMPTY
            return frozenset((PROPERTY, v[1]) for v in found if v[0] == FUNCTION)
        if not arguments:
            return made
        if name in self.library.pass_through:
            found = self.evaluate(arguments[0], scope, recv)
            return found or (made if self.table.at_rest else EMPTY)
        if name in self.library.first_element:
            found = self.iterate(arguments[0], scope, recv)
            return found or (made if self.table.at_rest else EMPTY)
        if name == "builtins.type" and len(arguments) == 1:
            found = self.expand(self.evaluate(arguments[0], scope, recv))
            return frozenset((CLASS, v[1]) for v in found if v[0] in INSTANCES)
        if name == "builtins.getattr" and len(arguments) >= 2:
            return self._getattr(arguments, scope, recv)
        if name in ("typing.cast", "typing_extensions.cast") and len(arguments) == 2:
            return self.instances(arguments[0], scope, recv)
        if name in ("typing.TypeVar", "typing_extensions.TypeVar"):
            return self._bounds(call, scope) or made
        return made

    def _bounds(self, call: Known, scope: int) -> Values:
        """The classes that a type variable stands for: its bound, or its constraints."""
        named = [value for keyword, value in call[4] if keyword == "bound"]
        found: Values = EMPTY
        for expr in named or call[3][1:]:
            found |= frozenset((CLASS, v[1]) for v in self.instances(expr, scope, None) if v[0] == INSTANCE)
        return found

    def _getattr(self, arguments: tuple[Expr, ...], scope: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        for key in ordered(self.evaluate(arguments[1], scope, recv)):
            if key[0] == TEXT and isinstance(key[2], str) and key[2].isidentifier():
                for value in ordered(self.evaluate(arguments[0], scope, recv)):
                    found |= self.member(value, key[2])
        if len(arguments) > 2:
            found |= self.evaluate(arguments[2], scope, recv)
        return found

    def _super(self, arguments: tuple[Expr, ...], scope: int, recv: Value | None) -> Values:
        method = self.program.method_of(scope)
        if method < 0:
            return EMPTY
        owner = self.program.parent_of[method]
        record = self.program.scopes[method]
        if len(arguments) == 2:
            named = [v[1] for v in self.evaluate(arguments[0], scope, None) if v[0] == CLASS]
            owner = named[0] if named else owner
        receiver = recv
        if receiver is None:
            is_class = "classmethod" in record.detail or record.name == "__new__" or self.is_metaclass(owner)
            receiver = (CLASS if is_class else INSTANCE, owner)
        return single(SUPER, owner, receiver)


def argument(record: ir.Scope, position: int, shift: int, call: Known) -> Expr:
    """The expression that a call passes to the parameter at a position; None where it passes none."""
    name, _, _, _, star = record.parameters[position]
    if star == 0 and 0 <= position - shift < len(call[3]):
        found: Expr = call[3][position - shift]
        return None if found is not None and found[0] == ir.STAR else found
    for keyword, value in call[4]:
        if keyword == name:
            given: Expr = value
            return given
    return None
