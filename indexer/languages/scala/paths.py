"""Which full names a path in a Scala import may stand for: paths are relative to the packages around, and to names imported before."""

from __future__ import annotations

from typing import Final

from indexer.languages.rules import Project
from indexer.model.units import IMPORTED, Expr

_ROOT: Final = "_root_."


class Paths:
    """Reads paths as their files mean them."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._names: dict[int, tuple[dict[str, str], frozenset[str]]] = {}

    def forget(self) -> None:
        """Lets go of what was read of single files."""
        self._names.clear()

    def ways(self, file: int, path: str) -> list[str]:
        """The full names that a path may stand for, the likeliest first, the path as it is last."""
        if path.startswith(_ROOT):
            return [path.removeprefix(_ROOT)]
        first, _, rest = path.partition(".")
        tail = f".{rest}" if rest else ""
        imported = self._of(file)[0].get(first)
        found = [imported + tail] if imported is not None and imported + tail != path else []
        package = self._project.files[file].unit.scopes[0].namespace
        while package:
            found.append(f"{package}.{path}")
            package = package.rpartition(".")[0]
        return list(dict.fromkeys([*found, path]))

    def is_local(self, file: int, path: str) -> bool:
        """Whether a path begins with a name that its own file declares: a value, a parameter, an object."""
        return path.partition(".")[0] in self._of(file)[1]

    def _of(self, file: int) -> tuple[dict[str, str], frozenset[str]]:
        """Imported names with their full names, and all other names that a file declares."""
        known = self._names.get(file)
        if known is None:
            unit = self._project.files[file].unit
            imported = {one.name: _full(one.value) for one in unit.declarations if one.what == IMPORTED}
            declared = frozenset(one.name for one in unit.declarations if one.what != IMPORTED)
            known = self._names[file] = imported, declared
        return known


def _full(value: Expr) -> str:
    """The full name that an import names."""
    return f"{value[2]}.{value[3]}" if value is not None else ""
