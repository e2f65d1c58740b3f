"""What is asked of class hierarchies besides look-up: subclasses, overriding, declarations, metaclasses."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.link.classes import Foreign
from indexer.link.core import HIERARCHY, MOST_FOREIGN, MOST_OVERRIDES, Core
from indexer.link.values import BOUND, CLASS, EMPTY, EXACT, INSTANCE, Value, Values, ordered
from indexer.model import ir


class Hierarchy(Core):
    """Members that subclasses or type checkers know, and what overrides what."""

    def declared_member(self, value: Value, name: str) -> Values:
        """A member that is written for type checkers only."""
        for owner in self.classes.holders(value[1], name):
            bindings = self.program.bindings_of(owner, name)
            if bindings:
                return self.attach(self.bound(bindings, owner, owner, None), value)
        return EMPTY

    def below(self, value: Value, name: str) -> Values:
        """A member that only subclasses define (abstract bases, mixins)."""
        if value[0] != INSTANCE:
            return EMPTY
        found: Values = EMPTY
        count = 0
        for child in self.classes.below(value[1], name):
            if self.program.symbol(child, name) is not None or self.classes.assigned(child, name):
                count += 1
                if count > MOST_OVERRIDES:
                    return EMPTY
                found |= self.member((INSTANCE, child), name)
        if found:
            self.table.evidence |= HIERARCHY
        return found

    def foreign(self, name: str) -> Sequence[Foreign]:
        """Assignments to a member outside of its class; none where they are too many to tell anything."""
        found = self.classes.foreign(name)
        return found if len(found) <= MOST_FOREIGN else ()

    def has_member(self, scope: int, name: str) -> bool:
        """Whether a class or one of its bases defines a name."""
        return any(self.program.symbol(owner, name) is not None for owner in self.classes.holders(scope, name))

    def metaclass(self, scope: int) -> int | None:
        """The class of a class, where one in the program is named."""
        for owner in self.classes.info(scope).mro:
            for name, expr in self.program.scopes[owner].keywords:
                if name == "metaclass":
                    for value in ordered(self.evaluate(expr, self.program.parent_of[owner], None)):
                        if value[0] == CLASS:
                            return int(value[1])
        return None

    def overriding(self, owner: int, method: int) -> list[int]:
        """Function scopes in subclasses of a class that override a method."""
        return self.memo.get(("overriding", owner, method), self._overriding, owner, method)

    def _overriding(self, owner: int, method: int) -> list[int]:
        name = self.program.scopes[method].name
        found: dict[int, None] = {}
        for child in self.classes.below(owner, name):
            for binding in self.program.bindings_of(child, name):
                inner = binding[0]
                while inner is not None and inner[0] == ir.DECORATE:
                    inner = inner[3]
                if inner is not None and inner[0] == ir.SCOPE:
                    scope = self.program.local(child, inner[2])
                    if scope != method and self.program.scopes[scope].kind == ir.FUNCTION:
                        found[scope] = None
        return list(found)

    def is_abstract(self, scope: int) -> bool:
        """Whether a method is there to be overridden."""
        record = self.program.scopes[scope]
        if "abstractmethod" in record.detail:
            return True
        names = [expr[2] if expr[0] == ir.CALL else expr for expr in self.program.raised(scope) if expr is not None]
        return not self.program.returns(scope) and any(
            n is not None and n[0] == ir.NAME and n[2] == "NotImplementedError" for n in names
        )

    def returned_below(self, name: str, recv: Value) -> Values:
        """What the overriding methods of an abstract one return."""
        found: Values = EMPTY
        overriding = [c for c in self.classes.below(recv[1], name) if self.program.binds(c, name)]
        for child in overriding if len(overriding) <= MOST_OVERRIDES else ():
            for value in ordered(self.member((EXACT, child), name)):
                if value[0] == BOUND:
                    found |= self.returns(value[1], value[2])
        return found
