"""Variants of one type: Kotlin's `expect` and `actual` of several platforms, Scala's of several versions, copies in several modules."""

from __future__ import annotations

from typing import Final

from indexer.languages.rules import DECLARATION, Entity, Project
from indexer.model.units import ALIAS, TYPE

_ROLES: Final = ("Main", "Test")
_SHARED: Final = "common"


class Variants:
    """Chooses between declarations of one full name by where their files lie."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._folders: dict[int, list[str]] = {}

    def nearest(self, file: int, found: list[Entity]) -> list[Entity]:
        """Of several types of one name those that lie nearest to a file, and all else.

        Nearest are those in the file itself, then those of the same source set (`jvmTest` goes with `jvmMain`), then those that share
        most folders with it; of these, those that are common to all platforms.
        """
        types: dict[str, list[Entity]] = {}
        for one in found:
            if one[0] == DECLARATION and (record := self._project.declaration(int(one[1]))).what in (TYPE, ALIAS):
                types.setdefault(record.name, []).append(one)
        dropped = {one for same in types.values() if len(same) > 1 for one in same} - {
            one for same in types.values() if len(same) > 1 for one in self._chosen(file, same)
        }
        return [one for one in found if one not in dropped] if dropped else found

    def _chosen(self, file: int, same: list[Entity]) -> list[Entity]:
        own = self._of(file)
        ranks = {one: self._rank(file, own, self._project.file_of(int(one[1]))) for one in same}
        best = max(ranks.values())
        return [one for one in same if ranks[one] == best]

    def _rank(self, file: int, own: list[str], other: int) -> tuple[bool, bool, int, bool]:
        theirs = self._of(other)
        shared = next(
            (n for n, (a, b) in enumerate(zip(own, theirs, strict=False)) if a != b), min(len(own), len(theirs))
        )
        return file == other, own == theirs, shared, any(one.startswith(_SHARED) for one in theirs[shared:])

    def _of(self, file: int) -> list[str]:
        """The folders of a file, source sets without their role."""
        known = self._folders.get(file)
        if known is None:
            known = self._folders[file] = [_platform(part) for part in self._project.files[file].path.split("/")[:-1]]
        return known


def _platform(folder: str) -> str:
    return next((folder.removesuffix(role) for role in _ROLES if folder.endswith(role) and folder != role), folder)
