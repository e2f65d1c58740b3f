"""What expressions come to: values from declared types, initialisers, results, assignments and what callers pass."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import Final

from indexer.languages.rules import DECLARATION, Entity, Rules
from indexer.languages.rules import EXTERNAL as EXTERNAL_ENTITY
from indexer.languages.rules import FILE as FILE_ENTITY
from indexer.languages.rules import NAMESPACE as NAMESPACE_ENTITY
from indexer.link.declared.assigned import MOST_ASSIGNED, Assigned
from indexer.link.declared.extensions import Extensions
from indexer.link.declared.generics import Generics
from indexer.link.declared.hierarchy import Hierarchy
from indexer.link.declared.once import Once
from indexer.link.declared.operators import Operators
from indexer.link.declared.outside import field_outside, result_outside
from indexer.link.declared.passing import Passed
from indexer.link.declared.program import Program
from indexer.link.declared.shapes import Shapes
from indexer.link.declared.values import (
    BASES,
    BOUND,
    EXTERNAL,
    FILE,
    FLOWED,
    FUNCTION,
    INSTANCE,
    NAMESPACE,
    OBJECT,
    PARAMETER,
    TYPE,
    Value,
    Values,
    union,
)
from indexer.link.declared.wanted import Wanted
from indexer.model import units
from indexer.model.units import Expr

_TYPE_SPACES: Final = units.TYPES | units.NAMESPACES


class Evaluator(Once, Hierarchy, Generics, Wanted, Extensions, Assigned):
    """Evaluates expressions of a program, each once."""

    def __init__(self, program: Program, rules: type[Rules]) -> None:
        Once.__init__(self)
        self.passed = Passed({})
        """What calls pass to parameters without a type."""
        here = weakref.proxy(self)  # or all of them would outlive linking
        self.operators = Operators(here, program)
        Hierarchy.__init__(self, program, rules)
        self.shapes = Shapes(here)

    # ------------------------------------------------------------ types

    def type_of(self, expr: Expr, scope: int) -> Values:
        """Instances of the type that an expression names."""
        if expr is None:
            return ()
        return self._once(("type", id(expr), scope), lambda: self._type_of(expr, scope))

    def path(self, expr: Expr, scope: int) -> list[Entity]:
        """See `Names`; the type of a value is a path, too."""
        if expr is not None and expr[0] == units.CLASS_OF:
            return [(DECLARATION, v[1]) for v in self.evaluate(expr, scope) if v[0] == TYPE]
        return super().path(expr, scope)

    def member_of(self, entity: Entity, name: str, spaces: int) -> list[Entity]:
        """See `Names`; where values have types as members, those of the value's type."""
        found = super().member_of(entity, name, spaces)
        if found or not self.rules.stable_values or entity[0] != DECLARATION:
            return found
        number = int(entity[1])
        if self.program.declarations[number].what != units.VARIABLE:
            return found
        held = [v[1] for v in self.variable(number) if v[0] == INSTANCE and isinstance(v[1], int)]
        return [one for owner in held for one in self.reached(self.members(owner, name), spaces)]

    def _type_of(self, expr: units.Known, scope: int) -> Values:
        op = expr[0]
        if op == units.NAME:
            return self.instances(self.lookup(scope, expr[2], expr[3] if len(expr) > 3 else _TYPE_SPACES, expr[1]))
        if op == units.MEMBER:
            outer = self.type_path(expr[2], scope)
            return self.instances(entity for one in outer for entity in self.type_members(one, expr[3]))
        if op == units.APPLIED:
            arguments = tuple(self.type_of(argument, scope) for argument in expr[3])
            if self.rules.see_through and arguments:
                return union(v for one in self.type_of(expr[2], scope) for v in self._seen_through(one, arguments))
            return union((v[0], v[1], arguments) if v[0] == INSTANCE else v for v in self.type_of(expr[2], scope))
        if op == units.UNION:
            return union(value for one in expr[2] for value in self.type_of(one, scope))
        if op == units.LITERAL:
            return self.external_instance(self.rules.literal(expr[2]))
        if op == units.THIS:
            return self.this(scope, static=False)
        if op == units.SUPER:
            around = self.type_around(scope)
            return tuple(
                (INSTANCE, base, args) for base, args, _ in (self.bases(around) if isinstance(around, int) else ())
            )
        if op == units.OBJECT:
            return ((OBJECT, self._scope_in(expr[2], scope)),)
        if op == units.FUNCTION:
            return ((FUNCTION, self._declaration_in(expr[2], scope), (BOUND, ())),)
        if op == units.CLASS_OF:
            return self.evaluate(expr[2], scope)
        if op == units.TUPLE:
            return ((INSTANCE, self.rules.literal("tuple"), tuple(self.type_of(one, scope) for one in expr[2])),)
        if op == units.PLACE:
            return self.placed(self.type_of(expr[2], scope), expr[3])
        if op == units.ARGUMENT:
            return self.argument(self.type_of(expr[2], scope), expr[3])
        if op in (units.ELEMENT, units.AWAIT):
            inner = self.type_of(expr[2], scope)
            return self.elements(inner) if op == units.ELEMENT else self.awaited(inner)
        if op == units.WANTED:
            return self.wanted(expr[2], expr[3], expr[4], expr[5] if len(expr) > 5 else (), scope)
        if op == units.TYPE_MEMBER:
            return union(v for one in self.type_of(expr[2], scope) for v in self.member(one, expr[3]))
        if op == units.IMPORT:
            return self.instances(self.of_import(self.program.file_of_scope[scope], expr))
        if op == units.SEQUENCE:
            return (
                (
                    INSTANCE,
                    self.rules.literal("array"),
                    (union(v for one in expr[2] for v in self.type_of(one, scope)),),
                ),
            )
        return ()

    def _seen_through(self, generic: Value, arguments: tuple[Values, ...]) -> Values:
        """Instances of a generic type with its arguments; of what the type holds, where its values are used as that."""
        if generic[0] != INSTANCE:
            return (generic,)
        if isinstance(generic[1], str) and generic[1].rpartition(".")[2] in self.rules.see_through:
            return arguments[0]
        return ((INSTANCE, generic[1], arguments),)

    def made_by(self, expr: Expr, scope: int) -> Values:
        """See `Hierarchy`."""
        return self.made(self.evaluate(expr, scope), scope)

    def type_path(self, expr: Expr, scope: int) -> list[Entity]:
        """The types and namespaces that the outer part of a qualified type name leads to."""
        if expr is not None and expr[0] in (units.THIS, units.SUPER):
            return [
                (DECLARATION, v[1]) for v in self.type_of(expr, scope) if v[0] == INSTANCE and isinstance(v[1], int)
            ]
        if expr is not None and expr[0] == units.MEMBER:
            return [inner for one in self.type_path(expr[2], scope) for inner in self.type_members(one, expr[3])]
        return self.path(expr, scope)

    def type_members(self, outer: Entity, name: str) -> list[Entity]:
        """The types and namespaces of a name inside a type or namespace."""
        if outer[0] == EXTERNAL_ENTITY:
            return [(EXTERNAL_ENTITY, self.rules.external_member(str(outer[1]), name))]
        found = self.inside(outer, name, _TYPE_SPACES)
        if not found and outer[0] == DECLARATION:
            found = [
                (EXTERNAL_ENTITY, self.rules.external_member(base, name))
                for base in self.external_bases(int(outer[1]))[:1]
            ]
        return found

    def instances(self, entities: Iterable[Entity]) -> Values:
        """Instances of the types that entities are."""
        return union(value for entity in entities for value in self._instances(entity))

    def _instances(self, entity: Entity) -> Values:
        kind, which = entity
        if kind == EXTERNAL_ENTITY:
            return self.external_instance(str(which))
        if kind != DECLARATION:
            return ()
        number = int(which)
        one = self.program.declarations[number]
        if one.what == units.TYPE_PARAMETER:
            return ((PARAMETER, number),)
        if one.what == units.ALIAS:
            if one.type is None and one.value is None:
                return ((PARAMETER, number),)
            if one.type is None:
                return self.type_of(one.value, self.program.scope_of(number))
            return self.type_of(one.type, self.program.type_scope(number))
        if one.spaces & units.TYPES and one.what != units.MACRO:
            return ((INSTANCE, self.type_number(number), ()),)
        return ()

    def external_instance(self, name: str) -> Values:
        """An instance of a type outside of the indexed code."""
        return ((INSTANCE, name, ()),)

    def _scope_in(self, local: int, scope: int) -> int:
        return self.program.first_scope[self.program.file_of_scope[scope]] + int(local)

    def _declaration_in(self, local: int, scope: int) -> int:
        return self.program.first_declaration[self.program.file_of_scope[scope]] + int(local)

    def this(self, scope: int, *, static: bool) -> Values:
        """The instance, or where the code is static the type, in whose inside a scope stands."""
        anonymous = self.object_around(scope)
        if anonymous >= 0:
            return ((OBJECT, anonymous),)
        around = self.type_around(scope)
        if around is None:
            return ()
        if static and isinstance(around, int):
            return ((TYPE, around),)
        return ((INSTANCE, around, ()),)

    # ------------------------------------------------------------ values

    def evaluate(self, expr: Expr, scope: int) -> Values:
        """What an expression that stands in a scope may come to."""
        if expr is None:
            return ()
        return self._once(("value", id(expr), scope), lambda: self._evaluate(expr, scope))

    def _evaluate(self, expr: units.Known, scope: int) -> Values:
        op = expr[0]
        if op == units.NAME:
            spaces = self.spaces(expr, 3)
            entities = self.lookup(scope, expr[2], spaces, expr[1])
            return self.made_values(self.bound_here(self.values_of(entities), entities, scope), spaces)
        if op == units.MEMBER:
            found = self.evaluate(expr[2], scope)
            if len(expr) > 4:
                return union(v for one in found for v in self.member_in(one, expr[3], expr[4]))
            return union(v for one in found for v in self.read_member(one, expr[3]))
        if op == units.CALL:
            written = expr[2][3] if expr[2] is not None and expr[2][0] == units.APPLIED else ()
            results = union(
                v
                for one in self.callees(expr, scope)
                for v in self.with_written(self.result(one, expr[3], scope), one, written, scope)
            )
            return results or (result_outside(self, expr, scope) if self.rules.outside_methods else ())
        if op == units.NEW:
            made = self.type_of(expr[2], scope) or self.made_by(expr[2], scope)
            return tuple(self.constructed_with(one, expr[3], scope) for one in made)
        if op == units.THIS:
            if len(expr) > 2:
                return self.this(self._scope_in(expr[2][2], scope), static=expr[3])
            return self.this(scope, static=self.is_static(scope))
        if op == units.SUPER:
            around = self.type_around(scope)
            return ((BASES, around),) if isinstance(around, int) else ()
        if op == units.LITERAL:
            return self.external_instance(self.rules.literal(expr[2]))
        if op == units.INSTANCE:
            return self.type_of(expr[2], scope)
        if op == units.INITIAL:
            return self.with_fields(self.type_of(expr[2], scope), expr[3], scope)
        if op == units.OPERATOR:
            return self.operators.value(expr, scope)
        if op == units.APPLIED:
            return self.evaluate(expr[2], scope)
        if op == units.ELEMENT:
            return self.elements(self.evaluate(expr[2], scope))
        if op == units.UNION:
            return union(value for one in expr[2] for value in self.evaluate(one, scope))
        if op == units.FUNCTION:
            return ((FUNCTION, self._declaration_in(expr[2], scope), None),)
        if op == units.OBJECT:
            return ((OBJECT, self._scope_in(expr[2], scope)),)
        if op == units.NOW:
            found = self.evaluate(expr[3], scope)
            if (
                found
                and expr[3][0] == units.INSTANCE
                and all(v[0] == INSTANCE and isinstance(v[1], str) for v in found)
            ):
                found += self.evaluate(expr[2], scope)  # bases of types outside are not known
            return union(found) or self.evaluate(expr[2], scope)
        if op == units.NAMED:
            return self.evaluate(expr[3], scope)
        if op == units.WANTED:
            return self.wanted(expr[2], expr[3], expr[4], expr[5] if len(expr) > 5 else (), scope)
        if op == units.AWAIT:
            return self.awaited(self.evaluate(expr[2], scope))
        if op == units.TUPLE:
            return ((INSTANCE, self.rules.literal("tuple"), tuple(self.evaluate(one, scope) for one in expr[2])),)
        if op == units.PLACE:
            return self.placed(self.evaluate(expr[2], scope), expr[3])
        if op == units.ARGUMENT:
            return self.argument(self.evaluate(expr[2], scope), expr[3])
        if op == units.PARTS:
            return self.external_instance(self.rules.literal(expr[2])) if expr[2] else ()
        if op == units.IMPORT:
            return self.values_of(self.of_import(self.program.file_of_scope[scope], expr))
        if op == units.CLASS_OF:
            return union(
                (TYPE if isinstance(v[1], int) else EXTERNAL, v[1])
                for v in self.evaluate(expr[2], scope)
                if v[0] == INSTANCE
            )
        if op == units.SEQUENCE:
            elements = union(v for one in expr[2] for v in self.evaluate(one, scope))
            return ((INSTANCE, self.rules.literal("array"), (elements,)),)
        return ()

    def values_of(self, entities: Iterable[Entity]) -> Values:
        """What entities are as values."""
        return union(value for entity in entities for value in self._value_of(entity))

    def _value_of(self, entity: Entity) -> Values:
        kind, which = entity
        if kind == EXTERNAL_ENTITY:
            return ((EXTERNAL, which),)
        if kind == FILE_ENTITY:
            return ((FILE, which),)
        if kind == NAMESPACE_ENTITY:
            return ((NAMESPACE, which),)
        return self.value_of_declaration(int(which), None)

    def value_of_declaration(self, number: int, receiver: Value | None) -> Values:
        """What a declaration's name stands for.

        Args:
            number: of the declaration.
            receiver: the value whose member it is; None where it is none.
        """
        one = self.program.declarations[number]
        what = one.what
        if what == units.VARIABLE:
            return self.bind(self.variable(number), receiver, number)
        if what == units.FUNCTION_:
            if one.flags & units.ACCESSOR:
                return self.result((FUNCTION, number, receiver), (), self.program.scope_of(number))
            found: Values = ((FUNCTION, number, receiver),)
            return (*found, (TYPE, number)) if one.spaces & units.TYPES else found
        if what == units.TYPE:
            return ((TYPE, self.type_number(number)),)
        if what == units.ALIAS:
            if one.value is not None:
                return self.evaluate(one.value, self.program.scope_of(number))
            return union(
                (TYPE, v[1]) if isinstance(v[1], int) else (EXTERNAL, v[1])
                for v in self._instances((DECLARATION, number))
                if v[0] == INSTANCE
            )
        if what == units.NAMESPACE:
            return ((NAMESPACE, self._of_scope.get(self.program.inner(number), "")),)
        if what == units.IMPORTED:
            return self.values_of(self.imported(number))
        return ((PARAMETER, number),) if what == units.TYPE_PARAMETER else ()

    def variable(self, number: int) -> Values:
        """What a variable, parameter or field may hold."""
        return self._once(("variable", number), lambda: self._variable(number))

    def _variable(self, number: int) -> Values:
        program = self.program
        one = program.declarations[number]
        scope = program.scope_of(number)
        if one.type is not None:
            found = self.type_of(one.type, scope)
            if any(v[0] != PARAMETER or program.declarations[v[1]].what != units.ALIAS for v in found):
                return union((*found, *self.functions_set(number))) if all(v[0] == FUNCTION for v in found) else found
        found = self.evaluate(one.value, scope)
        assigned = program.assigned_names[program.file_of_declaration[number]].get(one.name, ())
        for target, value, place in assigned if len(assigned) <= MOST_ASSIGNED else ():
            if target is not None and (DECLARATION, number) in self.lookup(place, one.name, units.VALUES, target[1]):
                found += self.evaluate(value, place)
        if not found and one.flags & units.FIELD:
            found = self.assigned_member(self._owner(scope), one.name)
        for value, place in self.passed.to(number):
            more = self.evaluate(value, place)
            if more:
                self.evidence |= FLOWED
                found += more
        return union(found)

    def _owner(self, scope: int) -> Value | None:
        anonymous = self.object_around(scope)
        if anonymous >= 0:
            return (OBJECT, anonymous)
        around = self.type_around(scope)
        return None if around is None else (INSTANCE, around, ())

    # ------------------------------------------------------------ members

    def member(self, value: Value, name: str) -> Values:
        """What a member of a value may hold."""
        return self._once(("member", value, name), lambda: self._member(value, name))

    def _member(self, value: Value, name: str) -> Values:
        if value[0] == FUNCTION and name in self.rules.invokers:
            return (value,)
        numbers = self.member_declarations(value, name)
        if numbers:
            return union(v for number in numbers for v in self.value_of_declaration(number, value))
        if value[0] in (FILE, NAMESPACE):
            entity = (FILE_ENTITY if value[0] == FILE else NAMESPACE_ENTITY, value[1])
            found = self.values_of(self.inside(entity, name, units.EVERY))
            return found or self.assigned_member(value, name)
        found = self.assigned_member(value, name)
        if found:
            return found
        external = self.external_member_of(value, name)
        return field_outside(self, value, name) or (((EXTERNAL, external),) if external else ())

    def member_in(self, value: Value, name: str, spaces: int) -> Values:
        """What a member may hold, of a module or namespace only what it has in some spaces of names."""
        if value[0] not in (FILE, NAMESPACE):
            return self.member(value, name)
        entity = (FILE_ENTITY if value[0] == FILE else NAMESPACE_ENTITY, value[1])
        return self.made_values(self.values_of(self.member_of(entity, name, spaces)), spaces)

    def spaces(self, expr: units.Known, place: int) -> int:
        """The spaces in which the name of a NAME or MEMBER is looked up, where it stands for a value."""
        return int(expr[place]) if len(expr) > place else self.rules.value_spaces

    def external_member_of(self, value: Value, name: str) -> str:
        """The dotted name of a member that something outside of the indexed code has; '' where that cannot be."""
        if value[0] == EXTERNAL or (value[0] == INSTANCE and isinstance(value[1], str)):
            return self.rules.external_member(value[1], name)
        if name in self.rules.of_every_type and value[0] in (INSTANCE, TYPE, BASES, OBJECT, PARAMETER):
            return self.rules.external_member(self.rules.root, name)
        if value[0] in (INSTANCE, TYPE, BASES) and isinstance(value[1], int):
            bases = [base for base in self.external_bases(value[1]) if self.rules.may_have(base, name)]
            if len(bases) == 1:
                return self.rules.external_member(bases[0], name)
        return ""

    def member_declarations(self, value: Value, name: str) -> list[int]:
        """The declarations that a value's member of a name leads to."""
        tag = value[0]
        if tag == TYPE:
            if self.rules.statics_apart:
                return self.kind_members(value[1], name, static=True)
            return self._of_kind(self.members(value[1], name), static=True)
        if tag == INSTANCE:
            if not isinstance(value[1], int):
                found = self.extension_members(value[1], name)
            elif self.rules.statics_apart:
                found = self.kind_members(value[1], name, static=False)
            else:
                found = self.members(value[1], name)
            return (
                self.with_extensions(self._of_kind(self.fitting_extensions(found, value), static=False), value, name)
                or self._made_of_members(value, name)
                or self.pointed_members(value, name)
                or self.blanket_members(value, name)
                or self.extensions(value, name)
            )
        if tag == OBJECT:
            return list(self.object_members(value[1], name))
        if tag == EXTERNAL:
            return self.extension_members(value[1], name)
        if tag == BASES:
            for base in self.supertypes(value[1])[1:]:
                found = self.own_members(base, name)
                if found:
                    return found
            return []
        if tag == PARAMETER:
            found = [number for one in self.bounds(value) for number in self.member_declarations(one, name)]
            return found or self.blanket_members(value, name)
        return []

    def _made_of_members(self, value: Value, name: str) -> list[int]:
        """Members that a type takes over from the one that it is made of: fields, and methods of an interface."""
        return [
            number
            for one in self.made_of(value)
            for number in self.member_declarations(one, name)
            if self.program.declarations[number].flags & (units.FIELD | units.ABSTRACT)
        ]

    def _of_kind(self, numbers: list[int], *, static: bool) -> list[int]:
        declarations = self.program.declarations
        fitting = [
            n
            for n in numbers
            if bool(declarations[n].flags & units.STATIC) == static
            or (static and declarations[n].what not in (units.VARIABLE, units.FUNCTION_))
        ]
        if all(declarations[n].flags & units.PROTOTYPE for n in fitting) and not self.rules.statics_apart:
            return numbers  # what defines a prototype does not say again that it is static
        return fitting
