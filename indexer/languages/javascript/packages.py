"""Packages: what `package.json` files say of names, entry points, `exports` and `imports`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from indexer.languages.javascript.configuration import common_depth, folder_of, joined, read_json

_CONDITIONS: Final = (
    "source", "development", "types", "typings", "import", "module", "module-sync", "browser", "node", "require", "default"
)  # fmt: skip
"""Conditions of `exports`, those first that lead to sources."""
_ENTRIES: Final = ("source", "types", "typings", "module", "browser", "main")
_BUILT: Final = frozenset("dist lib build out output es esm cjs umd types release dist-src".split())
"""Folders that hold what is made of `src`."""


class Package(NamedTuple):
    """One `package.json`."""

    folder: str
    name: str
    data: Mapping[str, Any]


class Packages:
    """All packages of the indexed code."""

    def __init__(self, configs: Mapping[str, bytes]) -> None:
        """Args: contents of project files by path."""
        self._by_folder: dict[str, Package] = {}
        self._by_name: dict[str, list[Package]] = {}
        for path in sorted(configs):
            if path.rpartition("/")[2] == "package.json":
                data = read_json(configs[path])
                name = data.get("name")
                package = Package(folder_of(path), name if isinstance(name, str) else "", data)
                self._by_folder[package.folder] = package
                if package.name:
                    self._by_name.setdefault(package.name, []).append(package)

    def settings(self) -> dict[str, tuple[dict[str, Any], list[str]]]:
        """What packages say of paths, and of which others they know, by folder."""
        return {
            folder: (
                {key: package.data.get(key) for key in ("name", "imports", "exports", *_ENTRIES)},
                [
                    name
                    for kind in _DEPENDENCIES
                    if isinstance(table := package.data.get(kind), dict)
                    for name in sorted(table)
                ],
            )
            for folder, package in self._by_folder.items()
        }

    def around(self, path: str) -> Package | None:
        """The package that a file belongs to."""
        folder = folder_of(path)
        while True:
            found = self._by_folder.get(folder)
            if found is not None or not folder:
                return found
            folder = folder_of(folder)

    def in_folder(self, folder: str) -> Package | None:
        """The package whose `package.json` is right in a folder."""
        return self._by_folder.get(folder)

    def _may_import(self, name: str, importer: str) -> bool:
        """Whether a package around a file is, or depends on, the package of a name; files without a package may import any."""
        package = self.around(importer)
        if package is None:
            return True
        while package is not None:
            if package.name == name or _depends(package, name):
                return True
            package = self.around(package.folder) if package.folder else None
        return False

    def named(self, module: str, importer: str) -> tuple[Package, str] | None:
        """The package of the indexed code that a module's name begins with, and the rest ('.' or './sub'); the nearest of one name."""
        parts = module.split("/")
        count = 2 if module.startswith("@") else 1
        candidates = self._by_name.get("/".join(parts[:count]))
        if not candidates:
            return None
        if not self._may_import("/".join(parts[:count]), importer):
            return None
        best = max(candidates, key=lambda one: (common_depth(f"{one.folder}/", importer), -one.folder.count("/")))
        rest = "/".join(parts[count:])
        return best, f"./{rest}" if rest else "."


_DEPENDENCIES: Final = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")


def _depends(package: Package, name: str) -> bool:
    return any(isinstance(package.data.get(kind), dict) and name in package.data[kind] for kind in _DEPENDENCIES)


def targets(package: Package, subpath: str) -> Iterator[str]:
    """Paths, from the root, that a subpath ('.', './sub', '#internal') of a package may lead to, the likeliest first."""
    table = package.data.get("imports" if subpath.startswith("#") else "exports")
    if isinstance(table, (str, list)) or (
        isinstance(table, dict) and table and not any(key[:1] in ".#" for key in table)
    ):
        table = {".": table}
    for target in _in_table(table, subpath) if isinstance(table, dict) else ():
        yield from _places(package.folder, target)
    if subpath == ".":
        for entry in _ENTRIES:
            main = package.data.get(entry)
            if isinstance(main, str):
                yield from _places(package.folder, main)
        yield from _places(package.folder, "./src/index")
        yield from _places(package.folder, "./index")
    elif not subpath.startswith("#"):
        yield from _places(package.folder, subpath)
        yield from _places(package.folder, f"./src/{subpath[2:]}")


def _in_table(table: Mapping[str, Any], subpath: str) -> Iterator[str]:
    """What `exports` or `imports` has for a subpath: itself, else the pattern with the longest beginning."""
    if subpath in table:
        yield from _chosen(table[subpath])
        return
    best: tuple[int, str, str] | None = None
    for key in table:
        before, star, after = key.partition("*")
        if not star and key.endswith("/"):
            before, star, after = key, "/", ""
        if star and subpath.startswith(before) and subpath.endswith(after) and len(subpath) >= len(before) + len(after):
            rest = subpath[len(before) : len(subpath) - len(after)]
            if best is None or len(before) > best[0]:
                best = (len(before), key, rest)
    if best is not None:
        for target in _chosen(table[best[1]]):
            yield target.replace("*", best[2]) if "*" in target else target + best[2]


def _chosen(value: object) -> Iterator[str]:
    """The targets of an entry, all conditions one after another."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _chosen(one)
    elif isinstance(value, dict):
        known = [key for key in _CONDITIONS if key in value]
        for key in (*known, *(key for key in value if key not in known)):
            yield from _chosen(value[key])


def _places(folder: str, target: str) -> Iterator[str]:
    """Where a target is, and where what it is built from may be."""
    path = joined(folder, target)
    if path is None:
        return
    yield path
    inside = path[len(folder) + 1 :] if folder else path
    parts = inside.split("/")
    if parts[0] in _BUILT:
        rest = parts[1:]
        while rest and rest[0] in _BUILT:
            rest = rest[1:]
        stem = "/".join(rest)
        if stem.startswith("src/"):
            yield f"{folder}/{stem}" if folder else stem
        for source in ("src", "lib", ""):
            yield "/".join(part for part in (folder, source, stem) if part)
