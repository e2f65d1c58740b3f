"""How JavaScript and TypeScript are linked: modules, packages, global names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Final

from indexer.languages.javascript.configuration import common_depth
from indexer.languages.javascript.library import GLOBALS
from indexer.languages.javascript.reader import SELF, WHOLE
from indexer.languages.javascript.resolution import Resolution
from indexer.languages.rules import DECLARATION, EXTERNAL, FILE, NAMESPACE, Entity, Project, ProjectFile, Rules
from indexer.model import units
from indexer.model.units import EVERY, VALUES, Declaration

_MOST_GLOBAL: Final = 4
"""A global name that more files declare, none of them nearer, leads nowhere."""
_GLOBAL: Final = "global"
_COMPONENTS: Final = (".vue", ".svelte")
"""Files that are a component: importing the default export of one imports that."""


class JavaScriptRules(Rules):
    """The rules of JavaScript and TypeScript."""

    open_types: ClassVar[bool] = True
    statics_apart: ClassVar[bool] = True
    constructors_inherited: ClassVar[bool] = True
    invokers: ClassVar[frozenset[str]] = frozenset(("call", "apply", "bind"))
    call_members: ClassVar[tuple[str, ...]] = ("(call)",)
    new_members: ClassVar[tuple[str, ...]] = ("(new)",)
    pairs: ClassVar[frozenset[str]] = frozenset(("Map", "ReadonlyMap"))
    records: ClassVar[frozenset[str]] = frozenset(("Record",))
    holders: ClassVar[frozenset[str] | None] = frozenset(("Promise", "PromiseLike"))
    value_spaces: ClassVar[int] = VALUES
    steps: ClassVar[tuple[str, ...]] = ("next", "value")
    noted: ClassVar[Mapping[str, str]] = {"_globals": DECLARATION, "_resolution.numbers": FILE}

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._resolution = Resolution((file.path for file in project.files), project.configs)
        self._kinds = [_kind(file) for file in project.files]
        self._patterns = self._ambient_patterns()
        self._globals = self._global_names()

    def whole(self) -> object:
        """See `Rules`: patterns of ambient modules, and what project files say of paths."""
        return self._patterns, self._resolution.settings()

    def forget(self) -> None:
        """See `Rules`."""
        self._resolution.forget()

    def basis(self, file: ProjectFile) -> object:
        """See `Rules`: the kind of module, patterns of ambient modules."""
        return _kind(file), list(_patterns(file))

    # ------------------------------------------------------------ modules

    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """See `Rules`."""
        if module == SELF:
            return self._in_file(file, name) if name else ((FILE, file),)
        target = self._resolution.resolve(self.project.files[file].path, module)
        if target is not None:
            return self._in_file(target, name)
        ambient = self._ambient(module)
        if ambient is not None:
            return self._in_ambient(ambient, name)
        if module.startswith((".", "/", "#")):
            return ()
        plain = module.removeprefix("node:")
        return ((EXTERNAL, f"{plain}.{name}" if name not in ("", "*", "default") else plain),)

    def _in_file(self, file: int, name: str) -> list[Entity]:
        """What a file exports under a name; '' and '*' for all."""
        if name == "*":
            return [(FILE, file)]
        if not name:
            return self._whole(file) or [(FILE, file)]
        found = self.project.in_file(file, name, EVERY)
        if not found and name == "default":
            found = self._whole(file)
            if not found and (self._kinds[file] != "module" or self.project.files[file].path.endswith(_COMPONENTS)):
                found = [(FILE, file)]
        return found

    def _whole(self, file: int) -> list[Entity]:
        """What a module exports in place of a set of names."""
        return self.project.in_file(file, WHOLE, EVERY)

    def also_in(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """See `Rules`: members of what a module exports as a whole."""
        if name in (WHOLE, "default"):
            return ()
        return [
            found
            for kind, which in self._whole(file)
            if kind == DECLARATION
            for found in self._members(int(which), name, spaces)
        ]

    def _members(self, number: int, name: str, spaces: int) -> list[Entity]:
        """Members that an import may name of a declaration that is exported as a whole."""
        one = self.project.declaration(number)
        if one.what == units.VARIABLE and one.value is not None and one.value[0] == units.OBJECT:
            return [(DECLARATION, found) for found in self._in_object(number, int(one.value[2]), name)]
        return self.project.member_of((DECLARATION, number), name, spaces)

    def _in_object(self, number: int, scope: int, name: str) -> list[int]:
        """The declarations of a name in the scope of an object literal, in the file of a declaration."""
        unit = self.project.files[self.project.file_of(number)].unit
        one = self.project.declaration(number)
        own = next(index for index, other in enumerate(unit.declarations) if other is one or other == one)
        first = number - own
        return [
            first + index
            for index, other in enumerate(unit.declarations)
            if other.scope == scope and other.name == name
        ]

    def _ambient(self, module: str) -> str | None:
        """The namespace of `declare module 'm'`, or of a pattern that a module's name fits."""
        if self.project.has_namespace(f'"{module}"'):
            return f'"{module}"'
        for before, after, namespace in self._patterns:
            if module.startswith(before) and module.endswith(after) and len(module) >= len(before) + len(after):
                return namespace
        return None

    def _ambient_patterns(self) -> list[tuple[str, str, str]]:
        found = []
        for file in self.project.files:
            for namespace in _patterns(file):
                before, _, after = namespace.strip('"').partition("*")
                found.append((before, after, namespace))
        return sorted(found, key=lambda one: -len(one[0]))

    def _in_ambient(self, namespace: str, name: str) -> list[Entity]:
        if name in ("", "*"):
            whole = self.project.in_namespace(namespace, WHOLE, EVERY) if not name else []
            return whole or [(NAMESPACE, namespace)]
        found = self.project.in_namespace(namespace, name, EVERY)
        if found:
            return found
        whole = self.project.in_namespace(namespace, WHOLE, EVERY)
        if name == "default":
            return whole
        return [
            entity for kind, which in whole if kind == DECLARATION for entity in self._members(int(which), name, EVERY)
        ]

    # ------------------------------------------------------------ global names

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:
        """See `Rules`."""
        if name == "exports" and self._kinds[file] == "commonjs":
            return self._in_file(file, "")
        found = self.project.in_namespace(_GLOBAL, name, spaces) if self.project.has_namespace(_GLOBAL) else []
        found = found or self._shared(file, name, spaces)
        if found:
            return found
        if spaces & units.NAMESPACES and self.project.has_namespace(name):
            return ((NAMESPACE, name),)
        return ((EXTERNAL, name),) if name in GLOBALS and spaces & (units.VALUES | units.TYPES) else ()

    def _shared(self, file: int, name: str, spaces: int) -> list[Entity]:
        """What scripts, which have no modules, declare for one another; declaration files for all."""
        numbers = self._globals.get(name, ())
        script = self._kinds[file] == "script"
        path = self.project.files[file].path
        seen = [
            number
            for number in numbers
            if self.project.declaration(number).spaces & spaces
            and self.project.file_of(number) != file
            and (script or self._is_for_all(number))
        ]
        if not seen:
            return []
        depths = [common_depth(self.project.files[self.project.file_of(number)].path, path) for number in seen]
        best = [number for number, depth in zip(seen, depths, strict=True) if depth == max(depths)]
        return [(DECLARATION, number) for number in best] if len(best) <= _MOST_GLOBAL else []

    def _is_for_all(self, number: int) -> bool:
        """Whether modules see a global name, too: what a declaration file says, or a module's `export as namespace`."""
        file = self.project.file_of(number)
        return self._kinds[file] != "script" or self.project.files[file].path.endswith((".d.ts", ".d.mts", ".d.cts"))

    def _global_names(self) -> dict[str, list[int]]:
        """Declarations of the outermost scope of scripts, and modules' `export as namespace`, by name."""
        found: dict[str, list[int]] = {}
        first = 0
        for file in self.project.files:
            for index, one in _shared_names(file):
                found.setdefault(one.name, []).append(first + index)
            first += len(file.unit.declarations)
        return found

    # ------------------------------------------------------------ names outside

    def external_member(self, owner: str, name: str) -> str:
        """See `Rules`."""
        return f"{_BOXED.get(owner, owner)}.{name}"

    def literal(self, name: str) -> str:
        """See `Rules`."""
        return _LITERALS.get(name, name)


def _kind(file: ProjectFile) -> str:
    """How a file is a module: 'module', 'commonjs' or 'script'."""
    return dict(file.unit.facts).get("kind", "module")


def _patterns(file: ProjectFile) -> Iterator[str]:
    """The namespaces of ambient modules that are declared for many names."""
    for scope in file.unit.scopes:
        if scope.kind == units.NAMESPACE_SCOPE and scope.namespace.startswith('"') and "*" in scope.namespace:
            yield scope.namespace


def _shared_names(file: ProjectFile) -> Iterator[tuple[int, Declaration]]:
    """What a file declares for others without modules, with its place in the file."""
    is_script = _kind(file) == "script"
    for index, one in enumerate(file.unit.declarations):
        shared = is_script and not one.flags & units.HIDDEN
        if one.scope == 0 and one.name and (shared or (one.what == units.NAMESPACE and one.flags & units.HIDDEN)):
            yield index, one


_LITERALS: Final = {
    "array": "Array", "string": "String", "number": "Number", "boolean": "Boolean", "symbol": "Symbol", "bigint": "BigInt"
}  # fmt: skip
_BOXED: Final = {"tuple": "Array"}

LINKING = JavaScriptRules
