"""Linking Lua: modules by `require`, tables as classes, globals of all files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from indexer.languages.lua.library import BUILTINS, BUSTED
from indexer.languages.nearness import shared_folders
from indexer.languages.rules import DECLARATION, EXTERNAL, FILE, Entity, Project, ProjectFile, Rules
from indexer.model.units import VALUES

_GLOBALS: Final = "_G"
_MOST_GLOBALS: Final = 4
"""A global that more files define is none of them in particular."""
_SUFFIXES: Final = ("/init.lua", ".lua")


class LuaRules(Rules):
    """Lua, in any version and with the usual class libraries."""

    value_spaces: ClassVar[int] = VALUES
    calls_construct: ClassVar[bool] = True
    constructors_inherited: ClassVar[bool] = True
    call_members: ClassVar[tuple[str, ...]] = ("__call",)
    noted: ClassVar[Mapping[str, str]] = {"_by_ending": FILE}

    def __init__(self, project: Project) -> None:
        """Args: the files."""
        super().__init__(project)
        self._by_ending: dict[str, list[int]] = {}
        for number, file in enumerate(project.files):
            parts = _module_path(file.path).split("/")
            for start in range(len(parts)):
                self._by_ending.setdefault("/".join(parts[start:]), []).append(number)

    def basis(self, file: ProjectFile) -> object:  # noqa: ARG002 - paths are all that is kept
        """See `Rules`."""
        return None

    def whole(self) -> object:
        """See `Rules`: what is kept is noted."""
        return None

    def module_name(self, file: int) -> str:
        """See `Rules`; `a/b/init.lua` is the module `a.b`."""
        return _module_path(self.project.files[file].path).replace("/", ".")

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """See `Rules`; the name 'default' is the value that `require` gives."""
        found = self._file(file, module)
        if found is None:
            return [(EXTERNAL, module.lstrip("."))]
        if not name:
            return [(FILE, found)]
        return self.project.in_file(found, name, VALUES) or [(FILE, found)]

    def _file(self, importer: int, module: str) -> int | None:
        """The file of a module: `a.b` is a/b.lua or a/b/init.lua below whichever root is nearest to the importer."""
        own = self.project.files[importer].path
        if module.startswith("."):
            around = _module_path(own)
            path = f"{around}/{module[1:].replace('.', '/')}"
            candidates = [n for n in self._by_ending.get(path, ()) if _module_path(self.project.files[n].path) == path]
        else:
            path = module.removesuffix(".lua") if module.endswith(".lua") else module.replace(".", "/")
            candidates = self._by_ending.get(_clean(path), [])
        others = [n for n in candidates if n != importer]
        if not others:
            return None
        return max(
            others,
            key=lambda n: (shared_folders(own, self.project.files[n].path), -len(self.project.files[n].path), -n),
        )

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """Globals: of the file itself, of other files, of the library."""
        found = self.project.in_namespace(_GLOBALS, name, spaces)
        own = [one for one in found if one[0] == DECLARATION and self.project.file_of(int(one[1])) == file]
        if own or found:
            return own or (found if len(found) <= _MOST_GLOBALS else ())
        if not spaces & VALUES:
            return ()
        if name in BUSTED and self.project.files[file].path.endswith(("_spec.lua", "_test.lua")):
            return [(EXTERNAL, f"busted.{name}")]
        return [(EXTERNAL, name)] if name in BUILTINS else ()


def _module_path(path: str) -> str:
    """A file's path as `require` has it, with '/'."""
    for suffix in _SUFFIXES:
        if path.endswith(suffix) and len(path) > len(suffix):
            return path[: -len(suffix)]
    return path.removesuffix(".lua")


def _clean(path: str) -> str:
    """A path without what stands for the folder itself."""
    return "/".join(part for part in path.split("/") if part not in {"", ".", ".."})


LINKING = LuaRules
