"""Uses in expressions: names, members and calls, each with the edges that it makes and what it stands for."""

from __future__ import annotations

from abc import ABC, abstractmethod

from indexer.link.calls import MOST_TARGETS, Calls
from indexer.link.core import FLOW
from indexer.link.emitted import CERTAIN, FLOWED, TYPED
from indexer.link.targets import Target
from indexer.link.values import EMPTY, EXTERNAL, MODULE, PACKAGE, Values, ordered
from indexer.model import ir
from indexer.model.ir import Binding, Expr, Known

_VARIABLES = frozenset({"variable", "constant", "field", "enum_member", "property"})
_DEFINING = frozenset({ir.SCOPE, ir.DECORATE, ir.IMPORT})


class Uses(Calls, ABC):
    """Emits the edges of uses in `self.scope`."""

    plain: frozenset[str] = frozenset()
    """Names of the current scope whose uses make no edges."""

    def _refer(self, targets: frozenset[Target], offset: int, provenance: str, kind: str = "") -> None:
        kinds = self.program.kinds
        for target in targets:
            of = kinds[target] if isinstance(target, int) else "external"
            self.edge(kind or ("reads" if of in _VARIABLES else "references"), target, offset, provenance, CERTAIN)

    def use(self, name: str, offset: int, block: int, kind: str = "", scope: int | None = None) -> None:
        """A plain name.  Names of function scopes make no edge, except functions, classes and imports."""
        if scope is None:
            if name in self.plain:
                return
            scope = self.scope
        at, bindings = self.program.lookup(scope, name, offset, block)
        self._used(name, offset, at, bindings, kind)

    def _used(self, name: str, offset: int, at: int, bindings: tuple[Binding, ...], kind: str = "") -> None:
        if at < 0:
            targets = self.targets.of_global(self.scope, name)
            if not targets:
                self.out.unresolved.append((name, offset, "reference", ""))
            elif kind or any(isinstance(target, int) for target in targets):
                self._refer(targets, offset, "import", kind)
            return
        if self.program.scopes[at].kind >= ir.FUNCTION:
            bindings = tuple(b for b in bindings if b[0] is not None and b[0][0] in _DEFINING)
            if not bindings:
                return
        imported = any(b[0] is not None and b[0][0] == ir.IMPORT for b in bindings)
        self._refer(self.targets.of_bindings(at, name, bindings), offset, "import" if imported else "scope", kind)

    # ------------------------------------------------------------ expressions

    def visit(self, expr: Expr) -> None:
        """Emits all uses in an expression or statement."""
        if expr is None:
            return
        operation = expr[0]
        if operation == ir.NAME:
            self.use(expr[2], expr[1], expr[3])
        elif operation in (ir.CALL, ir.ATTR):
            self.value(expr)
        elif operation in (ir.CONST, ir.SCOPE):
            return
        elif operation in (ir.SEQ, ir.COMP):
            for part in expr[3] if operation == ir.SEQ else (expr[3], *expr[4]):
                self.visit(part)
        elif operation == ir.DICT:
            for key, value in expr[2]:
                self.visit(key)
                self.visit(value)
        elif operation in (ir.UNION, ir.PARTS):
            for part in expr[-1]:
                self.visit(part)
        elif operation == ir.SUBSCRIPT:
            self._special(expr[2], "__getitem__")
            self.visit(expr[3])
        elif operation == ir.OPERATOR:
            self._special(expr[3], expr[2])
            self.visit(expr[4])
        else:
            self.statement(expr)

    def value(self, expr: Expr) -> Values:
        """Emits all uses in an expression, and gives what it stands for."""
        if expr is None:
            return EMPTY
        operation = expr[0]
        if operation == ir.NAME:
            return self._name(expr, called=False)[0]
        if operation == ir.ATTR:
            return self._attribute(expr)
        if operation == ir.CALL:
            return self.value_of_call(expr)
        if operation == ir.OPERATOR:
            return self._operation(expr)
        self.visit(expr)
        return self.evaluator.evaluate(expr, self.scope, None)

    def _operation(self, expr: Known) -> Values:
        """An operator with its operands; each operation of a long sum is evaluated once."""
        left = expr[3]
        found = self._special(left, expr[2])
        if found is None or left[0] != ir.OPERATOR:
            found = self.evaluator.evaluate(left, self.scope, None)
        self.visit(expr[4])
        return self.evaluator.operated(expr, found, self.scope, None)

    def _special(self, operand: Expr, name: str | None) -> Values | None:
        """An operator's left operand: the method of its class that the operator calls; gives what the operand stands for,
        where that is looked at."""
        if operand is None or name is None or operand[0] == ir.CONST:
            self.visit(operand)
            return None
        outer = self.evaluator.table.begin()
        found = self.value(operand)
        values = self.evaluator.expand(found)
        confidence = FLOWED if self.evaluator.table.end(outer) & FLOW else TYPED
        self.protocol(values, (name,), operand[1], confidence)
        return found

    def _name(self, expr: Known, *, called: bool) -> tuple[Values, int, tuple[Binding, ...]]:
        """The values of a plain name and its bindings.  One that is called makes an edge of its own only if it is a
        variable."""
        name, offset = expr[2], expr[1]
        at, bindings = self.program.lookup(self.scope, name, offset, expr[3])
        if not called:
            if name not in self.plain:
                self._used(name, offset, at, bindings)
        elif at >= 0 and self.program.scopes[at].kind < ir.FUNCTION and self._is_variable(bindings):
            for target in self.targets.of_bindings(at, name, bindings):
                if isinstance(target, int) and self.program.kinds[target] in _VARIABLES:
                    self.edge("reads", target, offset, "scope", CERTAIN)
        if at < 0:
            return self.evaluator.global_name(self.scope, name), at, bindings
        return self.evaluator.bound(bindings, at, self.scope, None), at, bindings

    @staticmethod
    def _is_variable(bindings: tuple[Binding, ...]) -> bool:
        return any(b[0] is None or b[0][0] not in (ir.SCOPE, ir.DECORATE) for b in bindings)

    def _attribute(self, expr: Known) -> Values:
        """A member that is not called."""
        table = self.evaluator.table
        outer = table.begin()
        holders = self.evaluator.expand(self.value(expr[2]))
        evidence = table.end(outer)
        self.member(expr, holders, flowed=bool(evidence & FLOW))
        return self.evaluator.attribute(expr, holders, self.scope)

    def member(self, expr: Known, holders: Values, kind: str = "", *, flowed: bool) -> None:
        """Edges to the symbols that define a member of these values."""
        found: dict[Target, float] = {}
        for value in ordered(holders):
            for target in self.targets.of_value_member(value, expr[3]):
                if isinstance(target, int) or value[0] in (EXTERNAL, PACKAGE):
                    found[target] = CERTAIN if value[0] == MODULE else TYPED
        if len(found) > MOST_TARGETS:
            return
        kinds = self.program.kinds
        for target, confidence in found.items():
            of = kinds[target] if isinstance(target, int) else "external"
            own = kind or ("reads" if of in _VARIABLES else "references")
            if flowed:
                self.edge(own, target, expr[1], "flow", min(confidence, FLOWED))
            else:
                self.edge(own, target, expr[1], "import" if confidence == CERTAIN else "type", confidence)

    def value_of_call(self, expr: Known) -> Values:
        """A call: edges to what is called; gives what it returns."""
        function = expr[2]
        values, site, provenance, confidence = self.callee(expr)
        for part in expr[3]:
            self.visit(part)
        for _, part in expr[4]:
            self.visit(part)
        if not self.call(values, expr, site, provenance, confidence):
            self.unknown(function, site)
        return self.evaluator.called(expr, values, self.scope)

    def callee(self, expr: Known) -> tuple[Values, int, str, float]:
        """What a call calls, where its name stands, how it was found and how sure that is."""
        function = expr[2]
        table = self.evaluator.table
        outer = table.begin()
        imported = scoped = False
        site = expr[1]
        if function is None:
            values = EMPTY
        elif function[0] == ir.NAME:
            site = function[1]
            values, at, bindings = self._name(function, called=True)
            imported = at < 0 or (bool(bindings) and all(b[0] is not None and b[0][0] == ir.IMPORT for b in bindings))
            scoped = bool(bindings) and all(b[0] is not None and b[0][0] in (ir.SCOPE, ir.DECORATE) for b in bindings)
        elif function[0] == ir.ATTR:
            site = function[1]
            holders = self.evaluator.expand(self.value(function[2]))
            imported = bool(holders) and all(holder[0] == MODULE for holder in holders)
            values = self.evaluator.attribute(function, holders, self.scope)
        else:
            values = self.value(function)
        values = self.evaluator.expand(values)
        provenance, confidence = self.grade(table.end(outer), imported=imported, scoped=scoped)
        return values, site, provenance, confidence

    # ------------------------------------------------------------ for the statements to define

    @abstractmethod
    def statement(self, expr: Known) -> None:
        """Emits what is no plain expression: an import, a decorator, an annotation, a loop ..."""
