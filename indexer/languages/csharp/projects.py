"""Projects of C# code: `.csproj` files, what stands around them, and the namespaces that they open in every file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from indexer.languages.csharp.library import IMPLICIT

_IMPLICIT: Final = re.compile(r"<ImplicitUsings>\s*(?:enable|true)\s*</ImplicitUsings>", re.IGNORECASE)
_USING: Final = re.compile(r"<Using\s+Include\s*=\s*\"([^\"]+)\"([^>]*)>")
_GROUP: Final = re.compile(r"<ItemGroup\s[^>]*?Condition\s*=\s*\"([^\"]*)\"[^>]*>.*?</ItemGroup>", re.DOTALL)
_EQUALS: Final = re.compile(r"\s*'\$\((\w+)\)'\s*==\s*'([^']*)'\s*")
_AROUND: Final = ("Directory.Build.props", "Directory.Build.targets")
"""Files that MSBuild reads for every project below their folder."""
_ATTRIBUTE: Final = re.compile(r"(Static|Alias)\s*=\s*\"([^\"]*)\"")


class ProjectFolder(NamedTuple):
    """A folder with a project file."""

    path: str
    """With a trailing '/'; '' for the root."""
    usings: tuple[str, ...]
    """What its files see without saying so: namespaces, `static T`, `A=T`."""


class Projects:
    """The projects of a program, by the folders of their files."""

    def __init__(self, configs: Mapping[str, bytes]) -> None:
        """Args: contents of `.csproj` files and of those around them by path."""
        texts = {path: data.decode("utf-8", "replace") for path, data in configs.items()}
        around = [(_folder(path), text) for path, text in sorted(texts.items()) if path.endswith(_AROUND)]
        found: dict[str, list[str]] = {}
        for path, text in sorted(texts.items()):
            if path.endswith(".csproj"):
                read = [text, *(one for folder, one in around if path.startswith(folder))]
                found.setdefault(_folder(path), []).extend(_usings(read))
        self.folders: Final = [
            ProjectFolder(path, tuple(dict.fromkeys(usings))) for path, usings in sorted(found.items(), reverse=True)
        ]
        self._loose: Final = ProjectFolder("", IMPLICIT)

    def of(self, path: str) -> ProjectFolder:
        """The project of a file: that of the nearest folder; code without a project sees what new projects see."""
        return next((one for one in self.folders if path.startswith(one.path)), self._loose)


def _folder(path: str) -> str:
    head, slash, _ = path.rpartition("/")
    return head + slash


def _usings(texts: list[str]) -> list[str]:
    whole = "\n".join(texts)
    found: list[str] = []
    for text in (_GROUP.sub(lambda group: group[0] if _holds(group[1], whole) else "", one) for one in texts):
        if _IMPLICIT.search(text):
            found += IMPLICIT
        for name, rest in _USING.findall(text):
            attributes = dict(_ATTRIBUTE.findall(rest))
            if attributes.get("Alias"):
                found.append(f"{attributes['Alias']}={name}")
            else:
                found.append(f"static {name}" if attributes.get("Static", "").lower() == "true" else name)
    return found


def _holds(condition: str, texts: str) -> bool:
    """Whether a condition may hold: of a property that has a value, only where some file gives it that."""
    match = _EQUALS.fullmatch(condition)
    return match is None or re.search(rf"<{match[1]}>\s*{re.escape(match[2])}\s*</{match[1]}>", texts) is not None
