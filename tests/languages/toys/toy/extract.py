"""A toy language with Python's grammar: block scopes, classes with declared fields, functions with declared results."""

from __future__ import annotations

from typing import Final

import tree_sitter_python
from tree_sitter import Language, Node, Parser

from indexer.languages.toolkit.builder import Builder, Grammar, Words
from indexer.model import units
from indexer.model.records import FileFacts
from indexer.model.units import Expr

_LANGUAGE: Final = Language(tree_sitter_python.language())
_GRAMMAR: Final = Grammar.of(_LANGUAGE, ["comment"], ["string_content"])


def extract(source: bytes, path: str, words: Words) -> FileFacts:
    """The facts of one file."""
    root = Parser(_LANGUAGE).parse(source).root_node
    builder = Builder(source, path, "toy", root, _GRAMMAR, words)
    walker = _Walker(builder)
    walker.block(root)
    return builder.finish()


class _Walker:
    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def block(self, node: Node) -> None:
        """Reads statements."""
        for child in node.named_children:
            inner = child.named_children[0] if child.type == "expression_statement" else child
            handler = getattr(self, f"_{inner.type}", None)
            if handler is not None:
                handler(inner)
            else:
                self._builder.use(self.expression(inner))

    def _name(self, node: Node) -> Node:
        found = node.child_by_field_name("name")
        assert found is not None
        return found

    def _class_definition(self, node: Node) -> None:
        builder, name, body = self._builder, self._name(node), node.child_by_field_name("body")
        symbol = builder.symbol("class", builder.text(name), node, name, body=body)
        number = builder.declare(
            builder.text(name),
            name.start_byte,
            units.TYPE,
            units.TYPES | units.VALUES,
            symbol=symbol,
            flags=units.EXPORTED,
        )
        with builder.inside(units.TYPE_SCOPE, declaration=number, symbol=symbol):
            bases = node.child_by_field_name("superclasses")
            for base in bases.named_children if bases is not None else ():
                builder.base(self.expression(base), "inherits")
            if body is not None:
                self.block(body)

    def _function_definition(self, node: Node) -> None:
        builder, name, body = self._builder, self._name(node), node.child_by_field_name("body")
        in_class = builder.scope_record(builder.scope).kind == units.TYPE_SCOPE
        symbol = builder.symbol("method" if in_class else "function", builder.text(name), node, name, body=body)
        flags = units.EXPORTED | (units.CONSTRUCTOR if builder.text(name) == "new" else 0)
        result = self._type(node.child_by_field_name("return_type"))
        number = builder.declare(
            builder.text(name), name.start_byte, units.FUNCTION_, units.VALUES, symbol=symbol, flags=flags, type=result
        )
        parameters = node.child_by_field_name("parameters")
        with builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol):
            builder.use(result, "returns")
            found = [self._parameter(one) for one in (parameters.named_children if parameters is not None else ())]
            builder.amend(number, parameters=tuple(found), required=len(found))
            if body is not None:
                self.block(body)

    def _parameter(self, node: Node) -> int:
        name = node.named_children[0] if node.type == "typed_parameter" else node
        declared = self._type(node.child_by_field_name("type"))
        self._builder.use(declared, "type_uses")
        return self._builder.declare(
            self._builder.text(name), name.start_byte, units.VARIABLE, units.VALUES, type=declared, flags=units.ORDERED
        )

    def _type(self, node: Node | None) -> Expr:
        return self.expression(node.named_children[0]) if node is not None else None

    def _assignment(self, node: Node) -> None:
        builder = self._builder
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        value, declared = self.expression(right), self._type(node.child_by_field_name("type"))
        builder.use(declared, "type_uses")
        builder.use(value)
        if left is None or left.type != "identifier":
            target = self.expression(left)
            builder.use(target, "writes")
            builder.assign(target, value)
            return
        kind = builder.scope_record(builder.scope).kind
        symbol, flags = -1, units.EXPORTED | (units.FIELD if kind == units.TYPE_SCOPE else 0)
        if kind in (units.TYPE_SCOPE, units.FILE):
            symbol = builder.symbol("field" if kind == units.TYPE_SCOPE else "variable", builder.text(left), node, left)
        else:
            flags = units.ORDERED
        builder.declare(
            builder.text(left),
            left.start_byte,
            units.VARIABLE,
            units.VALUES,
            symbol=symbol,
            flags=flags,
            type=declared,
            value=value,
        )

    def _return_statement(self, node: Node) -> None:
        value = self.expression(node.named_children[0]) if node.named_children else None
        self._builder.use(value)
        self._builder.returns(value)

    def _import_from_statement(self, node: Node) -> None:
        builder = self._builder
        module = node.child_by_field_name("module_name")
        for name in node.children_by_field_name("name"):
            imported: Expr = (units.IMPORT, name.start_byte, builder.text(module) if module else "", builder.text(name))
            builder.use(imported, "imports")
            builder.declare(builder.text(name), name.start_byte, units.IMPORTED, units.EVERY, value=imported)

    def expression(self, node: Node | None) -> Expr:
        """Reads an expression."""
        if node is None:
            return None
        if node.type == "identifier":
            name = self._builder.text(node)
            return (units.THIS, node.start_byte) if name == "self" else (units.NAME, node.start_byte, name)
        if node.type == "attribute":
            inner, name_node = node.named_children
            return (units.MEMBER, name_node.start_byte, self.expression(inner), self._builder.text(name_node))
        if node.type == "call":
            callee = self.expression(node.named_children[0])
            arguments = tuple(self.expression(one) for one in node.named_children[1].named_children)
            return (units.CALL, node.start_byte, callee, arguments)
        return (units.PARTS, node.start_byte, "", tuple(self.expression(one) for one in node.named_children))
