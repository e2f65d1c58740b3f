"""All files' facts side by side, with scopes numbered over the whole program; what is asked of a file by others is noted."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from indexer.link.lookups import Lookups
from indexer.link.numbering import SHIFT, numbered
from indexer.link.reaching import at_end, reaching, without_types
from indexer.model import ir
from indexer.model.ir import Binding, Body, Expr, Scope
from indexer.model.records import FileFacts, SymbolFact

T = TypeVar("T")

_NO_NAMES: Final[Mapping[str, int]] = {}
"""One object for the many scopes in which nothing is defined."""
_DEFINING = frozenset({ir.SCOPE, ir.DECORATE, ir.IMPORT})


class FileState(NamedTuple):
    """What a program knows of a file."""

    path: str
    semantics: bytes
    """Its packed scopes and bodies."""
    records: Sequence[Scope]
    scopes: Sequence[int]
    """The number of each of its scopes, by index."""
    symbols: Sequence[int]
    """The id of each of its symbols, by index."""
    kinds: Sequence[str]
    """The kind of each of its symbols, by index."""
    named: Sequence[Mapping[str, int]]
    """For each scope: ids of the symbols right in it."""

    def own(self, index: int) -> int:
        """The id of the symbol of a scope, by the scope's index."""
        return self.symbols[self.records[index].symbol]

    def outer(self, index: int) -> int:
        """The number of the scope around a scope, by its index; -1 for a module."""
        parent = self.records[index].parent
        return self.scopes[parent] if parent >= 0 else -1


def file_state(file: int, facts: FileFacts, ids: Sequence[int], before: FileState | Sequence[int] | None) -> FileState:
    """What a program is to know of a file.

    Args:
        file: its number.
        facts: what it holds.
        ids: the ids of its symbols.
        before: another version of it, whose scopes keep their numbers; or the numbers of its scopes, where they are known.
    """
    records = ir.unpack(facts.semantics or b"")
    if before is None or isinstance(before, FileState):
        scopes = numbered(file, records, None if before is None else (before.scopes, before.records))
    else:
        scopes = list(before)
    by_symbol: dict[int, dict[str, int]] = {}
    named: list[dict[str, int]] = []
    for record in records:
        names: dict[str, int] = {}
        by_symbol[record.symbol] = names
        named.append(names)
    for index, symbol in enumerate(facts.symbols):
        inside = by_symbol.get(symbol.parent)
        if inside is not None and is_named(symbol):
            inside[symbol.name] = ids[index]
    kinds = [symbol.kind for symbol in facts.symbols]
    return FileState(
        facts.path, facts.semantics or b"", records, scopes, ids, kinds, [one or _NO_NAMES for one in named]
    )


