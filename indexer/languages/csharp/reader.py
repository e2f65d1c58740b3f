"""The ground that reading C# stands on: the grammar, the builder, and dispatch by kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tree_sitter import Language, Node
from tree_sitter_c_sharp import language

from indexer.languages.toolkit.builder import Builder, Grammar
from indexer.languages.toolkit.normalise import opaque_query
from indexer.model import units
from indexer.model.units import Expr

LANGUAGE: Final = Language(language())
COMMENTS: Final = ("comment",)
STRINGS: Final = (
    "string_literal", "verbatim_string_literal", "raw_string_literal", "character_literal", "string_content",
)  # fmt: skip
GRAMMAR: Final = Grammar(frozenset(COMMENTS), opaque_query(LANGUAGE, COMMENTS, STRINGS))

Statement = Callable[..., None]
Expression = Callable[..., Expr]

_SILENT: Final = frozenset(
    "comment modifier implicit_type preproc_pragma preproc_region preproc_endregion preproc_nullable preproc_line "
    "preproc_define preproc_undef preproc_error preproc_warning shebang_directive extern_alias_directive".split()
)


class Reader:
    """What all readers of syntax share: `builder` collects, `visit` and `expr` dispatch."""

    STATEMENTS: dict[str, Statement]
    """Handlers of statements and declarations, by kind of node."""
    EXPRESSIONS: dict[str, Expression]
    """Handlers of expressions, by kind of node."""
    BY_NUMBER: dict[int, tuple[Statement | None, Expression | None]]
    """Both by the grammar's number of the kind, filled as kinds are met."""

    def __init__(self, builder: Builder) -> None:
        self.builder: Final = builder
        self.source: Final = builder.source

    def text(self, node: Node) -> str:
        """The source of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name(self, node: Node) -> str:
        """An identifier without the `@` that lets a keyword be one."""
        return self.text(node).removeprefix("@")

    # ------------------------------------------------------------ dispatch

    def _handlers(self, node: Node) -> tuple[Statement | None, Expression | None]:
        kind = node.type
        statement = self.STATEMENTS.get(kind)
        expression = self.EXPRESSIONS.get(kind)
        if kind in _SILENT or (not node.is_named and expression is None):
            statement = Reader.nothing
        found = self.BY_NUMBER[node.kind_id] = (statement, expression)
        return found

    def visit(self, node: Node) -> None:
        """Reads a statement or a declaration."""
        statement, expression = self.BY_NUMBER.get(node.kind_id) or self._handlers(node)
        if statement is not None:
            statement(self, node)
        elif expression is not None:
            self.builder.use(expression(self, node))
        else:
            self.visit_all(node.named_children)

    def visit_all(self, nodes: Iterable[Node]) -> None:
        """Reads statements or declarations in order."""
        for node in nodes:
            self.visit(node)

    def visit_inside(self, node: Node) -> None:
        """Reads what is inside of a node that has no meaning of its own."""
        self.visit_all(node.named_children)

    def nothing(self, node: Node) -> None:
        """A node that says nothing."""

    def expr(self, node: Node) -> Expr:
        """The intermediate form of an expression."""
        statement, expression = self.BY_NUMBER.get(node.kind_id) or self._handlers(node)
        if expression is not None:
            return expression(self, node)
        if statement is not None:
            statement(self, node)
            return None
        return self.parts(node)

    def parts(self, node: Node, type_name: str = "") -> Expr:
        """A value of which only its type is known, or not even that; what is evaluated inside counts."""
        return self.some(node.start_byte, type_name, [self.expr(child) for child in node.named_children])

    def some(self, offset: int, type_name: str, parts: Iterable[Expr]) -> Expr:
        """PARTS of what is something; the plain literal where nothing is."""
        kept = tuple(part for part in parts if part is not None and part[0] != units.LITERAL)
        if kept:
            return (units.PARTS, offset, type_name, kept)
        return (units.LITERAL, offset, type_name) if type_name else None
