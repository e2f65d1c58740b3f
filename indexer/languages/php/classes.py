"""Classes, interfaces, traits and enumerations of PHP with their members."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.php.docs import NOTHING, Docs
from indexer.languages.php.functions import Functions
from indexer.model import units
from indexer.model.units import MEMBER, OBJECT, Expr

_KINDS: Final = {
    "class_declaration": "class", "interface_declaration": "interface", "trait_declaration": "trait", "enum_declaration": "enum",
}  # fmt: skip
_MODIFIERS: Final = {
    "static_modifier": units.STATIC,
    "abstract_modifier": units.ABSTRACT,
    "final_modifier": 0,
    "readonly_modifier": 0,
    "var_modifier": 0,
}


class Classes(Functions):
    """Reads classes; statements are the business of the class derived from this."""

    def class_like(self, node: Node) -> None:
        """A class, interface, trait or enumeration."""
        name_node = node.child_by_field_name("name")
        if name_node is None:
            return
        builder = self.builder
        kind, name = _KINDS[node.type], builder.text(name_node)
        detail = [builder.text(one) for one in node.named_children if one.type in _MODIFIERS]
        body = node.child_by_field_name("body")
        symbol = builder.symbol(kind, name, node, name_node, body=body, detail=detail)
        number = builder.declare(
            name, name_node.start_byte, units.TYPE, units.TYPES, symbol=symbol, scope=self.namespace_scope,
            flags=units.ABSTRACT if "abstract" in detail or kind == "interface" else 0,
        )  # fmt: skip
        around = self.own_type, self.parent_type
        own = (
            None
            if kind == "trait"
            else self.names.reference(self.names.full(f"namespace\\{name}"), name_node.start_byte)
        )
        docs = self.docs
        with builder.inside(units.TYPE_SCOPE, declaration=number, symbol=symbol):
            self._class_body(node, body, own, docs, kind)
        self.own_type, self.parent_type = around

    def anonymous_class(self, node: Node) -> Expr:
        """`new class(...) extends Base { ... }`."""
        builder = self.builder
        for value in self.arguments(next((one for one in node.named_children if one.type == "arguments"), None)):
            self.use_unless_plain(value)
        body = node.child_by_field_name("body")
        symbol = builder.symbol("class", "class@anonymous", node, None, body=body, exported=False)
        around = self.own_type, self.parent_type
        with builder.inside(units.TYPE_SCOPE, symbol=symbol) as scope:
            self._class_body(node, body, None, NOTHING, "class")
        self.own_type, self.parent_type = around
        return (OBJECT, node.start_byte, scope)

    def _class_body(self, node: Node, body: Node | None, own: Expr, docs: Docs, kind: str) -> None:
        """Bases and members.  Traits come first among the bases: their members hide inherited ones."""
        builder = self.builder
        self.own_type, self.parent_type = own, None
        self.attributes(node)
        members = body.named_children if body is not None else []
        for member in members:
            if member.type == "use_declaration":
                for used in member.named_children:
                    if used.type in {"name", "qualified_name", "relative_name"}:
                        builder.base(self.class_name(used), "inherits")
        for clause in node.named_children:
            if clause.type in {"base_clause", "class_interface_clause"}:
                by = "implements" if clause.type == "class_interface_clause" else "inherits"
                for base in clause.named_children:
                    if base.type == "comment":
                        continue
                    named = self.class_name(base)
                    builder.base(named, by)
                    if by == "inherits" and kind == "class":
                        self.parent_type = named
        if kind == "enum":
            backed = any(one.type == "primitive_type" for one in node.named_children)
            builder.base(self.names.reference("BackedEnum" if backed else "UnitEnum", node.start_byte), "")
        for name, type_ in docs.properties:
            builder.declare(f"${name}", node.start_byte, units.VARIABLE, units.VALUES, flags=units.FIELD, type=type_)
        for name, type_ in docs.methods:
            builder.declare(name, node.start_byte, units.FUNCTION_, units.VALUES, type=type_)
        comment: Node | None = None
        for member in members:
            if member.type == "comment":
                comment = member
                continue
            self._class_member(member, self.comment(comment))
            comment = None

    def _class_member(self, node: Node, docs: Docs) -> None:
        match node.type:
            case "method_declaration":
                self._method(node, docs)
            case "property_declaration":
                self._property(node, docs)
            case "const_declaration":
                self._class_constants(node, docs)
            case "enum_case":
                self._case(node)
            case "use_declaration":
                self._adaptations(node)
            case _:
                self._broken(node)

    def _broken(self, node: Node) -> None:
        """Members that stand in what does not parse."""
        for child in node.named_children:
            if child.type in {"method_declaration", "property_declaration", "const_declaration"}:
                self._class_member(child, NOTHING)

    def _modifiers(self, node: Node) -> tuple[list[str], int, str]:
        """Words for the row, flags, visibility."""
        words, flags, visibility = [], 0, "public"
        for child in node.named_children:
            kind = child.type
            if kind == "visibility_modifier":
                visibility = self.builder.text(child)
                words.append(visibility)
            elif kind in _MODIFIERS:
                words.append(self.builder.text(child))
                flags |= _MODIFIERS[kind]
        return words, flags, visibility

    def _method(self, node: Node, docs: Docs) -> None:
        name_node = node.child_by_field_name("name")
        if name_node is None:
            return
        builder = self.builder
        name = builder.text(name_node)
        words, flags, visibility = self._modifiers(node)
        body = node.child_by_field_name("body")
        is_constructor = name.lower() == "__construct"
        if is_constructor:
            flags |= units.CONSTRUCTOR
        if body is None:
            flags |= units.ABSTRACT
        symbol = builder.symbol(
            "constructor" if is_constructor else "method", name, node, name_node, body=body,
            exported=visibility != "private", detail=words,
        )  # fmt: skip
        number = builder.declare(name, name_node.start_byte, units.FUNCTION_, units.VALUES, symbol=symbol, flags=flags)
        self.body(node, number, symbol, docs)

    def _property(self, node: Node, docs: Docs) -> None:
        builder = self.builder
        self.attributes(node)
        words, flags, visibility = self._modifiers(node)
        written = self.type(node.child_by_field_name("type"))
        self.use_type(written)
        for element in node.named_children:
            if element.type == "property_hook_list":
                self._hooks(element)
            if element.type != "property_element":
                continue
            name_node = element.child_by_field_name("name")
            if name_node is None:
                continue
            name = builder.text(name_node)
            value = self.expression(element.child_by_field_name("default_value"))
            self.use_unless_plain(value)
            symbol = builder.symbol(
                "property", name[1:], node, name_node, exported=visibility != "private", detail=words
            )
            builder.declare(
                name, name_node.start_byte, units.VARIABLE, units.VALUES, symbol=symbol, value=value,
                flags=units.FIELD | flags & units.STATIC, type=self.declared_type(written, docs.variable(name[1:])),
            )  # fmt: skip
            for child in element.named_children:
                if child.type == "property_hook_list":
                    self._hooks(child)

    def _hooks(self, node: Node) -> None:
        """`{ get => ...; set { ... } }` of a property."""
        for hook in node.named_children:
            body = hook.child_by_field_name("body")
            if body is not None:
                number = self.builder.declare(
                    "", hook.start_byte, units.FUNCTION_, units.VALUES, flags=units.HIDDEN | units.PRIVATE
                )
                self.body(hook, number, None, NOTHING)

    def promoted(self, parameter: Node, name_node: Node, type_: Expr, number: int) -> None:
        """A parameter of a constructor that is a property; of a function outside of types, which only broken code has, it is none."""
        builder = self.builder
        scope = builder.enclosing(units.TYPE_SCOPE)
        if scope < 0:
            return
        words, _, visibility = self._modifiers(parameter)
        name = builder.text(name_node)
        symbol = builder.symbol(
            "property", name[1:], parameter, name_node, exported=visibility != "private", detail=words,
            parent=builder.scope_record(scope).symbol,
        )  # fmt: skip
        builder.declare(
            name,
            name_node.start_byte,
            units.VARIABLE,
            units.VALUES,
            symbol=symbol,
            flags=units.FIELD,
            type=type_,
            scope=scope,
        )
        if type_ is None:
            target = (MEMBER, name_node.start_byte, (units.THIS, name_node.start_byte), name)
            builder.assign(target, (units.NAME, name_node.start_byte, builder.declaration(number).name))

    def _class_constants(self, node: Node, docs: Docs) -> None:
        builder = self.builder
        self.attributes(node)
        words, _, visibility = self._modifiers(node)
        type_ = self.type(node.child_by_field_name("type"))
        self.use_type(type_)
        for element in node.named_children:
            if element.type != "const_element" or not element.named_child_count:
                continue
            name_node = element.named_children[0]
            value = self.expression(element.named_children[1]) if element.named_child_count > 1 else None
            self.use_unless_plain(value)
            symbol = builder.symbol(
                "constant", builder.text(name_node), node, name_node, exported=visibility != "private", detail=words
            )
            builder.declare(
                builder.text(name_node), name_node.start_byte, units.VARIABLE, units.VALUES, symbol=symbol, flags=units.STATIC,
                type=self.declared_type(type_, docs.variable("")), value=value,
            )  # fmt: skip

    def _case(self, node: Node) -> None:
        name_node = node.child_by_field_name("name")
        if name_node is None:
            return
        builder = self.builder
        self.attributes(node)
        self.use_unless_plain(self.expression(node.child_by_field_name("value")))
        symbol = builder.symbol("enum_member", builder.text(name_node), node, name_node)
        builder.declare(
            builder.text(name_node), name_node.start_byte, units.VARIABLE, units.VALUES, symbol=symbol, flags=units.STATIC,
            type=self.own_type,
        )  # fmt: skip

    def _adaptations(self, node: Node) -> None:
        """`use T { T::a insteadof U; a as b; }`: a method under another name is what a member holds."""
        builder = self.builder
        used = [one for one in node.named_children if one.type in {"name", "qualified_name", "relative_name"}]
        for clause in (c for one in node.named_children if one.type == "use_list" for c in one.named_children):
            if clause.type not in {"use_as_clause", "use_instead_of_clause"} or not clause.named_child_count:
                continue
            first = clause.named_children[0]
            owner, method = (
                (first.named_children[0], first.named_children[-1]) if first.named_child_count > 1 else (None, first)
            )
            trait = self.class_name(owner if owner is not None else used[0]) if used or owner is not None else None
            member: Expr = (MEMBER, method.start_byte, trait, builder.text(method)) if trait is not None else None
            if owner is not None:
                builder.use(member)
            renamed = clause.named_children[-1]
            if clause.type == "use_as_clause" and renamed.type == "name" and renamed.start_byte > first.start_byte:
                builder.declare(
                    builder.text(renamed),
                    renamed.start_byte,
                    units.VARIABLE,
                    units.VALUES,
                    flags=units.FIELD,
                    value=member,
                )
            elif clause.type == "use_instead_of_clause":
                for hidden in clause.named_children[1:]:
                    builder.use(self.class_name(hidden))
