"""Classes: members, bases, constructors, operators, and members that are defined outside of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.c.aggregates import KINDS
from indexer.languages.c.base import name_of
from indexer.languages.c.declarators import Declarator, last_name, take_apart
from indexer.languages.cpp.namespaces import Namespaces
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.kinds import MEMBER_OF
from indexer.model.units import Expr

CONSTRUCTOR: Final = "(constructor)"
"""The name that constructors are declared by, so that it is not taken for the class's."""
_SPECIAL: Final = frozenset({"default_method_clause", "delete_method_clause", "pure_virtual_clause"})


class Classes(Namespaces):
    """Reads classes and their members."""

    NODES: ClassVar[Mapping[str, str]] = {
        **Namespaces.NODES,
        "class_specifier": "bare",
        "access_specifier": "access_specifier",
        "friend_declaration": "friend_declaration",
        "field_initializer_list": "skip",
    }

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self._classes: list[str] = []
        """Names of the classes around."""
        self._bases: dict[str, set[str]] = {}
        """Names of the bases of the classes of this file."""
        self._rows: dict[str, int] = {}
        """Symbols of the classes of this file."""
        self._private = False
        self._outside = ""
        """The class, of another file, whose member is going to be defined."""

    # ------------------------------------------------------------ the class

    def elaborated(self, node: Node, name: Node | None) -> Expr:  # noqa: ARG002 - as in C
        """`class x`, where no body follows."""
        return self.type_expr(name)

    def bare_aggregate(self, node: Node, around: Node) -> None:
        """A class that is declared or defined with no variable; a declaration is a reference."""
        name = node.child_by_field_name("name")
        if node.child_by_field_name("body") is None and name is not None and node.type != "enum_specifier":
            self.templates = []
            found = self.type_expr(name)
            self.builder.use(found, "references")
            if not self.namespace:
                self.announce(found)
            return
        super().bare_aggregate(node, around)

    def define_type(self, node: Node, name: Node | None, body: Node, *, owner: int, typedef: bool) -> Expr:  # noqa: ARG002 - as in C
        """See `Aggregates`."""
        if name is not None and name.type == "qualified_identifier":
            with self.extension(name):
                return self._class(node, last_name(name), name, body, owner=owner)
        return self._class(node, last_name(name) if name is not None else None, name, body, owner=owner)

    def _class(self, node: Node, plain: Node | None, name: Node | None, body: Node, *, owner: int) -> Expr:
        builder = self.builder
        text = self.text(plain) if plain is not None and owner < 0 else f"@{node.start_byte}"
        offset = plain.start_byte if plain is not None and owner < 0 else node.start_byte
        symbol = owner
        if owner < 0:
            symbol = builder.symbol(
                KINDS[node.type], text, node, plain, body=body, documented=self.documented, exported=not self.hidden
            )
            self._rows.setdefault(".".join([*self.namespace, *self._classes, text]), symbol)
        self.documented = None
        special = (
            name is not None and (name.type == "template_type" or last_name(name) != name) and "<" in self.text(name)
        )
        declared = " ".join(self.text(name).split()) if special and name is not None else text
        outer_scope = builder.scope
        number = builder.declare(
            declared, offset, units.TYPE, units.TYPES, symbol=symbol if owner < 0 else -1,
            flags=units.PRIVATE if self.hidden else 0,
        )  # fmt: skip
        private, self._private = self._private, node.type == "class_specifier"
        templates, self.templates = self.templates, []
        with builder.inside(units.TYPE_SCOPE, declaration=number, symbol=symbol):
            self.templates = templates
            parameters = self.template_parameters()
            if parameters and not special:
                builder.amend(number, parameters=tuple(parameters))
            if special and name is not None:
                builder.use((units.NAME, offset, text), "references")
            if node.type == "enum_specifier":
                self._enum(node, body, outer_scope, declared)
            else:
                self._members(node, text, body)
        self._private = private
        return (units.NAME, offset, declared)

    def _enum(self, node: Node, body: Node, outside: int, declared: str) -> None:
        base = node.child_by_field_name("base")
        self.type_use(base)
        scoped = any(child.type in ("class", "struct") for child in node.children)
        self._enums.append((-1 if scoped else outside, declared))
        self.inline_block(body)
        self._enums.pop()

    def _members(self, node: Node, text: str, body: Node) -> None:
        self._order[text] = self._fields(body)
        for child in node.named_children:
            if child.type == "base_class_clause":
                self._base_classes(child, text)
        self._classes.append(text)
        self.inline_block(body)
        self._classes.pop()

    def _base_classes(self, node: Node, text: str) -> None:
        for child in node.named_children:
            if child.type in ("access_specifier", "virtual", "comment", "attribute_declaration"):
                continue
            found = self.type_expr(child)
            if found is not None and found[0] != units.LITERAL:
                self.builder.base(found, "inherits")
                self._bases.setdefault(text, set()).add(name_of(found))

    def access_specifier(self, node: Node) -> None:
        """`public:`"""
        self._private = self.text(node).startswith("private")

    def friend_declaration(self, node: Node) -> None:
        """`friend class x;`, `friend void f(x);`: what is named may see inside; a function may be defined here."""
        for child in node.named_children:
            if child.type == "function_definition":
                self.visit(child)
            elif child.type == "declaration":
                self.type_use(child.child_by_field_name("type"))
                for one in map(take_apart, child.children_by_field_name("declarator")):
                    if one.function is not None:
                        self.signature_uses(one.function)
            elif child.type != "comment":
                self.builder.use(self.type_expr(child), "references")

    def exported(self, flags: int) -> bool:
        """See `Declarations`."""
        return super().exported(flags) and not (self._private and self._classes)

    # ------------------------------------------------------------ members defined outside

    @contextmanager
    def extension(self, name: Node) -> Iterator[str]:
        """The scope of what a qualified name defines: the inside of the class or namespace before the last `::`."""
        steps: list[Node] = []
        at: Node | None = name
        while at is not None and at.type == "qualified_identifier":
            scope = at.child_by_field_name("scope")
            if scope is not None:
                steps += scope.named_children if scope.type == "nested_namespace_specifier" else [scope]
            at = at.child_by_field_name("name")
        pending, self.templates = self.templates, []
        paths: list[Expr] = []
        found: Expr = None
        for step in steps:
            plain = last_name(step)
            text = self.text(plain)
            found = (
                (units.NAME, plain.start_byte, text) if found is None else (units.MEMBER, plain.start_byte, found, text)
            )
            paths.append(found)
        with self.builder.inside(units.EXTENSION_SCOPE, extends=found):
            self.templates = pending
            self.template_parameters()
            for path in paths[:-1]:
                self.builder.opens(path)
            self.builder.use(found)
            for step in steps:
                if step.type == "template_type":
                    self.template_arguments(step)
            outer, self._classes = self._classes, [*self._classes, *(self.text(last_name(step)) for step in steps)]
            private, self._private = self._private, False
            yield written_path(found)
            self._classes, self._private = outer, private

    # ------------------------------------------------------------ functions

    def define(self, node: Node, parts: Declarator, function: Node, body: Node | None) -> None:
        """See `Functions`."""
        name = parts.name
        assert name is not None
        if name.type != "qualified_identifier" or name.child_by_field_name("scope") is None:
            if node.child_by_field_name("type") is None and (made := self._made_by_macro(name, function)):
                self._define_by_macro(node, name, made, body)
            else:
                self._define(node, parts, function, body, -1)
            return
        with self.extension(name) as path:
            row = self._row_of(path)
            self._outside = path if row < 0 else ""
            self._define(node, parts, function, body, row)

    def _made_by_macro(self, name: Node, function: Node) -> list[Node]:
        """The names between the parentheses of `TEST_F(Fixture, Name) { ... }`; none where it is an ordinary definition."""
        listed = function.child_by_field_name("parameters")
        given = [one for one in listed.named_children if one.type != "comment"] if listed is not None else []
        if not self.text(name).isupper() or self.in_function():
            return []
        types = [one.child_by_field_name("type") for one in given if one.child_by_field_name("declarator") is None]
        found = [one for one in types if one is not None and one.type in ("type_identifier", "qualified_identifier")]
        return found if found and len(found) == len(given) else []

    def _define_by_macro(self, node: Node, name: Node, given: list[Node], body: Node | None) -> None:
        """A function that a macro defines, which takes its name from what the macro is given.

        Where the first of that is a class (a test's fixture), the body sees its members.
        """
        builder = self.builder
        builder.use((units.CALL, name.start_byte, (units.NAME, name.start_byte, self.text(name)), (None,) * len(given)))
        text = ".".join(self.text(one) for one in given)
        symbol = builder.symbol("function", text, node, given[-1], body=body, documented=self.documented)
        first = self.type_expr(given[0])
        with builder.inside(units.EXTENSION_SCOPE, extends=first, symbol=symbol):
            builder.use(first, "references")
            number = builder.declare(
                text, given[-1].start_byte, units.FUNCTION_, units.VALUES, symbol=symbol, flags=units.HIDDEN, required=0
            )
            with builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol):
                self.body(body)

    def _row_of(self, path: str) -> int:
        """The symbol of a class of this file, by its path as it is written; -1 where it is not of this file."""
        around = list(self.namespace)
        while True:
            row = self._rows.get(".".join([*around, path]))
            if row is not None or not around:
                return -1 if row is None else row
            around.pop()

    def _define(self, node: Node, parts: Declarator, function: Node, body: Node | None, parent: int) -> None:
        builder = self.builder
        assert parts.name is not None
        plain = last_name(parts.name)
        text = self.name_text(plain)
        words = self.specifiers(node)
        member = builder.scope_record(builder.scope).kind in (units.TYPE_SCOPE, units.EXTENSION_SCOPE)
        type_node = node.child_by_field_name("type")
        constructor = member and bool(self._classes) and text == self._classes[-1] and type_node is None
        flags = self.function_flags(words, function, member=member, constructor=constructor)
        kind = "function" if not member else "constructor" if constructor else "method"
        special = next((child for child in node.named_children if child.type in _SPECIAL), None)
        detail = sorted(words & {"static", "inline", "virtual", "explicit", "constexpr", "extern", "consteval"})
        if special is not None:
            detail.append(special.type.split("_")[0])
            flags |= units.ABSTRACT if special.type == "pure_virtual_clause" else 0
        if self._outside:
            detail, self._outside = [f"{MEMBER_OF}{self._outside}", *detail], ""
        symbol = builder.symbol(
            kind, text, node, plain, body=body, exported=self.exported(flags), detail=detail,
            documented=self.documented, parent=parent if parent >= 0 else None,
        )  # fmt: skip
        self.documented = None
        declared = CONSTRUCTOR if constructor else text
        number = builder.declare(declared, plain.start_byte, units.FUNCTION_, units.VALUES, symbol=symbol, flags=flags)
        if parts.name.type == "template_function":
            self.template_arguments(parts.name)
        self.inside_function(node, number, symbol, function, body)

    def function_flags(self, words: frozenset[str], function: Node, *, member: bool, constructor: bool) -> int:
        """The flags of a function with some specifiers."""
        if member:
            virtual = "virtual" in words or any(child.type == "virtual_specifier" for child in function.named_children)
            made = units.CONSTRUCTOR if constructor else 0
            return made | (units.STATIC if "static" in words else 0) | (units.VIRTUAL if virtual else 0)
        return units.PRIVATE if "static" in words or self.hidden else 0

    def inside_function(self, node: Node, number: int, symbol: int, function: Node, body: Node | None) -> None:
        """See `Functions`; with what a constructor initialises."""
        builder = self.builder
        templates, self.templates = self.templates, []
        with builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol):
            self.templates = templates
            self.in_scope_of(number)
            kind = self.type_use(node.child_by_field_name("type"), "returns") or self.result_after(function)
            self.complete(number, function, kind)
            for child in node.named_children:
                if child.type == "field_initializer_list":
                    self._initialisers(child)
                elif child.type == "declaration":
                    self._old_parameters(child)
                elif child.type.startswith(("attribute", "requires")):
                    self.visit(child)
            private, self._private = self._private, False
            self.body(body)
            self._private = private

    def _initialisers(self, node: Node) -> None:
        """`: a_(x), Base(y)`."""
        own = self._classes[-1] if self._classes else ""
        bases = self._bases.get(own)
        for child in node.named_children:
            if child.type != "field_initializer" or not child.named_children:
                continue
            name = child.named_children[0]
            given = self.arguments(child.named_children[-1]) if len(child.named_children) > 1 else ()
            plain = last_name(name)
            text = self.text(plain)
            is_base = text == own or (text in bases if bases is not None else _looks_like_a_type(text))
            if is_base or name.type != "field_identifier":
                kind = self.path(name) if name.type == "qualified_identifier" else (units.NAME, plain.start_byte, text)
                if name.type == "template_method":
                    self.template_arguments(name)
                self.builder.use((units.NEW, plain.start_byte, kind, given))
                continue
            target: Expr = (units.MEMBER, plain.start_byte, (units.THIS, plain.start_byte), text)
            self.builder.use(target, "writes")
            for one in given:
                self.builder.use(one)
            if len(given) == 1 and given[0] is not None:
                self.builder.assign(target, given[0])

    def prototype(self, node: Node, parts: Declarator, kind: Expr, words: frozenset[str]) -> None:
        """A function or method that is only declared; one that has no body at all (`= 0`) is defined by that."""
        name, function, builder = parts.name, parts.function, self.builder
        if name is None or function is None or name.type == "qualified_identifier":
            self.templates = []
            return
        member = builder.scope_record(builder.scope).kind == units.TYPE_SCOPE
        plain = last_name(name)
        text = self.name_text(plain)
        constructor = member and bool(self._classes) and text == self._classes[-1]
        flags = self.function_flags(words, function, member=member, constructor=constructor)
        symbol = -1
        if member and (self._is_pure(node) or any(child.type in _SPECIAL for child in node.named_children)):
            flags |= units.ABSTRACT
            symbol = builder.symbol(
                "constructor" if constructor else "method", text, node, plain, exported=self.exported(flags),
                detail=sorted({*(words & {"static", "virtual"}), "abstract"}), documented=self.documented,
            )  # fmt: skip
        else:
            flags |= units.PROTOTYPE | (0 if member else units.HIDDEN)
        number = builder.declare(
            CONSTRUCTOR if constructor else text, plain.start_byte, units.FUNCTION_, units.VALUES, symbol=symbol,
            flags=flags,
        )  # fmt: skip
        templates, self.templates = self.templates, []
        with builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol if symbol >= 0 else None):
            self.templates = templates
            self.in_scope_of(number)
            self.use_type(kind, "returns")
            self.complete(number, function, kind or self.result_after(function))
        if symbol < 0:
            self.leads_to_definition(plain, number)

    def _is_pure(self, node: Node) -> bool:
        value = node.child_by_field_name("default_value")
        return value is not None and self.text(value) == "0"


def written_path(expr: Expr) -> str:
    """A path of names with dots."""
    if expr is None:
        return ""
    return f"{written_path(expr[2])}.{expr[3]}" if expr[0] == units.MEMBER else str(expr[2])


def _looks_like_a_type(name: str) -> bool:
    return name[:1].isupper() and not name.endswith("_")
