"""How Java, Kotlin and Scala link: packages, imports, names that hold without an import, and what each sees of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from indexer.languages.java.containers import FIELDS, FUNCTIONS, GIVING, HOLDERS, METHODS
from indexer.languages.java.library import JAVA_LANG
from indexer.languages.java.packages import TYPES as PACKAGES
from indexer.languages.java.reader import FACADE, OF_OBJECT, PACKAGE
from indexer.languages.java.variants import Variants
from indexer.languages.kotlin import library as kotlin
from indexer.languages.rules import (
    APART,
    DECLARATION,
    EXTERNAL,
    FILE,
    FUNCTIONS_FIRST,
    NAMESPACE,
    TOGETHER,
    Entity,
    Project,
    ProjectFile,
    Rules,
)
from indexer.languages.scala import library as scala
from indexer.languages.scala.paths import Paths
from indexer.model.units import EVERY, EXTENSION, IMPORT, IMPORTED, NAMESPACES, PRIVATE, TYPES, VALUES, Declaration

_BY_DEFAULT: Final = {
    "kotlin": (kotlin.TYPES_BY_DEFAULT, kotlin.FUNCTIONS_BY_DEFAULT),
    "scala": (scala.TYPES_BY_DEFAULT, scala.FUNCTIONS_BY_DEFAULT),
}
_APART: Final = {"kotlin": FUNCTIONS_FIRST, "scala": TOGETHER}
_WIDTH: Final = {
    "void": 0,
    "boolean": 0,
    "byte": 1,
    "short": 2,
    "char": 2,
    "int": 3,
    "long": 4,
    "float": 5,
    "double": 6,
}
"""Primitive types; the numeric ones are taken where a wider one is wanted."""
_BOXES: Final = {name: f"java.lang.{name.capitalize()}" for name in _WIDTH} | {
    "int": "java.lang.Integer",
    "char": "java.lang.Character",
}
_ON_JVM: Final = {
    f"{language}.{name.capitalize()}": name for language in ("kotlin", "scala") for name in _WIDTH if name != "void"
} | {"kotlin.Unit": "void", "scala.Unit": "void", "kotlin.String": "java.lang.String", "kotlin.Any": "java.lang.Object"}
"""What types of the other languages are in Java."""
_OBJECTS: Final = frozenset({"java.lang.Object", "kotlin.Any", "scala.Any"})
_LITERALS: Final = {name: f"java.lang.{name}" for name in ("String", "Class", "Object")}


class JvmRules(Rules):
    """The languages of the JVM see each other's packages and types."""

    implicit_members: ClassVar[bool] = True
    functions_apart: ClassVar[bool] = True
    shares_global: ClassVar[bool] = True
    overloads: ClassVar[bool] = True
    overrides_all: ClassVar[bool] = True
    calls_construct: ClassVar[bool] = True
    element_members: ClassVar[tuple[str, ...]] = ("iterator",)
    functional: ClassVar[bool] = True
    call_members: ClassVar[tuple[str, ...]] = ("apply", "invoke")
    root: ClassVar[str] = "java.lang.Object"
    of_every_type: ClassVar[frozenset[str]] = frozenset(
        ("clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait")
    )
    outside_methods: ClassVar[Mapping[str, str]] = METHODS
    outside_functions: ClassVar[Mapping[str, str]] = FUNCTIONS
    outside_fields: ClassVar[Mapping[str, str]] = FIELDS
    pair: ClassVar[str] = "kotlin.Pair"
    table: ClassVar[str] = "kotlin.collections.Map"
    holder: ClassVar[str] = ""
    holders_given: ClassVar[Mapping[str, str]] = HOLDERS
    pairs: ClassVar[frozenset[str]] = frozenset(("Map", "MutableMap", "HashMap", "LinkedHashMap", "TreeMap"))
    imports_are_local: ClassVar[bool] = True
    values_first: ClassVar[bool] = True
    stable_values: ClassVar[bool] = True
    accessors_called: ClassVar[bool] = True

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._facades = self._all_facades()
        self._scala: Final = Paths(project)
        self._imports: dict[int, dict[str, list[Entity]]] = {}
        self._variants: Final = Variants(project)
        self._known: dict[tuple[str, str], list[Entity]] = {}
        """What full names lead to."""
        self._asked_members = False
        """Whether members of types were asked for since this was last set; while types are being found there may be more to come."""

    def whole(self) -> object:
        """See `Rules`: the classes that Java sees in place of files."""
        return {key: [self.project.files[int(one[1])].path for one in found] for key, found in self._facades.items()}

    def basis(self, file: ProjectFile) -> object:
        """See `Rules`: the package, and the class that Java sees its functions in."""
        return file.unit.scopes[0].namespace, [value for key, value in file.unit.facts if key == FACADE]

    def forget(self) -> None:
        """See `Rules`."""
        self._imports.clear()
        self._known.clear()
        self._scala.forget()

    # ------------------------------------------------------------ imports

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """See `Rules`."""
        path = module if name in ("", "*") else f"{module}.{name}".removeprefix(".")
        is_scala = self.project.files[file].language == "scala"
        ways = self._scala.ways(file, path) if is_scala else [path]
        for way in ways:
            found = self._import(way, name)
            if found:
                return self.nearest(file, found) if len(found) > 1 else found
        return [] if is_scala and self._scala.is_local(file, path) else [(EXTERNAL, ways[-1])]

    def nearest(self, file: int, found: list[Entity]) -> list[Entity]:
        """See `Rules`: types of one full name are variants for platforms and versions of the language."""
        return self._variants.nearest(file, found)

    def _import(self, path: str, name: str) -> list[Entity]:
        """What a full name leads to, as an import of one name, of everything ('*') or of a package itself ('')."""
        key = (path, name if name in ("", "*") else ".")
        known = self._known.get(key)
        if known is None:
            self._asked_members = False
            known = self._full_name(path, name)
            if known or not self._asked_members:
                self._known[key] = known
        return known

    def _full_name(self, path: str, name: str) -> list[Entity]:
        if name == "*" and self.project.has_namespace(path):
            return [(NAMESPACE, path)]
        if not name:
            package = self.project.in_namespace(path, PACKAGE, NAMESPACES)
            if package:
                return package[:1]
        return self._find(path.split("."))

    def _find(self, parts: list[str]) -> list[Entity]:
        """What a full name leads to: the longest package that there is, and members in it."""
        for split in range(len(parts) - 1, -1, -1):
            package = ".".join(parts[:split])
            if package and not self.project.has_namespace(package):
                continue
            found = self._inside(package, parts[split:])
            if found:
                return found
        full = ".".join(parts)
        return [(NAMESPACE, full)] if self.project.has_namespace(full) else []

    def _inside(self, package: str, parts: list[str]) -> list[Entity]:
        """What is declared in a package under a path of names, of which all but the last are types, objects or facades."""
        found = self._declared(package, parts[0], last=len(parts) == 1)
        for place, name in enumerate(parts[1:], 2):
            names = (name,) if place == len(parts) else (name, name + OF_OBJECT)
            inner: list[Entity] = []
            for kind, which in found:
                if kind == FILE:
                    inner += self.project.in_file(int(which), name, EVERY)
                    continue
                self._asked_members = True
                if kind == DECLARATION and self.project.declaration(int(which)).spaces & TYPES:
                    inner += [(DECLARATION, one) for each in names for one in self.project.members(int(which), each)]
            found = list(dict.fromkeys(inner))
        return found

    def _declared(self, package: str, name: str, *, last: bool) -> list[Entity]:
        found = self.project.in_namespace(package, name, EVERY & ~NAMESPACES)
        if not last:
            found = found + self.project.in_namespace(package, name + OF_OBJECT, TYPES)
        return found or self._facade(package, name)

    # ------------------------------------------------------------ names without an import

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """See `Rules`."""
        found = self._without_import(self.project.files[file].language, name, spaces)
        if found:
            return [(EXTERNAL, found)]
        whole = self._imported_whole(file, name) if spaces & TYPES else ""
        if whole:
            return [(EXTERNAL, whole)]
        facade = self._facade(self.namespace(file), name) if spaces & TYPES else []
        if facade:
            return facade
        if spaces & NAMESPACES and self.project.has_namespace(name):
            return [(NAMESPACE, name)]
        return ()

    def _imported_whole(self, file: int, name: str) -> str:
        """The full name of a type of the class library whose package a file imports whole; ''."""
        for expr, _, _ in self.project.files[file].unit.scopes[0].opens:
            package = str(expr[2]) if expr is not None and expr[0] == IMPORT and expr[3] == "*" else ""
            if name in PACKAGES.get(package, ()):
                return f"{package}.{name}"
        return ""

    @staticmethod
    def _without_import(language: str, name: str, spaces: int) -> str:
        """The full name of what a language's standard library gives without an import; ''."""
        types, functions = _BY_DEFAULT.get(language, ({}, {}))
        found = types.get(name) or (functions.get(name) if spaces & VALUES else None)
        if found:
            return found
        return f"java.lang.{name}" if spaces & TYPES and name in JAVA_LANG else ""

    def _facade(self, package: str, name: str) -> list[Entity]:
        """The files whose functions and properties Java sees as static members of a class of this name."""
        return self._facades.get((package, name), [])

    def _all_facades(self) -> dict[tuple[str, str], list[Entity]]:
        found: dict[tuple[str, str], list[Entity]] = {}
        for number, file in enumerate(self.project.files):
            for key, value in file.unit.facts:
                if key == FACADE:
                    found.setdefault((self.namespace(number), value), []).append((FILE, number))
        return found

    # ------------------------------------------------------------ what names mean

    def apart(self, file: int) -> int:
        """See `Rules`."""
        return _APART.get(self.project.files[file].language, APART)

    def applicable(self, declaration: Declaration, count: int) -> bool:
        """See `Rules`; the receiver of an extension is no argument of its calls."""
        if declaration.flags & EXTENSION and count >= 0:
            return declaration.required <= count and super().applicable(declaration, count + 1)
        return super().applicable(declaration, count)

    # ------------------------------------------------------------ visibility

    def sees_extension(self, file: int, number: int) -> bool:
        """See `Rules`: what is imported by name, of the same package, or of a package or object that is open; else by Scala's implicits."""
        at, one = self.project.file_of(number), self.project.declaration(number)
        if file == at or self.project.files[at].language != "kotlin":
            return True
        if one.flags & PRIVATE:
            return False
        if one.name in self._imported(file):
            return (DECLARATION, number) in self._imported(file)[one.name]
        package = self.namespace(at)
        return one.scope == 0 and (package == self.namespace(file) or package in self._opened(file))

    def _imported(self, file: int) -> dict[str, list[Entity]]:
        """What the names that a file imports stand for."""
        known = self._imports.get(file)
        if known is None:
            known = self._imports[file] = {}
            for one in self.project.files[file].unit.declarations:
                if one.what == IMPORTED and one.value is not None:
                    known.setdefault(one.value[3], []).extend(
                        self._import(f"{one.value[2]}.{one.value[3]}".removeprefix("."), ".")
                    )
        return known

    def _opened(self, file: int) -> list[str]:
        """The packages that a file opens."""
        return [
            expr[2]
            for expr, _, _ in self.project.files[file].unit.scopes[0].opens
            if expr is not None and expr[0] == IMPORT
        ]

    def exported(self, declaration: Declaration) -> bool:
        """See `Rules`."""
        return not declaration.flags & PRIVATE

    def converts(self, wanted: str, given: str) -> int:
        """See `Rules`: primitive types widen and are boxed; everything else is an `Object`."""
        wanted, given = _ON_JVM.get(wanted, wanted), _ON_JVM.get(given, given)
        if wanted == given:
            return 3
        if wanted in _OBJECTS:
            return 0 if given == "void" else 1
        if wanted in _WIDTH or given in _WIDTH:
            return _primitive(wanted, given)
        return 0

    def taken_by(self, name: str, place: int, count: int) -> int:  # noqa: ARG002 - an interface of any name may be meant
        """See `Rules`: `Function<A, B>` takes an A, `BinaryOperator<A>` two."""
        return min(place, count - 1)

    def given_by(self, name: str, count: int) -> int:
        """See `Rules`: `Function<A, B>` and `Supplier<B>` give a B."""
        return count - 1 if name.rpartition(".")[2] in GIVING else -1

    def literal(self, name: str) -> str:
        """See `Rules`."""
        return _LITERALS.get(name, name)


def _primitive(wanted: str, given: str) -> int:
    """How well one type is taken where another is wanted, of which one is primitive."""
    if wanted == _BOXES.get(given) or given == _BOXES.get(wanted):
        return 1
    narrow, wide = _WIDTH.get(given, -1), _WIDTH.get(wanted, -1)
    if narrow > 0 and wide > narrow:
        return 2
    unknown = (wanted in _WIDTH) != (given in _WIDTH) and (wanted or given) not in _BOXES.values()
    return 0 if unknown and given and wanted not in _WIDTH else -100


LINKING = JvmRules
