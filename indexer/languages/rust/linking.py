"""Rust's side of linking: crates and modules, what is seen without an import, macros, and what the library does to values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final

from indexer.languages.rules import DECLARATION, EXTERNAL, FILE, NAMESPACE, Entity, Project, ProjectFile, Rules
from indexer.languages.rust import library, traits
from indexer.languages.rust.crates import SEPARATOR, Crates, Declared, Place
from indexer.model.units import EXPORTED, FUNCTION_, MACRO, MACROS, NAMESPACES, TYPES, VALUES, Declaration

_PRIMITIVE: Final = "std.primitive."
_NUMBER: Final = re.compile(r"(?:\d+|size)$")


class RustRules(Rules):
    """A file is a module of a crate; a module sees only its own names, and what it imports."""

    flow: ClassVar[bool] = False
    closed_namespaces: ClassVar[bool] = True
    methods_called: ClassVar[bool] = True
    overrides_all: ClassVar[bool] = True
    everything_overrides: ClassVar[bool] = True
    separator: ClassVar[str] = SEPARATOR
    see_through: ClassVar[frozenset[str]] = library.POINTERS
    pairs: ClassVar[frozenset[str]] = library.MAPS
    containers: ClassVar[frozenset[str]] = library.CONTAINERS
    outside_methods: ClassVar[Mapping[str, str]] = library.METHODS
    outside_functions: ClassVar[Mapping[str, str]] = library.FUNCTIONS
    holders_given: ClassVar[Mapping[str, str]] = library.HOLDERS
    element_members: ClassVar[tuple[str, ...]] = ("next", "into_iter")
    pointer_members: ClassVar[tuple[str, ...]] = ("deref", "deref_mut")
    firsts: ClassVar[frozenset[str]] = frozenset({"Result"})
    chosen_by_types: ClassVar[bool] = True

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        modules: dict[str, list[Declared]] = {}
        for file in project.files:
            for key, value in file.unit.facts:
                if key == "mod":
                    modules.setdefault(file.path, []).append(Declared(*value.split("|")))
        self._crates = Crates([file.path for file in project.files], modules, project.configs)
        self._macros = self._macros_by_crate()

    def whole(self) -> object:
        """See `Rules`: the paths, and the manifests."""
        manifests = {path: text for path, text in self.project.configs.items() if path.endswith("Cargo.toml")}
        return [file.path for file in self.project.files], manifests

    def basis(self, file: ProjectFile) -> object:
        """See `Rules`: modules and macros."""
        macros = [
            (one.name, one.what == FUNCTION_, one.flags & EXPORTED)
            for one in file.unit.declarations
            if one.spaces & MACROS and one.what in (MACRO, FUNCTION_)
        ]
        return [one for one in file.unit.facts if one[0] == "mod"], macros

    def _macros_by_crate(self) -> dict[tuple[str, str], list[tuple[int, bool]]]:
        """Numbers of the macros of each crate by name, and whether other crates see them."""
        found: dict[tuple[str, str], list[tuple[int, bool]]] = {}
        number = 0
        for file in self.project.files:
            crate = self._crates.places[file.path].crate
            for one in file.unit.declarations:
                if one.spaces & MACROS and one.what in (MACRO, FUNCTION_):
                    found.setdefault((crate, one.name), []).append(
                        (number, one.what == FUNCTION_ or bool(one.flags & EXPORTED))
                    )
                number += 1
        return found

    # ------------------------------------------------------------ modules

    def namespace(self, file: int) -> str:
        """The crate's root file and the path of the module in the crate."""
        place = self._crates.places[self.project.files[file].path]
        return SEPARATOR.join((place.crate, *place.module))

    def module_name(self, file: int) -> str:
        """The path without its extension, with dots; a `mod.rs` is called as its folder."""
        stem = self.project.files[file].path.removesuffix(".rs")
        return (stem.removesuffix("/mod") or stem).replace("/", ".")

    def exported(self, declaration: Declaration) -> bool:
        """Modules see each other's items as far as `pub` lets them; code that compiles names only what it sees."""
        return bool(declaration.name)

    def sees(self, file: int, declaration: Declaration) -> bool:
        """See `exported`."""
        del file
        return bool(declaration.name)

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """A crate ('extern'), or the file of a `mod` declaration ('mod|inside|path')."""
        path = self.project.files[file].path
        if module == "extern":
            return self._crate(path, name)
        _, around, written = module.split("|", 2)
        child = self._crates.child(path, Declared(around, written, name))
        number = self.project.number_of_path(child) if child is not None else None
        return ((FILE, number),) if number is not None else ()

    def _module_above(self, path: str, name: str) -> Iterable[Entity]:
        """The module that `crate`, `self` or `super` means, as `Reader.module_above` puts it."""
        place = self._crates.places[path]
        above, _, inside = name.partition("|")
        if above == "crate":
            place = Place(place.crate, ())
        else:
            kept = place.module[: max(0, len(place.module) - int(above))]
            place = Place(place.crate, (*kept, *(inside.split(SEPARATOR) if inside else ())))
        written = self._crates.files.get(place)
        number = self.project.number_of_path(written) if written is not None else None
        if number is not None:
            return ((FILE, number),)
        return ((NAMESPACE, SEPARATOR.join((place.crate, *place.module))),)

    def _crate(self, path: str, name: str) -> Iterable[Entity]:
        root = self._crates.library(path, name)
        number = self.project.number_of_path(root) if root is not None else None
        return ((FILE, number),) if number is not None else ((EXTERNAL, name),)

    # ------------------------------------------------------------ what is seen without an import

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """Crates, the prelude, and macros of the crate."""
        path = self.project.files[file].path
        if name == "crate" or "|" in name:
            return self._module_above(path, name)
        if spaces == MACROS:
            return self._macro(file, path, name)
        found: list[Entity] = []
        if spaces & TYPES and name in library.PRIMITIVES:
            found.append((EXTERNAL, f"{_PRIMITIVE}{name}"))
        elif spaces & TYPES and name in library.PRELUDE:
            found.append((EXTERNAL, library.PRELUDE[name]))
        elif spaces & VALUES and name in library.PRELUDE_VALUES:
            found.append((EXTERNAL, library.PRELUDE_VALUES[name]))
        elif spaces & NAMESPACES and name[:1].islower():
            found += self._crate(path, name)
        return found

    def _macro(self, file: int, path: str, name: str) -> Iterable[Entity]:
        crate = self._crates.places[path].crate
        own = self._macros.get((crate, name), ())
        if own:
            return ((DECLARATION, own[-1][0]),)
        for key, value in self.project.files[file].unit.facts:
            if key == "macro_use":
                found = self._exported_macro(self._crates.library(path, value), name)
                if found:
                    return found
        return ((EXTERNAL, library.MACROS[name]),) if name in library.MACROS else ()

    def _exported_macro(self, crate: str | None, name: str) -> Sequence[Entity]:
        known = self._macros.get((crate, name), ()) if crate is not None else ()
        return [(DECLARATION, number) for number, exported in known if exported][-1:]

    def also_in(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """At the root of a crate: its exported macros, wherever they stand."""
        path = self.project.files[file].path
        if not spaces & MACROS or self._crates.places[path].crate != path:
            return ()
        return self._exported_macro(path, name)

    def may_have(self, base: str, name: str) -> bool:
        """See `Rules`: what is known of the traits of the standard library."""
        return traits.may_have(base, name)

    def makes(self, name: str) -> str:
        """See `Rules`: constructors of the standard library."""
        return traits.makes(name)

    def converts(self, wanted: str, given: str) -> int:
        """See `Rules`: primitive types do not convert; a number without a suffix is of any of its kind."""
        if not wanted.startswith(_PRIMITIVE) or not given.startswith(_PRIMITIVE):
            return 0
        kinds = {_NUMBER.sub("", one.removeprefix(_PRIMITIVE)) for one in (wanted, given)}
        plain = given.removeprefix(_PRIMITIVE) in ("i32", "f64")
        return 1 if plain and (kinds <= {"i", "u"} or kinds == {"f"}) else -100

    def literal(self, name: str) -> str:
        """Types of literals are built in."""
        return f"std.primitive.{name}" if name[:1].islower() else library.PRELUDE.get(name, name)


LINKING: Final = RustRules
