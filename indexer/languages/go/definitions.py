"""Definitions of a file: package clause, imports, functions, methods, types, variables and constants."""

from __future__ import annotations

from tree_sitter import Node

from indexer.languages.go.packages import names_of_path
from indexer.languages.go.reader import BLANK, is_exported
from indexer.languages.go.statements import Statements
from indexer.model import units
from indexer.model.kinds import MEMBER_OF
from indexer.model.units import (
    ALIAS,
    EXTENSION_SCOPE,
    FUNCTION_,
    FUNCTION_SCOPE,
    HIDDEN,
    IMPORTED,
    NAMESPACE,
    NAMESPACES,
    ORDERED,
    TYPE,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    Expr,
)  # fmt: skip

_MEMBERS = ("struct_type", "interface_type")
_KINDS = {"struct_type": "struct", "interface_type": "interface"}


class Definitions(Statements):
    """Reads a whole file."""

    def file(self, root: Node) -> None:
        """Reads a file: types first, so that methods that stand above them belong to them."""
        self._types: dict[str, int] = {}
        children = list(self.documented(root.children))
        for child, doc in children:
            if child.type == "type_declaration":
                self._specs(child, doc)
        for child, doc in children:
            match child.type:
                case "package_clause":
                    self._package(child, doc)
                case "import_declaration":
                    self._imports(child)
                case "function_declaration":
                    self._function_definition(child, doc)
                case "method_declaration":
                    self._method_definition(child, doc)
                case "var_declaration" | "const_declaration":
                    self._specs(child, doc)
                case "type_declaration":
                    pass
                case _:
                    self.statement(child)

    def definition(self, node: Node) -> None:
        """See `Statements`."""
        self._specs(node, "")

    @property
    def _is_local(self) -> bool:
        return self.builder.enclosing(FUNCTION_SCOPE) >= 0

    # ------------------------------------------------------------ package and imports

    def _package(self, node: Node, doc: str) -> None:
        name_node = next((child for child in node.named_children if child.type == "package_identifier"), None)
        if name_node is None:
            return
        name = self.text(name_node)
        self.builder.set_namespace(name)
        symbol = self.builder.symbol("package", name, node, name_node, docstring=doc)
        self.builder.declare(name, name_node.start_byte, NAMESPACE, NAMESPACES, symbol=symbol, flags=HIDDEN)

    def _imports(self, node: Node) -> None:
        for child in node.named_children:
            if child.type == "import_spec_list":
                self._imports(child)
            elif child.type == "import_spec":
                self._import(child)

    def _import(self, node: Node) -> None:
        path_node, name_node = node.child_by_field_name("path"), node.child_by_field_name("name")
        if path_node is None:
            return
        path = self.text(path_node).strip('"`')
        at = path_node.start_byte + 1
        module = (units.IMPORT, at, path, "")
        self.builder.use(module, "imports")
        self.builder.fact("path", path)
        if name_node is None:
            self.builder.fact("import", path)
            for name in names_of_path(path):
                self.builder.declare(name, at, IMPORTED, NAMESPACES, value=module)
        elif name_node.type == "dot":
            self.builder.opens((units.IMPORT, at, path, "*"))
        elif name_node.type != "blank_identifier":
            self.builder.declare(self.text(name_node), name_node.start_byte, IMPORTED, NAMESPACES, value=module)

    # ------------------------------------------------------------ functions and methods

    def _function_definition(self, node: Node, doc: str) -> None:
        name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name_node is None:
            return
        name = self.text(name_node)
        symbol = self.builder.symbol(
            "function", name, node, name_node, body=body, docstring=doc, exported=is_exported(name)
        )
        flags = HIDDEN if name in ("init", BLANK) else 0
        self._function_inside(node, body, symbol, self._declare_function(name_node, symbol, flags))

    def _declare_function(self, name_node: Node, symbol: int, flags: int) -> int:
        return self.builder.declare(
            self.text(name_node), name_node.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=flags
        )

    def _function_inside(
        self, node: Node, body: Node | None, symbol: int, number: int, receiver: tuple[str, int, Expr] | None = None
    ) -> None:
        with self.builder.inside(FUNCTION_SCOPE, declaration=number, symbol=symbol):
            if receiver is not None:
                name, offset, type_ = receiver
                self.builder.declare(name, offset, VARIABLE, VALUES, type=type_)
            self.signature(node, number)
            self.block(body)

    def _method_definition(self, node: Node, doc: str) -> None:
        name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name_node is None:
            return
        receiver, type_node, parameters = _receiver(node.child_by_field_name("receiver"))
        type_name = self.text(type_node) if type_node is not None else ""
        name = self.text(name_node)
        parent = self._types.get(type_name)
        symbol = self.builder.symbol(
            "method", name, node, name_node, body=body, docstring=doc, exported=is_exported(name), parent=parent,
            detail=[f"{MEMBER_OF}{type_name}"] if type_name and parent is None else (),
        )  # fmt: skip
        owner: Expr = self.name(type_node) if type_node is not None else None
        plain = owner
        if owner is not None and parameters:
            owner = (units.APPLIED, owner[1], owner, tuple(map(self.name, parameters)))
        self.builder.open(EXTENSION_SCOPE, symbol=symbol, extends=owner)
        self.builder.use(plain, "type_uses")
        for one in parameters:
            self.builder.declare(self.text(one), one.start_byte, units.TYPE_PARAMETER, TYPES)
        named = (self.text(receiver), receiver.start_byte, owner) if receiver is not None else None
        self._function_inside(node, body, symbol, self._declare_function(name_node, symbol, 0), named)
        self.builder.close()

    # ------------------------------------------------------------ types, variables, constants

    def _specs(self, node: Node, doc: str) -> None:
        """Reads what one keyword declares, alone or several in brackets."""
        grouped = any(child.type == "(" for child in node.children)
        inner = [child for child in node.named_children if child.type == "var_spec_list"]
        repeated: Expr = None
        grouped = grouped or bool(inner)
        for child, own in self.documented((inner[0] if inner else node).children):
            whole, text = (child, own) if grouped else (node, doc)
            match child.type:
                case "type_spec":
                    self._type_spec(child, whole, text)
                case "type_alias":
                    self._type_alias(child, whole, text)
                case "var_spec":
                    self._variables(child, whole, text, self.used_type(child.child_by_field_name("type")), "variable")
                case "const_spec":
                    if child.child_by_field_name("value") is not None:
                        repeated = self.used_type(child.child_by_field_name("type"))
                    self._variables(child, whole, text, repeated, "constant")

    def _type_spec(self, node: Node, whole: Node, doc: str) -> None:
        name_node, type_node = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name_node is None or self.text(name_node) == BLANK:
            return
        name = self.text(name_node)
        has_members = type_node is not None and type_node.type in _MEMBERS
        body = _body(type_node) if has_members else None
        symbol = self.builder.symbol(
            _KINDS.get(type_node.type if type_node is not None else "", "type_alias"),
            name, whole, name_node, body=body, docstring=doc, exported=is_exported(name),
        )  # fmt: skip
        local = self._is_local
        if not local:
            self._types[name] = symbol
        flags = ORDERED if local else 0
        number = self.builder.declare(name, name_node.start_byte, TYPE, TYPES, symbol=symbol, flags=flags)
        with self.builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol):
            parameters = self.type_parameters(node.child_by_field_name("type_parameters"))
            self.builder.amend(number, parameters=tuple(parameters))
            if has_members and type_node is not None:
                self.members(type_node)
            else:
                self.builder.amend(number, type=self.used_type(type_node))

    def _type_alias(self, node: Node, whole: Node, doc: str) -> None:
        name_node, type_node = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name_node is None or self.text(name_node) == BLANK:
            return
        name = self.text(name_node)
        symbol = self.builder.symbol("type_alias", name, whole, name_node, docstring=doc, exported=is_exported(name))
        flags = ORDERED if self._is_local else 0
        number = self.builder.declare(name, name_node.start_byte, ALIAS, TYPES, symbol=symbol, flags=flags)
        with self.builder.inside(TYPE_SCOPE, declaration=number, symbol=symbol):
            parameters = self.type_parameters(node.child_by_field_name("type_parameters"))
            self.builder.amend(number, parameters=tuple(parameters), type=self.used_type(type_node))

    def _variables(self, node: Node, whole: Node, doc: str, type_: Expr, kind: str) -> None:
        names = [child for child in node.children_by_field_name("name") if child.is_named]
        if self._is_local:
            values = self.values_by_place(node.child_by_field_name("value"), len(names))
            for name, value in zip(names, values, strict=True):
                self.local(name, value, type_)
            return
        symbols = [self._variable_symbol(name, whole, doc, kind) for name in names]
        value_node = node.child_by_field_name("value")
        if len(symbols) == 1 and symbols[0] >= 0 and _is_function(value_node):
            with self.builder.inside(units.BLOCK, symbol=symbols[0]):
                values = self.values_by_place(value_node, 1)
        else:
            values = self.values_by_place(value_node, len(names))
        for name, symbol, value in zip(names, symbols, values, strict=True):
            if symbol >= 0:
                self.builder.declare(
                    self.text(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, type=type_, value=value
                )
            else:
                self._stated(type_, value)

    def _stated(self, interface: Expr, value: Expr) -> None:
        """`var _ I = &T{}`, which has the compiler see to it that T implements I."""
        made = _made_type(value)
        if interface is None or made is None:
            return
        with self.builder.inside(EXTENSION_SCOPE, extends=made):
            self.builder.base(interface, "implements")

    def _variable_symbol(self, name: Node, whole: Node, doc: str, kind: str) -> int:
        text = self.text(name)
        if text == BLANK:
            return -1
        return self.builder.symbol(kind, text, whole, name, docstring=doc, exported=is_exported(text))


def _made_type(value: Expr) -> Expr:
    """The type of which a value is written to be: `T{}`, `new(T)`, `(*T)(nil)`."""
    if value is None:
        return None
    is_conversion = value[0] == units.CALL and value[3] == (None,)
    made: Expr = value[2] if value[0] in (units.INITIAL, units.INSTANCE) or is_conversion else None
    return made[2] if made is not None and made[0] == units.APPLIED else made


def _receiver(node: Node | None) -> tuple[Node | None, Node | None, list[Node]]:
    """A method's receiver: its name, the name of its type, and those of the type's parameters."""
    declaration = next((c for c in node.named_children if c.type == "parameter_declaration"), None) if node else None
    if declaration is None:
        return None, None, []
    name, type_node = declaration.child_by_field_name("name"), declaration.child_by_field_name("type")
    while type_node is not None and type_node.type in ("pointer_type", "parenthesized_type"):
        type_node = type_node.named_children[-1] if type_node.named_children else None
    parameters: list[Node] = []
    if type_node is not None and type_node.type == "generic_type":
        given = type_node.child_by_field_name("type_arguments")
        for child in given.named_children if given is not None else ():
            one = child.named_children[0] if child.type == "type_elem" and child.named_children else child
            if one.type == "type_identifier":
                parameters.append(one)
        type_node = type_node.child_by_field_name("type")
    known = type_node is not None and type_node.type == "type_identifier"
    return name, type_node if known else None, parameters


def _body(node: Node | None) -> Node | None:
    """What follows the signature of a struct or interface."""
    return (
        next((child for child in node.children if child.type in ("field_declaration_list", "{")), None)
        if node
        else None
    )


def _is_function(node: Node | None) -> bool:
    """Whether the value of a variable is a function that is written down."""
    listed = node.named_children if node is not None else []
    return len(listed) == 1 and listed[0].type == "func_literal"
