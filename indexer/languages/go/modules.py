"""Where import paths lead: modules, workspaces, replacements, vendored packages, and trees without a go.mod."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

_MODULE = re.compile(r'^\s*module\s+"?([^\s"/][^\s"]*)"?', re.MULTILINE)
_REPLACE = re.compile(r'^\s*(?:replace\s+)?"?([^\s"()]+)"?(?:\s+v\S+)?\s*=>\s*"?(\.{1,2}(?:/[^\s"]*)?)"?', re.MULTILINE)
_COMMENT = re.compile(r"//[^\n]*")
_LEAST_VOTES = 2


class ModuleTree:
    """The modules of a project; folders by import path."""

    def __init__(self, configs: Mapping[str, bytes], folders: AbstractSet[str], imports: Iterable[str]) -> None:
        """Args: contents of go.mod and go.work files by path; folders that have Go files; all import paths of the project."""
        self._folders = folders
        self._known: dict[tuple[str, str], str | None] = {}
        self.modules: dict[str, str] = {}
        """Import path of each module -> its folder."""
        self.replaced: dict[str, dict[str, str]] = {}
        """Folder of a go.mod or go.work -> import path that it replaces -> folder."""
        for path in sorted(configs):
            folder, _, name = path.rpartition("/")
            if name not in ("go.mod", "go.work"):
                continue
            text = _COMMENT.sub("", configs[path].decode("utf-8", "replace"))
            module = _MODULE.search(text) if name == "go.mod" else None
            if module is not None:
                self.modules.setdefault(module[1], folder)
            for replaced, target in _REPLACE.findall(text):
                where = posixpath.normpath(posixpath.join(folder, target))
                self.replaced.setdefault(folder, {})[replaced] = "" if where == "." else where
        self.is_guessed = not self.modules
        if self.is_guessed:
            self._guess(imports)

    def _guess(self, imports: Iterable[str]) -> None:
        """Without a go.mod: a tree of `src` folders, or a root whose own path is what most imports have in front of its folders."""
        votes: Counter[str] = Counter()
        for path in set(imports):
            parts = path.split("/")
            if "." not in parts[0]:
                continue
            start = next((n for n in range(1, len(parts)) if "/".join(parts[n:]) in self._folders), None)
            if start is not None:
                votes["/".join(parts[:start])] += 1
        if votes:
            prefix, count = min(votes.items(), key=lambda item: (-item[1], item[0]))
            if count >= _LEAST_VOTES:
                self.modules[prefix] = ""

    def folder(self, importer: str, path: str) -> str | None:
        """The folder of an import path, as a file sees it; None for packages outside of the project.

        Args:
            importer: path of the importing file.
            path: the import path; './x' is relative to the file's folder.
        """
        here = importer.rpartition("/")[0]
        key = (here, path)
        if key not in self._known:
            self._known[key] = self._find(here, path)
        return self._known[key]

    def _find(self, here: str, path: str) -> str | None:
        if path.startswith(("./", "../")) or path in (".", ".."):
            where = posixpath.normpath(posixpath.join(here, path))
            return self._existing("" if where == "." else where)
        for around in _upwards(here):
            found = self._below(path, self.replaced.get(around, {}))
            if found is None:
                found = self._existing(f"{around}/vendor/{path}" if around else f"vendor/{path}")
            if found is not None:
                return found
        found = self._below(path, self.modules)
        if found is not None:
            return found
        for around in _upwards(here):
            if around == "src" or around.endswith("/src"):
                return self._existing(f"{around}/{path}")
        return self._existing(f"src/{path}")

    def _below(self, path: str, modules: Mapping[str, str]) -> str | None:
        """The folder of a path in the module with the longest import path that is a beginning of it."""
        prefix = path
        while prefix:
            if prefix in modules:
                rest = path[len(prefix) :].strip("/")
                found = self._existing("/".join(filter(None, (modules[prefix], rest))))
                if found is not None:
                    return found
            prefix = prefix.rpartition("/")[0]
        return None

    def _existing(self, folder: str) -> str | None:
        return folder if folder in self._folders else None


def _upwards(folder: str) -> Iterable[str]:
    """A folder and those around it, up to the root ''."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""
