"""From tree-sitter's simple Python statements to bindings and what is evaluated."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from indexer.languages.python.expressions import Expressions
from indexer.model import ir
from indexer.model.ir import Expr
from indexer.model.paths import path_of

_ADDERS = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "setdefault": 1, "register": -1}
"""Methods that put an argument into the container that they are called on, and which argument."""
_EXTENDERS = {"extend", "update"}


class SimpleStatements(Expressions):
    """Reads statements that hold no others."""

    def nothing_statement(self, node: Node) -> None:
        """A statement that says nothing here."""

    # ------------------------------------------------------------ assignments

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
            self._put(function[2], None, (ir.ITER, call[1], arguments[0], False), call[1])

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
                if name in self.scope.bindings:
                    self.scope.body.append((ir.WRITE, offset, (ir.NAME, offset, name, self.scope.block)))
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
                self.scope.add(
                    (ir.PARTS, offset, None, tuple(part for part in (found[2], found[3]) if part is not None))
                )
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
                text = self.text(dotted)
                aliased = (ir.IMPORT, dotted.start_byte, text, 0, None, dotted.start_byte, alias.start_byte)
                self._evaluate_import(aliased)
                self._bind_import(alias, self.text(alias), aliased)
            elif child.type == "dotted_name":
                name = self.text(child)
                value = (ir.IMPORT, child.start_byte, name, 0, None, child.start_byte)
                self._evaluate_import(value)
                first = name.partition(".")[0]
                top = (ir.IMPORT, child.start_byte, first, 0, None, child.start_byte)
                self._bind_import(child, first, top)

    def _evaluate_import(self, value: ir.Known) -> None:
        """An import; one that never runs is a use of types, too."""
        self.scope.body.append(value)
        if self.scope.is_for_types:
            self.scope.body.append((ir.TYPE, value[1], value, "type_uses"))

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
            value: ir.Known = (ir.IMPORT, name.start_byte, module, level, self.text(name), module_start)
            if alias is not name:
                value += (alias.start_byte,)
            self._evaluate_import(value)
            self._bind_import(alias, self.text(alias), value)
        if any(child.type == "wildcard_import" for child in node.named_children):
            value = (ir.IMPORT, node.start_byte, module, level, "*", module_start)
            self._evaluate_import(value)
            self.scope.bind("*", value, node.start_byte, ir.MAYBE)

    # ------------------------------------------------------------ for the definitions to define

    def variable(self, node: Node, name: str, owner: Any) -> None:
        raise AssertionError(node, name, owner)
