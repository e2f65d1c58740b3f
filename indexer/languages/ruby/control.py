"""Control flow of Ruby, where statements have values: conditions, loops, patterns, rescue."""

from __future__ import annotations

from abc import abstractmethod

from tree_sitter import Node

from indexer.languages.ruby.variables import Variables
from indexer.model import units
from indexer.model.units import ELEMENT, MEMBER, NAME, SEQUENCE, UNION, Expr


class Control(Variables):
    """Reads control flow; expressions are the business of the class derived from this."""

    @abstractmethod
    def assign(self, left: Node, value: Expr, node: Node) -> Expr:
        """A target gets a value; gives it as an expression."""

    def body(self, node: Node) -> Expr:
        """Statements; `rescue`, `else` and `ensure` among them."""
        values: list[Expr] = []
        plain: list[Node] = []
        clauses: list[Node] = []
        for child in node.named_children:
            if child.type in {"rescue", "ensure"} or (
                child.type == "else" and node.type in {"begin", "body_statement"}
            ):
                clauses.append(child)
            elif child.type != "comment":
                plain.append(child)
        if not clauses:
            return self.run(plain, node)
        self.branches += 1
        values.append(self.run(plain, node))
        for clause in clauses:
            if clause.type == "rescue":
                values.append(self._rescue(clause))
            elif clause.type == "ensure":
                self.use(self.body(clause))
            else:
                values.append(self.body(clause))
        self.branches -= 1
        return _either(node, values)

    def _rescue(self, node: Node) -> Expr:
        caught: list[Expr] = []
        for child in node.named_children:
            if child.type == "exceptions":
                caught += [self.visit(one) for one in child.named_children]
        for one in caught:
            self.builder.use(one, "type_uses" if one is not None and one[0] in {NAME, MEMBER} else "")
        variable = node.child_by_field_name("variable")
        if variable is not None and variable.named_child_count:
            name = variable.named_children[0]
            types = tuple(one for one in caught if one is not None and one[0] in {NAME, MEMBER})
            value: Expr = (units.INSTANCE, name.start_byte, (UNION, name.start_byte, types), None) if types else None
            self.assign(name, value, name)
        return self.visit(node.child_by_field_name("body"))

    def conditional(self, node: Node) -> Expr:
        """`a ? b : c`."""
        self.use(self.visit(node.child_by_field_name("condition")))
        parts = [self.visit(node.child_by_field_name(name)) for name in ("consequence", "alternative")]
        return _either(node, parts)

    def if_(self, node: Node) -> Expr:
        """`if`, `unless`, `elsif`."""
        self.use(self.visit(node.child_by_field_name("condition")))
        self.branches += 1
        parts = [self.visit(node.child_by_field_name(name)) for name in ("consequence", "alternative")]
        self.branches -= 1
        return _either(node, parts)

    def modifier(self, node: Node) -> Expr:
        """`body if condition`: locals that the body assigns are seen after it."""
        self.use(self.visit(node.child_by_field_name("condition")))
        self.branches += 1
        value = self.visit(node.child_by_field_name("body"))
        self.branches -= 1
        return value

    def rescue_modifier(self, node: Node) -> Expr:
        """`a rescue b`."""
        parts = [self.visit(node.child_by_field_name(name)) for name in ("body", "handler")]
        return _either(node, parts)

    def loop(self, node: Node) -> Expr:
        """`while`, `until`."""
        self.use(self.visit(node.child_by_field_name("condition")))
        self.branches += 1
        self.use(self.visit(node.child_by_field_name("body")))
        self.branches -= 1
        return None

    def for_(self, node: Node) -> Expr:
        """`for a in b`."""
        pattern, values = node.child_by_field_name("pattern"), node.child_by_field_name("value")
        iterated = self.visit(values.named_children[0]) if values is not None and values.named_child_count else None
        self.use(iterated)
        self.branches += 1
        if pattern is not None:
            self.assign(pattern, (ELEMENT, pattern.start_byte, iterated) if iterated is not None else None, pattern)
        self.use(self.visit(node.child_by_field_name("body")))
        self.branches -= 1
        return None

    def case(self, node: Node) -> Expr:
        """`case a when b`, `case a in pattern`."""
        value = self.visit(node.child_by_field_name("value"))
        self.use(value)
        parts: list[Expr] = []
        self.branches += 1
        for child in node.named_children:
            if child.type == "when":
                for pattern in child.children_by_field_name("pattern"):
                    self.use(self.visit(pattern))
                parts.append(self.visit(child.child_by_field_name("body")))
            elif child.type == "in_clause":
                self._pattern(child.child_by_field_name("pattern"), value)
                guard = child.child_by_field_name("guard")
                self.use(self.visit(guard.named_children[0]) if guard is not None and guard.named_child_count else None)
                parts.append(self.visit(child.child_by_field_name("body")))
            elif child.type == "else":
                parts.append(self.body(child))
        self.branches -= 1
        return _either(node, parts)

    def _pattern(self, node: Node | None, value: Expr) -> None:
        """A pattern: identifiers in it are bound, constants are read."""
        if node is None:
            return
        if node.type == "identifier":
            self.bind_local(node, value, node.end_byte)
        elif node.type in {"constant", "scope_resolution"}:
            self.builder.use(self.constant(node), "type_uses")
        elif node.type == "as_pattern":
            inner, name = node.child_by_field_name("value"), node.child_by_field_name("name")
            self._pattern(inner, None)
            type_ = (
                self.constant(inner) if inner is not None and inner.type in {"constant", "scope_resolution"} else None
            )
            if name is not None:
                self.bind_local(
                    name, (units.INSTANCE, name.start_byte, type_, None) if type_ is not None else value, name.end_byte
                )
        elif node.type == "keyword_pattern" and node.named_child_count == 1:
            self.bind_local(node.named_children[0], None, node.end_byte)
        elif node.type == "variable_reference_pattern":
            self.use(self.visit(node.named_children[0]) if node.named_child_count else None)
        else:
            for child in node.named_children:
                if child.type not in {"hash_key_symbol", "comment"}:
                    self._pattern(child, None)

    def return_(self, node: Node) -> Expr:
        """`return a`."""
        value = self.jump(node)
        self.use(value)
        self.builder.returns(value)
        return None

    def jump(self, node: Node) -> Expr:
        """What `return`, `next` and `break` give."""
        given = [
            one
            for child in node.named_children
            for one in (child.named_children if child.type == "argument_list" else [child])
        ]
        values = [self.visit(one) for one in given]
        if len(values) == 1:
            return values[0]
        return (SEQUENCE, node.start_byte, tuple(one for one in values if one is not None)) if values else None


def _either(node: Node, values: list[Expr]) -> Expr:
    """One of several values."""
    known = tuple(one for one in values if one is not None)
    if len(known) == 1:
        return known[0]
    return (UNION, node.start_byte, known) if known else None
