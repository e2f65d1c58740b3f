"""Variables of PHP: one scope a function, types by what is assigned, written types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tree_sitter import Node

from indexer.languages.php.docs import NOTHING, Docs, read_docs
from indexer.languages.php.names import BUILT_IN_TYPES, Names
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import LITERAL, NAME, THIS, UNION, Expr


class Variables:
    """What is known of a file while it is read: its names, the class around, the variables of the function around."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        self.builder = builder
        self.names = Names(builder)
        self.own_type: Expr = None
        """The type that `self` names."""
        self.parent_type: Expr = None
        self.variables: set[str] = set()
        """Those of the function around that are declared."""
        self.function_scope = 0
        """The scope in which the function around declares its variables."""
        self.namespace_scope = 0
        self.in_function = False
        self.branches = 0
        """How many conditional statements of the function are around."""
        self.globals: dict[str, int] = {}
        """Symbols of the variables that belong to no function."""
        self.docs = NOTHING
        """What the comment above the statement says."""

    # ------------------------------------------------------------ variables

    def variable(self, node: Node) -> Expr:
        """A variable that is read."""
        name = self.builder.text(node)
        if name == "$this":
            return (THIS, node.start_byte)
        if not name.startswith("$") or len(name) < 2:
            return None
        if name not in self.variables:
            self.variables.add(name)
            self.builder.declare(
                name, node.start_byte, units.VARIABLE, units.VALUES, flags=units.PRIVATE, scope=self.function_scope
            )
        return (NAME, node.start_byte, name)

    def bind(self, node: Node, value: Expr, statement: Node, type_: Expr = None) -> None:
        """A variable gets a value; from there on it holds that, or after a condition that, too.

        Args:
            node: the variable.
            value: what it gets.
            statement: after which it holds.
            type_: its declared type.
        """
        builder = self.builder
        name = builder.text(node)
        if name == "$this" or not name.startswith("$"):
            return
        type_ = type_ or self.docs.variable(name[1:])
        symbol = self.globals.get(name, -1)
        if not self.in_function and symbol < 0:
            symbol = self.globals[name] = builder.symbol("variable", name[1:], statement, node, exported=False)
        elif symbol >= 0 or not self.in_function:
            builder.use((NAME, node.start_byte, name), "writes")
        if name in self.variables and type_ is None and self.branches:
            if value is not None:
                builder.assign((NAME, statement.end_byte, name), value)
            return
        self.variables.add(name)
        builder.declare(
            name, statement.end_byte, units.VARIABLE, units.VALUES, symbol=-1 if self.in_function else symbol,
            flags=units.ORDERED | units.PRIVATE, type=type_, value=value, scope=self.function_scope,
        )  # fmt: skip

    @contextmanager
    def function_variables(self, scope: int, *, seen: set[str] | None = None) -> Iterator[None]:
        """A function of its own variables around what is done meanwhile; `seen` are those around that it sees."""
        before = self.variables, self.function_scope, self.in_function, self.branches, self.docs
        self.variables, self.function_scope, self.in_function = set(seen or ()), scope, True
        self.branches, self.docs = 0, NOTHING
        try:
            yield
        finally:
            self.variables, self.function_scope, self.in_function, self.branches, self.docs = before

    # ------------------------------------------------------------ types

    def comment(self, node: Node | None) -> Docs:
        """What a documentation comment says; None for none."""
        if node is None or node.type != "comment":
            return NOTHING
        return read_docs(self.builder.text(node), node.start_byte, self.names, self.own_type)

    def type(self, node: Node | None) -> Expr:
        """A written type."""
        if node is None:
            return None
        kind = node.type
        if kind == "primitive_type":
            return (LITERAL, node.start_byte, self.builder.text(node).lower())
        if kind in {"named_type", "name", "qualified_name", "relative_scope", "relative_name"}:
            return self.class_name(node.named_children[0] if kind == "named_type" and node.named_child_count else node)
        if kind in {"optional_type", "union_type", "intersection_type", "disjunctive_normal_form_type", "type_list"}:
            found = [one for one in map(self.type, node.named_children) if one is not None]
            return (UNION, node.start_byte, tuple(found)) if len(found) > 1 else found[0] if found else None
        return None

    def class_name(self, node: Node) -> Expr:
        """The class that a name stands for: `self`, `static` and `parent` among them."""
        written = self.builder.text(node)
        word = written.lower()
        if word == "static":
            return (THIS, node.start_byte)
        if word == "self":
            return _at(self.own_type, node.start_byte) or (THIS, node.start_byte)
        if word == "parent":
            return _at(self.parent_type, node.start_byte) or (units.SUPER, node.start_byte)
        if word in BUILT_IN_TYPES:
            return (LITERAL, node.start_byte, word)
        return self.names.of_node(node)

    def use_type(self, expr: Expr, kind: str = "type_uses") -> None:
        """Says that a type is written."""
        if expr is not None and expr[0] not in {LITERAL, THIS}:
            self.builder.use(expr, kind)

    def declared_type(self, written: Expr, documented: Expr) -> Expr:
        """Of a written and a documented type the one that says more."""
        return documented if documented is not None and (written is None or _is_plain(written)) else written


def _is_plain(expr: Expr) -> bool:
    """Whether a type names no class."""
    if expr is None or expr[0] == LITERAL:
        return True
    return expr[0] == UNION and all(map(_is_plain, expr[2]))


def _at(expr: Expr, offset: int) -> Expr:
    """A class's name at another offset."""
    return None if expr is None else (expr[0], offset, *expr[2:])