class Program:
    """The facts of all files of one language.

    The number of a scope is that of its file, shifted, and a place in the file; numbers follow the order of paths and of the
    text, and leave gaps.  The number of a symbol is its id.  Files are taken up when they are first asked for.
    """

    def __init__(self, lookups: Lookups, state_of: Callable[[int], FileState]) -> None:
        """Args: where questions are noted; gives what there is to know of a file."""
        self.lookups = lookups
        self.states = _States(self, state_of)
        """By number of the file."""
        self.home: dict[int, int] = {}
        """The file of each symbol, by id."""
        self.scopes = _OfScopes[Scope](self, "scope")
        self.names = _OfScopes[Mapping[str, int]](self, "names")
        """For each scope: symbols that are defined right in it."""
        self.has_paths = _OfScopes[bool](self, "paths")
        """Whether anything is assigned to an access path in each scope."""
        self.symbol_of = _OfScopes[int](self, "scope")
        """Symbol of each scope."""
        self.kinds = _Kinds(self)
        """Kind of each symbol."""
        self.parent_of = _OfFiles[int](self)
        """Number of each scope's enclosing scope; -1 for a module."""
        self.typed: set[int] = set()
        """Scopes with parts for type checkers only, of the files that were taken up."""

    # ------------------------------------------------------------ files

    def take_up(self, file: int, state: FileState) -> None:
        """Makes what is known of a file answer questions."""
        home = self.home
        for index, (number, record) in enumerate(zip(state.scopes, state.records, strict=True)):
            self.scopes.table[number] = record
            self.has_paths.table[number] = _has_paths(record)
            self.symbol_of.table[number] = state.own(index)
            self.parent_of[number] = state.outer(index)
            self.names.table[number] = state.named[index]
            if is_typed(record):
                self.typed.add(number)
        for symbol, kind in zip(state.symbols, state.kinds, strict=True):
            self.kinds.table[symbol] = kind
            home[symbol] = file

    def need(self, file: int) -> FileState:
        """What is known of a file, which is taken up if it is not yet."""
        return self.states[file]

    def has(self, scope: int) -> bool:
        """Whether there is a scope of this number in its file, which there is."""
        self.need(scope >> SHIFT)
        return scope in self.scopes.table

    def let_go(self, file: int) -> None:
        """Forgets what is packed of a file: its bodies have been evaluated."""
        self.states[file] = self.states[file]._replace(semantics=b"")

    # ------------------------------------------------------------ where things stand

    def file_of(self, scope: int) -> int:
        """File number of a scope."""
        return scope >> SHIFT

    def module_of(self, scope: int) -> int:
        """Scope number of the module around a scope."""
        return scope >> SHIFT << SHIFT

    def module(self, file: int) -> int:
        """Scope number of a file's module."""
        return file << SHIFT

    def symbol_of_module(self, file: int) -> int:
        """Symbol of a file's module, which depends on its path alone."""
        return self.states[file].symbols[0]

    def local(self, scope: int, index: int) -> int:
        """The number of a scope that stands in the file of another, by its index there."""
        return self.states[scope >> SHIFT].scopes[index]

    def index_of(self, symbol: int) -> int:
        """Index of a symbol in its file."""
        return self.states[self.home[symbol]].symbols.index(symbol)

    # ------------------------------------------------------------ what is asked

    def symbol(self, scope: int, name: str) -> int | None:
        """The symbol of what is called so right in a scope."""
        self._note(scope, name)
        return self.names.table[scope].get(name)

    def bindings(self, scope: int, name: str) -> Sequence[Binding]:
        """All bindings of a name of a scope."""
        self._note(scope, name)
        return self.scopes.table[scope].bindings.get(name, ())

    def binds(self, scope: int, name: str) -> bool:
        """Whether anything in a scope binds a name."""
        self._note(scope, name)
        return name in self.scopes.table[scope].bindings

    def returns(self, scope: int) -> tuple[Expr, ...]:
        """What a function returns."""
        return self._with_results(scope).returns

    def yields(self, scope: int) -> tuple[Expr, ...]:
        """What a generator function yields."""
        return self._with_results(scope).yields

    def raised(self, scope: int) -> tuple[Expr, ...]:
        """What a function raises."""
        return self._with_results(scope).raised

    def bindings_at(self, scope: int, name: str, offset: int, block: int) -> tuple[Binding, ...]:
        """The bindings of a name of a scope that a use inside the scope may see."""
        self._note(scope, name)
        record = self.scopes.table[scope]
        found = record.bindings.get(name)
        return reaching(record.blocks, found, offset, block) if found else ()

    def bindings_of(self, scope: int, name: str) -> tuple[Binding, ...]:
        """The bindings of a name of a scope that hold once the scope has run."""
        self._note(scope, name)
        return self._held(scope, name)

    def running_bindings(self, scope: int, name: str) -> tuple[Binding, ...]:
        """Those of them that are not for type checkers only."""
        held = self.bindings_of(scope, name)
        return self._running(scope, held) if held and scope in self.typed else held

    def lookup(self, scope: int, name: str, offset: int, block: int) -> tuple[int, tuple[Binding, ...]]:
        """The scope that a plain name belongs to and the bindings that a use there may see; -1 where none has it."""
        scopes, outside = self.scopes.table, scope >> SHIFT != self.lookups.at
        at = scope
        while at >= 0:
            if outside:
                self.lookups.seen.add(("name", at, name))
            record = scopes[at]
            found = record.bindings.get(name)
            if found is not None and (at == scope or record.kind != ir.CLASS):
                if at != scope:
                    return at, self._held(at, name)
                if name not in record.globals:
                    seen = reaching(record.blocks, found, offset, block)
                    if not seen and record.kind == ir.MODULE:
                        seen = self._held(at, name)  # an annotation in quotes, read once the module has run
                    if at in self.typed and len(seen) > 1:
                        seen = self._running(at, seen) or seen
                    if seen or record.kind >= ir.FUNCTION:
                        return at, seen
            at = self.parent_of[at]
        return -1, ()

    def _note(self, scope: int, name: str) -> None:
        if scope >> SHIFT != self.lookups.at:
            self.lookups.seen.add(("name", scope, name))

    def _with_results(self, scope: int) -> Scope:
        if scope >> SHIFT != self.lookups.at:
            self.lookups.seen.add(("results", scope))
        return self.scopes.table[scope]

    def _held(self, scope: int, name: str) -> tuple[Binding, ...]:
        record = self.scopes.table[scope]
        found = record.bindings.get(name)
        if not found:
            return ()
        held = at_end(record.blocks, found)
        return self._running(scope, held) or held if scope in self.typed else held

    def _running(self, scope: int, bindings: tuple[Binding, ...]) -> tuple[Binding, ...]:
        return without_types(self.scopes.table[scope].blocks, bindings)

    # ------------------------------------------------------------ what a file is linked by

    def bodies(self, file: int) -> Iterator[tuple[int, Body]]:
        """What is evaluated in each scope of a file, with the scope's number."""
        state = self.states[file]
        return zip(state.scopes, ir.unpack_bodies(state.semantics), strict=True)

    def plain_locals(self, scope: int) -> frozenset[str]:
        """The names of a function's scope that no definition or import binds: their uses make no edges."""
        record = self.scopes[scope]
        if record.kind < ir.FUNCTION:
            return frozenset()
        return frozenset(
            name
            for name, bindings in record.bindings.items()
            if name not in record.globals and not any(b[0] is not None and b[0][0] in _DEFINING for b in bindings)
        )

    def enclosing(self, scope: int, kind: int) -> int:
        """The nearest scope of a kind at or around a scope; -1 where there is none."""
        at = scope
        while at >= 0 and self.scopes[at].kind != kind:
            at = self.parent_of[at]
        return at

    def method_of(self, scope: int) -> int:
        """The nearest function at or around a scope that stands right in a class; -1 where there is none."""
        at = scope
        while at >= 0:
            parent = self.parent_of[at]
            if self.scopes[at].kind == ir.FUNCTION and parent >= 0 and self.scopes[parent].kind == ir.CLASS:
                return at
            at = parent
        return -1


