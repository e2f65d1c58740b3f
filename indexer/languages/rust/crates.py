"""Crates and their modules: which file is which module of which crate, and which crates a crate sees."""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

SEPARATOR = "::"
_PARTS = ("dependencies", "dev-dependencies", "build-dependencies")
_FOLDERS = ("src/bin", "examples", "tests", "benches")


class Declared(NamedTuple):
    """A `mod name;` of a file."""

    inside: str
    """Modules written out around it, joined by '::'."""
    path: str
    """Of `#[path]`; '' without."""
    name: str


class Place(NamedTuple):
    """Which module a file is."""

    crate: str
    """Path of the crate's root file."""
    module: tuple[str, ...]


class Package(NamedTuple):
    """What a Cargo.toml says."""

    folder: str
    library: str
    """Name of its library, as code names it; '' where it has none."""
    root: str
    """Path of the library's root file."""
    roots: tuple[str, ...]
    """Paths that are named as roots of crates, the library's first."""
    dependencies: Mapping[str, tuple[str, str]]
    """Name in code -> (name of the package, its folder or '')."""


class Crates:
    """The crates of a project."""

    def __init__(
        self, paths: Iterable[str], modules: Mapping[str, list[Declared]], configs: Mapping[str, bytes]
    ) -> None:
        """Args: paths of the Rust files; what `mod` declarations each has; contents of Cargo.toml files by path."""
        self._paths = dict.fromkeys(paths)
        self._modules = modules
        self.places: dict[str, Place] = {}
        """Of every file."""
        self.files: dict[Place, str] = {}
        self.names: dict[str, str] = {}
        """Root file of the library of each name."""
        self._packages = read_packages(configs)
        self._package_of: dict[str, Package] = {}
        """By root file."""
        self._assign()

    # ------------------------------------------------------------ which file is which module

    def _assign(self) -> None:
        for package in self._packages.values():
            for root in self._roots(package):
                self._grow(root, package)
            if package.root in self._paths and package.library:
                self.names.setdefault(package.library, package.root)
        rest = [path for path in self._paths if path not in self.places]
        declared = {child for path in rest for child in self._children(path, root=False)}
        declared |= {child for path in rest for child in self._children(path, root=True)}
        first = [path for path in rest if path not in declared or _is_root_name(path)]
        for path in [*first, *rest]:
            if path not in self.places:
                self._grow(path, self._package_around(path))
                self.names.setdefault(_name_of_root(path), path)

    def _roots(self, package: Package) -> list[str]:
        """The root files of a package's crates: those it names, and those in the usual places."""
        folder = f"{package.folder}/" if package.folder else ""
        usual = [f"{folder}src/lib.rs", f"{folder}src/main.rs", f"{folder}build.rs"]
        found = [path for path in (*package.roots, *usual) if path in self._paths]
        for path in self._paths:
            if not path.startswith(folder):
                continue
            where, _, name = path.removeprefix(folder).rpartition("/")
            if where in _FOLDERS or (name == "main.rs" and where.rpartition("/")[0] in _FOLDERS):
                found.append(path)
        return list(dict.fromkeys(found))

    def _package_around(self, path: str) -> Package | None:
        folder = path.rpartition("/")[0]
        while folder not in self._packages:
            if not folder:
                return None
            folder = folder.rpartition("/")[0]
        return self._packages[folder]

    def _grow(self, root: str, package: Package | None) -> None:
        """Gives the files of a crate their places, from its root on."""
        if root in self.places:
            return
        if package is not None:
            self._package_of[root] = package
        todo = [(root, Place(root, ()))]
        for path, place in todo:
            if path in self.places:
                continue
            self.places[path] = place
            self.files.setdefault(place, path)
            for child, inner in self._children(path, root=path == root).items():
                todo.append((child, Place(root, (*place.module, *inner))))

    def _children(self, path: str, *, root: bool) -> dict[str, tuple[str, ...]]:
        """The files that the `mod` declarations of a file lead to, with their module paths below it."""
        found: dict[str, tuple[str, ...]] = {}
        for declared in self._modules.get(path, ()):
            child = self._file(path, declared, root=root)
            if child is not None:
                inside = declared.inside.split(SEPARATOR) if declared.inside else []
                found.setdefault(child, (*inside, declared.name))
        return found

    def _file(self, path: str, declared: Declared, *, root: bool) -> str | None:
        folder, _, name = path.rpartition("/")
        own = root or name in ("mod.rs", "lib.rs", "main.rs")
        below = folder if own else posixpath.join(folder, name.removesuffix(".rs"))
        inside = declared.inside.replace(SEPARATOR, "/")
        if declared.path:
            base = posixpath.join(below, inside) if inside else folder
            candidates = [posixpath.normpath(posixpath.join(base, declared.path.replace("\\", "/")))]
        else:
            base = posixpath.join(below, inside)
            candidates = [posixpath.join(base, f"{declared.name}.rs"), posixpath.join(base, declared.name, "mod.rs")]
        return next((one for one in candidates if one in self._paths), None)

    def child(self, path: str, declared: Declared) -> str | None:
        """The file of a `mod` declaration."""
        return self._file(path, declared, root=self.places[path].crate == path)

    # ------------------------------------------------------------ which crates a file sees

    def library(self, path: str, name: str) -> str | None:
        """The root file of the crate that a name means in a file; None for crates outside of the project."""
        package = self._package_of.get(self.places[path].crate)
        if package is not None:
            if name == package.library and package.root in self._paths:
                return package.root
            if name in package.dependencies:
                wanted, folder = package.dependencies[name]
                other = self._packages.get(folder) if folder else None
                if other is None:
                    other = next((one for one in self._packages.values() if one.library == wanted), None)
                return other.root if other is not None and other.root in self._paths else None
        root = self.names.get(name)
        return root if root is not None and root != self.places[path].crate else None

    def depends(self, path: str, name: str) -> bool:
        """Whether the package of a file names a crate among its dependencies."""
        package = self._package_of.get(self.places[path].crate)
        return package is not None and name in package.dependencies


