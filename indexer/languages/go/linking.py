"""Go's side of linking: packages, import paths, what is built in, and how types meet interfaces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from indexer.languages.go.modules import ModuleTree
from indexer.languages.rules import EXTERNAL, NAMESPACE, Entity, Project, ProjectFile, Rules
from indexer.model.units import NAMESPACES

_BUILTIN: Final = frozenset(
    (
        "append cap clear close complex copy delete imag len make max min new panic print println real recover"
        " any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string"
        " uint uint8 uint16 uint32 uint64 uintptr"
    ).split()
)
_TEST: Final = "_test"


class GoRules(Rules):
    """Packages are folders; an import path leads to one through the modules of the project."""

    flow: ClassVar[bool] = False
    structural: ClassVar[bool] = True
    exact_signatures: ClassVar[bool] = True
    only_interfaces_dispatch: ClassVar[bool] = True
    separator: ClassVar[str] = "//"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._packages = _packages(project)
        imports = {value for file in project.files for key, value in file.unit.facts if key == "path"}
        self._modules = ModuleTree(project.configs, {folder for folder, _ in self._packages}, imports)

    def basis(self, file: ProjectFile) -> object:
        """See `Rules`: the package; where no go.mod says what is a module, what is imported, too."""
        imports = {one for one in file.unit.facts if one[0] == "path"} if self._modules.is_guessed else None
        return file.unit.scopes[0].namespace, imports

    def whole(self) -> object:
        """See `Rules`: the packages, and the modules."""
        return self._packages, self._modules.modules, self._modules.replaced

    def namespace(self, file: int) -> str:
        """The folder and, where it has several packages, the package's name."""
        one = self.project.files[file]
        folder, name = one.path.rpartition("/")[0], one.unit.scopes[0].namespace
        main = self._packages.get((folder, ""), name)
        return f"./{folder}" if name in ("", main) else f"./{folder}#{name}"

    def module_name(self, file: int) -> str:
        """The path without its extension, with dots."""
        return self.project.files[file].path.removesuffix(".go").replace("/", ".")

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """The package of an import path; 'C' is what cgo makes."""
        del name
        folder = self._modules.folder(self.project.files[file].path, module)
        if folder is not None and f"./{folder}" != self.namespace(file):
            return ((NAMESPACE, f"./{folder}"),)
        return ((EXTERNAL, module),)

    def imported_files(self, files: Sequence[int]) -> Sequence[int]:
        """Importers never see a package's tests."""
        return [file for file in files if not self.project.files[file].path.endswith("_test.go")]

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """What is built in; and imported packages that are not called as their path suggests."""
        if name in _BUILTIN:
            return ((EXTERNAL, f"builtin.{name}"),)
        if not spaces & NAMESPACES:
            return ()
        found: list[Entity] = []
        for key, path in self.project.files[file].unit.facts:
            if key == "import":
                folder = self._modules.folder(self.project.files[file].path, path)
                if folder is not None and self._packages.get((folder, "")) == name:
                    found.append((NAMESPACE, f"./{folder}"))
        return found

    def literal(self, name: str) -> str:
        """Types of literals are built in."""
        return f"builtin.{name}"


def _packages(project: Project) -> dict[tuple[str, str], str]:
    """The packages of each folder, and under the name '' the one that importers of the folder get.

    A folder has one package besides its external tests; files that are left out of builds (`//go:build ignore`) may be of
    others, which are told by being fewer.
    """
    count: dict[str, dict[str, int]] = {}
    for file in project.files:
        folder, name = file.path.rpartition("/")[0], file.unit.scopes[0].namespace
        if name:
            names = count.setdefault(folder, {})
            names[name] = names.get(name, 0) + 1
    found: dict[tuple[str, str], str] = {}
    for folder, names in count.items():
        found.update(((folder, name), name) for name in names)
        ranked = sorted(names, key=lambda name: (name.endswith(_TEST), name == "main", -names[name], name))
        found[folder, ""] = ranked[0]
    return found


LINKING: Final = GoRules
