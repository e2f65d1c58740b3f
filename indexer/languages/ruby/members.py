"""Methods that Ruby code makes by calls in a class body: accessors, delegation, aliases, `define_method`, structs."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.ruby.calls import Calls
from indexer.languages.ruby.written_types import NOTHING, Signatures, Types
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import CALL, MEMBER, NAME, THIS, Expr

_READS: Final = 1
_WRITES: Final = 2
_BOTH: Final = _READS | _WRITES
_ACCESSORS: Final = {
    "attr": _READS, "attr_reader": _READS, "attr_writer": _WRITES, "attr_accessor": _BOTH, "attr_internal_reader": _READS,
    "attr_internal_accessor": _BOTH,
}  # fmt: skip
_CLASS_ACCESSORS: Final = {
    **{f"{prefix}attr_reader": _READS for prefix in ("m", "c", "thread_m", "thread_c")},
    **{f"{prefix}attr_writer": _WRITES for prefix in ("m", "c", "thread_m", "thread_c")},
    **{f"{prefix}attr_accessor": _BOTH for prefix in ("m", "c", "thread_m", "thread_c")},
    "class_attribute": _BOTH,
}
_VISIBILITIES: Final = frozenset({"public", "private", "protected"})
_STRUCTS: Final = frozenset({"T::Struct", "T::InexactStruct", "T::ImmutableStruct"})


class Members(Calls):
    """Reads calls that make methods."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        self._signatures = Signatures(builder)
        self.signature = NOTHING
        """What the `sig` before a definition says."""
        self.methods: dict[tuple[int, bool, str], int] = {}
        """Declarations of methods by scope, whether of the type itself, and name."""
        for name in _ACCESSORS:
            self.special[name] = self._accessors
        for name in _CLASS_ACCESSORS:
            self.special[name] = self._class_accessors
        for name in (*_VISIBILITIES, "private_class_method", "public_class_method", "module_function"):
            self.special[name] = self._visibility
        self.special |= {
            "alias_method": self._alias_method,
            "delegate": self._delegate,
            "def_delegators": self._def_delegators,
            "def_delegator": self._def_delegator,
            "def_instance_delegators": self._def_delegators,
            "def_instance_delegator": self._def_delegator,
            "prop": self._property,
            "const": self._property,
            "sig": self._sig,
        }
        self._handlers["alias"] = self._alias

    def in_class_body(self) -> bool:
        """Whether code stands right in the body of a class or module."""
        return bool(self.frame.scope) and not self.frame.method

    def _name(self, node: Node) -> str:
        method = node.child_by_field_name("method") if node.type == "call" else node
        return self.builder.text(method) if method is not None else ""

    # ------------------------------------------------------------ one method

    def made_method(
        self, node: Node, name_node: Node, name: str, value: Expr, *, detail: list[str], static: bool, parameters: int = 0,
        declared: tuple[str, ...] = (), type_: Expr = None, evaluated: tuple[Expr, str] = (None, ""),
    ) -> int:  # fmt: skip
        """A method that a call makes.

        Args:
            node: the call.
            name_node: what names it there.
            name: of its row.
            value: what it gives.
            detail: words for the row.
            static: whether it is the type's own.
            parameters: how many it takes.
            declared: the names that it goes by; () for `name`.
            type_: of its result.
            evaluated: what it evaluates, and the kind of use.
        """
        builder = self.builder
        visibility = self.frame.default_visibility
        words = [visibility, *detail] if visibility != "public" and not static else detail
        symbol = builder.symbol(
            "method", name, node, name_node, body=node.child_by_field_name("block"), exported=visibility == "public", detail=words,
            parent=builder.scope_record(self.frame.scope).symbol, documented=self.documented(node),
        )  # fmt: skip
        for one in declared or (name,):
            self._declare(one, name_node, symbol, value if not one.endswith("=") else None, static=static,
                          parameters=1 if one.endswith("=") else parameters, type_=type_, evaluated=evaluated)  # fmt: skip
        return symbol

    def _declare(
        self, name: str, name_node: Node, symbol: int, value: Expr, *, static: bool, parameters: int, type_: Expr = None,
        evaluated: tuple[Expr, str] = (None, ""),
    ) -> int:  # fmt: skip
        builder = self.builder
        number = builder.declare(
            name, name_node.start_byte, units.FUNCTION_, units.VALUES, symbol=symbol, flags=units.STATIC if static else 0,
            scope=self.frame.scope, type=type_,
        )  # fmt: skip
        self.methods[self.frame.scope, static, name] = number
        if value is not None or parameters:
            with builder.inside(units.FUNCTION_SCOPE, declaration=number, symbol=symbol):
                taken = [
                    builder.declare(f"argument{place}", name_node.start_byte, units.VARIABLE, units.VALUES)
                    for place in range(parameters)
                ]
                builder.amend(number, parameters=tuple(taken))
                builder.returns(value)
                builder.use(*evaluated)
        return number

    # ------------------------------------------------------------ accessors

    def _accessors(self, node: Node, given: list[Node]) -> Expr | bool:
        """`attr_accessor :a, :b`."""
        if not self.in_class_body():
            return False
        how = _ACCESSORS[self._name(node)]
        names = [one for one in given if self.literal(one)]
        for one in names:
            self.accessor(node, one, how, static=self.frame.is_singleton)
        return bool(names)

    def accessor(self, node: Node, name_node: Node, how: int, *, static: bool = False, type_: Expr = None) -> None:
        """A reader, a writer, or both, as one row."""
        name = self.literal(name_node) or self.builder.text(name_node).rstrip(":")
        offset = name_node.start_byte
        signature, self.signature = self.signature, NOTHING
        names = (*((name,) if how & _READS else ()), *((f"{name}=",) if how & _WRITES else ()))
        self.made_method(
            node, name_node, name, (MEMBER, offset, (THIS, offset), f"@{name}"), static=static, declared=names,
            detail=["attribute", *(["static"] if static else [])], type_=type_ or signature.result,
        )  # fmt: skip

    def _class_accessors(self, node: Node, given: list[Node]) -> Expr | bool:
        """`mattr_accessor :a, instance_writer: false`: of the class, and of its instances unless said otherwise."""
        if not self.in_class_body():
            return False
        how = _CLASS_ACCESSORS[self._name(node)]
        options = {self.builder.text(key): value for one in given if one.type == "pair" and (key := one.child_by_field_name("key"))
                   and (value := one.child_by_field_name("value"))}  # fmt: skip
        refused = {key for key, value in options.items() if value.type == "false"}
        for value in options.values():
            self.use(self.visit(value))
        names = [one for one in given if self.literal(one)]
        for one in names:
            name = self.literal(one)
            symbol = self.made_method(
                node, one, name, (NAME, one.start_byte, f"@@{name}"), static=True, detail=["attribute", "static"],
                declared=(*((name,) if how & _READS else ()), *((f"{name}=",) if how & _WRITES else ())),
            )  # fmt: skip
            for bit, option, declared in ((_READS, "instance_reader", name), (_WRITES, "instance_writer", f"{name}=")):
                if how & bit and not refused & {option, "instance_accessor"}:
                    self._declare(declared, one, symbol, None, static=False, parameters=bit - 1)
        return bool(names)

    def _property(self, node: Node, given: list[Node]) -> Expr | bool:
        """`prop :name, Type` of a struct of Sorbet's."""
        if not self.in_class_body() or self.frame.base not in _STRUCTS or not given or not self.literal(given[0]):
            return False
        type_ = self._signatures.type(given[1]) if len(given) > 1 else None
        self.use_type(type_)
        self.accessor(node, given[0], _BOTH if self._name(node) == "prop" else _READS, type_=type_)
        for one in given[2:]:
            self.use(self.visit(one))
        return True

    def use_type(self, type_: Expr, kind: str = "type_uses") -> None:
        """Says that a type is written."""
        if type_ is not None and type_[0] != units.LITERAL:
            self.builder.use(type_, kind)

    def _sig(self, node: Node, given: list[Node]) -> Expr | bool:  # noqa: ARG002 - as the table has it
        block = node.child_by_field_name("block") if node.type == "call" else None
        if block is None:
            return False
        self.signature = self._signatures.read(block)
        for type_ in self.signature.parameters.values():
            self.use_type(type_)
        self.use_type(self.signature.result, "returns")
        return True

    def taken_signature(self) -> Types:
        """What the `sig` before this definition says."""
        found, self.signature = self.signature, NOTHING
        return found

    # ------------------------------------------------------------ visibility

    def _visibility(self, node: Node, given: list[Node]) -> Expr | bool:
        """`private`, `private :a, :b`, `private def a`, `module_function :a`."""
        if self.frame.method:
            return False
        how = self._name(node)
        if not given:
            if how == "module_function":
                self.frame.module_function = True
            elif how in _VISIBILITIES:
                self.frame.default_visibility, self.frame.module_function = how, False
            return True
        word = how.removesuffix("_class_method")
        for one in given:
            if one.type in {"method", "singleton_method"}:
                before = self.frame.default_visibility, self.frame.module_function
                self.frame.default_visibility = word if word in _VISIBILITIES else before[0]
                self.frame.module_function = how == "module_function"
                self.visit(one)
                self.frame.default_visibility, self.frame.module_function = before
                continue
            for named in one.named_children if one.type in {"array", "symbol_array"} else [one]:
                name = self.literal(named) or (self.builder.text(named) if named.type == "bare_symbol" else "")
                if name:
                    self._named_visibility(
                        named, name, word, static=how.endswith("_class_method") or self.frame.is_singleton
                    )
                else:
                    self.use(self.visit(named))
        return True

    def _named_visibility(self, node: Node, name: str, word: str, *, static: bool) -> None:
        builder = self.builder
        number = self.methods.get((self.frame.scope, static, name), -1)
        if number < 0:
            return
        symbol = builder.declaration(number).symbol
        if word == "module_function":
            self.also_static(number)
        elif symbol >= 0:
            builder.amend_symbol(symbol, exported=word == "public", detail=[word] if word != "public" else [])
        builder.use((MEMBER, node.start_byte + 1, (THIS, node.start_byte), name))

    def also_static(self, number: int) -> None:
        """A method that a module has as its own, too."""
        builder = self.builder
        one = builder.declaration(number)
        builder.declare(
            one.name, one.offset, one.what, one.spaces, symbol=one.symbol, flags=one.flags | units.STATIC, inner=one.inner,
            type=one.type, parameters=one.parameters, required=one.required, scope=one.scope,
        )  # fmt: skip

    # ------------------------------------------------------------ aliases and delegation

    def _alias(self, node: Node) -> Expr:
        """`alias new old`."""
        new, old = node.child_by_field_name("name"), node.child_by_field_name("alias")
        if new is not None and old is not None and new.type != "global_variable":
            self._alias_of(
                node, new, self.builder.text(new).lstrip(":"), self.builder.text(old).lstrip(":"), old.start_byte
            )
        return None

    def _alias_method(self, node: Node, given: list[Node]) -> Expr | bool:
        if len(given) < 2 or not self.literal(given[0]) or not self.literal(given[1]):
            return False
        self._alias_of(node, given[0], self.literal(given[0]), self.literal(given[1]), given[1].start_byte + 1)
        return True

    def _alias_of(self, node: Node, name_node: Node, new: str, old: str, offset: int) -> None:
        static = self.frame.is_singleton
        owner: Expr = (THIS, offset)
        target: Expr = (MEMBER, offset, owner, old) if self.frame.scope else (NAME, offset, old)
        self.made_method(
            node,
            name_node,
            new,
            (CALL, offset, target, ()),
            static=static,
            detail=["alias"],
            evaluated=(target, "aliases"),
        )

    def _delegate(self, node: Node, given: list[Node]) -> Expr | bool:
        """`delegate :a, :b, to: :c, prefix: true`."""
        if not self.in_class_body():
            return False
        options = {self.builder.text(key): value for one in given if one.type == "pair" and (key := one.child_by_field_name("key"))
                   and (value := one.child_by_field_name("value"))}  # fmt: skip
        names = [one for one in given if self.literal(one)]
        to = self.literal(options.get("to"))
        if not names or "to" not in options:
            return False
        prefix_node = options.get("prefix")
        prefix = ""
        if prefix_node is not None:
            prefix = (
                f"{to if prefix_node.type == 'true' else self.literal(prefix_node)}_"
                if prefix_node.type != "false"
                else ""
            )
        for one in names:
            self._delegated(node, one, f"{prefix}{self.literal(one)}", self.literal(one), to)
        return True

    def _def_delegators(self, node: Node, given: list[Node]) -> Expr | bool:
        names = [one for one in given[1:] if self.literal(one)]
        to = self.literal(given[0]) if given else ""
        if not self.in_class_body() or not to or not names:
            return False
        for one in names:
            self._delegated(node, one, self.literal(one), self.literal(one), to)
        return True

    def _def_delegator(self, node: Node, given: list[Node]) -> Expr | bool:
        to = self.literal(given[0]) if given else ""
        if not self.in_class_body() or not to or len(given) < 2 or not self.literal(given[1]):
            return False
        named = given[2] if len(given) > 2 and self.literal(given[2]) else given[1]
        self._delegated(node, named, self.literal(named), self.literal(given[1]), to)
        return True

    def _delegated(self, node: Node, name_node: Node, name: str, method: str, to: str) -> None:
        """A method that calls another on what a method or variable holds."""
        offset = name_node.start_byte
        owner: Expr
        if to.startswith("@@"):
            owner = (NAME, offset, to)
        elif to == "class":
            owner = (units.CLASS_OF, offset, (THIS, offset))
        elif to.startswith("@"):
            owner = (MEMBER, offset, (THIS, offset), to)
        elif to[:1].isupper():
            owner = (NAME, offset, to)
        else:
            owner = (CALL, offset, (NAME, offset, to), ()) if to else None
        value: Expr = (CALL, offset, (MEMBER, offset, owner, method), ()) if owner is not None else None
        self.made_method(
            node, name_node, name, value, static=self.frame.is_singleton, detail=["delegated"], evaluated=(value, "")
        )
