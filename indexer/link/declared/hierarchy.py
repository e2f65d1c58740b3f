"""Types: which declarations are one type, their members, their bases and what derives from them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Final

from indexer.languages.rules import DECLARATION, NAMESPACE, Rules
from indexer.link.declared.names import Names
from indexer.link.declared.program import Program
from indexer.link.declared.values import INSTANCE, OBJECT, PARAMETER, Values
from indexer.model import units
from indexer.model.units import Expr

_FEW_SCOPES: Final = 4
"""A type that is opened in more places has a table of its members."""


class Hierarchy(Names):
    """Members and bases of types.  A type is known by the number of its first declaration."""

    def __init__(self, program: Program, rules: type[Rules]) -> None:
        super().__init__(program, rules)
        self._first: dict[int, int] = {}
        self._types_of_file: dict[int, list[int]] = {}
        """The types whose first declaration a file has."""
        self._scopes: dict[int, list[int]] = {}
        """Scopes that declare members of each type: its own, then its extensions."""
        self._owners: dict[int, int] = {}
        """The type of each of these scopes."""
        self._external_scopes: dict[str, list[int]] = {}
        """Extensions of types outside of the indexed code, by dotted name."""
        self._members: dict[tuple[int, str], list[int]] = {}
        self._constructors: dict[int, list[int]] = {}
        self._supertypes: dict[int, tuple[int, ...]] = {}
        self._bases: dict[int, list[tuple[int | str, Values, str]]] = {}
        self._extended: dict[int, int | str] = {}
        self._tables: dict[int, dict[str, list[int]]] = {}
        self._of_kinds: dict[tuple[int, str, bool], list[int]] = {}
        self._based: dict[int, list[int]] = {}
        """Of each type, the scopes that name bases."""
        self._parts: dict[int, list[int]] = {}
        """The declarations of each type that has several."""
        self._climbing: set[int] = set()
        self._heads: set[int] = set()
        """Scopes whose bases are being evaluated: their own members are not seen meanwhile."""
        self._copying: set[tuple[int, str]] = set()
        """Object literals in which a member is being looked for that they may have copied."""
        self.children: dict[int, list[int]] = {}
        """By type: the types that name it as a base; filled by who links, before any file."""
        self.blankets: list[tuple[int, int]] = []
        """See `Extensions`."""
        self._group()
        self._extend()

    @abstractmethod
    def made_by(self, expr: Expr, scope: int) -> Values:
        """Instances of the classes that a value may be."""

    @abstractmethod
    def type_of(self, expr: Expr, scope: int) -> Values:
        """Instances of the type that an expression names."""

    # ------------------------------------------------------------ which declarations are one type

    def _group(self) -> None:
        program = self.program
        known: dict[tuple[tuple[str, str | int], str], int] = {}
        for number, one in enumerate(program.declarations):
            if not one.spaces & units.TYPES or one.what not in (units.TYPE, units.FUNCTION_):
                continue
            first = number
            if self.rules.open_types and one.what == units.TYPE:
                first = known.setdefault((self._container(program.scope_of(number)), one.name), number)
            self._first[number] = first
            if first == number:
                self._types_of_file.setdefault(program.file_of_declaration[number], []).append(number)
            else:
                self._parts.setdefault(first, [first]).append(number)
            inner = program.inner(number)
            if inner >= 0:
                self._scopes.setdefault(first, []).append(inner)
                self._owners[inner] = first
        if self._parts:
            for names in self._names_in.values():
                for name, numbers in names.items():
                    names[name] = self._once_each(numbers)

    def _once_each(self, numbers: list[int]) -> list[int]:
        """Declarations, with a type that is opened in many places once, by the number by which it is known."""
        return list(dict.fromkeys(self._first.get(n, n) for n in numbers)) if len(numbers) > 1 else numbers

    def parts_of(self, declaration: int) -> Sequence[int]:
        """The declarations that are one type with a declaration, where they are several."""
        return self._parts.get(self._first.get(declaration, declaration), ())

    def _container(self, scope: int) -> tuple[str, str | int]:
        """What a type is declared in: a namespace, another type, a scope."""
        namespace = self._of_scope.get(scope)
        if namespace is not None:
            return ("namespace", namespace)
        around = self.program.declaration_of(scope)
        if around >= 0 and around in self._first:
            return ("type", self._first[around])
        return ("scope", scope)

    def type_number(self, declaration: int) -> int:
        """The number by which a type is known."""
        return self._first.get(declaration, declaration)

    def _extend(self) -> None:
        """Gives each extension scope to the type it extends."""
        program = self.program
        extensions = [n for n, record in enumerate(program.scopes) if record.kind == units.EXTENSION_SCOPE]
        for scope in extensions:
            found = self.type_of(program.scopes[scope].extends, scope)[:1]
            if not found:
                self._extend_namespace(scope)
            for value in found:
                if value[0] == PARAMETER:
                    self.blankets.append((scope, value[1]))
                if value[0] != INSTANCE:
                    continue
                self._extended[scope] = value[1]
                if isinstance(value[1], int):
                    self._scopes.setdefault(value[1], []).append(scope)
                    self._owners[scope] = value[1]
                    self._tables.pop(value[1], None)
                    self._based.pop(value[1], None)
                else:
                    self._external_scopes.setdefault(value[1], []).append(scope)
        self._based.clear()
        self._members.clear()
        self._constructors.clear()
        self._of_kinds.clear()
        self._supertypes.clear()
        self._bases.clear()
        self._imports.clear()
        self._opened.clear()
        self._opened_inside.clear()
        self.forget()

    def _extend_namespace(self, scope: int) -> None:
        """What stands outside of a namespace that it declares into (`int ns::f() {}`)."""
        for kind, which in self.path(self.program.scopes[scope].extends, self.program.parent(scope))[:1]:
            if kind == DECLARATION and self.declaration(int(which)).what == units.NAMESPACE:
                kind, which = NAMESPACE, self._of_scope.get(self.program.inner(int(which)), "")  # noqa: PLW2901
            if kind == NAMESPACE and which:
                self.join_namespace(scope, str(which))

    def forget(self) -> None:
        """Lets go of what was evaluated so far."""

    def type_around(self, scope: int) -> int | str | None:
        """The type in whose inside a scope stands: its number, the dotted name of an external one, or None."""
        at = scope
        while at >= 0:
            record = self.program.scopes[at]
            if record.kind == units.EXTENSION_SCOPE and self._is_extension(at):
                return self._extended.get(at)
            declaration = self.program.declaration_of(at)
            if declaration >= 0 and declaration in self._first:
                return self._first[declaration]
            at = self.program.parent(at)
        return None

    def first_of(self, declaration: int) -> int | None:
        """The number by which the type is known that a declaration declares; None where it declares none."""
        return self._first.get(declaration)

    def owner_of_scope(self, scope: int) -> int:
        """The type whose members a scope declares; -1."""
        return self._owners.get(scope, -1)

    def owner(self, declaration: int) -> int:
        """See `Project`."""
        scope = self.program.scope_of(declaration)
        if self.program.scopes[scope].kind not in (units.TYPE_SCOPE, units.EXTENSION_SCOPE):
            return -1
        around = self.type_around(scope)
        return around if isinstance(around, int) else -1

    def object_around(self, scope: int) -> int:
        """The scope of the object literal or anonymous class in whose inside a scope stands, where that is nearer than any type; -1."""
        at = scope
        while at >= 0:
            record = self.program.scopes[at]
            if record.kind == units.TYPE_SCOPE:
                return at if record.declaration < 0 else -1
            if record.kind == units.EXTENSION_SCOPE and self._is_extension(at):
                return -1
            at = self.program.parent(at)
        return -1

    def _is_extension(self, scope: int) -> bool:
        """Whether an EXTENSION_SCOPE extends something, where that is for what is WANTED there to say."""
        of = self.program.scopes[scope].extends
        wanted = of is not None and of[0] == units.CLASS_OF and of[2] is not None and of[2][0] == units.WANTED
        return not wanted or self._extended.get(scope) is not None

    def is_static(self, scope: int) -> bool:
        """Whether the code of a scope runs for a type, not for an instance of it."""
        at = scope
        while at >= 0:
            record = self.program.scopes[at]
            if record.kind in (units.TYPE_SCOPE, units.EXTENSION_SCOPE):
                return self.rules.type_bodies_are_static
            if record.kind == units.FUNCTION_SCOPE:
                number = self.program.declaration_of(at)
                parent = self.program.parent(at)
                if parent >= 0 and self.program.scopes[parent].kind in (units.TYPE_SCOPE, units.EXTENSION_SCOPE):
                    return number >= 0 and bool(self.program.declarations[number].flags & units.STATIC)
            at = self.program.parent(at)
        return False

    # ------------------------------------------------------------ members

    def own_members(self, declaration: int, name: str) -> list[int]:
        """The declarations of a member that a type itself, or an extension of it, has."""
        declaration = self.type_number(declaration)
        scopes = self._scopes.get(declaration, ())
        if len(scopes) > _FEW_SCOPES:
            found = self._table(declaration, scopes).get(name, [])
        else:
            names = self.program.names
            found = [number for scope in scopes for number in names[scope].get(name, ())]
            if self._parts:
                found = self._once_each(found)
        return [n for n in found if self.program.declarations[n].what != units.TYPE_PARAMETER]

    def _table(self, declaration: int, scopes: Sequence[int]) -> dict[str, list[int]]:
        """All own members of a type that is opened in many places, by name."""
        known = self._tables.get(declaration)
        if known is None:
            known = self._tables[declaration] = {}
            for scope in scopes:
                for name, numbers in self.program.names[scope].items():
                    known.setdefault(name, []).extend(numbers)
            for name, numbers in known.items():
                known[name] = self._once_each(numbers)
        return known

    def own_scopes(self, declaration: int) -> Sequence[int]:
        """The scopes that declare members of a type."""
        return self._scopes.get(self.type_number(declaration), ())

    def extension_members(self, external: str, name: str) -> list[int]:
        """Members that the indexed code adds to a type outside of it."""
        names = self.program.names
        scopes = self._external_scopes.get(external, ())
        found = [n for scope in scopes for n in names[scope].get(name, ())]
        return found or [
            n
            for scope in scopes
            for base, _, _ in self.bases_of_scope(scope)
            if isinstance(base, int)
            for n in self.members(base, name)
        ]

    def members(self, declaration: int, name: str) -> list[int]:
        """See `Project`."""
        declaration = self.type_number(declaration)
        key = (declaration, name)
        known = self._members.get(key)
        if known is None:
            known = self.own_members(declaration, name)
            if not known or all(self.program.declarations[n].flags & units.PROTOTYPE for n in known):
                for base in self.supertypes(declaration)[1:]:
                    inherited = self.own_members(base, name)
                    if inherited:
                        known = known or inherited
                        break
            if self.rules.overloads and known:
                known = self._with_inherited(declaration, name, known)
            if not self._climbing:
                self._members[key] = known
        return known

    def _with_inherited(self, declaration: int, name: str, known: list[int]) -> list[int]:
        """The functions of a name with those of base types that take other arguments, and so are not overridden."""
        declarations = self.program.declarations
        if any(declarations[n].what != units.FUNCTION_ or declarations[n].flags & units.CONSTRUCTOR for n in known):
            return known
        found = list(known)
        for base in self.supertypes(declaration)[1:]:
            found += [
                number
                for number in self.own_members(base, name)
                if declarations[number].what == units.FUNCTION_ and all(self._plainly_differ(number, n) for n in found)
            ]
        return found

    def _plainly_differ(self, one: int, other: int) -> bool:
        """Whether two functions differ in the number of their parameters, or in a type as it is written, type parameters left out."""
        mine, theirs = self.program.parameters(one), self.program.parameters(other)
        if len(mine) != len(theirs):
            return True
        names = ((self._type_name(a), self._type_name(b)) for a, b in zip(mine, theirs, strict=True))
        return any(first and second and first != second for first, second in names)

    def _type_name(self, parameter: int) -> str:
        """The plain name of a parameter's type; '' where it is none, or that of a type parameter."""
        declared = self.program.declarations[parameter].type
        if declared is None or declared[0] not in (units.NAME, units.LITERAL):
            return ""
        name, at = str(declared[2]), self.program.scope_of(parameter)
        while at >= 0 and declared[0] == units.NAME:
            if any(
                self.program.declarations[n].what == units.TYPE_PARAMETER for n in self.program.names[at].get(name, ())
            ):
                return ""
            at = self.program.parent(at)
        return name

    def members_of_scope(self, scope: int, name: str) -> Sequence[int]:
        """See `Names`."""
        if scope in self._heads:
            return ()
        record = self.program.scopes[scope]
        if record.declaration < 0 and record.kind == units.TYPE_SCOPE:
            return self.object_members(scope, name)
        around = self.type_around(scope)
        if isinstance(around, int):
            return self.members(around, name)
        own = self.program.names[scope].get(name, ())
        return own or (self.extension_members(around, name) if around is not None else ())

    def object_members(self, scope: int, name: str) -> Sequence[int]:
        """The members of an object literal or anonymous class."""
        own = self.program.names[scope].get(name)
        if own:
            return own
        for base, _, _ in self.bases_of_scope(scope):
            found = self.members(base, name) if isinstance(base, int) else ()
            if found:
                return found
        key = (scope, name)
        if key in self._copying:
            return ()  # objects that are copied to each other
        self._copying.add(key)
        try:
            return self._copied_members(scope, name)
        finally:
            self._copying.discard(key)

    def _copied_members(self, scope: int, name: str) -> Sequence[int]:
        """The members of a name of what is copied to an object literal."""
        for expr, kind in self.program.scopes[scope].bases:
            for value in self.type_of(expr, scope) if not kind else ():
                if value[0] == OBJECT and value[1] != scope:
                    copied = self.object_members(value[1], name)
                    if copied:
                        return copied
        return ()

    def constructors(self, declaration: int) -> list[int]:
        """The constructors of a type; where it has none and the language says so, those that it inherits."""
        declaration = self.type_number(declaration)
        known = self._constructors.get(declaration)
        if known is None:
            known = []
            chain = self.supertypes(declaration)
            for one in chain if self.rules.constructors_inherited else chain[:1]:
                known = self._own_constructors(one)
                if known:
                    break
            if not self._climbing:
                self._constructors[declaration] = known
        return known

    def _own_constructors(self, declaration: int) -> list[int]:
        return [
            number
            for scope in self.own_scopes(declaration)
            for numbers in self.program.names[scope].values()
            for number in numbers
            if self.program.declarations[number].flags & units.CONSTRUCTOR
        ]

    # ------------------------------------------------------------ bases

    def bases_of_scope(self, scope: int) -> list[tuple[int | str, Values, str]]:
        """Base types that a scope names: (type, its arguments, kind of edge)."""
        known = self._bases.get(scope)
        if known is None:
            known = []
            outer = scope in self._heads
            self._heads.add(scope)
            for expr, kind in self.program.scopes[scope].bases:
                for value in self.type_of(expr, scope) or (self.made_by(expr, scope) if kind else ()):
                    if value[0] == INSTANCE:
                        known.append((value[1], value[2], kind))
            if not outer:
                self._heads.discard(scope)
            if not self._climbing and not self._active:
                self._bases[scope] = known
        return known

    def bases(self, declaration: int) -> list[tuple[int | str, Values, str]]:
        """Direct base types of a type, external ones by dotted name."""
        declaration = self.type_number(declaration)
        based = self._based.get(declaration)
        if based is None:
            based = [scope for scope in self.own_scopes(declaration) if self.program.scopes[scope].bases]
            self._based[declaration] = based
        return [one for scope in based for one in self.bases_of_scope(scope) if one[2] != units.STATICS]

    def methods_on_self(self, around: int, scope: int, name: str) -> Sequence[int]:
        """See `Names`; what suits the type where the code runs for it, else its instances, goes first."""
        owner = self.type_around(around)
        if isinstance(owner, int):
            static = self.is_static(scope)
            found = self.kind_members(owner, name, static=static) or self.kind_members(owner, name, static=not static)
        else:
            found = list(self.members_of_scope(around, name))
        return [n for n in found if self.program.declarations[n].what == units.FUNCTION_]

    def kind_members(self, declaration: int, name: str, *, static: bool) -> list[int]:
        """The members of a name that a type itself has, or that its instances have, where these are apart."""
        key = (self.type_number(declaration), name, static)
        known = self._of_kinds.get(key)
        if known is None:
            known = self._find_kind_members(declaration, name, static=static)
            if not self._climbing:
                self._of_kinds[key] = known
        return known

    def _find_kind_members(self, declaration: int, name: str, *, static: bool) -> list[int]:
        declarations = self.program.declarations
        for one in self.supertypes(declaration):
            found = [
                n
                for n in self.own_members(one, name)
                if bool(declarations[n].flags & units.STATIC) == static
                or (static and declarations[n].what not in (units.VARIABLE, units.FUNCTION_))
            ]
            if not found and static:
                found = self._static_members(one, name)
            if found:
                return found
        return []

    def _static_members(self, declaration: int, name: str) -> list[int]:
        """What a type itself has from what it names as STATICS; of several, the last."""
        for scope in self.own_scopes(declaration):
            for base, _, kind in reversed(self.bases_of_scope(scope) if self.program.scopes[scope].bases else []):
                if kind == units.STATICS and isinstance(base, int):
                    found = self.kind_members(base, name, static=False)
                    if found:
                        return found
        return []

    def supertypes(self, declaration: int) -> tuple[int, ...]:
        """A type and all that it derives from inside the program, nearest first; circles are cut."""
        declaration = self.type_number(declaration)
        known = self._supertypes.get(declaration)
        if known is not None:
            return known
        if declaration in self._climbing:
            return (declaration,)
        self._climbing.add(declaration)
        found = [declaration]
        for base, _, _ in self.bases(declaration):
            if isinstance(base, int):
                found += self.supertypes(base)
        self._climbing.discard(declaration)
        result = tuple(dict.fromkeys(found))
        if not self._climbing and not self._active:
            self._supertypes[declaration] = result
        return result

    def external_bases(self, declaration: int) -> list[str]:
        """Dotted names of base types outside of the program, of a type and of all that it derives from."""
        found = [
            base for one in self.supertypes(declaration) for base, _, _ in self.bases(one) if isinstance(base, str)
        ]
        return list(dict.fromkeys(found))

    def derived(self, declaration: int) -> list[int]:
        """All types that derive from a type, nearest first."""
        found: dict[int, None] = {}
        todo = list(self.children.get(self.type_number(declaration), ()))
        for child in todo:
            if child not in found:
                found[child] = None
                todo += self.children.get(child, ())
        return list(found)

    def types_of_file(self, file: int) -> Sequence[int]:
        """The types that a file declares first."""
        return self._types_of_file.get(file, ())

    def types(self) -> list[int]:
        """All types of the program."""
        return [number for file in range(len(self.program.files)) for number in self.types_of_file(file)]
