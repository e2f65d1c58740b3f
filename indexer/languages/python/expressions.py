"""From tree-sitter's Python expressions to `indexer.model.ir`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from tree_sitter import Language, Node, Parser
from tree_sitter_python import language

from indexer.languages.python.scopes import ScopeBuilder
from indexer.languages.python.typing_calls import places_of_types
from indexer.model import ir
from indexer.model.ir import Expr, Known

LANGUAGE = Language(language())
_LONGEST_KEY = 60
_OPERATORS = {
    "+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "//": "__floordiv__", "%": "__mod__",
    "**": "__pow__", "@": "__matmul__", "&": "__and__", "|": "__or__", "^": "__xor__", "<<": "__lshift__",
    ">>": "__rshift__",
}  # fmt: skip
_QUOTES = (b'"', b"'")
_ARGUMENTS, _KEYWORD, _SPLAT, _COMMENT = (
    LANGUAGE.id_for_node_kind(kind, True)
    for kind in ("argument_list", "keyword_argument", "dictionary_splat", "comment")
)
_STRING: Expr = (ir.CONST, 0, "str", None)
_INTEGER, _FLOAT, _BOOL, _NONE, _ELLIPSIS = (
    (ir.CONST, 0, name, None) for name in ("int", "float", "bool", "NoneType", "ellipsis")
)


def is_async(node: Node) -> bool:
    """Whether a statement or clause has `async` before it."""
    return bool(node.children) and node.children[0].type == "async"


class Expressions:
    """Turns expression nodes into IR, in the scope that `self.scope` builds."""

    def __init__(self, source: bytes, parser: Parser) -> None:
        self.source = source
        self.parser = parser
        self.base = 0
        """Added to every offset: not 0 while the text of a string annotation is read."""
        self.scopes: list[ScopeBuilder] = []
        self.scope: ScopeBuilder
        self._texts: dict[bytes, str] = {}
        self._strings: dict[bytes, Known] = {}
        """Plain short strings by what is written."""

    # ------------------------------------------------------------ text

    def text(self, node: Node) -> str:
        """The node's source text; equal texts are one object."""
        raw = self.source[node.start_byte : node.end_byte]
        found = self._texts.get(raw)
        if found is None:
            found = self._texts[raw] = sys.intern(raw.decode("utf-8", "replace"))
        return found

    # ------------------------------------------------------------ dispatch

    def expr(self, node: Node) -> Expr:
        """The IR of any expression."""
        handler = _HANDLERS.get(node.kind_id)
        if handler is None:
            handler = _HANDLERS[node.kind_id] = _BY_NAME.get(node.type, Expressions.other)
        return handler(self, node)

    def other(self, node: Node) -> Expr:
        """A node without a meaning of its own: what is evaluated inside it."""
        return self.parts(None, node)

    def parts(self, name: str | None, node: Node) -> Expr:
        found = []
        for child in node.named_children:
            part = self.expr(child)
            if part is not None and part[0] != ir.CONST:
                found.append(part)
        if not found:
            return (ir.CONST, 0, name, None) if name else None
        return (ir.PARTS, self.base + node.start_byte, name, tuple(found))

    # ------------------------------------------------------------ leaves

    def identifier(self, node: Node) -> Expr:
        return (ir.NAME, self.base + node.start_byte, self.text(node), self.scope.block)

    def integer(self, node: Node) -> Expr:
        raw = self.source[node.start_byte : node.end_byte]
        return (ir.CONST, 0, "int", int(raw)) if len(raw) < 5 and raw.isdigit() else _INTEGER

    def string(self, node: Node) -> Expr:
        raw = self.source[node.start_byte : node.end_byte]
        quote = raw[:1]
        if (
            quote in _QUOTES and len(raw) > 2 and raw[1:2] != quote != raw[-2:-1] and raw[-1:] == quote
        ):  # most: 'a word'
            if len(raw) > _LONGEST_KEY + 2:
                return _STRING
            found = self._strings.get(raw)
            if found is None:
                found = self._strings[raw] = (ir.CONST, 0, "str", sys.intern(raw[1:-1].decode("utf-8", "replace")))
            return found
        content, parts = None, []
        for child in node.named_children:
            if child.type == "string_content":
                content = child
            elif child.type == "interpolation":
                parts += [part for part in map(self.expr, child.named_children) if part is not None]
        prefix = raw[:3].lower().split(b'"')[0].split(b"'")[0]
        name = "bytes" if b"b" in prefix else "str"
        if parts:
            return (ir.PARTS, self.base + node.start_byte, name, tuple(parts))
        if content is None:
            return (ir.CONST, 0, name, "")
        short = content.end_byte - content.start_byte <= _LONGEST_KEY
        return (ir.CONST, 0, name, self.text(content) if short else None)

    def nothing(self, node: Node) -> Expr:  # noqa: ARG002 - a handler
        return None

    def inner(self, node: Node) -> Expr:
        for child in node.named_children:
            if child.type != "comment":
                return self.expr(child)
        return None

    # ------------------------------------------------------------ members and calls

    def attribute(self, node: Node) -> Expr:
        children = node.named_children
        name = children[-1]
        return (ir.ATTR, self.base + name.start_byte, self.expr(children[0]), self.text(name), self.scope.block)

    def call(self, node: Node) -> Expr:
        children = node.named_children
        function = self.expr(children[0])
        arguments: list[Expr] = []
        keywords: list[tuple[str | None, Expr]] = []
        last = children[-1]
        if last.kind_id == _ARGUMENTS:
            takes = places_of_types(function)
            for child in last.named_children:
                kind = child.kind_id
                if kind == _KEYWORD:
                    inside = child.named_children
                    name, value = self.text(inside[0]), inside[-1]
                    keywords.append((name, self.annotation(value) if name in takes else self.expr(value)))
                elif kind == _SPLAT:
                    keywords.append((None, self.inner(child)))
                elif kind != _COMMENT:
                    arguments.append(self.annotation(child) if len(arguments) in takes else self.expr(child))
        elif last.type == "generator_expression":
            arguments.append(self.expr(last))
        return (ir.CALL, self.base + node.start_byte, function, tuple(arguments), tuple(keywords))

    def subscript(self, node: Node) -> Expr:
        children = [child for child in node.named_children if child.type != "comment"]
        value = self.expr(children[0])
        indices = [self.expr(child) for child in children[1:]]
        index = indices[0] if len(indices) == 1 else (ir.SEQ, self.base + node.start_byte, "tuple", tuple(indices))
        return (ir.SUBSCRIPT, self.base + node.start_byte, value, index, self.scope.block)

    def slice(self, node: Node) -> Expr:
        """A slice; its constant lower bound is kept, so that elements of the result are known."""
        lower = 0
        first = node.children[0] if node.children else None
        if first is not None and first.type == "integer":
            raw = self.source[first.start_byte : first.end_byte]
            lower = int(raw) if raw.isdigit() else 0
        found = [part for part in map(self.expr, node.named_children) if part is not None and part[0] != ir.CONST]
        return (ir.PARTS, lower, "slice", tuple(found))

    # ------------------------------------------------------------ containers

    def sequence(self, node: Node, kind: str) -> Expr:
        elements = [self.expr(child) for child in node.named_children if child.type != "comment"]
        return (ir.SEQ, self.base + node.start_byte, kind, tuple(elements))

    def list(self, node: Node) -> Expr:
        return self.sequence(node, "list")

    def tuple(self, node: Node) -> Expr:
        return self.sequence(node, "tuple")

    def set(self, node: Node) -> Expr:
        return self.sequence(node, "set")

    def dictionary(self, node: Node) -> Expr:
        pairs: list[tuple[Expr, Expr]] = []
        for child in node.named_children:
            if child.type == "pair":
                inside = [part for part in child.named_children if part.type != "comment"]
                pairs.append((self.expr(inside[0]), self.expr(inside[-1])))
            elif child.type == "dictionary_splat":
                pairs.append((None, self.inner(child)))
        return (ir.DICT, self.base + node.start_byte, tuple(pairs))

    def comprehension(self, node: Node) -> Expr:
        outer = self.scope.enter_block(ir.BLOCK_PRIVATE, 0, node.end_byte)
        parts: list[Expr] = []
        body, *clauses = [child for child in node.named_children if child.type != "comment"]
        for clause in clauses:
            if clause.type == "for_in_clause":
                right = clause.child_by_field_name("right")
                left = clause.child_by_field_name("left")
                if right is None or left is None:
                    continue
                iterable = self.expr(right)
                parts.append((ir.LOOP, self.base + right.start_byte, iterable, is_async(clause)))
                self.bind_from(
                    node.start_byte,
                    left,
                    (ir.ITER, self.base + left.start_byte, iterable, is_async(clause)),
                    ir.PRIVATE,
                )
            else:
                parts.append(self.inner(clause))
        kind = node.type.partition("_")[0]
        if body.type == "pair":
            inside = body.named_children
            parts.append(self.expr(inside[0]))
            element = self.expr(inside[-1])
        else:
            element = self.expr(body)
        self.scope.leave_block(outer)
        kept = tuple(part for part in parts if part is not None)
        return (ir.COMP, self.base + node.start_byte, "dict" if kind == "dictionary" else kind, element, kept)

    # ------------------------------------------------------------ operators

    def union(self, node: Node, *children: Node) -> Expr:
        found = [part for part in map(self.expr, children) if part is not None]
        return (ir.UNION, self.base + node.start_byte, tuple(found)) if found else None

    def boolean_operator(self, node: Node) -> Expr:
        children = [child for child in node.named_children if child.type != "comment"]
        return self.union(node, *children)

    def conditional(self, node: Node) -> Expr:
        children = [child for child in node.named_children if child.type != "comment"]
        if len(children) != 3:
            return self.other(node)
        value, condition, other = children
        test = self.expr(condition)
        if test is not None:
            self.scope.add(test)
        return self.union(node, value, other)

    def binary_operator(self, node: Node) -> Expr:
        children = [child for child in node.children if child.type not in ("comment", "line_continuation")]
        if len(children) != 3:
            return self.other(node)
        left, right = self.expr(children[0]), self.expr(children[2])
        method = _OPERATORS.get(children[1].type)
        return (ir.OPERATOR, self.base + children[1].start_byte, method, left, right)

    def comparison(self, node: Node) -> Expr:
        return self.parts("bool", node)

    def named_expression(self, node: Node) -> Expr:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None or value is None:
            return self.other(node)
        found = self.expr(value)
        self.bind_from(node.end_byte, name, found, 0)
        return found

    def star(self, node: Node) -> Expr:
        return (ir.STAR, self.base + node.start_byte, self.inner(node))

    def awaited(self, node: Node) -> Expr:
        return (ir.AWAIT, self.base + node.start_byte, self.inner(node))

    def yielded(self, node: Node) -> Expr:
        value = self.inner(node)
        if any(child.type == "from" for child in node.children):
            value = (ir.ITER, self.base + node.start_byte, value, False)
        self.scope.yields.append(value)
        return (ir.YIELD, self.base + node.start_byte, value)

    # ------------------------------------------------------------ annotations

    def annotation(self, node: Node | None) -> Expr:
        """A type expression; a string is read as the expression that it spells."""
        if node is None:
            return None
        if node.type == "type":
            children = node.named_children
            return self.annotation(children[0]) if len(children) == 1 else self.other(node)
        if node.type == "string":
            return self.spelled(node)
        found = self.expr(node)
        return self._read_strings(found, node)

    def _has_quote(self, node: Node) -> bool:
        text = self.source[node.start_byte : node.end_byte]
        return b'"' in text or b"'" in text

    def _read_strings(self, found: Expr, node: Node) -> Expr:
        """Strings inside a subscripted annotation: `Optional["Foo"]`."""
        if found is None or found[0] not in (ir.SUBSCRIPT, ir.OPERATOR) or not self._has_quote(node):
            return found
        if node.type == "subscript":
            first, *rest = [child for child in node.named_children if child.type != "comment"]
            indices = [self.annotation(child) for child in rest]
            index = indices[0] if len(indices) == 1 else (ir.SEQ, found[1], "tuple", tuple(indices))
            return (ir.SUBSCRIPT, found[1], self.expr(first), index, self.scope.block)
        if node.type == "binary_operator":
            children = [child for child in node.named_children if child.type != "comment"]
            return (ir.OPERATOR, found[1], "__or__", *(self.annotation(child) for child in children[:2]))
        return found

    def spelled(self, node: Node) -> Expr:
        """A string annotation: its content is parsed as an expression."""
        content = next((child for child in node.named_children if child.type == "string_content"), None)
        if content is None or content.end_byte - content.start_byte > 200:
            return None
        inner = self.source[content.start_byte : content.end_byte]
        root = self.parser.parse(inner).root_node
        if root.has_error or len(root.named_children) != 1 or not root.named_children[0].named_children:
            return None
        outer_source, outer_base = self.source, self.base
        self.source, self.base = inner, self.base + content.start_byte
        try:
            return self.annotation(root.named_children[0].named_children[0])
        finally:
            self.source, self.base = outer_source, outer_base

    def type(self, node: Node) -> Expr:
        return self.annotation(node)

    def generic_type(self, node: Node) -> Expr:
        """`list[int]` where the grammar reads it as a type."""
        children = [child for child in node.named_children if child.type != "comment"]
        parameters = children[-1].named_children if children[-1].type == "type_parameter" else []
        indices = [self.annotation(child) for child in parameters if child.type != "comment"]
        index = indices[0] if len(indices) == 1 else (ir.SEQ, self.base + node.start_byte, "tuple", tuple(indices))
        return (ir.SUBSCRIPT, self.base + node.start_byte, self.expr(children[0]), index, self.scope.block)

    def union_type(self, node: Node) -> Expr:
        children = [child for child in node.named_children if child.type != "comment"]
        return (ir.OPERATOR, self.base + node.start_byte, "__or__", *(self.annotation(child) for child in children[:2]))

    def member_type(self, node: Node) -> Expr:
        children = node.named_children
        name = children[-1]
        return (ir.ATTR, self.base + name.start_byte, self.annotation(children[0]), self.text(name), self.scope.block)

    # ------------------------------------------------------------ for the statements to define

    def bind_from(self, offset: int, target: Node, value: Expr, flags: int) -> None:
        raise AssertionError(offset, target, value, flags)

    def lambda_(self, node: Node) -> Expr:
        raise AssertionError(node)

    def lambda_expression(self, node: Node) -> Expr:
        return self.lambda_(node)


