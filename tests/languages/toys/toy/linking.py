"""The toy language's modules: `from a.b import c` reads a/b.toy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from indexer.languages.rules import DECLARATION, EXTERNAL, Entity, Rules
from indexer.model import units


class ToyRules(Rules):
    """Modules by path; a prefix for all of them may stand in toy.conf."""

    implicit_members: ClassVar[bool] = False
    calls_construct: ClassVar[bool] = True

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """See `Rules`."""
        root = self.project.configs.get("toy.conf", b"").decode().strip()
        path = f"{root}{module.replace('.', '/')}.toy"
        number = self.project.number_of_path(path)
        if number is None:
            return [(EXTERNAL, f"{module}.{name}")]
        return [one for one in self.project.in_file(number, name, units.EVERY) if one[0] == DECLARATION]


LINKING = ToyRules
