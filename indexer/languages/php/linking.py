"""Linking PHP: full names, files that are included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Final

from indexer.languages.nearness import shared_folders
from indexer.languages.php.names import CLASS, CONSTANT, FUNCTION
from indexer.languages.php.names import FILE as OF_FILE
from indexer.languages.rules import DECLARATION, EXTERNAL, FILE, NAMESPACE, Entity, Project, ProjectFile, Rules
from indexer.model.units import FUNCTION_, TYPE, TYPES, VALUES

_SPACES: Final = {CLASS: TYPES, FUNCTION: VALUES, CONSTANT: VALUES}
_MOST: Final = 3
"""A full name that more places define at equal distance is none of them in particular."""


class PhpRules(Rules):
    """PHP of any version."""

    shares_global: ClassVar[bool] = True
    separator: ClassVar[str] = "\\"
    constructors_inherited: ClassVar[bool] = True
    type_bodies_are_static: ClassVar[bool] = True
    call_members: ClassVar[tuple[str, ...]] = ("__invoke",)
    noted: ClassVar[Mapping[str, str]] = {"_spellings": "", "_endings": FILE}

    def __init__(self, project: Project) -> None:
        """Args: the files."""
        super().__init__(project)
        self._endings: dict[str, list[int]] = {}
        self._spellings: dict[str, str] = {}
        """Full names of classes and functions as their definitions spell them, by their lower case."""
        for number, file in enumerate(project.files):
            for full in _full_names(file):
                self._spellings.setdefault(full.lower(), full)
            self._endings.setdefault(file.path.rpartition("/")[2], []).append(number)

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:  # noqa: ARG002 - the module says all
        """See `Rules`; the module is a word of `names` and a full name, or alternatives divided by '|'."""
        kind, _, written = module.partition(" ")
        if kind == OF_FILE:
            found = self._included(file, written)
            return [(FILE, found)] if found is not None else []
        alternatives = written.split("|")
        for full in alternatives:
            entities = self._defined(file, full, kind)
            if entities:
                return entities
        if kind == CLASS and self.project.has_namespace(written):
            return [(NAMESPACE, written)]
        return [(EXTERNAL, alternatives[-1].replace("\\", "."))]

    def _defined(self, file: int, full: str, kind: str) -> list[Entity]:
        """What has a full name; of several the nearest to the file."""
        namespace, _, last = full.rpartition("\\")
        found = self.project.in_namespace(namespace, last, _SPACES[kind])
        if not found and kind != CONSTANT:
            spelled = self._spellings.get(full.lower())
            if spelled is not None and spelled != full:
                namespace, _, last = spelled.rpartition("\\")
                found = self.project.in_namespace(namespace, last, _SPACES[kind])
        if len(found) < 2:
            return found
        own = self.project.files[file].path
        shared = [shared_folders(own, self._path(one)) for one in found]
        nearest = [one for one, count in zip(found, shared, strict=True) if count == max(shared)]
        return nearest if len(nearest) <= _MOST else []

    def _path(self, entity: Entity) -> str:
        return self.project.files[self.project.file_of(int(entity[1]))].path if entity[0] == DECLARATION else ""

    def whole(self) -> object:
        """See `Rules`: what is kept is noted."""
        return None

    def basis(self, file: ProjectFile) -> object:  # noqa: ARG002 - of paths only
        """See `Rules`: the rest is noted."""
        return None

    def _included(self, file: int, written: str) -> int | None:
        """The file that an `include` names: from the folder of the file that includes, or by the end of its path."""
        own = self.project.files[file].path
        parts = [part for part in written.split("/") if part not in {"", "."}]
        folder = own.split("/")[:-1]
        while parts and parts[0] == "..":
            parts.pop(0)
            folder = folder[:-1]
        exact = self.project.number_of_path("/".join([*folder, *parts]))
        if exact is not None:
            return exact
        parts = [part for part in parts if part != ".."]
        ending = "/".join(parts)
        candidates = [
            n
            for n in self._endings.get(parts[-1] if parts else "", ())
            if f"/{self.project.files[n].path}".endswith(f"/{ending}")
        ]
        if not candidates:
            return None
        best = max(shared_folders(own, self.project.files[n].path) for n in candidates)
        nearest = [n for n in candidates if shared_folders(own, self.project.files[n].path) == best]
        return nearest[0] if len(nearest) == 1 else None

    def external_member(self, owner: str, name: str) -> str:
        """See `Rules`; properties go without their sign."""
        return f"{owner}.{name.removeprefix('$')}"


def _full_names(file: ProjectFile) -> Iterator[str]:
    """The full names of what a file defines."""
    for one in file.unit.declarations:
        if one.what in {TYPE, FUNCTION_} and one.symbol >= 0:
            namespace = file.unit.scopes[one.scope].namespace
            yield f"{namespace}\\{one.name}" if namespace else one.name


LINKING = PhpRules
