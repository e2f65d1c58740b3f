"""What all parts of the reading of a Go file share: the builder, names, comments before definitions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from indexer.languages.toolkit.builder import Builder
from indexer.languages.toolkit.comments import plain_comment
from indexer.model import units
from indexer.model.units import Expr, Known

BLANK = "_"


def is_exported(name: str) -> bool:
    """Whether other packages see a name: it begins with an upper-case letter."""
    return name[:1].isupper()


class Reader(ABC):
    """Reads one file into a builder."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.text = builder.text

    # ------------------------------------------------------------ parts that are read elsewhere

    @abstractmethod
    def expression(self, node: Node | None) -> Expr:
        """The value of an expression; what it evaluates besides its value becomes uses of the open scope."""

    @abstractmethod
    def block(self, node: Node | None) -> None:
        """Reads the statements of a block into the open scope."""

    # ------------------------------------------------------------ small things

    def used(self, expr: Expr) -> None:
        """Says that an expression is evaluated in the open scope; a literal is no use of anything."""
        if expr is not None and expr[0] != units.LITERAL:
            self.builder.use(expr)

    def name(self, node: Node) -> Known:
        """A plain name."""
        return (units.NAME, node.start_byte, self.text(node))

    def documented(self, children: Iterable[Node]) -> Iterator[tuple[Node, str]]:
        """The children that are no comments, each with the text of the comments that end right above it."""
        comments: list[Node] = []
        row = -1
        for child in children:
            if child.type == "comment":
                start = child.start_point[0]
                if start == row:
                    continue
                if comments and comments[-1].end_point[0] < start - 1:
                    comments.clear()
                comments.append(child)
                continue
            if not child.is_named:
                row = child.end_point[0] if child.type != "\n" else row
                continue
            above = comments and comments[-1].end_point[0] == child.start_point[0] - 1
            yield child, "\n".join(plain_comment(self.text(one)) for one in comments).strip() if above else ""
            comments.clear()
            row = child.end_point[0]
