"""Where Python's imports lead: dotted names to files, by the folders that can be on `sys.path`.

A package is visible to all under the name that its outermost `__init__.py` gives it; every file is visible under its
path from the root (namespace packages) or from a source root (`src/`, a folder with its own pyproject.toml or setup.py);
a module that is in no package is visible to the files beside it, as Python runs scripts.
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Sequence

from indexer.languages.nearness import shared_folders

_SOURCE_ROOTS = {"src", "lib", "python"}
_STDLIB = sys.stdlib_module_names


def module_parts(path: str) -> tuple[str, ...]:
    """Path components of the module that a file is: `pkg/__init__.py` is `pkg`."""
    parts = path.rsplit(".", 1)[0].split("/")
    return tuple(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


class ModuleIndex:
    """Resolves imports over a fixed set of files."""

    def __init__(self, paths: Sequence[str], markers: Sequence[str] = ()) -> None:
        """Args: paths of all Python files, sorted; paths of files that mark a source root (pyproject.toml ...)."""
        self.paths = paths
        self.packages = {posixpath.dirname(path) for path in paths if path.rsplit("/", 1)[-1].startswith("__init__.py")}
        self.roots = {""} | {posixpath.dirname(path) for path in markers}
        for path in paths:
            for depth, part in enumerate(path.split("/")[:-1]):
                folder = "/".join(path.split("/")[: depth + 1])
                if part in _SOURCE_ROOTS and folder not in self.packages and depth <= 2:
                    self.roots.add(folder)
        self.qualified = [self._qualified(path) for path in paths]
        self._by_name: dict[str, list[int]] = {}
        self._folders: dict[str, list[str]] = {}
        """Dotted names of folders that hold modules, from each root."""
        for number, path in enumerate(paths):
            for name in self._names(path):
                self._by_name.setdefault(name, []).append(number)
        self._beside = {path: number for number, path in enumerate(paths)}
        self._resolved: dict[tuple[int, str, int], int | str | None] = {}

    def _root_of(self, path: str) -> str:
        """The longest source root that a file is under, outside of its package."""
        folder = posixpath.dirname(path)
        while folder in self.packages and folder:
            folder = posixpath.dirname(folder)
        while folder and folder not in self.roots:
            folder = posixpath.dirname(folder)
        return folder

    def _qualified(self, path: str) -> str:
        root = self._root_of(path)
        inner = path[len(root) + 1 :] if root else path
        return ".".join(module_parts(inner))

    def _names(self, path: str) -> set[str]:
        """Every dotted name under which any file may import this one."""
        folder = posixpath.dirname(path)
        while folder in self.packages and folder:
            folder = posixpath.dirname(folder)
        names = {".".join(module_parts(path))}
        if posixpath.dirname(path) in self.packages:
            names.add(".".join(module_parts(path[len(folder) + 1 :] if folder else path)))
        for root in self.roots:
            if root and path.startswith(root + "/"):
                names.add(".".join(module_parts(path[len(root) + 1 :])))
        for name in names:
            parts = name.split(".")
            for depth in range(1, len(parts)):
                self._folders.setdefault(".".join(parts[:depth]), []).append(path)
        return names

    def absolute(self, importer: int, module: str, level: int) -> str | None:
        """The dotted name from the root of a relative import; None where it climbs out of the tree."""
        parts = list(module_parts(self.paths[importer]))
        if not self.paths[importer].rsplit("/", 1)[-1].startswith("__init__.py"):
            parts = parts[:-1]
        if level - 1 > len(parts):
            return None
        parts = parts[: len(parts) - (level - 1)]
        return ".".join([*parts, *module.split(".")] if module else parts)

    def resolve(self, importer: int, module: str, level: int = 0) -> int | str | None:
        """What an import names: a file's number, the dotted name of a folder of modules, or None (external).

        Args:
            importer: number of the importing file.
            module: dotted name as written.
            level: leading dots.
        """
        key = (importer, module, level)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(importer, module, level)
        return self._resolved[key]

    def _resolve(self, importer: int, module: str, level: int) -> int | str | None:
        here = self.paths[importer]
        if level:
            name = self.absolute(importer, module, level)
            if name is None:
                return None
            folder = name.replace(".", "/")
            for path in (f"{folder}.py", f"{folder}/__init__.py", f"{folder}.pyi", f"{folder}/__init__.pyi"):
                if (found := self._beside.get(path.lstrip("/"))) is not None:
                    return found
            return name if name in self._folders or name == "" else None
        folder = posixpath.dirname(here)
        prefix = folder + "/" if folder else ""
        top = module.partition(".")[0]
        inside = folder in self.packages
        if not inside or here.endswith("conftest.py"):
            base = prefix + module.replace(".", "/")
            for path in (f"{base}.py", f"{base}/__init__.py", f"{base}.pyi"):
                found = self._beside.get(path)
                if found is not None and found != importer:
                    return found
        known = self._by_name.get(module)
        if known:
            if top in _STDLIB and not any(self.qualified[number] == module for number in known):
                return None
            return (
                known[0]
                if len(known) == 1
                else max(known, key=lambda number: (shared_folders(self.paths[number], here), -number))
            )
        if module in self._folders and top not in _STDLIB:
            return module
        return None
