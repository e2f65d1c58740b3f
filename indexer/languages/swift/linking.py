"""How Swift is linked: modules whose files see each other, extensions, labels of arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from indexer.languages.rules import (
    DECLARATION,
    EXTERNAL,
    FILE,
    FIRST,
    FIRSTS,
    HELD,
    LAST,
    LASTS,
    NAMESPACE,
    RESULT,
    RESULTS,
    SAME,
    SEED,
    Entity,
    Project,
    ProjectFile,
    Rules,
)
from indexer.languages.swift.library import MODULES_OF, STANDARD
from indexer.languages.swift.packages import Packages

_LITERALS: Final = {"array": "Swift.Array", "tuple": "Swift.Tuple"}


class Swift(Rules):
    """The rules of Swift."""

    implicit_members: ClassVar[bool] = True
    shares_global: ClassVar[bool] = True
    overloads: ClassVar[bool] = True
    overrides_all: ClassVar[bool] = True
    operators_apart: ClassVar[bool] = True
    calls_construct: ClassVar[bool] = True
    constructors_inherited: ClassVar[bool] = True
    labels_in_order: ClassVar[bool] = True
    call_members: ClassVar[tuple[str, ...]] = ("callAsFunction",)
    element_callbacks: ClassVar[frozenset[str]] = frozenset(
        "allSatisfy compactMap contains drop filter first firstIndex flatMap forEach last map max min partition prefix removeAll sorted "
        "sort".split()
    )
    holder: ClassVar[str] = "Swift.Array"
    outside_methods: ClassVar[Mapping[str, str]] = {
        "filter": SAME, "sorted": SAME, "reversed": SAME, "prefix": SAME, "suffix": SAME, "dropFirst": SAME,
        "dropLast": SAME, "shuffled": SAME, "lazy": SAME, "first": HELD, "last": HELD, "min": HELD, "max": HELD,
        "popLast": HELD, "removeFirst": HELD, "removeLast": HELD, "randomElement": HELD, "map": RESULTS,
        "compactMap": RESULTS, "flatMap": RESULT, "makeIterator": SAME, "next": HELD, "remove": HELD, "reduce": SEED,
    }  # fmt: skip
    outside_fields: ClassVar[Mapping[str, str]] = {
        "first": LAST, "last": LAST, "lazy": SAME, "values": LASTS, "keys": FIRSTS, "value": LAST, "key": FIRST, "wrappedValue": LAST,
    }  # fmt: skip

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._packages = Packages(
            (one.path, value) for one in project.files for key, value in one.unit.facts if key == "target"
        )

    def whole(self) -> object:
        """See `Rules`: all targets."""
        return self._packages.targets

    def basis(self, file: ProjectFile) -> object:  # noqa: ARG002 - the targets are compared as a whole
        """See `Rules`."""
        return None

    def namespace(self, file: int) -> str:
        """The module of a file: the package's target in whose folder it is."""
        return self._packages.module_of(self.project.files[file].path)

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:  # noqa: ARG002 - files see alike
        """A module of the program, or a thing in it; the module itself is the file that defines it."""
        if not name:
            number = self.project.number_of_path(self._packages.manifest_of(module))
            if number is not None:
                return [(FILE, number)]
        if not self.project.has_namespace(module):
            return [(EXTERNAL, f"{module}.{name}" if name and name != "*" else module)]
        if name and name != "*":
            return self.project.in_namespace(module, name, 15) or [(NAMESPACE, module)]
        return [(NAMESPACE, module)]

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """Names of code without a package, which all code of the repository may be built with, and of the standard library."""
        found = [one for one in self.project.in_namespace("", name, spaces) if self._is_seen(file, one)]
        if found:
            return found
        if name in STANDARD:
            return [(EXTERNAL, f"Swift.{name}")]
        imported = {value for key, value in self.project.files[file].unit.facts if key == "import"}
        for module in MODULES_OF.get(name, ()):
            if module in imported:
                return [(EXTERNAL, f"{module}.{name.removeprefix('#')}")]
        return [(EXTERNAL, name)] if name in imported and not self.project.has_namespace(name) else ()

    def _is_seen(self, file: int, entity: Entity) -> bool:
        if entity[0] != DECLARATION:
            return False
        number = int(entity[1])
        return self.project.file_of(number) == file or self.sees(file, self.project.declaration(number))

    def literal(self, name: str) -> str:
        """The type of a literal."""
        return _LITERALS.get(name) or f"Swift.{name}"


LINKING = Swift
