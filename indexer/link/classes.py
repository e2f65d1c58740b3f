"""Class hierarchies: linearisation, subclasses, attributes that methods set."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from indexer.link.program import Program
from indexer.link.values import CLASS, EXTERNAL, MADE, Values
from indexer.model import ir
from indexer.model.ir import Expr


class ClassInfo(NamedTuple):
    """What is known of a class."""

    mro: tuple[int, ...]
    """Scope numbers of the class and its bases inside the program, in the order of method resolution (C3)."""
    bases: tuple[int, ...]
    """Direct bases inside the program."""
    external: tuple[str, ...]
    """Dotted names of bases outside of it, of the class and of all it derives from, in that order."""


Assigned = tuple[Expr, int]
"""(value, scope in which it is evaluated) of an assignment to a member."""


class Classes:
    """The class hierarchy of a program."""

    def __init__(self, program: Program, evaluate: Callable[[Expr, int], Values]) -> None:
        """Args: evaluate(expression, scope) gives the values of a base-class expression."""
        self._program = program
        self._evaluate = evaluate
        self._known: dict[int, ClassInfo] = {}
        self._active: set[int] = set()
        self._children: dict[int, list[int]] | None = None
        self.assigned: dict[int, dict[str, list[Assigned]]] = {}
        """Members that a class's own methods set on `self` or `cls`, by class and name."""
        self.foreign: dict[str, list[tuple[int, Expr, Expr]]] = {}
        """Other assignments to members, by name: (scope, object, value)."""
        self._collect()

    def _collect(self) -> None:
        program = self._program
        for scope, record in enumerate(program.scopes):
            for receiver, name, value, _offset, _block in record.members:
                if value is None:
                    continue
                owner = self.owner(scope, receiver)
                if owner >= 0:
                    self.assigned.setdefault(owner, {}).setdefault(name, []).append((value, scope))
                elif receiver is not None:
                    self.foreign.setdefault(name, []).append((scope, receiver, value))

    def owner(self, scope: int, receiver: Expr) -> int:
        """The class whose `self` or `cls` an expression is; -1 where it is none."""
        if receiver is None or receiver[0] != ir.NAME:
            return -1
        program = self._program
        method = program.method_of(scope)
        if method < 0:
            return -1
        parameters = program.scopes[method].parameters
        if not parameters or parameters[0][0] != receiver[2] or "staticmethod" in program.scopes[method].detail:
            return -1
        return program.parent_of[method]

    def info(self, scope: int) -> ClassInfo:
        """What is known of a class; a hierarchy that runs in circles or has no linearisation is cut, not an error."""
        found = self._known.get(scope)
        if found is not None:
            return found
        if scope in self._active:
            return ClassInfo((scope,), (), ())
        self._active.add(scope)
        record, outer = self._program.scopes[scope], self._program.parent_of[scope]
        bases: list[int] = []
        external: list[str] = []
        for expr in record.bases:
            plain = expr
            while plain is not None and plain[0] == ir.SUBSCRIPT:
                plain = plain[2]
            for value in sorted(self._evaluate(plain, outer), key=repr):
                if value[0] == CLASS and value[1] != scope and value[1] not in bases:
                    bases.append(value[1])
                elif value[0] in (EXTERNAL, MADE) and value[1] != "builtins.object":
                    external.append(value[1])
        mro = _c3(scope, [list(self.info(base).mro) for base in bases], bases)
        for base in bases:
            external += self.info(base).external
        self._active.discard(scope)
        found = self._known[scope] = ClassInfo(tuple(mro), tuple(bases), tuple(dict.fromkeys(external)))
        return found

    def is_subclass(self, scope: int, of: int) -> bool:
        """Whether a class is another or derives from it."""
        return scope == of or of in self.info(scope).mro

    def children(self, scope: int) -> list[int]:
        """Direct subclasses, in the order of the program."""
        if self._children is None:
            found: dict[int, list[int]] = {}
            for number, record in enumerate(self._program.scopes):
                if record.kind == ir.CLASS:
                    for base in self.info(number).bases:
                        found.setdefault(base, []).append(number)
            self._children = found
        return self._children.get(scope, [])

    def descendants(self, scope: int) -> list[int]:
        """All subclasses, nearest first."""
        found: dict[int, None] = {}
        todo = list(self.children(scope))
        for child in todo:
            if child not in found:
                found[child] = None
                todo += self.children(child)
        return list(found)


def _c3(scope: int, sequences: list[list[int]], bases: list[int]) -> list[int]:
    """C3 linearisation (Barrett et al. 1996, as in Python 2.3); where there is none, depth first without repeats."""
    todo = [list(s) for s in sequences if s] + ([list(bases)] if bases else [])
    result = [scope]
    while todo:
        head = next((s[0] for s in todo if not any(s[0] in other[1:] for other in todo)), None)
        if head is None:
            return list(dict.fromkeys([scope, *(c for s in sequences for c in s)]))
        result.append(head)
        todo = [rest for s in todo if (rest := [c for c in s if c != head])]
    return result
