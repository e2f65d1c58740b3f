"""Linking Ruby: open classes found over the whole program, files by `require`, methods called on `self`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final

from indexer.languages.nearness import shared_folders
from indexer.languages.ruby.library import KERNEL, MODULE, RSPEC
from indexer.languages.rules import EXTERNAL, FILE, Entity, Project, ProjectFile, Rules
from indexer.model.units import VALUES

_LOAD_PATHS: Final = frozenset("lib app test tests spec src ruby ext features".split())
"""Folders that are usual roots of what `require` names."""
_CAMEL: Final = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class RubyRules(Rules):
    """Ruby, with constants loaded by `require` or by convention."""

    implicit_members: ClassVar[bool] = True
    calls_on_self: ClassVar[bool] = True
    open_types: ClassVar[bool] = True
    functions_apart: ClassVar[bool] = True
    statics_apart: ClassVar[bool] = True
    shares_global: ClassVar[bool] = True
    constructors_inherited: ClassVar[bool] = True
    type_bodies_are_static: ClassVar[bool] = True
    separator: ClassVar[str] = "::"
    noted: ClassVar[Mapping[str, str]] = {"_by_name": FILE}
    invokers: ClassVar[frozenset[str]] = frozenset({"call", "yield", "curry", "to_proc", "()"})

    def __init__(self, project: Project) -> None:
        """Args: the files."""
        super().__init__(project)
        self._by_name: dict[str, list[int]] = {}
        for number, file in enumerate(project.files):
            self._by_name.setdefault(file.path.rpartition("/")[2], []).append(number)

    def basis(self, file: ProjectFile) -> object:  # noqa: ARG002 - paths are all that is kept
        """See `Rules`."""
        return None

    def whole(self) -> object:
        """See `Rules`: what is kept is noted."""
        return None

    # ------------------------------------------------------------ files

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:  # noqa: ARG002 - the module says all
        """See `Rules`; the module is the method that requires, and the path."""
        how, _, path = module.partition(" ")
        found = self._required(file, path, relative=how == "require_relative" or path.startswith("."))
        return [(FILE, found)] if found is not None else [(EXTERNAL, path.replace("/", "."))]

    def _required(self, file: int, path: str, *, relative: bool) -> int | None:
        own = self.project.files[file].path
        wanted = path if path.endswith((".rb", ".rake", ".ru")) else f"{path}.rb"
        if relative:
            return self.project.number_of_path(_joined(own.rpartition("/")[0], wanted))
        parts = [part for part in wanted.split("/") if part not in {"", "."}]
        ending = "/".join(parts)
        found = []
        for number in self._by_name.get(parts[-1] if parts else "", ()):
            whole = self.project.files[number].path
            if whole == ending:
                found.append(number)
            elif whole.endswith(f"/{ending}"):
                root = whole[: -len(ending) - 1]
                if root.rpartition("/")[2] in _LOAD_PATHS or (
                    own.startswith(f"{root}/") and "/" not in own[len(root) + 1 :]
                ):
                    found.append(number)
        found = [number for number in found if number != file]
        return max(
            found,
            key=lambda n: (shared_folders(own, self.project.files[n].path), -len(self.project.files[n].path), -n),
            default=None,
        )

    # ------------------------------------------------------------ names

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """Names from the top (`::A`), of Ruby itself, and constants that nothing indexed defines."""
        if name.startswith("::"):
            return self.project.in_namespace("", name[2:], spaces) or [(EXTERNAL, name[2:])]
        if name[:1].isupper() and name not in KERNEL:
            return [(EXTERNAL, name)]
        if spaces & VALUES and (name in KERNEL or name in MODULE):
            return [(EXTERNAL, f"{'Kernel' if name in KERNEL else 'Module'}.{name}")]
        if name in RSPEC and self.project.files[file].path.endswith("_spec.rb"):
            return [(EXTERNAL, f"RSpec.{name}")]
        return [(EXTERNAL, name)] if name.startswith("$") else ()

    def parts(self, file: int, declarations: Sequence[int]) -> Sequence[int]:
        """See `Rules`; the place that defines a class, not all that open it again: in the file itself, else in the file that
        is named for it, else where it is defined with a base, else the first."""
        written = [n for n in declarations if self.project.declaration(n).symbol >= 0]
        if len(written) < 2:
            return written or declarations[:1]
        return (min(written, key=lambda n: self._rank(file, n)),)

    def _rank(self, file: int, number: int) -> tuple[bool, bool, bool, int]:
        place, one = self.project.file_of(number), self.project.declaration(number)
        stem = self.project.files[place].path.rpartition("/")[2].partition(".")[0]
        named = stem.replace("_", "") == _CAMEL.sub("_", one.name).lower().replace("_", "")
        scopes = self.project.files[place].unit.scopes
        based = one.inner >= 0 and bool(scopes[one.inner].bases)
        return (place != file, not named, not based, number)

    def literal(self, name: str) -> str:
        """See `Rules`."""
        return {"array": "Array", "tuple": "Array"}.get(name, name)


def _joined(folder: str, path: str) -> str:
    """A relative path from a folder, without `.` and `..`."""
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


LINKING = RubyRules