class _States(dict[int, FileState]):
    """What is known of each file, taken up by the program when it is first asked for."""

    def __init__(self, program: Program, state_of: Callable[[int], FileState]) -> None:
        super().__init__()
        self._program = weakref.proxy(program)  # or both would outlive linking
        self._state_of = state_of

    def __missing__(self, file: int) -> FileState:
        state = self[file] = self._state_of(file)
        self._program.take_up(file, state)
        return state


class _OfFiles(dict[int, T]):
    """A table by scope number of what files say: theirs is in it once they are taken up."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._states = program.states

    def __missing__(self, scope: int) -> T:
        if scope >> SHIFT in self._states:
            raise KeyError(scope)
        _ = self._states[scope >> SHIFT]  # takes the file up
        return self[scope]


class _OfScopes(Generic[T]):
    """Such a table that notes which of its entries other files read."""

    def __init__(self, program: Program, kind: str) -> None:
        self.table = _OfFiles[T](program)
        """The entries, for who reads them unnoted."""
        self._lookups = program.lookups
        self._kind = kind

    def __getitem__(self, scope: int, /) -> T:
        if scope >> SHIFT != self._lookups.at:
            self._lookups.seen.add((self._kind, scope))
        return self.table[scope]


class _Kinds:
    """Kinds of symbols, of the files that were taken up."""

    def __init__(self, program: Program) -> None:
        self.table: dict[int, str] = {}
        self._lookups = program.lookups
        self._home = program.home

    def __getitem__(self, symbol: int, /) -> str:
        file = self._home[symbol]
        if file != self._lookups.at:
            self._lookups.seen.add(("kind", file << SHIFT, symbol))
        return self.table[symbol]


def _has_paths(scope: Scope) -> bool:
    return any("." in name or "[" in name for name in scope.bindings)


def is_typed(scope: Scope) -> bool:
    """Whether a scope has parts for type checkers only."""
    return any(block[1] == ir.BLOCK_TYPES for block in scope.blocks)


def is_named(symbol: SymbolFact) -> bool:
    """Whether a symbol has its name in its scope: the name that a lambda is bound to is the variable's."""
    return symbol.detail[:1] != ("lambda",)
