"""Statements: blocks, declarations of locals, assignments, branches."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.go.expressions import Expressions
from indexer.model import units
from indexer.model.units import BLOCK, FUNCTION_SCOPE, ORDERED, VALUES, VARIABLE, Expr

_PAIRS: Final = frozenset(("index_expression", "type_assertion_expression", "unary_expression"))
"""Expressions that may give a second value: whether there is a first (`v, ok := m[k]`)."""


def _nothing(_reader: Expressions, _node: Node) -> None:
    """Nothing in it is a use: labels and comments."""


class Statements(Expressions):
    """Reads statements."""

    def block(self, node: Node | None) -> None:
        """See `Reader`."""
        for child in node.named_children if node is not None else ():
            self.statement(child)

    def statement(self, node: Node | None) -> None:
        """Reads one statement into the open scope."""
        if node is None:
            return
        read = self._STATEMENTS.get(node.type)
        if read is not None:
            read(self, node)
        else:
            self.used(self.expression(node))

    @abstractmethod
    def definition(self, node: Node) -> None:
        """Reads declarations of variables, constants and types."""

    def _inside(self, node: Node) -> None:
        self.block(node)

    def _scoped(self, node: Node) -> None:
        with self.builder.inside(BLOCK):
            self.block(node)

    # ------------------------------------------------------------ variables

    def values_by_place(self, nodes: Node | None, count: int) -> list[Expr]:
        """The values that so many names get from a list of expressions, which become uses."""
        values = self.expressions(nodes)
        for value in values:
            self.used(value)
        if len(values) != 1 or count < 2:
            return [*values, *([None] * (count - len(values)))][:count]
        one, value = _only(nodes), values[0]
        if one is not None and one.type in _PAIRS and value is not None:
            return [value, (units.LITERAL, value[1], "bool"), *([None] * (count - 2))]
        if value is None:
            return [None] * count
        return [(units.PLACE, value[1], value, index) for index in range(count)]

    def local(self, name: Node, value: Expr, type_: Expr = None) -> None:
        """Declares a local variable or constant."""
        if name.type == "identifier" and self.text(name) != "_":
            self.builder.declare(
                self.text(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=type_, value=value
            )

    def _short_declaration(self, node: Node) -> None:
        names = _listed(node.child_by_field_name("left"))
        values = self.values_by_place(node.child_by_field_name("right"), len(names))
        for name, value in zip(names, values, strict=True):
            self.local(name, value)

    def _assignment(self, node: Node) -> None:
        targets = _listed(node.child_by_field_name("left"))
        operator = node.child_by_field_name("operator")
        values = self.values_by_place(node.child_by_field_name("right"), len(targets))
        plain = operator is None or operator.type == "="
        for target, value in zip(targets, values, strict=True):
            self._write(target, value if plain else None, reads=not plain)

    def _write(self, target: Node, value: Expr, *, reads: bool) -> None:
        expr = self.expression(target)
        if expr is None or target.type not in ("identifier", "selector_expression"):
            self.used(expr)
            return
        if reads:
            self.used(expr)
        self.builder.use(expr, "writes")
        if value is not None:
            self.builder.assign(expr, value)

    def _increment(self, node: Node) -> None:
        for child in node.named_children:
            self._write(child, None, reads=True)

    # ------------------------------------------------------------ branches and loops

    def _if(self, node: Node) -> None:
        with self.builder.inside(BLOCK):
            self.statement(node.child_by_field_name("initializer"))
            self.used(self.expression(node.child_by_field_name("condition")))
            for part in ("consequence", "alternative"):
                self.statement(node.child_by_field_name(part))

    def _for(self, node: Node) -> None:
        with self.builder.inside(BLOCK):
            for child in node.named_children:
                if child.type == "range_clause":
                    self._range(child)
                elif child.type == "for_clause":
                    for part in ("initializer", "condition", "update"):
                        self.statement(child.child_by_field_name(part))
                else:
                    self.statement(child)

    def _range(self, node: Node) -> None:
        right = self.expression(node.child_by_field_name("right"))
        self.used(right)
        names = _listed(node.child_by_field_name("left"))
        at = node.start_byte
        element = (units.ELEMENT, at, right) if right is not None else None
        key = (units.ARGUMENT, at, right, 0) if right is not None else None
        values = [key, element] if len(names) > 1 else [key]
        fresh = any(child.type == ":=" for child in node.children)
        for name, value in zip(names, values, strict=False):
            if fresh:
                self.local(name, value)
            else:
                self._write(name, value, reads=False)

    def _switch(self, node: Node) -> None:
        with self.builder.inside(BLOCK):
            self.statement(node.child_by_field_name("initializer"))
            self.used(self.expression(node.child_by_field_name("value")))
            for child in node.named_children:
                if child.type in ("expression_case", "default_case"):
                    self._case(child)

    def _case(self, node: Node) -> None:
        values = node.child_by_field_name("value")
        for value in self.expressions(values):
            self.used(value)
        with self.builder.inside(BLOCK):
            for child in node.named_children:
                if child.type == "statement_list":
                    self.block(child)

    def _type_switch(self, node: Node) -> None:
        with self.builder.inside(BLOCK):
            self.statement(node.child_by_field_name("initializer"))
            value = self.expression(node.child_by_field_name("value"))
            self.used(value)
            alias = next(iter(_listed(node.child_by_field_name("alias"))), None)
            for child in node.named_children:
                if child.type in ("type_case", "default_case"):
                    self._type_case(child, alias, value)

    def _type_case(self, node: Node, alias: Node | None, value: Expr) -> None:
        types = [child for child in node.children_by_field_name("type") if child.is_named]
        written = [self.used_type(one) for one in types if self.text(one) != "nil"]
        with self.builder.inside(BLOCK):
            if alias is not None:
                single = written[0] if len(types) == 1 and written else None
                self.local(alias, None if single is not None else value, single)
            for child in node.named_children:
                if child.type == "statement_list":
                    self.block(child)

    def _select(self, node: Node) -> None:
        for child in node.named_children:
            if child.type in ("communication_case", "default_case"):
                self._communication(child)

    def _communication(self, node: Node) -> None:
        with self.builder.inside(BLOCK):
            self.statement(node.child_by_field_name("communication"))
            for child in node.named_children:
                if child.type == "statement_list":
                    self.block(child)

    def _receive(self, node: Node) -> None:
        names = _listed(node.child_by_field_name("left"))
        values = self.values_by_place(node.child_by_field_name("right"), max(1, len(names)))
        fresh = any(child.type == ":=" for child in node.children)
        for name, value in zip(names, values, strict=False):
            if fresh:
                self.local(name, value)
            else:
                self._write(name, value, reads=False)

    def _return(self, node: Node) -> None:
        given = next((child for child in node.named_children if child.type != "comment"), None)
        values = self.expressions(given)
        for value in values:
            self.used(value)
        if values and self.builder.enclosing(FUNCTION_SCOPE) >= 0:
            self.builder.returns(values[0] if len(values) == 1 else (units.TUPLE, node.start_byte, tuple(values)))

    _STATEMENTS: ClassVar[dict[str, Callable[[Statements, Node], None]]] = {
        "statement_list": _inside,
        "expression_statement": _inside,
        "go_statement": _inside,
        "defer_statement": _inside,
        "send_statement": _inside,
        "labeled_statement": _inside,
        "ERROR": _inside,
        "block": _scoped,
        "short_var_declaration": _short_declaration,
        "assignment_statement": _assignment,
        "inc_statement": _increment,
        "dec_statement": _increment,
        "if_statement": _if,
        "for_statement": _for,
        "expression_switch_statement": _switch,
        "type_switch_statement": _type_switch,
        "select_statement": _select,
        "return_statement": _return,
        "receive_statement": _receive,
        "var_declaration": lambda reader, node: reader.definition(node),
        "const_declaration": lambda reader, node: reader.definition(node),
        "type_declaration": lambda reader, node: reader.definition(node),
        "label_name": _nothing,
        "comment": _nothing,
        "empty_statement": _nothing,
        "break_statement": _nothing,
        "continue_statement": _nothing,
        "goto_statement": _nothing,
        "fallthrough_statement": _nothing,
    }


def _listed(node: Node | None) -> Sequence[Node]:
    """The expressions of a list, or the one that stands for it."""
    if node is None:
        return ()
    if node.type == "expression_list":
        return [child for child in node.named_children if child.type != "comment"]
    return (node,)


def _only(node: Node | None) -> Node | None:
    """The expression of a list of one, without brackets."""
    listed = _listed(node)
    one = listed[0] if len(listed) == 1 else None
    while one is not None and one.type == "parenthesized_expression" and one.named_child_count:
        one = one.named_children[0]
    return one
