"""Scala functions, values, extensions and loops; which reader reads which kind of node."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.java.reader import CONSTRUCTOR_NAME, Handler
from indexer.languages.scala.expressions import EXPRESSIONS
from indexer.languages.scala.templates import Templates
from indexer.languages.scala.types import COMMENTS
from indexer.model.units import (
    ABSTRACT,
    ACCESSOR,
    BLOCK,
    CONSTRUCTOR,
    ELEMENT,
    EXTENSION,
    EXTENSION_SCOPE,
    FIELD,
    FILE,
    FUNCTION_,
    FUNCTION_SCOPE,
    NAMESPACE_SCOPE,
    NAMESPACES,
    NEW,
    ORDERED,
    PRIVATE,
    SEQUENCE,
    TYPE_SCOPE,
    VALUES,
    VARIABLE,
    VARIADIC,
    Expr,
)


class Definitions(Templates):
    """Reads a file from its top."""

    # ------------------------------------------------------------ functions

    def function(self, node: Node) -> Expr:
        self._function(node, None)
        return None

    def _function(self, node: Node, receiver: Node | None) -> None:
        """A method or function; `receiver` is the parameter of the extension that it stands in."""
        builder = self.builder
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            self.visit_inside(node)
            return
        modifiers = self.modifiers(node)
        words = modifiers.words
        text = self.name(name)
        in_type = builder.scope_record(builder.scope).kind == TYPE_SCOPE
        made = text == "this" and in_type
        if made:
            owner = builder.scope_record(builder.scope).declaration
            text = builder.declaration(owner).name if owner >= 0 else text
        lists = [one for one in node.children_by_field_name("parameters") if one.type == "parameters"]
        symbol = builder.symbol(
            "constructor" if made else "method" if in_type else "function", text, node, name, body=body,
            exported="private" not in words, detail=self.detail(modifiers),
            signature=self.signature(node, modifiers, body.start_byte if body is not None else node.end_byte),
        )  # fmt: skip
        flags = (PRIVATE if "private" in words else 0) | (CONSTRUCTOR if made else 0)
        flags |= ABSTRACT if body is None and in_type else 0
        flags |= (EXTENSION if receiver is not None else 0) | (ACCESSOR if not lists else 0)
        declaration = builder.declare(
            CONSTRUCTOR_NAME if made else text, name.start_byte, FUNCTION_, VALUES, symbol=symbol, flags=flags
        )
        if receiver is None:
            self._inside(node, declaration, symbol, lists, None)
        else:
            with builder.inside(EXTENSION_SCOPE, extends=self.type(receiver.child_by_field_name("type"))):
                self._inside(node, declaration, symbol, lists, receiver)

    def _inside(self, node: Node, declaration: int, symbol: int, lists: list[Node], receiver: Node | None) -> None:
        builder = self.builder
        flags = builder.declaration(declaration).flags
        body = node.child_by_field_name("body")
        with builder.inside(FUNCTION_SCOPE, declaration=declaration, symbol=symbol):
            self.annotate(self.modifiers(node))
            self.type_parameters(
                next((one for one in node.children_by_field_name("parameters") if one.type == "type_parameters"), None)
            )
            self.type_parameters(node.child_by_field_name("type_parameters"))
            parameters = [self._parameter(receiver)[0]] if receiver is not None else []
            required = 0
            for place, given in enumerate(lists):
                for one in given.named_children:
                    if one.type != "parameter":
                        if given.type == "parameters" and one.type not in COMMENTS:
                            self.used_type(one)
                        continue
                    number, named, optional = self._parameter(one)
                    parameters.append(number)
                    if named is not None and named[0] == SEQUENCE:
                        flags |= VARIADIC
                    elif place == 0 and not optional and not self._is_implicit(given):
                        required += 1
            result = self.used_type(node.child_by_field_name("return_type"), "returns")
            builder.amend(declaration, type=result, parameters=tuple(parameters), required=required, flags=flags)
            if body is not None:
                self.result(body)

    @staticmethod
    def _is_implicit(node: Node) -> bool:
        return any(child.type in ("implicit", "using") for child in node.children)

    def _parameter(self, node: Node) -> tuple[int, Expr, bool]:
        """A parameter: its declaration, its type, whether it may be left out."""
        name, default = node.child_by_field_name("name"), node.child_by_field_name("default_value")
        self.annotate(self.modifiers(node))
        named = self.used_type(node.child_by_field_name("type"))
        if default is not None:
            self.visit(default)
        text = self.name(name) if name is not None else ""
        start = name.start_byte if name is not None else node.start_byte
        return (
            self.builder.declare(text, start, VARIABLE, VALUES | NAMESPACES, flags=ORDERED, type=named),
            named,
            default is not None,
        )

    def extension(self, node: Node) -> Expr:
        """Methods of a type that is declared elsewhere."""
        lists = [one for one in node.children_by_field_name("parameters") if one.type == "parameters"]
        receiver = next((one for given in lists for one in given.named_children if one.type == "parameter"), None)
        with self.builder.inside(BLOCK):
            self.type_parameters(node.child_by_field_name("type_parameters"))
        for child in node.children_by_field_name("body"):
            for one in child.named_children if child.type in ("template_body", "block", "indented_block") else (child,):
                if one.type in ("function_definition", "function_declaration"):
                    self._function(one, receiver)
                elif one.type not in COMMENTS:
                    self.visit(one)
        return None

    # ------------------------------------------------------------ values

    def value(self, node: Node) -> Expr:
        """`val` and `var`, with a pattern or a name."""
        builder = self.builder
        pattern, body = (
            node.child_by_field_name("pattern") or node.child_by_field_name("name"),
            node.child_by_field_name("value"),
        )
        if pattern is None:
            return self.visit_inside(node)
        scope = builder.scope_record(builder.scope)
        local = scope.kind not in (FILE, TYPE_SCOPE, NAMESPACE_SCOPE)
        modifiers = self.modifiers(node)
        self.annotate(modifiers)
        named = self.used_type(node.child_by_field_name("type"))
        given = None
        if body is not None:
            given = self.expr(body)
            builder.use(given)
        names = (
            [one for one in pattern.named_children if one.type in ("identifier", "operator_identifier")]
            if pattern.type == "identifiers"
            else [pattern]
        )
        for name in names:
            if name.type not in ("identifier", "operator_identifier"):
                self._taken_apart(node, name, given, modifiers.words, local=local)
            elif local:
                self.bind(name, named, given, node.end_byte)
            else:
                self._member(node, name, name if len(names) > 1 else node, named, given, modifiers.words)
        return None

    def _member(self, node: Node, name: Node, whole: Node, named: Expr, given: Expr, words: frozenset[str]) -> None:
        builder = self.builder
        in_type = builder.scope_record(builder.scope).kind == TYPE_SCOPE
        modifiers = self.modifiers(node)
        body = node.child_by_field_name("value")
        long = body is not None and body.end_byte - body.start_byte > 80
        symbol = builder.symbol(
            "field" if in_type else "variable", self.name(name), whole, name, body=body if long else None, documented=node,
            exported="private" not in words, detail=self.detail(modifiers),
        )  # fmt: skip
        flags = (
            (FIELD if in_type else 0)
            | (PRIVATE if "private" in words else 0)
            | (ABSTRACT if given is None and body is None else 0)
        )
        builder.declare(
            self.name(name),
            name.start_byte,
            VARIABLE,
            VALUES | NAMESPACES,
            symbol=symbol,
            flags=flags,
            type=named,
            value=given,
        )

    def _taken_apart(self, node: Node, pattern: Node, given: Expr, words: frozenset[str], *, local: bool) -> None:
        """`val (a, b) = c`."""
        builder = self.builder
        if local:
            self.pattern(pattern, given, node.end_byte)
            return
        first = builder.declarations_in(builder.scope)
        self.pattern(pattern, given)
        known = len(first)
        for one in builder.declarations_in(builder.scope)[known:]:
            number = builder.declared(one.name)
            place = next((n for n in _identifiers(pattern) if n.start_byte == one.offset), None)
            if place is not None:
                kind = "field" if builder.scope_record(builder.scope).kind == TYPE_SCOPE else "variable"
                symbol = builder.symbol(kind, one.name, place, place, documented=node, exported="private" not in words)
                builder.amend(
                    number, symbol=symbol, flags=one.flags & ~ORDERED | (PRIVATE if "private" in words else 0)
                )

    # ------------------------------------------------------------ statements

    def for_(self, node: Node) -> Expr:
        builder = self.builder
        enumerators, body = node.child_by_field_name("enumerators"), node.child_by_field_name("body")
        with builder.inside(BLOCK):
            for one in node.children_by_field_name("enumerators") or ([enumerators] if enumerators is not None else []):
                for inner in one.named_children:
                    self._enumerator(inner)
            if body is not None:
                self.visit(body)
        return None

    def _enumerator(self, node: Node) -> None:
        parts = [one for one in node.named_children if one.type not in COMMENTS and one.type != "guard"]
        if len(parts) > 1:
            given = self.expr(parts[1])
            self.builder.use(given)
            binds = any(child.type == "=" for child in node.children)
            value = given if binds or given is None else (ELEMENT, given[1], given)
            self.pattern(parts[0], value, parts[1].end_byte)
        for guard in node.named_children:
            if guard.type == "guard":
                self.visit_inside(guard)

    def throw(self, node: Node) -> Expr:
        for child in node.named_children:
            thrown = self.expr(child)
            self.builder.use(thrown)
            if thrown is not None and thrown[0] == NEW:
                self.builder.use(thrown[2], "raises")
        return None

    def return_(self, node: Node) -> Expr:
        for child in node.named_children:
            if child.type not in COMMENTS:
                result = self.expr(child)
                self.builder.use(result)
                self.builder.returns(result)
        return None

    def catch(self, node: Node) -> Expr:
        for child in node.named_children:
            if child.type in ("case_block", "indented_cases"):
                self.clauses(child, None)
            else:
                self.visit(child)
        return None


def _identifiers(node: Node) -> list[Node]:
    """All identifiers in a pattern."""
    found, todo = [], [node]
    while todo:
        one = todo.pop()
        if one.type == "identifier":
            found.append(one)
        todo += one.named_children
    return found


_HANDLERS: Final[dict[str, Handler]] = EXPRESSIONS | {
    "package_clause": Definitions.package,
    "package_object": Definitions.package_object,
    "import_declaration": Definitions.import_,
    "export_declaration": Definitions.nothing,
    "annotation": Definitions.annotation,
    "class_definition": Definitions.template,
    "trait_definition": Definitions.template,
    "enum_definition": Definitions.template,
    "full_enum_case": Definitions.template,
    "simple_enum_case": Definitions.enum_case,
    "enum_case_definitions": Definitions.visit_inside,
    "object_definition": Definitions.object_,
    "given_definition": Definitions.given,
    "extension_definition": Definitions.extension,
    "function_definition": Definitions.function,
    "function_declaration": Definitions.function,
    "val_definition": Definitions.value,
    "var_definition": Definitions.value,
    "val_declaration": Definitions.value,
    "var_declaration": Definitions.value,
    "type_definition": Definitions.type_definition,
    "self_type": Definitions.self_type,
    "for_expression": Definitions.for_,
    "throw_expression": Definitions.throw,
    "return_expression": Definitions.return_,
    "try_expression": Definitions.visit_inside,
    "catch_clause": Definitions.catch,
    "finally_clause": Definitions.visit_inside,
    "while_expression": Definitions.visit_inside,
    "do_while_expression": Definitions.visit_inside,
    "modifiers": Definitions.nothing,
    "access_modifier": Definitions.nothing,
    "derives_clause": Definitions.nothing,
}
Definitions.HANDLERS = _HANDLERS
Definitions.BY_NUMBER = {}
Definitions.LITERALS = {
    "integer_literal": "scala.Int",
    "floating_point_literal": "scala.Double",
    "boolean_literal": "scala.Boolean",
    "character_literal": "scala.Char",
    "string": "java.lang.String",
}
