"""Where imports of outline languages lead: by the path that is written, or by the name that a module declares."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Final

from indexer.languages.rules import EXTERNAL, FILE, Entity, Project, ProjectFile, Rules
from indexer.model.units import NAMESPACES

_COMPUTED: Final = re.compile(r"[\s$`*{}()\[\]|&;]|^$")
"""What no file or module is called: the import is computed."""
_LABEL: Final = re.compile(r"^(?://)?([^:]*):([^:]+)$")
"""Bazel's `//package:file`."""
_CASELESS: Final = frozenset(("ada", "fortran", "pascal", "vhdl"))
"""Languages in which the case of a module's name does not matter."""
_ENDS: Final = "\"'`<>"


class OutlineRules(Rules):
    """Any language with a tags query; nothing but imports is linked."""

    def __init__(self, project: Project) -> None:
        """Args: the files."""
        super().__init__(project)
        self._declared: dict[str, list[int]] = {}
        self._by_ending: dict[str, list[int]] = {}
        for number, file in enumerate(project.files):
            for one in file.unit.declarations:
                self._declared.setdefault(_key(one.name, file.language), []).append(number)
            parts = posixpath.splitext(file.path)[0].split("/")
            for start in range(len(parts)):
                self._by_ending.setdefault("/".join(parts[start:]), []).append(number)

    def basis(self, file: ProjectFile) -> object:
        """See `Rules`: the names that are declared."""
        return file.language, [one.name for one in file.unit.declarations]

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:  # noqa: ARG002 - always the module
        """See `Rules`; `module` is what stands in the source."""
        written = module.strip(_ENDS)
        if _COMPUTED.search(written):
            return ()
        found = self._by_path(file, written)
        if found is not None:
            return [(FILE, found)]
        return self._by_name(file, written) or self._by_qualified_path(file, written) or [(EXTERNAL, _dotted(written))]

    def _by_path(self, importer: int, written: str) -> int | None:
        """The file of a path as written: from the importer's folder, else from the root; its extension may be left out, and
        the underscore of a part."""
        own = self.project.files[importer].path
        label = _LABEL.match(written) if ":" in written and "::" not in written else None
        if label is not None:
            written = f"{label[1]}/{label[2]}" if label[1] else label[2]
        extension = posixpath.splitext(own)[1]
        for folder in (posixpath.dirname(own), ""):
            path = posixpath.normpath(posixpath.join(folder, written.lstrip("/") if label else written))
            head, tail = posixpath.split(path)
            for candidate in (path, path + extension, posixpath.join(head, f"_{tail}{extension}")):
                number = self.project.number_of_path(candidate)
                if number is not None and number != importer:
                    return number
        return None

    def _by_name(self, importer: int, written: str) -> list[Entity]:
        """The module of a name that one file declares, or several of one path but for the extension."""
        key = _key(written, self.project.files[importer].language)
        numbers = [n for n in dict.fromkeys(self._declared.get(key, ())) if n != importer]
        stems = {posixpath.splitext(self.project.files[n].path)[0] for n in numbers}
        if len(stems) != 1:
            return []
        number = numbers[-1]
        for one in self.project.files[number].unit.declarations:
            if _key(one.name, self.project.files[number].language) == key:
                return self.project.in_file(number, one.name, NAMESPACES) or [(FILE, number)]
        return []

    def _by_qualified_path(self, importer: int, written: str) -> list[Entity]:
        """The file whose path ends as a qualified name says (`A.B`, `A::B`), where it is the only one."""
        path = _dotted(written).replace(".", "/")
        numbers = [n for n in self._by_ending.get(path, ()) if n != importer] if "/" in path else []
        return [(FILE, numbers[0])] if len(numbers) == 1 else []


def _key(name: str, language: str) -> str:
    return name.casefold() if language in _CASELESS else name


def _dotted(written: str) -> str:
    """A qualified name with dots."""
    return written.removeprefix("./").replace("::", ".").strip(".") or written
