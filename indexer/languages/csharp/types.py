"""C# types as expressions.

A generic type's name is followed by a backtick and the number of its type parameters, as in the runtime's own names:
`Box` and `Box<T>` are two types.
"""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.csharp.reader import RESERVED, CSharpReader
from indexer.model import units
from indexer.model.units import APPLIED, IMPORT, LITERAL, MEMBER, NAME, SEQUENCE, TUPLE, UNION, Expr

NAMES: Final = frozenset({"identifier", "generic_name", "qualified_name", "alias_qualified_name"})
_UNSAID: Final = frozenset({"var", "dynamic", "notnull", "unmanaged", "void"}) | RESERVED
_WRAPPERS: Final = frozenset({"nullable_type", "ref_type", "scoped_type", "pointer_type"})


class Types(CSharpReader):
    """Reads types."""

    def type(self, node: Node | None) -> Expr:
        """The expression for a type; None where nothing is known of it (`var`, `void`, function pointers)."""
        if node is None:
            return None
        kind = node.type
        if kind == "identifier":
            name = self.text(node)
            return None if name in _UNSAID else (NAME, node.start_byte, name.removeprefix("@"))
        if kind == "predefined_type":
            name = self.text(node)
            return None if name == "void" else (LITERAL, node.start_byte, name)
        if kind == "generic_name":
            return self.generic_type(node)
        if kind == "qualified_name":
            return self.member_type(self.type(node.child_by_field_name("qualifier")), node.child_by_field_name("name"))
        if kind == "alias_qualified_name":
            return self._alias_qualified(node)
        if kind in _WRAPPERS:
            return self.type(node.child_by_field_name("type"))
        if kind == "array_type":
            return self._array(node)
        if kind == "tuple_type":
            return self._tuple(node)
        if kind == "function_pointer_type":
            for child in node.named_children:
                self.use_type(child.child_by_field_name("type") or child)
        elif kind == "member_access_expression":
            return self._qualified_access(node)
        return None

    def use_type(self, node: Node | None, kind: str = "type_uses") -> Expr:
        """Reads a type that is written down, as a use of that kind, and gives it."""
        found = self.type(node)
        if found is not None and found[0] != LITERAL:
            self.builder.use(found, kind)
        return found

    def generic_type(self, node: Node) -> Expr:
        """`Box<A, B>`, and `Box<,>` without arguments."""
        name, arguments = self.generic_parts(node)
        return self.applied((NAME, node.start_byte, self._with_arity(name, arguments, node)), arguments)

    def generic_parts(self, node: Node) -> tuple[str, list[Node]]:
        """The name of a generic name, and its arguments."""
        children = node.named_children
        arguments = [
            one for child in children if child.type == "type_argument_list" for one in child.named_children
            if one.type != "comment"
        ]  # fmt: skip
        return (self.name(children[0]) if children else "", arguments)

    def _with_arity(self, name: str, arguments: list[Node], node: Node) -> str:
        return f"{name}`{len(arguments) or self.source.count(b',', node.start_byte, node.end_byte) + 1}"

    def applied(self, generic: Expr, arguments: list[Node]) -> Expr:
        """A generic type or function with its type arguments."""
        if not arguments or generic is None:
            return generic
        return (APPLIED, generic[1], generic, tuple(self.type(one) for one in arguments))

    def _qualified_access(self, node: Node) -> Expr:
        """A type that the grammar took for an access to a member (`A.B` in a pattern)."""
        expression = node.child_by_field_name("expression")
        if expression is None or expression.type not in (*NAMES, "member_access_expression"):
            return None
        return self.member_type(self.type(expression), node.child_by_field_name("name"))

    def member_type(self, outer: Expr, name: Node | None) -> Expr:
        """A type inside a namespace or type."""
        if name is None:
            return outer
        if name.type != "generic_name":
            return (MEMBER, name.start_byte, outer, self.name(name))
        plain, arguments = self.generic_parts(name)
        return self.applied((MEMBER, name.start_byte, outer, self._with_arity(plain, arguments, name)), arguments)

    def _alias_qualified(self, node: Node) -> Expr:
        """`global::A`, a name from the root of all namespaces, and `alias::A`."""
        alias, name = node.child_by_field_name("alias"), node.child_by_field_name("name")
        if alias is None or name is None:
            return None
        if self.text(alias) != "global":
            return self.member_type((NAME, alias.start_byte, self.name(alias)), name)
        if name.type != "generic_name":
            return (IMPORT, name.start_byte, self.name(name), "")
        plain, arguments = self.generic_parts(name)
        return self.applied((IMPORT, name.start_byte, self._with_arity(plain, arguments, name), ""), arguments)

    def _array(self, node: Node) -> Expr:
        element = self.type(node.child_by_field_name("type"))
        rank = node.child_by_field_name("rank")
        for child in rank.named_children if rank is not None else ():
            self.builder.use(self.expr(child))
        return (SEQUENCE, node.start_byte, (element,))

    def _tuple(self, node: Node) -> Expr:
        """A tuple: its parts by place, and by name where the elements have names."""
        scope = self.builder.open(units.TYPE_SCOPE)
        parts: list[Expr] = []
        named = False
        for child in node.named_children:
            parts.append(self.type(child.child_by_field_name("type")))
            name = child.child_by_field_name("name")
            if name is not None:
                named = True
                self.builder.declare(
                    self.name(name), name.start_byte, units.VARIABLE, units.VALUES, flags=units.FIELD, type=parts[-1]
                )
        self.builder.close()
        by_place = (TUPLE, node.start_byte, tuple(parts))
        return (UNION, node.start_byte, (by_place, (units.OBJECT, node.start_byte, scope))) if named else by_place
