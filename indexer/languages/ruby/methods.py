"""Methods of Ruby: `def`, `def self.a`, `define_method`."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.ruby.members import Members
from indexer.languages.ruby.variables import Frame
from indexer.languages.ruby.written_types import NOTHING, Types, of_comment
from indexer.languages.toolkit.builder import Builder
from indexer.languages.toolkit.comments import comment_before
from indexer.model import units
from indexer.model.units import LITERAL, Expr

_COMMENTS: Final = frozenset({"comment"})


class Methods(Members):
    """Reads methods."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        self._handlers |= {"method": self._method, "singleton_method": self._singleton_method}
        self.special |= {"define_method": self._define_method, "test": self._test}

    def _method(self, node: Node) -> Expr:
        name_node = node.child_by_field_name("name")
        if name_node is not None:
            static = self.frame.is_singleton
            scope = (
                self.frame.scope or self.builder.scope
            )  # in a block outside of types only code of the block has it for sure
            self._defined(node, name_node, self.builder.text(name_node), static=static, scope=scope)
        return self._symbol_of(node)

    def _symbol_of(self, node: Node) -> Expr:
        """What a definition gives: the name, as a symbol."""
        return (LITERAL, node.start_byte, "Symbol")

    def _singleton_method(self, node: Node) -> Expr:
        """`def self.a`, `def A.a`."""
        name_node, owner = node.child_by_field_name("name"), node.child_by_field_name("object")
        if name_node is None or owner is None:
            return None
        name = self.builder.text(name_node)
        if owner.type == "constant" and not self._is_around(owner):
            with self.builder.inside(units.EXTENSION_SCOPE, extends=self.constant(owner)) as scope:
                self.builder.use(self.constant(owner), scope=self.builder.scope_record(scope).parent)
                self._defined(node, name_node, name, static=True, scope=scope)
        elif owner.type in {"self", "constant"}:
            self._defined(node, name_node, name, static=bool(self.frame.scope), scope=self.frame.scope)
        else:
            self.use(self.visit(owner))
            with self.builder.inside(units.FUNCTION_SCOPE) as scope:
                self._defined(node, name_node, name, static=False, scope=scope)
        return self._symbol_of(node)

    def _is_around(self, owner: Node) -> bool:
        """Whether a constant names the type whose body this is."""
        number = self.builder.scope_record(self.frame.scope).declaration
        return number >= 0 and self.builder.declaration(number).name == self.builder.text(owner)

    def _defined(self, node: Node, name_node: Node, name: str, *, static: bool, scope: int) -> None:
        builder = self.builder
        comment = comment_before(self.documented(node), builder.source, _COMMENTS)
        types = self.taken_signature()
        if types is NOTHING:
            types = of_comment(comment, node.start_byte)
        body = node.child_by_field_name("body")
        visibility = (
            self.frame.default_visibility if (self.frame.scope and not static) or self.frame.is_singleton else "public"
        )
        is_constructor = name == "initialize" and not static and bool(self.frame.scope)
        words = [word for word, holds in ((visibility, visibility != "public"), ("static", static)) if holds]
        symbol = builder.symbol(
            "constructor" if is_constructor else "method", name, node, name_node, body=body, docstring=comment, detail=words,
            exported=visibility == "public", parent=builder.scope_record(scope).symbol,
        )  # fmt: skip
        flags = (units.STATIC if static else 0) | (units.CONSTRUCTOR if is_constructor else 0)
        number = builder.declare(
            name,
            name_node.start_byte,
            units.FUNCTION_,
            units.VALUES,
            symbol=symbol,
            flags=flags,
            scope=scope,
            type=types.result,
        )
        self.methods[scope, static, name] = number
        frame = Frame(
            self.frame.scope if builder.scope_record(scope).kind == units.FUNCTION_SCOPE else scope,
            is_static=static,
            method=name,
        )
        with self.framed(frame), builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol):
            self._method_body(node, number, types, body)
        if self.frame.module_function and not static:
            self.also_static(number)

    def _method_body(self, node: Node, number: int, types: Types, body: Node | None) -> None:
        builder = self.builder
        parameters = self.parameters(node.child_by_field_name("parameters"), types.parameters)
        builder.amend(number, parameters=parameters)
        if body is not None:
            value = self.run_body(body)
            self.use(value)
            builder.returns(value)
        if self.frame.yielded is not None:
            at = node.start_byte
            block = builder.declare(
                "", at, units.FUNCTION_, units.VALUES, flags=units.HIDDEN, parameters=self.frame.yielded
            )
            builder.declare(
                units.BLOCK_OF, at, units.VARIABLE, units.VALUES, flags=units.HIDDEN, type=(units.FUNCTION, at, block)
            )

    def _define_method(self, node: Node, given: list[Node]) -> Expr | bool:
        """`define_method(:name) { |argument| ... }`."""
        name = self.literal(given[0]) if given else ""
        if not name or not self.frame.scope:
            return False
        builder = self.builder
        block = node.child_by_field_name("block")
        static = self.frame.is_singleton
        symbol = builder.symbol(
            "method", name, node, given[0], body=block, documented=self.documented(node), detail=["static"] if static else [],
            parent=builder.scope_record(self.frame.scope).symbol,
        )  # fmt: skip
        number = builder.declare(
            name, given[0].start_byte, units.FUNCTION_, units.VALUES, symbol=symbol, flags=units.STATIC if static else 0,
            scope=self.frame.scope,
        )  # fmt: skip
        self.methods[self.frame.scope, static, name] = number
        for one in given[1:]:
            self.use(self.visit(one))
        if block is None:
            return True
        around = self.frame
        self.frame = Frame(around.scope, is_static=static, method=name)
        with builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol):
            self.locals.append({})
            builder.amend(number, parameters=self.parameters(block.child_by_field_name("parameters"), {}))
            body = block.child_by_field_name("body")
            value = self.run_body(body) if body is not None else None
            self.use(value)
            builder.returns(value)
            self.locals.pop()
        self.frame = around
        return True

    def _test(self, node: Node, given: list[Node]) -> Expr | bool:
        """`test "what holds" do ... end` in the class of a test: a method that runs for an instance."""
        block = node.child_by_field_name("block") if node.type == "call" else None
        if block is None or len(given) != 1 or given[0].type != "string" or not self.in_class_body():
            return False
        if not self._define_method(node, given):
            return False
        method = node.child_by_field_name("method") or node
        return (units.CALL, method.start_byte, (units.NAME, method.start_byte, "test"), ())
