"""Definitions: the symbols and scopes of a file, with their content hashes."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node, Parser

from indexer.languages.python import normalise
from indexer.languages.python.scopes import ScopeBuilder
from indexer.languages.python.statements import Statements
from indexer.model import ir
from indexer.model.ir import Expr, Parameter
from indexer.model.records import SymbolFact

Words = Callable[[bytes], str]
"""Gives the text for the full-text index of a stretch of source."""

_LONGEST_SIGNATURE = 400
_LONGEST_DOCSTRING = 4000
_BLANKS = re.compile(r"\s+")
_KNOWN_DECORATORS = {
    "staticmethod", "classmethod", "property", "cached_property", "setter", "deleter", "getter", "abstractmethod",
    "abstractproperty", "overload", "contextmanager", "asynccontextmanager", "dataclass", "wraps",
}  # fmt: skip
_MAKERS_OF_PROPERTIES = {"abstractproperty": "property", "classproperty": "property", "lazyproperty": "property"}


class Definitions(Statements):
    """Reads definitions; makes the file's symbols and scopes."""

    def __init__(self, source: bytes, parser: Parser, words: Words) -> None:
        super().__init__(source, parser)
        self.symbols: list[SymbolFact] = []
        self.words = words
        self._digests: dict[int, str] = {}
        """Content hashes of definitions by the first byte of their node."""
        self._statements: dict[tuple[int, int], list[bytes]] = {}
        """Tokens of statements that were asked for once: a variable's, which its class or module asks for again."""

    # ------------------------------------------------------------ the module

    def module(self, root: Node, path: str) -> None:
        name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        self.symbols.append(SymbolFact("module", name, -1, 0, len(self.source), 0, "", "", "", True, (), ""))
        self.scope = ScopeBuilder(ir.MODULE, 0, 0, None, name, len(self.source))
        self.scopes.append(self.scope)
        children = root.named_children
        docstring, _ = self._docstring(children)
        self.statements(children)
        content = self._own_hash([b"module"], children)
        words = self._own_words(0, children)
        self.symbols[0] = self.symbols[0]._replace(content_hash=content, docstring=docstring, words=words)

    # ------------------------------------------------------------ content

    def _own_hash(self, parts: list[bytes], children: list[Node]) -> str:
        """Hash over the statements of a module or class; the digests of definitions stand in for them."""
        for child in children:
            known = self._digests.get(child.start_byte)
            if known is not None:
                parts.append(known.encode())
            elif child.type != "comment":
                parts.append(normalise.structure_of(child).encode())
                parts += self._tokens(child.start_byte, child.end_byte)
        return normalise.content_hash(parts)

    def _tokens(self, start: int, end: int, docstring: Node | None = None) -> list[bytes]:
        if docstring is None:
            found = self._statements.pop((start, end), None)
            if found is None:
                found = self._statements[start, end] = normalise.tokens_of(self.source, start, end)
            return found
        folded = normalise.fold_docstring(self.source[docstring.start_byte : docstring.end_byte])
        before = normalise.tokens_of(self.source, start, docstring.start_byte)
        return [*before, folded, *normalise.tokens_of(self.source, docstring.end_byte, end)]

    def _own_words(self, start: int, children: list[Node]) -> str:
        """Words of a module's or class's own region: what stands between its definitions."""
        pieces = []
        for child in children:
            if child.start_byte in self._digests:
                pieces.append(self.source[start : child.start_byte])
                start = child.end_byte
        if children:
            pieces.append(self.source[start : children[-1].end_byte])
        return self.words(b"\n".join(pieces))

    def _docstring(self, children: list[Node]) -> tuple[str, Node | None]:
        """The docstring of a body, its lines stripped, and its node."""
        first = next((child for child in children if child.type != "comment"), None)
        if first is None or first.type != "expression_statement" or len(first.named_children) != 1:
            return "", None
        node = first.named_children[0]
        if node.type != "string":
            return "", None
        content = "".join(self.text(child) for child in node.named_children if child.type == "string_content")
        return "\n".join(line.strip() for line in content.strip().split("\n"))[:_LONGEST_DOCSTRING], node

    def _signature(self, node: Node, body: Node) -> str:
        text = self.source[node.start_byte : body.start_byte].decode("utf-8", "replace")
        if "#" in text:
            text = re.sub(r"#[^\n]*\n", "\n", text)
        text = _BLANKS.sub(" ", text).strip().removesuffix(":").rstrip()
        return text.replace("( ", "(").replace(", )", ")").replace(" )", ")")[:_LONGEST_SIGNATURE]

    # ------------------------------------------------------------ variables

    def variable(self, node: Node, name: str, owner: ScopeBuilder) -> None:
        """A symbol for a name's first assignment in a module or class, or for a member's in its methods."""
        if name in owner.fields:
            return
        name_start = (node.named_children[-1] if node.type == "attribute" else node).start_byte
        statement: Node | None = node
        while statement is not None and not statement.type.endswith("assignment"):
            parent = (
                statement.parent
                if statement.type in ("pattern_list", "tuple_pattern", "attribute", "identifier")
                else None
            )
            statement = parent
        whole = statement or node
        if owner.kind == ir.CLASS:
            kind = "enum_member" if "enum" in owner.detail and self.scope is owner and name[:1] != "_" else "field"
        else:
            kind = "constant" if name.isupper() else "variable"
        parts = [name.encode(), *self._tokens(whole.start_byte, whole.end_byte)]
        owner.fields[name] = len(self.symbols)
        self.symbols.append(
            SymbolFact(
                kind,
                name,
                owner.symbol,
                whole.start_byte,
                whole.end_byte,
                name_start,
                normalise.content_hash(parts),
                "",
                "",
                not name.startswith("_"),
                (),
                "",
            )
        )

    # ------------------------------------------------------------ functions

    def _decorators(self, decorated: Node | None) -> tuple[tuple[Expr, ...], tuple[str, ...]]:
        """Decorator expressions, top first, and what is known of them by name."""
        if decorated is None:
            return (), ()
        found: list[Expr] = []
        detail: list[str] = []
        for child in decorated.named_children:
            if child.type != "decorator":
                continue
            expr = self.inner(child)
            found.append(expr)
            plain = expr[2] if expr is not None and expr[0] == ir.CALL else expr
            name = (
                plain[3]
                if plain is not None and plain[0] == ir.ATTR
                else plain[2]
                if plain and plain[0] == ir.NAME
                else ""
            )
            name = _MAKERS_OF_PROPERTIES.get(name, name)
            detail.append(name if name in _KNOWN_DECORATORS else "decorated")
        return tuple(found), tuple(dict.fromkeys(detail))

    def function_definition(self, node: Node, decorated: Node | None = None) -> None:
        name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name_node is None or body is None:
            return
        outer, name = self.scope, self.text(name_node)
        decorators, detail = self._decorators(decorated)
        in_class = outer.kind == ir.CLASS
        kind = ("constructor" if name == "__init__" else "method") if in_class else "function"
        if node.children[0].type == "async":
            detail = (*detail, "async")
        index = len(self.symbols)
        children = body.named_children
        docstring, docstring_node = self._docstring(children)
        whole = decorated or node
        parts = [b"function", normalise.structure_of(whole).encode()]
        parts += self._tokens(whole.start_byte, whole.end_byte, docstring_node)
        content = normalise.content_hash(parts)
        self._digests[whole.start_byte] = content
        signature = self._signature(node, body)
        self.symbols.append(
            SymbolFact(
                kind,
                name,
                outer.symbol,
                node.start_byte,
                node.end_byte,
                name_node.start_byte,
                content,
                signature,
                docstring,
                not name.startswith("_") or name.endswith("__"),
                detail,
                self.words(self.source[body.start_byte : node.end_byte]),
            )
        )
        scope = ScopeBuilder(ir.FUNCTION, len(self.scopes), index, outer, name, node.end_byte)
        scope.decorators = decorators
        self.scopes.append(scope)
        self._parameters(node.child_by_field_name("parameters"), scope, outer)
        scope.returned = self.annotation(node.child_by_field_name("return_type"))
        if in_class and scope.parameters and "staticmethod" not in detail and scope.parameters[0][4] == 0:
            scope.receiver = scope.parameters[0][0]
        self.scope = scope
        self.statements(children)
        self.scope = outer
        scope.detail = (*detail, "generator") if scope.yields else detail
        if scope.yields:
            self.symbols[index] = self.symbols[index]._replace(detail=scope.detail)
        if in_class:
            outer.fields[name] = index
        if "setter" not in detail and "deleter" not in detail:
            self._bind_definition(name, scope, decorators, name_node, outer)

    def _bind_definition(
        self, name: str, scope: ScopeBuilder, decorators: tuple[Expr, ...], name_node: Node, outer: ScopeBuilder
    ) -> None:
        value: Expr = (ir.SCOPE, name_node.start_byte, scope.index)
        for decorator in reversed(decorators):
            if decorator is not None:
                value = (ir.DECORATE, decorator[1], decorator, value)
        if decorators:
            outer.body.append(value)
        if "overload" in scope.detail:
            block = outer.enter_block(ir.BLOCK_TYPES, 0, name_node.end_byte)
            outer.bind(name, value, name_node.start_byte)
            outer.leave_block(block)
        else:
            outer.bind(name, value, name_node.start_byte)

    def _parameters(self, node: Node | None, scope: ScopeBuilder, outer: ScopeBuilder) -> None:
        """Reads formal parameters; annotations and defaults are expressions of the enclosing scope."""
        only_keywords = False
        for child in node.named_children if node is not None else ():
            kind = child.type
            name, annotation, default, star = child, None, None, 3 if only_keywords else 0
            if kind in ("comment", "positional_separator"):
                continue
            if kind == "keyword_separator":
                only_keywords = True
                continue
            if kind in ("default_parameter", "typed_default_parameter"):
                name = child.child_by_field_name("name") or child
                value = child.child_by_field_name("value")
                default = self.expr(value) if value is not None else None
                outer.add(default)
                annotation = self.annotation(child.child_by_field_name("type"))
            elif kind == "typed_parameter":
                name = child.named_children[0]
                annotation = self.annotation(child.child_by_field_name("type"))
            if name.type in ("list_splat_pattern", "list_splat"):
                name, star, only_keywords = name.named_children[0], 1, True
            elif name.type in ("dictionary_splat_pattern", "dictionary_splat"):
                name, star = name.named_children[0], 2
            if name.type != "identifier":
                continue
            text = self.text(name)
            parameter: Parameter = (text, name.start_byte, annotation, default, star)
            scope.bindings[text] = [
                ((ir.PARAM, name.start_byte, scope.index, len(scope.parameters)), name.start_byte, 0, 0, scope.index)
            ]
            scope.parameters.append(parameter)

    def lambda_(self, node: Node) -> Expr:
        outer = self.scope
        outer.lambdas += 1
        own = f"<lambda{outer.lambdas}>"
        body = node.child_by_field_name("body")
        index = len(self.symbols)
        target = _target_of(node)
        name, place = (self.text(target), target) if target is not None else (own, node)
        parts = [b"lambda", *normalise.tokens_of(self.source, node.start_byte, node.end_byte)]
        start = self.base + node.start_byte
        self.symbols.append(
            SymbolFact(
                "function",
                name,
                outer.symbol,
                start,
                self.base + node.end_byte,
                self.base + place.start_byte,
                normalise.content_hash(parts),
                _BLANKS.sub(" ", self.text(node))[:_LONGEST_SIGNATURE],
                "",
                target is not None and not name.startswith("_"),
                ("lambda", own) if target is not None else ("lambda",),
                "",
            )
        )
        scope = ScopeBuilder(ir.LAMBDA, len(self.scopes), index, outer, own, node.end_byte)
        self.scopes.append(scope)
        self._parameters(node.child_by_field_name("parameters"), scope, outer)
        if body is not None:
            self.scope = scope
            found = self.expr(body)
            scope.add(found)
            scope.returns.append(found)
            self.scope = outer
        return (ir.SCOPE, start, scope.index)

    # ------------------------------------------------------------ classes

    def class_definition(self, node: Node, decorated: Node | None = None) -> None:
        name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name_node is None or body is None:
            return
        outer, name = self.scope, self.text(name_node)
        decorators, detail = self._decorators(decorated)
        index = len(self.symbols)
        children = body.named_children
        docstring, _ = self._docstring(children)
        self.symbols.append(
            SymbolFact(
                "class",
                name,
                outer.symbol,
                node.start_byte,
                node.end_byte,
                name_node.start_byte,
                "",
                self._signature(node, body),
                docstring,
                not name.startswith("_"),
                detail,
                "",
            )
        )
        scope = ScopeBuilder(ir.CLASS, len(self.scopes), index, outer, name, node.end_byte)
        scope.decorators = decorators
        bases: list[Expr] = []
        keywords: list[tuple[str, Expr]] = []
        superclasses = node.child_by_field_name("superclasses")
        for child in superclasses.named_children if superclasses is not None else ():
            if child.type == "keyword_argument":
                inside = child.named_children
                keywords.append((self.text(inside[0]), self.expr(inside[-1])))
                outer.add(keywords[-1][1])
            elif child.type != "comment":
                base = self.expr(child)
                bases.append(base)
                if base is not None and base[0] not in (ir.NAME, ir.ATTR):
                    outer.add(base)
        scope.bases, scope.keywords = tuple(bases), tuple(keywords)
        is_enum = any(str(base[-2] if base[0] == ir.ATTR else base[2]).endswith(("Enum", "Flag", "Choices"))
                      for base in bases if base is not None and base[0] in (ir.NAME, ir.ATTR))  # fmt: skip
        scope.detail = (*detail, "enum") if is_enum else detail
        self.scopes.append(scope)
        self.scope = scope
        self.statements(children)
        self.scope = outer
        whole = decorated or node
        header = [b"class", *normalise.tokens_of(self.source, whole.start_byte, body.start_byte)]
        if superclasses is not None:
            header.append(normalise.structure_of(superclasses).encode())
        content = self._own_hash(header, children)
        self._digests[whole.start_byte] = content
        words = self._own_words(body.start_byte, children)
        self.symbols[index] = self.symbols[index]._replace(content_hash=content, words=words, detail=scope.detail)
        if outer.kind == ir.CLASS:
            outer.fields[name] = index
        self._bind_definition(name, scope, decorators, name_node, outer)


def _target_of(node: Node) -> Node | None:
    """The plain name that an expression right of an `=` is bound to; None where it is bound to none, or not as it is."""
    outer = node.parent
    while outer is not None and outer.type == "parenthesized_expression":
        node, outer = outer, outer.parent
    if outer is None or outer.type != "assignment" or outer.child_by_field_name("right") != node:
        return None
    left = outer.child_by_field_name("left")
    return left if left is not None and left.type == "identifier" else None
