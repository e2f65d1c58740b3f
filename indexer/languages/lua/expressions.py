"""Expressions of Lua as expressions of the linker's intermediate form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from indexer.languages.lua.tables import Binding, Table
from indexer.languages.toolkit.builder import Builder
from indexer.languages.toolkit.operators import operation, row
from indexer.model import units
from indexer.model.units import CALL, ELEMENT, FUNCTION, IMPORT, INSTANCE, LITERAL, MEMBER, NAME, PARTS, UNION, Expr

_EXTENDING: Final = frozenset({"extend", "subclass", "derive", "inherit"})
"""Methods by which class libraries make a class from the one that they are called on."""
_MAKING: Final = frozenset({"class", "Class"})
"""Functions by which class libraries make a class; further arguments are its bases."""
_PROTECTED: Final = {"pcall": 1, "xpcall": 2}
"""Functions that call their first argument with those from this one on."""
_METAMETHODS: Final = {
    "+": "__add", "-": "__sub", "*": "__mul", "/": "__div", "%": "__mod", "^": "__pow", "//": "__idiv", "&": "__band", "|": "__bor",
    "~": "__bxor", "<<": "__shl", ">>": "__shr", "..": "__concat", "==": "__eq", "~=": "__eq", "<": "__lt", "<=": "__le",
    ">": "__lt", ">=": "__le __lt",
}  # fmt: skip
_PREFIXES: Final = {"-": "__unm", "#": "__len", "~": "__bnot"}
"""Fields of metatables, by the signs of operators."""


class Expressions(ABC):
    """Reads expressions; the statements of functions in them are the business of the class derived from this."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        self.builder = builder
        self.names: list[dict[str, Binding]] = [{}]
        """Locals by name, the innermost block last."""
        self.globals: dict[str, Binding] = {}
        self.tables: list[Table] = []
        handlers: dict[str, Callable[[Node], Expr]] = {
            "identifier": self._identifier,
            "dot_index_expression": self._dot_index,
            "bracket_index_expression": self._bracket_index,
            "method_index_expression": self._method_index,
            "function_call": self.call,
            "table_constructor": self.table,
            "function_definition": self._anonymous,
            "binary_expression": self._binary,
            "unary_expression": self._unary,
            "parenthesized_expression": self._inner,
            "string": self._string,
            "number": self._number,
            "true": self._boolean,
            "false": self._boolean,
        }
        self._handlers = handlers

    # ------------------------------------------------------------ names

    def binding(self, name: str) -> Binding | None:
        """What a name is bound to where reading stands."""
        for names in reversed(self.names):
            found = names.get(name)
            if found is not None:
                return found
        return self.globals.get(name)

    def table_of(self, expr: Expr) -> Table | None:
        """The table of this file that an expression names."""
        if expr is None:
            return None
        if expr[0] == NAME:
            found = self.binding(expr[2])
        elif expr[0] == MEMBER:
            outer = self.table_of(expr[2])
            found = outer.fields.get(expr[3]) if outer is not None else None
        else:
            return None
        return found.table if found is not None else None

    # ------------------------------------------------------------ expressions

    def expression(self, node: Node | None) -> Expr:
        """An expression; None where nothing is known of it."""
        if node is None:
            return None
        handler = self._handlers.get(node.type)
        if handler is not None:
            return handler(node)
        if node.named_child_count and node.type != "comment":
            return self._parts(node, "")
        return None

    def _parts(self, node: Node, type_: str) -> Expr:
        parts = tuple(part for part in map(self.expression, node.named_children) if part is not None)
        return (PARTS, node.start_byte, type_, parts) if parts or type_ else None

    def _identifier(self, node: Node) -> Expr:
        return (NAME, node.start_byte, self.builder.text(node))

    def _inner(self, node: Node) -> Expr:
        return self.expression(node.named_children[0]) if node.named_child_count else None

    def _dot_index(self, node: Node) -> Expr:
        field = node.child_by_field_name("field")
        owner = self.expression(node.child_by_field_name("table"))
        if field is None or owner is None:
            return owner
        return (MEMBER, field.start_byte, owner, self.builder.text(field))

    def _method_index(self, node: Node) -> Expr:
        method = node.child_by_field_name("method")
        owner = self.expression(node.child_by_field_name("table"))
        if method is None:
            return owner
        return (MEMBER, method.start_byte, owner, self.builder.text(method))

    def _bracket_index(self, node: Node) -> Expr:
        owner = self.expression(node.child_by_field_name("table"))
        index = node.child_by_field_name("field")
        key = self.string_value(index)
        if key is not None and index is not None:
            return (MEMBER, index.start_byte + 1, owner, key)
        used = self.expression(index)
        if used is not None and used[0] != LITERAL:
            self.builder.use(used)
        return (ELEMENT, node.start_byte, owner)

    def string_value(self, node: Node | None) -> str | None:
        """The text of a string; None of anything else."""
        if node is None or node.type != "string":
            return None
        content = node.child_by_field_name("content")
        return self.builder.text(content) if content is not None else ""

    def _string(self, node: Node) -> Expr:
        return (LITERAL, node.start_byte, "string")

    def _number(self, node: Node) -> Expr:
        return (LITERAL, node.start_byte, "number")

    def _boolean(self, node: Node) -> Expr:
        return (LITERAL, node.start_byte, "boolean")

    def _unary(self, node: Node) -> Expr:
        sign = node.children[0].type if node.children else ""
        if sign in _PREFIXES:
            return operation(
                node.start_byte, _PREFIXES[sign], (self.expression(node.child_by_field_name("operand")),), "number"
            )
        return self._parts(node, "boolean" if sign == "not" else "number")

    def _binary(self, node: Node) -> Expr:
        operator = node.child_by_field_name("operator")
        kind = operator.type if operator is not None else ""
        if kind not in {"or", "and"}:
            return self._operation(node)
        left = self.expression(node.child_by_field_name("left"))
        right = self.expression(node.child_by_field_name("right"))
        if kind == "or":
            return (UNION, node.start_byte, tuple(one for one in (left, right) if one is not None))
        self.builder.use(left)
        return right

    def _operation(self, node: Node) -> Expr:
        """Operators are fields of metatables (`__add`)."""
        first, signs = row(node)
        found = self.expression(first)
        for operator, right in signs:
            sign = operator.type if operator is not None else ""
            value = self.expression(right)
            at = operator.start_byte if operator is not None else node.start_byte
            found = operation(at, _METAMETHODS.get(sign, ""), (found, value), "string" if sign == ".." else "")
        return found

    def _anonymous(self, node: Node) -> Expr:
        return (FUNCTION, node.start_byte, self.function(node))

    # ------------------------------------------------------------ calls

    def call(self, node: Node) -> Expr:
        """A call; `require` is an import, `setmetatable` an instance."""
        callee = self.expression(node.child_by_field_name("name"))
        arguments = node.child_by_field_name("arguments")
        given = [one for one in arguments.named_children if one.type != "comment"] if arguments is not None else []
        if callee is not None and callee[0] == NAME and self.binding(callee[2]) is None:
            special = self._special(node, callee, given)
            if special is not None:
                return special
        values = tuple(map(self.expression, given))
        if callee is None:
            return (PARTS, node.start_byte, "", tuple(one for one in values if one is not None))
        method = node.child_by_field_name("name")
        if method is not None and method.type == "dot_index_expression" and given and self._is_self(given[0]):
            self.builder.use(values[0])
            values = values[1:]
        if (
            callee[0] == MEMBER
            and callee[3] == "new"
            and method is not None
            and method.type == "method_index_expression"
        ):
            made = self.table_of(callee[2])
            if made is not None and made.by_library and "new" not in made.fields:
                return (units.NEW, callee[1], callee[2], values)  # as class libraries have it
        return (CALL, callee[1], callee, values)

    def _is_self(self, node: Node) -> bool:
        """Whether an argument hands on the receiver, as in `Base.draw(self)`: it is no argument of a method."""
        return node.type == "identifier" and self.builder.text(node) == "self"

    def _special(self, node: Node, callee: units.Known, given: list[Node]) -> Expr:
        """What calls of some globals mean; None for a call like others."""
        name = callee[2]
        if name in {"require", "dofile", "loadfile"}:
            return self.required(given[0], whole=name == "require") if given else None
        if name == "setmetatable" and len(given) > 1:
            return self._with_metatable(node, callee, given)
        if name in _PROTECTED and given:
            called = self.expression(given[0])
            rest = tuple(map(self.expression, given[_PROTECTED[name] :]))
            handler = tuple(map(self.expression, given[1 : _PROTECTED[name]]))
            if called is not None:
                called = (CALL, called[1], called, rest) if called[0] in {NAME, MEMBER, FUNCTION} else called
            parts = (callee, called, *handler)
            return (PARTS, node.start_byte, "", tuple(one for one in parts if one is not None))
        return None

    def required(self, argument: Node, *, whole: bool) -> Expr:
        """The value of the module that an argument of `require` (or, not `whole`, of `dofile`) names."""
        module = self.string_value(argument)
        if module is None and argument.type == "binary_expression":
            left, right = argument.child_by_field_name("left"), argument.child_by_field_name("right")
            end = self.string_value(right)
            if end is not None and left is not None and left.type == "vararg_expression":
                module = f".{end}" if not end.startswith(".") else end  # `require(... .. ".part")`
        if module is None or not module.strip():
            used = self.expression(argument)
            self.builder.use(used)
            return None
        module = module.strip()
        if not whole and not module.endswith(".lua"):
            return None
        self.builder.use((IMPORT, argument.start_byte + 1, module, ""), "imports")
        return (IMPORT, argument.start_byte + 1, module, "default")

    def with_index(self, node: Node) -> tuple[Node, Expr]:
        """Of `setmetatable({...}, {__index = base})` the constructor and the base; else the call itself."""
        callee, arguments = node.child_by_field_name("name"), node.child_by_field_name("arguments")
        if callee is None or arguments is None or self.builder.text(callee) != "setmetatable":
            return node, None
        given = [one for one in arguments.named_children if one.type != "comment"]
        if len(given) != 2 or {one.type for one in given} != {"table_constructor"}:
            return node, None
        index = self._index_of(given[1])
        if index is None:
            return node, None
        self.builder.use((NAME, callee.start_byte, "setmetatable"))
        self.builder.use(self.expression(given[1]))
        return given[0], index

    def _with_metatable(self, node: Node, callee: units.Known, given: list[Node]) -> Expr:
        """`setmetatable(value, metatable)`: an instance of the metatable, or of what its `__index` names."""
        self.builder.use(callee)
        value = self.expression(given[0])
        index: Expr
        if given[1].type == "table_constructor":
            metatable = self.expression(given[1])
            self.builder.use(metatable)
            index = self._index_of(given[1])
        else:
            index = metatable = self.expression(given[1])
            self.builder.use(metatable)
            own = self.table_of(index)
            if own is not None:
                own.make_class(self.builder)
        for one in given[2:]:
            self.builder.use(self.expression(one))
        target = self.table_of(value)
        if target is not None and value is not None and value[0] in {NAME, MEMBER}:
            if index is not None and index != value:
                target.inherit(self.builder, index)
            return value
        if index is None:
            return value
        base = self.table_of(index)
        if base is not None:
            base.make_class(self.builder)
        return (INSTANCE, node.start_byte, index, value)

    def _index_of(self, constructor: Node) -> Expr:
        """The table that the `__index` of a metatable names."""
        for field in constructor.named_children:
            name = field.child_by_field_name("name")
            value = field.child_by_field_name("value")
            if name is not None and value is not None and self.builder.text(name).strip("\"'") == "__index":
                return self.expression(value) if value.type in {"identifier", "dot_index_expression"} else None
        return None

    def made_class(self, value: Expr) -> tuple[bool, tuple[Expr, ...]]:
        """Whether a call makes a class as class libraries do, and from which bases."""
        if value is None or value[0] != CALL or value[2] is None:
            return False, ()
        callee, arguments = value[2], value[3]
        if callee[0] == MEMBER and callee[3] in _EXTENDING:
            return True, (callee[2],) if callee[2] is not None and callee[2][0] in {NAME, MEMBER} else ()
        name = callee[2] if callee[0] == NAME else callee[3] if callee[0] == MEMBER else ""
        if name not in _MAKING:
            return False, ()
        return True, tuple(one for one in arguments if one is not None and one[0] in {NAME, MEMBER})

    # ------------------------------------------------------------ for the class derived from this

    @abstractmethod
    def table(self, node: Node) -> Expr:
        """A table constructor without a name."""

    @abstractmethod
    def function(self, node: Node) -> int:
        """The declaration of a function without a name."""
