"""Kotlin's branches: what they come to, and what their conditions say of types (smart casts)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import child_of
from indexer.languages.kotlin.expressions import Expressions
from indexer.languages.kotlin.types import COMMENTS
from indexer.model import units
from indexer.model.units import BLOCK, UNION, Expr, Known

_NAMES: Final = frozenset(("identifier", "this_expression", "navigation_expression"))
_LEAVING: Final = frozenset(("return_expression", "throw_expression"))
_LEAVING_LOOPS: Final = (b"break", b"continue")
"""Names to the grammar."""

Types = Mapping[str, Expr]
"""Types of names, by the text of these."""


class Branches(Expressions):
    """Reads `if`, `when`, `try` and blocks."""

    # ------------------------------------------------------------ conditions

    def tested(self, node: Node | None, *, truth: bool) -> Types:
        """What a condition says of the types of names where it is true, or where it is not."""
        if node is None:
            return {}
        if node.type == "parenthesized_expression":
            return self.tested(node.named_children[0] if node.named_children else None, truth=truth)
        if node.type == "unary_expression" and any(child.type == "!" for child in node.children):
            return self.tested(node.named_children[-1], truth=not truth)
        if node.type == "binary_expression":
            operator = node.child_by_field_name("operator")
            if operator is not None and operator.type == ("&&" if truth else "||"):
                sides = (node.child_by_field_name("left"), node.child_by_field_name("right"))
                return {name: one for side in sides for name, one in self.tested(side, truth=truth).items()}
            return {}
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if node.type != "is_expression" or left is None or left.type not in _NAMES:
            return {}
        positive = any(child.type == "is" for child in node.children)
        return {self.text(left): self.type(right)} if positive == truth else {}

    # ------------------------------------------------------------ branches

    def if_(self, node: Node) -> Expr:
        """`if (a) b else c`: b or c."""
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self.visit(condition)
        branches = [child for child in node.named_children if child != condition and child.type not in COMMENTS]
        ways = []
        for place, branch in enumerate(branches[:2]):
            with self.knowing(self.tested(condition, truth=not place)):
                ways.append(self.expr(branch))
        if len(branches) == 1 and _leaves(branches[0]):
            self.know(self.tested(condition, truth=False))
        return _union(node, ways)

    def when(self, node: Node) -> Expr:
        """`when (a) { is B -> c }`: what any entry comes to."""
        builder = self.builder
        entries = [child for child in node.named_children if child.type == "when_entry"]
        subject = child_of(node, "when_subject")
        ways: list[Expr] = []
        with builder.inside(BLOCK):
            name = self._subject(subject)
            for entry in entries:
                children = [child for child in entry.named_children if child.type not in COMMENTS]
                with builder.inside(BLOCK), self.knowing(self._chosen(name, children[:-1])):
                    self.visit_all(children[:-1])
                    value = self.expr(children[-1]) if children else None
                    builder.use(value)
                    ways.append(silent(node, value))
        return _union(node, ways)

    def _chosen(self, subject: str, conditions: list[Node]) -> Types:
        """What is known of types in an entry of `when`."""
        if not subject:
            return self.tested(conditions[0], truth=True) if len(conditions) == 1 else {}
        types = [
            self.type(self.type_in(one))
            if one.type == "type_test" and any(child.type == "is" for child in one.children)
            else None
            for one in conditions
        ]
        if not types or any(one is None for one in types):
            return {}
        return {subject: types[0] if len(types) == 1 else (UNION, conditions[0].start_byte, tuple(types))}

    def _subject(self, subject: Node | None) -> str:
        """Reads what `when` asks about; the name that has it, '' where none has."""
        if subject is None:
            return ""
        pattern = child_of(subject, "variable_declaration")
        children = [
            child
            for child in subject.named_children
            if child.type not in (*COMMENTS, "annotation", "variable_declaration")
        ]
        value = self.expr(children[-1]) if children else None
        self.builder.use(value)
        if pattern is None:
            return self.text(children[-1]) if children and children[-1].type in _NAMES else ""
        self.declare_pattern(pattern, value)
        named = child_of(pattern, "identifier")
        return self.text(named) if named is not None else ""

    def try_(self, node: Node) -> Expr:
        """`try { a } catch (e: E) { b }`: a or b."""
        ways = [self.expr(child) for child in node.named_children if child.type not in COMMENTS]
        return _union(node, ways)

    def block(self, node: Node) -> Expr:
        """`{ a; b }`: what stands last."""
        children = [child for child in node.named_children if child.type not in COMMENTS]
        with self.builder.inside(BLOCK), self.knowing({}):
            self.visit_all(children[:-1])
            value = self.expr(children[-1]) if children else None
            self.builder.use(value)
        return silent(node, value)


def silent(node: Node, value: Expr) -> Expr:
    """A value of which it is said already that it is evaluated."""
    return None if value is None else (units.NOW, node.start_byte, (units.PARTS, node.start_byte, "", ()), value)


def _leaves(branch: Node) -> bool:
    """Whether what follows a branch is reached only where it is not taken."""
    last = branch.named_children[-1] if branch.type == "block" and branch.named_children else branch
    return last.type in _LEAVING or (last.type == "identifier" and last.text in _LEAVING_LOOPS)


def _union(node: Node, ways: list[Expr]) -> Expr:
    known: list[Known] = [one for one in ways if one is not None]
    return (UNION, node.start_byte, tuple(known)) if known else None
