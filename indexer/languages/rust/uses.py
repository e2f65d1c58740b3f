"""`use` declarations and external crates."""

from __future__ import annotations

from abc import abstractmethod

from tree_sitter import Node

from indexer.languages.rust.reader import COMMENTS, PREFIX, Reader
from indexer.model import units
from indexer.model.units import EVERY, IMPORTED, INSIDE, OUTSIDE, Expr


class Imports(Reader):
    """Reads what a file imports: each name of a use tree is declared, and a use."""

    def use_tree(self, node: Node) -> None:
        """Reads a use declaration."""
        self._tree(node.child_by_field_name("argument"), None)

    def _tree(self, node: Node | None, outer: Expr) -> None:
        if node is None or node.type in COMMENTS:
            return
        match node.type:
            case "scoped_use_list":
                path = node.child_by_field_name("path")
                inner = self._below(path, outer, PREFIX) if path is not None else self._extern(node, outer)
                self.used(inner)
                self._list(node.child_by_field_name("list"), inner)
            case "use_list":
                self._list(node, outer)
            case "use_wildcard":
                named = [child for child in node.named_children if child.type not in COMMENTS]
                inner = self._below(named[0], outer, PREFIX) if named else outer
                self._open(inner)
            case "use_as_clause":
                path, alias = node.child_by_field_name("path"), node.child_by_field_name("alias")
                inner = self._name(path, outer)
                if alias is not None and alias.type == "identifier":
                    self._import(inner, self.name_of(alias), alias.start_byte)
                else:
                    self.builder.use(inner, "imports")
            case _:
                inner = self._name(node, outer)
                last = node.child_by_field_name("name") or node
                if last.type == "self" and outer is not None and inner is not None:
                    name = str(inner[3] if inner[0] == units.MEMBER else inner[2])
                else:
                    name = self.name_of(last)
                self._import(inner, name, last.start_byte)

    def _list(self, node: Node | None, outer: Expr) -> None:
        for child in node.named_children if node is not None else ():
            self._tree(child, outer)

    def _name(self, node: Node | None, outer: Expr) -> Expr:
        """What one name of a tree stands for; `self` in a list is the module before it."""
        if node is not None and node.type == "self" and outer is not None:
            moved = self.with_spaces(outer, PREFIX)
            return (moved[0], node.start_byte, *moved[2:]) if moved is not None else None
        return self._below(node, outer, EVERY)

    def _below(self, node: Node | None, outer: Expr, spaces: int) -> Expr:
        """A path inside of another."""
        if node is None:
            return outer
        if outer is None:
            return self.path(node, spaces)
        if node.type == "scoped_identifier":
            name = node.child_by_field_name("name")
            inner = self._below(node.child_by_field_name("path"), outer, PREFIX)
            if name is None:
                return inner
            return (units.MEMBER, name.start_byte, inner, self.name_of(name), spaces)
        return (units.MEMBER, node.start_byte, outer, self.name_of(node), spaces)

    def _extern(self, node: Node, outer: Expr) -> Expr:
        """`use ::{a, b}` begins at the crates."""
        return outer if outer is not None else (units.IMPORT, node.start_byte, "extern", "")

    def _open(self, module: Expr) -> None:
        self.builder.use(module, "imports")
        if module is not None:
            self.builder.opens(module, EVERY, INSIDE | OUTSIDE)

    def _import(self, path: Expr, name: str, offset: int) -> None:
        if path is None:
            return
        self.builder.use(path, "imports")
        if name != "_":
            self.builder.declare(name, offset, IMPORTED, EVERY, value=path)

    @abstractmethod
    def macro_list(self, attribute: Node, crate: Expr) -> None:
        """The macros that `#[macro_use(a, b)]` takes from a crate."""

    def extern_crate(self, node: Node, attributes: tuple[Node, ...]) -> None:
        """Reads `extern crate a as b;`, with the macros that `#[macro_use(m)]` names."""
        name_node, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
        if name_node is None:
            return
        name = self.name_of(name_node)
        crate: Expr = (units.IMPORT, name_node.start_byte, "extern", name)
        if name == "self":
            crate = self.module_above(name_node.start_byte, "crate", 0)
        shown = self.name_of(alias) if alias is not None else name
        self._import(crate, shown, alias.start_byte if alias is not None else name_node.start_byte)
        for one in attributes:
            if "macro_use" in self.text(one):
                self.builder.fact("macro_use", name)
                self.macro_list(one, crate)
