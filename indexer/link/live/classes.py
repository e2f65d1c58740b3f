"""Class hierarchies of a program whose files are replaced."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from indexer.link.classes import Assigned, Classes, Foreign
from indexer.link.live.alike import Alike
from indexer.link.live.numbering import SHIFT
from indexer.link.live.table import Input, LiveMemo, Reads
from indexer.link.memo import Memo
from indexer.link.program import Program
from indexer.link.values import Values
from indexer.model import ir
from indexer.model.ir import Expr


class Assignments(NamedTuple):
    """The assignments to members in a file."""

    own: Mapping[tuple[int, str], Sequence[Assigned]]
    """By class and name."""
    foreign: Mapping[str, Sequence[Foreign]]
    """By name."""


class LiveClasses(Classes):
    """The class hierarchy, file by file."""

    reads: Reads

    def __init__(self, program: Program, memo: Memo, evaluate: Callable[[Expr, int], Values]) -> None:
        """Args: what keeps results; evaluate(expression, scope) gives the values of a base-class expression."""
        super().__init__(program, memo, evaluate)
        assert isinstance(memo, LiveMemo)
        self._live = memo
        self.reads = memo.reads
        self._files: dict[int, Assignments] = {}
        self._with: dict[str, list[int]] = {}
        """Files with foreign assignments to a member of this name, in order."""
        self._classes: dict[int, list[int]] = {}
        """The classes of each file."""
        self._bases: dict[int, tuple[int, ...]] = {}
        """Direct bases of each class, as `children` has them."""
        self._known: set[int] = set()

    # ------------------------------------------------------------ what is asked

    def assigned(self, owner: int, name: str) -> Sequence[Assigned]:
        """What a class's own methods set a member to, on `self` or `cls`."""
        self.reads.seen.add(("assigned", owner, name))
        file = self._files.get(owner >> SHIFT)
        return () if file is None else file.own.get((owner, name), ())

    def foreign(self, name: str) -> Sequence[Foreign]:
        """Other assignments to members of a name."""
        self.reads.seen.add(("foreign", name))
        return [one for file in self._with.get(name, ()) for one in self._files[file].foreign[name]]

    def children(self, scope: int) -> Sequence[int]:
        """Direct subclasses, in the order of the program."""
        self.reads.seen.add(("children", scope))
        return self._children.get(scope, ())

    # ------------------------------------------------------------ files

    def put(self, file: int, scopes: Iterable[int]) -> None:
        """Takes up a file's assignments and classes."""
        own: dict[tuple[int, str], list[Assigned]] = {}
        foreign: dict[str, list[Foreign]] = {}
        classes: list[int] = []
        for scope in scopes:
            for owner, name, one in self.assignments(scope):
                if owner >= 0:
                    own.setdefault((owner, name), []).append(one[1:])
                else:
                    foreign.setdefault(name, []).append(one)
            if self.program.scopes[scope].kind == ir.CLASS:
                classes.append(scope)
        self._files[file] = Assignments(own, foreign)
        self._classes[file] = classes
        for name in foreign:
            insort(self._with.setdefault(name, []), file)

    def take(self, file: int) -> tuple[Assignments, list[int]]:
        """Takes a file out; gives its assignments and its classes."""
        old = self._files.pop(file)
        for name in old.foreign:
            self._with[name].remove(file)
        return old, self._classes.pop(file)

    def of_file(self, file: int) -> tuple[Assignments, list[int]]:
        """A file's assignments and classes."""
        return self._files[file], self._classes[file]

    def known(self) -> set[int]:
        """Classes whose bases are known."""
        return self._known

    # ------------------------------------------------------------ bases

    def bring_up(self, classes: Collection[int], gone: Collection[int]) -> tuple[set[Input], set[int]]:
        """Finds the bases of classes anew, and forgets classes that are gone.

        Returns:
            What of children changed, and the classes of which anything is different now.
        """
        inputs: set[Input] = set()
        self._known.difference_update(gone)
        self._known.update(classes)
        for scope in gone:
            self._live.take(("class", scope))
            inputs |= self._derive(scope, ())
        before = {scope: self._live.take(("class", scope)) for scope in classes}
        changed: set[int] = set()
        for scope in sorted(before):
            info = self.info(scope)
            if any(scope in self.info(base).mro for base in info.bases):
                self.circular = True
            inputs |= self._derive(scope, info.bases)
            if info != before[scope]:
                changed.add(scope)
        return inputs, changed

    def _derive(self, scope: int, bases: tuple[int, ...]) -> set[Input]:
        old = self._bases.pop(scope, ())
        if bases:
            self._bases[scope] = bases
        for base in old:
            if base not in bases:
                self._children[base].remove(scope)
        for base in bases:
            if base not in old:
                insort(self._children.setdefault(base, []), scope)
        return {("children", base) for base in set(old) ^ set(bases)}


def differing(old: Assignments, new: Assignments, alike: Alike) -> set[Input]:
    """What of a file's assignments to members is not as it was."""
    found: set[Input] = set()
    for owner, name in old.own.keys() | new.own.keys():
        if not _same(old.own.get((owner, name), ()), new.own.get((owner, name), ()), alike):
            found.add(("assigned", owner, name))
    for name in old.foreign.keys() | new.foreign.keys():
        if not _same(old.foreign.get(name, ()), new.foreign.get(name, ()), alike):
            found.add(("foreign", name))
    return found


def _same(old: Sequence[Assigned | Foreign], new: Sequence[Assigned | Foreign], alike: Alike) -> bool:
    return len(old) == len(new) and all(
        one[-1] == other[-1] and alike.expressions(one[:-1], other[:-1]) for one, other in zip(old, new, strict=True)
    )
