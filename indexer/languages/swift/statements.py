"""Swift statements and closures."""

from __future__ import annotations

from abc import abstractmethod

from tree_sitter import Node

from indexer.languages.swift.patterns import Patterns
from indexer.model import units
from indexer.model.units import ARGUMENT, BLOCK, CALL, ELEMENT, FUNCTION, MEMBER, PLACE, UNION, VALUES, VARIABLE, Expr


class Statements(Patterns):
    """Reads statements; what stands in braces is a scope."""

    # ------------------------------------------------------------ blocks

    def block_of(self, node: Node) -> None:
        """The statements inside of a node, in a scope of their own."""
        self.builder.open(BLOCK)
        for child in node.named_children:
            if child.type == "lambda_literal":
                self.visit_all(child.named_children)
            else:
                self.visit(child)
        self.builder.close()

    def conditional(self, node: Node) -> None:
        """`if`: names bound in the condition are seen in the statement."""
        self.builder.open(BLOCK)
        self._rest(self.conditions(node))
        self.builder.close()

    def guard(self, node: Node) -> None:
        """`guard`: names bound in the condition are seen in the block around."""
        for child in self.conditions(node):
            if child.type == "statements":
                self.block_of(child)

    def loop(self, node: Node) -> None:
        """`while` and `repeat`."""
        self.builder.open(BLOCK)
        self._rest(self.conditions(node))
        self.builder.close()

    def repeat(self, node: Node) -> None:
        """`repeat { ... } while a`."""
        for child in node.named_children:
            if child.type == "statements":
                self.block_of(child)
            else:
                self.builder.use(self.unwanted(child))

    def _rest(self, nodes: list[Node]) -> None:
        for child in nodes:
            if child.type == "statements":
                self.block_of(child)
            elif child.is_named:
                self.visit(child)

    def foreach(self, node: Node) -> None:
        """`for a in b where c { ... }`."""
        builder = self.builder
        item, collection = node.child_by_field_name("item"), node.child_by_field_name("collection")
        value = self.unwanted(collection) if collection is not None else None
        builder.use(value)
        builder.open(BLOCK)
        if item is not None and collection is not None:
            element: Expr = (ELEMENT, item.start_byte, value)
            if any(child.type in ("value_binding_pattern", "case", ".") for child in item.children):
                self.pattern(item, element)
            else:
                self._items(item, element, value)
        for child in node.named_children:
            if child.type == "where_clause":
                for one in child.named_children:
                    builder.use(self.unwanted(one))
            elif child.type == "type_annotation":
                self.annotation(child)
            elif child.type == "statements":
                self.visit_all(child.named_children)
        builder.close()

    def _items(self, item: Node, element: Expr, value: Expr) -> None:
        """The names of `for (a, b) in c`: parts of a pair, of which `enumerated` and dictionaries make one."""
        inside = [child for child in item.named_children if child.type == "pattern"]
        if len(inside) != 2:
            self.bind(item, element, item.end_byte)
            return
        numbered = value is not None and value[0] == CALL and value[2] is not None and value[2][0] == MEMBER
        for place, child in enumerate(inside):
            parts: list[Expr] = [(PLACE, child.start_byte, element, place), (ARGUMENT, child.start_byte, value, place)]
            if numbered and place == 1 and value is not None and value[2][3] == "enumerated":
                parts = [(ELEMENT, child.start_byte, value[2][2])]
            self.bind(child, (UNION, child.start_byte, tuple(parts)), item.end_byte)

    def switch(self, node: Node) -> None:
        """`switch a { case pattern: ... }`."""
        subject_node = node.child_by_field_name("expr")
        subject = self.unwanted(subject_node) if subject_node is not None else None
        self.builder.use(subject)
        for entry in node.named_children:
            if entry.type != "switch_entry":
                continue
            self.builder.open(BLOCK)
            for child in entry.named_children:
                if child.type == "switch_pattern":
                    for one in child.named_children:
                        self.pattern(one, subject)
                elif child.type == "statements":
                    self.visit_all(child.named_children)
                elif child.type not in ("default_keyword", "where_keyword", "modifiers"):
                    self.builder.use(self.unwanted(child))
            self.builder.close()

    def do(self, node: Node) -> None:
        """`do { ... } catch pattern { ... }`."""
        for child in node.named_children:
            if child.type == "statements":
                self.block_of(child)
            elif child.type == "catch_block":
                self._catch(child)

    def _catch(self, node: Node) -> None:
        self.builder.open(BLOCK)
        error = node.child_by_field_name("error")
        if error is not None:
            self.pattern(error, None)
        else:
            self.local("error", node.start_byte)
        for child in node.named_children:
            if child.type == "statements":
                self.visit_all(child.named_children)
            elif child.type == "where_clause":
                self.visit(child)
        self.builder.close()

    def transfer(self, node: Node) -> None:
        """`return a`, `throw a`, `break`."""
        first = node.children[0].type if node.children else ""
        if first == "throw_keyword":
            for child in node.named_children[1:]:
                found = self.unwanted(child)
                if found is not None and found[0] == CALL:
                    self.builder.use(found)
                    self.builder.use(found[2], "raises")
                else:
                    self.builder.use(found, "raises")
            return
        result = node.child_by_field_name("result")
        if result is not None and first in ("return", "yield"):
            self.returned(result)

    def returned(self, node: Node) -> None:
        """What a function gives back."""
        found = self.value(node, self.result)
        self.builder.use(found)
        self.builder.returns(found)

    # ------------------------------------------------------------ local variables

    def bindings(self, node: Node) -> list[tuple[Node, Expr, Node | None, Node | None]]:
        """The variables of `let a: T = b, c = d`: pattern, type, initialiser, accessors or observers of each."""
        found: list[tuple[Node, Expr, Node | None, Node | None]] = []
        for child, field in self.children(node):
            if field == "name" and child.type == "pattern":
                found.append((child, None, None, None))
            elif not found:
                continue
            elif child.type == "type_annotation":
                found[-1] = (found[-1][0], self.annotation(child), *found[-1][2:])
            elif field == "value":
                found[-1] = (*found[-1][:2], child, found[-1][3])
            elif field == "computed_value" or child.type == "willset_didset_block":
                found[-1] = (*found[-1][:3], child)
        return found

    def local_variables(self, node: Node) -> None:
        """`let` and `var` in a function."""
        for pattern, found, initial, accessors in self.bindings(node):
            value = self.value(initial, found) if initial is not None else None
            self.builder.use(value)
            self.bind(pattern, value, initial.end_byte if initial is not None else pattern.end_byte, found)
            if accessors is not None:
                self.accessors(accessors, found)

    @abstractmethod
    def accessors(self, node: Node, found: Expr) -> None:
        """See `Members`."""

    # ------------------------------------------------------------ closures

    def closure(self, node: Node) -> Expr:
        """`{ a in ... }`: a function without a row."""
        builder = self.builder
        taker, self.taker = self.taker, None
        number = builder.declare("", node.start_byte, units.FUNCTION_, VALUES)
        builder.open(units.FUNCTION_SCOPE, declaration=number)
        outer, self.result = self.result, None
        captures, head = node.child_by_field_name("captures"), node.child_by_field_name("type")
        for item in captures.named_children if captures is not None else ():
            self._capture(item)
        given = self._closure_parameters(node, head, number)
        for place, one in enumerate(given):
            if taker is not None and builder.declaration(one).type is None:
                builder.amend(one, value=(units.WANTED, node.start_byte, taker, place, ""))
        builder.amend(number, parameters=tuple(given))
        bodies = [child for child in node.named_children if child.type == "statements"]
        for body in bodies:
            inside = [child for child in body.named_children if child.type not in ("comment", "multiline_comment")]
            if len(inside) == 1 and self.is_expression(inside[0]):
                self.returned(inside[0])
            else:
                self.visit_all(inside)
        self.result = outer
        builder.close()
        return (FUNCTION, node.start_byte, number)

    def _capture(self, item: Node) -> None:
        name, value = item.child_by_field_name("name"), item.child_by_field_name("value")
        if value is not None:
            found = self.unwanted(value)
            self.builder.use(found)
            if name is not None:
                self.local(self.name(name), value.end_byte, value=found)

    def _closure_parameters(self, node: Node, head: Node | None, number: int) -> list[int]:
        given: list[int] = []
        if head is None:
            text = self.source[node.start_byte : node.end_byte]
            for place in range(10):
                if f"${place}".encode() not in text:
                    break
                given.append(self.builder.declare(f"${place}", node.start_byte, VARIABLE, VALUES))
            return given
        for child in head.named_children:
            if child.type == "lambda_function_type_parameters":
                for one in child.named_children:
                    name = one.child_by_field_name("name")
                    if name is not None:
                        written = one.named_children[-1] if one.named_children[-1] != name else None
                        found = self.use_type(written) if written is not None else None
                        given.append(
                            self.builder.declare(self.name(name), name.start_byte, VARIABLE, VALUES, type=found)
                        )
            else:
                found = self.use_type(child)
                if found is not None:
                    self.builder.amend(number, type=found)
                    self.result = found
        return given

    def is_expression(self, node: Node) -> bool:
        """Whether a statement is an expression, whose value is the result where it stands alone."""
        return node.type in self.EXPRESSIONS and node.type != "assignment"
