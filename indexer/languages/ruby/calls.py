"""Calls of Ruby, with what some methods of the language itself do: `new`, `send`, `require`, `raise`, iteration."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from indexer.languages.ruby.expressions import Expressions
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import (
    CALL,
    CLASS_OF,
    ELEMENT,
    FUNCTION,
    IMPORT,
    LITERAL,
    MEMBER,
    NAME,
    NEW,
    PARTS,
    SUPER,
    THIS,
    UNION,
    Expr,
)

Special = Callable[[Node, list[Node]], "Expr | bool"]
"""Reads a call without receiver, given its arguments; False where it is a call like others."""

_ITERATORS: Final = frozenset(
    """each each_with_index each_with_object map flat_map collect select filter reject find detect find_all all? any? none? one? count
    sum group_by partition sort_by min_by max_by each_entry reverse_each filter_map find_each each_slice index_by index_with to_h
    take_while drop_while find_index cycle uniq delete_if keep_if map! select! reject!""".split()
)
_SAME: Final = frozenset(
    "freeze dup clone itself tap compact sort sort_by select filter reject reverse uniq to_a take drop presence".split()
)
"""Methods that give their receiver, or the like of it."""
_ONE: Final = frozenset("first last sample find detect min_by max_by pop shift fetch".split())
"""Methods that give an element of their receiver."""
_SENDING: Final = frozenset({"send", "__send__", "public_send", "try", "try!"})
_OF_RECEIVER: Final = frozenset({"tap", "then", "yield_self"})


class Calls(Expressions):
    """Reads calls; what defines something is the business of the class derived from this."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        self._handlers |= {
            "call": self._call,
            "super": self._super,
            "yield": self._yield,
            "lambda": self._lambda,
            "block": self._plain_block,
            "do_block": self._plain_block,
        }
        self.special: dict[str, Special] = {
            "require": self._require,
            "require_relative": self._require,
            "load": self._require,
            "autoload": self._autoload,
            "raise": self._raise,
            "fail": self._raise,
        }
        """Methods called without receiver that do more than a call."""

    # ------------------------------------------------------------ calls

    def bare_call(self, node: Node, name: str) -> Expr:
        """See `Expressions`."""
        special = self.special.get(name)
        if special is not None:
            found = special(node, [])
            if found is not False:
                return found if isinstance(found, tuple) else None
        if name == "new" and self.frame.is_static and self.frame.scope:
            return (NEW, node.start_byte, (THIS, node.start_byte), ())
        return (CALL, node.start_byte, (NAME, node.start_byte, name), ())

    def _call(self, node: Node) -> Expr:
        receiver, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
        arguments = node.child_by_field_name("arguments")
        given = [one for one in arguments.named_children if one.type != "comment"] if arguments is not None else []
        if method is not None and method.type == "super":
            return self._super_call(node, method, given)
        if receiver is None:
            return self._own_call(node, method, given)
        if method is None:
            value = self.visit(receiver)
            values = self.arguments(given)
            self.block(node, None)
            return (CALL, value[1], value, values) if value is not None else (PARTS, node.start_byte, "", values)
        return self._method_call(node, receiver, method, given)

    def _own_call(self, node: Node, method: Node | None, given: list[Node]) -> Expr:
        """A call without receiver: of a method of `self`, or of what makes methods."""
        if method is None:
            return None
        name = self.builder.text(method)
        special = self.special.get(name)
        if special is not None:
            found = special(node, given)
            if found is not False:
                return found if isinstance(found, tuple) else None
        values = self.arguments(given)
        function = self.block(node, None, (NAME, method.start_byte, name))
        if name in {"lambda", "proc"} and function is not None and not given:
            return function
        if name == "method" and given and given[0].type == "simple_symbol":
            return (MEMBER, given[0].start_byte + 1, (THIS, node.start_byte), self.builder.text(given[0])[1:])
        if name == "send" and given and given[0].type == "simple_symbol":
            return self._sent(given[0], (THIS, node.start_byte), values)
        if name == "new" and self.frame.is_static and self.frame.scope:
            return (NEW, method.start_byte, (THIS, method.start_byte), values)
        return (CALL, method.start_byte, (NAME, method.start_byte, name), values)

    def _method_call(self, node: Node, receiver: Node, method: Node, given: list[Node]) -> Expr:
        name = self.builder.text(method)
        value = self.visit(receiver)
        operator = node.child_by_field_name("operator")
        if method.type == "constant" and operator is not None and operator.type == "::" and not given:
            return (MEMBER, method.start_byte, value, name) if value is not None else None
        values = self.arguments(given)
        if name in {"include", "extend", "prepend"} and value is not None and value[0] in {THIS, NAME, MEMBER}:
            self.mix_into(value, name, given)
        block_value = value if name in _OF_RECEIVER else None
        if name in _ITERATORS and value is not None:
            block_value = (ELEMENT, method.start_byte, value)
        self.block(node, block_value, (MEMBER, method.start_byte, value, name) if value is not None else None)
        if (
            name in ("call", "()")
            and self.frame.block
            and value is not None
            and value[:1] == (NAME,)
            and value[2] == self.frame.block
        ):
            self._hand_to_block(values, method.start_byte)
        if value is None:
            return (PARTS, node.start_byte, "", tuple(one for one in values if one is not None)) if values else None
        if (
            name == "new"
            and value[0] in {NAME, MEMBER, THIS}
            and receiver.type in {"constant", "scope_resolution", "self"}
        ):
            return (NEW, value[1], value, values)
        if name == "class" and not given:
            return (CLASS_OF, method.start_byte, value)
        if name in _SENDING and given and given[0].type == "simple_symbol":
            return self._sent(given[0], value, values)
        if name == "method" and given and given[0].type == "simple_symbol":
            return (MEMBER, given[0].start_byte + 1, value, self.builder.text(given[0])[1:])
        call: Expr = (CALL, method.start_byte, (MEMBER, method.start_byte, value, name), values)
        if receiver.type in {"constant", "scope_resolution", "self"}:
            return call
        if name in _SAME:
            return (UNION, method.start_byte, (call, value))
        if name in _ONE:
            return (UNION, method.start_byte, (call, (ELEMENT, method.start_byte, value)))
        return call

    def _sent(self, symbol: Node, receiver: Expr, values: tuple[Expr, ...]) -> Expr:
        """`receiver.send(:name, ...)`."""
        offset = symbol.start_byte + 1
        return (CALL, offset, (MEMBER, offset, receiver, self.builder.text(symbol)[1:]), values[1:])

    def arguments(self, given: list[Node]) -> tuple[Expr, ...]:
        """Arguments by place; keywords together are one hash, the last."""
        found: list[Expr] = []
        keywords: list[Expr] = []
        for one in given:
            if one.type == "pair":
                keywords.append(self.pair(one))
            elif one.type == "block_argument":
                self.use(self._block_value(one))
            else:
                found.append(self.visit(one))
        if keywords:
            parts = tuple(one for one in keywords if one is not None and one[0] not in {LITERAL, THIS})
            found.append((PARTS, given[0].start_byte, "Hash", parts))
        return tuple(found)

    def _block_value(self, node: Node) -> Expr:
        return self.visit(node.named_children[0]) if node.named_child_count else None

    def _super(self, node: Node) -> Expr:
        return self._super_call(node, node, [])

    def _super_call(self, node: Node, method: Node, given: list[Node]) -> Expr:
        """`super`: the method of the same name of what comes next."""
        values = self.arguments(given)
        self.block(node, None) if node is not method else None
        if not self.frame.method or not self.frame.scope:
            return (PARTS, node.start_byte, "", tuple(one for one in values if one is not None)) if values else None
        offset = method.start_byte
        return (CALL, offset, (MEMBER, offset, (SUPER, offset), self.frame.method), values)

    def _yield(self, node: Node) -> Expr:
        values = tuple(
            one for child in node.named_children for one in self.arguments([part for part in child.named_children if part.type != "comment"])
            if one is not None
        )  # fmt: skip
        self._hand_to_block(values, node.start_byte)
        return (PARTS, node.start_byte, "", values) if values else None

    # ------------------------------------------------------------ blocks

    def _hand_to_block(self, values: tuple[Expr, ...], at: int) -> None:
        """Says what the method around hands to its block."""
        if self.frame.yielded is None and self.frame.method:
            self.frame.yielded = tuple(
                self.builder.declare(
                    "", at, units.VARIABLE, units.VALUES, flags=units.HIDDEN,
                    type=(CLASS_OF, at, one) if one is not None else None,
                )
                for one in values
            )  # fmt: skip

    def block(self, node: Node, element: Expr, callee: Expr = None) -> Expr:
        """The block of a call: its first parameter holds `element`, all what the method that is called hands to it."""
        block = node.child_by_field_name("block")
        if block is None:
            return None
        at = block.start_byte
        wanted: Expr = (units.WANTED, at, callee, 0, units.BLOCK_OF) if callee is not None else None
        return self.function(block, element, wanted=wanted)

    def _plain_block(self, node: Node) -> Expr:
        return self.function(node, None)

    def _lambda(self, node: Node) -> Expr:
        body = node.child_by_field_name("body")
        return self.function(node, None, body=body)

    def function(self, node: Node, element: Expr, *, body: Node | None = None, wanted: Expr = None) -> Expr:
        """A block or lambda: a function that sees the locals around it; `wanted` is what it is given to."""
        builder = self.builder
        number = builder.declare(
            "", node.start_byte, units.FUNCTION_, units.VALUES, flags=units.HIDDEN, scope=builder.scope
        )
        with builder.inside(units.FUNCTION_SCOPE, declaration=number):
            self.locals.append({})
            branches, self.branches = self.branches, 0
            parameters = node.child_by_field_name("parameters")
            declared = self.parameters(parameters, {}, element)
            for place, one in enumerate(declared if wanted is not None else ()):
                known = builder.declaration(one).value
                taken: Expr = (units.WANTED, node.start_byte, wanted, place, "")
                builder.amend(one, value=taken if known is None else (UNION, node.start_byte, (taken, known)))
            builder.amend(number, parameters=declared)
            if parameters is None and element is not None:
                for name in ("it", "_1"):
                    self.parameter(name, node.start_byte, value=element)
            inner = (body or node).child_by_field_name("body")
            value = self.run_body(inner if inner is not None else None)
            self.use(value)
            builder.returns(value)
            self.branches = branches
            self.locals.pop()
        return (FUNCTION, node.start_byte, number)

    def run_body(self, node: Node | None) -> Expr:
        """The value of a body."""
        return (
            self.body(node)
            if node is not None and node.type in {"body_statement", "block_body", "block"}
            else self.visit(node)
        )

    def parameters(self, node: Node | None, types: dict[str, Expr], first: Expr = None) -> tuple[int, ...]:
        """Declares parameters; gives those that arguments go to by place."""
        found: list[int] = []
        for child in node.named_children if node is not None else ():
            kind = child.type
            if kind == "identifier":
                name = self.builder.text(child)
                found.append(self.parameter(name, child.start_byte, type_=types.get(name), value=first))
            elif kind == "destructured_parameter":
                self.parameters(child, types, (ELEMENT, child.start_byte, first) if first is not None else None)
            elif kind in {
                "optional_parameter",
                "keyword_parameter",
                "splat_parameter",
                "hash_splat_parameter",
                "block_parameter",
            }:
                name_node = child.child_by_field_name("name")
                default = self.visit(child.child_by_field_name("value"))
                self.use(default)
                if name_node is not None:
                    name = self.builder.text(name_node)
                    if kind == "block_parameter":
                        self.frame.block = name
                    keeps = kind in {"optional_parameter", "keyword_parameter"}
                    number = self.parameter(
                        name, name_node.start_byte, type_=types.get(name), value=default if keeps else None
                    )
                    if kind == "optional_parameter":
                        found.append(number)
            first = None
        return tuple(found)

    # ------------------------------------------------------------ what the language's own methods do

    def literal(self, node: Node | None) -> str:
        """The text of a symbol or of a string without parts."""
        if node is None:
            return ""
        if node.type == "simple_symbol":
            return self.builder.text(node)[1:]
        if node.type == "string" and node.named_child_count == 1 and node.named_children[0].type == "string_content":
            return self.builder.text(node.named_children[0])
        return ""

    def _require(self, node: Node, given: list[Node]) -> Expr | bool:
        path = self.literal(given[0]) if given else ""
        if not path:
            return False
        method = node.child_by_field_name("method")
        how = self.builder.text(method) if method is not None else "require"
        self.builder.use((IMPORT, given[0].start_byte + 1, f"{how} {path}", ""), "imports")
        return True

    def _autoload(self, node: Node, given: list[Node]) -> Expr | bool:  # noqa: ARG002 - as the table has it
        path = self.literal(given[1]) if len(given) > 1 else ""
        if path:
            self.builder.use((IMPORT, given[1].start_byte + 1, f"require {path}", ""), "imports")
            return True
        return False

    def _raise(self, node: Node, given: list[Node]) -> Expr | bool:
        """`raise Error, "text"`, `raise Error.new(...)`."""
        method = node.child_by_field_name("method") or node
        if not given:
            return (CALL, method.start_byte, (NAME, method.start_byte, self.builder.text(method)), ())
        values = self.arguments(given)
        raised = values[0]
        if raised is not None and raised[0] in {NAME, MEMBER} and given[0].type in {"constant", "scope_resolution"}:
            self.builder.use(raised, "raises")
            values = values[1:]
        elif raised is not None and raised[0] == NEW and raised[2] is not None and raised[2][0] in {NAME, MEMBER}:
            self.builder.use(raised[2], "raises")
        parts = tuple(one for one in values if one is not None and one[0] != LITERAL)
        return (PARTS, node.start_byte, "", parts) if parts else True

    def attribute_assignment(self, left: Node, value: Expr) -> None:
        """`receiver.name = value`: a call of `name=`."""
        receiver, method = left.child_by_field_name("receiver"), left.child_by_field_name("method")
        owner = self.visit(receiver)
        if owner is None or method is None:
            self.use(owner)
            return
        name = self.builder.text(method)
        offset = method.start_byte
        self.builder.use((CALL, offset, (MEMBER, offset, owner, f"{name}="), (value,)))
        self.builder.assign((MEMBER, offset, owner, name), value)

    # ------------------------------------------------------------ for the class derived from this

    @abstractmethod
    def mix_into(self, target: Expr, how: str, given: list[Node]) -> None:
        """`target.include(Module)`."""
