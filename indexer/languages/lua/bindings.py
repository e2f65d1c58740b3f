"""What names get: locals, globals, members of tables, each with a value that may be a function, a table or a module."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple

from tree_sitter import Node

from indexer.languages.lua.annotations import NONE, Annotations
from indexer.languages.lua.expressions import Expressions
from indexer.languages.lua.tables import Binding, Table
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import IMPORT, INSTANCE, MEMBER, NAME, OBJECT, Expr


class Place(NamedTuple):
    """Where a name is declared, and the row that it may get."""

    name: str
    name_node: Node
    node: Node
    """The whole definition."""
    scope: int
    """The scope whose name it is."""
    offset: int
    """From where on it is seen."""
    path: Expr
    """The expression that names it."""
    exported: bool
    flags: int
    parent: int | None
    """The symbol around its row; None for that of the open scope."""
    kind: str
    """The kind of its row where it holds a plain value; '' for no row."""
    owner: Expr = None
    """Of members: the table's expression."""
    table: Table | None = None
    """Of members: the table, where this file shows it."""


class Bindings(Expressions):
    """Reads what binds names; functions' bodies are the business of the class derived from this."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        self.globals_scope = 0
        self.depth = 0
        """How many functions are around."""

    # ------------------------------------------------------------ places

    def local_place(self, node: Node, name: Node, kind: str = "variable") -> Place:
        """The place of a local, seen from the end of its statement on, or from its name on if a function."""
        builder = self.builder
        text = builder.text(name)
        offset = name.start_byte if node.type == "function_declaration" else node.end_byte
        at_top = self.depth == 0 and builder.scope == 0
        path = (NAME, offset, text)
        return Place(text, name, node, builder.scope, offset, path, False, units.ORDERED, None, kind if at_top else "")

    def plain_place(self, node: Node, name: Node) -> Place:
        """The place of a name that may be a local of before, or is a global."""
        text = self.builder.text(name)
        path = (NAME, name.start_byte, text)
        return Place(text, name, node, self.globals_scope, name.start_byte, path, True, 0, 0, "variable")

    def member_place(self, node: Node, name_node: Node, name: str, owner: Expr) -> Place:
        """The place of a member of a table: in the table's scope where the file shows it."""
        table = self.table_of(owner)
        path = (MEMBER, name_node.start_byte, owner, name)
        if table is None:
            return Place(
                name,
                name_node,
                node,
                self.builder.scope,
                name_node.start_byte,
                path,
                True,
                units.HIDDEN,
                None,
                "",
                owner,
            )
        parent = table.symbol if table.symbol >= 0 else None
        kind = "field" if table.symbol >= 0 and not name.startswith("__") else ""  # what metatables say
        return Place(
            name, name_node, node, table.scope, name_node.start_byte, path, True, 0, parent, kind, owner, table
        )

    # ------------------------------------------------------------ values

    def bind(self, place: Place, value: Node | None, notes: Annotations = NONE) -> Binding:
        """Declares a name with its value; reads the value."""
        builder = self.builder
        if value is not None and value.type == "function_definition":
            return Binding(self.named_function(place, value, notes))
        made = value
        index: Expr = None
        if value is not None and value.type == "function_call" and self.depth == 0:
            made, index = self.with_index(value)
        if made is not None and made.type == "table_constructor":
            return self._bind_table(place, made, index, notes)
        found = self.expression(value)
        builder.use(notes.type, "type_uses")
        if found is not None and found[0] == IMPORT and place.owner is None and place.scope == builder.scope:
            number = builder.declare(
                place.name, place.offset, units.IMPORTED, units.VALUES | units.TYPES, flags=place.flags, value=found
            )
            return Binding(number)
        if found is not None and found[0] != IMPORT:
            builder.use(found)
        number, symbol = self._declare(place, found, notes.type)
        is_class, bases = self.made_class(found)
        if (is_class or notes.class_name) and self.depth == 0:
            table = self._table(place, number, symbol)
            table.make_class(builder)
            table.by_library = is_class
            for base in bases:
                table.inherit(builder, base)
            self._annotate(table, notes)
            return Binding(number, table)
        if found is not None and found[0] == INSTANCE:
            return Binding(number, self.table_of(found[2]))
        return Binding(number, self.table_of(found))

    def _declare(self, place: Place, value: Expr, type_: Expr = None) -> tuple[int, int]:
        """A declaration and its row; a member's value is an assignment, which stands in the scope that is open."""
        builder = self.builder
        symbol = -1
        if place.kind:
            symbol = builder.symbol(
                place.kind, place.name, place.node, place.name_node, exported=place.exported, parent=place.parent
            )
        is_local = place.scope == builder.scope and place.owner is None
        if not is_local and value is not None:
            builder.assign(place.path, value)
        number = builder.declare(
            place.name, place.offset, units.VARIABLE, units.VALUES, symbol=symbol, flags=place.flags,
            type=type_, value=value if is_local else None, scope=place.scope,
        )  # fmt: skip
        return number, symbol

    def _table(self, place: Place, declaration: int, symbol: int) -> Table:
        scope = self.builder.open(units.TYPE_SCOPE, declaration=declaration, symbol=symbol if symbol >= 0 else None)
        self.builder.close()
        table = Table(scope, place.path, declaration, symbol)
        self.tables.append(table)
        return table

    def _bind_table(self, place: Place, constructor: Node, index: Expr, notes: Annotations) -> Binding:
        """A name for a table constructor."""
        number, symbol = self._declare(place, None)
        table = self._table(place, number, symbol)
        builder = self.builder
        value = (OBJECT, constructor.start_byte, table.scope)
        builder.amend(number, value=value)
        binding = Binding(number, table)
        if place.owner is not None and place.table is None:
            builder.assign(place.path, value)
        self.fill(constructor, table)
        if index is not None:
            table.inherit(builder, index)
        if notes.class_name:
            table.make_class(builder)
        self._annotate(table, notes)
        return binding

    def _annotate(self, table: Table, notes: Annotations) -> None:
        """What `---@class` says of a table: a name for its type that holds everywhere, and bases."""
        builder = self.builder
        if not notes.class_name:
            return
        for base in notes.bases:
            table.inherit(builder, base)
            builder.use(base, "type_uses")
        if table.declaration >= 0:
            builder.declare(
                notes.class_name, notes.class_offset, units.TYPE, units.TYPES, symbol=table.symbol, inner=table.scope,
                scope=self.globals_scope,
            )  # fmt: skip

    # ------------------------------------------------------------ table constructors

    def table(self, node: Node) -> Expr:
        """A table constructor without a name."""
        scope = self.builder.open(units.TYPE_SCOPE)
        self.builder.close()
        table = Table(scope)
        elements = self.fill(node, table)
        if elements and not table.fields:
            return (units.SEQUENCE, node.start_byte, tuple(elements))
        return (OBJECT, node.start_byte, scope)

    def fill(self, node: Node, table: Table) -> list[Expr]:
        """Declares the members that a constructor gives a table; gives the elements without a name."""
        builder = self.builder
        elements: list[Expr] = []
        for field in node.named_children:
            if field.type != "field":
                continue
            name_node = field.child_by_field_name("name")
            value = field.child_by_field_name("value")
            name = self._key(field, name_node)
            if name is None or name_node is None:
                if name_node is not None:
                    builder.use(self.expression(name_node))
                element = self.expression(value)
                builder.use(element)
                if name_node is None:
                    elements.append(element)
                continue
            parent = table.symbol if table.symbol >= 0 else None
            kind = "field" if table.symbol >= 0 else ""
            path = (MEMBER, name_node.start_byte, table.path, name) if table.path is not None else None
            place = Place(
                name,
                name_node,
                field,
                table.scope,
                name_node.start_byte,
                path,
                True,
                0,
                parent,
                kind,
                table.path,
                table,
            )
            table.fields[name] = self._bind_field(place, value)
        return elements

    def _bind_field(self, place: Place, value: Node | None) -> Binding:
        """A member in a constructor: its value stands in the scope around the table's."""
        if value is not None and value.type in {"function_definition", "table_constructor"}:
            return self.bind(place, value)
        builder = self.builder
        found = self.expression(value)
        builder.use(found)
        symbol = -1
        if place.kind:
            symbol = builder.symbol(place.kind, place.name, place.node, place.name_node, parent=place.parent)
        number = builder.declare(
            place.name, place.offset, units.VARIABLE, units.VALUES, symbol=symbol, value=found, scope=place.scope
        )
        return Binding(number, self.table_of(found))

    def _key(self, field: Node, name: Node | None) -> str | None:
        """The name that a field gets; None for one with a computed key, or with none."""
        if name is None:
            return None
        if name.type == "string":
            return self.string_value(name)
        return self.builder.text(name) if name.type == "identifier" and field.children[0].type != "[" else None

    # ------------------------------------------------------------ locals and assignments

    def _local(self, node: Node) -> None:
        """`local a <const>, b = 1, f()`: the names are seen after the statement."""
        assigned = next((one for one in node.named_children if one.type == "assignment_statement"), None)
        listed = [one for one in (assigned or node).named_children if one.type == "variable_list"]
        names = [name for one in listed or [node] for name in one.named_children]
        constant = any(one.type == "attribute" for one in names)
        values = _values(assigned)
        names = [one for one in names if one.type == "identifier"]
        bound: dict[str, Binding] = {}
        notes = self.take_annotations()
        for position, name in enumerate(names):
            place = self.local_place(node, name, "constant" if constant else "variable")
            value = values[position] if position < len(values) else None
            bound[place.name] = self.bind(place, value, notes if position == 0 else NONE)
        for extra in values[len(names) :]:
            self.builder.use(self.expression(extra))
        self.names[-1].update(bound)

    def _assignment(self, node: Node) -> None:
        targets = [
            target for one in node.named_children if one.type == "variable_list" for target in one.named_children
        ]
        values = _values(node)
        notes = self.take_annotations()
        for position, target in enumerate(targets):
            value = values[position] if position < len(values) else None
            self._assign(node, target, value, notes if position == 0 else NONE)
        for extra in values[len(targets) :]:
            self.builder.use(self.expression(extra))

    def _assign(self, node: Node, target: Node, value: Node | None, notes: Annotations) -> None:
        """One target and its value: a first assignment declares a global, or a member of a table of this file."""
        builder = self.builder
        if target.type == "identifier":
            name = builder.text(target)
            if self.binding(name) is None:
                self.globals[name] = self.bind(self.plain_place(node, target), value, notes)
                return
            path: Expr = (NAME, target.start_byte, name)
        else:
            path = self.expression(target)
            if path is not None and path[0] == MEMBER and self._declares_member(node, target, path, value, notes):
                return
        found = self.expression(value)
        builder.use(found)
        builder.use(path, "writes")
        if found is not None:
            builder.assign(path, found)

    def _declares_member(
        self, node: Node, target: Node, path: units.Known, value: Node | None, notes: Annotations
    ) -> bool:
        """`M.f = value`: whether this is the first sign of a member of a table of this file, and so its declaration."""
        owner, name = path[2], path[3]
        table = self.table_of(owner)
        is_function = value is not None and value.type == "function_definition"
        if table is None and not is_function:
            return False
        name_node = target.child_by_field_name("field") or target
        if table is not None and name == "__index":
            if is_function or self.table_of(self.expression(value)) is table:
                table.make_class(self.builder)
            else:
                table.inherit(self.builder, self.expression(value))
        if table is not None and name in table.fields and not is_function:
            return False
        self.builder.use(owner)
        binding = self.bind(self.member_place(node, name_node, name, owner), value, notes)
        if table is not None:
            table.fields.setdefault(name, binding)
        return True

    # ------------------------------------------------------------ for the class derived from this

    @abstractmethod
    def take_annotations(self) -> Annotations:
        """What the comments above the statement say."""

    @abstractmethod
    def named_function(self, place: Place, node: Node, notes: Annotations, *, is_method: bool = False) -> int:
        """Declares a function bound to a name, with its row, and reads its body."""


def _values(node: Node | None) -> list[Node]:
    """The values of an assignment."""
    if node is None:
        return []
    return [
        value
        for one in node.named_children
        if one.type == "expression_list"
        for value in one.named_children
        if value.type != "comment"
    ]
