"""Members of values: instances, classes, `super()`, descriptors."""

from __future__ import annotations

from indexer.link.core import Core
from indexer.link.values import (
    ARGUMENT,
    BOUND,
    CLASS,
    EMPTY,
    EXACT,
    EXTERNAL,
    FUNCTION,
    INSTANCE,
    INSTANCES,
    LITERAL,
    MADE,
    MODULE,
    PACKAGE,
    PROPERTY,
    SUPER,
    TEXT,
    Value,
    Values,
    ordered,
    single,
)
from indexer.model import ir
from indexer.model.ir import Binding, Expr, Known
from indexer.model.paths import path_of


class Members(Core):
    """Values of members, by the hierarchy of classes."""

    def _attribute(self, expr: Known, scope: int, recv: Value | None) -> Values:
        known, certain = self.path_bindings(expr, scope)
        if certain:
            return self.bound(known, scope, scope, recv)
        found = self.bound(known, scope, scope, recv) if known else EMPTY
        for value in ordered(self.evaluate(expr[2], scope, recv)):
            found |= self.member(value, expr[3])
        return found

    def attribute(self, expr: Known, holders: Values, scope: int) -> Values:
        """The values of a member expression, given those of the object."""
        known, certain = self.path_bindings(expr, scope)
        found = self.bound(known, scope, scope, None) if known else EMPTY
        if not certain:
            for value in ordered(holders):
                found = found | self.member(value, expr[3]) if found else self.member(value, expr[3])
        return found

    def path_bindings(self, expr: Known, scope: int) -> tuple[tuple[Binding, ...], bool]:
        """What was assigned to this very access path in this scope, and whether nothing else can have been."""
        if not self.program.has_paths[scope]:
            return (), False
        path = path_of(expr)
        if path is None or not self.program.binds(scope, path):
            return (), False
        found = self.program.bindings_at(scope, path, expr[1], expr[4])
        return found, bool(found) and not found[-1][3] & ir.MAYBE and self._certain(found[-1], scope, expr[4])

    def _certain(self, binding: Binding, scope: int, block: int) -> bool:
        blocks = self.program.scopes[scope].blocks
        while block >= 0:
            if block == binding[2]:
                return True
            block = blocks[block][0]
        return False

    def member(self, value: Value, name: str) -> Values:
        """The values of a value's member."""
        tag = value[0]
        if tag in INSTANCES:
            return self.table.get(("member", value, name), self._instance_member, value, name)
        if tag == MODULE:
            return self.module_member(value[1], name)
        if tag == CLASS:
            return self.table.get(("member", value, name), self._class_member, value, name)
        if tag in (EXTERNAL, MADE):
            return self.external_member(value[1], name)
        if tag == ARGUMENT:
            found: Values = EMPTY
            for passed in ordered(self.expand(frozenset((value,)))):
                found |= self.member(passed, name)
            return found
        if tag == SUPER:
            return self._super_member(value, name)
        if tag == TEXT:
            return self.external_member(f"builtins.{value[1]}", name)
        if tag == PACKAGE:
            return self.package_member(0, value[1], name)
        if tag == LITERAL:
            literal = self.identities.expression(value[2])
            return self.external_member(f"builtins.{_container(literal)}", name)
        if tag == BOUND and name == "__func__":
            return single(FUNCTION, value[1])
        return EMPTY

    def _instance_member(self, value: Value, name: str) -> Values:
        found: Values = EMPTY
        in_class = False
        for owner in self.classes.holders(value[1], name):
            for expr, scope in self.classes.assigned(owner, name):
                found |= self.evaluate(expr, scope, self._as_receiver(value, scope))
            if not in_class:
                bindings = self.program.running_bindings(owner, name)
                if bindings:
                    in_class = True
                    found |= self.attach(self.bound(bindings, owner, owner, None), value)
        if name == "__class__":
            return single(CLASS, value[1])
        if found or in_class:
            return found
        found = self.declared_member(value, name)
        if found:
            return found
        mro = self.classes.info(value[1]).mro
        for receiver, expr, scope in self.foreign(name):
            if any(v[0] in INSTANCES and v[1] in mro for v in self.evaluate(receiver, scope, None)):
                found |= self.evaluate(expr, scope, None)
        return found or self.member_of_bases(value[1], name) or self.below(value, name)

    def external_member(self, base: str, name: str) -> Values:
        """A member of something outside: of a built-in type, and of what its methods give, only what is known."""
        dotted = f"{base}.{name}"
        if base in self.library.types_of_builtins:
            return single(EXTERNAL, dotted) if dotted in self.library.members else EMPTY
        return EMPTY if base in self.library.members else single(EXTERNAL, dotted)

    def member_of_bases(self, scope: int, name: str) -> Values:
        """A member that a class has from its first base outside that may have it."""
        for base in self.classes.info(scope).external:
            found = self.external_member(base, name)
            if found:
                return found
        return EMPTY

    def _as_receiver(self, value: Value, scope: int) -> Value | None:
        """What `self` or `cls` is in the method around a scope, given an instance."""
        method = self.program.method_of(scope)
        if method >= 0 and "classmethod" in self.program.scopes[method].detail:
            return (CLASS, value[1])
        return value

    def attach(self, values: Values, receiver: Value) -> Values:
        """Class-level values as seen through an instance or class: functions become methods, descriptors give their value."""
        found: Values = EMPTY
        for value in ordered(values):
            tag = value[0]
            if tag == FUNCTION:
                detail = self.program.scopes[value[1]].detail
                if "staticmethod" in detail:
                    found |= frozenset((value,))
                elif "classmethod" in detail:
                    owner = receiver if receiver[0] == CLASS else (CLASS, receiver[1])
                    found |= single(BOUND, value[1], owner)
                elif receiver[0] == CLASS:
                    found |= frozenset((value,))
                elif not self.library.properties.isdisjoint(detail):
                    found |= self.returns(value[1], receiver)
                else:
                    found |= single(BOUND, value[1], receiver)
            elif tag == PROPERTY and receiver[0] != CLASS:
                found |= self.returns(value[1], receiver)
            elif tag == EXACT and self.has_member(value[1], "__get__"):
                for getter in ordered(self.member(value, "__get__")):
                    if getter[0] == BOUND:
                        found |= self.returns(getter[1], getter[2])
                found |= frozenset((value,))
            else:
                found |= frozenset((value,))
        return found

    def _class_member(self, value: Value, name: str) -> Values:
        for owner in self.classes.holders(value[1], name):
            bindings = self.program.running_bindings(owner, name)
            if bindings and self._is_member_of_enum(owner, name, bindings):
                return single(EXACT, value[1])
            if bindings:
                return self.attach(self.bound(bindings, owner, owner, None), value)
            assigned = self.classes.assigned(owner, name)
            found: Values = EMPTY
            for expr, scope in assigned:
                found |= self.evaluate(expr, scope, None)
            if found:
                return found
        found = self.declared_member(value, name)
        if found:
            return found
        meta = self.metaclass(value[1])
        if meta is not None and self.has_member(meta, name):
            found = self.member((INSTANCE, meta), name)
            return frozenset((BOUND, v[1], value) if v[0] == BOUND else v for v in found)
        if name == "__name__":
            return EMPTY
        found, mro = EMPTY, self.classes.info(value[1]).mro
        for receiver, expr, scope in self.foreign(name):
            if any(v[0] == CLASS and v[1] in mro for v in self.evaluate(receiver, scope, None)):
                found |= self.evaluate(expr, scope, None)
        return found or self.member_of_bases(value[1], name)

    def _is_member_of_enum(self, owner: int, name: str, bindings: tuple[Binding, ...]) -> bool:
        """Whether a name of a class is one of the values of an enumeration."""
        if "enum" not in self.program.scopes[owner].detail or name.startswith("_"):
            return False
        return all(b[0] is not None and b[0][0] not in (ir.SCOPE, ir.DECORATE) for b in bindings)

    def _super_member(self, value: Value, name: str) -> Values:
        receiver: Value = value[2]
        known = receiver[0] in (*INSTANCES, CLASS) and self.classes.is_subclass(receiver[1], value[1])
        for owner in self.classes.holders_after(receiver[1] if known else value[1], value[1], name):
            bindings = self.program.running_bindings(owner, name)
            if bindings:
                found: Values = EMPTY
                for one in self.attach(self.bound(bindings, owner, owner, None), receiver):
                    if one[0] == FUNCTION and "staticmethod" not in self.program.scopes[one[1]].detail:
                        found |= single(BOUND, one[1], receiver)
                    else:
                        found |= frozenset((one,))
                return found
        found = self.member_of_bases(value[1], name)
        if found:
            return found
        return single(EXTERNAL, f"builtins.object.{name}") if name.startswith("__") else EMPTY


def _container(literal: Expr) -> str:
    """The built-in type of a container that is written down, or that an annotation names."""
    if literal is None or literal[0] == ir.DICT:
        return "dict"
    if literal[0] != ir.SUBSCRIPT:
        return str(literal[2])
    head = literal[2]
    name = str(head[3] if head[0] == ir.ATTR else head[2]).lower()
    return next((kind for kind in ("dict", "set", "tuple") if kind in name), "dict" if "mapping" in name else "list")
