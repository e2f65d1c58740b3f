"""Modules of Swift code: the targets of Swift packages, by the folders of their sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_TARGET: Final = re.compile(
    r"\.(target|executableTarget|testTarget|macro|plugin|systemLibrary)\s*\(\s*name\s*:\s*\"([^\"]+)\""
)
_PATH: Final = re.compile(r"\bpath\s*:\s*\"([^\"]*)\"")
_FOLDERS: Final = {"testTarget": "Tests", "plugin": "Plugins"}


class Packages:
    """The targets of all packages of a program."""

    def __init__(self, configs: Mapping[str, bytes]) -> None:
        """Args: contents of `Package.swift` files by path."""
        found: list[tuple[str, str]] = []
        for path, data in configs.items():
            folder, _, name = path.rpartition("/")
            if name == "Package.swift":
                start = f"{folder}/" if folder else ""
                found += [(start + where, target) for where, target in _targets(data.decode("utf-8", "replace"))]
        self._targets: Final = sorted(found, reverse=True)

    def module_of(self, path: str) -> str:
        """The module of a file; '' where no package says it: such files see each other."""
        return next((name for folder, name in self._targets if path.startswith(folder)), "")


def _targets(text: str) -> list[tuple[str, str]]:
    """The folders of sources, with a trailing '/', and names of the targets of a package."""
    found: list[tuple[str, str]] = []
    for match in _TARGET.finditer(text):
        kind, name = match.groups()
        said = _PATH.search(_arguments(text, match.end()))
        folder = said[1].strip("/") if said else f"{_FOLDERS.get(kind, 'Sources')}/{name}"
        found.append((f"{folder}/" if folder not in ("", ".") else "", name))
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
