"""Plain names: what a scope, a star import or a builtin gives them."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.link.core import Core
from indexer.link.values import ARGUMENT, CLASS, EMPTY, EXTERNAL, INSTANCE, MODULE, NONE, Value, Values, ordered, single
from indexer.model import ir
from indexer.model.ir import Binding, Known


class Names(Core):
    """Values of names, bindings and parameters."""

    def _name(self, expr: Known, scope: int, recv: Value | None) -> Values:
        at, bindings = self.program.lookup(scope, expr[2], expr[1], expr[3])
        if at < 0:
            return self.global_name(scope, expr[2])
        return self.bound(bindings, at, scope, recv)

    def global_name(self, scope: int, name: str) -> Values:
        """A name that no scope around binds: from a star import, or a builtin."""
        module = self.program.module_of(scope)
        for binding in reversed(self.program.bindings(module, "*")):
            found = self.starred(binding, module, name)
            if found:
                return found
        return single(EXTERNAL, f"builtins.{name}") if name in self.library.builtins else EMPTY

    def starred(self, binding: Binding, module: int, name: str) -> Values:
        """What a star import gives a name."""
        value = binding[0]
        assert value is not None
        target = self.modules.resolve(self.program.file_of(module), value[2], value[3])
        if isinstance(target, int) and self.exports(target, name):
            return self.module_member(target, name)
        return EMPTY

    def exports(self, file: int, name: str) -> bool:
        """Whether `from module import *` brings a name in: by `__all__` where it is written, else if it is public."""
        listed = self.listed(file)
        return name in listed if listed is not None else not name.startswith("_")

    def listed(self, file: int) -> frozenset[str] | None:
        """The names in a module's `__all__`, from all assignments to it; None where it has none."""
        if file in self._listing:
            return frozenset()  # modules that list each other's names: what is found so far
        return self.memo.get(("listed", file), self._listed, file)

    def _listed(self, file: int) -> frozenset[str] | None:
        self._listing.add(file)
        module = self.program.module(file)
        todo = [binding[0] for name in ("__all__", "__all__[]") for binding in self.program.bindings(module, name)]
        names: set[str] = set()
        for expr in todo:
            if expr is None:
                continue
            operation = expr[0]
            if operation == ir.CONST and isinstance(expr[3], str):
                names.add(expr[3])
            elif operation == ir.SEQ:
                todo += expr[3]
            elif operation == ir.UNION:
                todo += expr[2]
            elif operation in (ir.STAR, ir.ITER):
                todo.append(expr[2])
            elif operation == ir.OPERATOR:
                todo += expr[3:5]
            elif operation == ir.ATTR and expr[3] == "__all__":
                for value in ordered(self.evaluate(expr[2], module, None)):
                    if value[0] == MODULE:
                        names |= self.listed(value[1]) or frozenset()
        self._listing.discard(file)
        return frozenset(names) if todo else None

    def bound(self, bindings: Iterable[Binding], at: int, scope: int, recv: Value | None) -> Values:
        """The values that bindings of scope `at` give to a use in `scope`."""
        if recv is not None and at != scope and self.program.method_of(at) != self.program.method_of(scope):
            recv = None
        found: Values = EMPTY
        for binding in bindings:
            found |= self.binding(binding, at, recv)
        return found

    def binding(self, binding: Binding, at: int, recv: Value | None) -> Values:
        """The values that one binding gives."""
        value = binding[0]
        if value is None:
            return EMPTY
        operation = value[0]
        if operation in (ir.SCOPE, ir.CONST):
            return self.evaluate(value, at, recv)
        scope = self.program.local(at, binding[4])
        key = ("binding", id(binding), recv, self.program.lookups.at)
        return self.table.here(key, self.evaluate, value, scope, recv)

    def _parameter(self, expr: Known, scope: int, recv: Value | None) -> Values:
        function = self.program.local(scope, expr[2])
        position: int = expr[3]
        record = self.program.scopes[function]
        outer = self.program.parent_of[function]
        if position == 0 and outer >= 0 and self.program.scopes[outer].kind == ir.CLASS and record.kind == ir.FUNCTION:
            detail = record.detail
            if "staticmethod" not in detail:
                if recv is not None:
                    return frozenset((recv,))
                is_class = "classmethod" in detail or record.name in (
                    "__new__",
                    "__init_subclass__",
                    "__class_getitem__",
                )
                return single(CLASS if is_class or self.is_metaclass(outer) else INSTANCE, outer)
        _, _, annotation, default, star = record.parameters[position]
        if annotation is not None and star in (0, 3):
            found = self.instances(annotation, outer, None)
            if found:
                return found
        found = single(ARGUMENT, function, position)
        if default is not None:
            known = self.evaluate(default, outer, None)
            if known and NONE not in known:
                found |= known
        return found

    def is_metaclass(self, scope: int) -> bool:
        """Whether a class derives from `type`."""
        return "builtins.type" in self.classes.info(scope).external
