"""From what a scope evaluates to edges, unresolved uses, and what its calls pass."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.link.evaluator import FLOW, HIERARCHY, Evaluator
from indexer.link.targets import Target, Targets
from indexer.link.values import (
    ARGUMENT, BOUND, CLASS, EMPTY, EXTERNAL, FUNCTION, GENERATOR, INSTANCE, INSTANCES, MODULE, Value, Values,
)  # fmt: skip
from indexer.model import ir
from indexer.model.ir import Expr

_VARIABLES = frozenset({"variable", "constant", "field", "enum_member", "property"})
_MOST_TARGETS = 12
"""A call with more possible targets than this says nothing: it is unresolved."""
_MOST_DISPATCHED = 12
_FLOWING = frozenset({FUNCTION, CLASS, BOUND, MODULE, ARGUMENT, GENERATOR, "exact", INSTANCE, "literal", "made", "property"})

CERTAIN, TYPED, FLOWED, BELOW, DISPATCHED, ABSTRACT = 1.0, 0.95, 0.8, 0.6, 0.4, 0.6
"""Confidence by how a target was found; docs/accuracy.md has the measured precision of each."""

Found = tuple[str, Target, int, str, float]
"""(kind of edge, target, byte offset of the site, provenance, confidence)."""


@dataclass(slots=True)
class Emitted:
    """What one scope contributes."""

    edges: list[Found] = field(default_factory=list)
    unresolved: list[tuple[str, int, str, str]] = field(default_factory=list)
    """(name, byte offset, role, receiver)."""
    passed: dict[tuple[int, int], Values] = field(default_factory=dict)
    """What its calls pass to (function scope, position)."""
    flows: bool = False
    """Whether any of it depends on what callers pass."""


class Emitter:
    """Emits one scope after another."""

    def __init__(self, evaluator: Evaluator, targets: Targets) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program
        self._targets = targets
        self._out = Emitted()
        self._scope = 0

    def emit(self, scope: int) -> Emitted:
        """Everything that a scope contributes."""
        table = self._evaluator.table
        table.evidence = 0
        self._out, self._scope = Emitted(), scope
        record = self._program.scopes[scope]
        for name, offset, block in record.uses:
            self._use(name, offset, block)
        for expr in record.body:
            self._visit(expr)
        if record.kind == ir.CLASS:
            self._class(scope)
        elif record.kind in (ir.FUNCTION, ir.LAMBDA):
            self._function(scope)
        self._out.flows = bool(table.evidence & FLOW)
        return self._out

    # ------------------------------------------------------------ helpers

    def _edge(self, kind: str, target: Target, offset: int, provenance: str, confidence: float) -> None:
        self._out.edges.append((kind, target, offset, provenance, confidence))

    def _kind_of(self, target: Target) -> str:
        return self.kind(int(target[1])) if target[0] == "symbol" else "external"

    def kind(self, symbol: int) -> str:
        """The kind of a symbol by its number."""
        program = self._program
        low, high = 0, len(program.first_symbol) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if program.first_symbol[middle] <= symbol:
                low = middle
            else:
                high = middle - 1
        return program.files[low].symbols[symbol - program.first_symbol[low]].kind

    def _refer(self, targets: frozenset[Target], offset: int, provenance: str, confidence: float, kind: str = "") -> None:
        for target in targets:
            own = kind or ("reads" if self._kind_of(target) in _VARIABLES else "references")
            self._edge(own, target, offset, provenance, confidence)

    # ------------------------------------------------------------ uses

    def _use(self, name: str, offset: int, block: int, kind: str = "", scope: int | None = None) -> frozenset[Target]:
        """A plain name; gives what it refers to.  Names of function scopes make no edge, except functions and classes."""
        scope = self._scope if scope is None else scope
        program = self._program
        at, bindings = program.lookup(scope, name, offset, block)
        if at < 0:
            targets = self._targets.of_global(scope, name)
            if not targets:
                self._out.unresolved.append((name, offset, "reference", ""))
            elif kind or any(target[0] != "external" for target in targets):
                self._refer(targets, offset, "import", CERTAIN, kind)
            return targets
        if program.scopes[at].kind >= ir.FUNCTION:
            bindings = tuple(b for b in bindings if b[0] is not None and b[0][0] in (ir.SCOPE, ir.DECORATE, ir.IMPORT))
            if not bindings:
                return frozenset()
        targets = self._targets.of_bindings(at, name, bindings)
        imported = any(b[0] is not None and b[0][0] == ir.IMPORT for b in bindings)
        self._refer(targets, offset, "import" if imported else "scope", CERTAIN, kind)
        return targets

    def _visit(self, expr: Expr) -> None:
        if expr is None:
            return
        operation = expr[0]
        if operation == ir.CALL:
            self._call(expr)
        elif operation == ir.NAME:
            self._use(expr[2], expr[1], expr[3])
        elif operation == ir.ATTR:
            self._visit(expr[2])
            self._member(expr)
        elif operation in (ir.CONST, ir.SCOPE):
            return
        elif operation in (ir.SEQ, ir.COMP):
            for part in expr[3] if operation == ir.SEQ else (expr[3], *expr[4]):
                self._visit(part)
        elif operation == ir.DICT:
            for key, value in expr[2]:
                self._visit(key)
                self._visit(value)
        elif operation in (ir.UNION, ir.PARTS):
            for part in expr[-1]:
                self._visit(part)
        elif operation == ir.SUBSCRIPT:
            self._visit(expr[2])
            self._visit(expr[3])
        elif operation == ir.OPERATOR:
            self._visit(expr[3])
            self._visit(expr[4])
        else:
            self._statement(expr)

    def _statement(self, expr: Expr) -> None:
        assert expr is not None
        operation = expr[0]
        if operation == ir.IMPORT:
            self._import(expr)
        elif operation == ir.DECORATE:
            self._decorator(expr)
        elif operation == ir.RAISE:
            self._raise(expr[2])
        elif operation == ir.CAUGHT:
            self._visit(expr[2])
        elif operation == ir.TYPE:
            self._annotation(expr[2], expr[3], self._scope)
        elif operation == ir.WRITE:
            self._write(expr[2])
        elif operation == ir.LOOP:
            self._visit(expr[2])
            self._protocol(expr[2], ("__iter__", "__next__"), expr[1])
        elif operation == ir.ENTER:
            self._visit(expr[2])
            self._protocol(expr[2], ("__enter__", "__exit__"), expr[1])
        else:
            self._visit(expr[2])

    def _member(self, expr: Expr, kind: str = "") -> None:
        """A member that is not called."""
        assert expr is not None
        table = self._evaluator.table
        outer, table.evidence = table.evidence, 0
        values = self._evaluator.expand(self._evaluator.evaluate(expr[2], self._scope, None))
        found: dict[Target, float] = {}
        for value in values:
            for target in self._targets.of_value_member(value, expr[3]):
                found[target] = CERTAIN if value[0] == MODULE else TYPED
        flowed = bool(table.evidence & FLOW)
        table.evidence |= outer
        if len(found) > _MOST_TARGETS:
            found = {}
        for target, confidence in found.items():
            if target[0] == "external" and not any(v[0] == EXTERNAL for v in values):
                continue
            self._refer(
                frozenset({target}), expr[1], "import" if confidence == CERTAIN else "flow" if flowed else "type",
                min(confidence, FLOWED) if flowed else confidence, kind,
            )  # fmt: skip

    def _write(self, target: Expr) -> None:
        assert target is not None
        if target[0] == ir.NAME:
            self._use(target[2], target[1], target[3], "writes")
        elif target[0] == ir.ATTR:
            self._visit(target[2])
            self._member(target, "writes")

    def _import(self, expr: Expr) -> None:
        assert expr is not None
        file = self._program.file_of[self._scope]
        module, level, name, module_start = expr[2], expr[3], expr[4], expr[5]
        target = self._evaluator.modules.resolve(file, module, level)
        if name is not None:
            whole = self._targets.of_import(file, (ir.IMPORT, module_start, module, level, None, module_start))
            self._dotted(file, module, level, module_start)
            for one in whole:
                self._edge("imports", one, module_start + len(module) - len(module.rpartition(".")[2]), "import", CERTAIN)
            if name != "*":
                found = self._targets.of_import(file, expr)
                for one in found:
                    self._edge("imports", one, expr[1], "import", CERTAIN)
                if not found and target is not None:
                    self._out.unresolved.append((name, expr[1], "import", module))
            return
        self._dotted(file, module, level, module_start)
        for one in self._targets.of_import(file, expr):
            self._edge("imports", one, expr[1] + len(module) - len(module.rpartition(".")[2]), "import", CERTAIN)

    def _dotted(self, file: int, module: str, level: int, start: int) -> None:
        """The packages that a dotted import names on its way."""
        parts = module.split(".")
        for depth in range(1, len(parts)):
            found = self._evaluator.modules.resolve(file, ".".join(parts[:depth]), level)
            if isinstance(found, int):
                offset = start + sum(len(part) + 1 for part in parts[: depth - 1])
                self._edge("references", ("symbol", self._program.first_symbol[found]), offset, "import", CERTAIN)

    # ------------------------------------------------------------ calls

    def _call(self, expr: Expr) -> None:
        assert expr is not None
        function, arguments, keywords = expr[2], expr[3], expr[4]
        site = expr[1]
        if function is not None and function[0] in (ir.NAME, ir.ATTR):
            site = function[1]
            if function[0] == ir.ATTR:
                self._visit(function[2])
        else:
            self._visit(function)
        for part in arguments:
            self._visit(part)
        for _, part in keywords:
            self._visit(part)
        table = self._evaluator.table
        outer, table.evidence = table.evidence, 0
        values = self._evaluator.expand(self._evaluator.evaluate(function, self._scope, None))
        evidence = table.evidence
        table.evidence |= outer
        self._callee_name(function, values)
        self.call(values, expr, function, site, evidence)

    def _callee_name(self, function: Expr, values: Values) -> None:
        """A variable that holds what is called is read."""
        if function is None or function[0] != ir.NAME:
            return
        at, bindings = self._program.lookup(self._scope, function[2], function[1], function[3])
        if at >= 0 and self._program.scopes[at].kind < ir.FUNCTION:
            for target in self._targets.of_bindings(at, function[2], bindings):
                if self._kind_of(target) in _VARIABLES:
                    self._edge("reads", target, function[1], "scope", CERTAIN)

    def call(self, values: Values, expr: Expr, function: Expr, site: int, evidence: int) -> None:
        """Edges of one call, given what is called."""
        assert expr is not None
        provenance, confidence = self._grade(function, evidence)
        known = [value for value in values if value[0] in (FUNCTION, BOUND, CLASS, *INSTANCES)]
        if len(known) > _MOST_TARGETS:
            known, values = [], EMPTY
        if len(known) > 3:
            confidence = min(confidence, FLOWED)
        done = False
        for value in known:
            done = self._call_value(value, expr, site, provenance, confidence) or done
        for value in values:
            if value[0] == EXTERNAL:
                own = min(confidence, TYPED)
                self._edge("calls", ("external", value[1]), site, provenance, own if function is None else confidence)
                self._callbacks(value[1], expr)
                done = True
        if not done:
            self._unknown(function, site)

    def _grade(self, function: Expr, evidence: int) -> tuple[str, float]:
        """Provenance and confidence of what a callee expression stands for."""
        if evidence & HIERARCHY:
            return "hierarchy", BELOW
        if evidence & FLOW:
            return "flow", FLOWED
        if function is not None and function[0] == ir.NAME:
            _, bindings = self._program.lookup(self._scope, function[2], function[1], function[3])
            if bindings and all(b[0] is not None and b[0][0] == ir.IMPORT for b in bindings):
                return "import", CERTAIN
            if bindings and all(b[0] is not None and b[0][0] in (ir.SCOPE, ir.DECORATE) for b in bindings):
                return "scope", CERTAIN
            return ("scope", TYPED) if bindings else ("import", CERTAIN)
        if function is not None and function[0] == ir.ATTR:
            values = self._evaluator.evaluate(function[2], self._scope, None)
            if values and all(value[0] == MODULE for value in values):
                return "import", CERTAIN
        return "type", TYPED

    def _call_value(self, value: Value, expr: Expr, site: int, provenance: str, confidence: float) -> bool:
        program = self._program
        tag = value[0]
        if tag == CLASS:
            self._edge("instantiates", ("symbol", program.symbol_of[value[1]]), site, provenance, confidence)
            self._constructor(value[1], expr, site, provenance, confidence)
            return True
        if tag == FUNCTION:
            self._edge("calls", ("symbol", program.symbol_of[value[1]]), site, provenance, confidence)
            self._pass(value[1], 0, expr)
            return True
        if tag == BOUND:
            self._edge("calls", ("symbol", program.symbol_of[value[1]]), site, provenance, confidence)
            self._pass(value[1], 1, expr)
            if value[2][0] == INSTANCE and not _through_super(expr[2]):
                self._dispatch(value, expr, site)
            return True
        found = False
        for method in self._evaluator.member(value, "__call__"):
            if method[0] == BOUND:
                found = self._call_value(method, expr, site, "type", min(confidence, TYPED)) or found
        return found

    def _constructor(self, scope: int, expr: Expr, site: int, provenance: str, confidence: float) -> None:
        """The `__init__` (and `__new__`) that making an instance runs, where one is written."""
        for name in ("__init__", "__new__"):
            for owner in self._evaluator.classes.info(scope).mro:
                number = self._program.symbol(owner, name)
                if number is None:
                    continue
                self._edge("calls", ("symbol", number), site, provenance, confidence)
                for binding in self._program.bindings_of(owner, name):
                    if binding[0] is not None and binding[0][0] == ir.SCOPE:
                        self._pass(self._program.module_of(owner) + binding[0][2], 1, expr)
                break

    def _dispatch(self, value: Value, expr: Expr, site: int) -> None:
        """Overriding methods that the call may run instead."""
        program, classes = self._program, self._evaluator.classes
        name = program.scopes[value[1]].name
        overriding = []
        for child in classes.descendants(value[2][1]):
            for binding in program.bindings_of(child, name):
                inner = binding[0]
                while inner is not None and inner[0] == ir.DECORATE:
                    inner = inner[3]
                if inner is not None and inner[0] == ir.SCOPE:
                    overriding.append(program.module_of(child) + inner[2])
        overriding = [scope for scope in dict.fromkeys(overriding) if scope != value[1] and program.scopes[scope].kind == ir.FUNCTION]
        if len(overriding) > _MOST_DISPATCHED:
            return
        confidence = ABSTRACT if self._is_abstract(value[1]) and len(overriding) <= 4 else DISPATCHED
        for scope in overriding:
            self._edge("calls", ("symbol", program.symbol_of[scope]), site, "hierarchy", confidence)
            self._pass(scope, 1, expr)

    def _is_abstract(self, scope: int) -> bool:
        record = self._program.scopes[scope]
        if "abstractmethod" in record.detail:
            return True
        raised = [expr[2] for expr in record.body if expr is not None and expr[0] == ir.RAISE]
        names = [expr[2] if expr[0] == ir.CALL else expr for expr in raised if expr is not None]
        return not record.returns and any(n is not None and n[0] == ir.NAME and n[2] == "NotImplementedError" for n in names)

    def _pass(self, function: int, shift: int, expr: Expr) -> None:
        """Records what a call passes to a function's parameters."""
        assert expr is not None
        parameters = self._program.scopes[function].parameters
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
        if keywords:
            places = {parameter[0]: i for i, parameter in enumerate(parameters)}
            for name, value in keywords:
                if name is not None and value is not None and value[0] != ir.CONST:
                    position = places.get(name, -1)
                    if position >= 0:
                        self._flow(function, position, value)

    def _flow(self, function: int, position: int, value: Expr) -> None:
        found = self._evaluator.evaluate(value, self._scope, None)
        kept = frozenset(v for v in found if v[0] in _FLOWING and v != (ARGUMENT, function, position))
        if kept:
            key = (function, position)
            self._out.passed[key] = self._out.passed.get(key, EMPTY) | kept

    def _callbacks(self, name: str, expr: Expr) -> None:
        """Functions of the standard library that call what they are given."""
        assert expr is not None
        if name in ("builtins.map", "builtins.filter", "functools.reduce") and expr[3]:
            for value in self._evaluator.expand(self._evaluator.evaluate(expr[3][0], self._scope, None)):
                if value[0] in (FUNCTION, BOUND):
                    self._edge("calls", ("symbol", self._program.symbol_of[value[1]]), expr[1], "flow", FLOWED)

    def _unknown(self, function: Expr, site: int) -> None:
        if function is None:
            return
        if function[0] == ir.NAME:
            self._out.unresolved.append((function[2], site, "call", ""))
        elif function[0] == ir.ATTR:
            self._out.unresolved.append((function[3], site, "call", written(function[2])))

    def _protocol(self, subject: Expr, names: tuple[str, ...], site: int) -> None:
        """Methods that a `for` or a `with` calls."""
        table = self._evaluator.table
        outer, table.evidence = table.evidence, 0
        values = self._evaluator.expand(self._evaluator.evaluate(subject, self._scope, None))
        confidence = FLOWED if table.evidence & FLOW else TYPED
        table.evidence |= outer
        values = frozenset(value for value in values if value[0] in INSTANCES)
        for value in values if len(values) <= _MOST_TARGETS else ():
            holder = value
            for name in names:
                if name == "__next__":
                    iterators = [v for m in self._evaluator.member(value, "__iter__") if m[0] == BOUND
                                 for v in self._evaluator.returns(m[1], m[2]) if v[0] in INSTANCES]  # fmt: skip
                    holder = iterators[0] if iterators else value
                for method in self._evaluator.member(holder, name):
                    if method[0] == BOUND:
                        self._edge("calls", ("symbol", self._program.symbol_of[method[1]]), site, "type", confidence)

    # ------------------------------------------------------------ statements

    def _raise(self, expr: Expr) -> None:
        self._visit(expr)
        if expr is None:
            return
        plain = expr[2] if expr[0] == ir.CALL else expr
        values = self._evaluator.evaluate(plain, self._scope, None)
        site = plain[1] if plain is not None else expr[1]
        for value in values:
            if value[0] in (CLASS, *INSTANCES):
                self._edge("raises", ("symbol", self._program.symbol_of[value[1]]), site, "type", TYPED)
                if value[0] == CLASS and expr[0] != ir.CALL:
                    call = (ir.CALL, expr[1], expr, (), ())
                    self._edge("instantiates", ("symbol", self._program.symbol_of[value[1]]), site, "type", TYPED)
                    self._constructor(value[1], call, site, "type", TYPED)
            elif value[0] == EXTERNAL:
                self._edge("raises", ("external", value[1]), site, "import", CERTAIN)

    def _decorator(self, expr: Expr) -> None:
        """A decorator: it decorates the definition, and is called with it where it stands."""
        assert expr is not None
        if expr[3] is not None and expr[3][0] == ir.DECORATE:
            self._decorator(expr[3])
        decorator = expr[2]
        self._visit(decorator)
        table = self._evaluator.table
        outer, table.evidence = table.evidence, 0
        values = self._evaluator.expand(self._evaluator.evaluate(decorator, self._scope, None))
        evidence = table.evidence
        table.evidence |= outer
        site = decorator[1] if decorator is not None else expr[1]
        if decorator is not None and decorator[0] == ir.CALL and decorator[2] is not None:
            site = decorator[2][1]
        call = (ir.CALL, expr[1], decorator, (expr[3],), ())
        known = [value for value in values if value[0] in (FUNCTION, BOUND, CLASS, *INSTANCES)]
        if len(known) <= _MOST_TARGETS:
            provenance, confidence = self._grade(decorator, evidence)
            for value in known:
                self._call_value(value, call, site, provenance, confidence)

    def _class(self, scope: int) -> None:
        """Inheritance, overridden methods, keywords such as a metaclass."""
        program, evaluator = self._program, self._evaluator
        record, outer = program.scopes[scope], program.parent_of[scope]
        for base in record.bases:
            plain = base
            while plain is not None and plain[0] == ir.SUBSCRIPT:
                plain = plain[2]
            if plain is None:
                continue
            site = plain[1]
            for value in evaluator.evaluate(plain, outer, None):
                if value[0] == CLASS:
                    self._edge("inherits", ("symbol", program.symbol_of[value[1]]), site, "import", CERTAIN)
                elif value[0] == EXTERNAL:
                    self._edge("inherits", ("external", value[1]), site, "import", CERTAIN)
            if plain[0] in (ir.NAME, ir.ATTR) and not evaluator.evaluate(plain, outer, None):
                self._out.unresolved.append((plain[3] if plain[0] == ir.ATTR else plain[2], site, "base", ""))
        for symbol_name in program.names[scope]:
            self._override(scope, symbol_name)

    def _override(self, scope: int, name: str) -> None:
        program, evaluator = self._program, self._evaluator
        own = program.symbol(scope, name)
        if own is None or self.kind(own) not in ("method", "constructor"):
            return
        for owner in evaluator.classes.info(scope).mro[1:]:
            base = program.symbol(owner, name)
            if base is not None and self.kind(base) in ("method", "constructor"):
                self._out.edges.append((f"overrides:{own}", ("symbol", base), -1, "hierarchy", CERTAIN))
                return

    def _function(self, scope: int) -> None:
        """Annotations of parameters and of what is returned; what decorates the function."""
        record, outer = self._program.scopes[scope], self._program.parent_of[scope]
        for _, _, annotation, _, _ in record.parameters:
            if annotation is not None:
                self._annotation(annotation, "type_uses", outer)
        if record.returned is not None:
            self._annotation(record.returned, "returns", outer)

    def _annotation(self, kind: Expr, edge: str, scope: int) -> None:
        if kind is None:
            return
        operation = kind[0]
        if operation == ir.NAME:
            self._use(kind[2], kind[1], kind[3], edge, scope)
        elif operation == ir.ATTR:
            self._annotation(kind[2], "references", scope)
            for value in self._evaluator.evaluate(kind[2], scope, None):
                for target in self._targets.of_value_member(value, kind[3]):
                    self._edge(edge, target, kind[1], "import", CERTAIN)
        elif operation == ir.SUBSCRIPT:
            self._annotation(kind[2], edge, scope)
            self._annotation(kind[3], edge, scope)
        elif operation == ir.OPERATOR:
            self._annotation(kind[3], edge, scope)
            self._annotation(kind[4], edge, scope)
        elif operation == ir.SEQ:
            for part in kind[3]:
                self._annotation(part, edge, scope)
        elif operation in (ir.UNION, ir.PARTS):
            for part in kind[-1]:
                self._annotation(part, edge, scope)

    def decorates(self, scope: int) -> list[Found]:
        """Edges from a decorated definition to its decorators."""
        record, outer = self._program.scopes[scope], self._program.parent_of[scope]
        found: list[Found] = []
        for decorator in record.decorators:
            plain = decorator[2] if decorator is not None and decorator[0] == ir.CALL else decorator
            if plain is None:
                continue
            targets: frozenset[Target] = frozenset()
            if plain[0] == ir.NAME:
                at, bindings = self._program.lookup(outer, plain[2], plain[1], plain[3])
                targets = self._targets.of_bindings(at, plain[2], bindings) if at >= 0 else self._targets.of_global(outer, plain[2])
            elif plain[0] == ir.ATTR:
                for value in self._evaluator.evaluate(plain[2], outer, None):
                    targets |= self._targets.of_value_member(value, plain[3])
            found += [("decorates", target, plain[1], "import", CERTAIN) for target in targets]
        return found


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


