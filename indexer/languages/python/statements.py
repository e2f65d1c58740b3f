"""From tree-sitter's Python statements to scopes, bindings and what is evaluated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tree_sitter import Node

from indexer.languages.python.expressions import Expressions
from indexer.languages.python.scopes import path_of
from indexer.model import ir
from indexer.model.ir import Expr

_ADDERS = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "setdefault": 1, "register": -1}
"""Methods that put an argument into the container that they are called on, and which argument."""
_EXTENDERS = {"extend", "update"}
_LEAVES = {"return_statement", "raise_statement", "continue_statement", "break_statement"}


class Statements(Expressions):
    """Reads statements, in the order in which they run."""

    def statements(self, nodes: list[Node]) -> bool:
        """Reads a block's statements; True if control never runs out of their end."""
        leaves = False
        for node in nodes:
            handler = _STATEMENTS.get(node.kind_id)
            if handler is None:
                handler = _STATEMENTS[node.kind_id] = _BY_NAME.get(node.type, Statements.other_statement)
            handler(self, node)
            leaves = leaves or node.type in _LEAVES
        return leaves

    def in_block(self, node: Node | None, kind: int = ir.BLOCK_PLAIN, group: int = 0) -> bool:
        """Reads a node's block as a block of its own; True if control never runs out of its end."""
        if node is None:
            return False
        body = node if node.type == "block" else node.child_by_field_name("body") or node.child_by_field_name("consequence")
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

    # ------------------------------------------------------------ simple statements

    def other_statement(self, node: Node) -> None:
        """What has no meaning of its own (also an ERROR node): its statements and expressions count."""
        for child in node.named_children:
            if child.type == "block" or child.kind_id in _STATEMENTS or child.type in _BY_NAME:
                self.statements([child])
            else:
                self.scope.add(self.expr(child))

    def nothing_statement(self, node: Node) -> None:
        pass

    def expression_statement(self, node: Node) -> None:
        for child in node.named_children:
            kind = child.type
            if kind == "assignment":
                self.assignment(child)
            elif kind == "augmented_assignment":
                self.augmented_assignment(child)
            elif kind != "comment":
                found = self.expr(child)
                self.scope.add(found)
                if found is not None and found[0] == ir.CALL:
                    self._container_call(found)

    def _container_call(self, call: tuple[Any, ...]) -> None:
        """`xs.append(x)` puts x among the elements of xs."""
        function, arguments = call[2], call[3]
        if function is None or function[0] != ir.ATTR or not arguments:
            return
        which = _ADDERS.get(function[3])
        if which is not None:
            if which < len(arguments):
                self._put(function[2], None, arguments[which], call[1])
        elif function[3] in _EXTENDERS:
            self._put(function[2], None, (ir.ITER, call[1], arguments[0]), call[1])

    def _put(self, container: Expr, index: Expr, value: Expr, offset: int) -> None:
        """An element of a container gets a value: `container[index] = value`; no index means some element."""
        path = path_of(container)
        if path is None:
            return
        constant = index is not None and index[0] == ir.CONST and index[3] is not None
        if index is not None and constant:
            self.scope.bind(f"{path}[{index[3]!r}]", value, offset)
        elif path in self.scope.bindings or self.scope.kind == ir.MODULE:
            self.scope.bind(f"{path}[]", value, offset, ir.MAYBE)
        elif container is not None and container[0] == ir.NAME:
            scope = self.scope.parent
            while scope is not None and path not in scope.bindings:
                scope = scope.parent
            if scope is not None:
                scope.bindings.setdefault(f"{path}[]", []).append((value, offset, 0, ir.MAYBE, self.scope.index))
        if container is not None and container[0] == ir.ATTR:
            self.scope.members.append((container[2], container[3] + "[]", value, offset, self.scope.block))

    def assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        declared = node.child_by_field_name("type")
        value: Expr = None
        if right is not None:
            if right.type == "assignment":
                value = self.assignment(right)
            else:
                value = self.expr(right)
                self.scope.add(value)
        if declared is not None:
            kind = self.annotation(declared)
            if kind is not None:
                self.scope.body.append((ir.TYPE, kind[1], kind, "type_uses"))
                instance = (ir.INST, kind[1], kind)
                value = instance if value is None else (ir.FIRST, kind[1], value, instance)
        if left is not None and (right is not None or declared is not None):
            self.bind_from(node.end_byte, left, value, 0)
        return value

    def bind_from(self, offset: int, target: Node, value: Expr, flags: int) -> None:
        """Binds a target to a value that uses after `offset` see."""
        outer, self.scope.seen_from = self.scope.seen_from, self.base + offset
        self.assign(target, value, flags)
        self.scope.seen_from = outer

    def augmented_assignment(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        old, new = self.expr(left), self.expr(right)
        self.scope.add(new)
        if left.type == "identifier":
            name = self.text(left)
            value = (ir.UNION, self.base + left.start_byte, tuple(part for part in (old, new) if part is not None))
            self.scope.add(old)
            self.scope.bind(name, value, self.base + node.end_byte, 0)
        else:
            self.assign(left, (ir.UNION, self.base + left.start_byte, (new,)) if new else None, ir.MAYBE)

    def assign(self, target: Node, value: Expr, flags: int) -> None:
        """Binds an assignment's target, a pattern or not, to a value."""
        kind = target.type
        offset = self.base + target.start_byte
        if kind == "identifier":
            name = self.text(target)
            if self.scope.kind <= ir.CLASS and not flags & ir.PRIVATE:
                self.variable(target, name, self.scope)
            elif name in self.scope.globals:
                self.scope.body.append((ir.WRITE, offset, (ir.NAME, offset, name, self.scope.block)))
            self.scope.bind(name, value, offset, flags)
        elif kind == "attribute":
            found = self.expr(target)
            if found is not None:
                self._assign_member(target, found, value, flags)
        elif kind == "subscript":
            found = self.expr(target)
            if found is not None:
                self.scope.add((ir.PARTS, offset, None, tuple(part for part in (found[2], found[3]) if part is not None)))
                self._put(found[2], found[3], value, offset)
        elif kind in ("pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"):
            self._unpack([child for child in target.named_children if child.type != "comment"], value, flags, offset)
        elif kind in ("list_splat_pattern", "list_splat"):
            self.assign(target.named_children[0], (ir.CONST, 0, "list", None), flags)
        elif kind in ("parenthesized_expression", "as_pattern_target"):
            self.assign(target.named_children[0], value, flags)

    def _unpack(self, targets: list[Node], value: Expr, flags: int, offset: int) -> None:
        same = value is not None and value[0] == ir.SEQ and len(value[3]) == len(targets)
        starred = any(child.type.startswith("list_splat") for child in targets)
        for position, child in enumerate(targets):
            if same and not starred and value is not None:
                self.assign(child, value[3][position], flags)
            else:
                self.assign(child, (ir.ELEM, offset, value, None if starred else position), flags)

    def _assign_member(self, target: Node, found: tuple[Any, ...], value: Expr, flags: int) -> None:
        receiver, name = found[2], found[3]
        path = path_of(found)
        if path is not None:
            self.scope.bind(path, value, found[1], flags)
        self.scope.members.append((receiver, name, value, found[1], self.scope.block))
        self.scope.body.append((ir.WRITE, found[1], found))
        owner = self.scope.parent
        is_own = receiver is not None and receiver[0] == ir.NAME and receiver[2] == self.scope.receiver != ""
        if is_own and owner is not None and owner.kind == ir.CLASS:
            self.variable(target, name, owner)

    def delete_statement(self, node: Node) -> None:
        for child in node.named_children:
            found = self.expr(child)
            if found is not None and found[0] != ir.NAME:
                self.scope.add(found)

    def return_statement(self, node: Node) -> None:
        found = self.inner(node)
        self.scope.add(found)
        if found is not None:
            self.scope.returns.append(found)

    def raise_statement(self, node: Node) -> None:
        children = [child for child in node.named_children if child.type != "comment"]
        if children:
            found = self.expr(children[0])
            if found is not None:
                self.scope.body.append((ir.RAISE, found[1], found))
        for child in children[1:]:
            self.scope.add(self.expr(child))

    def assert_statement(self, node: Node) -> None:
        children = [child for child in node.named_children if child.type != "comment"]
        for child in children:
            self.scope.add(self.expr(child))
        if children:
            self.narrow(children[0], 0)

    def global_statement(self, node: Node) -> None:
        self.scope.globals.update(self.text(child) for child in node.named_children if child.type == "identifier")

    def nonlocal_statement(self, node: Node) -> None:
        self.scope.nonlocals.update(self.text(child) for child in node.named_children if child.type == "identifier")

    def type_alias_statement(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        kind = self.annotation(right)
        if kind is not None:
            self.scope.body.append((ir.TYPE, kind[1], kind, "type_uses"))
        name = left.named_children[0] if left.type == "type" and left.named_children else left
        if name.type == "identifier":
            self.assign(name, kind, 0)

    # ------------------------------------------------------------ imports

    def import_statement(self, node: Node) -> None:
        for child in node.named_children:
            if child.type == "aliased_import":
                dotted, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
                if dotted is None or alias is None:
                    continue
                value = (ir.IMPORT, dotted.start_byte, self.text(dotted), 0, None, dotted.start_byte)
                self.scope.body.append(value)
                self._bind_import(alias, self.text(alias), value)
            elif child.type == "dotted_name":
                name = self.text(child)
                value = (ir.IMPORT, child.start_byte, name, 0, None, child.start_byte)
                self.scope.body.append(value)
                first = name.partition(".")[0]
                top = (ir.IMPORT, child.start_byte, first, 0, None, child.start_byte)
                self._bind_import(child, first, top)

    def _bind_import(self, node: Node, name: str, value: Expr) -> None:
        self.scope.bind(name, value, node.start_byte)

    def import_from_statement(self, node: Node) -> None:
        source = node.child_by_field_name("module_name")
        level, module, module_start = 0, "", node.start_byte
        if source is not None:
            module_start = source.start_byte
            text = self.text(source).replace(" ", "")
            module = text.lstrip(".")
            level = len(text) - len(module)
            if level and module:
                module_start = source.named_children[-1].start_byte
        elif node.type == "future_import_statement":
            return
        for child in node.children_by_field_name("name"):
            if child.type == "aliased_import":
                name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            else:
                name = alias = child
            if name is None or alias is None:
                continue
            value = (ir.IMPORT, name.start_byte, module, level, self.text(name), module_start)
            self.scope.body.append(value)
            self._bind_import(alias, self.text(alias), value)
        if any(child.type == "wildcard_import" for child in node.named_children):
            value = (ir.IMPORT, node.start_byte, module, level, "*", module_start)
            self.scope.body.append(value)
            self.scope.bind("*", value, node.start_byte, ir.MAYBE)

    # ------------------------------------------------------------ compound statements

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

    def _narrowed_block(self, condition: Node | None, body: Node | None, group: int, kind: int) -> bool:
        if body is None:
            return False
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
        elif condition.type == "call" and self.source[condition.start_byte : condition.start_byte + 11] == b"isinstance(":
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
            self.scope.body.append((ir.LOOP, iterable[1], iterable))
        outer = self.scope.enter_block(ir.BLOCK_LOOP, 0, node.end_byte)
        if left is not None:
            self.bind_from((right or left).end_byte, left, (ir.ITER, left.start_byte, iterable) if iterable is not None else None, 0)
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
        for child in node.named_children:
            if child.type == "block":
                self.in_block(child)
            elif child.type in ("except_clause", "except_group_clause"):
                self._except_clause(child)
            elif child.type in ("else_clause", "finally_clause"):
                body = next((inner for inner in child.named_children if inner.type == "block"), None)
                if body is not None:
                    self.statements(body.named_children)

    def _except_clause(self, node: Node) -> None:
        outer = self.scope.enter_block(ir.BLOCK_PLAIN, 0, node.end_byte)
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

    def with_statement(self, node: Node) -> None:
        for clause in node.named_children:
            if clause.type == "with_clause":
                for item in clause.named_children:
                    if item.type == "with_item":
                        self._with_item(item.named_children[0])
            elif clause.type == "block":
                self.statements(clause.named_children)

    def _with_item(self, value: Node) -> None:
        target = None
        if value.type == "as_pattern":
            inside = [child for child in value.named_children if child.type != "comment"]
            value, target = inside[0], inside[-1] if len(inside) > 1 else None
        manager = self.expr(value)
        entered = (ir.ENTER, self.base + value.start_byte, manager)
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

    # ------------------------------------------------------------ for the definitions to define

    def variable(self, node: Node, name: str, owner: Any) -> None:
        raise AssertionError(node, name, owner)

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
