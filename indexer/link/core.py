"""The state of the evaluator, and the operations that its parts ask of each other."""

from __future__ import annotations

import weakref
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from indexer.languages.linking import Library, Modules
from indexer.link.asking import AskingMemo, AskingTable
from indexer.link.classes import Classes, Foreign, Hierarchy
from indexer.link.identities import Identities
from indexer.link.passing import Inflow, expanded
from indexer.link.program import Program
from indexer.link.tabling import Cause
from indexer.link.values import ARGUMENT, Value, Values
from indexer.model.ir import Binding, Expr, Known

FLOW = 1
"""Evidence: what callers pass was used."""
HIERARCHY = 2
"""Evidence: a member was found only in subclasses."""
MOST_FOREIGN = 12
"""A member that is set in more places than this, outside of its class, is not looked for there."""
MOST_OVERRIDES = 12
"""A member that more subclasses define says nothing of the base."""


class Core(ABC):
    """State, rounds, and what the parts ask of each other.

    `scope` is where an expression stands; `recv` the value of `self` (`cls`) in the method around it, None for the
    method's own class.
    """

    def __init__(
        self, program: Program, modules: Modules, library: Library, hierarchy: Hierarchy, identities: Identities
    ) -> None:
        """Args: all files' facts; where imports lead; what is known of names outside, and of all files; numbers of expressions."""
        self.program = program
        self.modules = modules
        self.library = library
        self.table = AskingTable(program.lookups)
        self.inflow: Inflow = {}
        self._expanded: dict[tuple[int, int], Values] = {}
        self.identities = identities
        """Numbers of containers that are written down."""
        self.memo = AskingMemo(self.table, program.lookups)
        self._listing: set[int] = set()
        """Files whose `__all__` is being read."""
        here = weakref.proxy(self)  # or both would outlive linking
        self.classes = Classes(program, self.memo, lambda expr, scope: here.evaluate(expr, scope, None), hierarchy)

    # ------------------------------------------------------------ rounds

    def next_round(self, inflow: Inflow) -> frozenset[Cause]:
        """Takes up what callers pass now; forgets, and gives, what that changes of what was asked for before."""
        self.inflow = inflow
        before, self._expanded = self._expanded, {}
        changed = frozenset(key for key, values in before.items() if self.passed(*key) != values)
        self.table.drop(changed)
        return changed

    def expand(self, values: Values) -> Values:
        """The values with arguments replaced by what callers pass."""
        for value in values:
            if value[0] == ARGUMENT:
                break
        else:
            return values
        table = self.table
        table.evidence |= FLOW
        found: set[Value] = set()
        for value in values:
            if value[0] == ARGUMENT:
                table.causes |= {value[1:]}
                self.program.lookups.seen.add(("passed", value[1], value[2]))
                found |= self.passed(value[1], value[2])
            else:
                found.add(value)
        return frozenset(found)

    def passed(self, scope: int, position: int) -> Values:
        """What callers pass to a parameter, with parameters that are passed on replaced by what is passed to them."""
        start = (scope, position)
        known = self._expanded.get(start)
        if known is None:
            known = self._expanded[start] = expanded(self.inflow, start)
        return known

    # ------------------------------------------------------------ identity

    def identity(self, expr: Known, scope: int) -> int:
        """A number for a container that is written down in a scope."""
        return self.identities.number(self.program.file_of(scope), expr)

    # ------------------------------------------------------------ what the parts ask of each other

    @abstractmethod
    def evaluate(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        """The values of an expression in a scope."""

    @abstractmethod
    def literal(self, expr: Known, scope: int, recv: Value | None) -> Values:
        """The value of a container that is written down."""

    @abstractmethod
    def bound(self, bindings: Iterable[Binding], at: int, scope: int, recv: Value | None) -> Values:
        """The values that bindings of scope `at` give to a use in `scope`."""

    @abstractmethod
    def is_metaclass(self, scope: int) -> bool:
        """Whether a class derives from `type`."""

    @abstractmethod
    def exports(self, file: int, name: str) -> bool:
        """Whether `from module import *` brings a name in."""

    @abstractmethod
    def starred(self, binding: Binding, module: int, name: str) -> Values:
        """What a star import gives a name."""

    @abstractmethod
    def module_member(self, file: int, name: str) -> Values:
        """What a module's name stands for once the module has run."""

    @abstractmethod
    def package_member(self, file: int, package: str, name: str) -> Values:
        """A module in a folder that has no `__init__.py`."""

    @abstractmethod
    def member(self, value: Value, name: str) -> Values:
        """The values of a value's member."""

    @abstractmethod
    def attach(self, values: Values, receiver: Value) -> Values:
        """Class-level values as seen through an instance or class."""

    @abstractmethod
    def path_bindings(self, expr: Known, scope: int) -> tuple[tuple[Binding, ...], bool]:
        """What was assigned to this very access path in this scope, and whether nothing else can have been."""

    @abstractmethod
    def has_member(self, scope: int, name: str) -> bool:
        """Whether a class or one of its bases defines a name."""

    @abstractmethod
    def declared_member(self, value: Value, name: str) -> Values:
        """A member that is written for type checkers only."""

    @abstractmethod
    def below(self, value: Value, name: str) -> Values:
        """A member that only subclasses define."""

    @abstractmethod
    def foreign(self, name: str) -> Sequence[Foreign]:
        """Assignments to a member outside of its class: (object, value, scope)."""

    @abstractmethod
    def metaclass(self, scope: int) -> int | None:
        """The class of a class, where one in the program is named."""

    @abstractmethod
    def returned_below(self, name: str, recv: Value) -> Values:
        """What the overriding methods of an abstract one return."""

    @abstractmethod
    def result(self, value: Value, call: Known, scope: int, recv: Value | None) -> Values:
        """What calling a value gives."""

    @abstractmethod
    def returns(self, function: int, recv: Value | None) -> Values:
        """What a function returns when `self` is `recv`."""

    @abstractmethod
    def element_of(self, holder: Value, index: Expr, scope: int, recv: Value | None) -> Values:
        """An element of a container that is written down; index None for any."""

    @abstractmethod
    def added(self, container: Expr, scope: int, recv: Value | None) -> Values:
        """What was put into a container after it was made."""

    @abstractmethod
    def iterate(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        """The elements that iterating over an expression gives."""

    @abstractmethod
    def elements(self, value: Value, scope: int, recv: Value | None) -> Values:
        """The elements that iterating over a value gives."""

    @abstractmethod
    def instances(self, kind: Expr, scope: int, recv: Value | None) -> Values:
        """Instances of what a type expression names."""

    @abstractmethod
    def declared_element(self, kind: Known, scope: int, recv: Value | None) -> Values:
        """An element of `list[T]`, a value of `dict[K, T]`."""