def read_packages(configs: Mapping[str, bytes]) -> dict[str, Package]:
    """The packages that Cargo.toml files describe, by folder; files that are no TOML are left out."""
    tables: dict[str, dict[str, Any]] = {}
    for path in sorted(configs):
        if path.rpartition("/")[2] != "Cargo.toml":
            continue
        try:
            tables[path.rpartition("/")[0]] = tomllib.loads(configs[path].decode("utf-8", "replace"))
        except tomllib.TOMLDecodeError:
            continue
    shared: dict[str, Any] = {}
    for folder, table in tables.items():
        for name, one in _table(_table(table, "workspace"), "dependencies").items():
            shared.setdefault(name, (one, folder))
    return {folder: _package(folder, table, shared) for folder, table in tables.items() if "package" in table}


def _package(folder: str, table: dict[str, Any], shared: Mapping[str, Any]) -> Package:
    library = _table(table, "lib")
    name = str(_table(table, "package").get("name", ""))
    path = str(library.get("path", "src/lib.rs"))
    targets = [
        one for part in ("bin", "example", "test", "bench") for one in table.get(part, ()) if isinstance(one, dict)
    ]
    roots = [path, *(str(one["path"]) for one in targets if "path" in one)]
    dependencies: dict[str, tuple[str, str]] = {}
    groups = [_table(table, part) for part in _PARTS]
    for target in _table(table, "target").values():
        groups += [_table(target, part) for part in _PARTS] if isinstance(target, dict) else []
    for group in groups:
        for key, given in group.items():
            one, base = given, folder
            if isinstance(one, dict) and one.get("workspace"):
                one, base = shared.get(key, ({}, folder))
            fields = one if isinstance(one, dict) else {}
            where = posixpath.normpath(posixpath.join(base, str(fields["path"]))) if "path" in fields else ""
            wanted = str(fields.get("package", key))
            dependencies[_in_code(key)] = (_in_code(wanted), "" if where == "." else where)
    return Package(
        folder,
        _in_code(str(library.get("name", name))),
        posixpath.normpath(posixpath.join(folder, path)),
        tuple(posixpath.normpath(posixpath.join(folder, one)) for one in roots),
        dependencies,
    )


def _table(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = table.get(key)
    return found if isinstance(found, dict) else {}


def _in_code(name: str) -> str:
    """The name of a package as code names its crate."""
    return name.replace("-", "_")


def _is_root_name(path: str) -> bool:
    return path.rpartition("/")[2] in ("lib.rs", "main.rs")


def _name_of_root(path: str) -> str:
    """The name of a crate that no Cargo.toml names: its file's, or that of the folder of a `lib.rs`."""
    folder, _, name = path.rpartition("/")
    if name not in ("lib.rs", "main.rs"):
        return _in_code(name.removesuffix(".rs"))
    folder = folder.removesuffix("/src") if folder != "src" else ""
    return _in_code(folder.rpartition("/")[2])
