"""What plain names lead to: scopes, namespaces, what is opened, imports."""

from __future__ import annotations

import weakref
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from indexer.languages.rules import (
    DECLARATION,
    EXTERNAL,
    FILE,
    FUNCTIONS_FIRST,
    NAMESPACE,
    TOGETHER,
    Entity,
    ProjectFile,
    Rules,
)
from indexer.model import units
from indexer.model.units import Declaration, Expr, Known

if TYPE_CHECKING:
    from indexer.link.declared.program import Program

_VALUES_AND_TYPES = units.VALUES | units.TYPES
_NO_NAMES: Mapping[str, Sequence[int]] = {}
_TYPE_LIKE = (units.TYPE_SCOPE, units.EXTENSION_SCOPE)
_IN_FUNCTIONS = (units.FUNCTION_SCOPE, units.BLOCK)


class Names(ABC):
    """Look-up of names over a program; is the `Project` that rules ask."""

    def __init__(self, program: Program, rules: type[Rules]) -> None:
        self.program = program
        self._imports: dict[int, tuple[Entity, ...]] = {}
        self._active: set[object] = set()
        self._looked_through: set[tuple[int, str, int, int]] = set()
        """What one look-up has looked through already, so that modules that open each other are walked once."""
        self._finding_opened = 0
        """Of how many scopes what they open is being found."""
        self._opened_inside: dict[tuple[int, int], list[tuple[Entity, int]]] = {}
        """What scopes open, as far as that is known while what another opens is being found."""
        self._opened: dict[tuple[int, int], list[tuple[Entity, int]]] = {}
        self._namespaces: dict[str, list[int]] = {}
        self._names_in: dict[str, dict[str, list[int]]] = {}
        """By namespace and name: declarations right in it."""
        self._opening: dict[str, list[int]] = {}
        """By namespace: its scopes that open others to whoever enters it."""
        self._below: set[str] = set()
        self._of_scope: dict[int, str] = {}
        self.rules = rules(weakref.proxy(self))  # or both would outlive linking
        self._separator = self.rules.separator
        self._collect()

    def _collect(self) -> None:
        """Fills the table of namespaces."""
        for scope, record in enumerate(self.program.scopes):
            if record.kind == units.FILE:
                name = self.rules.namespace(self.program.file_of_scope[scope])
                if not name and not self.rules.shares_global:
                    continue
            elif record.kind == units.NAMESPACE_SCOPE and record.namespace:
                name = record.namespace
                if name.startswith(self._separator):
                    name = (self.namespace_around(self.program.parent(scope)) + name).removeprefix(self._separator)
            else:
                continue
            self.join_namespace(scope, name)
            while name and name not in self._below:
                self._below.add(name)
                name = name.rpartition(self._separator)[0]

    def join_namespace(self, scope: int, name: str) -> None:
        """Makes what a scope declares names of a namespace."""
        self._of_scope[scope] = name
        self._namespaces.setdefault(name, []).append(scope)
        names = self._names_in.setdefault(name, {})
        for one, numbers in self.program.names[scope].items():
            seen_outside = [n for n in numbers if not self._is_own_alias(n)]
            if seen_outside:
                names.setdefault(one, []).extend(seen_outside)
        if any(seen & units.OUTSIDE for _, _, seen in self.program.scopes[scope].opens):
            self._opening.setdefault(name, []).append(scope)

    def _is_own_alias(self, number: int) -> bool:
        """Whether a declaration is another name for something, for its own file only (C#'s `using A = B`, Java's imports)."""
        one = self.program.declarations[number]
        if one.what == units.IMPORTED:
            return self.rules.imports_are_local
        return one.what == units.ALIAS and bool(one.flags & units.PRIVATE)

    def namespace_around(self, scope: int) -> str:
        """The full name of the namespace that a scope stands in."""
        at = scope
        while at >= 0 and at not in self._of_scope:
            at = self.program.parent(at)
        return self._of_scope.get(at, "")

    # ------------------------------------------------------------ Project

    @property
    def files(self) -> Sequence[ProjectFile]:
        """See `Project`."""
        return self.program.files

    @property
    def configs(self) -> Mapping[str, bytes]:
        """See `Project`."""
        return self.program.configs

    def declaration(self, number: int) -> Declaration:
        """See `Project`."""
        return self.program.declarations[number]

    def file_of(self, number: int) -> int:
        """See `Project`."""
        return self.program.file_of_declaration[number]

    def number_of_path(self, path: str) -> int | None:
        """See `Project`."""
        return self.program.paths.get(path)

    def has_namespace(self, namespace: str) -> bool:
        """See `Project`."""
        return namespace in self._below

    def namespace_scopes(self, namespace: str) -> Sequence[int]:
        """The scopes that declare into a namespace."""
        return self._namespaces.get(namespace, ())

    @abstractmethod
    def members(self, declaration: int, name: str) -> list[int]:
        """See `Project`."""

    @abstractmethod
    def owner(self, declaration: int) -> int:
        """See `Project`."""

    def in_file(self, file: int, name: str, spaces: int) -> list[Entity]:
        """See `Project`."""
        return self._guarded(("file", file, name, spaces), lambda: self._in_file(file, name, spaces))

    def _in_file(self, file: int, name: str, spaces: int) -> list[Entity]:
        scope = self.program.first_scope[file]
        numbers = [n for n in self.program.names[scope].get(name, ()) if self.rules.exported(self.declaration(n))]
        if not numbers and name == "default":
            numbers = list(self.program.defaults[file])
        found = self._shown(numbers, spaces) or self._through(scope, name, spaces, units.OUTSIDE)
        return found or list(self.rules.also_in(file, name, spaces))

    def _shown(self, numbers: Sequence[int], spaces: int) -> list[Entity]:
        """What declarations of one name give to others: private ones only where no other says what it is."""
        shown = [n for n in numbers if not self.program.declarations[n].flags & units.PRIVATE]
        found = self.reached(shown, spaces)
        return found if found or len(shown) == len(numbers) else self.reached(numbers, spaces)

    def in_namespace(self, namespace: str, name: str, spaces: int) -> list[Entity]:
        """See `Project`."""
        return self._guarded(
            ("namespace", namespace, name, spaces), lambda: self._in_namespace(namespace, name, spaces)
        )

    def _in_namespace(self, namespace: str, name: str, spaces: int) -> list[Entity]:
        found = self._shown(self._names_in.get(namespace, _NO_NAMES).get(name, ()), spaces)
        if len(found) > 1 and spaces & units.NAMESPACES:
            found = self._merged(found, f"{namespace}{self._separator}{name}" if namespace else name)
        if not found:
            for scope in self._opening.get(namespace, ()):
                found += [one for one in self._through(scope, name, spaces, units.OUTSIDE) if one not in found]
        if not found and spaces & units.NAMESPACES:
            full = f"{namespace}{self._separator}{name}" if namespace else name
            if self.has_namespace(full):
                return [(NAMESPACE, full)]
        return found

    def _merged(self, found: list[Entity], full: str) -> list[Entity]:
        """What is found, with a namespace that is declared in several places once, as none of those."""
        declared = [e for e in found if e[0] == DECLARATION and self.declaration(int(e[1])).what == units.NAMESPACE]
        return [e for e in found if e not in declared] + [(NAMESPACE, full)] if len(declared) > 1 else found

    def _guarded(self, key: object, find: object) -> list[Entity]:
        """Look-up that may run in circles (modules that export each other's names)."""
        if key in self._active:
            return []
        self._active.add(key)
        try:
            return list(dict.fromkeys(find()))  # type: ignore[operator]
        finally:
            self._active.discard(key)

    # ------------------------------------------------------------ plain names

    def lookup(self, scope: int, name: str, spaces: int, offset: int, *, callee: bool = False) -> list[Entity]:
        """What a plain name that stands in a scope at an offset leads to."""
        program, rules = self.program, self.rules
        file = program.file_of_scope[scope]
        at, on_self = scope, callee and rules.calls_on_self
        scopes, names, first = program.scopes, program.names, program.first_scope[file]
        while at >= 0:
            record = scopes[at]
            if record.kind in _IN_FUNCTIONS and name not in names[at] and not record.opens:
                at = first + record.parent
                continue
            if callee and rules.calls_on_self and record.kind in _TYPE_LIKE:
                found = self.reached(self.methods_on_self(at, scope, name) if on_self else (), spaces)
                on_self = False
            else:
                found = self._here(at, name, spaces, offset, callee=callee)
            if found:
                return found
            namespace = self._of_scope.get(at)
            if namespace is not None:
                found = self._around(file, namespace, name, spaces, callee=callee)
                if found:
                    return found
            if record.opens:
                found = self._pick(self._through(at, name, spaces, units.INSIDE), file, spaces, callee=callee)
                if found:
                    return found
            if namespace is not None and rules.closed_namespaces and spaces != units.MACROS:
                break
            at = program.parent(at)
        return list(rules.default(file, name, spaces))

    def _here(self, scope: int, name: str, spaces: int, offset: int, *, callee: bool) -> list[Entity]:
        """What a scope itself, or the type whose inside it is, has for a name."""
        declarations = self.program.declarations
        numbers: Sequence[int] = self.program.names[scope].get(name, ())
        if self.program.scopes[scope].kind in _TYPE_LIKE:
            if numbers:
                own = [n for n in numbers if declarations[n].what == units.TYPE_PARAMETER]
                if own:
                    return self.reached(own, spaces)
            if not self.rules.implicit_members:
                return []
            numbers = self.members_of_scope(scope, name)
        if not numbers:
            return []
        seen = [n for n in numbers if not declarations[n].flags & units.HIDDEN]
        ordered = [n for n in seen if declarations[n].flags & units.ORDERED]
        if ordered:
            before = [n for n in ordered if declarations[n].offset <= offset]
            seen = before[-1:] or [n for n in seen if n not in ordered]
        return self._pick(self.reached(seen, spaces), self.program.file_of_scope[scope], spaces, callee=callee)

    @abstractmethod
    def methods_on_self(self, around: int, scope: int, name: str) -> Sequence[int]:
        """The methods by a name that code of a scope may call on what it runs for, `around` being the type whose inside it is."""

    @abstractmethod
    def members_of_scope(self, scope: int, name: str) -> Sequence[int]:
        """The members by a name of the type whose inside a scope is."""

    def _around(self, file: int, namespace: str, name: str, spaces: int, *, callee: bool) -> list[Entity]:
        """What the namespace of a scope, and where the language says so those around it, have for a name."""
        at = namespace
        while True:
            found = [one for one in self.in_namespace(at, name, spaces) if self._sees(file, one)]
            if len(found) > 1:
                found = self.rules.nearest(file, found)
            found = self._pick(found, file, spaces, callee=callee)
            if found or not at or not self.rules.outer_namespaces:
                return found
            at = at.rpartition(self._separator)[0]

    def _sees(self, file: int, entity: Entity) -> bool:
        if entity[0] != DECLARATION:
            return True
        number = int(entity[1])
        return self.file_of(number) == file or self.rules.sees(file, self.declaration(number))

    def _pick(self, found: list[Entity], file: int, spaces: int, *, callee: bool) -> list[Entity]:
        """Where functions have names of their own: only them for a call, all but them for the rest."""
        if not found:
            return found
        if len(found) > 1 and spaces & _VALUES_AND_TYPES == _VALUES_AND_TYPES and self.rules.values_first:
            found = self._values_first(found, callee=callee)
        apart = self.rules.apart(file)
        if apart == TOGETHER:
            return found
        kept = [
            one
            for one in found
            if one[0] != DECLARATION or self._is_callable(self.declaration(int(one[1])), callee=callee)
        ]
        return found if not kept and callee and apart == FUNCTIONS_FIRST else kept

    def _values_first(self, found: list[Entity], *, callee: bool) -> list[Entity]:
        """Of values and types of one name the values; of those, unless they are called, the ones that are no types, too."""
        values = [one for one in found if one[0] != DECLARATION or self.declaration(int(one[1])).spaces & units.VALUES]
        if callee:
            return values or found
        return (
            [one for one in values if one[0] != DECLARATION or self.declaration(int(one[1])).what != units.TYPE]
            or values
            or found
        )

    @staticmethod
    def _is_callable(declaration: Declaration, *, callee: bool) -> bool:
        if declaration.what == units.FUNCTION_ and not declaration.flags & units.ACCESSOR:
            return callee
        return declaration.what != units.VARIABLE or not callee

    def _through(self, scope: int, name: str, spaces: int, seen: int) -> list[Entity]:
        """What the namespaces, modules and types that a scope opens have for a name."""
        opens = self.program.scopes[scope].opens
        if not opens:
            return []
        key = (scope, name, spaces, seen)
        if key in self._looked_through:
            return []
        opened = self.opened(scope, seen)
        outermost = not self._looked_through
        self._looked_through.add(key)
        try:
            return list(dict.fromkeys(self._find_through(scope, name, spaces, opened)))
        finally:
            if outermost:
                self._looked_through.clear()
                if not self._finding_opened:
                    self._opened_inside.clear()

    def _find_through(self, scope: int, name: str, spaces: int, opened: Sequence[tuple[Entity, int]]) -> list[Entity]:
        found: list[Entity] = []
        for entity, opened_for in opened:
            found += self.member_of(entity, name, spaces & opened_for)
        file = self.program.file_of_scope[scope]
        found = [one for one in found if self._sees(file, one)]
        return found if len(found) < 2 else self.rules.nearest(file, found)

    def opened(self, scope: int, seen: int) -> list[tuple[Entity, int]]:
        """What a scope opens, with the spaces it is opened for."""
        key = (scope, seen)
        known = self._opened.get(key)
        if known is None:
            known = self._opened_inside.get(key)
        if known is None:
            known, inner = [], bool(self._active)
            outside, self._looked_through = self._looked_through, set()
            self._opened_inside[key] = known
            self._finding_opened += 1
            for place, (expr, spaces, visible) in enumerate(self.program.scopes[scope].opens):
                guard = ("opened", scope, place)
                if visible & seen and guard not in self._active:
                    self._active.add(guard)
                    known += [(entity, spaces) for entity in self.path(expr, scope)]
                    self._active.discard(guard)
            self._looked_through = outside
            self._finding_opened -= 1
            if not inner:
                self._opened[key] = known
            if not self._finding_opened and not outside:
                self._opened_inside.clear()
        return known

    def path(self, expr: Expr, scope: int) -> list[Entity]:
        """What a path of names leads to (`a`, `a.b`, an IMPORT), as types and namespaces."""
        if expr is None:
            return []
        op = expr[0]
        if op == units.IMPORT:
            return self.of_import(self.program.file_of_scope[scope], expr)
        if op == units.NAME:
            spaces = expr[3] if len(expr) > 3 else units.TYPES | units.NAMESPACES
            return self._guarded(("path", scope, expr[2], spaces), lambda: self.lookup(scope, expr[2], spaces, expr[1]))
        if op == units.MEMBER:
            spaces = expr[4] if len(expr) > 4 else units.TYPES | units.NAMESPACES
            found: list[Entity] = []
            for outer in self.path(expr[2], scope):
                if outer[0] == EXTERNAL:
                    found.append((EXTERNAL, self.rules.external_member(str(outer[1]), expr[3])))
                else:
                    found += self.inside(outer, expr[3], spaces)
            return found
        return self.path(expr[2], scope) if op == units.APPLIED else []

    def inside(self, entity: Entity, name: str, spaces: int) -> list[Entity]:
        """What a module, namespace or type has for a name that is written behind it: a namespace also outside of the program."""
        found = self.member_of(entity, name, spaces)
        beyond = self.rules.beyond(str(entity[1]), name) if not found and entity[0] == NAMESPACE else ""
        return [(EXTERNAL, beyond)] if beyond else found

    def member_of(self, entity: Entity, name: str, spaces: int) -> list[Entity]:
        """What a module, namespace or type has for a name."""
        kind, which = entity
        if kind == FILE:
            return self.in_file(int(which), name, spaces)
        if kind == NAMESPACE:
            return self._qualified(str(which), name, spaces)
        if kind == EXTERNAL:
            return []
        number = int(which)
        one = self.declaration(number)
        if one.what == units.NAMESPACE and one.inner >= 0:
            return self._qualified(self._of_scope.get(self.program.inner(number), ""), name, spaces)
        if one.what in (units.TYPE, units.ALIAS):
            return self.reached(self.members(number, name), spaces)
        return []

    def _qualified(self, namespace: str, name: str, spaces: int) -> list[Entity]:
        """What a namespace has for a name that is written behind it."""
        found = self.in_namespace(namespace, name, spaces)
        if not found and namespace.partition(self._separator)[0] in self.rules.external_namespaces:
            return [(EXTERNAL, f"{namespace}.{name}")]
        return found

    # ------------------------------------------------------------ imports

    def reached(self, numbers: Iterable[int], spaces: int) -> list[Entity]:
        """Declarations of some spaces as entities; imports replaced by what they import."""
        found: list[Entity] = []
        for number in numbers:
            one = self.program.declarations[number]
            if not one.spaces & spaces:
                continue
            if one.what == units.IMPORTED:
                found += [e for e in self.imported(number) if self._is_of(e, spaces)]
            else:
                found.append((DECLARATION, number))
        return found

    def _is_of(self, entity: Entity, spaces: int) -> bool:
        """Whether an entity has its name in one of some spaces; of what is outside that is not known, and modules may be values."""
        if entity[0] == DECLARATION:
            return bool(self.declaration(int(entity[1])).spaces & spaces)
        modules_are_values = not self.rules.value_spaces & units.NAMESPACES
        return entity[0] == EXTERNAL or modules_are_values or bool(spaces & units.NAMESPACES)

    def imported(self, number: int) -> tuple[Entity, ...]:
        """What an import's name stands for."""
        known = self._imports.get(number)
        if known is not None:
            return known
        key = ("import", number)
        if key in self._active:
            return ()
        self._active.add(key)
        value = self.program.declarations[number].value
        found = tuple(self.path(value, self.program.scope_of(number))) if value is not None else ()
        self._active.discard(key)
        if not self._active:
            self._imports[number] = found
        return found

    def of_import(self, file: int, expr: Known) -> list[Entity]:
        """What an IMPORT leads to; imports that it meets on the way are followed."""
        found: list[Entity] = []
        for entity in self.rules.resolve_import(file, expr[2], expr[3]):
            if entity[0] == DECLARATION and self.declaration(int(entity[1])).what == units.IMPORTED:
                found += self.imported(int(entity[1]))
            else:
                found.append(entity)
        return list(dict.fromkeys(found))
