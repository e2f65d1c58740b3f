"""Class hierarchies: linearisation, subclasses, attributes that methods set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from indexer.link.memo import Memo
from indexer.link.program import Program
from indexer.link.values import CLASS, EXTERNAL, MADE, Values, ordered
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

Foreign = tuple[Expr, Expr, int]
"""(object, value, scope in which both are evaluated) of an assignment to a member."""

_NOTHING: Mapping[str, Sequence[Assigned]] = {}


class Classes:
    """The class hierarchy of a program."""

    def __init__(self, program: Program, memo: Memo, evaluate: Callable[[Expr, int], Values]) -> None:
        """Args: what keeps results; evaluate(expression, scope) gives the values of a base-class expression."""
        self.program = program
        self.memo = memo
        self._evaluate = evaluate
        self._active: set[int] = set()
        self._children: dict[int, list[int]] = {}
        self.circular = False
        """Whether a class was met while its own bases were looked for: what is known then depends on who asked first."""
        self._assigned: dict[int, dict[str, list[Assigned]]] = {}
        self._foreign: dict[str, list[Foreign]] = {}

    def link(self) -> None:
        """Finds the members that are assigned, and every class's bases, before anything else is asked."""
        classes = []
        for scope in self.program.numbers():
            for owner, name, one in self.assignments(scope):
                if owner >= 0:
                    self._assigned.setdefault(owner, {}).setdefault(name, []).append(one[1:])
                else:
                    self._foreign.setdefault(name, []).append(one)
            if self.program.scopes[scope].kind == ir.CLASS:
                classes.append(scope)
        for scope in classes:
            for base in self.info(scope).bases:
                self._children.setdefault(base, []).append(scope)

    def assigned(self, owner: int, name: str) -> Sequence[Assigned]:
        """What a class's own methods set a member to, on `self` or `cls`."""
        return self._assigned.get(owner, _NOTHING).get(name, ())

    def foreign(self, name: str) -> Sequence[Foreign]:
        """Other assignments to members of a name."""
        return self._foreign.get(name, ())

    def assignments(self, scope: int) -> Iterator[tuple[int, str, tuple[Expr, Expr, int]]]:
        """Assignments to members in a scope: (class or -1, name, (object, value, scope))."""
        for receiver, name, value, _offset, _block in self.program.scopes[scope].members:
            if value is None:
                continue
            owner = self.owner(scope, receiver)
            if owner >= 0 or receiver is not None:
                yield owner, name, (receiver, value, scope)

    def owner(self, scope: int, receiver: Expr) -> int:
        """The class whose `self` or `cls` an expression is; -1 where it is none."""
        if receiver is None or receiver[0] != ir.NAME:
            return -1
        program = self.program
        method = program.method_of(scope)
        if method < 0:
            return -1
        parameters = program.scopes[method].parameters
        if not parameters or parameters[0][0] != receiver[2] or "staticmethod" in program.scopes[method].detail:
            return -1
        return program.parent_of[method]

    def info(self, scope: int) -> ClassInfo:
        """What is known of a class; a hierarchy that runs in circles or has no linearisation is cut, not an error."""
        if scope in self._active:
            self.circular = True
            return ClassInfo((scope,), (), ())
        return self.memo.get(("class", scope), self._info, scope)

    def _info(self, scope: int) -> ClassInfo:
        self._active.add(scope)
        record, outer = self.program.scopes[scope], self.program.parent_of[scope]
        bases: list[int] = []
        external: list[str] = []
        for expr in record.bases:
            plain = expr
            while plain is not None and plain[0] == ir.SUBSCRIPT:
                plain = plain[2]
            for value in ordered(self._evaluate(plain, outer)):
                if value[0] == CLASS and value[1] != scope and value[1] not in bases:
                    bases.append(value[1])
                elif value[0] in (EXTERNAL, MADE) and value[1] != "builtins.object":
                    external.append(value[1])
        mro = _c3(scope, [list(self.info(base).mro) for base in bases], bases)
        for base in bases:
            external += self.info(base).external
        self._active.discard(scope)
        return ClassInfo(tuple(mro), tuple(bases), tuple(dict.fromkeys(external)))

    def is_subclass(self, scope: int, of: int) -> bool:
        """Whether a class is another or derives from it."""
        return scope == of or of in self.info(scope).mro

    def children(self, scope: int) -> Sequence[int]:
        """Direct subclasses, in the order of the program."""
        return self._children.get(scope, ())

    def descendants(self, scope: int) -> Sequence[int]:
        """All subclasses, nearest first."""
        return self.memo.get(("descendants", scope), self._descendants, scope)

    def _descendants(self, scope: int) -> Sequence[int]:
        found: dict[int, None] = {}
        todo = list(self.children(scope))
        for child in todo:
            if child not in found:
                found[child] = None
                todo += self.children(child)
        return tuple(found)


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
