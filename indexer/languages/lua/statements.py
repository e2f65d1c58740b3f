"""Statements of Lua: blocks, control flow, functions and what they return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from indexer.languages.lua.annotations import NONE, Annotations, annotations_before
from indexer.languages.lua.bindings import Bindings, Place
from indexer.languages.lua.tables import Binding, Table
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import CALL, ELEMENT, LITERAL, NAME, Expr

GLOBALS: Final = "_G"
"""The namespace of the globals of all files."""


class Statements(Bindings):
    """Reads one file."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        self._annotations = NONE
        handlers: dict[str, Callable[[Node], None]] = {
            "variable_declaration": self._local,
            "assignment_statement": self._assignment,
            "function_declaration": self._function_declaration,
            "return_statement": self._return,
            "do_statement": self._do,
            "while_statement": self._while,
            "repeat_statement": self._repeat,
            "for_statement": self._for,
            "if_statement": self._if,
            "block": self._statements,
            "ERROR": self._statements,
            "goto_statement": lambda _: None,
            "label_statement": lambda _: None,
        }
        self._statement_handlers = handlers

    def chunk(self, root: Node) -> None:
        """The whole file."""
        builder = self.builder
        if not builder.path.endswith(".rockspec"):  # whose globals say what a package is
            self.globals_scope = builder.open(units.NAMESPACE_SCOPE, namespace=GLOBALS)
            builder.close()
        self._statements(root)
        for table in self.tables:
            table.finish(builder)

    def _statements(self, node: Node) -> None:
        handlers = self._statement_handlers
        commented = False
        for child in node.named_children:
            kind = child.type
            if kind == "comment":
                commented = True
                continue
            self._annotations = annotations_before(child, self.builder.source) if commented else NONE
            commented = False
            handler = handlers.get(kind)
            if handler is not None:
                handler(child)
            else:
                self.builder.use(self.expression(child))

    def _block(self, node: Node | None) -> None:
        """Statements with locals of their own."""
        if node is not None:
            self.names.append({})
            with self.builder.inside():
                self._statements(node)
            self.names.pop()

    # ------------------------------------------------------------ control flow

    def _do(self, node: Node) -> None:
        self._block(node.child_by_field_name("body"))

    def _while(self, node: Node) -> None:
        self.builder.use(self.expression(node.child_by_field_name("condition")))
        self._block(node.child_by_field_name("body"))

    def _repeat(self, node: Node) -> None:
        """The condition sees the locals of the body."""
        self.names.append({})
        with self.builder.inside():
            body = node.child_by_field_name("body")
            if body is not None:
                self._statements(body)
            self.builder.use(self.expression(node.child_by_field_name("condition")))
        self.names.pop()

    def _if(self, node: Node) -> None:
        for child in node.named_children:
            if child.type == "block":
                self._block(child)
            elif child.type in {"elseif_statement", "else_statement"}:
                self._if(child)
            else:
                self.builder.use(self.expression(child))

    def _for(self, node: Node) -> None:
        clause = node.child_by_field_name("clause")
        self.names.append({})
        with self.builder.inside():
            if clause is not None and clause.type == "for_numeric_clause":
                self._numeric_clause(clause)
            elif clause is not None:
                self._generic_clause(clause)
            body = node.child_by_field_name("body")
            if body is not None:
                self._statements(body)
        self.names.pop()

    def _numeric_clause(self, clause: Node) -> None:
        for field in ("start", "end", "step"):
            self.builder.use(self.expression(clause.child_by_field_name(field)))
        name = clause.child_by_field_name("name")
        if name is not None:
            self._bind(name, value=(LITERAL, name.start_byte, "number"))

    def _generic_clause(self, clause: Node) -> None:
        """`for k, v in pairs(t)`: the second name is an element of what is walked over."""
        walked: list[Expr] = []
        names: list[Node] = []
        for child in clause.named_children:
            if child.type == "variable_list":
                names = child.named_children
            elif child.type == "expression_list":
                walked = [self.expression(one) for one in child.named_children]
        for value in walked:
            self.builder.use(value)
        first = walked[0] if walked else None
        element: Expr = None
        if first is not None and first[0] == CALL and first[2][0] == NAME and first[2][2] in {"pairs", "ipairs"}:
            element = (ELEMENT, first[1], first[3][0]) if first[3] else None
        for position, name in enumerate(names):
            if name.type == "identifier":
                self._bind(name, value=element if position == 1 else None)

    def _bind(self, name: Node, *, value: Expr = None) -> None:
        """Declares a local of a loop."""
        text = self.builder.text(name)
        number = self.builder.declare(
            text, name.start_byte, units.VARIABLE, units.VALUES, flags=units.ORDERED, value=value
        )
        self.names[-1][text] = Binding(number)

    def _return(self, node: Node) -> None:
        values: list[Expr] = []
        for child in node.named_children:
            if child.type == "expression_list":
                values = [self.expression(one) for one in child.named_children]
        for value in values:
            self.builder.use(value)
        if values and self.depth:
            self.builder.returns(values[0])
        elif values and values[0] is not None:
            self._module_value(node, values[0])

    def _module_value(self, node: Node, value: units.Known) -> None:
        """What `require` of this file gives."""
        builder = self.builder
        bound = self.binding(value[2]) if value[0] == NAME else None
        flags = units.DEFAULT | units.EXPORTED
        if bound is not None and builder.declaration(bound.declaration).scope == 0:
            builder.amend(bound.declaration, flags=builder.declaration(bound.declaration).flags | flags)
        else:
            builder.declare(
                "default",
                node.start_byte,
                units.VARIABLE,
                units.VALUES,
                flags=flags | units.HIDDEN,
                value=value,
                scope=0,
            )

    # ------------------------------------------------------------ functions

    def take_annotations(self) -> Annotations:
        """What the comments above the statement say."""
        return self._annotations

    def _function_declaration(self, node: Node) -> None:
        """`function f`, `local function f`, `function M.f`, `function M:f`."""
        name, notes = node.child_by_field_name("name"), self._annotations
        if name is None:
            return
        if name.type == "identifier":
            text = self.builder.text(name)
            is_local = node.child_count > 0 and node.children[0].type == "local"
            place = self.local_place(node, name) if is_local else self.plain_place(node, name)
            binding = Binding(-1)
            if is_local:
                self.names[-1][text] = binding
            binding.declaration = self.named_function(place, node, notes)
            return
        owner = self.expression(name.child_by_field_name("table"))
        field = name.child_by_field_name("field") or name.child_by_field_name("method")
        if field is None:
            return
        self.builder.use(owner)
        place = self.member_place(node, field, self.builder.text(field), owner)
        self.named_function(place, node, notes, is_method=name.type == "method_index_expression")

    def named_function(self, place: Place, node: Node, notes: Annotations, *, is_method: bool = False) -> int:
        """Declares a function bound to a name, with its row, and reads its body."""
        builder = self.builder
        body = node.child_by_field_name("body")
        kind = "method" if is_method or self._takes_self(node, place.table) else "function"
        symbol = builder.symbol(
            kind, place.name, place.node, place.name_node, body=body, exported=place.exported, parent=place.parent,
            documented=place.node,
        )  # fmt: skip
        flags = units.CONSTRUCTOR if kind == "method" and place.name in _CONSTRUCTORS else 0
        number = builder.declare(
            place.name, place.offset, units.FUNCTION_, units.VALUES, symbol=symbol, flags=flags | place.flags,
            type=notes.result, scope=place.scope,
        )  # fmt: skip
        if place.table is not None:
            place.table.fields.setdefault(place.name, Binding(number))
        elif place.owner is not None:
            builder.assign(
                (units.MEMBER, place.offset, place.owner, place.name), (units.FUNCTION, place.offset, number)
            )
        elif place.scope == self.globals_scope:
            self.globals.setdefault(place.name, Binding(number))
        self._body(node, number, symbol, notes, place.owner, place.table, is_method=is_method)
        return number

    def function(self, node: Node) -> int:
        """The declaration of a function without a name."""
        number = self.builder.declare("", node.start_byte, units.FUNCTION_, units.VALUES, flags=units.HIDDEN)
        self._body(node, number, None, NONE, None, None, is_method=False)
        return number

    def _takes_self(self, node: Node, table: Table | None) -> bool:
        """Whether the first parameter of a table's function is the receiver by its name."""
        parameters = node.child_by_field_name("parameters")
        first = parameters.named_children[:1] if parameters is not None and table is not None else []
        return bool(first) and self.builder.text(first[0]) == "self"

    def _body(
        self, node: Node, number: int, symbol: int | None, notes: Annotations, owner: Expr, table: Table | None, *, is_method: bool
    ) -> None:  # fmt: skip
        builder = self.builder
        self.names.append({})
        self.depth += 1
        with builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol):
            parameters = node.child_by_field_name("parameters")
            names = (
                [one for one in parameters.named_children if one.type == "identifier"] if parameters is not None else []
            )
            if is_method:
                self._receiver(node.start_byte, owner, table)
            elif owner is not None and names and builder.text(names[0]) == "self":
                self._receiver(names.pop(0).start_byte, owner, table)
            types = dict(notes.parameters)
            declared = []
            for name in names:
                text = builder.text(name)
                type_ = types.get(text)
                declared.append(builder.declare(text, name.start_byte, units.VARIABLE, units.VALUES, type=type_))
                self.names[-1][text] = Binding(declared[-1])
                builder.use(type_, "type_uses")
            builder.use(notes.result, "returns")
            builder.amend(number, parameters=tuple(declared))
            body = node.child_by_field_name("body")
            if body is not None:
                self._statements(body)
        self.depth -= 1
        self.names.pop()

    def _receiver(self, offset: int, owner: Expr, table: Table | None) -> None:
        """Declares `self`: an instance of the table that the function is a member of, or that table."""
        value = owner if table is None else None
        number = self.builder.declare("self", offset, units.VARIABLE, units.VALUES, value=value)
        self.names[-1]["self"] = Binding(number, table)
        if table is not None:
            table.receivers.append(number)


_CONSTRUCTORS: Final = frozenset({"initialize", "init", "_init", "__init", "ctor", "constructor"})
"""Methods that class libraries call on a new instance."""
