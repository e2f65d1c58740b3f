"""Variables of Ruby: locals by frame, instance and class variables by class, constants and globals."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tree_sitter import Node

from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import MEMBER, NAME, THIS, Expr

_ASSIGNMENTS: Final = frozenset({"assignment", "operator_assignment"})
"""Statements that say by themselves what they evaluate."""


class Frame:
    """A class body, method or file: what is kept for the code in it."""

    __slots__ = (
        "base",
        "bases",
        "block",
        "default_visibility",
        "is_singleton",
        "is_static",
        "method",
        "module_function",
        "scope",
        "yielded",
    )

    def __init__(self, scope: int, *, is_static: bool, method: str = "") -> None:
        """Args: the scope of the members that the code declares; whether `self` is the type; the method's name."""
        self.scope = scope
        self.is_static = is_static
        self.method = method
        self.default_visibility = "public"
        self.module_function = False
        self.block = ""
        """The name of the method's block parameter."""
        self.yielded: tuple[int, ...] | None = None
        """Declarations of what the method hands to its block, where it first does."""
        self.bases: dict[str, list[Expr]] = {"prepend": [], "include": [], "extend": []}
        """Modules that a class body mixes in, by how."""
        self.base = ""
        """The class that a class body derives from, as written."""
        self.is_singleton = False
        """Whether it is the body of `class << self`."""


class Variables:
    """What is known of a file while it is read."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        self.builder = builder
        self.locals: list[dict[str, int]] = [{}]
        """Locals by name with their scope; those of blocks around one another, the innermost last."""
        self.frame = Frame(0, is_static=True)
        self.branches = 0
        """How many conditional expressions of the method are around."""
        self.statement: Node | None = None
        """The statement that is being read: documentation stands before it."""
        self._fields: dict[tuple[int, bool, str], int] = {}

    @abstractmethod
    def visit(self, node: Node | None) -> Expr:
        """An expression, not yet said to be evaluated; None where nothing is known of it."""

    def run(self, nodes: list[Node], body: Node | None = None) -> Expr:
        """Statements, one after the other; the value of the last is that of all, not yet said to be evaluated.

        The comment above the first statement of a body stands before the body.
        """
        last: Expr = None
        assigned = True
        for node in nodes:
            if not assigned:
                self.use(last)
            self.statement = body if body is not None and body.start_byte == node.start_byte else node
            last = self.visit(node)
            assigned = node.type in _ASSIGNMENTS
        return last

    def documented(self, node: Node) -> Node:
        """What a comment about a definition stands before: the statement that it is in."""
        around = self.statement
        return around if around is not None and around.start_byte <= node.start_byte < around.end_byte else node

    def use(self, expr: Expr) -> None:
        """Says that an expression is evaluated, unless nothing can come of it."""
        if expr is not None and expr[0] not in {units.LITERAL, THIS}:
            self.builder.use(expr)

    # ------------------------------------------------------------ frames

    @contextmanager
    def framed(self, frame: Frame) -> Iterator[None]:
        """A class body or method around what is done meanwhile; it sees no locals from outside."""
        before = self.frame, self.locals, self.branches
        self.frame, self.locals, self.branches = frame, [{}], 0
        try:
            yield
        finally:
            self.frame, self.locals, self.branches = before

    def is_local(self, name: str) -> bool:
        """Whether a name is a local variable here."""
        return any(name in names for names in reversed(self.locals))

    def parameter(self, name: str, offset: int, *, type_: Expr = None, value: Expr = None) -> int:
        """Declares a parameter in the open scope."""
        self.locals[-1][name] = self.builder.scope
        return self.builder.declare(name, offset, units.VARIABLE, units.VALUES, type=type_, value=value)

    # ------------------------------------------------------------ assignment

    def bind_local(self, node: Node, value: Expr, after: int) -> None:
        """A local gets a value: from there on it holds that, or after a condition or in a block that, too."""
        builder = self.builder
        name = builder.text(node)
        known = next((names for names in reversed(self.locals) if name in names), None)
        if known is not None and (self.branches or known is not self.locals[-1]):
            if value is not None:
                builder.assign((NAME, after, name), value)
            return
        names = known if known is not None else self.locals[-1]
        names.setdefault(name, builder.scope)
        builder.declare(name, after, units.VARIABLE, units.VALUES, flags=units.ORDERED, value=value, scope=names[name])

    def bind_field(self, node: Node, value: Expr, definition: Node) -> None:
        """An instance or class variable gets a value; the first sign of it in a class body is its definition."""
        builder = self.builder
        name = builder.text(node)
        of_class = name.startswith("@@")
        key = (self.frame.scope, of_class or self.frame.is_static, name)
        target = self.field(node)
        if value is not None:
            builder.assign(target, value)
        if key in self._fields:
            builder.use(target, "writes")
            return
        kind = "field" if self.frame.scope else "variable"
        symbol = builder.symbol(
            kind, name, definition, node, exported=False, parent=builder.scope_record(self.frame.scope).symbol, docstring="",
        )  # fmt: skip
        flags = units.FIELD | (units.STATIC if key[1] else 0)
        self._fields[key] = builder.declare(
            name, node.start_byte, units.VARIABLE, units.VALUES, symbol=symbol, flags=flags, scope=self.frame.scope
        )

    def field(self, node: Node) -> Expr:
        """An instance or class variable as an expression."""
        name = self.builder.text(node)
        if name.startswith("@@") or not self.frame.scope:
            return (NAME, node.start_byte, name)
        return (MEMBER, node.start_byte, (THIS, node.start_byte), name)

    def bind_global(self, node: Node, value: Expr, definition: Node) -> None:
        """`$x = value`."""
        builder = self.builder
        name = builder.text(node)
        target: Expr = (NAME, node.start_byte, name)
        if value is not None:
            builder.assign(target, value)
        if (0, True, name) in self._fields:
            builder.use(target, "writes")
            return
        symbol = builder.symbol("variable", name, definition, node, parent=0, docstring="")
        self._fields[0, True, name] = builder.declare(
            name, node.start_byte, units.VARIABLE, units.VALUES, symbol=symbol, scope=0
        )

    # ------------------------------------------------------------ constants

    def constant(self, node: Node) -> Expr:
        """`A`, `A::B`, `::A` as an expression."""
        if node.type == "constant":
            return (NAME, node.start_byte, self.builder.text(node))
        name, scope = node.child_by_field_name("name"), node.child_by_field_name("scope")
        if name is None:
            return None
        if scope is None:
            return (NAME, name.start_byte, f"::{self.builder.text(name)}")
        outer = self.constant(scope) if scope.type in {"constant", "scope_resolution"} else self.visit(scope)
        if outer is None:
            return None
        return (MEMBER, name.start_byte, outer, self.builder.text(name))
