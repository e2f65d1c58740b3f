"""Generic types and functions: type arguments in place of type parameters; calls and their results; extension functions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Final

from indexer.languages.rules import DECLARATION, Entity, Rules
from indexer.link.declared.inference import Inference, has_parameters, substitute
from indexer.link.declared.program import Program
from indexer.link.declared.values import (
    BOUND,
    EXTERNAL,
    FUNCTION,
    INSTANCE,
    OBJECT,
    PARAMETER,
    TYPE,
    Value,
    Values,
    union,
)
from indexer.model import units
from indexer.model.units import Expr

_DEEPEST: Final = 6
"""Levels of base types through which type arguments are followed."""


class Generics(Inference):
    """Calls, their results, and type arguments; mixed into the evaluator."""

    program: Program
    rules: Rules

    @abstractmethod
    def evaluate(self, expr: Expr, scope: int) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def type_of(self, expr: Expr, scope: int) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def lookup(self, scope: int, name: str, spaces: int, offset: int, *, callee: bool = False) -> list[Entity]:
        """See `Names`."""

    @abstractmethod
    def type_around(self, scope: int) -> int | str | None:
        """See `Hierarchy`."""

    @abstractmethod
    def instances(self, entities: Iterable[Entity]) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def values_of(self, entities: list[Entity]) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def member(self, value: Value, name: str) -> Values:
        """See `Evaluator`."""

    @abstractmethod
    def members(self, declaration: int, name: str) -> list[int]:
        """See `Hierarchy`."""

    @abstractmethod
    def bases(self, declaration: int) -> list[tuple[int | str, Values, str]]:
        """See `Hierarchy`."""

    @abstractmethod
    def supertypes(self, declaration: int) -> tuple[int, ...]:
        """See `Hierarchy`."""

    @abstractmethod
    def external_bases(self, declaration: int) -> list[str]:
        """See `Hierarchy`."""

    @abstractmethod
    def constructors(self, declaration: int) -> list[int]:
        """See `Hierarchy`."""

    # ------------------------------------------------------------ calls

    def callees(self, call: units.Known, scope: int) -> Values:
        """What a call may call."""
        callee = call[2]
        written = len(callee[3]) if callee is not None and callee[0] == units.APPLIED else 0
        return self.applicable(self.called(callee, scope), call[3], scope, written)

    def called(self, callee: Expr, scope: int) -> Values:
        """What is called by a name or another expression, whatever the arguments."""
        if callee is None:
            return ()
        if callee[0] == units.APPLIED:
            return self.called(callee[2], scope)
        if callee[0] == units.NAME:
            spaces = callee[3] if len(callee) > 3 else self.rules.value_spaces | units.TYPES
            return self.values_of(self.lookup(scope, callee[2], spaces, callee[1], callee=True))
        if callee[0] == units.MEMBER and len(callee) == 4:
            return union(v for one in self.evaluate(callee[2], scope) for v in self.callable_member(one, callee[3]))
        return self.evaluate(callee, scope)

    def is_extension(self, function: int) -> bool:
        """Whether a function extends the type of its first parameter."""
        return bool(self.program.declarations[function].flags & units.EXTENSION)

    def callable_member(self, value: Value, name: str) -> Values:
        """A member, as a call has it: of functions and variables of one name that are apart, the functions."""
        found = self.member(value, name)
        functions = tuple(v for v in found if v[0] == FUNCTION)
        return functions if functions and self.rules.functions_apart else found

    def read_member(self, value: Value, name: str) -> Values:
        """A member, as a read has it: of functions and variables of one name that are apart, the variables."""
        found = self.member(value, name)
        if len(found) < 2 or not self.rules.functions_apart:
            return found
        return tuple(v for v in found if v[0] != FUNCTION or v[2] != value) or found

    def result(self, callee: Value, arguments: Sequence[Expr], scope: int) -> Values:
        """What a call of a value gives."""
        tag = callee[0]
        if tag == FUNCTION:
            return self._result(callee, arguments, scope)
        if tag == TYPE:
            made = self.constructed_with((INSTANCE, callee[1], ()), arguments, scope)
            places = [(0, str(place), given) for place, given in enumerate(arguments)]
            return self.with_fields((made,), places, scope)
        if tag == EXTERNAL and self.rules.calls_construct and callee[1].rpartition(".")[2][:1].isupper():
            return ((INSTANCE, callee[1], ()),)
        if tag == INSTANCE and isinstance(callee[1], str) and callee[2]:
            given = self.rules.given_by(callee[1], len(callee[2]))
            return callee[2][given] if given >= 0 else ()
        if tag in (INSTANCE, OBJECT):
            found = [v for name in self.rules.call_members for v in self.member(callee, name)]
            found += self.made_of(callee)
            return union(v for one in found if one[0] == FUNCTION for v in self._result(one, arguments, scope))
        if tag == PARAMETER:
            return union(v for one in self.bounds(callee) for v in self.result(one, arguments, scope))
        return ()

    def bounds(self, value: Value) -> Values:
        """Instances of the types that bound a PARAMETER."""
        bound = self.program.declarations[value[1]].type
        found = self.type_of(bound, self.program.scope_of(value[1])) if bound is not None else ()
        return tuple(one for one in found if one[0] != PARAMETER)

    def _result(self, callee: Value, arguments: Sequence[Expr], scope: int) -> Values:
        number, receiver = callee[1], callee[2]
        program = self.program
        one = program.declarations[number]
        if one.flags & units.CONSTRUCTOR:
            return self._constructed(number, receiver)
        itself = receiver is not None and receiver[0] in (INSTANCE, OBJECT)
        if one.type is not None:
            if one.type[0] == units.THIS and receiver is not None and (itself or receiver[0] == TYPE):
                return (receiver,) if itself else ((INSTANCE, receiver[1], ()),)
            found = self.type_of(one.type, program.type_scope(number))
            if not found:
                return self._returned(callee)  # a type of which nothing is known
            if receiver is None and self.rules.implicit_members and has_parameters(found):
                receiver = self._instance_around(scope)
            if all(v[0] == FUNCTION for v in found):
                found = union((*found, *(v for v in self._returned(callee) if v[0] == FUNCTION)))
            return self.infer(self.bind(found, receiver, number), number, arguments, scope, receiver)
        return self._returned(callee)

    def _returned(self, callee: Value) -> Values:
        """What the function returns that a value is, whatever it declares."""
        number, receiver = callee[1], callee[2]
        program = self.program
        itself = receiver is not None and receiver[0] in (INSTANCE, OBJECT)
        inner = program.inner(number)
        if inner < 0:
            return ()
        first = program.first_scope[program.file_of_scope[inner]]
        found: Values = ()
        for expr, place in program.returns(inner):
            if expr is not None and expr[0] == units.THIS and itself and receiver is not None:
                found += (receiver,)
            else:
                found += self.evaluate(expr, first + place)
        return self.bind(union(found), receiver, number)

    def made_values(self, values: Values, spaces: int) -> Values:
        """Values of a name that stands for a value only: of a type with one instance that instance."""
        if spaces != units.VALUES:
            return values
        return tuple(
            (INSTANCE, v[1], ()) if v[0] == TYPE and self.program.declarations[v[1]].flags & units.SINGLETON else v
            for v in values
        )

    def bound_here(self, values: Values, found: Sequence[Entity], scope: int) -> Values:
        """Values of a plain name that is a member of a base type, with the type arguments that the type around gives that."""
        if not self.rules.implicit_members or not has_parameters(values):
            return values
        around = self._instance_around(scope)
        for kind, which in found if around is not None else ():
            if kind == DECLARATION:
                values = self.bind(values, around, int(which))
        return values

    def _instance_around(self, scope: int) -> Value | None:
        around = self.type_around(scope)
        return (INSTANCE, around, ()) if isinstance(around, int) else None

    def _constructed(self, number: int, receiver: Value | None) -> Values:
        if receiver is not None and receiver[0] in (TYPE, INSTANCE):
            return ((INSTANCE, receiver[1], ()),)
        around = self.program.declaration_of(self.program.scope_of(number))
        return ((INSTANCE, around, ()),) if around >= 0 else ()

    # ------------------------------------------------------------ type arguments

    def bind(self, values: Values, receiver: Value | None, member: int) -> Values:
        """Values of a member, with the receiver's type arguments in place of its type's parameters."""
        if receiver is not None and receiver[0] == BOUND:
            return substitute(values, dict(receiver[1])) if receiver[1] else values
        if receiver is not None and receiver[0] == PARAMETER and has_parameters(values):
            for one in self.bounds(receiver):
                values = self.bind(values, one, member)
            return values
        if (
            receiver is None
            or receiver[0] != INSTANCE
            or not isinstance(receiver[1], int)
            or not has_parameters(values)
        ):
            return values
        scope = self.program.scope_of(member)
        owner = self.program.declaration_of(scope)
        if owner >= 0:
            found = {**self._associated(values, receiver), **self.arguments_as(receiver, owner, 0)}
        elif self.program.scopes[scope].kind == units.EXTENSION_SCOPE:
            found = self._of_extension(receiver, scope)
        else:
            return values
        return substitute(values, found) if found else values

    def _associated(self, values: Values, receiver: Value) -> dict[int, Values]:
        """What the types that an interface leaves open (`type Item;`) are in a type that says."""
        found: dict[int, Values] = {}
        for value in values:
            open_ = self.program.declarations[value[1]] if value[0] == PARAMETER else None
            if open_ is not None and open_.what == units.ALIAS:
                given = [n for n in self.members(receiver[1], open_.name) if n != value[1]]
                said = self.instances((DECLARATION, n) for n in given)
                if said:
                    found[value[1]] = said
        return found

    def _of_extension(self, receiver: Value, scope: int) -> dict[int, Values]:
        """What the type parameters of an extension stand for, where it extends the type of an instance."""
        found: dict[int, Values] = {}
        for extended in self.type_of(self.program.scopes[scope].extends, scope):
            if extended[0] != INSTANCE or not isinstance(extended[1], int):
                continue
            bound = self.arguments_as(receiver, extended[1], 0)
            given = [bound.get(number, ()) for number in self.program.parameters(extended[1])]
            for one, other in zip(extended[2], given, strict=False):
                self.unify(one, other, found, 0)
        return found

    def arguments_as(self, instance: Value, owner: int, depth: int) -> dict[int, Values]:
        """What the type parameters of `owner`, a type or a base of it, stand for in an instance."""
        number, arguments = instance[1], instance[2]
        found = dict(zip(self.program.parameters(number), arguments, strict=False))
        if number == owner or depth > _DEEPEST:
            return found
        for base, base_arguments, _ in self.bases(number):
            if isinstance(base, int) and (base == owner or owner in self.supertypes(base)):
                bound = tuple(substitute(one, found) for one in base_arguments)
                return self.arguments_as((INSTANCE, base, bound), owner, depth + 1)
        return {}

    def with_written(self, values: Values, callee: Value, written: Sequence[Expr], scope: int) -> Values:
        """Values of a generic function's result, or instances of a generic type, with the type arguments that a call writes down."""
        if callee[0] in (TYPE, EXTERNAL) and written:
            given = tuple(self.type_of(one, scope) for one in written)
            return tuple((INSTANCE, v[1], given) if v[:2] == (INSTANCE, callee[1]) else v for v in values)
        if callee[0] != FUNCTION or not has_parameters(values):
            return values
        types = (self.type_of(one, scope) for one in written)
        return substitute(values, dict(zip(self.type_parameters(callee[1]), types, strict=False)))

    def elements(self, values: Values) -> Values:
        """What iteration over values gives."""
        if self.rules.element_members or self.rules.pointers or self.rules.steps:
            return union(found for value in values for found in self._pointed(value))
        return union(found for value in values for found in self._elements(value))

    def _elements(self, value: Value) -> Values:
        if value[0] == INSTANCE and isinstance(value[1], str):
            name = value[1].rpartition(".")[2]
            if name in self.rules.pairs:
                return ((INSTANCE, self.rules.pair or self.rules.literal("tuple"), value[2]),)
            if name in self.rules.firsts:
                return self.argument_at(value, 0)
            if value[1] == self.rules.literal("tuple"):
                return union(found for part in value[2] for found in part)
        return self.argument_at(value, self.rules.element_parameter)

    def argument(self, values: Values, place: int) -> Values:
        """What stands at a place among the type arguments of values, or in tuples."""
        return union(found for value in values for found in self.argument_at(value, place))

    def placed(self, values: Values, place: int) -> Values:
        """What stands at a place of tuples; of lists, any element; of objects, the member that the number names; in place -1 any of
        what a container holds, of a table what it has under its keys."""
        found: Values = ()
        for value in values:
            if value[0] == OBJECT:
                found += self.member(value, str(place))
            elif value[0] == INSTANCE and (
                value[1] == self.rules.literal("array") or (place < 0 and value[1] == self.rules.literal("tuple"))
            ):
                found += self.elements((value,))
            else:
                found += self._indexed(value) or self.argument_at(value, place)
        return union(found)

    def _indexed(self, value: Value) -> Values:
        """What an index into an instance gives, where its type says so."""
        if value[0] != INSTANCE or not isinstance(value[1], int):
            return ()
        return union(v for name in self.rules.index_members for v in self.member(value, name) if v[0] == INSTANCE)

    def made(self, values: Values, scope: int) -> Values:
        """Instances of the classes that values are (`new (f())()`, a base type that is computed)."""
        found: Values = ()
        for value in values:
            if value[0] in (TYPE, EXTERNAL):
                found += ((INSTANCE, value[1], ()),)
            elif value[0] in (INSTANCE, OBJECT):
                members = [v for name in self.rules.new_members for v in self.member(value, name) if v[0] == FUNCTION]
                found += tuple(v for one in members for v in self.result(one, (), scope))
        return union(found)

    def awaited(self, values: Values) -> Values:
        """What promises, futures, results and options hold; other values hold themselves."""
        found: Values = ()
        for value in values:
            if value[0] == INSTANCE and isinstance(value[1], str) and value[2] and self._holds(value[1]):
                found += value[2][0]
            elif value[0] == INSTANCE and isinstance(value[1], int) and self.rules.held_members:
                found += self._given_by(value, self.rules.held_members) or (value,)
            else:
                found += (value,)
        return union(found)

    def _holds(self, name: str) -> bool:
        if name.rpartition(".")[2] in self.rules.containers:
            return False
        return self.rules.holders is None or name in self.rules.holders

    def _pointed(self, value: Value) -> Values:
        """The elements of a value where types have operators for that, or stand for pointers as well."""
        if value[0] == INSTANCE and isinstance(value[1], int):
            found = self._given_by(value, self.rules.element_members)
            if found:
                return self.awaited(found)
        found = self._elements(value) or ((value,) if self.rules.pointers else ())
        return found or (self._next(value) if self.rules.steps else ())

    def _next(self, value: Value) -> Values:
        """The element that the next step of an iterator gives."""
        method, element = self.rules.steps
        if value[0] != OBJECT and not (value[0] == INSTANCE and isinstance(value[1], int)):
            return ()
        return union(v for one in self.awaited(self._given_by(value, (method,))) for v in self.member(one, element))

    def _given_by(self, value: Value, members: Sequence[str]) -> Values:
        """What the first that a value has of some methods gives."""
        for name in members:
            found = union(v for one in self.member(value, name) for v in self.result(one, (), 0))
            if found:
                return found
        return ()

    def argument_at(self, value: Value, place: int) -> Values:
        """A type argument of a value of an external generic type, or of one that a type derives from."""
        if value[0] != INSTANCE:
            return ()
        if isinstance(value[1], str):
            return value[2][place] if value[2] and -len(value[2]) <= place < len(value[2]) else ()
        for owner in self.supertypes(value[1]):
            for base, arguments, _ in self.bases(owner):
                if isinstance(base, str) and arguments:
                    bound = self.arguments_as(value, owner, 0)
                    return substitute(arguments[place], bound) if -len(arguments) <= place < len(arguments) else ()
        return union(found for one in self.made_of(value) for found in self.argument_at(one, place))

    def made_of(self, value: Value) -> Values:
        """The type that an instance's type is made of, where it is declared by another (`type Names []string`)."""
        if value[0] != INSTANCE or not isinstance(value[1], int):
            return ()
        one = self.program.declarations[value[1]]
        if one.what != units.TYPE or one.type is None:
            return ()
        found = self.type_of(one.type, self.program.type_scope(value[1]))
        by = dict(zip(self.program.parameters(value[1]), value[2], strict=False))
        return tuple(v for v in (substitute(found, by) if by else found) if v != value)
