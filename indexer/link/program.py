"""All files' facts side by side, with scopes and symbols numbered over the whole program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.languages.linking import ByNumber
from indexer.link.reaching import at_end, reaching, without_types
from indexer.model import ir
from indexer.model.ir import Binding, Body, Expr, Scope
from indexer.model.records import FileFacts, SymbolFact

_DEFINING = frozenset({ir.SCOPE, ir.DECORATE, ir.IMPORT})


class Program:
    """The facts of all files of one language, in the order of their paths.

    A *scope number* and a *symbol number* count over all files; facts themselves number from zero in each file.
    """

    def __init__(self, files: Sequence[FileFacts]) -> None:
        self.files = list(files)
        scopes: list[Scope] = []
        file_of: list[int] = []
        first_scope: list[int] = []
        first_symbol: list[int] = []
        symbol_of: list[int] = []
        parent_of: list[int] = []
        named: list[dict[str, int]] = []
        symbols = 0
        for number, facts in enumerate(files):
            first = len(scopes)
            first_scope.append(first)
            first_symbol.append(symbols)
            by_symbol: dict[int, dict[str, int]] = {}
            for scope in ir.unpack(facts.semantics or b""):
                scopes.append(scope)
                file_of.append(number)
                symbol_of.append(symbols + scope.symbol)
                parent_of.append(first + scope.parent if scope.parent >= 0 else -1)
                names: dict[str, int] = {}
                by_symbol[scope.symbol] = names
                named.append(names)
            for index, symbol in enumerate(facts.symbols):
                inside = by_symbol.get(symbol.parent)
                if inside is not None and is_named(symbol):
                    inside[symbol.name] = symbols + index
            symbols += len(facts.symbols)
        self.scopes: ByNumber[Scope] = scopes
        self.file_of: ByNumber[int] = file_of
        """File number of each scope."""
        self.first_scope: ByNumber[int] = first_scope
        """Scope number of each file's module."""
        self.first_symbol: ByNumber[int] = first_symbol
        """Symbol number of each file's module."""
        self.symbol_of: ByNumber[int] = symbol_of
        """Symbol number of each scope."""
        self.parent_of: ByNumber[int] = parent_of
        """Number of each scope's enclosing scope; -1 for a module."""
        self.names: ByNumber[dict[str, int]] = named
        """For each scope: symbol numbers of what is defined right in it."""
        self.kinds: ByNumber[str] = [symbol.kind for facts in files for symbol in facts.symbols]
        """Kind of each symbol."""
        self.has_paths: ByNumber[bool] = [has_paths(scope) for scope in scopes]
        """Whether anything is assigned to an access path in each scope."""
        self.typed = {number for number, scope in enumerate(scopes) if is_typed(scope)}
        """Scopes with parts for type checkers only."""
        self.module_scope: ByNumber[int] = [first_scope[number] for number in file_of]
        """Scope number of the module around each scope."""
        self._count = len(scopes)

    def numbers(self) -> Iterable[int]:
        """The numbers of all scopes, in the order of the program."""
        return range(self._count)

    def local(self, scope: int, index: int) -> int:
        """The number of a scope that stands in the file of another, by its index there."""
        return self.module_scope[scope] + index

    def symbol(self, scope: int, name: str) -> int | None:
        """Symbol number of what is called so right in a scope."""
        return self.names[scope].get(name)

    def bindings(self, scope: int, name: str) -> Sequence[Binding]:
        """All bindings of a name of a scope."""
        return self.scopes[scope].bindings.get(name, ())

    def binds(self, scope: int, name: str) -> bool:
        """Whether anything in a scope binds a name."""
        return name in self.scopes[scope].bindings

    def returns(self, scope: int) -> tuple[Expr, ...]:
        """What a function returns."""
        return self.scopes[scope].returns

    def yields(self, scope: int) -> tuple[Expr, ...]:
        """What a generator function yields."""
        return self.scopes[scope].yields

    def raised(self, scope: int) -> tuple[Expr, ...]:
        """What a function raises."""
        return self.scopes[scope].raised

    def bindings_at(self, scope: int, name: str, offset: int, block: int) -> tuple[Binding, ...]:
        """The bindings of a name of a scope that a use inside the scope may see."""
        record = self.scopes[scope]
        found = record.bindings.get(name)
        return reaching(record.blocks, found, offset, block) if found else ()

    def bindings_of(self, scope: int, name: str) -> tuple[Binding, ...]:
        """The bindings of a name of a scope that hold once the scope has run."""
        record = self.scopes[scope]
        found = record.bindings.get(name)
        if not found:
            return ()
        held = at_end(record.blocks, found)
        return self._running(scope, held) or held if scope in self.typed else held

    def running_bindings(self, scope: int, name: str) -> tuple[Binding, ...]:
        """Those of them that are not for type checkers only."""
        held = self.bindings_of(scope, name)
        return self._running(scope, held) if held and scope in self.typed else held

    def _running(self, scope: int, bindings: tuple[Binding, ...]) -> tuple[Binding, ...]:
        return without_types(self.scopes[scope].blocks, bindings)

    def lookup(self, scope: int, name: str, offset: int, block: int) -> tuple[int, tuple[Binding, ...]]:
        """The scope that a plain name belongs to and the bindings that a use there may see; -1 where none has it."""
        at = scope
        while at >= 0:
            record = self.scopes[at]
            found = record.bindings.get(name)
            if found is not None and (at == scope or record.kind != ir.CLASS):
                if at != scope:
                    return at, self.bindings_of(at, name)
                if name not in record.globals:
                    seen = reaching(record.blocks, found, offset, block)
                    if not seen and record.kind == ir.MODULE:
                        seen = self.bindings_of(at, name)  # an annotation in quotes, read once the module has run
                    if at in self.typed and len(seen) > 1:
                        seen = self._running(at, seen) or seen
                    if seen or record.kind >= ir.FUNCTION:
                        return at, seen
            at = self.parent_of[at]
        return -1, ()

    def bodies(self, file: int) -> Iterator[tuple[int, Body]]:
        """What is evaluated in each scope of a file, with the scope's number."""
        return enumerate(ir.unpack_bodies(self.files[file].semantics or b""), self.first_scope[file])

    def let_go(self, file: int) -> None:
        """Forgets what is packed of a file: its bodies have been evaluated."""
        self.files[file] = self.files[file]._replace(semantics=None)

    def module_of(self, scope: int) -> int:
        """Scope number of the module around a scope."""
        return self.module_scope[scope]

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


def has_paths(scope: Scope) -> bool:
    """Whether anything is assigned to an access path in a scope."""
    return any("." in name or "[" in name for name in scope.bindings)


def is_typed(scope: Scope) -> bool:
    """Whether a scope has parts for type checkers only."""
    return any(block[1] == ir.BLOCK_TYPES for block in scope.blocks)


def is_named(symbol: SymbolFact) -> bool:
    """Whether a symbol has its name in its scope: the name that a lambda is bound to is the variable's."""
    return symbol.detail[:1] != ("lambda",)
