"""Expressions of PHP as expressions of the linker's intermediate form."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from indexer.languages.php.names import CONSTANT, FUNCTION
from indexer.languages.php.operators import Operators
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import CALL, ELEMENT, IMPORT, LITERAL, MEMBER, NEW, PARTS, SEQUENCE, SUPER, THIS, Expr

_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_MAGIC: Final = frozenset(
    {"__line__", "__file__", "__dir__", "__function__", "__class__", "__method__", "__namespace__", "__trait__"}
)
_LITERALS: Final = {
    "integer": "int", "float": "float", "string": "string", "boolean": "bool", "null": "null", "heredoc": "string", "nowdoc": "string",
    "cast_expression": "", "shell_command_expression": "string",
}  # fmt: skip


class Expressions(Operators, ABC):
    """Reads expressions; functions and classes in them are the business of the class derived from this."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        handlers: dict[str, Callable[[Node], Expr]] = {
            "variable_name": self.variable,
            "name": self._constant,
            "qualified_name": self._constant,
            "relative_name": self._constant,
            "relative_scope": self.class_name,
            "member_access_expression": self._member,
            "nullsafe_member_access_expression": self._member,
            "member_call_expression": self._member_call,
            "nullsafe_member_call_expression": self._member_call,
            "scoped_call_expression": self._scoped_call,
            "scoped_property_access_expression": self._scoped_property,
            "class_constant_access_expression": self._class_constant,
            "function_call_expression": self._call,
            "object_creation_expression": self._new,
            "assignment_expression": self.assignment,
            "reference_assignment_expression": self.assignment,
            "augmented_assignment_expression": self.augmented,
            "subscript_expression": self._subscript,
            "array_creation_expression": self._array,
            "conditional_expression": self.conditional,
            "match_expression": self.match,
            "binary_expression": self.binary,
            "parenthesized_expression": self._inner,
            "clone_expression": self._inner,
            "error_suppression_expression": self._inner,
            "cast_expression": self.cast,
            "encapsed_string": self._string_of_parts,
            "heredoc": self._string_of_parts,
            "throw_expression": self._throw,
            "include_expression": self._include,
            "include_once_expression": self._include,
            "require_expression": self._include,
            "require_once_expression": self._include,
            "anonymous_function": self.closure,
            "arrow_function": self.closure,
            "comment": lambda _: None,
        }
        for kind, name in _LITERALS.items():
            if name and kind != "heredoc":
                handlers[kind] = lambda node, name=name: (LITERAL, node.start_byte, name)  # type: ignore[misc]
        self._expressions = handlers

    def expression(self, node: Node | None) -> Expr:
        """An expression; None where nothing is known of it."""
        if node is None:
            return None
        handler = self._expressions.get(node.type)
        if handler is not None:
            return handler(node)
        return self._parts(node, "") if node.named_child_count else None

    def _parts(self, node: Node, type_: str) -> Expr:
        parts = tuple(part for part in map(self.expression, node.named_children) if part is not None)
        return (PARTS, node.start_byte, type_, parts) if parts or type_ else None

    def _string_of_parts(self, node: Node) -> Expr:
        return self._parts(node, "string")

    def _inner(self, node: Node) -> Expr:
        found: Expr = None
        for child in node.named_children:
            found = self.expression(child)
        return found

    # ------------------------------------------------------------ names

    def _constant(self, node: Node) -> Expr:
        """A bare name: a constant."""
        word = self.builder.text(node)
        if word.lower() in _MAGIC or word.lower() in {"true", "false", "null"}:
            return (LITERAL, node.start_byte, "string" if word.startswith("_") else "bool")
        return self.names.of_node(node, CONSTANT)

    def _scope(self, node: Node) -> Expr:
        """What stands before `::`, as a value that is a class, or an instance of it."""
        if node.type in {"name", "qualified_name", "relative_name", "relative_scope"}:
            word = self.builder.text(node).lower()
            if word == "parent":
                return (SUPER, node.start_byte) if self.own_type is not None else self.class_name(node)
            if word == "static":
                return (THIS, node.start_byte)
            return self.class_name(node)
        return self.expression(node)

    # ------------------------------------------------------------ members

    def _named(self, node: Node | None) -> str | None:
        """The name of a member, where it is written down."""
        if node is not None and node.type == "name":
            return self.builder.text(node)
        self.builder.use(self.expression(node))
        return None

    def _member(self, node: Node) -> Expr:
        owner = self.expression(node.child_by_field_name("object"))
        name_node = node.child_by_field_name("name")
        name = self._named(name_node)
        if name is None or name_node is None or owner is None:
            self.builder.use(owner)
            return None
        return (MEMBER, name_node.start_byte, owner, f"${name}")

    def _member_call(self, node: Node) -> Expr:
        return self._called(node, self.expression(node.child_by_field_name("object")))

    def _scoped_call(self, node: Node) -> Expr:
        scope = node.child_by_field_name("scope")
        return self._called(node, self._scope(scope) if scope is not None else None)

    def _called(self, node: Node, owner: Expr) -> Expr:
        """A method's call; `(...)` in place of arguments makes a closure of it."""
        name_node = node.child_by_field_name("name")
        name = self._named(name_node)
        arguments = node.child_by_field_name("arguments")
        if name is None or name_node is None or owner is None:
            self.builder.use(owner)
            values = self.arguments(arguments)
            return (PARTS, node.start_byte, "", tuple(one for one in values if one is not None)) if values else None
        member = (MEMBER, name_node.start_byte, owner, name)
        if _is_placeholder(arguments):
            return member
        return (CALL, name_node.start_byte, member, self.arguments(arguments))

    def _scoped_property(self, node: Node) -> Expr:
        scope, name = node.child_by_field_name("scope"), node.child_by_field_name("name")
        owner = self._scope(scope) if scope is not None else None
        if name is None or name.type != "variable_name" or owner is None:
            self.builder.use(owner)
            return None
        return (MEMBER, name.start_byte, owner, self.builder.text(name))

    def _class_constant(self, node: Node) -> Expr:
        children = [one for one in node.named_children if one.type != "comment"]
        if not children:
            return None
        owner = self._scope(children[0])
        if len(children) < 2 or children[1].type != "name" or owner is None:
            self.builder.use(owner)
            return self._parts(children[1], "") if len(children) > 1 else None
        name = self.builder.text(children[1])
        return owner if name == "class" else (MEMBER, children[1].start_byte, owner, name)

    def _subscript(self, node: Node) -> Expr:
        children = node.named_children
        owner = self.expression(children[0]) if children else None
        for index in children[1:]:
            self.use_unless_plain(self.expression(index))
        return (ELEMENT, node.start_byte, owner) if owner is not None else None

    # ------------------------------------------------------------ calls

    def arguments(self, node: Node | None) -> tuple[Expr, ...]:
        """The arguments of a call, in their order."""
        if node is None:
            return ()
        found: list[Expr] = []
        for argument in node.named_children:
            if argument.type == "argument":
                children = argument.named_children
                spread = bool(children) and children[-1].type == "variadic_unpacking"
                value = self.expression(children[-1]) if children else None
                if spread:
                    value = (units.SPLAT, argument.start_byte, value)
                found.append(value)
            elif argument.type == "variadic_unpacking":
                found.append((units.SPLAT, argument.start_byte, self._inner(argument)))
        return tuple(found)

    def _call(self, node: Node) -> Expr:
        callee, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if callee is None:
            return None
        if callee.type not in {"name", "qualified_name", "relative_name"}:
            function = self.expression(callee)
            values = self.arguments(arguments)
            return (
                (CALL, function[1], function, values) if function is not None else (PARTS, node.start_byte, "", values)
            )
        word = self.builder.text(callee).lower().lstrip("\\")
        if word in {"isset", "empty"}:
            return self._parts(arguments, "bool") if arguments is not None else None
        function = self.names.of_node(callee, FUNCTION)
        if word == "define":
            self.define(node, arguments)
        if _is_placeholder(arguments) or function is None:
            return function
        return (CALL, function[1], function, self.arguments(arguments))

    def _new(self, node: Node) -> Expr:
        made = next((one for one in node.named_children if one.type != "comment"), None)
        if made is None:
            return None
        if made.type == "anonymous_class":
            return self.anonymous_class(made)
        values = self.arguments(next((one for one in node.named_children if one.type == "arguments"), None))
        if made.type in {"name", "qualified_name", "relative_name", "relative_scope"}:
            type_ = self.class_name(made)
            return (NEW, type_[1], type_, values) if type_ is not None else None
        dynamic = self.expression(made)
        return (PARTS, node.start_byte, "", tuple(one for one in (dynamic, *values) if one is not None))

    def _throw(self, node: Node) -> Expr:
        value = self._inner(node)
        self.builder.use(value)
        if value is not None and value[0] == NEW:
            self.builder.use(value[2], "raises")
        return None

    def _include(self, node: Node) -> Expr:
        """`require __DIR__ . '/a.php'`: an import of the file, by the written end of its path."""
        text = ""
        todo = [one for one in node.named_children if one.type != "comment"][-1:]
        place = todo[0].start_byte if todo else node.start_byte
        self.builder.use(self.expression(todo[0]) if todo else None)
        while todo:
            one = todo.pop()
            if one.type in {"string", "encapsed_string"}:
                text = (
                    "".join(self.builder.text(part) for part in one.named_children if part.type == "string_content")
                    + text
                )
                place = one.start_byte + 1
                if any(part.type != "string_content" for part in one.named_children):
                    text = text[text.rfind("/") :] if "/" in text else ""
                    break
            elif one.type in {"binary_expression", "parenthesized_expression"}:
                todo += one.named_children
        path = text.strip()
        if path and not path.isspace() and "." in path:
            self.builder.use((IMPORT, place, f"file {path}", ""), "imports")
        return None

    # ------------------------------------------------------------ arrays

    def _array(self, node: Node) -> Expr:
        """An array; `[$object, 'method']` names a method, which may be called through it."""
        elements: list[Expr] = []
        keyed = False
        nodes = [one for one in node.named_children if one.type == "array_element_initializer"]
        for element in nodes:
            parts = [one for one in element.named_children if one.type != "comment"]
            for key in parts[:-1]:
                keyed = True
                self.use_unless_plain(self.expression(key))
            elements.append(self.expression(parts[-1]) if parts else None)
        if len(elements) == 2 and not keyed and elements[0] is not None and nodes[1].named_child_count:
            name = self._callable_name(nodes[1].named_children[0])
            if (
                name is not None
                and elements[0][0] in {THIS, units.NAME}
                and self._is_object(nodes[0].named_children[0])
            ):
                return (PARTS, node.start_byte, "array", ((MEMBER, nodes[1].start_byte + 1, elements[0], name),))
        return (SEQUENCE, node.start_byte, tuple(one for one in elements if one is not None))

    def _callable_name(self, node: Node) -> str | None:
        if node.type not in {"string", "encapsed_string"} or node.named_child_count != 1:
            return None
        text = self.builder.text(node.named_children[0])
        return text if _WORD.fullmatch(text) else None

    def _is_object(self, node: Node) -> bool:
        """Whether the first part of what may be a callable is `$this` or `X::class`."""
        return node.type == "class_constant_access_expression" or self.builder.text(node) == "$this"

    # ------------------------------------------------------------ for the class derived from this

    @abstractmethod
    def closure(self, node: Node) -> Expr:
        """A function expression."""

    @abstractmethod
    def anonymous_class(self, node: Node) -> Expr:
        """An instance of a class without a name."""

    @abstractmethod
    def define(self, node: Node, arguments: Node | None) -> None:
        """`define('NAME', value)`."""


def _is_placeholder(arguments: Node | None) -> bool:
    """Whether `(...)` stands in place of arguments."""
    return (
        arguments is not None
        and arguments.named_child_count == 1
        and arguments.named_children[0].type == "variadic_placeholder"
    )
