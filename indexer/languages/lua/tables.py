"""Tables whose members are known while a file is read, and the names that they are bound to."""

from __future__ import annotations

from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import Expr


class Table:
    """A table constructor: members become declarations of its scope; it turns into a class where it is used as one."""

    __slots__ = ("by_library", "declaration", "fields", "is_class", "path", "receivers", "scope", "symbol")

    def __init__(self, scope: int, path: Expr = None, declaration: int = -1, symbol: int = -1) -> None:
        """Args: the scope of its members; the expression that names it; its declaration and symbol, -1 without."""
        self.scope = scope
        self.path = path
        self.declaration = declaration
        self.symbol = symbol
        self.fields: dict[str, Binding] = {}
        self.receivers: list[int] = []
        """Declarations of the receivers (`self`) of its functions."""
        self.is_class = False
        self.by_library = False
        """Whether a class library makes it, and its instances by `new`."""

    def finish(self, builder: Builder) -> None:
        """Says what the receivers of its functions are: instances of the class, or the one table."""
        if self.path is None:
            return
        for receiver in self.receivers:
            if self.is_class:
                builder.amend(receiver, type=self.path)
            else:
                builder.amend(receiver, value=self.path)

    def make_class(self, builder: Builder) -> None:
        """Its name stands for a type from now on: it is the metatable of its instances, or has bases."""
        if self.is_class or self.declaration < 0:
            return
        self.is_class = True
        flags = builder.declaration(self.declaration).flags
        builder.amend(
            self.declaration,
            what=units.TYPE,
            spaces=units.VALUES | units.TYPES,
            inner=self.scope,
            value=None,
            flags=flags & ~units.FIELD,
        )
        if self.symbol >= 0:
            builder.amend_symbol(self.symbol, kind="class")

    def inherit(self, builder: Builder, base: Expr) -> None:
        """Adds a table in which members are looked for that this one lacks."""
        self.make_class(builder)
        if base is not None and self.is_class:
            open_scope, builder.scope = builder.scope, self.scope
            builder.base(base, "inherits")
            builder.scope = open_scope


class Binding:
    """What a name, or a member of a table, is bound to as far as the file shows."""

    __slots__ = ("by_library", "declaration", "table")

    def __init__(self, declaration: int, table: Table | None = None) -> None:
        """Args: number of the declaration; the table that it holds."""
        self.declaration = declaration
        self.table = table
