"""CommonJS: `require`, `exports.a = b`, `module.exports = ...`."""

from __future__ import annotations

from tree_sitter import Node

from indexer.languages.javascript import classes, functions, objects
from indexer.languages.javascript.jsdoc import held
from indexer.languages.javascript.names import has_word, key_name, member_name, string_value
from indexer.languages.javascript.reader import LITERAL_OBJECT, SELF, WHOLE, Reader, This
from indexer.languages.javascript.wanted import Given, of_type
from indexer.languages.javascript.wanted import member as of_member
from indexer.model import units
from indexer.model.units import EVERY, EXPORTED, HIDDEN, IMPORTED, VALUES, VARIABLE, Expr

_GIVEN = EXPORTED | HIDDEN


# ------------------------------------------------------------ require


def required(reader: Reader, node: Node | None) -> str | None:
    """The module that `require('m')` names; None for any other expression."""
    if node is None or node.type != "call_expression":
        return None
    callee, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if callee is None or arguments is None or callee.type != "identifier" or callee.text != b"require":
        return None
    if arguments.named_child_count != 1 or reader.declared("require") >= 0:
        return None
    return string_value(reader, arguments.named_children[0])


def module_node(node: Node) -> Node:
    """Where the module's name stands in `require('m')` or `import('m')`."""
    arguments = node.child_by_field_name("arguments")
    return arguments.named_children[0] if arguments is not None and arguments.named_children else node


def imported(reader: Reader, name: Node, value: Node, scope: int) -> bool:
    """`const a = require('m')`, `const {b, c: d} = require('m')`, `const e = require('m').e`: imports.

    Returns:
        Whether it is one.
    """
    value = objects.unwrapped(value)
    member = ""
    module = required(reader, value)
    call = value
    if module is None and value.type == "member_expression":
        inner, wanted = value.child_by_field_name("object"), value.child_by_field_name("property")
        module = required(reader, inner)
        if inner is not None and wanted is not None:
            call, member = inner, reader.name(wanted)
    if module is None:
        return False
    if name.type == "object_pattern" and not member and all(_is_plain(child) for child in name.named_children):
        reader.is_common = True
        for child in name.named_children:
            key, own = child, child
            if child.type == "pair_pattern":
                key = child.child_by_field_name("key") or child
                own = child.child_by_field_name("value") or child
            elif child.type == "object_assignment_pattern":
                key = own = child.child_by_field_name("left") or child
                reader.evaluate(child.child_by_field_name("right"))
            _import(reader, own, (units.IMPORT, key.start_byte, module, key_name(reader, key)), scope)
        return True
    if name.type != "identifier":
        return False
    reader.is_common = True
    at = module_node(call) if not member else value.child_by_field_name("property") or value
    _import(reader, name, (units.IMPORT, at.start_byte, module, member), scope)
    return True


def _is_plain(node: Node) -> bool:
    """Whether a part of a pattern takes one named export."""
    if node.type == "pair_pattern":
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        return (
            key is not None
            and value is not None
            and value.type == "identifier"
            and key.type != "computed_property_name"
        )
    return node.type in ("shorthand_property_identifier_pattern", "object_assignment_pattern")


def _import(reader: Reader, name: Node, what: units.Known, scope: int) -> None:
    reader.builder.use(what, "imports")
    reader.declare(reader.name(name), name.start_byte, IMPORTED, EVERY, value=what, scope=scope)


# ------------------------------------------------------------ exports


def is_exports(reader: Reader, node: Node | None) -> bool:
    """Whether an expression is what the module exports: `exports`, `module.exports`."""
    if node is None:
        return False
    if node.type == "identifier":
        return node.text == b"exports" and reader.declared("exports") < 0
    if node.type == "assignment_expression":
        return is_exports(reader, node.child_by_field_name("left"))
    if node.type != "member_expression":
        return False
    around, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    return (
        around is not None
        and name is not None
        and name.text == b"exports"
        and around.type == "identifier"
        and around.text == b"module"
        and reader.declared("module") < 0
    )


def own_exports(reader: Reader, value: Node) -> Expr:
    """What a variable holds that is set to the module's exports (`const api = module.exports = {}`); None for other values."""
    if value.type in ("assignment_expression", "member_expression", "identifier") and is_exports(reader, value):
        return (units.IMPORT, value.start_byte, SELF, "")
    return None


def assigned(reader: Reader, node: Node, left: Node, right: Node) -> tuple[Expr] | None:
    """`exports.a = b`, `module.exports = ...`, `module.exports.a = b`.

    Returns:
        What the assignment comes to, alone in a tuple; None where it exports nothing.
    """
    if is_exports(reader, left):
        reader.is_common = True
        return (_whole(reader, node, left, right),)
    if not is_exports(reader, left.child_by_field_name("object")):
        return None
    reader.is_common = True
    name, text = member_name(reader, left)
    if not text or name is None:
        return None
    return (export(reader, node, name, text, right),)


