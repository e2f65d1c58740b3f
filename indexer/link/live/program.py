"""A program whose files can be replaced, and that notes what is read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from indexer.link.live.numbering import SHIFT, numbered
from indexer.link.live.table import Reads
from indexer.link.program import Program, has_paths, is_named, is_typed
from indexer.model import ir
from indexer.model.ir import Binding, Body, Expr, Scope
from indexer.model.records import FileFacts

T = TypeVar("T")


class Noted(Generic[T]):
    """A table by number that notes which of its entries are read."""

    def __init__(self, reads: Reads, kind: str) -> None:
        """Args: where reads are noted, and as what."""
        self.table: dict[int, T] = {}
        self._reads = reads
        self._kind = kind

    def __getitem__(self, number: int, /) -> T:
        self._reads.seen.add((self._kind, number))
        return self.table[number]


class FileState(NamedTuple):
    """What is kept of a file."""

    path: str
    semantics: bytes
    """Its packed scopes and bodies."""
    scopes: list[int]
    """The number of each of its scopes, by index."""
    symbols: list[int]
    """The id of each of its symbols, by index."""
    index_of: dict[int, int]
    """Index of each symbol, by id."""


class LiveProgram(Program):
    """A program in which a scope keeps its number, and a symbol its id as its number, for as long as it is there.

    A scope's number is that of its file, shifted, and a place in the file; numbers follow the order of paths and of the
    text, as in a program that is read at once, but leave gaps.
    """

    def __init__(self, reads: Reads) -> None:  # a program of no files yet
        """Args: where reads are noted."""
        self.files = []
        self.reads = reads
        self.states: dict[int, FileState] = {}
        self.home: dict[int, int] = {}
        """The file of each symbol, by id."""
        self._scopes = Noted[Scope](reads, "scope")
        self._names = Noted[dict[str, int]](reads, "names")
        self._kinds = Noted[str](reads, "kind")
        self._has_paths = Noted[bool](reads, "paths")
        self._own = Noted[int](reads, "own")
        self._parent_of: dict[int, int] = {}
        self._first_symbol: dict[int, int] = {}
        self.scopes = self._scopes
        self.names = self._names
        self.kinds = self._kinds
        self.has_paths = self._has_paths
        self.symbol_of = self._own
        self.parent_of = self._parent_of
        self.first_symbol = self._first_symbol
        self.file_of = _FileOf()
        self.first_scope = _FirstScope()
        self.module_scope = _ModuleScope()
        self.typed = set()

    # ------------------------------------------------------------ files

    def put(self, file: int, facts: FileFacts, ids: Sequence[int], old: FileState | None) -> list[int]:
        """Puts a file in, in place of its old version.

        Args:
            file: its number.
            facts: what it holds now.
            ids: the ids of its symbols.
            old: what it was, taken out before.

        Returns:
            For each of its scopes the number; scopes that the old version had keep theirs.
        """
        records = ir.unpack(facts.semantics or b"")
        before = None if old is None else (old.scopes, ir.unpack(old.semantics))
        scopes = numbered(file, records, before)
        self.states[file] = FileState(
            facts.path, facts.semantics or b"", scopes, list(ids), {one: index for index, one in enumerate(ids)}
        )
        by_symbol: dict[int, dict[str, int]] = {}
        for number, record in zip(scopes, records, strict=True):
            self._scopes.table[number] = record
            self._has_paths.table[number] = has_paths(record)
            self._own.table[number] = ids[record.symbol]
            self._parent_of[number] = scopes[record.parent] if record.parent >= 0 else -1
            by_symbol[record.symbol] = self._names.table[number] = {}
            if is_typed(record):
                self.typed.add(number)
        for index, symbol in enumerate(facts.symbols):
            self._kinds.table[ids[index]] = symbol.kind
            self.home[ids[index]] = file
            inside = by_symbol.get(symbol.parent)
            if inside is not None and is_named(symbol):
                inside[symbol.name] = ids[index]
        self._first_symbol[file] = ids[0] if ids else 0
        return scopes

    def take(self, file: int) -> FileState:
        """Takes a file out."""
        state = self.states.pop(file)
        for number in state.scopes:
            del self._scopes.table[number], self._has_paths.table[number], self._names.table[number]
            del self._own.table[number], self._parent_of[number]
            self.typed.discard(number)
        for one in state.symbols:
            self._kinds.table.pop(one, None)
            self.home.pop(one, None)
        del self._first_symbol[file]
        return state

    def has(self, scope: int) -> bool:
        """Whether there is a scope of this number."""
        return scope in self._scopes.table

    def record(self, scope: int) -> Scope:
        """What a scope holds; nothing is noted."""
        return self._scopes.table[scope]

    def own(self, scope: int) -> int:
        """The symbol of a scope; nothing is noted."""
        return self._own.table[scope]

    def outer(self, scope: int) -> int:
        """The scope around a scope; -1 for a module."""
        return self._parent_of[scope]

    def named(self, scope: int) -> Mapping[str, int]:
        """Symbols that are defined right in a scope; nothing is noted."""
        return self._names.table[scope]

    def kind(self, symbol: int) -> str | None:
        """Kind of a symbol; nothing is noted."""
        return self._kinds.table.get(symbol)

    # ------------------------------------------------------------ what is asked of a program

    def numbers(self) -> Iterable[int]:
        """The numbers of all scopes, in the order of the program."""
        return [number for file in sorted(self.states) for number in self.states[file].scopes]

    def local(self, scope: int, index: int) -> int:
        """The number of a scope that stands in the file of another, by its index there."""
        return self.states[scope >> SHIFT].scopes[index]

    def symbol(self, scope: int, name: str) -> int | None:
        """Symbol number of what is called so right in a scope."""
        self.reads.seen.add(("symbol", scope, name))
        return self._names.table[scope].get(name)

    def bindings(self, scope: int, name: str) -> Sequence[Binding]:
        """All bindings of a name of a scope."""
        self.reads.seen.add(("bindings", scope, name))
        return self._scopes.table[scope].bindings.get(name, ())

    def binds(self, scope: int, name: str) -> bool:
        """Whether anything in a scope binds a name."""
        self.reads.seen.add(("bindings", scope, name))
        return name in self._scopes.table[scope].bindings

    def returns(self, scope: int) -> tuple[Expr, ...]:
        """What a function returns."""
        self.reads.seen.add(("results", scope))
        return self._scopes.table[scope].returns

    def yields(self, scope: int) -> tuple[Expr, ...]:
        """What a generator function yields."""
        self.reads.seen.add(("results", scope))
        return self._scopes.table[scope].yields

    def raised(self, scope: int) -> tuple[Expr, ...]:
        """What a function raises."""
        self.reads.seen.add(("results", scope))
        return self._scopes.table[scope].raised

    def bindings_at(self, scope: int, name: str, offset: int, block: int) -> tuple[Binding, ...]:
        """The bindings of a name of a scope that a use inside the scope may see."""
        self.reads.seen.add(("bindings", scope, name))
        return super().bindings_at(scope, name, offset, block)

    def bindings_of(self, scope: int, name: str) -> tuple[Binding, ...]:
        """The bindings of a name of a scope that hold once the scope has run."""
        self.reads.seen.add(("bindings", scope, name))
        return super().bindings_of(scope, name)

    def lookup(self, scope: int, name: str, offset: int, block: int) -> tuple[int, tuple[Binding, ...]]:
        """The scope that a plain name belongs to and the bindings that a use there may see; -1 where none has it."""
        at = scope
        while at >= 0:
            self.reads.seen.add(("bindings", at, name))
            at = self._parent_of[at]
        return super().lookup(scope, name, offset, block)

    def bodies(self, file: int) -> Iterator[tuple[int, Body]]:
        """What is evaluated in each scope of a file, with the scope's number."""
        state = self.states[file]
        return zip(state.scopes, ir.unpack_bodies(state.semantics), strict=True)


class _FileOf:
    """The file of a scope, by its number."""

    def __getitem__(self, scope: int, /) -> int:
        return scope >> SHIFT


class _FirstScope:
    """The module of a file: its scope with the least number."""

    def __getitem__(self, file: int, /) -> int:
        return file << SHIFT


class _ModuleScope:
    """The module around a scope."""

    def __getitem__(self, scope: int, /) -> int:
        return scope >> SHIFT << SHIFT
