"""How names are read: namespaces, `use` clauses, and the full name that each name of a file stands for.

PHP settles the full names of classes within a file, so the extractor does; what a full name leads to is looked up when
linking.  Each full name that a file uses is declared once in the file's scope, under its own spelling with a leading
backslash, as an import.
"""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import IMPORT, LITERAL, NAME, Expr

CLASS: Final = "class"
FUNCTION: Final = "function"
CONSTANT: Final = "const"
FILE: Final = "file"
"""What the module of an IMPORT is of: its first word."""

BUILT_IN_TYPES: Final = frozenset(
    """array bool boolean callable false float double int integer iterable mixed never null object resource scalar string
    true void numeric""".split()
)
_SPACES: Final = {CLASS: units.TYPES, FUNCTION: units.VALUES, CONSTANT: units.VALUES}
_SUFFIX: Final = {CLASS: "", FUNCTION: "()", CONSTANT: "="}


class Names:
    """The names of one file."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        self._builder = builder
        self.namespace = ""
        self._imports: dict[str, dict[str, str]] = {CLASS: {}, FUNCTION: {}, CONSTANT: {}}
        self._declared: set[str] = set()

    def enter(self, namespace: str) -> None:
        """A namespace begins: `use` clauses of the one before hold no longer."""
        self.namespace = namespace
        self._imports = {CLASS: {}, FUNCTION: {}, CONSTANT: {}}

    def add(self, kind: str, alias: str, full: str) -> None:
        """A `use` clause."""
        self._imports[kind][alias if kind == CONSTANT else alias.lower()] = full

    def full(self, written: str, kind: str = CLASS) -> str:
        """The full name that a written one stands for; of a function or constant without a namespace, alternatives
        divided by '|'."""
        if written.startswith("\\"):
            return written[1:]
        if written.lower().startswith("namespace\\"):
            return self._here(written[10:])
        first, divider, rest = written.partition("\\")
        if divider:
            known = self._imports[CLASS].get(first.lower())
            return f"{known}\\{rest}" if known is not None else self._here(written)
        known = self._imports[kind].get(written if kind == CONSTANT else written.lower())
        if known is not None:
            return known
        here = self._here(written)
        return here if kind == CLASS or here == written else f"{here}|{written}"

    def _here(self, name: str) -> str:
        return f"{self.namespace}\\{name}" if self.namespace else name

    def reference(self, full: str, offset: int, kind: str = CLASS) -> Expr:
        """The expression that a full name is, at an offset."""
        name = f"\\{full}{_SUFFIX[kind]}"
        if name not in self._declared:
            self._declared.add(name)
            self._builder.declare(
                name, offset, units.IMPORTED, _SPACES[kind], flags=units.PRIVATE, scope=0,
                value=(IMPORT, offset, f"{kind} {full}", ""),
            )  # fmt: skip
        return (NAME, offset, name)

    def of_node(self, node: Node, kind: str = CLASS) -> Expr:
        """The expression of a written name; its offset is that of the name's last part."""
        written = self._builder.text(node)
        return self.reference(self.full(written, kind), last_part(node), kind)

    def of_text(self, written: str, offset: int) -> Expr:
        """The expression of a type's name in a documentation comment."""
        if written.lower() in BUILT_IN_TYPES:
            return (LITERAL, offset, written.lower())
        return self.reference(self.full(written), offset)


def last_part(node: Node) -> int:
    """Where the last part of a qualified name starts."""
    if node.child_count and node.type != "name":
        return node.children[-1].start_byte
    return node.start_byte
