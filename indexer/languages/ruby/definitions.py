"""Modules, classes, methods and constants of Ruby."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.ruby.methods import Methods
from indexer.languages.ruby.variables import Frame
from indexer.languages.ruby.written_types import CORE
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import LITERAL, MEMBER, NAME, STATICS, THIS, Expr

_REOPENED: Final = CORE - {"Object", "Kernel", "BasicObject"}
"""Core classes whose methods belong to what extraction knows as literals and external types."""
_MAKERS: Final = frozenset({"Class", "Module", "Struct", "Data"})


class Definitions(Methods):
    """Reads one file."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        self._handlers |= {
            "class": self._class,
            "module": self._class,
            "singleton_class": self._singleton_class,
        }
        self._open_types: dict[int, Frame] = {}
        """Frames of the types whose bodies are being read, by scope."""
        self._nested: set[tuple[int, str]] = set()
        """Types by the scope that they stand in, and name."""
        for name in ("include", "extend", "prepend"):
            self.special[name] = self._mix_in
        self.special |= {
            "class_methods": self._class_methods,
            "refine": self._refine,
        }

    def program(self, root: Node) -> None:
        """The whole file."""
        last = self.run(root.named_children)
        self.use(last)

    # ------------------------------------------------------------ classes and modules

    def _class(self, node: Node) -> Expr:
        name_node = node.child_by_field_name("name")
        if name_node is None:
            return None
        outer, last = self._path(name_node)
        superclass = node.child_by_field_name("superclass")
        base_node = superclass.named_children[0] if superclass is not None and superclass.named_child_count else None
        scopes = self._enter_outer(name_node, outer)
        self._type(node, node.type, last, self.builder.text(last), base_node, node.child_by_field_name("body"))
        for _ in range(scopes):
            self.builder.close()
        return None

    def _path(self, name_node: Node) -> tuple[list[Node], Node]:
        """The constants before the last of a path, and the last."""
        if name_node.type != "scope_resolution":
            return [], name_node
        name, scope = name_node.child_by_field_name("name") or name_node, name_node.child_by_field_name("scope")
        if scope is None or scope.type not in {"constant", "scope_resolution"}:
            return [], name
        outer, last = self._path(scope)
        return [*outer, last], name

    def _enter_outer(self, name_node: Node, outer: list[Node]) -> int:
        """Opens the types that a path such as `A::B::C` stands in; gives how many scopes that opened.

        In the file's own scope the path starts from the top, so that its types are opened again there; inside of a
        type only look-up can tell.
        """
        builder = self.builder
        if not outer:
            return 0
        if self.frame.scope:
            scope = name_node.child_by_field_name("scope")
            builder.open(units.EXTENSION_SCOPE, extends=self.constant(scope) if scope is not None else None)
            return 1
        for one in outer:
            number = builder.declare(
                builder.text(one),
                one.start_byte,
                units.TYPE,
                units.VALUES | units.TYPES,
                flags=units.STATIC | units.PROTOTYPE,
            )
            builder.open(units.TYPE_SCOPE, declaration=number)
            builder.use((NAME, one.start_byte, builder.text(one)), "references", scope=0)
        return len(outer)

    def _type(
        self, node: Node, kind: str, name_node: Node, name: str, base_node: Node | None, body: Node | None
    ) -> None:
        """A class or module and what is right in its body."""
        builder = self.builder
        self._nested.add((self.frame.scope, name))
        symbol = builder.symbol(
            kind, name, node, name_node, body=body, documented=self.documented(node),
            parent=builder.scope_record(self.frame.scope).symbol,
        )  # fmt: skip
        if name in _REOPENED and not self.frame.scope and base_node is None and builder.scope == 0:
            builder.open(units.EXTENSION_SCOPE, symbol=symbol, extends=(LITERAL, name_node.start_byte, name))
        else:
            number = builder.declare(
                name, name_node.start_byte, units.TYPE, units.VALUES | units.TYPES, symbol=symbol, flags=units.STATIC
            )
            builder.open(units.TYPE_SCOPE, declaration=number, symbol=symbol)
        frame = self._open_types[builder.scope] = Frame(builder.scope, is_static=True)
        with self.framed(frame):
            base = self._base(base_node)
            if body is not None:
                self.use(self.run_body(body))
            self._mixed(frame, base)
        builder.close()

    def _mixed(self, frame: Frame, base: Expr) -> None:
        """The bases of the open type, nearest first: what it prepends, what it includes, the last first, its superclass."""
        builder = self.builder
        for one in (*frame.bases["prepend"], *reversed(frame.bases["include"])):
            builder.base(self._own(one, frame.scope), "inherits")
        if base is not None:
            builder.base(base, "inherits")
        for one in frame.bases["extend"]:
            builder.base(self._own(one, frame.scope), STATICS)

    def _own(self, base: Expr, scope: int) -> Expr:
        """A base's name; one that stands in the type itself by way of the type, since heads of types see no own members."""
        if base is None or base[0] == THIS:
            return base
        if base[0] == MEMBER:
            return (MEMBER, base[1], self._own(base[2], scope), base[3])
        return (MEMBER, base[1], (THIS, base[1]), base[2]) if (scope, base[2]) in self._nested else base

    def _base(self, base_node: Node | None) -> Expr:
        """The superclass: a constant, or what a call such as `Struct.new(:a)` or `Migration[7.0]` names first."""
        if base_node is None:
            return None
        self.frame.base = self.builder.text(base_node)
        if base_node.type in {"constant", "scope_resolution"}:
            return self._named(base_node)
        named = base_node.child_by_field_name("receiver") or base_node.child_by_field_name("object")
        if base_node.type == "call" and named is not None and self.builder.text(named) in {"Struct", "Data"}:
            self._struct_members(base_node)
            return self._named(named)
        arguments = base_node.child_by_field_name("arguments")
        if base_node.type == "call" and arguments is not None and arguments.named_child_count:
            first = arguments.named_children[0]
            if first.type in {"constant", "scope_resolution"}:
                return self._named(first)
        self.use(self.visit(base_node))
        return self._named(named) if named is not None and named.type in {"constant", "scope_resolution"} else None

    def _named(self, node: Node) -> Expr:
        """A base's name: of a core class it is that class, whatever the program adds to it."""
        text = self.builder.text(node)
        return (NAME, node.start_byte, text) if node.type == "constant" else self.constant(node)

    def _singleton_class(self, node: Node) -> Expr:
        """`class << self`: the type's own methods."""
        value = node.child_by_field_name("value")
        body = node.child_by_field_name("body")
        if value is None or body is None:
            return None
        if value.type != "self":
            self.use(self.visit(value))
        frame = Frame(self.frame.scope, is_static=True)
        frame.is_singleton = True
        frame.bases = dict.fromkeys(frame.bases, self.frame.bases["extend"])
        with self.framed(frame):
            self.use(self.run_body(body))
        return None

    def _mix_in(self, node: Node, given: list[Node]) -> Expr | bool:
        """`include A, B` in a class body."""
        if self.frame.method or not given:
            return False
        how = self.builder.text(node.child_by_field_name("method") or node)
        if not self.frame.scope:
            for one in given:
                self.use(self.visit(one))
            return True
        for one in given:
            expr = (THIS, one.start_byte) if one.type == "self" else self.visit(one)
            if expr is None or expr[0] not in {NAME, MEMBER, THIS}:
                self.use(expr)
                continue
            self.frame.bases[how].append(expr)
        return True

    def mix_into(self, target: Expr, how: str, given: list[Node]) -> None:
        """`A.include B`, `base.extend(ClassMethods)` in the hook of a module: bases of what is opened for it."""
        if target is None:
            return
        if target[0] in {NAME, MEMBER} and target[-1][:1].isupper() and not self.frame.method:
            builder = self.builder
            with builder.inside(units.EXTENSION_SCOPE, extends=target):
                for one in given:
                    if one.type in {"constant", "scope_resolution"}:
                        builder.base(self.constant(one), STATICS if how == "extend" else "inherits")
        elif how == "extend" and self.frame.method in {"included", "extended", "prepended", "inherited"}:
            for one in given:
                if one.type in {"constant", "scope_resolution"}:
                    self._base_of_frame(self.constant(one))

    def _base_of_frame(self, base: Expr) -> None:
        around = self._open_types.get(self.frame.scope)
        if around is not None:
            around.bases["extend"].append(base)

    def _class_methods(self, node: Node, given: list[Node]) -> Expr | bool:
        """`class_methods do ... end` of a concern: methods of the types that include it."""
        block = node.child_by_field_name("block") if node.type == "call" else None
        if block is None or given or not self.in_class_body():
            return False
        frame = Frame(self.frame.scope, is_static=True)
        frame.is_singleton = True
        body = block.child_by_field_name("body")
        with self.framed(frame):
            self.use(self.run_body(body) if body is not None else None)
        return True

    def _refine(self, node: Node, given: list[Node]) -> Expr | bool:
        """`refine String do ... end`: members of the type, here taken to be seen everywhere."""
        block = node.child_by_field_name("block") if node.type == "call" else None
        if block is None or len(given) != 1:
            return False
        refined = given[0]
        text = self.builder.text(refined)
        extends: Expr = (LITERAL, refined.start_byte, text) if text in _REOPENED else self.visit(refined)
        if text not in _REOPENED:
            self.use(extends)
        body = block.child_by_field_name("body")
        with (
            self.builder.inside(units.EXTENSION_SCOPE, extends=extends) as scope,
            self.framed(Frame(scope, is_static=True)),
        ):
            self.use(self.run_body(body) if body is not None else None)
        return True

    # ------------------------------------------------------------ constants

    def assign_constant(self, node: Node, left: Node, right: Node | None) -> Expr:
        """See `Expressions`; what makes a class or a struct gives the constant's name to it."""
        builder = self.builder
        outer, name_node = self._path(left)
        name = builder.text(name_node)
        if right is not None and self._makes_type(right):
            self._made_type(node, name_node, name, right)
            return None
        value = self.visit(right)
        self.use(value)
        if outer or self.frame.method:
            self.use(self.constant(left))
            return value
        symbol = builder.symbol(
            "constant",
            name,
            node,
            name_node,
            parent=builder.scope_record(self.frame.scope).symbol,
            documented=self.documented(node),
        )
        is_alias = right is not None and right.type in {"constant", "scope_resolution"}
        builder.declare(
            name, name_node.start_byte, units.ALIAS if is_alias else units.VARIABLE,
            units.VALUES | (units.TYPES if is_alias else 0), symbol=symbol, flags=units.STATIC, value=value, scope=self.frame.scope,
        )  # fmt: skip
        return value

    def _makes_type(self, node: Node) -> bool:
        receiver, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
        if node.type != "call" or receiver is None or method is None:
            return False
        made_by, name = self.builder.text(receiver).removeprefix("::"), self.builder.text(method)
        return made_by in _MAKERS and name == ("define" if made_by == "Data" else "new")

    def _made_type(self, node: Node, name_node: Node, name: str, call: Node) -> None:
        """`A = Struct.new(:b) do ... end`, `A = Class.new(B)`, `A = Module.new`."""
        builder = self.builder
        receiver, block = call.child_by_field_name("receiver"), call.child_by_field_name("block")
        made_by = builder.text(receiver).removeprefix("::") if receiver is not None else ""
        self._nested.add((self.frame.scope, name))
        arguments = call.child_by_field_name("arguments")
        first = arguments.named_children[0] if arguments is not None and arguments.named_child_count else None
        base_node = first if made_by == "Class" else receiver if made_by in {"Struct", "Data"} else None
        symbol = builder.symbol(
            "module" if made_by == "Module" else "class", name, node, name_node, body=block, documented=self.documented(node),
            parent=builder.scope_record(self.frame.scope).symbol,
        )  # fmt: skip
        number = builder.declare(
            name, name_node.start_byte, units.TYPE, units.VALUES | units.TYPES, symbol=symbol, flags=units.STATIC
        )
        builder.open(units.TYPE_SCOPE, declaration=number, symbol=symbol)
        frame = Frame(builder.scope, is_static=True)
        with self.framed(frame):
            base = (
                self._named(base_node)
                if base_node is not None and base_node.type in {"constant", "scope_resolution"}
                else None
            )
            if made_by in {"Struct", "Data"}:
                self._struct_members(call)
            body = block.child_by_field_name("body") if block is not None else None
            if body is not None:
                self.use(self.run_body(body))
            self._mixed(frame, base)
        builder.close()

    def _struct_members(self, call: Node) -> None:
        arguments = call.child_by_field_name("arguments")
        for one in arguments.named_children if arguments is not None else ():
            if one.type == "simple_symbol":
                self.accessor(call, one, 3)
