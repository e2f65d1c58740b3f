"""Where `#include` leads, and what a file therefore sees."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from indexer.languages.c.library import HEADERS
from indexer.languages.nearness import shared_folders
from indexer.languages.rules import ProjectFile

_COMPILE_COMMANDS: Final = "compile_commands.json"
_FLAGS: Final = ("-I", "-isystem", "-iquote", "-idirafter", "/I")


class Includes:
    """The files that each file includes, directly and through others."""

    def __init__(self, files: Sequence[ProjectFile], configs: Mapping[str, bytes]) -> None:
        """Args: the files of the family; contents of project files by path."""
        self._files = files
        self._paths = {file.path: number for number, file in enumerate(files)}
        self._by_name: dict[str, list[int]] = {}
        for number, file in enumerate(files):
            self._by_name.setdefault(file.path.rpartition("/")[2], []).append(number)
        self.folders = include_folders(configs, self._paths)
        self._resolved: dict[tuple[str, str], int | None] = {}
        """By folder and what is written there."""
        self._direct: dict[int, tuple[list[int], bool, bool]] = {}
        self._closures: dict[int, frozenset[int]] = {}

    def resolve(self, file: int, written: str) -> int | None:
        """The file that an include of a file means; None where it is outside of the indexed code.

        Args:
            file: number of the including file.
            written: with its quotes or angle brackets.
        """
        folder = self._files[file].path.rpartition("/")[0]
        key = (folder, written)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(file, folder, written)
        return self._resolved[key]

    def forget(self) -> None:
        """Lets go of what was read of single files."""
        self._direct.clear()
        self._closures.clear()

    def _resolve(self, file: int, folder: str, written: str) -> int | None:
        path = written[1:-1].replace("\\", "/")
        if written.startswith('"'):
            found = self._paths.get(_joined(folder, path))
            if found is not None:
                return found
        for one in self.folders:
            found = self._paths.get(_joined(one, path))
            if found is not None:
                return found
        if written.startswith("<") and path in HEADERS:
            return None
        return self._by_suffix(file, _joined("", path), quoted=written.startswith('"'))

    def _by_suffix(self, file: int, path: str, *, quoted: bool) -> int | None:
        """The file whose path ends so; of several the nearest, if one is."""
        ending = f"/{path}"
        found = [
            number
            for number in self._by_name.get(path.rpartition("/")[2], ())
            if self._files[number].path == path or self._files[number].path.endswith(ending)
        ]
        if len(found) > 1 and not quoted:  # brackets are for what is elsewhere
            folder = self._files[file].path.rpartition("/")[0]
            found = [n for n in found if self._files[n].path.rpartition("/")[0] != folder]
        if len(found) < 2:
            return found[0] if found else None
        near = nearest(self._files, file, found)
        return near[0] if len(near) == 1 else None

    def direct(self, file: int) -> tuple[list[int], bool, bool]:
        """The files that a file includes; whether it includes others, and whether some of those should be in the project."""
        known = self._direct.get(file)
        if known is None:
            found, outside, missing = [], False, False
            for key, value in self._files[file].unit.facts:
                if key == "include":
                    number = self.resolve(file, value)
                    if number is None:
                        outside = True
                        missing = missing or value.startswith('"')
                    else:
                        found.append(number)
            known = self._direct[file] = (found, outside, missing)
        return known

    def closure(self, file: int) -> frozenset[int]:
        """A file and all that it includes, however indirectly."""
        known = self._closures.get(file)
        if known is None:
            seen = {file}
            todo = [file]
            for one in todo:
                for inner in self.direct(one)[0]:
                    if inner not in seen:
                        seen.add(inner)
                        todo.append(inner)
            known = self._closures[file] = frozenset(seen)
        return known

    def leads_outside(self, file: int) -> bool:
        """Whether a file includes, however indirectly, what is not indexed."""
        return any(self.direct(one)[1] for one in self.closure(file))

    def is_incomplete(self, file: int) -> bool:
        """Whether something that a file includes should be in the project, but was not found."""
        return any(self.direct(one)[2] for one in self.closure(file))


def nearest(files: Sequence[ProjectFile], file: int, found: Sequence[int]) -> list[int]:
    """Those of some files that share the most folders with a file."""
    shared = [shared_folders(files[file].path, files[number].path) for number in found]
    most = max(shared)
    return [number for number, folders in zip(found, shared, strict=True) if folders == most]


def _joined(folder: str, path: str) -> str:
    """A path from a folder, without '.' and '..'."""
    parts: list[str] = []
    for part in f"{folder}/{path}".split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def include_folders(configs: Mapping[str, bytes], paths: Collection[str]) -> list[str]:
    """The folders that compile_commands.json names for includes, from the root of the project, in order of appearance.

    Args:
        configs: contents of project files by path.
        paths: the files of the project, by which its root is found in the paths of the build.
    """
    found: dict[str, None] = {}
    for path, content in sorted(configs.items()):
        if path.rpartition("/")[2] != _COMPILE_COMMANDS:
            continue
        for entry in _entries(content):
            base = str(entry.get("directory", ""))
            root = _root(_absolute(base, str(entry.get("file", ""))), paths)
            for folder in _folders_of(entry) if root is not None else ():
                absolute = _absolute(base, folder)
                if f"{absolute}/".startswith(f"{root}/" if root else ""):
                    found[absolute[len(root or "") :].strip("/")] = None
    return list(found)


def _absolute(base: str, path: str) -> str:
    return _joined("", path) if path.startswith("/") else _joined(base, path)


def _root(file: str, paths: Collection[str]) -> str | None:
    """The root of the project, given where the build had one of its files; None where it is none of the project."""
    parts = file.split("/")
    for start in range(len(parts)):
        if "/".join(parts[start:]) in paths:
            return "/".join(parts[:start])
    return None


def _entries(content: bytes) -> list[dict[str, Any]]:
    try:
        read = json.loads(content)
    except ValueError:
        return []
    return [one for one in read if isinstance(one, dict)] if isinstance(read, list) else []


def _folders_of(entry: Mapping[str, Any]) -> list[str]:
    arguments = entry.get("arguments")
    words = [str(one) for one in arguments] if isinstance(arguments, list) else str(entry.get("command", "")).split()
    found: list[str] = []
    for place, word in enumerate(words):
        for flag in _FLAGS:
            if word == flag and place + 1 < len(words):
                found.append(words[place + 1])
            elif word.startswith(flag) and len(word) > len(flag):
                found.append(word[len(flag) :])
    return found
