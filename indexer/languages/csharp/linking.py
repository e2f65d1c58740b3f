"""How C# is linked: namespaces over all files, using directives, projects, and names of .NET."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from indexer.languages.csharp.definitions import ROW
from indexer.languages.csharp.library import (
    KEYWORDS,
    NAMESPACES_OF,
    OF_FIELDS,
    OF_METHODS,
    TAKING_ELEMENTS,
    conversion,
    derives,
)
from indexer.languages.csharp.projects import Projects
from indexer.languages.rules import DECLARATION, EXTERNAL, NAMESPACE, Entity, Project, ProjectFile, Rules
from indexer.model.units import EXTENSION, NAMESPACES, TYPES, Declaration

_ATTRIBUTE: Final = "Attribute"


class CSharp(Rules):
    """The rules of C#."""

    implicit_members: ClassVar[bool] = True
    open_types: ClassVar[bool] = True
    outer_namespaces: ClassVar[bool] = True
    shares_global: ClassVar[bool] = True
    overloads: ClassVar[bool] = True
    overrides_all: ClassVar[bool] = True
    operators_apart: ClassVar[bool] = True
    call_members: ClassVar[tuple[str, ...]] = ("Invoke",)
    see_through: ClassVar[frozenset[str]] = frozenset({"Expression"})

    root: ClassVar[str] = "System.Object"
    of_every_type: ClassVar[frozenset[str]] = frozenset(
        {"Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"}
    )
    holder: ClassVar[str] = "System.Collections.Generic.IEnumerable"
    element_callbacks: ClassVar[frozenset[str]] = TAKING_ELEMENTS
    outside_methods: ClassVar[Mapping[str, str]] = OF_METHODS
    outside_fields: ClassVar[Mapping[str, str]] = OF_FIELDS
    index_members: ClassVar[tuple[str, ...]] = ("this[]",)
    pairs: ClassVar[frozenset[str]] = frozenset(
        {
            "ConcurrentDictionary",
            "Dictionary",
            "IDictionary",
            "IReadOnlyDictionary",
            "ImmutableDictionary",
            "SortedDictionary",
        }
    )
    pair: ClassVar[str] = "System.Collections.Generic.KeyValuePair"
    group: ClassVar[str] = "System.Linq.IGrouping"
    table: ClassVar[str] = "System.Collections.Generic.Dictionary"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._projects = Projects(project.configs)
        self._everywhere: dict[str, tuple[str, ...]] = {}
        for one in project.files:
            folder = self._projects.of(one.path)
            known = self._everywhere.setdefault(folder.path, folder.usings)
            said = tuple(value for key, value in one.unit.facts if key == "global")
            if said:
                self._everywhere[folder.path] = tuple(dict.fromkeys((*known, *said)))
        self._opened: dict[int, frozenset[str]] = {}
        self._imports: dict[tuple[int, str], list[Entity]] = {}

    def whole(self) -> object:
        """See `Rules`: the projects, and what is opened everywhere in each."""
        return self._projects.folders, self._everywhere

    def basis(self, file: ProjectFile) -> object:
        """See `Rules`: what the files of a project see by a file of it."""
        return [value for key, value in file.unit.facts if key == "global"]

    def forget(self) -> None:
        """See `Rules`."""
        self._opened.clear()
        self._imports.clear()

    # ------------------------------------------------------------ usings

    def _usings_everywhere(self, file: int) -> tuple[str, ...]:
        """What a file sees without saying so: by its project file and by `global using` in any file of its project."""
        return self._everywhere[self._projects.of(self.project.files[file].path).path]

    def _namespaces_opened(self, file: int) -> frozenset[str]:
        """The namespaces of which a file sees the names, its own left out."""
        known = self._opened.get(file)
        if known is None:
            own = {value for key, value in self.project.files[file].unit.facts if key == "using"}
            known = self._opened[file] = frozenset(own.union(self._usings_everywhere(file)))
        return known

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """A namespace or a type by its dotted name, from the root or from a namespace that the file declares into."""
        key = (file, module)
        known = self._imports.get(key)
        if known is None:
            known = self._imports[key] = self._resolved(file, module)
        if name == ROW and known[0][0] == NAMESPACE:
            rows = self.project.in_namespace(str(known[0][1]), ROW, NAMESPACES)
            return [one for one in rows if one[0] == DECLARATION][:1] or [(EXTERNAL, module)]
        return known

    def _resolved(self, file: int, module: str) -> list[Entity]:
        for start in ("", *self._namespaces_of(file)):
            found = self._from_root(f"{start}.{module}" if start else module)
            if found:
                return found
        return [(EXTERNAL, module.partition("`")[0])]

    def _namespaces_of(self, file: int) -> list[str]:
        found: dict[str, None] = {}
        for scope in self.project.files[file].unit.scopes:
            at = scope.namespace
            while at:
                found[at] = None
                at = at.rpartition(".")[0]
        return list(found)

    def _from_root(self, dotted: str) -> list[Entity]:
        if self.project.has_namespace(dotted):
            return [(NAMESPACE, dotted)]
        outer, _, last = dotted.rpartition(".")
        if not outer:
            return self._types("", last)
        if self.project.has_namespace(outer):
            return self._types(outer, last)
        return [
            (DECLARATION, number) for kind, which in self._from_root(outer) if kind == DECLARATION
            for number in self.project.members(int(which), last) if self.project.declaration(number).spaces & TYPES
        ]  # fmt: skip

    def _types(self, namespace: str, name: str) -> list[Entity]:
        return [one for one in self.project.in_namespace(namespace, name, TYPES) if one[0] == DECLARATION]

    # ------------------------------------------------------------ names that no scope has

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """Names of namespaces that every file of the project opens, and of .NET."""
        for opened in self._usings_everywhere(file):
            found = self._opened_everywhere(file, opened, name, spaces)
            if found:
                return found
        return self._library(file, name) if spaces & TYPES else ()

    def _opened_everywhere(self, file: int, opened: str, name: str, spaces: int) -> list[Entity]:
        alias, equals, target = opened.partition("=")
        if equals:
            return list(self.resolve_import(file, target, "")) if alias == name else []
        if opened.startswith("static "):
            return [
                (DECLARATION, number)
                for kind, which in self.resolve_import(file, opened.removeprefix("static "), "") if kind == DECLARATION
                for number in self.project.members(int(which), name)
                if self.project.declaration(number).spaces & spaces
            ]  # fmt: skip
        return self.project.in_namespace(opened, name, spaces) if self.project.has_namespace(opened) else []

    def _library(self, file: int, name: str) -> list[Entity]:
        plain = name.partition("`")[0]
        candidates = [plain]
        if name.startswith("["):
            plain = name.strip("[]")
            candidates = [plain + _ATTRIBUTE, plain]
        opened = self._namespaces_opened(file)
        for candidate in candidates:
            for namespace in NAMESPACES_OF.get(candidate, ()):
                if namespace in opened and ("`" in name or not namespace.endswith(".Generic")):
                    return [(EXTERNAL, f"{namespace}.{candidate}")]
        for candidate in candidates:
            for namespace in NAMESPACES_OF.get(candidate, ()):
                if namespace in opened:
                    return [(EXTERNAL, f"{namespace}.{candidate}")]
        return [(EXTERNAL, "System")] if name == "System" else []

    # ------------------------------------------------------------ the rest

    def applicable(self, declaration: Declaration, count: int) -> bool:
        """An extension method is also called without its first argument, which stands before the dot."""
        if super().applicable(declaration, count):
            return True
        return bool(declaration.flags & EXTENSION) and count >= 0 and super().applicable(declaration, count + 1)

    def converts(self, wanted: str, given: str) -> int:
        """Widening of numbers, and bases; of sealed types nothing else is taken for them."""
        return conversion(wanted, given)

    def derives(self, name: str, base: str) -> bool:
        """Bases among the types of .NET."""
        return derives(name, base)

    def beyond(self, namespace: str, name: str) -> str:
        """.NET has its namespaces also where the indexed code declares into them."""
        known = namespace.partition(".")[0] in ("System", "Microsoft")
        return self.external_member(namespace, name) if known else ""

    def external_member(self, owner: str, name: str) -> str:
        """A member of a type of .NET; generic types by their plain name; names of a tuple's elements are its own."""
        if owner == KEYWORDS["tuple"] and not name.startswith("Item"):
            return ""
        return f"{owner}.{name.partition('`')[0].strip('[]')}"

    def taken_by(self, name: str, place: int, count: int) -> int:
        """See `Rules`: delegates of .NET."""
        plain = name.removeprefix("System.")
        if plain == "EventHandler":
            return place - 1 if place == 1 else -1
        taken = {"Action": count, "Func": count - 1, "Predicate": 1, "Converter": 1}.get(plain, 0)
        return 0 if plain == "Comparison" else place if place < taken else -1

    def given_by(self, name: str, count: int) -> int:
        """See `Rules`: delegates of .NET."""
        return count - 1 if name in ("System.Func", "System.Converter") else -1

    def literal(self, name: str) -> str:
        """The type that a keyword names."""
        return KEYWORDS.get(name, name)


LINKING = CSharp
