"""Calls and `new`; what the functions of the language itself do with what they are given."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import assignments, commonjs, containers, functions
from indexer.languages.javascript.names import key_name, string_value
from indexer.languages.javascript.reader import MADE_BY, Reader, This
from indexer.languages.javascript.wanted import Given, argument
from indexer.model import units
from indexer.model.units import FUNCTION_, TYPE, Expr

_COPIES: Final = frozenset(("assign", "create", "freeze", "seal", "preventExtensions", "setPrototypeOf"))
"""Functions of `Object` that give an object with the members of what they are given."""
_EXTENDERS: Final = frozenset(("assign", "extend", "mixin", "augment", "defineProperties"))
_INHERITS: Final = frozenset(("inherits", "setPrototypeOf"))
_SPECIAL: Final = _COPIES | _EXTENDERS | _INHERITS | {"defineProperty"}


def call(reader: Reader, node: Node) -> Expr:
    """`f(a, b)`, `` f`a` ``, `require('m')`, `import('m')`."""
    callee, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if callee is None or arguments is None:
        return reader.parts(node)
    if callee.type == "import" or (callee.type == "identifier" and callee.text == b"require"):
        found = _import(reader, node, callee, arguments)
        if found is not None:
            return found
    if callee.type == "member_expression":
        special = _special(reader, callee, arguments)
        if special is not None:
            return special
    function = reader.expression(callee)
    types = node.child_by_field_name("type_arguments")
    if types is not None:
        given_types = tuple(reader.type(one) for one in types.named_children)
        if function is not None:
            function = (units.APPLIED, callee.start_byte, function, given_types)
    if arguments.type == "template_string":
        reader.evaluate(arguments)
        return (units.CALL, _site(function, node), function, (None,))
    given = _arguments(reader, arguments, function)
    for one in given if reader.settled.names else ():
        reader.escaped(one)
    if function is None:
        for one in given:
            reader.use(one)
        return None
    whole: units.Known = (units.CALL, _site(function, node), function, given)
    if function[0] == units.MEMBER and function[2] is not None:
        if function[3] == "bind" and _is_bound(arguments):
            for one in given:
                reader.use(one)
            bound: Expr = function[2]
            return bound
        return containers.given(whole, node.start_byte)
    return whole


def _is_bound(arguments: Node) -> bool:
    """Whether what `bind` is given says that it is a function's: it gives the function again, without a call."""
    first = arguments.named_children[0] if arguments.named_children else None
    return first is not None and first.type in ("this", "null", "undefined")


def _site(function: Expr, node: Node) -> int:
    return int(function[1]) if function is not None else node.start_byte


def _import(reader: Reader, node: Node, callee: Node, arguments: Node) -> Expr:
    if callee.type == "import":
        inside = [one for one in arguments.named_children if one.type != "comment"]
        module = string_value(reader, inside[0]) if inside else None
        if module is None:
            return None
        return (units.IMPORT, inside[0].start_byte, module, "")
    module = commonjs.required(reader, node)
    if module is None:
        return None
    reader.is_common = True
    return (units.IMPORT, commonjs.module_node(node).start_byte, module, "")


def _arguments(reader: Reader, node: Node, function: Expr) -> tuple[Expr, ...]:
    """The arguments of a call."""
    children = [child for child in node.named_children if child.type != "comment"]
    folds = function is not None and function[0] == units.MEMBER and function[3] in containers.FOLDING
    seed = reader.expression(children[1]) if folds and len(children) == 2 else None
    found: list[Expr] = []
    for place, child in enumerate(children):
        known = seed is not None and place == 1
        found.append(seed if known else _argument(reader, child, function, tuple(found), seed))
    return tuple(found)


def _argument(reader: Reader, node: Node, function: Expr, before: tuple[Expr, ...], seed: Expr) -> Expr:
    """An argument, behind others and before a seed, if any; a function among them gets what the callee is declared to call it with, or elements of the container whose method
    it is given to."""
    start = node.start_byte
    wanted = argument(function, before, start)
    if node.type not in functions.FUNCTIONS:
        return reader.expression(node, wanted)
    if function is None:
        return functions.as_value(reader, node, None, row=False)
    given = Given(wanted, containers.handed(function, len(before), seed, start))
    return functions.as_value(reader, node, given, row=False)


def _special(reader: Reader, callee: Node, arguments: Node) -> Expr:
    """Calls that say what an object's members or base types are: `Object.assign(A.prototype, {...})`, `util.inherits(A, B)`."""
    around, name = callee.child_by_field_name("object"), callee.child_by_field_name("property")
    if around is None or name is None:
        return None
    text = reader.name(name)
    if text not in _SPECIAL:
        return None
    given = [one for one in arguments.named_children if one.type != "comment"]
    if not given:
        return None
    plain = around.type == "identifier" and around.text == b"Object" and reader.declared("Object") < 0
    if text in _EXTENDERS:
        found = _extended(reader, callee, around, given)
        if found is not None:
            return found
    if text in _INHERITS and len(given) == 2:
        return _inherits(reader, callee, given)
    if plain and text in _COPIES:
        function = reader.expression(callee)
        values = tuple(reader.expression(one) for one in given)
        kept = values[:1] if text != "assign" else values
        parts = tuple(one for one in kept if one is not None)
        whole = (units.CALL, name.start_byte, function, values)
        return (units.UNION, callee.start_byte, (whole, *parts))
    if plain and text == "defineProperty" and len(given) > 2:
        return _defined(reader, callee, given)
    return None


