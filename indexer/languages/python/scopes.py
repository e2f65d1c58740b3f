"""Scopes while they are being read."""

from __future__ import annotations

from typing import Any

from indexer.model import ir
from indexer.model.ir import Binding, Block, Body, Expr, Parameter, Scope


class ScopeBuilder:
    """A scope to which statements add what they bind and evaluate."""

    __slots__ = (
        "bases", "bindings", "block", "blocks", "body", "decorators", "detail", "fields", "globals", "index", "keywords",
        "kind", "lambdas", "members", "name", "nonlocals", "parameters", "parent", "receiver", "returned", "returns",
        "seen_from", "symbol", "uses", "yields",
    )  # fmt: skip

    def __init__(self, kind: int, index: int, symbol: int, parent: ScopeBuilder | None, name: str, end: int) -> None:
        self.kind = kind
        self.index = index
        self.symbol = symbol
        self.parent = parent
        self.name = name
        self.parameters: list[Parameter] = []
        self.bindings: dict[str, list[Binding]] = {}
        self.blocks: list[Block] = [(-1, ir.BLOCK_PLAIN, 0, False, end)]
        self.block = 0
        self.body: list[Expr] = []
        self.uses: list[tuple[str, int, int]] = []
        self.returns: list[Expr] = []
        self.yields: list[Expr] = []
        self.decorators: tuple[Expr, ...] = ()
        self.bases: tuple[Expr, ...] = ()
        self.keywords: tuple[tuple[str, Expr], ...] = ()
        self.returned: Expr = None
        self.members: list[tuple[Any, ...]] = []
        self.detail: tuple[str, ...] = ()
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.fields: dict[str, int] = {}
        """Names that already have a symbol here (members of a class, variables of a module)."""
        self.receiver = ""
        """The first parameter of a method: `self` or `cls`."""
        self.lambdas = 0
        self.seen_from: int | None = None
        """Where the names of the assignment that is being read start to hold: after its value."""

    # ------------------------------------------------------------ blocks

    def enter_block(self, kind: int, group: int, end: int) -> int:
        """Starts a block inside the current one; gives what `leave_block` wants back."""
        outer = self.block
        self.blocks.append((outer, kind, group, False, end))
        self.block = len(self.blocks) - 1
        return outer

    def leave_block(self, outer: int, *, leaves: bool = False) -> None:
        if leaves:
            parent, kind, group, _, end = self.blocks[self.block]
            self.blocks[self.block] = (parent, kind, group, True, end)
        self.block = outer

    @property
    def is_for_types(self) -> bool:
        """Whether what is read now is seen by type checkers only."""
        block = self.block
        while block > 0 and self.blocks[block][1] != ir.BLOCK_TYPES:
            block = self.blocks[block][0]
        return self.blocks[block][1] == ir.BLOCK_TYPES

    # ------------------------------------------------------------ what happens

    def add(self, expr: Expr) -> None:
        """Something that is evaluated here."""
        if expr is None:
            return
        op = expr[0]
        if op == ir.NAME:
            self.uses.append((expr[2], expr[1], expr[3]))
        elif op in (ir.PARTS, ir.UNION):
            for part in expr[-1]:
                self.add(part)
        elif op not in (ir.CONST, ir.SCOPE):
            self.body.append(expr)

    def bind(self, name: str, value: Expr, offset: int, flags: int = 0) -> None:
        """A name (or an access path) gets a value here."""
        target = self
        if name in self.globals:
            while target.parent is not None:
                target = target.parent
            flags = ir.MAYBE
        elif name in self.nonlocals:
            target = self.parent or self
            while target.parent is not None and (target.kind == ir.CLASS or name not in target.bindings):
                target = target.parent
            flags = ir.MAYBE
        block = self.block if target is self else 0
        binding = (value, offset if self.seen_from is None else self.seen_from, block, flags, self.index)
        found = target.bindings.get(name)
        if found is None:
            target.bindings[name] = [binding]
        else:
            found.append(binding)

    def finish(self) -> tuple[Scope, Body]:
        """The frozen scope and its body; plain uses of names that are local to a function need no linking."""
        local = self.bindings if self.kind >= ir.FUNCTION else {}
        uses = tuple(use for use in self.uses if use[0] not in local)
        bindings = {name: tuple(found) for name, found in self.bindings.items()}
        raised = tuple(expr[2] for expr in self.body if expr is not None and expr[0] == ir.RAISE)
        scope = Scope(
            self.kind, self.symbol, self.parent.index if self.parent else -1, self.name, tuple(self.parameters),
            bindings, tuple(self.blocks), raised, tuple(self.returns), tuple(self.yields), self.decorators, self.bases,
            self.keywords, self.returned, tuple(self.members), self.detail, tuple(sorted(self.globals)),
        )  # fmt: skip
        return scope, Body(tuple(self.body), uses)
