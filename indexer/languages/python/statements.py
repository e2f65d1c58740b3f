"""From tree-sitter's Python statements to scopes, bindings and what is evaluated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tree_sitter import Node

from indexer.languages.python.expressions import LANGUAGE, is_async
from indexer.languages.python.simple_statements import SimpleStatements
from indexer.model import ir
from indexer.model.ir import Expr
from indexer.model.paths import path_of

_LEAVES = {
    LANGUAGE.id_for_node_kind(kind, True)
    for kind in ("return_statement", "raise_statement", "continue_statement", "break_statement")
}


class Statements(SimpleStatements):
    """Reads statements, in the order in which they run."""

    def statements(self, nodes: list[Node]) -> bool:
        """Reads a block's statements; True if control never runs out of their end."""
        leaves = False
        for node in nodes:
            handler = _STATEMENTS.get(node.kind_id)
            if handler is None:
                handler = _STATEMENTS[node.kind_id] = _BY_NAME.get(node.type, Statements.other_statement)
            handler(self, node)
            leaves = leaves or node.kind_id in _LEAVES
        return leaves

    def in_block(self, node: Node | None, kind: int = ir.BLOCK_PLAIN, group: int = 0) -> bool:
        """Reads a node's block as a block of its own; True if control never runs out of its end."""
        if node is None:
            return False
        body = (
            node
            if node.type == "block"
            else node.child_by_field_name("body") or node.child_by_field_name("consequence")
        )
        if body is None:
            body = next((child for child in node.named_children if child.type == "block"), None)
        if body is None:
            return False
        outer = self.scope.enter_block(kind, group, node.end_byte)
        leaves = self.statements(body.named_children)
        self.scope.leave_block(outer, leaves=leaves)
        return leaves

    def group(self) -> int:
        """A fresh number for the alternatives of one branching."""
        return len(self.scope.blocks)

    def other_statement(self, node: Node) -> None:
        """What has no meaning of its own (also an ERROR node): its statements and expressions count."""
        for child in node.named_children:
            if child.type == "block" or child.type in _BY_NAME:
                self.statements([child])
            else:
                self.scope.add(self.expr(child))

    def assert_statement(self, node: Node) -> None:
        children = [child for child in node.named_children if child.type != "comment"]
        for child in children:
            self.scope.add(self.expr(child))
        if children:
            self.narrow(children[0], 0)

    def if_statement(self, node: Node) -> None:
        group = self.group()
        condition = node.child_by_field_name("condition")
        body = node.child_by_field_name("consequence")
        if condition is not None:
            self.scope.add(self.expr(condition))
        kinds = self._branch_kinds(condition)
        leaves = self._narrowed_block(condition, body, group, kinds[0])
        alternatives = node.children_by_field_name("alternative")
        for child in alternatives:
            if child.type == "elif_clause":
                test, consequence = child.child_by_field_name("condition"), child.child_by_field_name("consequence")
                if test is not None:
                    self.scope.add(self.expr(test))
                self._narrowed_block(test, consequence, group, kinds[1])
            elif child.type == "else_clause":
                self.in_block(child, kinds[1], group)
        if leaves and not alternatives and condition is not None and condition.type == "not_operator":
            self.narrow(condition.named_children[-1], 0)

    def _branch_kinds(self, condition: Node | None) -> tuple[int, int]:
        """Kinds of the blocks of an `if`: where its condition holds, and where not."""
        if condition is not None:
            test = self.source[condition.start_byte : condition.end_byte]
            if test.endswith(b"TYPE_CHECKING"):
                is_not = test.startswith(b"not ")
                return (ir.BLOCK_PLAIN, ir.BLOCK_TYPES) if is_not else (ir.BLOCK_TYPES, ir.BLOCK_PLAIN)
        return ir.BLOCK_PLAIN, ir.BLOCK_PLAIN

    def _always_holds(self, condition: Node) -> bool:
        """`not TYPE_CHECKING` is true whenever a program runs."""
        test = self.source[condition.start_byte : condition.end_byte]
        return test.startswith(b"not ") and test.endswith(b"TYPE_CHECKING")

    def _narrowed_block(self, condition: Node | None, body: Node | None, group: int, kind: int) -> bool:
        if body is None:
            return False
        if condition is not None and self._always_holds(condition):
            return self.statements(body.named_children)
        outer = self.scope.enter_block(kind, group, body.end_byte)
        if condition is not None:
            self.narrow(condition, ir.PRIVATE)
        leaves = self.statements(body.named_children)
        self.scope.leave_block(outer, leaves=leaves)
        return leaves

    def narrow(self, condition: Node, flags: int) -> None:
        """`isinstance(x, T)` makes x an instance of T where the condition holds."""
        if condition.type == "boolean_operator":
            operator = condition.child_by_field_name("operator")
            if operator is not None and operator.type == "and":
                for child in condition.named_children:
                    self.narrow(child, flags)
        elif condition.type == "parenthesized_expression" and condition.named_children:
            self.narrow(condition.named_children[0], flags)
        elif (
            condition.type == "call" and self.source[condition.start_byte : condition.start_byte + 11] == b"isinstance("
        ):
            found = self.expr(condition)
            if found is not None and len(found[3]) == 2 and found[3][0] is not None:
                subject, kind = found[3]
                path = path_of(subject)
                if path is not None:
                    self.scope.bind(path, (ir.NARROW, subject[1], subject, kind), condition.end_byte, flags)

    def for_statement(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        body = node.child_by_field_name("body")
        iterable = self.expr(right) if right is not None else None
        if iterable is not None:
            self.scope.body.append((ir.LOOP, iterable[1], iterable, is_async(node)))
        outer = self.scope.enter_block(ir.BLOCK_LOOP, 0, node.end_byte)
        if left is not None:
            self.bind_from(
                (right or left).end_byte,
                left,
                (ir.ITER, left.start_byte, iterable, is_async(node)) if iterable is not None else None,
                0,
            )
        if body is not None:
            self.statements(body.named_children)
        self.scope.leave_block(outer)
        self.in_block(node.child_by_field_name("alternative"))

    def while_statement(self, node: Node) -> None:
        outer = self.scope.enter_block(ir.BLOCK_LOOP, 0, node.end_byte)
        condition, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
        if condition is not None:
            self.scope.add(self.expr(condition))
        if body is not None:
            self.statements(body.named_children)
        self.scope.leave_block(outer)
        self.in_block(node.child_by_field_name("alternative"))

    def try_statement(self, node: Node) -> None:
        group = self.group()
        is_certain = True  # that `else` has run, once control is behind the statement
        for child in node.named_children:
            if child.type == "block":
                self.in_block(child)
            elif child.type in ("except_clause", "except_group_clause"):
                is_certain &= self._except_clause(child, group)
            elif child.type == "else_clause" and not is_certain:
                self.in_block(child, ir.BLOCK_PLAIN, group)
            elif child.type in ("else_clause", "finally_clause"):
                body = next((inner for inner in child.named_children if inner.type == "block"), None)
                if body is not None:
                    self.statements(body.named_children)

    def _except_clause(self, node: Node, group: int) -> bool:
        """A handler, an alternative of the other ones and of `else`; whether control leaves it."""
        outer = self.scope.enter_block(ir.BLOCK_PLAIN, group, node.end_byte)
        leaves = False
        for child in node.named_children:
            if child.type == "block":
                leaves = self.statements(child.named_children)
            elif child.type == "as_pattern":
                inside = [part for part in child.named_children if part.type != "comment"]
                kind = self.expr(inside[0])
                self.scope.body.append((ir.CAUGHT, kind[1], kind) if kind is not None else None)
                if len(inside) > 1:
                    self.assign(inside[-1], (ir.INST, inside[0].start_byte, kind), ir.PRIVATE)
            elif child.type != "comment":
                kind = self.expr(child)
                if kind is not None:
                    self.scope.body.append((ir.CAUGHT, kind[1], kind))
        self.scope.leave_block(outer, leaves=leaves)
        return leaves

    def with_statement(self, node: Node) -> None:
        for clause in node.named_children:
            if clause.type == "with_clause":
                for item in clause.named_children:
                    if item.type == "with_item":
                        self._with_item(item.named_children[0], asynchronous=is_async(node))
            elif clause.type == "block":
                self.statements(clause.named_children)

    def _with_item(self, value: Node, *, asynchronous: bool) -> None:
        target = None
        if value.type == "as_pattern":
            inside = [child for child in value.named_children if child.type != "comment"]
            value, target = inside[0], inside[-1] if len(inside) > 1 else None
        manager = self.expr(value)
        entered = (ir.ENTER, self.base + value.start_byte, manager, asynchronous)
        if manager is not None:
            self.scope.body.append(entered)
        if target is not None:
            self.bind_from(target.end_byte, target, entered, 0)

    def match_statement(self, node: Node) -> None:
        subjects = [self.expr(child) for child in node.children_by_field_name("subject")]
        for subject in subjects:
            self.scope.add(subject)
        group = self.group()
        body = node.child_by_field_name("body") or node
        for clause in body.named_children:
            if clause.type != "case_clause":
                continue
            outer = self.scope.enter_block(ir.BLOCK_PLAIN, group, clause.end_byte)
            leaves = False
            for child in clause.named_children:
                if child.type == "case_pattern":
                    self._pattern(child, subjects[0] if len(subjects) == 1 else None)
                elif child.type == "block":
                    leaves = self.statements(child.named_children)
                elif child.type != "comment":
                    self.scope.add(self.inner(child) if child.type == "if_clause" else self.expr(child))
            self.scope.leave_block(outer, leaves=leaves)

    def _pattern(self, node: Node, subject: Expr) -> None:
        """The captures and the classes of a case pattern."""
        kind = node.type
        if kind == "class_pattern":
            name = node.named_children[0]
            called = self._dotted(name)
            self.scope.add(called)
            path = path_of(subject)
            if path is not None and subject is not None:
                self.scope.bind(path, (ir.NARROW, subject[1], subject, called), node.start_byte, ir.PRIVATE)
            for child in node.named_children[1:]:
                self._pattern(child, None)
        elif kind == "as_pattern":
            first, *rest = node.named_children
            self._pattern(first, subject)
            for child in rest:
                inner = child.named_children[0] if child.named_children else child
                if inner.type == "identifier" or child.type == "identifier":
                    self.assign(child if child.type == "identifier" else inner, subject, 0)
        elif kind == "dotted_name":
            parts = node.named_children
            if len(parts) == 1:
                self.assign(parts[0], subject, 0)
            else:
                self.scope.add(self._dotted(node))
        elif kind == "keyword_pattern":
            for child in node.named_children[1:]:
                self._pattern(child, None)
        else:
            whole = subject if kind == "case_pattern" else None
            for child in node.named_children:
                self._pattern(child, whole)

    def _dotted(self, node: Node) -> Expr:
        found: Expr = None
        for part in node.named_children:
            if found is None:
                found = self.identifier(part)
            else:
                found = (ir.ATTR, self.base + part.start_byte, found, self.text(part), self.scope.block)
        return found

    def function_definition(self, node: Node, decorated: Node | None = None) -> None:
        raise AssertionError(node, decorated)

    def class_definition(self, node: Node, decorated: Node | None = None) -> None:
        raise AssertionError(node, decorated)

    def decorated_definition(self, node: Node) -> None:
        definition = node.child_by_field_name("definition")
        if definition is None:
            self.other_statement(node)
        elif definition.type == "class_definition":
            self.class_definition(definition, node)
        else:
            self.function_definition(definition, node)


_BY_NAME: dict[str, Callable[[Any, Node], None]] = {
    "expression_statement": Statements.expression_statement, "return_statement": Statements.return_statement,
    "raise_statement": Statements.raise_statement, "assert_statement": Statements.assert_statement,
    "delete_statement": Statements.delete_statement, "global_statement": Statements.global_statement,
    "nonlocal_statement": Statements.nonlocal_statement, "import_statement": Statements.import_statement,
    "import_from_statement": Statements.import_from_statement, "if_statement": Statements.if_statement,
    "future_import_statement": Statements.import_from_statement, "type_alias_statement": Statements.type_alias_statement,
    "for_statement": Statements.for_statement, "while_statement": Statements.while_statement,
    "try_statement": Statements.try_statement, "with_statement": Statements.with_statement,
    "match_statement": Statements.match_statement, "decorated_definition": Statements.decorated_definition,
    "function_definition": lambda self, node: self.function_definition(node),
    "class_definition": lambda self, node: self.class_definition(node),
    "comment": Statements.nothing_statement, "pass_statement": Statements.nothing_statement,
    "break_statement": Statements.nothing_statement, "continue_statement": Statements.nothing_statement,
    "block": lambda self, node: self.statements(node.named_children) and None,
}  # fmt: skip
_STATEMENTS: dict[int, Callable[[Any, Node], None]] = {}
