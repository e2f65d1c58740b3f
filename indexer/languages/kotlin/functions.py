"""Kotlin functions, constructors and accessors, and what stands before definitions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tree_sitter import Node

from indexer.languages.java.reader import CONSTRUCTOR_NAME, NO_MODIFIERS, Modifiers, child_of
from indexer.languages.kotlin.statements import Statements
from indexer.languages.kotlin.types import COMMENTS, TYPE_KINDS
from indexer.model.units import (
    ABSTRACT,
    CALL,
    CONSTRUCTOR,
    EXTENSION,
    EXTENSION_SCOPE,
    FILE,
    FUNCTION,
    FUNCTION_,
    FUNCTION_SCOPE,
    HIDDEN,
    ORDERED,
    PRIVATE,
    STATIC,
    SUPER,
    THIS,
    TYPE_SCOPE,
    VALUES,
    VARIABLE,
    VARIADIC,
    Expr,
)


class Functions(Statements):
    """Reads functions."""

    # ------------------------------------------------------------ what stands before a declaration

    def modifiers(self, node: Node) -> Modifiers:
        """The modifiers of a declaration."""
        found = child_of(node, "modifiers")
        words = frozenset(
            child.type
            for child in node.children
            if child.type in ("interface", "object", "companion", "val", "var", "fun")
        )
        if found is None:
            return Modifiers(words, (), -1) if words else NO_MODIFIERS
        annotations = tuple(one for one in found.named_children if one.type == "annotation")
        given = frozenset(self.text(one) for one in found.named_children if one.type != "annotation")
        return Modifiers(words | given, annotations, annotations[-1].end_byte if annotations else -1)

    def detail(self, modifiers: Modifiers) -> list[str]:
        """The modifiers that say something of the definition."""
        return sorted(modifiers.words - {"public", "val", "fun", "interface", "noinline", "crossinline"})

    def annotate(self, modifiers: Modifiers) -> None:
        """Reads the annotations of a declaration in the open scope."""
        for one in modifiers.annotations:
            self.visit(one)

    @contextmanager
    def at(self, scope: int) -> Iterator[None]:
        """Another scope as the open one for what is done meanwhile."""
        before, self.builder.scope = self.builder.scope, scope
        try:
            yield
        finally:
            self.builder.scope = before

    def initialisers(self) -> int:
        """The scope in which initialisers of the open type stand: that of its primary constructor, if it has parameters."""
        return self._constructors.get(self.builder.scope, self.builder.scope)

    _constructors: dict[int, int]

    # ------------------------------------------------------------ functions

    def function(self, node: Node) -> Expr:
        builder = self.builder
        name, body = node.child_by_field_name("name"), child_of(node, "function_body")
        if name is None:
            return self.visit_inside(node)
        modifiers = self.modifiers(node)
        words = modifiers.words
        text = self.name(name)
        kind = builder.scope_record(builder.scope).kind
        symbol = builder.symbol(
            "method" if kind == TYPE_SCOPE else "function", text, node, name, body=body, exported="private" not in words,
            detail=self.detail(modifiers),
            signature=self.signature(node, modifiers, body.start_byte if body is not None else node.end_byte),
        )  # fmt: skip
        flags = (PRIVATE if "private" in words else 0) | (ABSTRACT if body is None and kind == TYPE_SCOPE else 0)
        declaration = builder.declare(text, name.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=flags)
        receiver = next(
            (one for one in node.named_children if one.type in TYPE_KINDS and one.end_byte <= name.start_byte), None
        )
        self._function(node, declaration, symbol, receiver, modifiers)
        return None

    def _function(
        self, node: Node, declaration: int, symbol: int | None, receiver: Node | None, modifiers: Modifiers
    ) -> None:
        """The inside of a function; that of an extension stands in its receiver."""
        builder = self.builder
        if receiver is None:
            self._inside(node, declaration, symbol, None, modifiers)
            return
        with builder.inside(EXTENSION_SCOPE, extends=self.type(receiver)):
            self._inside(node, declaration, symbol, receiver, modifiers)

    def _inside(
        self, node: Node, declaration: int, symbol: int | None, receiver: Node | None, modifiers: Modifiers
    ) -> None:
        builder = self.builder
        flags = builder.declaration(declaration).flags
        with builder.inside(FUNCTION_SCOPE, declaration=declaration, symbol=symbol):
            self.annotate(modifiers)
            self.type_parameters(node)
            given = child_of(node, "function_value_parameters")
            parameters = []
            if receiver is not None:
                flags |= EXTENSION
                parameters.append(
                    builder.declare("", receiver.start_byte, VARIABLE, VALUES, type=self.used_type(receiver))
                )
            found, required, variadic = self._parameters(given)
            result = next(
                (
                    one
                    for one in node.named_children
                    if one.type in TYPE_KINDS and given is not None and one.start_byte >= given.end_byte
                ),
                None,
            )
            builder.amend(
                declaration, type=self.used_type(result, "returns"), parameters=(*parameters, *found), required=required,
                flags=flags | (VARIADIC if variadic else 0),
            )  # fmt: skip
            for child in node.named_children:
                if child.type == "constructor_delegation_call":
                    self._delegation(child)
                elif child.type == "function_body" or (child.type == "block" and node.type == "secondary_constructor"):
                    self.body(child)

    def _delegation(self, node: Node) -> None:
        """`: this(...)` and `: super(...)` of a secondary constructor."""
        first = node.children[0]
        callee = (THIS if first.type == "this" else SUPER, first.start_byte)
        self.builder.use((CALL, first.start_byte, callee, self.arguments(child_of(node, "value_arguments"))))

    def body(self, node: Node) -> Expr:
        """The body of a function: a block, or an expression that is its result."""
        block = node if node.type == "block" else child_of(node, "block")
        if block is not None and (node.type == "block" or not any(child.type == "=" for child in node.children)):
            return self.visit_inside(block)
        for child in node.named_children:
            if child.type not in COMMENTS:
                result = self.expr(child)
                self.builder.use(result)
                self.builder.returns(result)
        return None

    def _parameters(self, node: Node | None) -> tuple[list[int], int, bool]:
        """Declares parameters: their declarations, how many a call has to give, whether one takes any number."""
        builder = self.builder
        found: list[int] = []
        required, variadic = 0, False
        for one in node.named_children if node is not None else ():
            if one.type == "parameter_modifiers":
                variadic = variadic or "vararg" in self.text(one).split()
                self.visit_all(child for child in one.named_children if child.type == "annotation")
            elif one.type == "parameter":
                name = child_of(one, "identifier")
                named = self.used_type(self.type_in(one))
                if name is not None:
                    found.append(
                        builder.declare(self.name(name), name.start_byte, VARIABLE, VALUES, flags=ORDERED, type=named)
                    )
                    required += 1
            elif one.type not in COMMENTS:
                self.visit(one)
                required -= 1
        return found, max(required - variadic, 0), variadic

    def anonymous_function(self, node: Node) -> Expr:
        declaration = self.builder.declare("", node.start_byte, FUNCTION_, VALUES)
        first = next((one for one in node.named_children if one.type not in COMMENTS), None)
        receiver = first if first is not None and first.type in TYPE_KINDS else None
        self._function(node, declaration, None, receiver, NO_MODIFIERS)
        return (FUNCTION, node.start_byte, declaration)

    def secondary_constructor(self, node: Node) -> Expr:
        builder = self.builder
        modifiers = self.modifiers(node)
        owner = builder.scope_record(builder.scope).declaration
        name = builder.declaration(owner).name if owner >= 0 else "constructor"
        body = child_of(node, "block")
        symbol = builder.symbol(
            "constructor",
            name,
            node,
            body=body,
            exported="private" not in modifiers.words,
            detail=self.detail(modifiers),
        )
        declaration = builder.declare(
            CONSTRUCTOR_NAME, node.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=CONSTRUCTOR
        )
        self._function(node, declaration, symbol, None, modifiers)
        return None

    def initialiser(self, node: Node) -> Expr:
        with self.at(self.initialisers()):
            return self.visit_inside(node)

    def accessors(self, name: str, offset: int, symbol: int, words: frozenset[str], named: Expr) -> None:
        """The methods by which Java sees a property of the open type or file."""
        if words & {"private", "const"}:
            return
        tail = name[:1].upper() + name[1:]
        is_question = name[:2] == "is" and name[2:3].isupper()
        getter = name if is_question else f"get{tail}"
        builder = self.builder
        flags = HIDDEN | (STATIC if builder.scope_record(builder.scope).kind == FILE else 0)
        builder.declare(getter, offset, FUNCTION_, VALUES, symbol=symbol, flags=flags, type=named, required=0)
        if "var" in words:
            setter = "set" + (name[2:] if is_question else tail)
            given = builder.declare("", offset, VARIABLE, VALUES, flags=HIDDEN, type=named)
            builder.declare(
                setter, offset, FUNCTION_, VALUES, symbol=symbol, flags=flags, parameters=(given,), required=1
            )
