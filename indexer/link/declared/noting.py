"""A program and an evaluator that note what is read of them."""

from __future__ import annotations

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
        self.declarations: set[int] = set()
        self.scopes: set[int] = set()
        self.others: set[tuple[str, Any]] = set()
        """(kind, key); see `Version.said` for the kinds."""

    def clear(self) -> None:
        """Forgets all."""
        self.declarations.clear()
        self.scopes.clear()
        self.others.clear()


class _Numbered(list[T]):
    """A list that notes which of its elements are read."""

    def __init__(self, elements: Iterable[T], seen: set[int]) -> None:
        super().__init__(elements)
        self._note: Final = seen.add

    def __getitem__(self, number: int) -> T:  # type: ignore[override]
        self._note(number)
        return list.__getitem__(self, number)


class _Table(Generic[K, T]):
    """A mapping that notes which of its keys are looked up, whether they are there or not."""

    def __init__(self, held: Mapping[K, T], kind: str, seen: set[tuple[str, Any]], outer: tuple[Any, ...] = ()) -> None:
        """Args: the mapping; what is noted with each key; where; what the mapping itself was found by."""
        self._held: Final = held
        self._kind: Final = kind
        self._note: Final = seen.add
        self._outer: Final = outer

    def _noted(self, key: K | None) -> None:
        self._note((self._kind, (*self._outer, key) if self._outer else key))

    def get(self, key: K, default: Any = None) -> Any:
        """As a dictionary's."""
        self._noted(key)
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

    def __init__(self, tables: Sequence[dict[str, list[int]]], seen: set[tuple[str, Any]]) -> None:
        self._tables = tables
        self._seen = seen
        self._noting: dict[int, _Table[str, list[int]]] = {}

    def __getitem__(self, scope: int) -> _Table[str, list[int]]:
        known = self._noting.get(scope)
        if known is None:
            known = self._noting[scope] = _Table(self._tables[scope], "names", self._seen, (scope,))
        return known


class _Tables:
    """Tables by number or name, each of which is noted with what it was found by."""

    def __init__(self, tables: Any, kind: str, seen: set[tuple[str, Any]]) -> None:
        self._tables = tables
        self._kind = kind
        self._seen = seen

    def get(self, key: Any, default: Any = None) -> Any:
        """The table of a key; what is looked up in it is noted, not the table itself."""
        held = self._tables.get(key, default)
        return _Table(held if held is not None else {}, self._kind, self._seen, (key,))

    def __getitem__(self, key: Any) -> _Table[str, Any]:
        return _Table(self._tables[key], self._kind, self._seen, (key,))


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
        seen = notes.others
        self.plain: Final = plain
        self.notes: Final = notes
        self.files = [
            ProjectFile(one.path, one.language, _Unit(one.unit, number, seen))  # type: ignore[arg-type]
            for number, one in enumerate(plain.files)
        ]
        self.paths = _Table(plain.paths, "path", seen)  # type: ignore[assignment]
        self.scopes = _Numbered(plain.scopes, notes.scopes)
        self.declarations = _Numbered(plain.declarations, notes.declarations)
        self.names = _Names(plain.names, seen)  # type: ignore[assignment]
        self.assigned = _Table(plain.assigned, "assigned", seen)  # type: ignore[assignment]
        plainly: Any = [_Table(one, "plain", seen, (number,)) for number, one in enumerate(plain.assigned_names)]
        self.assigned_names = plainly
        self.extensions = _Table(plain.extensions, "extension", seen)  # type: ignore[assignment]
        self.defaults = _Defaults(plain.defaults, seen)

    def returns(self, scope: int) -> Any:
        """See `Program`."""
        self.notes.others.add(("returns", scope))
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
        self.rules = type(plain.rules)(self)
        for name, held in vars(plain).items():
            if hasattr(held, "_evaluator"):
                twin = vars(self)[name] = copy(held)
                vars(twin).update(_evaluator=self, _program=self.program)
        for name in self.rules.noted:
            holder, attribute = owner_of(self.rules, name)
            setattr(holder, attribute, _Table(getattr(holder, attribute), "rules", notes.others, (name,)))

    @staticmethod
    def _own(name: str, held: Any, notes: Notes) -> Any:
        """What this evaluator has in place of what the plain one has."""
        if name == "_names_in":
            return _Tables(held, "named in", notes.others)
        if name in TABLES:
            return _Table(held if isinstance(held, dict) else dict.fromkeys(held), TABLES[name], notes.others)
        if isinstance(held, dict | set | list):
            return type(held)() if name in _HIDDEN else held.copy()
        return held

    def own_members(self, declaration: int, name: str) -> list[int]:
        """See `Hierarchy`; noted as a whole, so that another member of the type concerns nobody."""
        first = self.type_number(declaration)
        self.notes.others.add(("own", (first, name)))
        return self.plain.own_members(first, name)

    def types(self) -> list[int]:
        """See `Hierarchy`."""
        self.notes.others.add(("types", ALL))
        return self.plain.types()

    def take_children(self, children: Mapping[int, list[int]]) -> None:
        """Takes the types that derive from each type."""
        self.children = _Table(children, "children", self.notes.others)  # type: ignore[assignment]

    def take_shapes(self, implemented: Mapping[int, tuple[int, ...]]) -> None:
        """Takes the interfaces that types implement by shape."""
        self.shapes = _Shapes(self, implemented)


class _Shapes(Shapes):
    """Shapes that were compared before, and are noted."""

    def __init__(self, evaluator: NotingEvaluator, implemented: Mapping[int, tuple[int, ...]]) -> None:
        super().__init__(evaluator)
        seen = evaluator.notes.others
        self._implemented = _Table(implemented, "implemented", seen)  # type: ignore[assignment]
        self._implementers = _Table(inverse(implemented), "implementers", seen)  # type: ignore[assignment]


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
