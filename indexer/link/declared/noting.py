"""A program and an evaluator that note what is read of them."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any, Final, Generic, TypeVar

from indexer.languages.rules import ProjectFile, Rules
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.program import Program
from indexer.link.declared.shapes import Shapes
from indexer.model.units import Declaration, Scope, Unit

T = TypeVar("T")
K = TypeVar("K")

ALL: Final = None
"""In place of a key: all that a table has."""


class Notes:
    """What was read since it was last cleared, by numbers of this version of the program."""

    def __init__(self) -> None:
        self.declarations: dict[int, Any] = {}
        self.scopes: dict[int, Any] = {}
        self.plain: set[tuple[str, Any]] = set()
        """(kind, key) of what is in no table."""
        self.touched: list[_Table[Any, Any]] = []
        """Tables in which something was looked up, some more than once."""

    def clear(self) -> None:
        """Forgets all."""
        for table in self.touched:
            table.keys_seen.clear()
        for noted in (self.declarations, self.scopes, self.plain, self.touched):
            noted.clear()

    def others(self) -> Iterator[tuple[str, Any]]:
        """(kind, key) of all but declarations and scopes; see `Version.said` for the kinds."""
        yield from self.plain
        for table in self.touched:
            yield from table.noted()


class _Numbered(dict[int, T]):
    """A list by whose numbers what was read of it is here."""

    def __init__(self, elements: Sequence[T]) -> None:
        super().__init__()
        self._elements: Final = elements

    def __missing__(self, number: int) -> T:
        found = self[number] = self._elements[number]
        return found


class _Table(Generic[K, T]):
    """A mapping that notes which of its keys are looked up, whether they are there or not."""

    def __init__(self, held: Mapping[K, T], kind: str, notes: Notes, outer: tuple[Any, ...] = ()) -> None:
        """Args: the mapping; what is noted with each key; where; what the mapping itself was found by."""
        self._held: Final = held
        self._kind: Final = kind
        self._touched: Final = notes.touched
        self._outer: Final = outer
        self.keys_seen: Final[set[K | None]] = set()

    def noted(self) -> Iterator[tuple[str, Any]]:
        """What was looked up, with its kind."""
        for key in self.keys_seen:
            yield self._kind, (*self._outer, key) if self._outer else key

    def _noted(self, key: K | None) -> None:
        if not self.keys_seen:
            self._touched.append(self)
        self.keys_seen.add(key)

    def get(self, key: K, default: Any = None) -> Any:
        """As a dictionary's."""
        if not self.keys_seen:
            self._touched.append(self)
        self.keys_seen.add(key)
        return self._held.get(key, default)

    def __getitem__(self, key: K) -> T:
        self._noted(key)
        return self._held[key]

    def __contains__(self, key: K) -> bool:
        self._noted(key)
        return key in self._held

    def __iter__(self) -> Iterator[K]:
        self._noted(ALL)
        return iter(self._held)

    def __len__(self) -> int:
        self._noted(ALL)
        return len(self._held)

    def items(self) -> Any:
        """As a dictionary's."""
        self._noted(ALL)
        return self._held.items()

    def values(self) -> Any:
        """As a dictionary's."""
        self._noted(ALL)
        return self._held.values()


class _Names:
    """The tables of names of all scopes."""

    def __init__(self, tables: Sequence[dict[str, list[int]]], notes: Notes) -> None:
        self._tables = tables
        self._notes = notes
        self._noting: dict[int, _Table[str, list[int]]] = {}

    def __getitem__(self, scope: int) -> _Table[str, list[int]]:
        known = self._noting.get(scope)
        if known is None:
            known = self._noting[scope] = _Table(self._tables[scope], "names", self._notes, (scope,))
        return known


class _Tables:
    """Tables by number or name, each of which is noted with what it was found by."""

    def __init__(self, tables: Any, kind: str, notes: Notes) -> None:
        self._tables = tables
        self._kind = kind
        self._notes = notes

    def get(self, key: Any, default: Any = None) -> Any:
        """The table of a key; what is looked up in it is noted, not the table itself."""
        held = self._tables.get(key, default)
        return _Table(held if held is not None else {}, self._kind, self._notes, (key,))

    def __getitem__(self, key: Any) -> _Table[str, Any]:
        return _Table(self._tables[key], self._kind, self._notes, (key,))


class _Unit:
    """A unit, as rules read it."""

    def __init__(self, unit: Unit, file: int, seen: set[tuple[str, Any]]) -> None:
        self._unit = unit
        self._file = file
        self._seen = seen
        self.uses = unit.uses
        self.assignments = unit.assignments

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """See `Unit`."""
        self._seen.add(("facts", self._file))
        return self._unit.facts

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """See `Unit`."""
        self._seen.add(("unit", self._file))
        return self._unit.scopes

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """See `Unit`."""
        self._seen.add(("unit", self._file))
        return self._unit.declarations


