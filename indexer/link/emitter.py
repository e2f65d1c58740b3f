"""From what a scope evaluates to edges, unresolved uses, and what its calls pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indexer.link.core import FLOW
from indexer.link.definitions import Definitions
from indexer.link.emitted import CERTAIN, FLOWED, TYPED, Emitted, Flowed, Flowing, ScopeEmitted
from indexer.link.evaluator import Evaluator
from indexer.link.passing import Passed
from indexer.link.tabling import Cause
from indexer.link.targets import Target, Targets
from indexer.link.values import CLASS, EXTERNAL, INSTANCES, ordered
from indexer.model import ir
from indexer.model.ir import Body, Expr, Known

_PROTOCOLS = {
    (ir.LOOP, False): ("__iter__", "__next__"),
    (ir.LOOP, True): ("__aiter__", "__anext__"),
    (ir.ENTER, False): ("__enter__", "__exit__"),
    (ir.ENTER, True): ("__aenter__", "__aexit__"),
}
"""The methods that a statement calls, by what it is and whether it is asynchronous."""
_ALIASED = 6
"""Place in an IMPORT of the offset of the name it is bound to."""

_NOTHING: Final[Passed] = {}


class Emitter(Definitions):
    """Emits one scope after another."""

    def __init__(self, evaluator: Evaluator, targets: Targets) -> None:
        """Args: what expressions stand for; what uses refer to."""
        super().__init__(evaluator, targets)
        self._scratch = Emitted()
        self._causes: dict[frozenset[Cause], frozenset[Cause]] = {}
        """What statements depend on: sets that are alike are one object."""

    def emit(self, scope: int, body: Body) -> ScopeEmitted:
        """Everything that a scope contributes; of its statements only those are kept that may have to be emitted again."""
        settled, flowing = self.head(scope, body), Flowing()
        for index, statement in enumerate(body.statements):
            if not self._statement_at(index, statement, flowing):
                _add(settled, self.out)
            self.out.clear()
        return ScopeEmitted(settled, flowing)

    def head(self, scope: int, body: Body) -> Emitted:
        """What a scope contributes whatever callers pass: plain names, and what its definition says."""
        self.enter(scope)
        settled = self.out = Emitted()
        record = self.program.scopes[scope]
        for name, offset, block in body.uses:
            self.use(name, offset, block)
        if record.kind == ir.CLASS:
            self.inheritance(scope)
        elif record.kind in (ir.FUNCTION, ir.LAMBDA):
            self.signature(scope)
        self.decorates(scope)
        return settled

    def emit_again(self, scope: int, flowing: Flowing, changed: frozenset[Cause]) -> None:
        """Brings what depends on changed causes up to date."""
        stale = [index for index, one in flowing.items() if not changed.isdisjoint(one.causes)]
        if stale:
            self.enter(scope)
            for index in stale:
                self._statement_at(index, flowing[index].statement, flowing)
                self.out.clear()

    def enter(self, scope: int) -> None:
        """Makes a scope the one that is emitted."""
        self.scope = scope
        self.plain = self.program.plain_locals(scope)

    def _statement_at(self, index: int, statement: Expr, flowing: Flowing) -> bool:
        """Emits one statement, to what flows if it depends on what callers pass; gives whether it does."""
        table = self.evaluator.table
        table.begin()
        out = self.out = self._scratch
        self.visit(statement)
        if not table.causes and index not in flowing:
            return False
        causes = self._causes.setdefault(table.causes, table.causes)
        passed = dict(out.passed) if out.passed else _NOTHING
        flowing[index] = Flowed(tuple(out.edges), tuple(out.unresolved), passed, causes, statement)
        return True

    # ------------------------------------------------------------ statements

    def statement(self, expr: Known) -> None:
        """Emits what is no plain expression: an import, a decorator, an annotation, a loop ..."""
        operation = expr[0]
        if operation == ir.IMPORT:
            self._import(expr)
        elif operation == ir.DECORATE:
            self._decorator(expr)
        elif operation == ir.RAISE:
            self._raise(expr[2])
        elif operation == ir.TYPE and expr[2] is not None and expr[2][0] == ir.IMPORT:
            for site, one in self._imported(expr[2]):
                self.edge(expr[3], one, site, "import", CERTAIN)
        elif operation == ir.TYPE:
            self.annotation(expr[2], expr[3], self.scope)
        elif operation == ir.WRITE:
            self._write(expr[2])
        elif operation in (ir.LOOP, ir.ENTER):
            table = self.evaluator.table
            outer = table.begin()
            values = self.evaluator.expand(self.value(expr[2]))
            confidence = FLOWED if table.end(outer) & FLOW else TYPED
            self.protocol(values, _PROTOCOLS[operation, expr[3]], expr[1], confidence)
        else:
            self.visit(expr[2])

    def _write(self, target: Known) -> None:
        if target[0] == ir.NAME:
            self.use(target[2], target[1], target[3], "writes", self.scope)
        elif target[0] == ir.ATTR:
            table = self.evaluator.table
            outer = table.begin()
            holders = self.evaluator.expand(self.value(target[2]))
            flowed = bool(table.end(outer) & FLOW)
            self.member(target, holders, "writes", flowed=flowed)

    def _import(self, expr: Known) -> None:
        file = self.program.file_of(self.scope)
        module, level, name, module_start = expr[2], expr[3], expr[4], expr[5]
        self._packages(file, module, level, module_start)
        for site, one in self._imported(expr):
            self.edge("imports", one, site, "import", CERTAIN)
        found = self.targets.of_import(file, expr) if name != "*" else frozenset()
        for one in found:
            self._alias(expr, one)
        if not found and name not in (None, "*"):
            self.out.unresolved.append((name, expr[1], "import", module))

    def _imported(self, expr: Known) -> Iterator[tuple[int, Target]]:
        """What an import brings, each with its site: the module, and the name that is taken from it."""
        file = self.program.file_of(self.scope)
        module, level, name, module_start = expr[2], expr[3], expr[4], expr[5]
        last = len(module) - len(module.rpartition(".")[2])
        whole = (ir.IMPORT, module_start, module, level, None, module_start)
        for one in self.targets.of_import(file, whole):
            yield module_start + last, one
        if name not in (None, "*"):
            for one in self.targets.of_import(file, expr):
                yield expr[1], one

    def _alias(self, expr: Known, target: Target) -> None:
        """The name that an import binds with `as` is another name of what it imports."""
        if len(expr) > _ALIASED:
            self.edge("aliases", target, expr[_ALIASED], "import", CERTAIN)

    def _packages(self, file: int, module: str, level: int, start: int) -> None:
        """The packages that a dotted import names on its way."""
        parts = module.split(".")
        for depth in range(1, len(parts)):
            found = self.evaluator.modules.resolve(file, ".".join(parts[:depth]), level)
            if isinstance(found, int):
                offset = start + sum(len(part) + 1 for part in parts[: depth - 1])
                self.edge("references", self.program.symbol_of_module(found), offset, "import", CERTAIN)

    def _raise(self, expr: Expr) -> None:
        self.visit(expr)
        if expr is None:
            return
        plain = expr[2] if expr[0] == ir.CALL else expr
        site = plain[1] if plain is not None else expr[1]
        symbols = self.program.symbol_of
        for value in ordered(self.evaluator.evaluate(plain, self.scope, None)):
            if value[0] in (CLASS, *INSTANCES):
                self.edge("raises", symbols[value[1]], site, "type", TYPED)
                if value[0] == CLASS and expr[0] != ir.CALL:
                    call = (ir.CALL, expr[1], expr, (), ())
                    self.edge("instantiates", symbols[value[1]], site, "type", TYPED)
                    self.constructor(value[1], call, site, "type", TYPED)
            elif value[0] == EXTERNAL:
                self.edge("raises", value[1], site, "import", CERTAIN)

    def _decorator(self, expr: Known) -> None:
        """A decorator is called with what it decorates, where it stands."""
        if expr[3] is not None and expr[3][0] == ir.DECORATE:
            self._decorator(expr[3])
        decorator = expr[2]
        if decorator is None:
            return
        call = (ir.CALL, expr[1], decorator, (expr[3],), ())
        if decorator[0] == ir.CALL:
            values = self.evaluator.expand(self.value_of_call(decorator))
            provenance, confidence = "type", TYPED
            site = decorator[2][1] if decorator[2] is not None else decorator[1]
        else:
            values, site, provenance, confidence = self.callee(call)
        internal = frozenset(value for value in values if value[0] != EXTERNAL)
        self.call(internal, call, site, provenance, confidence)


def _add(settled: Emitted, out: Emitted) -> None:
    """Moves what a statement contributes to what its scope does."""
    settled.edges += out.edges
    settled.unresolved += out.unresolved
    for key, values in out.passed.items():
        old = settled.passed.get(key)
        settled.passed[key] = values if old is None else old | values