_BY_NAME: dict[str, Callable[[Any, Node], Expr]] = {
    "identifier": Expressions.identifier, "attribute": Expressions.attribute, "call": Expressions.call,
    "integer": Expressions.integer, "float": lambda self, node: _FLOAT, "true": lambda self, node: _BOOL,
    "false": lambda self, node: _BOOL, "none": lambda self, node: _NONE, "ellipsis": lambda self, node: _ELLIPSIS,
    "string": Expressions.string, "concatenated_string": lambda self, node: self.parts("str", node),
    "list": Expressions.list, "tuple": Expressions.tuple, "set": Expressions.set,
    "expression_list": Expressions.tuple, "pattern_list": Expressions.tuple, "tuple_pattern": Expressions.tuple,
    "list_pattern": Expressions.list,
    "dictionary": Expressions.dictionary, "subscript": Expressions.subscript, "slice": Expressions.slice,
    "list_comprehension": Expressions.comprehension, "set_comprehension": Expressions.comprehension,
    "generator_expression": Expressions.comprehension, "dictionary_comprehension": Expressions.comprehension,
    "boolean_operator": Expressions.boolean_operator, "conditional_expression": Expressions.conditional,
    "binary_operator": Expressions.binary_operator, "comparison_operator": Expressions.comparison,
    "not_operator": Expressions.comparison, "unary_operator": Expressions.other,
    "named_expression": Expressions.named_expression, "parenthesized_expression": Expressions.inner,
    "list_splat": Expressions.star, "list_splat_pattern": Expressions.star, "await": Expressions.awaited,
    "yield": Expressions.yielded, "lambda": Expressions.lambda_expression, "comment": Expressions.nothing,
    "type": Expressions.type, "generic_type": Expressions.generic_type, "union_type": Expressions.union_type,
    "member_type": Expressions.member_type, "keyword_separator": Expressions.nothing,
    "positional_separator": Expressions.nothing, "line_continuation": Expressions.nothing,
}  # fmt: skip
_HANDLERS: dict[int, Callable[[Any, Node], Expr]] = {}