class NotingProgram(Program):
    """A program that notes what is read of it."""

    def __init__(self, plain: Program, notes: Notes) -> None:  # all is there already
        """Args: the program; where reads are noted."""
        vars(self).update(vars(plain))
        seen = notes.plain
        self.plain: Final = plain
        self.notes: Final = notes
        self.files = [
            ProjectFile(one.path, one.language, _Unit(one.unit, number, seen))  # type: ignore[arg-type]
            for number, one in enumerate(plain.files)
        ]
        self.paths = _Table(plain.paths, "path", notes)  # type: ignore[assignment]
        self.scopes = notes.scopes = _Numbered(plain.scopes)  # type: ignore[assignment]
        self.declarations = notes.declarations = _Numbered(plain.declarations)  # type: ignore[assignment]
        self.names = _Names(plain.names, notes)  # type: ignore[assignment]
        self.assigned = _Table(plain.assigned, "assigned", notes)  # type: ignore[assignment]
        plainly: Any = [_Table(one, "plain", notes, (number,)) for number, one in enumerate(plain.assigned_names)]
        self.assigned_names = plainly
        self.extensions = _Table(plain.extensions, "extension", notes)  # type: ignore[assignment]
        self.defaults = _Defaults(plain.defaults, seen)

    def returns(self, scope: int) -> Any:
        """See `Program`."""
        self.notes.plain.add(("returns", scope))
        return self.plain.scopes[scope].returns


class _Defaults(list[Sequence[int]]):
    """Default exports by file."""

    def __init__(self, elements: Iterable[Sequence[int]], seen: set[tuple[str, Any]]) -> None:
        super().__init__(elements)
        self._seen = seen

    def __getitem__(self, file: int) -> Sequence[int]:  # type: ignore[override]
        self._seen.add(("default", file))
        return list.__getitem__(self, file)


TABLES: Final[Mapping[str, str]] = {
    "_opening": "opening", "_namespaces": "spaces", "_below": "below", "_of_scope": "space of", "_first": "first",
    "_types_of_file": "types", "_scopes": "scopes", "_owners": "owner", "_external_scopes": "external", "_extended": "extended",
    "_parts": "parts",
}  # fmt: skip
"""Tables of an evaluator that are made from all files, with what is noted of each key that is looked up."""
_HIDDEN: Final = frozenset(("_tables", "_based"))
"""What is found of other tables, and not noted by itself."""


class NotingEvaluator(Evaluator):
    """An evaluator over a noting program, with the tables of one over the plain program."""

    def __init__(self, plain: Evaluator, notes: Notes) -> None:  # all is there already
        """Args: an evaluator that has taken up all files and found nothing yet; where reads are noted."""
        for name, held in vars(plain).items():
            vars(self)[name] = self._own(name, held, notes)
        self.notes: Final = notes
        self.plain: Final = plain
        self.program: Program = NotingProgram(plain.program, notes)
        here = weakref.proxy(self)
        self.rules = type(plain.rules)(here)
        for name, held in vars(plain).items():
            if hasattr(held, "_evaluator"):
                twin = vars(self)[name] = copy(held)
                vars(twin).update(_evaluator=here, _program=self.program)
        for name in self.rules.noted:
            holder, attribute = owner_of(self.rules, name)
            setattr(holder, attribute, _Table(getattr(holder, attribute), "rules", notes, (name,)))

    @staticmethod
    def _own(name: str, held: Any, notes: Notes) -> Any:
        """What this evaluator has in place of what the plain one has."""
        if name == "_names_in":
            return _Tables(held, "named in", notes)
        if name in TABLES:
            return _Table(held if isinstance(held, dict) else dict.fromkeys(held), TABLES[name], notes)
        if isinstance(held, dict | set | list):
            return type(held)() if name in _HIDDEN else held.copy()
        return held

    def own_members(self, declaration: int, name: str) -> list[int]:
        """See `Hierarchy`; noted as a whole, so that another member of the type concerns nobody."""
        first = self.type_number(declaration)
        self.notes.plain.add(("own", (first, name)))
        return self.plain.own_members(first, name)

    def types(self) -> list[int]:
        """See `Hierarchy`."""
        self.notes.plain.add(("types", ALL))
        return self.plain.types()

    def take_children(self, children: Mapping[int, list[int]]) -> None:
        """Takes the types that derive from each type."""
        self.children = _Table(children, "children", self.notes)  # type: ignore[assignment]

    def take_shapes(self, implemented: Mapping[int, tuple[int, ...]]) -> None:
        """Takes the interfaces that types implement by shape."""
        self.shapes = _Shapes(weakref.proxy(self), implemented)


class _Shapes(Shapes):
    """Shapes that were compared before, and are noted."""

    def __init__(self, evaluator: NotingEvaluator, implemented: Mapping[int, tuple[int, ...]]) -> None:
        super().__init__(evaluator)
        notes = evaluator.notes
        self._implemented = _Table(implemented, "implemented", notes)  # type: ignore[assignment]
        self._implementers = _Table(inverse(implemented), "implementers", notes)  # type: ignore[assignment]


def unnoted(evaluator: Evaluator) -> dict[str, Any]:
    """What is made from all files, and read without notes: where it changes, all is linked again."""
    return {
        name: held
        for name, held in vars(evaluator).items()
        if held and isinstance(held, dict | set | list) and name not in (*TABLES, *_HIDDEN, "_names_in")
    }


def owner_of(rules: Rules, name: str) -> tuple[Any, str]:
    """What has a table of rules, by the dotted name of that, and the table's name in it."""
    holder: Any = rules
    *outer, last = name.split(".")
    for one in outer:
        holder = getattr(holder, one)
    return holder, last


def inverse(table: Mapping[int, Iterable[int]]) -> dict[int, list[int]]:
    """What is in a table, with what it is there for."""
    found: dict[int, list[int]] = {}
    for number, held in table.items():
        for one in held:
            found.setdefault(one, []).append(number)
    return found