def _whole(reader: Reader, node: Node, left: Node, right: Node) -> Expr:
    """`module.exports = ...`: an object literal exports its members, anything else is exported as a whole."""
    value = objects.unwrapped(right)
    name = left.child_by_field_name("property") or left
    if value.type == "object":
        wanted = of_type(reader.type(held(reader.docs.of(node))), node.start_byte)
        for child in value.named_children:
            _member(reader, child, wanted)
        return None
    if value.type == "assignment_expression" and is_exports(reader, value.child_by_field_name("left")):
        return reader.expression(value)
    return export(reader, node, name, WHOLE, right)


def _member(reader: Reader, node: Node, wanted: Expr) -> None:
    """One member of the object literal that a module exports; `wanted` is what a comment says that is."""
    kind = node.type
    if kind == "shorthand_property_identifier":
        value: Expr = (units.NAME, node.start_byte, reader.name(node), EVERY)
        reader.builder.use(value, "exports")
        reader.declare(reader.name(node), node.start_byte, IMPORTED, EVERY, flags=_GIVEN, value=value)
    elif kind == "pair":
        key, value_node = node.child_by_field_name("key"), node.child_by_field_name("value")
        text = key_name(reader, key)
        if key is not None and value_node is not None and text:
            found = export(reader, node, key, text, value_node, of_member(wanted, text, key.start_byte))
            reader.use(found)
        else:
            reader.parts(node)
    elif kind == "method_definition":
        name = node.child_by_field_name("name")
        text = key_name(reader, name)
        functions.define(
            reader, node, name, text, kind="method" if has_word(node, "get", "set") else "function",
            flags=_GIVEN | (units.ACCESSOR if has_word(node, "get") else 0), scope=0, this=This(LITERAL_OBJECT, 0),
            given=Given(of_member(wanted, text, node.start_byte)) if wanted is not None else None,
        )  # fmt: skip
    elif kind == "spread_element":
        for child in node.named_children:
            module = required(reader, child)
            if module is None:
                reader.evaluate(child)
            else:
                what = (units.IMPORT, child.start_byte, module, "*")
                reader.builder.use((units.IMPORT, module_node(child).start_byte, module, ""), "imports")
                reader.builder.opens(what, EVERY, units.OUTSIDE)


def export(reader: Reader, node: Node, name: Node, text: str, right: Node, wanted: Expr = None) -> Expr:
    """Exports a value under a name; gives the value, to be used by whoever evaluates the assignment."""
    value = objects.unwrapped(right)
    at = name.start_byte
    module = required(reader, value)
    if module is not None:
        what: units.Known = (units.IMPORT, module_node(value).start_byte, module, "")
        reader.declare(text, at, IMPORTED, EVERY, flags=_GIVEN, value=what, scope=0)
        return what
    own = value.child_by_field_name("name") if objects.holds_function(value) or value.type == "class" else None
    shown = text if text != WHOLE else reader.name(own) if own is not None else "exports"
    if objects.holds_function(value):
        this = This(LITERAL_OBJECT, 0) if text != WHOLE and value.type != "arrow_function" else None
        this = reader.this if value.type == "arrow_function" else this
        number = functions.define(
            reader, value, own if text == WHOLE and own is not None else name, shown, kind="function", flags=_GIVEN, scope=0,
            parent=0, whole=node, this=this, given=Given(wanted) if wanted is not None else None,
        )  # fmt: skip
        _as_whole(reader, number, text, at)
        return None
    if value.type == "class":
        number = classes.define(
            reader, value, own if text == WHOLE and own is not None else name, shown, flags=_GIVEN, scope=0, parent=0, whole=node
        )  # fmt: skip
        _as_whole(reader, number, text, at)
        return None
    if value.type == "identifier":
        found: Expr = (units.NAME, value.start_byte, reader.name(value), EVERY)
        reader.builder.use(found, "exports")
        reader.declare(text, at, IMPORTED, EVERY, flags=_GIVEN, value=found, scope=0)
        return found
    before, reader.owner = reader.owner, -1
    symbol = -1
    if text != WHOLE and reader.own(0, text) < 0:
        symbol = reader.owner = reader.builder.symbol("variable", text, node, name, parent=0)
    found = reader.expression(right, wanted)
    reader.owner = before
    number = reader.declare(text, at, VARIABLE, VALUES, symbol=symbol, flags=_GIVEN, value=found, scope=0)
    made = objects.scope_of_object(found)
    if made >= 0:
        reader.objects[number] = made
    return found


def _as_whole(reader: Reader, number: int, text: str, at: int) -> None:
    """What is exported as a whole has the whole's name for importers, whatever its own."""
    one = reader.builder.declaration(number)
    if text == WHOLE and one.name != WHOLE:
        reader.builder.amend(number, name=WHOLE)
        reader.builder.use((units.IMPORT, at, SELF, ""), "exports")
