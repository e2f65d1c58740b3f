"""Kotlin definitions: types, functions, and the head of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import NO_MODIFIERS, PACKAGE, Modifiers, child_of
from indexer.languages.kotlin.statements import Statements
from indexer.languages.kotlin.types import COMMENTS, TYPE_KINDS
from indexer.model.units import (
    ABSTRACT,
    ALIAS,
    BLOCK,
    CALL,
    CONSTRUCTOR,
    EXTENSION,
    EXTENSION_SCOPE,
    FIELD,
    FILE,
    FUNCTION,
    FUNCTION_,
    FUNCTION_SCOPE,
    HIDDEN,
    IMPORT,
    IMPORTED,
    NAME,
    NAMESPACE,
    NAMESPACES,
    NEW,
    OBJECT,
    ORDERED,
    PRIVATE,
    STATIC,
    SUPER,
    THIS,
    TYPE,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    VARIADIC,
    Expr,
)

_BODIES: Final = ("class_body", "enum_class_body")
_MEMBERS_OF_FILE: Final = frozenset({"function_declaration", "property_declaration"})


class Definitions(Statements):
    """Reads a file from its top."""

    # ------------------------------------------------------------ the head of a file

    def package(self, node: Node) -> Expr:
        name = child_of(node, "qualified_identifier")
        if name is not None and name.named_children:
            parts = name.named_children
            self.builder.set_namespace(".".join(map(self.name, parts)))
            symbol = self.builder.symbol("package", self.name(parts[-1]), node, parts[-1], docstring="")
            self.builder.declare(PACKAGE, parts[-1].start_byte, NAMESPACE, NAMESPACES, symbol=symbol, flags=HIDDEN)
        return None

    def import_(self, node: Node) -> Expr:
        name = child_of(node, "qualified_identifier")
        parts = [one for one in name.named_children if one.type == "identifier"] if name is not None else []
        if not parts:
            return None
        builder = self.builder
        path, last = [self.name(one) for one in parts], parts[-1]
        if any(child.type == "*" for child in node.children):
            builder.opens((IMPORT, last.start_byte, ".".join(path), "*"), VALUES | TYPES)
            builder.use((IMPORT, last.start_byte, ".".join(path), ""), "imports")
            return None
        alias = child_of(node, "identifier") or last
        value = (IMPORT, last.start_byte, ".".join(path[:-1]), path[-1])
        builder.declare(self.name(alias), alias.start_byte, IMPORTED, VALUES | TYPES, value=value)
        builder.use(value, "imports")
        return None

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

    # ------------------------------------------------------------ types

    def class_(self, node: Node) -> Expr:
        builder = self.builder
        name = node.child_by_field_name("name")
        modifiers = self.modifiers(node)
        words = modifiers.words
        if name is None and "companion" not in words:
            return self.visit_inside(node)
        body = next((child for child in node.named_children if child.type in _BODIES), None)
        text = self.name(name) if name is not None else "Companion"
        kind = "interface" if "interface" in words else "enum" if "enum" in words else "class"
        symbol = builder.symbol(
            kind, text, node, name, body=body, exported="private" not in words, detail=self.detail(modifiers),
            signature=self.signature(node, modifiers, body.start_byte if body is not None else node.end_byte),
        )  # fmt: skip
        flags = STATIC | (PRIVATE if "private" in words else 0) | (ABSTRACT if words & {"abstract", "interface"} else 0)
        declaration = builder.declare(
            text, name.start_byte if name is not None else node.start_byte, TYPE, TYPES, symbol=symbol, flags=flags
        )
        if modifiers.annotations:
            with builder.inside(BLOCK, symbol=symbol):
                self.annotate(modifiers)
        outer = builder.scope
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
            builder.amend(declaration, parameters=tuple(self.type_parameters(node)))
            self._primary_constructor(node, text, symbol)
            self._bases(node, is_interface=kind == "interface")
            if "object" in words and "companion" not in words:
                itself = (NAME, name.start_byte if name is not None else node.start_byte, text)
                builder.declare(
                    "INSTANCE", node.start_byte, VARIABLE, VALUES, symbol=symbol, flags=STATIC | HIDDEN, type=itself
                )
            if body is not None:
                self.visit_inside(body)
        if "companion" in words:
            self._shared(scope, outer, text, node.start_byte)
        return None

    def _shared(self, scope: int, outer: int, name: str, offset: int) -> None:
        """Members of a companion object are found through the class around it, too."""
        builder = self.builder
        for one in builder.declarations_in(scope):
            if one.what in (VARIABLE, FUNCTION_, TYPE) and not one.flags & CONSTRUCTOR:
                builder.declare(
                    one.name, one.offset, one.what, one.spaces, symbol=one.symbol, flags=one.flags | STATIC, inner=one.inner,
                    type=one.type, value=one.value, parameters=one.parameters, required=one.required, scope=outer,
                )  # fmt: skip
        builder.opens((NAME, offset, name), VALUES)

    def _primary_constructor(self, node: Node, name: str, symbol: int) -> None:
        builder = self.builder
        written = child_of(node, "primary_constructor")
        if written is None:
            return
        modifiers = self.modifiers(written)
        own = symbol
        if any(child.type == "constructor" for child in written.children):
            own = builder.symbol(
                "constructor",
                name,
                written,
                docstring="",
                exported="private" not in modifiers.words,
                detail=self.detail(modifiers),
            )
        declaration = builder.declare(
            name, written.start_byte, FUNCTION_, VALUES, symbol=own if own != symbol else -1, flags=CONSTRUCTOR
        )
        type_scope = builder.scope
        given = child_of(written, "class_parameters")
        with builder.inside(FUNCTION_SCOPE, declaration=declaration, symbol=symbol) as scope:
            self.annotate(modifiers)
            self._constructors[type_scope] = scope
            parameters, required, variadic = [], 0, False
            for one in given.named_children if given is not None else ():
                if one.type != "class_parameter":
                    continue
                number, optional = self._class_parameter(one, type_scope)
                parameters.append(number)
                required += not optional
                if "vararg" in self.modifiers(one).words:
                    variadic, required = True, required - (not optional)
            builder.amend(
                declaration,
                parameters=tuple(parameters),
                required=required,
                flags=CONSTRUCTOR | (VARIADIC if variadic else 0),
            )

    def _class_parameter(self, node: Node, type_scope: int) -> tuple[int, bool]:
        """A parameter of a primary constructor, with `val` or `var` a property; whether it may be left out."""
        builder = self.builder
        name, written = child_of(node, "identifier"), self.type_in(node)
        modifiers = self.modifiers(node)
        words = modifiers.words
        self.annotate(modifiers)
        named = self.used_type(written)
        optional = False
        for child in node.named_children:
            if written is not None and child.start_byte >= written.end_byte and child.type not in COMMENTS:
                self.visit(child)
                optional = True
        text = self.name(name) if name is not None else ""
        start = name.start_byte if name is not None else node.start_byte
        if not words & {"val", "var"}:
            return builder.declare(text, start, VARIABLE, VALUES, flags=ORDERED, type=named), optional
        with self.at(type_scope):
            symbol = builder.symbol(
                "property",
                text,
                node,
                name,
                exported="private" not in words,
                detail=self.detail(modifiers),
                docstring="",
            )
            number = builder.declare(
                text,
                start,
                VARIABLE,
                VALUES,
                symbol=symbol,
                flags=FIELD | (PRIVATE if "private" in words else 0),
                type=named,
            )
            self.accessors(text, start, symbol, words, named)
        return number, optional

    def _bases(self, node: Node, *, is_interface: bool) -> None:
        given = child_of(node, "delegation_specifiers")
        for one in given.named_children if given is not None else ():
            for child in one.named_children:
                if child.type == "constructor_invocation":
                    self._base(self.type(self.type_in(child)), "inherits")
                    with self.at(self.initialisers()):
                        arguments = self.arguments(child_of(child, "value_arguments"))
                        self.builder.use((CALL, child.start_byte, (SUPER, child.start_byte), arguments))
                elif child.type == "explicit_delegation":
                    self._base(self.type(self.type_in(child)), "implements")
                    with self.at(self.initialisers()):
                        self.visit(child.named_children[-1])
                elif child.type in TYPE_KINDS:
                    self._base(self.type(child), "inherits" if is_interface else "implements")

    def _base(self, base: Expr, kind: str) -> None:
        if base is not None:
            self.builder.base(base, kind)

    def anonymous_object(self, node: Node) -> Expr:
        builder = self.builder
        symbol = builder.symbol(
            "class", "<anonymous>", node, docstring="", signature="", exported=False, detail=["anonymous"]
        )
        declaration = builder.declare("", node.start_byte, TYPE, TYPES, symbol=symbol)
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
            self._bases(node, is_interface=False)
            body = child_of(node, "class_body")
            if body is not None:
                self.visit_inside(body)
        return (OBJECT, node.start_byte, scope)

    def enum_entry(self, node: Node) -> Expr:
        builder = self.builder
        name, body = child_of(node, "identifier"), child_of(node, "class_body")
        owner = builder.scope_record(builder.scope).declaration
        if name is None or owner < 0:
            return self.visit_inside(node)
        modifiers = self.modifiers(node)
        symbol = builder.symbol("enum_member", self.name(name), node, name, body=body)
        enum = (NAME, name.start_byte, builder.declaration(owner).name)
        with builder.inside(BLOCK, symbol=symbol):
            self.annotate(modifiers)
            given = child_of(node, "value_arguments")
            builder.use((NEW, name.start_byte, enum, self.arguments(given)))
        value: Expr = None
        if body is not None:
            declaration = builder.declare("", body.start_byte, TYPE, TYPES, symbol=symbol)
            with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
                builder.base(enum, "inherits")
                self.visit_inside(body)
            value = (OBJECT, body.start_byte, scope)
        builder.declare(
            self.name(name), name.start_byte, VARIABLE, VALUES, symbol=symbol, flags=STATIC, type=enum, value=value
        )
        return None

    def type_alias(self, node: Node) -> Expr:
        builder = self.builder
        name = node.child_by_field_name("type")
        if name is None:
            return None
        modifiers = self.modifiers(node)
        symbol = builder.symbol("type_alias", self.name(name), node, name, exported="private" not in modifiers.words)
        flags = PRIVATE if "private" in modifiers.words else 0
        declaration = builder.declare(self.name(name), name.start_byte, ALIAS, TYPES, symbol=symbol, flags=flags)
        with builder.inside(BLOCK, declaration=declaration, symbol=symbol):
            parameters = self.type_parameters(node)
            builder.amend(declaration, type=self.used_type(self.type_in(node)), parameters=tuple(parameters))
        return None

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
        declaration = builder.declare(name, node.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=CONSTRUCTOR)
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
