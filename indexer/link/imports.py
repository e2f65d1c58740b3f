"""Imports and modules: what a module's names stand for."""

from __future__ import annotations

from indexer.link.core import Core
from indexer.link.values import EMPTY, EXTERNAL, MODULE, PACKAGE, Value, Values, single
from indexer.model.ir import Known


class Imports(Core):
    """Values of imports and of members of modules."""

    def _import(self, expr: Known, scope: int, recv: Value | None) -> Values:  # noqa: ARG002
        file = self.program.file_of(scope)
        target = self.modules.resolve(file, expr[2], expr[3])
        name = expr[4]
        if target is None:
            dotted = expr[2] if not expr[3] else "." * expr[3] + expr[2]
            return single(EXTERNAL, f"{dotted}.{name}" if name else dotted)
        if name is None or name == "*":
            return single(MODULE, target) if isinstance(target, int) else single(PACKAGE, target)
        if isinstance(target, int):
            return self.module_member(target, name)
        return self.package_member(file, target, name)

    def package_member(self, file: int, package: str, name: str) -> Values:
        """A module in a folder that has no `__init__.py`."""
        inner = self.modules.resolve(file, f"{package}.{name}" if package else name)
        if inner is None:
            return EMPTY
        return single(MODULE, inner) if isinstance(inner, int) else single(PACKAGE, inner)

    def module_member(self, file: int, name: str) -> Values:
        """What a module's name stands for once the module has run."""
        return self.table.get(("module", file, name), self._module_member, file, name)

    def _module_member(self, file: int, name: str) -> Values:
        module = self.program.module(file)
        bindings = self.program.bindings_of(module, name)
        if bindings:
            found = self.bound(bindings, module, module, None)
            if found:
                return found
        for binding in reversed(self.program.bindings(module, "*")):
            found = self.starred(binding, module, name)
            if found:
                return found
        inner = self.submodule(file, name)
        return EMPTY if inner is None else single(MODULE, inner)

    def submodule(self, file: int, name: str) -> int | None:
        """The file of a package's module."""
        if not self.modules.paths[file].rsplit("/", 1)[-1].startswith("__init__."):
            return None
        found = self.modules.resolve(file, name, 1)
        return found if isinstance(found, int) else None
