"""Scala classes, traits, objects, enumerations and givens."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import CONSTRUCTOR_NAME, OF_OBJECT, Modifiers, child_of
from indexer.languages.scala.head import Head
from indexer.languages.scala.types import COMMENTS
from indexer.languages.toolkit.builder import Builder
from indexer.model.units import (
    ABSTRACT,
    ALIAS,
    BLOCK,
    CALL,
    CONSTRUCTOR,
    EXTENSION_SCOPE,
    FIELD,
    FUNCTION_,
    NAME,
    NAMESPACES,
    OBJECT,
    PRIVATE,
    SEQUENCE,
    STATIC,
    SUPER,
    THIS,
    TYPE,
    TYPE_SCOPE,
    TYPES,
    UNION,
    VALUES,
    VARIABLE,
    VARIADIC,
    Declaration,
    Expr,
    Known,
)

_KINDS: Final = {
    "class_definition": "class",
    "trait_definition": "trait",
    "enum_definition": "enum",
    "object_definition": "class",
    "full_enum_case": "class",
}


class Templates(Head):
    """Reads what has members."""

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self._cases: dict[tuple[int, str], tuple[int, Declaration]] = {}
        """Case classes by scope and name: their symbols and constructors."""

    def template(self, node: Node) -> Expr:
        """A class, a trait or an enumeration."""
        builder = self.builder
        name = node.child_by_field_name("name")
        if name is None:
            return self.visit_inside(node)
        modifiers = self.modifiers(node)
        text = self.name(name)
        kind = _KINDS[node.type]
        symbol = self._row(node, name, kind, modifiers, [])
        flags = STATIC | (PRIVATE if "private" in modifiers.words else 0)
        flags |= ABSTRACT if kind == "trait" or "abstract" in modifiers.words else 0
        declaration = builder.declare(text, name.start_byte, TYPE, TYPES, symbol=symbol, flags=flags)
        declaration_scope = builder.scope
        wraps: list[Expr] = []
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
            self.annotate(modifiers)
            builder.amend(
                declaration, parameters=tuple(self.type_parameters(node.child_by_field_name("type_parameters")))
            )
            is_case = "case" in modifiers.words or kind == "enum" or node.type == "full_enum_case"
            wraps = self._constructor(node, is_case=is_case)
            made = builder.declared(CONSTRUCTOR_NAME, scope) if "case" in modifiers.words and wraps else -1
            if made >= 0:
                self._cases[declaration_scope, text] = symbol, builder.declaration(made)
            self._bases(node, is_trait=kind == "trait")
            self.members(node.child_by_field_name("body"))
        if "implicit" in modifiers.words and len(wraps) == 1 and wraps[0] is not None:
            self._wrapped(scope, wraps[0])
        return None

    def _row(self, node: Node, name: Node, kind: str, modifiers: Modifiers, extra: list[str]) -> int:
        body = node.child_by_field_name("body")
        return self.builder.symbol(
            kind, self.name(name), node, name, body=body, exported="private" not in modifiers.words,
            detail=[*self.detail(modifiers), *extra],
            signature=self.signature(node, modifiers, body.start_byte if body is not None else node.end_byte),
        )  # fmt: skip

    def _wrapped(self, scope: int, wrapped: Known) -> None:
        """An implicit class adds its methods to what it wraps."""
        builder = self.builder
        with builder.inside(EXTENSION_SCOPE, extends=wrapped):
            for one in builder.declarations_in(scope):
                if one.what == FUNCTION_ and not one.flags & CONSTRUCTOR:
                    builder.declare(
                        one.name, one.offset, one.what, one.spaces, symbol=one.symbol, flags=one.flags, inner=one.inner,
                        type=one.type, parameters=one.parameters, required=one.required,
                    )  # fmt: skip

    def object_(self, node: Node) -> Expr:
        """An object: a value, and the type that only it is of."""
        name = node.child_by_field_name("name")
        if name is None:
            return self.visit_inside(node)
        modifiers = self.modifiers(node)
        symbol = self._row(node, name, "class", modifiers, ["object"])
        self._singleton(node, self.name(name), name.start_byte, symbol, modifiers, None)
        return None

    def _singleton(self, node: Node, name: str, offset: int, symbol: int, modifiers: Modifiers, base: Expr) -> None:
        builder = self.builder
        own = name + OF_OBJECT
        flags = STATIC | (PRIVATE if "private" in modifiers.words else 0)
        declaration = builder.declare(own, offset, TYPE, TYPES, symbol=symbol, flags=flags)
        itself = (NAME, offset, own)
        builder.declare(name, offset, VARIABLE, VALUES | NAMESPACES, symbol=symbol, flags=flags, type=itself)
        case = self._cases.get((builder.scope, name))
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol):
            self.annotate(modifiers)
            if case is not None:
                of, made = case
                builder.declare(
                    "apply", made.offset, FUNCTION_, VALUES, symbol=of, flags=made.flags & VARIADIC, type=(NAME, offset, name),
                    parameters=made.parameters, required=made.required,
                )  # fmt: skip
            if base is not None:
                builder.base(base, "implements")
            self._bases(node, is_trait=False)
            self.members(node.child_by_field_name("body"))

    def given(self, node: Node) -> Expr:
        """A given instance: with a body an object of its own, else a value."""
        builder = self.builder
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        named = self.type(node.child_by_field_name("return_type"))
        modifiers = self.modifiers(node)
        plain = named
        while plain is not None and plain[0] != NAME:
            plain = plain[2] if isinstance(plain[2], tuple) and plain[2] and isinstance(plain[2][0], int) else None
        text = self.name(name) if name is not None else f"given_{plain[2] if plain is not None else 'instance'}"
        offset = name.start_byte if name is not None else node.start_byte
        symbol = builder.symbol(
            "variable", text, node, name, body=body, detail=["given"], exported="private" not in modifiers.words
        )
        if body is not None and body.type in ("with_template_body", "template_body"):
            self._singleton(node, text, offset, symbol, modifiers, named)
            return None
        self.use_type(named)
        value = self.expr(body) if body is not None else None
        builder.use(value)
        builder.declare(text, offset, VARIABLE, VALUES | NAMESPACES, symbol=symbol, type=named, value=value)
        return None

    def anonymous_class(self, node: Node, bases: list[Known]) -> Expr:
        builder = self.builder
        symbol = builder.symbol(
            "class", "<anonymous>", node, docstring="", signature="", exported=False, detail=["anonymous"]
        )
        declaration = builder.declare("", node.start_byte, TYPE, TYPES, symbol=symbol)
        with builder.inside(TYPE_SCOPE, declaration=declaration, symbol=symbol) as scope:
            for place, base in enumerate(bases):
                builder.base(base, "implements" if place else "inherits")
            self.members(child_of(node, "template_body"))
        return (OBJECT, node.start_byte, scope)

    # ------------------------------------------------------------ the inside

    def members(self, body: Node | None) -> None:
        """What stands in a body; the self type first."""
        for child in body.named_children if body is not None else ():
            self.visit(child)

    def self_type(self, node: Node) -> Expr:
        """`self: T =>`: another name of `this`, whose members are seen as if of this type, too."""
        builder = self.builder
        children = [child for child in node.named_children if child.type not in COMMENTS]
        if not children:
            return None
        name = self.name(children[0])
        if children[0].type == "identifier" and name != "this":
            builder.declare(
                name,
                children[0].start_byte,
                VARIABLE,
                VALUES | NAMESPACES,
                flags=PRIVATE,
                value=(THIS, children[0].start_byte),
            )
        for written in children[1:]:
            named = self.used_type(written)
            for one in named[2] if named is not None and named[0] == UNION else (named,):
                if one is not None:
                    builder.opens(one, VALUES | TYPES)
        return None

    def _bases(self, node: Node, *, is_trait: bool) -> None:
        clause = node.child_by_field_name("extend") or child_of(node, "extends_clause")
        if clause is None:
            return
        first: Node | None = None
        for child in clause.named_children:
            if child.type == "arguments":
                start = first.start_byte if first is not None else child.start_byte
                self.builder.use((CALL, start, (SUPER, start), tuple(self.arguments(child))))
            elif child.type not in COMMENTS:
                for base in self._parts(child):
                    self.builder.base(base, "inherits" if first is None or is_trait else "implements")
                    first = first or child

    def _parts(self, node: Node) -> list[Known]:
        """The types of `A with B`."""
        if node.type == "compound_type":
            return [one for child in node.named_children for one in self._parts(child)]
        if node.type == "applied_constructor_type":
            given = child_of(node, "arguments")
            for argument in self.arguments(given):
                self.builder.use(argument)
        found = self.type(node)
        return [found] if found is not None else []

    def _constructor(self, node: Node, *, is_case: bool) -> list[Expr]:
        """The primary constructor; gives the types of its parameters."""
        builder = self.builder
        lists = node.children_by_field_name("class_parameters")
        if not lists:
            return []
        parameters, types, required, variadic = [], [], 0, False
        for place, given in enumerate(lists):
            for one in given.named_children:
                if one.type != "class_parameter":
                    continue
                number, named, optional = self._class_parameter(one, is_field=is_case and place == 0)
                parameters.append(number)
                if place == 0:
                    types.append(named)
                    variadic = variadic or (named is not None and named[0] == SEQUENCE)
                    required += not optional
        builder.declare(
            CONSTRUCTOR_NAME, lists[0].start_byte, FUNCTION_, VALUES, flags=CONSTRUCTOR | (VARIADIC if variadic else 0), parameters=parameters,
            required=max(required - variadic, 0),
        )  # fmt: skip
        return types

    def _class_parameter(self, node: Node, *, is_field: bool) -> tuple[int, Expr, bool]:
        """A parameter of a class, which all of the class sees: its declaration, its type, whether it may be left out."""
        builder = self.builder
        name, default = node.child_by_field_name("name"), node.child_by_field_name("default_value")
        modifiers = self.modifiers(node)
        self.annotate(modifiers)
        named = self.used_type(node.child_by_field_name("type"))
        if default is not None:
            self.visit(default)
        text = self.name(name) if name is not None else ""
        start = name.start_byte if name is not None else node.start_byte
        flags = FIELD | (PRIVATE if "private" in modifiers.words else 0)
        symbol = -1
        if name is not None and (is_field or modifiers.words & {"val", "var"}):
            symbol = builder.symbol(
                "field",
                text,
                node,
                name,
                exported="private" not in modifiers.words,
                detail=self.detail(modifiers),
                docstring="",
            )
        number = builder.declare(text, start, VARIABLE, VALUES | NAMESPACES, symbol=symbol, flags=flags, type=named)
        return number, named, default is not None

    # ------------------------------------------------------------ enumerations and types

    def enum_case(self, node: Node) -> Expr:
        """`case Red`: a value of the enumeration."""
        builder = self.builder
        name = node.child_by_field_name("name")
        owner = builder.scope_record(builder.scope).declaration
        if name is None or owner < 0:
            return self.visit_inside(node)
        symbol = builder.symbol("enum_member", self.name(name), node, name)
        enum = (NAME, name.start_byte, builder.declaration(owner).name)
        with builder.inside(BLOCK, symbol=symbol):
            clause = child_of(node, "extends_clause")
            for one in clause.children_by_field_name("arguments") if clause is not None else ():
                for argument in self.arguments(one):
                    builder.use(argument)
        builder.declare(
            self.name(name), name.start_byte, VARIABLE, VALUES | NAMESPACES, symbol=symbol, flags=STATIC, type=enum
        )
        return None

    def type_definition(self, node: Node) -> Expr:
        builder = self.builder
        name = node.child_by_field_name("name")
        if name is None:
            return None
        modifiers = self.modifiers(node)
        symbol = builder.symbol(
            "type_alias",
            self.name(name),
            node,
            name,
            exported="private" not in modifiers.words,
            detail=self.detail(modifiers),
        )
        declaration = builder.declare(self.name(name), name.start_byte, ALIAS, TYPES, symbol=symbol)
        with builder.inside(BLOCK, declaration=declaration, symbol=symbol):
            parameters = self.type_parameters(node.child_by_field_name("type_parameters"))
            named = self.used_type(node.child_by_field_name("type"))
            for bound in node.children_by_field_name("bound"):
                limit = self.used_type(bound.child_by_field_name("type"))
                if bound.type == "upper_bound":
                    named = named or limit
            builder.amend(declaration, type=named, parameters=tuple(parameters))
        return None
