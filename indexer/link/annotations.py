"""Type expressions."""

from __future__ import annotations

from typing import Final

from indexer.link.core import Core
from indexer.link.values import (
    CLASS,
    EMPTY,
    EXTERNAL,
    INSTANCE,
    INSTANCES,
    LITERAL,
    MADE,
    Value,
    Values,
    ordered,
    single,
)
from indexer.model import ir
from indexer.model.ir import Expr, Known

_SAY_NOTHING: Final = frozenset(
    (
        "builtins.object",
        "typing.Any",
        "typing.Never",
        "typing.NoReturn",
        "typing_extensions.Never",
        "typing_extensions.NoReturn",
    )
)
"""Types that tell nothing of a value, or that there is none."""


class Annotations(Core):
    """Instances of what annotations name."""

    def _instance(self, expr: Known, scope: int, recv: Value | None) -> Values:
        return self.instances(expr[2], scope, recv)

    def instances(self, kind: Expr, scope: int, recv: Value | None) -> Values:
        """Instances of what a type expression names."""
        if kind is None:
            return EMPTY
        operation = kind[0]
        if operation in (ir.NAME, ir.ATTR):
            return self._instances_of_name(kind, scope, recv)
        if operation == ir.SUBSCRIPT:
            return self._instances_of_generic(kind, scope, recv)
        found: Values = EMPTY
        if operation == ir.OPERATOR and kind[2] == "__or__":
            return self.instances(kind[3], scope, recv) | self.instances(kind[4], scope, recv)
        if operation == ir.SEQ:
            for part in kind[3]:
                found |= self.instances(part, scope, recv)
        elif operation == ir.UNION:
            for part in kind[2]:
                found |= self.instances(part, scope, recv)
        return found

    def _instances_of_name(self, kind: Known, scope: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        name = kind[3] if kind[0] == ir.ATTR else kind[2]
        if name == "Self":
            owner = self.program.enclosing(scope, ir.CLASS)
            return frozenset((recv,)) if recv is not None else single(INSTANCE, owner) if owner >= 0 else EMPTY
        for value in ordered(self.evaluate(kind, scope, None)):
            if value[0] == CLASS:
                found |= single(INSTANCE, value[1])
            elif value[0] == EXTERNAL and value[1] not in _SAY_NOTHING:
                found |= single(MADE, value[1])
            elif (
                value[0] == LITERAL
                and (literal := self.identities.expression(value[2])) is not None
                and literal[0] == ir.SEQ
            ):
                found |= self.instances(literal, value[1], None)
        return found

    def _instances_of_generic(self, kind: Known, scope: int, recv: Value | None) -> Values:
        head, index = kind[2], kind[3]
        name = "" if head is None else head[3] if head[0] == ir.ATTR else head[2] if head[0] == ir.NAME else ""
        inner = (index[3] if index is not None and index[0] == ir.SEQ else None) or (index,)
        found: Values = EMPTY
        if name in self.library.unions:
            for part in inner[:1] if name == "Annotated" else inner:
                found |= self.instances(part, scope, recv)
            return found
        if name in self.library.types:
            return frozenset((CLASS, v[1]) for v in self.instances(inner[0], scope, recv) if v[0] == INSTANCE)
        if name in self.library.awaitables:
            return self.instances(inner[-1], scope, recv)
        if name in self.library.containers:
            return self.literal(kind, scope, recv)
        return self.instances(head, scope, recv)

    def declared_element(self, kind: Known, scope: int, recv: Value | None) -> Values:
        """An element of `list[T]`, a value of `dict[K, T]`."""
        head, index = kind[2], kind[3]
        name = head[3] if head[0] == ir.ATTR else head[2]
        inner = index[3] if index is not None and index[0] == ir.SEQ else (index,)
        if not inner:
            return EMPTY
        return self.instances(inner[0] if name in self.library.first_parameter else inner[-1], scope, recv)

    def _narrowed(self, expr: Known, scope: int, recv: Value | None) -> Values:
        types = self.instances(expr[3], scope, recv)
        known = [value[1] for value in types if value[0] in INSTANCES]
        kept = frozenset(
            value
            for value in self.evaluate(expr[2], scope, recv)
            if value[0] in INSTANCES and any(self.classes.is_subclass(value[1], base) for base in known)
        )
        return kept or types
