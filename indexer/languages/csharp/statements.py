"""C# statements."""

from __future__ import annotations

from abc import abstractmethod

from tree_sitter import Node

from indexer.languages.csharp.patterns import PATTERNS, Patterns
from indexer.model import units
from indexer.model.units import AWAIT, BLOCK, ELEMENT, Expr


class Statements(Patterns):
    """Reads statements; blocks are scopes."""

    def block(self, node: Node) -> None:
        """`{ ... }`."""
        self.builder.open(BLOCK)
        self.visit_all(node.named_children)
        self.builder.close()

    def expression_statement(self, node: Node) -> None:
        """An expression for its effect."""
        for child in node.named_children:
            self.builder.use(self.expr(child))

    def local_declaration(self, node: Node) -> None:
        """`T a = b, c;`."""
        for child in node.named_children:
            if child.type == "variable_declaration":
                self.variable_declaration(child)

    def variable_declaration(self, node: Node) -> None:
        """Variables of one type."""
        written = node.child_by_field_name("type")
        found = self.use_type(written)
        for child in node.named_children:
            if child.type == "variable_declarator":
                self._declarator(child, found)

    def _declarator(self, node: Node, found: Expr) -> None:
        name, value = self.declarator_parts(node, found)
        self.builder.use(value)
        if name is not None:
            self.local(name, type=found, value=value)
            return
        for child in node.named_children:
            if child.type == "tuple_pattern":
                self.deconstruct(child, value)

    def declarator_parts(self, node: Node, found: Expr) -> tuple[Node | None, Expr]:
        """The name of a declarator and its initialiser."""
        name = node.child_by_field_name("name")
        value: Expr = None
        equals = False
        for child in node.children:
            if child.type == "=":
                equals = True
            elif equals and child.type != "comment":
                value = self.value(child, found)
        return name, value

    def return_(self, node: Node) -> None:
        """`return a;`."""
        for child in node.named_children:
            if child.type != "comment":
                value = self.value(child, self.result)
                self.builder.use(value)
                self.builder.returns(value)
        for child in node.children:
            if child.type in ("this", "base"):
                self.builder.returns(self.expr(child))

    def yield_(self, node: Node) -> None:
        """`yield return a;`."""
        for child in node.named_children:
            value = self.value(child, (ELEMENT, node.start_byte, self.result) if self.result else None)
            self.builder.use(value)
            self.builder.returns((units.SEQUENCE, node.start_byte, (value,)))

    def throw(self, node: Node) -> None:
        """`throw a;`."""
        self.thrown(node)

    def scoped(self, node: Node) -> None:
        """A statement whose variables end with it (`while`, `for`, `using`, `fixed`, a catch clause)."""
        self.builder.open(BLOCK)
        for child in node.named_children:
            if child.type == "catch_declaration":
                self._catch(child)
            else:
                self.visit(child)
        self.builder.close()

    def _catch(self, node: Node) -> None:
        found = self.use_type(node.child_by_field_name("type"))
        name = node.child_by_field_name("name")
        if name is not None:
            self.local(name, type=found)

    def foreach(self, node: Node) -> None:
        """`foreach (T a in b) ...`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        value = self.expr(right) if right is not None else None
        self.builder.use(value)
        self.builder.open(BLOCK)
        found = self.use_type(node.child_by_field_name("type"))
        if left is not None:
            element: Expr = (ELEMENT, left.start_byte, value)
            if left.type == "identifier":
                self.local(left, type=found, value=element)
            else:
                self.deconstruct(left, element)
        body = node.child_by_field_name("body")
        if body is not None:
            self.visit(body)
        self.builder.close()

    def switch(self, node: Node) -> None:
        """`switch (a) { case pattern: ... }`."""
        value, body = node.child_by_field_name("value"), node.child_by_field_name("body")
        subject = self.expr(value) if value is not None else None
        self.builder.use(subject)
        for section in body.named_children if body is not None else ():
            if section.type != "switch_section":
                self.visit(section)
                continue
            self.builder.open(BLOCK)
            for child in section.named_children:
                if child.type in PATTERNS:
                    self.pattern(child, subject)
                elif child.type == "when_clause":
                    self.builder.use(self.inner(child))
                else:
                    self.visit(child)
            self.builder.close()

    def labeled(self, node: Node) -> None:
        """`label: statement`."""
        self.visit_all(node.named_children[1:])

    def goto(self, node: Node) -> None:
        """`goto label;` names no value, `goto case a;` does."""
        for child in node.named_children:
            if any(one.type == "case" for one in node.children):
                self.builder.use(self.expr(child))

    def preproc_if(self, node: Node) -> None:
        """`#if`: every branch is read; its condition names symbols of the build only."""
        condition = node.child_by_field_name("condition")
        for child in node.named_children:
            if child != condition:
                self.visit(child)

    # ------------------------------------------------------------ local functions

    def local_function(self, node: Node) -> None:
        """A function in a function, or at the top level of a script."""
        self.function(node, "function")

    @abstractmethod
    def function(self, node: Node, kind: str) -> None:
        """See `Members`."""

    def awaited_result(self, found: Expr, *, is_async: bool) -> Expr:
        """What `return` gives in a function of a result type."""
        return (AWAIT, found[1], found) if is_async and found is not None else found
