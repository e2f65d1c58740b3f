"""Where a module's name leads: to a file of the indexed code, or outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from indexer.languages.javascript.configuration import folder_of, joined
from indexer.languages.javascript.packages import Package, Packages, targets
from indexer.languages.javascript.tsconfig import Configurations, mapped

_TYPED: Final = (".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts")
_PLAIN: Final = (".js", ".jsx", ".mjs", ".cjs", ".es6")
_OTHER: Final = (".vue", ".svelte")
_WRITTEN_AS: Final = {
    ".js": (".ts", ".tsx", ".d.ts", ".jsx"),
    ".jsx": (".tsx", ".d.ts"),
    ".mjs": (".mts", ".d.mts"),
    ".cjs": (".cts", ".d.cts"),
}
"""What an extension in an import may stand for."""
_ROOT_MARKS: Final = ("@/", "~/", "@@/", "~~/")
"""Beginnings by which build tools commonly name the source folder of a package."""


class Resolution:
    """Finds the files of modules."""

    def __init__(self, paths: Iterable[str], configs: Mapping[str, bytes]) -> None:
        """Args: paths of all files of the family; contents of project files by path."""
        self.numbers = {path: number for number, path in enumerate(paths)}
        self._packages = Packages(configs)
        self._configurations = Configurations(configs)
        self._known: dict[tuple[str, str], int | None] = {}

    def settings(self) -> object:
        """What project files say of paths."""
        return self._packages.settings(), self._configurations.settings()

    def forget(self) -> None:
        """Lets go of what was found for single files."""
        self._known.clear()

    def resolve(self, importer: str, module: str) -> int | None:
        """The number of the file that a module's name leads to from a file; None where it leads outside or nowhere."""
        key = (folder_of(importer), module)
        if key not in self._known:
            typed = importer.endswith((*_TYPED, *_OTHER))
            plain = module.partition("?")[0] or module
            found = next(
                (
                    number
                    for path in self._candidates(importer, plain)
                    if (number := self._file(path, typed=typed)) is not None
                ),
                None,
            )
            self._known[key] = found
        return self._known[key]

    def _candidates(self, importer: str, module: str) -> Iterator[str]:
        """Paths without extension, or with it, that a module's name may mean, in order."""
        folder = folder_of(importer)
        options = self._configurations.of(importer)
        if module.startswith((".", "/")):
            path = joined("" if module.startswith("/") else folder, module)
            if path is not None:
                yield path
                for root in options.roots:
                    if path.startswith(f"{root}/"):
                        yield from (other + path[len(root) :] for other in options.roots if other != root)
            return
        package = self._packages.around(importer)
        if module.startswith("#") and package is not None:
            yield from targets(package, module)
        yield from mapped(options, module)
        named = self._packages.named(module, importer)
        if named is not None:
            yield from targets(*named)
        for mark in _ROOT_MARKS:
            if module.startswith(mark):
                yield from _under_source(package, module[len(mark) :])

    def _file(self, path: str, *, typed: bool) -> int | None:
        """The file of a path: as it is, with another extension, as a folder's package or index."""
        numbers = self.numbers
        stem, dot, extension = path.rpartition(".")
        written = _WRITTEN_AS.get(f".{extension}", ()) if dot else ()
        if typed:
            for other in written:
                if stem + other in numbers:
                    return numbers[stem + other]
        if path in numbers:
            return numbers[path]
        for other in written:
            if stem + other in numbers:
                return numbers[stem + other]
        order = (*_TYPED, *_PLAIN, *_OTHER) if typed else (*_PLAIN, *_TYPED, *_OTHER)
        for other in order:
            if path + other in numbers:
                return numbers[path + other]
        package = self._packages.in_folder(path)
        if package is not None and path:
            for target in targets(package, "."):
                if target != path:
                    found = self._plain_file(target, order)
                    if found is not None:
                        return found
        return self._plain_file(f"{path}/index" if path else "index", order)

    def _plain_file(self, path: str, order: Iterable[str]) -> int | None:
        numbers = self.numbers
        if path in numbers:
            return numbers[path]
        stem, dot, extension = path.rpartition(".")
        for other in _WRITTEN_AS.get(f".{extension}", ()) if dot else ():
            if stem + other in numbers:
                return numbers[stem + other]
        for other in order:
            for place in (path, f"{path}/index"):
                if place + other in numbers:
                    return numbers[place + other]
        return None


def _under_source(package: Package | None, rest: str) -> Iterator[str]:
    """Where `@/rest` is, as build tools commonly have it."""
    folder = package.folder if package is not None else ""
    for source in ("src", "app", ""):
        yield "/".join(part for part in (folder, source, rest) if part)
