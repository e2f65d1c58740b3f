"""Swift patterns and conditions."""

from __future__ import annotations

from tree_sitter import Node

from indexer.languages.swift.expressions import Expressions
from indexer.languages.swift.types import TYPES
from indexer.model.units import INSTANCE, MEMBER, NAME, PLACE, Expr


class Patterns(Expressions):
    """Reads patterns, and the conditions of `if`, `guard` and `while`."""

    # ------------------------------------------------------------ patterns

    def bind(self, node: Node, value: Expr, offset: int, found: Expr = None) -> None:
        """Declares the names of a pattern that only binds: `a`, `(a, b)`."""
        name = node.child_by_field_name("bound_identifier")
        if name is None and node.type == "simple_identifier":
            name = node
        inside = [child for child in node.named_children if child.type in ("pattern", "simple_identifier")]
        if name is None and len(inside) == 1 and inside[0].type == "simple_identifier" and not self._is_tuple(node):
            name = inside[0]
        if name is not None:
            self.local(self.name(name), offset, type=found, value=value)
            return
        for place, child in enumerate(inside):
            self.bind(child, (PLACE, child.start_byte, value, place), offset, None)

    def _is_tuple(self, node: Node) -> bool:
        return bool(node.children) and node.children[0].type == "("

    def pattern(self, node: Node, subject: Expr, *, binding: bool = False, declared: Expr = None) -> None:
        """What a pattern names and declares.

        Args:
            node: the pattern.
            subject: the value that is matched.
            binding: whether plain names in it are new ones.
            declared: the type that they have, where it is written behind them (`as T`).
        """
        children = [child for child, _ in self.children(node)]
        case = ""
        place = 0
        found: Expr = None
        bound: list[tuple[Node, Expr]] = []
        for number, child in enumerate(children):
            kind = child.type
            before = children[number - 1].type if number else ""
            after = children[number + 1].type if number + 1 < len(children) else ""
            if kind == "value_binding_pattern":
                binding = True
            elif kind == "simple_identifier" and before == ".":
                case = self.name(child)
                owner = (INSTANCE, child.start_byte, found, None) if found is not None else subject
                self._case(child, case, owner, written=found)
            elif kind == "simple_identifier" and after == ":":
                continue
            elif kind == "simple_identifier":
                if binding or node.child_by_field_name("bound_identifier") == child:
                    bound.append((child, subject))
                else:
                    self.builder.use(self.expr(child))
            elif kind == "pattern":
                part = self._part(child, subject, case, place, is_tuple=before in ("(", ",", ":"))
                place += 1
                as_type = self.type(children[number + 2]) if after == "as" and number + 2 < len(children) else None
                self.pattern(child, subject if after == "as" else part, binding=binding, declared=as_type)
            elif kind in TYPES:
                found = self.use_type(child)
            elif child.is_named and kind != "wildcard_pattern":
                self.builder.use(self.value(child, self.like(subject)))
        for name, value in bound:
            self.local(self.name(name), name.start_byte, type=declared, value=value)

    def _part(self, node: Node, subject: Expr, case: str, place: int, *, is_tuple: bool) -> Expr:
        """What a pattern inside of a pattern is matched against."""
        if case:
            return (MEMBER, node.start_byte, subject, f"{case}#{place}") if subject is not None else None
        return (PLACE, node.start_byte, subject, place) if is_tuple else subject

    def _case(self, name: Node, case: str, subject: Expr, *, written: Expr) -> None:
        """A case of an enumeration that a pattern names."""
        owner = written if written is not None else self.like(subject)
        if owner is not None:
            self.builder.use((MEMBER, name.start_byte, owner, case))

    # ------------------------------------------------------------ conditions

    def conditions(self, node: Node) -> list[Node]:
        """Reads the conditions of a statement; gives the children after them."""
        children = [child for child, _ in self.children(node)]
        at = 1
        while at < len(children):
            child = children[at]
            if child.type in ("{", "else") or child.type == "statements":
                break
            if child.type == "case":
                at = self._case_condition(children, at + 1)
            elif child.type == "value_binding_pattern":
                at = self._binding(children, at)
            elif child.is_named and child.type != "where_keyword":
                self.builder.use(self.unwanted(child))
                at += 1
            else:
                at += 1
        return children[at:]

    def _binding(self, children: list[Node], at: int) -> int:
        """`let a = b`, `let a: T = b`, `let a`, `case`-less patterns; gives where it ends."""
        if at + 1 < len(children) and children[at - 1].type == "case":
            return self._case_condition(children, at)
        name = children[at + 1] if at + 1 < len(children) else children[at]
        found: Expr = None
        at += 2
        if at < len(children) and children[at].type == "type_annotation":
            found = self.annotation(children[at])
            at += 1
        value: Expr = None
        offset = name.end_byte
        if at < len(children) and children[at].type == "=" and at + 1 < len(children):
            value = self.value(children[at + 1], found)
            offset = children[at + 1].end_byte
            self.builder.use(value)
            at += 2
        elif name.type == "simple_identifier":
            value = (NAME, name.start_byte, self.name(name))
        if name.type == "simple_identifier" and self.name(name) != "self":
            self.local(self.name(name), offset, type=found, value=value)
        elif name.type == "pattern":
            self.bind(name, value, offset, found)
        return at

    def _case_condition(self, children: list[Node], at: int) -> int:
        """`case pattern = a`: the pattern's pieces lie side by side."""
        start = at
        while at < len(children) and children[at].type != "=":
            at += 1
        pieces = children[start:at]
        subject: Expr = None
        if at + 1 < len(children):
            subject = self.unwanted(children[at + 1])
            self.builder.use(subject)
        binding, case, place = False, "", 0
        for number, child in enumerate(pieces):
            before = pieces[number - 1].type if number else ""
            if child.type == "value_binding_pattern":
                binding = True
            elif child.type == "simple_identifier" and before == ".":
                case = self.name(child)
                self._case(child, case, subject, written=None)
            elif child.type == "pattern":
                self.pattern(child, self._part(child, subject, case, place, is_tuple=len(pieces) > 1), binding=binding)
                place += 1
            elif child.type == "simple_identifier" and binding:
                self.local(self.name(child), child.start_byte, value=subject)
            elif child.type in TYPES:
                self.use_type(child)
            elif child.is_named and child.type not in ("simple_identifier", "wildcard_pattern"):
                self.builder.use(self.unwanted(child))
        return at + 2

    def annotation(self, node: Node) -> Expr:
        """`: T`."""
        return self.use_type(next((child for child in node.named_children if child.type in TYPES), None))
