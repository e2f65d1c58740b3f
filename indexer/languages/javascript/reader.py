"""One file being read: what the walk over its tree carries along, and the tables by which kinds of nodes find their reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from tree_sitter import Node

from indexer.languages.javascript.escapes import unescaped
from indexer.languages.javascript.jsdoc import Docs
from indexer.languages.javascript.settled import Path, Settled
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import BLOCK, Expr

ReadExpression = Callable[["Reader", Node], Expr]
ReadStatement = Callable[["Reader", Node], None]

SELF: Final = ""
"""The module of an IMPORT of the file's own exports."""
WHOLE: Final = "export="
"""The name of what a CommonJS module, or `export =`, exports in place of a set of names."""

NOBODY: Final = 0
INSTANCE_OF: Final = 1
TYPE_ITSELF: Final = 2
LITERAL_OBJECT: Final = 3
MADE_BY: Final = 4


class This(NamedTuple):
    """What `this` means in the function being read."""

    kind: int
    """NOBODY: nothing known; INSTANCE_OF and TYPE_ITSELF of the class, LITERAL_OBJECT of the object, whose scope `number` is; MADE_BY: what
    the function, whose declaration `number` is, makes when it is called with `new`."""
    number: int


class Tables(NamedTuple):
    """What reads which kind of node; made once a process."""

    expressions: Mapping[str, ReadExpression]
    statements: Mapping[str, ReadStatement]
    types: Mapping[str, ReadExpression]


