"""From what a scope evaluates to edges, unresolved uses, and what its calls pass."""

from __future__ import annotations

from indexer.link.calls import MOST_TARGETS, Calls
from indexer.link.core import FLOW
from indexer.link.emitted import CERTAIN, FLOWED, TYPED, Emitted, Found, ScopeEmitted
from indexer.link.evaluator import Evaluator
from indexer.link.tabling import Cause
from indexer.link.targets import Target, Targets
from indexer.link.values import CLASS, EMPTY, EXTERNAL, INSTANCES, MODULE, PACKAGE, Values
from indexer.model import ir
from indexer.model.ir import Binding, Expr
from indexer.model.paths import path_of

_VARIABLES = frozenset({"variable", "constant", "field", "enum_member", "property"})
_DEFINING = frozenset({ir.SCOPE, ir.DECORATE, ir.IMPORT})
_METHODS = frozenset({"method", "constructor"})
_LOOPING = ("__iter__", "__next__", "__aiter__", "__anext__")
_ENTERING = ("__enter__", "__exit__", "__aenter__", "__aexit__")


class Emitter(Calls):
    """Emits one scope after another."""

    _plain: frozenset[str] = frozenset()
    """Names of the current scope whose uses make no edges."""

    def __init__(self, evaluator: Evaluator, targets: Targets) -> None:
        """Args: what expressions stand for; what uses refer to."""
        super().__init__(evaluator, targets)
        self._scratch = Emitted()

    def emit(self, scope: int) -> ScopeEmitted:
        """Everything that a scope contributes."""
        self._enter(scope)
        settled = self.out = Emitted()
        record = self.program.scopes[scope]
        for name, offset, block in record.uses:
            self._use(name, offset, block)
        if record.kind == ir.CLASS:
            self._class(scope)
        elif record.kind in (ir.FUNCTION, ir.LAMBDA):
            self._function(scope)
        self._decorates(scope)
        result = ScopeEmitted(settled, {})
        for index in range(len(record.body)):
            self._statement_at(index, result)
        return result

    def emit_again(self, scope: int, result: ScopeEmitted, changed: frozenset[Cause]) -> None:
        """Brings what depends on changed causes up to date."""
        stale = [index for index, (_, causes) in result.flowing.items() if not changed.isdisjoint(causes)]
        if stale:
            self._enter(scope)
            for index in stale:
                self._statement_at(index, result)

    def _enter(self, scope: int) -> None:
        self.scope = scope
        self._plain = self.program.plain_locals(scope)

    def _statement_at(self, index: int, result: ScopeEmitted) -> None:
        """Emits one statement: to what is settled, if it does not depend on what callers pass."""
        table = self.evaluator.table
        table.begin()
        out = self.out = self._scratch
        self.visit(self.program.scopes[self.scope].body[index])
        if table.causes or index in result.flowing:
            result.flowing[index] = (out, table.causes)
            self._scratch = Emitted()
            return
        settled = result.settled
        if out.edges:
            settled.edges += out.edges
            out.edges.clear()
        if out.unresolved:
            settled.unresolved += out.unresolved
            out.unresolved.clear()
        for key, values in out.passed.items():
            old = settled.passed.get(key)
            settled.passed[key] = values if old is None else old | values
        out.passed.clear()

    # ------------------------------------------------------------ uses

    def _refer(self, targets: frozenset[Target], offset: int, provenance: str, kind: str = "") -> None:
        kinds = self.program.kinds
        for target in targets:
            of = kinds[target] if isinstance(target, int) else "external"
            self.edge(kind or ("reads" if of in _VARIABLES else "references"), target, offset, provenance, CERTAIN)

    def _use(self, name: str, offset: int, block: int, kind: str = "", scope: int | None = None) -> None:
        """A plain name.  Names of function scopes make no edge, except functions, classes and imports."""
        if scope is None:
            if name in self._plain:
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
            self._use(expr[2], expr[1], expr[3])
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
            self._statement(expr)

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
            return self._call(expr)
        self.visit(expr)
        return self.evaluator.evaluate(expr, self.scope, None)

    def _special(self, operand: Expr, name: str | None) -> None:
        """An operator's left operand: the method of its class that the operator calls."""
        if operand is None or name is None or operand[0] == ir.CONST:
            self.visit(operand)
            return
        outer = self.evaluator.table.begin()
        values = self.evaluator.expand(self.value(operand))
        confidence = FLOWED if self.evaluator.table.end(outer) & FLOW else TYPED
        self.protocol(values, (name,), operand[1], confidence)

    def _name(self, expr: Expr, *, called: bool) -> tuple[Values, int, tuple[Binding, ...]]:
        """The values of a plain name and its bindings.  One that is called makes an edge of its own only if it is a
        variable."""
        assert expr is not None
        name, offset = expr[2], expr[1]
        at, bindings = self.program.lookup(self.scope, name, offset, expr[3])
        if not called:
            if name not in self._plain:
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

    def _attribute(self, expr: Expr) -> Values:
        """A member that is not called."""
        assert expr is not None
        table = self.evaluator.table
        outer = table.begin()
        holders = self.evaluator.expand(self.value(expr[2]))
        evidence = table.end(outer)
        self._member(expr, holders, flowed=bool(evidence & FLOW))
        return self.evaluator.attribute(expr, holders, self.scope)

    def _member(self, expr: Expr, holders: Values, kind: str = "", *, flowed: bool) -> None:
        """Edges to the symbols that define a member of these values."""
        assert expr is not None
        found: dict[Target, float] = {}
        for value in holders:
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

    def _call(self, expr: Expr) -> Values:
        """A call: edges to what is called; gives what it returns."""
        assert expr is not None
        function = expr[2]
        values, site, provenance, confidence = self._callee(expr)
        for part in expr[3]:
            self.visit(part)
        for _, part in expr[4]:
            self.visit(part)
        if not self.call(values, expr, site, provenance, confidence):
            self.unknown(function, site)
        return self.evaluator.called(expr, values, self.scope)

    def _callee(self, expr: Expr) -> tuple[Values, int, str, float]:
        """What a call calls, where its name stands, how it was found and how sure that is."""
        assert expr is not None
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

    # ------------------------------------------------------------ statements

    def _statement(self, expr: Expr) -> None:
        assert expr is not None
        operation = expr[0]
        if operation == ir.IMPORT:
            self._import(expr)
        elif operation == ir.DECORATE:
            self._decorator(expr)
        elif operation == ir.RAISE:
            self._raise(expr[2])
        elif operation == ir.TYPE:
            self._annotation(expr[2], expr[3], self.scope)
        elif operation == ir.WRITE:
            self._write(expr[2])
        elif operation in (ir.LOOP, ir.ENTER):
            table = self.evaluator.table
            outer = table.begin()
            values = self.evaluator.expand(self.value(expr[2]))
            confidence = FLOWED if table.end(outer) & FLOW else TYPED
            names = _LOOPING if operation == ir.LOOP else _ENTERING
            self.protocol(values, names, expr[1], confidence)
        else:
            self.visit(expr[2])

    def _write(self, target: Expr) -> None:
        assert target is not None
        if target[0] == ir.NAME:
            self._use(target[2], target[1], target[3], "writes", self.scope)
        elif target[0] == ir.ATTR:
            table = self.evaluator.table
            outer = table.begin()
            holders = self.evaluator.expand(self.value(target[2]))
            flowed = bool(table.end(outer) & FLOW)
            self._member(target, holders, "writes", flowed=flowed)

    def _import(self, expr: Expr) -> None:
        assert expr is not None
        file = self.program.file_of[self.scope]
        module, level, name, module_start = expr[2], expr[3], expr[4], expr[5]
        last = len(module) - len(module.rpartition(".")[2])
        self._packages(file, module, level, module_start)
        if name is None:
            for one in self.targets.of_import(file, expr):
                self.edge("imports", one, expr[1] + last, "import", CERTAIN)
            return
        for one in self.targets.of_import(file, (ir.IMPORT, module_start, module, level, None, module_start)):
            self.edge("imports", one, module_start + last, "import", CERTAIN)
        if name == "*":
            return
        found = self.targets.of_import(file, expr)
        for one in found:
            self.edge("imports", one, expr[1], "import", CERTAIN)
        if not found:
            self.out.unresolved.append((name, expr[1], "import", module))

    def _packages(self, file: int, module: str, level: int, start: int) -> None:
        """The packages that a dotted import names on its way."""
        parts = module.split(".")
        for depth in range(1, len(parts)):
            found = self.evaluator.modules.resolve(file, ".".join(parts[:depth]), level)
            if isinstance(found, int):
                offset = start + sum(len(part) + 1 for part in parts[: depth - 1])
                self.edge("references", self.program.first_symbol[found], offset, "import", CERTAIN)

    def _raise(self, expr: Expr) -> None:
        self.visit(expr)
        if expr is None:
            return
        plain = expr[2] if expr[0] == ir.CALL else expr
        site = plain[1] if plain is not None else expr[1]
        symbols = self.program.symbol_of
        for value in self.evaluator.evaluate(plain, self.scope, None):
            if value[0] in (CLASS, *INSTANCES):
                self.edge("raises", symbols[value[1]], site, "type", TYPED)
                if value[0] == CLASS and expr[0] != ir.CALL:
                    call = (ir.CALL, expr[1], expr, (), ())
                    self.edge("instantiates", symbols[value[1]], site, "type", TYPED)
                    self.constructor(value[1], call, site, "type", TYPED)
            elif value[0] == EXTERNAL:
                self.edge("raises", value[1], site, "import", CERTAIN)

    def _decorator(self, expr: Expr) -> None:
        """A decorator is called with what it decorates, where it stands."""
        assert expr is not None
        if expr[3] is not None and expr[3][0] == ir.DECORATE:
            self._decorator(expr[3])
        decorator = expr[2]
        if decorator is None:
            return
        call = (ir.CALL, expr[1], decorator, (expr[3],), ())
        if decorator[0] == ir.CALL:
            values = self.evaluator.expand(self._call(decorator))
            provenance, confidence = "type", TYPED
            site = decorator[2][1] if decorator[2] is not None else decorator[1]
        else:
            values, site, provenance, confidence = self._callee(call)
        internal = frozenset(value for value in values if value[0] != EXTERNAL)
        self.call(internal, call, site, provenance, confidence)

    # ------------------------------------------------------------ definitions

    def _class(self, scope: int) -> None:
        """Inheritance and overridden methods."""
        record, outer = self.program.scopes[scope], self.program.parent_of[scope]
        for base in record.bases:
            plain = base
            while plain is not None and plain[0] == ir.SUBSCRIPT:
                plain = plain[2]
            if plain is None:
                continue
            values = self.evaluator.evaluate(plain, outer, None)
            for value in values:
                if value[0] == CLASS:
                    self.edge("inherits", self.program.symbol_of[value[1]], plain[1], "import", CERTAIN)
                elif value[0] == EXTERNAL:
                    self.edge("inherits", value[1], plain[1], "import", CERTAIN)
            if not values and plain[0] in (ir.NAME, ir.ATTR):
                self.out.unresolved.append((plain[3] if plain[0] == ir.ATTR else plain[2], plain[1], "base", ""))
        kinds = self.program.kinds
        for name, own in self.program.names[scope].items():
            if kinds[own] not in _METHODS:
                continue
            for owner in self.evaluator.classes.info(scope).mro[1:]:
                base_method = self.program.symbol(owner, name)
                if base_method is not None and kinds[base_method] in _METHODS:
                    self.out.overrides.append((own, base_method))
                    break

    def _function(self, scope: int) -> None:
        """Annotations of parameters and of what is returned."""
        record, outer = self.program.scopes[scope], self.program.parent_of[scope]
        for _, _, annotation, _, _ in record.parameters:
            if annotation is not None:
                self._annotation(annotation, "type_uses", outer)
        if record.returned is not None:
            self._annotation(record.returned, "returns", outer)

    def _annotation(self, kind: Expr, edge: str, scope: int) -> None:
        """The types that a type expression names."""
        if kind is None:
            return
        operation = kind[0]
        if operation == ir.NAME:
            self._use(kind[2], kind[1], kind[3], edge, scope)
        elif operation == ir.ATTR:
            self._annotation(kind[2], "references", scope)
            for value in self.evaluator.evaluate(kind[2], scope, None):
                for target in self.targets.of_value_member(value, kind[3]):
                    self.edge(edge, target, kind[1], "import", CERTAIN)
        elif operation in (ir.SUBSCRIPT, ir.OPERATOR):
            for part in kind[2:4] if operation == ir.SUBSCRIPT else kind[3:5]:
                self._annotation(part, edge, scope)
        elif operation in (ir.SEQ, ir.UNION, ir.PARTS):
            for part in kind[-1]:
                self._annotation(part, edge, scope)

    def _decorates(self, scope: int) -> None:
        """Edges from a decorated definition to its decorators."""
        record, outer = self.program.scopes[scope], self.program.parent_of[scope]
        found: list[Found] = []
        for decorator in record.decorators:
            plain = decorator[2] if decorator is not None and decorator[0] == ir.CALL else decorator
            targets: frozenset[Target] = frozenset()
            if plain is None or path_of(plain) is None:
                continue
            if plain[0] == ir.NAME:
                at, bindings = self.program.lookup(outer, plain[2], plain[1], plain[3])
                of_name = self.targets.of_bindings(at, plain[2], bindings) if at >= 0 else None
                targets = self.targets.of_global(outer, plain[2]) if of_name is None else of_name
            elif plain[0] == ir.ATTR:
                for value in self.evaluator.evaluate(plain[2], outer, None):
                    targets |= self.targets.of_value_member(value, plain[3])
            found += [("decorates", target, plain[1], "import", CERTAIN) for target in targets]
        self.out.edges += found
