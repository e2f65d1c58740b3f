"""Class hierarchies: linearisation, subclasses, attributes that methods set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from indexer.link.member_names import among, digests_of
from indexer.link.memo import Memo
from indexer.link.numbering import SHIFT
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


class Assignments(NamedTuple):
    """The assignments to members in a file."""

    own: Mapping[tuple[int, str], Sequence[Assigned]]
    """By class and name."""
    foreign: Mapping[str, Sequence[Foreign]]
    """By name."""


class Hierarchy(NamedTuple):
    """What of all files is known before any is asked."""

    children: Mapping[int, Sequence[int]]
    """Direct subclasses of each class that has any, in the order of the program."""
    foreign: Mapping[str, Sequence[int]]
    """Numbers of the files that assign to a member of this name outside of its class, in order."""
    digests: Mapping[int, bytes]
    """Of classes whose files need not be there to be asked: digests of the names that they say anything of."""


NO_HIERARCHY: Final = Hierarchy({}, {}, {})


class Classes:
    """The class hierarchy of a program."""

    def __init__(
        self, program: Program, memo: Memo, evaluate: Callable[[Expr, int], Values], hierarchy: Hierarchy
    ) -> None:
        """Args: what keeps results; evaluate(expression, scope) gives the values of a base-class expression; what is known."""
        self.program = program
        self.memo = memo
        self._evaluate = evaluate
        self._hierarchy = hierarchy
        self._active: set[int] = set()
        self.circular = False
        """Whether a class was met while its own bases were looked for: what is known then depends on who asked first."""
        self._assigned: dict[int, Assignments] = {}

    def assigned(self, owner: int, name: str) -> Sequence[Assigned]:
        """What a class's own methods set a member to, on `self` or `cls`."""
        lookups = self.program.lookups
        if owner >> SHIFT != lookups.at:
            lookups.seen.add(("name", owner, name))
        return self.of_file(owner >> SHIFT).own.get((owner, name), ())

    def foreign(self, name: str) -> Sequence[Foreign]:
        """Other assignments to members of a name."""
        self.program.lookups.seen.add(("foreign", name))
        return [one for file in self._hierarchy.foreign.get(name, ()) for one in self.of_file(file).foreign[name]]

    def of_file(self, file: int) -> Assignments:
        """A file's assignments to members."""
        found = self._assigned.get(file)
        if found is None:
            found = self._assigned[file] = assignments_in(self.program, file)
        return found

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

    def holders(self, scope: int, name: str) -> tuple[int, ...]:
        """The class and its bases that define a member or set it on `self` or `cls`, in the order of method resolution.

        The file of each base answers for it, once for all that derives from it.
        """
        if scope >> SHIFT != self.program.lookups.at:
            return self.inherited(scope, name)
        return self._holders(scope, name)

    def inherited(self, base: int, name: str) -> tuple[int, ...]:
        """The same, which is remembered."""
        return self.memo.get(("holders", base, name), self._holders, base, name)

    def _holders(self, scope: int, name: str) -> tuple[int, ...]:
        mro, bases, _ = self.info(scope)
        above: tuple[int, ...] = ()
        if self.circular:
            above = tuple(one for one in mro[1:] if self._says(one, name))
        elif len(bases) == 1:
            above = self.inherited(bases[0], name)
        elif bases:
            held = {one for base in bases for one in self.inherited(base, name)}
            above = tuple(one for one in mro[1:] if one in held)
        return (scope, *above) if self._says(scope, name) else above

    def _says(self, scope: int, name: str) -> bool:
        """Whether a class itself defines a member or sets it; for the class's own file, or noted otherwise."""
        program = self.program
        if name in program.scopes.table[scope].bindings or name in program.names.table[scope]:
            return True
        return (scope, name) in self.of_file(scope >> SHIFT).own

    def digests(self, file: int, classes: Iterable[int]) -> tuple[bytes, ...]:
        """Digests of the names that each of a file's classes says anything of."""
        scopes, named = self.program.scopes.table, self.program.names.table
        own: dict[int, list[str]] = {}
        for scope, name in self.of_file(file).own:
            own.setdefault(scope, []).append(name)
        return tuple(digests_of({*scopes[one].bindings, *named[one], *own.get(one, ())}) for one in classes)

    def holders_after(self, scope: int, base: int, name: str) -> Sequence[int]:
        """Those of the holders that come after a base in the order of method resolution; all bases where it is none."""
        mro = self.info(scope).mro
        after = mro[mro.index(base) + 1 if base in mro else 1 :]
        return [one for one in self.holders(scope, name) if one in after]

    def below(self, scope: int, name: str) -> Sequence[int]:
        """The subclasses that define a member or set it on `self` or `cls`, nearest first.

        That the others do not is one question, whose answer a subclass changes that begins to.
        """
        lookups = self.program.lookups
        lookups.seen.add(("below", scope, name))
        maybe = among(self.descendants(scope), name, self._hierarchy.digests)
        found = [child for child in maybe if self._says(child, name)]
        lookups.seen.update(("name", child, name) for child in found if child >> SHIFT != lookups.at)
        return found

    def is_subclass(self, scope: int, of: int) -> bool:
        """Whether a class is another or derives from it."""
        return scope == of or of in self.info(scope).mro

    def children(self, scope: int) -> Sequence[int]:
        """Direct subclasses, in the order of the program."""
        self.program.lookups.seen.add(("children", scope))  # other files decide, also of a class of the file that asks
        return self._hierarchy.children.get(scope, ())

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


def assignments_in(program: Program, file: int) -> Assignments:
    """A file's assignments to members."""
    own: dict[tuple[int, str], list[Assigned]] = {}
    foreign: dict[str, list[Foreign]] = {}
    outer = program.lookups.enter(file)
    for scope in program.states[file].scopes:
        for receiver, name, value, _offset, _block in program.scopes[scope].members:
            if value is None:
                continue
            owner = _owner(program, scope, receiver)
            if owner >= 0:
                own.setdefault((owner, name), []).append((value, scope))
            elif receiver is not None:
                foreign.setdefault(name, []).append((receiver, value, scope))
    program.lookups.enter(outer)
    return Assignments(own, foreign)


def _owner(program: Program, scope: int, receiver: Expr) -> int:
    """The class whose `self` or `cls` an expression is; -1 where it is none."""
    if receiver is None or receiver[0] != ir.NAME:
        return -1
    method = program.method_of(scope)
    if method < 0:
        return -1
    parameters = program.scopes[method].parameters
    if not parameters or parameters[0][0] != receiver[2] or "staticmethod" in program.scopes[method].detail:
        return -1
    return program.parent_of[method]
