"""Modules of Swift code: the targets of Swift packages, by the folders of their sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

MANIFEST: Final = "Package.swift"
_TARGET: Final = re.compile(r"\.(target|executableTarget|testTarget|macro|plugin)\s*\(\s*name\s*:\s*\"([^\"]+)\"")
_PATH: Final = re.compile(r"\bpath\s*:\s*\"([^\"]*)\"")
_FOLDERS: Final = {"testTarget": "Tests", "plugin": "Plugins"}


class Target(NamedTuple):
    """A target of a package."""

    folder: str
    """Of its sources, relative to the root, with a trailing '/'; '' for the root."""
    name: str
    manifest: str
    """Path of the file that says it."""


class Packages:
    """The targets of all packages of a program."""

    def __init__(self, manifests: Iterable[tuple[str, str]]) -> None:
        """Args: pairs of the path of a manifest and a target in it, as `targets_of` gives it."""
        found: list[Target] = []
        for path, said in manifests:
            folder, _, name = said.partition("=")
            root = path.removesuffix(MANIFEST)
            found.append(Target(root + folder, name, path))
        self.targets: Final = sorted(found, reverse=True)
        self._by_name: Final = {one.name: one for one in reversed(self.targets)}

    def module_of(self, path: str) -> str:
        """The module of a file; '' where no package says it: such files see each other."""
        if path.endswith(MANIFEST):
            return ""
        return next((one.name for one in self.targets if path.startswith(one.folder)), "")

    def manifest_of(self, module: str) -> str:
        """The path of the manifest of a module; '' where there is none."""
        target = self._by_name.get(module)
        return target.manifest if target is not None else ""


def targets_of(manifest: str) -> list[str]:
    """The targets of a package: folder of the sources with a trailing '/', '=', name."""
    found: list[str] = []
    for match in _TARGET.finditer(manifest):
        kind, name = match.groups()
        said = _PATH.search(_arguments(manifest, match.end()))
        folder = said[1].removeprefix("./").strip("/") if said else f"{_FOLDERS.get(kind, 'Sources')}/{name}"
        found.append(f"{folder}/={name}" if folder not in ("", ".") else f"={name}")
    return found


def _arguments(text: str, start: int) -> str:
    """The rest of a call's arguments, without those of calls inside."""
    depth, kept, at = 1, [], start
    while at < len(text) and depth > 0:
        char = text[at]
        depth += (char in "([") - (char in ")]")
        if depth == 1:
            kept.append(char)
        at += 1
    return "".join(kept)
