"""The global names of all files, and which of them a file means."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from indexer.languages.c.base import TAG
from indexer.languages.c.includes import Includes, nearest
from indexer.languages.c.library import FUNCTIONS, TYPES
from indexer.languages.rules import DECLARATION, EXTERNAL, NAMESPACE, Entity, Project
from indexer.model import units
from indexer.model.units import Declaration, Expr

_MOST = 3
"""A name with more definitions that are equally near leads to none of them."""


class Globals(ABC):
    """Look-up of names that are declared in no namespace.

    A file sees what it includes; what is only declared there leads to the definition, wherever that is.
    """

    def __init__(self, project: Project, includes: Includes) -> None:
        """Args: the files and what they include."""
        self._project = project
        self._includes = includes
        self._names: dict[str, list[int]] = {}
        self._announced = [
            frozenset(value.removeprefix(TAG) for key, value in file.unit.facts if key == "declares")
            for file in project.files
        ]
        """Names that each file declares without defining them."""
        self.first: list[int] = []
        """Number of the first declaration of each file."""
        number = 0
        for file in project.files:
            self.first.append(number)
            for one in file.unit.declarations:
                if one.scope == 0 and one.what != units.NAMESPACE:
                    self._names.setdefault(one.name, []).append(number)
                number += 1

    def lookup(self, file: int, name: str, spaces: int) -> list[Entity]:
        """What a name means in a file, outside of what the file itself declares."""
        if spaces & units.NAMESPACES and self._project.has_namespace(name) and self._is_cpp(file):
            return [(NAMESPACE, name)]
        found = self._of_space(name, spaces)
        if not found:
            other = name[len(TAG) :] if name.startswith(TAG) else TAG + name
            found = self._of_space(other, spaces & units.TYPES)
        if found:
            return self.chosen(file, found, name)
        return self._outside(file, name, spaces)

    def _of_space(self, name: str, spaces: int) -> list[int]:
        declaration = self._project.declaration
        return [n for n in self._names.get(name, ()) if declaration(n).spaces & spaces] if spaces else []

    def chosen(self, file: int, found: Sequence[int], name: str) -> list[Entity]:
        """Of the declarations of a name those that a file means."""
        declaration, file_of = self._project.declaration, self._project.file_of
        closure = self._includes.closure(file)
        visible = [n for n in found if file_of(n) in closure]
        defined = [n for n in visible if not declaration(n).flags & units.PROTOTYPE]
        if defined:
            return self._entities(defined)
        elsewhere = [n for n in found if not declaration(n).flags & (units.PROTOTYPE | units.PRIVATE)]
        if visible:
            kinds = {declaration(n).what for n in visible}
            elsewhere = [n for n in elsewhere if declaration(n).what in kinds]
            if elsewhere:
                return self._nearest(file_of(visible[0]), elsewhere) or self._nearest(file, elsewhere)
            return [*self._entities(visible[:1]), (EXTERNAL, name.removeprefix(TAG))]
        announced = any(name.removeprefix(TAG) in self._announced[one] for one in closure)
        if announced and elsewhere:
            return self._nearest(file, elsewhere)
        spaces = declaration(found[0]).spaces
        guessed = not self._is_cpp(file) or self._includes.is_incomplete(file)
        if not elsewhere or not guessed or len({file_of(n) for n in elsewhere}) > 1 or self._is_standard(name):
            return self._outside(file, name, spaces)
        return self._entities(elsewhere)

    @staticmethod
    def _is_standard(name: str) -> bool:
        return name in FUNCTIONS or name in TYPES

    def _is_cpp(self, file: int) -> bool:
        return self._project.files[file].language == "cpp"

    def _entities(self, numbers: Iterable[int]) -> list[Entity]:
        found: list[Entity] = []
        for number in numbers:
            one = self._project.declaration(number)
            if one.what == units.IMPORTED and one.value is not None:
                found += self.imported(number, one.value)
            else:
                found.append((DECLARATION, number))
        return found

    @abstractmethod
    def imported(self, number: int, value: Expr) -> list[Entity]:
        """What a using declaration stands for; overridden by who knows namespaces."""

    def _nearest(self, file: int, found: Sequence[int]) -> list[Entity]:
        """The definitions that are nearest to a file, unless they are many."""
        file_of, files = self._project.file_of, self._project.files
        wanted = files[file].path.rpartition("/")[2].rpartition(".")[0]
        near = set(nearest(files, file, [file_of(n) for n in found]))
        same = {n for n in near if files[n].path.rpartition("/")[2].rpartition(".")[0] == wanted}
        kept = [n for n in found if file_of(n) in (same or near)]
        return self._entities(kept) if len({file_of(n) for n in kept}) <= _MOST else []

    def _outside(self, file: int, name: str, spaces: int) -> list[Entity]:
        """A name that no file declares, as far as it can be one of a header that is not indexed."""
        plain = name.removeprefix(TAG)
        if name == "std" and spaces & units.NAMESPACES:
            return [(EXTERNAL, "std")]
        if (plain in FUNCTIONS and spaces & units.VALUES) or (plain in TYPES and spaces & units.TYPES):
            return [(EXTERNAL, plain)]
        if plain.startswith("@") or not self._includes.leads_outside(file):
            return []
        if self._is_cpp(file) and spaces & units.VALUES and not plain.isupper():
            return []
        return [(EXTERNAL, plain)]

    # ------------------------------------------------------------ definitions of prototypes

    def definitions(self, number: int, candidates: Iterable[int]) -> list[int]:
        """Those of some declarations of one name that define what a prototype declares."""
        one = self._project.declaration(number)
        file = self._project.file_of(number)
        found = [
            n
            for n in candidates
            if (other := self._project.declaration(n)).what == one.what
            and not other.flags & units.PROTOTYPE
            and other.symbol >= 0
            and (not (one.flags | other.flags) & units.PRIVATE or self._project.file_of(n) == file)
        ]
        same = [n for n in found if len(self._project.declaration(n).parameters) == len(one.parameters)]
        shape = self._shape(number, one)
        exact = [n for n in same if self._shape(n, self._project.declaration(n)) == shape]
        kept = exact or same or ([] if self._is_cpp(file) else found)
        if len({self._project.file_of(n) for n in kept}) < 2:
            return kept
        chosen = [int(e[1]) for e in self._nearest(file, kept)]
        return [n for n in chosen if n in kept]

    def of_global(self, name: str) -> Sequence[int]:
        """All declarations of a global name."""
        return self._names.get(name, ())

    def _shape(self, number: int, one: Declaration) -> tuple[str, ...]:
        """The names of the types of parameters, without namespaces."""
        first = self.first[self._project.file_of(number)]
        return tuple(_last(self._project.declaration(first + n).type) for n in one.parameters)


def _last(expr: Expr) -> str:
    if expr is None:
        return ""
    op = expr[0]
    if op in (units.NAME, units.LITERAL):
        return str(expr[2]).removeprefix(TAG)
    if op == units.MEMBER:
        return str(expr[3])
    if op == units.APPLIED:
        return _last(expr[2])
    if op == units.SEQUENCE:
        return _last(expr[2][0])
    return ""