class Reader:
    """The walk over one file."""

    def __init__(self, builder: Builder, tables: Tables, *, typed: bool, ambient: bool) -> None:
        """Args: what collects; the tables; whether the file is TypeScript; whether it only declares (`.d.ts`)."""
        self.builder: Final = builder
        self.source: Final = builder.source
        self.typed: Final = typed
        self.ambient = ambient
        self.docs: Final = Docs(b"" if typed else builder.source)
        self.this = This(NOBODY, -1)
        self.documented: Node | None = None
        """The statement that a documentation comment stands before, where it is not the definition itself."""
        self.settled = Settled()
        self.exporting = 0
        """EXPORTED or DEFAULT while what an `export` declares is read."""
        self.owner = -1
        """Symbol whose members the object literal being read has; -1 where it has no name."""
        self.is_module = False
        """Whether the file imports or exports anything."""
        self.is_common = False
        """Whether it is a CommonJS module."""
        self.shared: Final[set[int]] = set()
        """Declarations that functions other than their own set."""
        self.extensions: Final[dict[tuple[int, int], int]] = {}
        """Scopes that add members to a declaration, by its number and the scope around."""
        self.constants: Final[set[int]] = set()
        """Declarations that nothing can be assigned to."""
        self.objects: Final[dict[int, int]] = {}
        """Scopes of object literals, by the variable that was declared with them."""
        self.makers: Final[set[int]] = set()
        """Declarations of functions that are used as types."""
        self.made: Final[list[tuple[str, int]]] = []
        """Names that `new` is called on, and the scopes in which."""
        self.exported_names: Final[list[str]] = []
        """Names of the file's own scope that an `export { }` lists as they are."""
        self._expressions = tables.expressions
        self._statements = tables.statements
        self._types = tables.types
        self._names: dict[tuple[int, str], int] = {}
        self._wanted: Expr = None
        self.returning: Expr = None
        """What is wanted of what the function being read returns; see `wanted.py`."""

    # ------------------------------------------------------------ nodes

    def text(self, node: Node) -> str:
        """The source of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name(self, node: Node) -> str:
        """The name that an identifier is, without escape sequences."""
        text = self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
        return unescaped(text) if "\\" in text else text

    def expression(self, node: Node | None, wanted: Expr = None) -> Expr:
        """Reads an expression: what it is, for whoever evaluates it; `wanted` is what is wanted there."""
        if node is None:
            return None
        self._wanted = wanted
        read = self._expressions.get(node.type)
        return self.parts(node) if read is None else read(self, node)

    def wanted_here(self) -> Expr:
        """What is wanted where the expression stands that is read; asked before anything in it is read."""
        wanted, self._wanted = self._wanted, None
        return wanted

    def parts(self, node: Node, type_name: str = "") -> Expr:
        """Reads an expression of which only the type is known."""
        found = []
        for child in node.named_children:
            one = self.expression(child)
            if one is not None:
                found.append(one)
        return (units.PARTS, node.start_byte, type_name, tuple(found)) if found or type_name else None

    def type(self, node: Node | None) -> Expr:
        """Reads a type."""
        if node is None:
            return None
        read = self._types.get(node.type)
        if read is not None:
            return read(self, node)
        found = [one for child in node.named_children if (one := self.type(child)) is not None]
        return (units.PARTS, node.start_byte, "", tuple(found)) if found else None

    def statement(self, node: Node) -> None:
        """Reads a statement."""
        read = self._statements.get(node.type)
        if read is not None:
            read(self, node)
        else:
            self.evaluate(node)

    def statements(self, node: Node) -> None:
        """Reads the statements inside a node."""
        for child in node.children:
            if child.is_named:
                self.statement(child)

    def evaluate(self, node: Node | None, kind: str = units.READ, wanted: Expr = None) -> Expr:
        """Reads an expression that is evaluated here, and says so; `wanted` is what is wanted there."""
        found = self.expression(node, wanted)
        self.use(found, kind)
        return found

    def use(self, expr: Expr, kind: str = units.READ) -> None:
        """Says that an expression is evaluated here, where it names anything."""
        if expr is not None and expr[0] not in _NAMELESS:
            self.builder.use(expr, kind)

    def use_type(self, node: Node | None, kind: str = "type_uses") -> Expr:
        """Reads a type that is written here, and says so."""
        found = self.type(node)
        self.builder.use(found, kind)
        return found

    # ------------------------------------------------------------ names

    def declare(
        self, name: str, offset: int, what: int, spaces: int, *, symbol: int = -1, flags: int = 0, inner: int = -1, type: Expr = None,  # noqa: A002
        value: Expr = None, scope: int | None = None,
    ) -> int:  # fmt: skip
        """Declares a name; see `Builder.declare`."""
        builder = self.builder
        at = builder.scope if scope is None else scope
        number = builder.declare(
            name, offset, what, spaces, symbol=symbol, flags=flags, inner=inner, type=type, value=value, scope=at
        )
        if not flags & units.HIDDEN:
            self._names[at, name] = number
        return number

    def own(self, scope: int, name: str) -> int:
        """The last declaration so far of a name right in a scope; -1."""
        return self._names.get((scope, name), -1)

    def declared(self, name: str) -> int:
        """The declaration that a plain name leads to as far as the file was read; -1."""
        builder = self.builder
        at = builder.scope
        names = self._names
        while at >= 0:
            record = builder.scope_record(at)
            if record.kind not in (units.TYPE_SCOPE, units.EXTENSION_SCOPE):
                found = names.get((at, name))
                if found is not None:
                    return found
            at = record.parent
        return -1

    @property
    def at_top(self) -> bool:
        """Whether what is declared in the open scope belongs to the module or a namespace."""
        return self.builder.scope_record(self.builder.scope).kind in (units.FILE, units.NAMESPACE_SCOPE)

    def function_scope(self) -> int:
        """The scope that `var` declares into."""
        return self.builder.enclosing(units.FILE, units.NAMESPACE_SCOPE, units.FUNCTION_SCOPE)

    def _path(self, expr: Expr) -> Path | None:
        """The declaration of the function being read that a name or member begins with, and the members from there; None where there
        is none, or inner functions set it."""
        members: list[str] = []
        while expr is not None and expr[0] in (units.NOW, units.MEMBER):
            if expr[0] == units.MEMBER:
                members.append(expr[3])
            expr = expr[2]
        if expr is None or expr[0] != units.NAME:
            return None
        number = self.declared(expr[2])
        if number < 0 or number in self.shared:
            return None
        if self._function_around(self.builder.declaration(number).scope) != self.function_scope():
            self.shared.add(number)
            return None
        return number, tuple(reversed(members))

    def _function_around(self, scope: int) -> int:
        at = scope
        while at >= 0 and self.builder.scope_record(at).kind not in _FUNCTIONS:
            at = self.builder.scope_record(at).parent
        return at

    def settle(self, target: Expr, value: Expr) -> None:
        """Says what a variable or member is set to."""
        path = self._path(target)
        if path is not None:
            self.settled.set(path, self.builder.declaration(path[0]).name, value)

    def escaped(self, expr: Expr) -> None:
        """Says that a value is handed to something that may set its members."""
        path = self._path(expr) if expr is not None and expr[0] in (units.NAME, units.NOW) else None
        if path is not None:
            self.settled.escape(path[0])

    def now(self, expr: Expr) -> Expr:
        """A name or member, with what it surely holds here."""
        base = expr
        while base is not None and base[0] in (units.MEMBER, units.NOW):
            base = base[2]
        if expr is None or base is None or base[0] != units.NAME or base[2] not in self.settled.names:
            return expr
        path = self._path(expr)
        value = self.settled.get(path) if path is not None else None
        return expr if value is None else (units.NOW, expr[1], expr, value)

    def asked(self, node: Node | None, *, truth: bool) -> list[tuple[Path, str, Expr]]:
        """What a condition says that variables and members hold, where it is true or where it is not (`a instanceof B`)."""
        while node is not None and node.type == "parenthesized_expression" and node.named_children:
            node = node.named_children[0]
        if node is None:
            return []
        operator = node.child_by_field_name("operator")
        kind = operator.type if operator is not None else ""
        if node.type == "unary_expression" and kind == "!":
            return self.asked(node.child_by_field_name("argument"), truth=not truth)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if node.type != "binary_expression" or left is None or right is None:
            return []
        if kind == ("&&" if truth else "||"):
            return self.asked(left, truth=truth) + self.asked(right, truth=truth)
        plain = left.type in _ASKED and right.type in _ASKED
        path = self._path(self.expression(left)) if kind == "instanceof" and truth and plain else None
        if path is None:
            return []
        found: Expr = (units.INSTANCE, right.start_byte, self.expression(right), None)
        return [(path, self.builder.declaration(path[0]).name, found)]

    # ------------------------------------------------------------ stretches of the walk

    @contextmanager
    def block(self, node: Node) -> Iterator[None]:
        """A block scope, where a node declares something block by block; else nothing."""
        if any(child.type in _BLOCK_DECLARATIONS for child in node.children):
            with self.builder.inside(BLOCK):
                yield
        else:
            yield

    @contextmanager
    def meaning(self, this: This) -> Iterator[None]:
        """What `this` means meanwhile."""
        before, self.this = self.this, this
        exporting, self.exporting = self.exporting, 0
        owner, self.owner = self.owner, -1
        documented, self.documented = self.documented, None
        settled, self.settled = self.settled, Settled()
        try:
            yield
        finally:
            self.settled = settled
            self.this, self.exporting, self.owner, self.documented = before, exporting, owner, documented


_ASKED: Final = ("identifier", "member_expression")
_FUNCTIONS: Final = (units.FILE, units.NAMESPACE_SCOPE, units.FUNCTION_SCOPE)
_BLOCK_DECLARATIONS: Final = frozenset(
    (
        "lexical_declaration",
        "class_declaration",
        "abstract_class_declaration",
        "function_declaration",
        "generator_function_declaration",
        "enum_declaration",
        "interface_declaration",
        "type_alias_declaration",
    )
)
_NAMELESS: Final = frozenset((units.LITERAL, units.OBJECT, units.FUNCTION, units.THIS))


def wide(expr: Expr) -> Expr:
    """A name, or a member of one, that stands for whatever has the name: values, types and namespaces."""
    if expr is None or expr[0] not in (units.NAME, units.MEMBER):
        return expr
    return (*expr[:3], units.EVERY) if expr[0] == units.NAME else (*expr[:4], units.EVERY)
