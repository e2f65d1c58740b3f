"""How Java, Kotlin and Scala link: packages, imports, names that hold without an import, and what each sees of the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from indexer.languages.java.library import JAVA_LANG
from indexer.languages.java.reader import PACKAGE
from indexer.languages.rules import DECLARATION, EXTERNAL, NAMESPACE, Entity, Project, Rules
from indexer.model.units import EVERY, NAMESPACES, PRIVATE, TYPES, VALUES, Declaration

_WIDTH: Final = {"void": 0, "boolean": 0, "byte": 1, "short": 2, "char": 2, "int": 3, "long": 4, "float": 5, "double": 6}
"""Primitive types; the numeric ones are taken where a wider one is wanted."""
_BOXES: Final = {name: f"java.lang.{name.capitalize()}" for name in _WIDTH} | {
    "int": "java.lang.Integer",
    "char": "java.lang.Character",
}
_OBJECTS: Final = frozenset({"java.lang.Object", "kotlin.Any", "scala.Any"})
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
        if not name:
            package = self.project.in_namespace(path, PACKAGE, NAMESPACES)
            if package:
                return package[:1]
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

    def converts(self, wanted: str, given: str) -> int:
        """See `Rules`: primitive types widen and are boxed; everything else is an `Object`."""
        if wanted in _OBJECTS:
            return 0 if given == "void" else 1
        if wanted in _WIDTH or given in _WIDTH:
            return _primitive(wanted, given)
        return 0

    def literal(self, name: str) -> str:
        """See `Rules`."""
        return _LITERALS.get(name, name)


def _primitive(wanted: str, given: str) -> int:
    """How well one type is taken where another is wanted, of which one is primitive."""
    if wanted == _BOXES.get(given) or given == _BOXES.get(wanted):
        return 1
    narrow, wide = _WIDTH.get(given, -1), _WIDTH.get(wanted, -1)
    if narrow > 0 and wide > narrow:
        return 2
    unknown = (wanted in _WIDTH) != (given in _WIDTH) and (wanted or given) not in _BOXES.values()
    return 0 if unknown and given and wanted not in _WIDTH else -100


LINKING = JvmRules
