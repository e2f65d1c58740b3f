"""How Java, Kotlin and Scala link: packages, imports, names that hold without an import, and what each sees of the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from indexer.languages.java.library import JAVA_LANG
from indexer.languages.rules import DECLARATION, EXTERNAL, NAMESPACE, Entity, Project, Rules
from indexer.model.units import EVERY, NAMESPACES, PRIVATE, TYPES, VALUES, Declaration

_LITERALS: Final = {name: f"java.lang.{name}" for name in ("String", "Class", "Object")}


class JvmRules(Rules):
    """The languages of the JVM see each other's packages and types."""

    implicit_members: ClassVar[bool] = True
    functions_apart: ClassVar[bool] = True
    shares_global: ClassVar[bool] = True
    overloads: ClassVar[bool] = True
    overrides_all: ClassVar[bool] = True
    calls_construct: ClassVar[bool] = True

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._outside: dict[int, str] = {}

    # ------------------------------------------------------------ imports

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:  # noqa: ARG002 - packages are global
        """See `Rules`."""
        path = module if name in ("", "*") else f"{module}.{name}".removeprefix(".")
        if name == "*" and self.project.has_namespace(path):
            return [(NAMESPACE, path)]
        return self._find(path.split(".")) or [(EXTERNAL, path)]

    def _find(self, parts: list[str]) -> list[Entity]:
        """What a full name leads to: the longest package that there is, and members in it."""
        for split in range(len(parts) - 1, -1, -1):
            package = ".".join(parts[:split])
            if package and not self.project.has_namespace(package):
                continue
            found = self._inside(package, parts[split:])
            if found:
                return found
        full = ".".join(parts)
        return [(NAMESPACE, full)] if self.project.has_namespace(full) else []

    def _inside(self, package: str, parts: list[str]) -> list[Entity]:
        found = self.project.in_namespace(package, parts[0], EVERY & ~NAMESPACES)
        for name in parts[1:]:
            owners = [int(which) for kind, which in found if kind == DECLARATION and self.project.declaration(int(which)).spaces & TYPES]
            found = [(DECLARATION, member) for owner in owners for member in self.project.members(owner, name)]
        return found

    # ------------------------------------------------------------ names without an import

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """See `Rules`."""
        if spaces & TYPES and name in JAVA_LANG:
            return [(EXTERNAL, f"java.lang.{name}")]
        if spaces & NAMESPACES and self.project.has_namespace(name):
            return [(NAMESPACE, name)]
        return ()

    # ------------------------------------------------------------ visibility

    def exported(self, declaration: Declaration) -> bool:
        """See `Rules`."""
        return not declaration.flags & PRIVATE

    def literal(self, name: str) -> str:
        """See `Rules`."""
        return _LITERALS.get(name, name)


LINKING = JvmRules
