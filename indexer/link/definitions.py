"""Edges that definitions make: inheritance, overrides, annotations, decorators."""

from __future__ import annotations

from indexer.link.emitted import CERTAIN, Found
from indexer.link.targets import Target
from indexer.link.uses import Uses
from indexer.link.values import CLASS, EXTERNAL, ordered
from indexer.model import ir
from indexer.model.ir import Expr
from indexer.model.paths import path_of

_METHODS = frozenset({"method", "constructor"})


class Definitions(Uses):
    """Emits the edges of the definition that `self.scope` is the inside of."""

    def inheritance(self, scope: int) -> None:
        """Inheritance and overridden methods."""
        record, outer = self.program.scopes[scope], self.program.parent_of[scope]
        for base in record.bases:
            plain = base
            while plain is not None and plain[0] == ir.SUBSCRIPT:
                plain = plain[2]
            if plain is None:
                continue
            values = self.evaluator.evaluate(plain, outer, None)
            for value in ordered(values):
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
            for owner in self.evaluator.classes.holders_after(scope, scope, name):
                base_method = self.program.symbol(owner, name)
                if base_method is not None and kinds[base_method] in _METHODS:
                    self.out.overrides.append((own, base_method))
                    break

    def signature(self, scope: int) -> None:
        """Annotations of parameters and of what is returned."""
        record, outer = self.program.scopes[scope], self.program.parent_of[scope]
        for _, _, annotation, _, _ in record.parameters:
            if annotation is not None:
                self.annotation(annotation, "type_uses", outer)
        if record.returned is not None:
            self.annotation(record.returned, "returns", outer)

    def annotation(self, kind: Expr, edge: str, scope: int) -> None:
        """The types that a type expression names."""
        if kind is None:
            return
        operation = kind[0]
        if operation == ir.NAME:
            self.use(kind[2], kind[1], kind[3], edge, scope)
        elif operation == ir.ATTR:
            self.annotation(kind[2], "references", scope)
            for value in ordered(self.evaluator.evaluate(kind[2], scope, None)):
                for target in self.targets.of_value_member(value, kind[3]):
                    self.edge(edge, target, kind[1], "import", CERTAIN)
        elif operation in (ir.SUBSCRIPT, ir.OPERATOR):
            for part in kind[2:4] if operation == ir.SUBSCRIPT else kind[3:5]:
                self.annotation(part, edge, scope)
        elif operation in (ir.SEQ, ir.UNION, ir.PARTS):
            for part in kind[-1]:
                self.annotation(part, edge, scope)

    def decorates(self, scope: int) -> None:
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
                for value in ordered(self.evaluator.evaluate(plain[2], outer, None)):
                    targets |= self.targets.of_value_member(value, plain[3])
            found += [("decorates", target, plain[1], "import", CERTAIN) for target in targets]
        self.out.edges += found