def _prototype_of(reader: Reader, node: Node) -> int:
    """The function or class of this file whose prototype an expression is; -1."""
    if node.type != "member_expression":
        return -1
    around, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    if around is None or name is None or name.text != b"prototype" or around.type != "identifier":
        return -1
    return _type_named(reader, around)


def _type_named(reader: Reader, node: Node) -> int:
    """The function or class of this file that a name is; -1."""
    number = reader.declared(reader.name(node)) if node.type == "identifier" else -1
    return number if number >= 0 and reader.builder.declaration(number).what in (FUNCTION_, TYPE) else -1


def _extended(reader: Reader, callee: Node, around: Node, given: list[Node]) -> Expr:
    """What is copied to an object, class or prototype of this file are members of it: `Object.assign(A.prototype, { ... })`,
    `A.extend({ ... })`; None where nothing is known of the target."""
    target, sources = (given[0], given[1:]) if len(given) > 1 else (around, given)
    if assignments.known_place(reader, target) < 0 or not any(one.type == "object" for one in sources):
        return None
    function = reader.expression(callee)
    values: list[Expr] = [] if target.id == around.id else [reader.expression(target)]
    values += [
        assignments.copied(reader, target, one) if one.type == "object" else reader.expression(one) for one in sources
    ]
    whole: Expr = (units.CALL, _site(function, callee), function, tuple(values))
    first = values[0] if target.id != around.id else reader.expression(around)
    return whole if first is None else (units.UNION, callee.start_byte, (whole, first))


def _inherits(reader: Reader, callee: Node, given: list[Node]) -> Expr:
    """`util.inherits(A, B)`, `Object.setPrototypeOf(A.prototype, B.prototype)`."""
    number = _prototype_of(reader, given[0])
    number = number if number >= 0 else _type_named(reader, given[0])
    if number < 0:
        return None
    function = reader.expression(callee)
    values = tuple(reader.expression(one) for one in given)
    parent = assignments.base_prototype(values[1]) or values[1]
    if parent is not None and parent[0] in (units.NAME, units.MEMBER):
        _based(reader, assignments.extension(reader, number), parent)
    return (units.CALL, _site(function, callee), function, values)


def _based(reader: Reader, at: int, parent: units.Known) -> None:
    builder = reader.builder
    before, builder.scope = builder.scope, at
    builder.base(parent, "inherits")
    builder.scope = before


def _defined(reader: Reader, callee: Node, given: list[Node]) -> Expr:
    """`Object.defineProperty(A.prototype, 'b', { get() { ... } })`, `Object.defineProperty(exports, 'b', {...})`."""
    text = string_value(reader, given[1]) or key_name(reader, given[1])
    number = _prototype_of(reader, given[0])
    if not text or given[2].type != "object":
        return None
    builder = reader.builder
    getter = None
    for child in given[2].named_children:
        key = child.child_by_field_name("key") or child.child_by_field_name("name")
        if key is not None and key.text == b"get":
            getter = child.child_by_field_name("value") or child
    if (
        number >= 0
        and getter is not None
        and (getter.type in functions.FUNCTIONS or getter.type == "method_definition")
    ):
        builder.use(reader.expression(callee))
        at = assignments.extension(reader, number)
        functions.define(
            reader, getter, given[1], text, kind="method", flags=units.ACCESSOR, scope=at, this=This(MADE_BY, number),
            parent=builder.declaration(number).symbol, exported=True,
        )  # fmt: skip
        return None
    if getter is not None and commonjs.is_exports(reader, given[0]):
        builder.use(reader.expression(callee))
        reader.is_common = True
        found = reader.expression(getter)
        builder.use(found)
        if found is not None and found[0] == units.FUNCTION:
            reader.declare(
                text, given[1].start_byte, units.VARIABLE, units.VALUES, flags=units.EXPORTED | units.HIDDEN, scope=0,
                value=(units.CALL, given[1].start_byte, found, ()),
            )  # fmt: skip
        return (units.LITERAL, callee.start_byte, "Object")
    return None


def new(reader: Reader, node: Node) -> Expr:
    """`new A(b)`."""
    callee, arguments = node.child_by_field_name("constructor"), node.child_by_field_name("arguments")
    made = reader.expression(callee)
    given = _arguments(reader, arguments, made) if arguments is not None else ()
    if made is None or callee is None:
        for one in given:
            reader.use(one)
        return None
    if made[0] == units.NAME:
        reader.made.append((made[2], reader.builder.scope))
    types = node.child_by_field_name("type_arguments")
    if types is not None:
        made = (units.APPLIED, callee.start_byte, made, tuple(reader.type(one) for one in types.named_children))
    return (units.NEW, made[1], made, given)
