"""How C and C++ differ from the common case of linking by declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final

from indexer.languages.c.base import GLOBAL
from indexer.languages.c.globals import Globals
from indexer.languages.c.includes import Includes
from indexer.languages.c.library import GIVEN, HOLDERS, MADE, NAMESPACES, PASSED
from indexer.languages.rules import DECLARATION, EXTERNAL, FILE, NAMESPACE, Entity, Project, ProjectFile, Rules
from indexer.model import units
from indexer.model.units import Declaration, Expr

_USING: Final = "using "


class CRules(Rules):
    """C and C++: what is included is seen, namespaces are open, types are declared."""

    implicit_members = True
    outer_namespaces = True
    overloads = True
    overrides_all = True
    calls_construct = True
    call_members = ("operator()",)
    value_spaces = units.EVERY
    external_namespaces = NAMESPACES
    holders = HOLDERS
    outside_methods: ClassVar[Mapping[str, str]] = GIVEN
    outside_functions: ClassVar[Mapping[str, str]] = PASSED
    holders_given: ClassVar[Mapping[str, str]] = MADE
    held_members = ("operator->", "operator*")
    element_members = ("operator[]", "begin")
    pointers = True
    noted: ClassVar[Mapping[str, str]] = {"_globals._names": DECLARATION}
    operators_apart = True

    def __init__(self, project: Project) -> None:
        """Args: see `Rules`."""
        super().__init__(project)
        self._includes = Includes(project.files, project.configs)
        self._globals = _Globals(self, project, self._includes)
        self._importing: set[tuple[int, str]] = set()
        self._opened = [[value for key, value in file.unit.facts if key == "opens"] for file in project.files]

    def whole(self) -> object:
        """See `Rules`: the paths, and the folders that are searched."""
        return [file.path for file in self.project.files], self._includes.folders

    def basis(self, file: ProjectFile) -> object:  # noqa: ARG002 - of paths only
        """See `Rules`: what files include, announce and open is read file by file, global names are noted."""
        return None

    def forget(self) -> None:
        """See `Rules`."""
        self._includes.forget()

    # ------------------------------------------------------------ names

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """See `Rules`: global names that a file sees; names of namespaces that a header opens."""
        if name.startswith(GLOBAL):
            name = name[len(GLOBAL) :]
            return self._globals.lookup(file, name, spaces) or [(EXTERNAL, name)]
        found = self._globals.lookup(file, name, spaces)
        if found and found[0][0] != EXTERNAL:
            return found
        for one in self._includes.closure(file):
            for namespace in self._opened[one] if one != file else ():
                opened = self.project.in_namespace(namespace.removeprefix("."), name, spaces)
                if opened:
                    return opened
        return found

    def exported(self, declaration: Declaration) -> bool:
        """See `Rules`."""
        return not declaration.flags & units.PRIVATE

    def nearest(self, file: int, found: list[Entity]) -> list[Entity]:
        """See `Rules`: of several declarations those in files that are included; prototypes there bring their definitions."""
        closure, project = self._includes.closure(file), self.project
        seen = [one for one in found if one[0] != DECLARATION or project.file_of(int(one[1])) in closure]
        if not seen or any(
            one[0] == DECLARATION and project.declaration(int(one[1])).flags & units.PROTOTYPE for one in seen
        ):
            return found
        return seen

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """See `Rules`: includes, using declarations, definitions of prototypes."""
        if module[:1] in ('"', "<"):
            found = self._includes.resolve(file, module)
            return [(FILE, found)] if found is not None else [(EXTERNAL, module[1:-1])]
        if module == "definition":
            return self._definition(self._globals.first[file] + int(name))
        if module.startswith(_USING):
            return self._used(file, module[len(_USING) :], name)
        return ()

    def _used(self, file: int, around: str, path: str) -> list[Entity]:
        """What a using declaration names; one that leads to itself leads nowhere."""
        if (file, path) in self._importing:
            return []
        self._importing.add((file, path))
        try:
            return self.path(file, around, path, units.EVERY) or [(EXTERNAL, path.removeprefix("."))]
        finally:
            self._importing.discard((file, path))

    def path(self, file: int, around: str, path: str, spaces: int) -> list[Entity]:
        """What a path with dots leads to, as seen from a namespace of a file; a leading dot is the global namespace."""
        first, *rest = path.removeprefix(".").split(".")
        contexts = [""] if path.startswith(".") else _outwards(around)
        for context in contexts:
            wanted = spaces if not rest else units.TYPES | units.NAMESPACES
            if context:
                found = list(self.project.in_namespace(context, first, wanted))
            elif self.project.has_namespace(first) and wanted & units.NAMESPACES:
                found = [(NAMESPACE, first)]
            else:
                found = self._globals.lookup(file, first, wanted)
            for place, part in enumerate(rest):
                inner = spaces if place == len(rest) - 1 else units.TYPES | units.NAMESPACES
                found = [one for outer in found for one in self._inside(outer, part, inner)]
            if found:
                return found
        return []

    def _inside(self, outer: Entity, name: str, spaces: int) -> list[Entity]:
        if outer[0] == EXTERNAL:
            return [(EXTERNAL, self.external_member(str(outer[1]), name))]
        return self.project.member_of(outer, name, spaces)

    # ------------------------------------------------------------ definitions

    def _definition(self, number: int) -> list[Entity]:
        """What a prototype declares; the prototype itself where no file defines it."""
        one = self.project.declaration(number)
        found = self._globals.definitions(number, self._candidates(number, one))
        return [(DECLARATION, n) for n in found] or [(DECLARATION, number)]

    def _candidates(self, number: int, one: Declaration) -> Sequence[int]:
        """The declarations of the name of a prototype in what it is declared in."""
        file = self.project.file_of(number)
        scopes = self.project.files[file].unit.scopes
        scope = scopes[one.scope]
        if scope.kind == units.TYPE_SCOPE and scope.declaration >= 0:
            return self.project.members(self._globals.first[file] + scope.declaration, one.name)
        namespace = self._namespace(file, one.scope)
        if namespace:
            found = self.project.in_namespace(namespace, one.name, one.spaces)
            return [int(which) for kind, which in found if kind == DECLARATION]
        return self._globals.of_global(one.name)

    def _namespace(self, file: int, scope: int) -> str:
        """The full name of the namespace around a scope."""
        scopes, parts, at = self.project.files[file].unit.scopes, [], scope
        while at >= 0:
            parts.append(scopes[at].namespace)
            at = scopes[at].parent
        return "".join(reversed(parts)).removeprefix(self.separator)

    def overridable(self, number: int) -> bool:
        """See `Rules`: a method that it, or what it overrides, declares as virtual."""
        return bool(self._virtual(number))

    def _virtual(self, number: int) -> bool:
        one = self.project.declaration(number)
        if one.flags & units.VIRTUAL:
            return True
        return any(self.project.declaration(n).flags & units.VIRTUAL for n in self._siblings(number, one))

    def _siblings(self, number: int, one: Declaration) -> Sequence[int]:
        owner = self.project.owner(number)
        return self.project.members(owner, one.name) if owner >= 0 else ()


class _Globals(Globals):
    """Global names, with using declarations resolved."""

    def __init__(self, rules: CRules, project: Project, includes: Includes) -> None:
        super().__init__(project, includes)
        self._rules = rules

    def imported(self, number: int, value: Expr) -> list[Entity]:
        """See `Globals`."""
        if value is None or value[0] != units.IMPORT:
            return []
        return list(self._rules.resolve_import(self._project.file_of(number), str(value[2]), str(value[3])))


def _outwards(namespace: str) -> list[str]:
    """A namespace and those around it, to the global one."""
    found = [namespace]
    while found[-1]:
        found.append(found[-1].rpartition(".")[0])
    return found


LINKING = CRules
