"""What a value has besides the members of its type and bases: functions that extend it, members of extensions of every type, and
those of what it points to."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from indexer.languages.rules import Rules
from indexer.link.declared.program import Program
from indexer.link.declared.values import FUNCTION, INSTANCE, PARAMETER, Value, Values, union
from indexer.model import units
from indexer.model.units import Expr


class Extensions:
    """Extensions of types; mixed into the evaluator."""

    program: Program
    rules: Rules
    blankets: list[tuple[int, int]]
    """Extensions of every type that a type parameter can stand for: (scope, type parameter)."""
    _blanket_members: dict[str, list[tuple[int, int]]] | None = None

    @abstractmethod
    def type_of(self, expr: Expr, scope: int) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def member_declarations(self, value: Value, name: str) -> list[int]:
        """See `Evaluator`."""

    @abstractmethod
    def result(self, callee: Value, arguments: Sequence[Expr], scope: int) -> Values:
        """See `Generics`."""

    @abstractmethod
    def bounds(self, value: Value) -> Values:
        """See `Generics`."""

    @abstractmethod
    def members(self, declaration: int, name: str) -> list[int]:
        """See `Hierarchy`."""

    @abstractmethod
    def bases_of_scope(self, scope: int) -> list[tuple[int | str, Values, str]]:
        """See `Hierarchy`."""

    @abstractmethod
    def own_scopes(self, declaration: int) -> Sequence[int]:
        """See `Hierarchy`."""

    @abstractmethod
    def supertypes(self, declaration: int) -> tuple[int, ...]:
        """See `Hierarchy`."""

    @abstractmethod
    def external_bases(self, declaration: int) -> list[str]:
        """See `Hierarchy`."""

    # ------------------------------------------------------------ extensions of generic types

    def fitting_extensions(self, numbers: list[int], value: Value) -> list[int]:
        """Of members of one name those whose extension is for the type arguments of a value."""
        if len(numbers) < 2 or not value[2]:
            return numbers
        return [n for n in numbers if self._extends(self.program.scope_of(n), value)] or numbers

    def _extends(self, scope: int, value: Value) -> bool:
        if self.program.scopes[scope].kind != units.EXTENSION_SCOPE:
            return True
        return all(
            self._may_be(wanted, given)
            for one in self.type_of(self.program.scopes[scope].extends, scope)
            if one[0] == INSTANCE and one[1] == value[1]
            for wanted, given in zip(one[2], value[2], strict=False)
        )

    def _may_be(self, wanted: Values, given: Values) -> bool:
        """Whether a type argument may be what an extension has in its place."""
        return not wanted or not given or any(self._is_a(one, other) for other in wanted for one in given)

    def blanket_members(self, value: Value, name: str) -> list[int]:
        """The members of a name of extensions of every type of a kind, where a value's type is of that (`impl<T: A> B for T`)."""
        if not self.blankets:
            return []
        table = self._blanket_members
        if table is None:
            table = self._blanket_members = {}
            for scope, parameter in self.blankets:
                for own in self._names_of(scope):
                    table.setdefault(own, []).append((scope, parameter))
        found = [scope for scope, parameter in table.get(name, ()) if self._is_a(value, (PARAMETER, parameter))]
        return [n for scope in found for n in self._of_scope_or_bases(scope, name)]

    def _names_of(self, scope: int) -> list[str]:
        """The names of what an extension declares, and of what it takes over from its bases."""
        scopes = [scope]
        for base, _, _ in self.bases_of_scope(scope):
            scopes += (
                [one for each in self.supertypes(base) for one in self.own_scopes(each)]
                if isinstance(base, int)
                else []
            )
        return list(dict.fromkeys(name for one in scopes for name in self.program.names[one]))

    def _of_scope_or_bases(self, scope: int, name: str) -> list[int]:
        own = self.program.names[scope].get(name)
        if own:
            return list(own)
        return [
            n for base, _, _ in self.bases_of_scope(scope) if isinstance(base, int) for n in self.members(base, name)
        ]

    # ------------------------------------------------------------ what stands for something else

    def pointed_members(self, value: Value, name: str) -> list[int]:
        """Members of what a type's instances stand for, as a method of theirs gives it (`deref`)."""
        if not isinstance(value[1], int) or name in self.rules.pointer_members:
            return []
        pointing = [n for method in self.rules.pointer_members for n in self.members(value[1], method)]
        pointed = union(v for n in pointing for v in self.result((FUNCTION, n, value), (), 0))
        return [n for one in pointed if one[:2] != value[:2] for n in self.member_declarations(one, name)]

    # ------------------------------------------------------------ extension functions

    def extensions(self, value: Value, name: str) -> list[int]:
        """The extension functions of a name whose receiver a value may be."""
        return [number for number in self.program.extensions.get(name, ()) if self.accepts(number, value)]

    def with_extensions(self, methods: list[int], value: Value, name: str) -> list[int]:
        """Methods of a name, and extension functions of it: a call means one of these where none of those takes its arguments."""
        declarations = self.program.declarations
        if not methods or name not in self.program.extensions or not isinstance(value[1], int):
            return methods
        if any(declarations[n].what != units.FUNCTION_ or declarations[n].flags & units.ACCESSOR for n in methods):
            return methods
        return list(dict.fromkeys((*methods, *self.extensions(value, name))))

    def accepts(self, function: int, value: Value) -> bool:
        """Whether an extension function may be called on a value."""
        first = self.program.parameters(function)[0]
        wanted = self.type_of(self.program.declarations[first].type, self.program.scope_of(first))
        return any(self._is_a(value, one) for one in wanted)

    def _is_a(self, value: Value, wanted: Value) -> bool:
        """Whether a value is of a type, or of the bound of a type parameter."""
        if wanted[0] == PARAMETER:
            bound = self.program.declarations[wanted[1]].type
            bounds = self.type_of(bound, self.program.scope_of(wanted[1])) if bound is not None else ()
            return all(self._is_a(value, one) for one in bounds if one[0] == INSTANCE)
        if wanted[0] != INSTANCE:
            return False
        if wanted[1] == value[1]:
            return True
        if isinstance(value[1], int):
            bases = self.external_bases(value[1])
            return wanted[1] in self.supertypes(value[1]) or any(self._derives(base, wanted[1]) for base in bases)
        return self._derives(value[1], wanted[1])

    def _derives(self, name: object, base: object) -> bool:
        if not isinstance(name, str) or not isinstance(base, str):
            return False
        return name == base or self.rules.derives(name, base)
