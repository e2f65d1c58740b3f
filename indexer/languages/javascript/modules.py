"""Modules of ECMAScript and TypeScript: `import`, `export`, namespaces, `declare module`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from indexer.languages.javascript import classes, functions, objects
from indexer.languages.javascript.names import has_word, string_value
from indexer.languages.javascript.reader import SELF, WHOLE, Reader, ReadStatement, wide
from indexer.languages.javascript.statements import block_of_declarations
from indexer.model import units
from indexer.model.units import DEFAULT, EVERY, EXPORTED, HIDDEN, IMPORTED, NAMESPACES, TYPES, VALUES, VARIABLE, Expr

_GIVEN: Final = EXPORTED | HIDDEN
_TYPE_ONLY: Final = TYPES | NAMESPACES


# ------------------------------------------------------------ import


def import_statement(reader: Reader, node: Node) -> None:
    """All forms of `import`."""
    reader.is_module = True
    source = node.child_by_field_name("source")
    module = string_value(reader, source)
    named = False
    spaces = _TYPE_ONLY if has_word(node, "type", "typeof") else EVERY
    for child in node.named_children:
        if child.type == "import_clause" and module is not None:
            named = _clause(reader, child, module, spaces) or named
        elif child.type == "import_require_clause":
            _import_require(reader, child)
            return
    if module is not None and source is not None and not named:
        reader.builder.use((units.IMPORT, source.start_byte, module, ""), "imports")


def _clause(reader: Reader, node: Node, module: str, spaces: int) -> bool:
    """What an import names, and the spaces that it names it for; whether it names anything."""
    named = False
    for child in node.named_children:
        if child.type == "identifier":
            _import(reader, child, child, module, "default", spaces)
            named = True
        elif child.type == "namespace_import":
            for name in child.named_children:
                what = (units.IMPORT, child.start_byte, module, "")
                reader.builder.use(what, "imports")
                reader.builder.use((units.IMPORT, name.start_byte, module, ""), "aliases")
                reader.declare(reader.name(name), name.start_byte, IMPORTED, spaces, value=what)
                named = True
        elif child.type == "named_imports":
            for one in child.named_children:
                wanted, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
                if wanted is not None:
                    own = alias or wanted
                    only = _TYPE_ONLY if has_word(one, "type", "typeof") else spaces
                    _import(reader, wanted, own, module, string_value(reader, wanted) or reader.name(wanted), only)
                    named = True
    return named


def _import(reader: Reader, name: Node, own: Node, module: str, wanted: str, spaces: int) -> None:
    what = (units.IMPORT, name.start_byte, module, wanted)
    reader.builder.use(what, "imports")
    if spaces == _TYPE_ONLY:  # the compiler leaves it out
        reader.builder.use(what, "type_uses")
    if own.id != name.id:
        reader.builder.use((units.IMPORT, own.start_byte, module, wanted), "aliases")
    reader.declare(reader.name(own), own.start_byte, IMPORTED, spaces, value=what)


def _import_require(reader: Reader, node: Node) -> None:
    """`import a = require('m')`."""
    source = node.child_by_field_name("source")
    module = string_value(reader, source)
    name = node.named_children[0] if node.named_children else None
    if module is None or name is None or source is None:
        return
    what = (units.IMPORT, source.start_byte, module, "")
    reader.builder.use(what, "imports")
    reader.declare(reader.name(name), name.start_byte, IMPORTED, EVERY, flags=reader.exporting, value=what)


def import_alias(reader: Reader, node: Node) -> None:
    """`import a = B.c`."""
    if node.named_child_count < 2:
        return
    name, target = node.named_children[0], node.named_children[-1]
    what = wide(reader.expression(target))
    reader.builder.use(what, "imports")
    reader.declare(reader.name(name), name.start_byte, IMPORTED, EVERY, flags=reader.exporting, value=what)


# ------------------------------------------------------------ export


def export_statement(reader: Reader, node: Node) -> None:
    """All forms of `export`."""
    reader.is_module = reader.is_module or reader.builder.scope == 0
    source = node.child_by_field_name("source")
    module = string_value(reader, source)
    if module is not None and source is not None:
        _from(reader, node, module, source)
        return
    declaration = node.child_by_field_name("declaration")
    value = node.child_by_field_name("value")
    if declaration is not None:
        _declaration(reader, node, declaration)
    elif value is not None:
        _default(reader, node, value)
    else:
        for child in node.named_children:
            if child.type == "export_clause":
                for one in child.named_children:
                    _listed(reader, one)
            elif has_word(node, "namespace"):
                _as_namespace(reader, node, child)
            elif child.type not in ("comment", "decorator"):
                _default(reader, node, child, whole=has_word(node, "="))


def _declaration(reader: Reader, node: Node, declaration: Node) -> None:
    before = reader.exporting, reader.documented
    default = has_word(node, "default")
    reader.exporting = DEFAULT if default else EXPORTED
    reader.documented = reader.documented or node
    if declaration.type in ("class_declaration", "abstract_class_declaration"):
        name = declaration.child_by_field_name("name")
        decorators = [child for child in node.named_children if child.type == "decorator"]
        classes.define(
            reader, declaration, name, reader.name(name) if name is not None else "default", flags=reader.exporting,
            decorators=decorators,
        )  # fmt: skip
    else:
        reader.statement(declaration)
    reader.exporting, reader.documented = before


def _default(reader: Reader, node: Node, value: Node, *, whole: bool = False) -> None:
    """`export default value`, `export = value`."""
    inside = objects.unwrapped(value)
    name = WHOLE if whole else "default"
    before, reader.documented = reader.documented, reader.documented or node
    at = value.start_byte
    if objects.holds_function(inside) or inside.type in ("class", "class_declaration", "function_declaration"):
        own = inside.child_by_field_name("name")
        flags = DEFAULT if own is not None else DEFAULT | HIDDEN
        text = reader.name(own) if own is not None else "default"
        if inside.type.startswith("class"):
            classes.define(reader, inside, own, text, flags=flags)
        else:
            this = reader.this if inside.type == "arrow_function" else None
            functions.define(reader, inside, own, text, kind="function", flags=flags, this=this)
        reader.documented = before
        return
    reader.documented = before
    if inside.type in ("identifier", "member_expression"):
        found = reader.expression(inside)
        if found is not None and _is_path(found):
            found = wide(found)
            reader.builder.use(found, "exports")
            what = IMPORTED if found is not None and found[0] == units.NAME else VARIABLE
            reader.declare(name, at, what, EVERY if what == IMPORTED else VALUES, flags=_GIVEN, value=found)
            return
        reader.builder.use(found)
    else:
        found = None
        if inside.type == "update_expression":
            for child in inside.named_children:
                reader.builder.use(reader.expression(child), "exports")
        symbol = reader.builder.symbol("variable", name, node, None, docstring=None) if inside.type == "object" else -1
        owner, reader.owner = reader.owner, symbol
        found = reader.evaluate(value)
        reader.owner = owner
        reader.declare(name, at, VARIABLE, VALUES, symbol=symbol, flags=_GIVEN, value=found)
        return
    reader.declare(name, at, VARIABLE, VALUES, flags=_GIVEN, value=found)


def _as_namespace(reader: Reader, node: Node, name: Node) -> None:
    """`export as namespace A`: scripts see what the module exports as A."""
    builder = reader.builder
    text = reader.name(name)
    symbol = builder.symbol("namespace", text, node, name)
    number = reader.declare(text, name.start_byte, units.NAMESPACE, NAMESPACES | VALUES, symbol=symbol, flags=HIDDEN)
    with builder.inside(units.NAMESPACE_SCOPE, declaration=number, namespace=text):
        builder.opens((units.IMPORT, name.start_byte, SELF, "*"), EVERY, units.OUTSIDE)


def _is_path(expr: units.Known) -> bool:
    """Whether an expression is a name, or a member of one."""
    while expr[0] == units.MEMBER and expr[2] is not None:
        expr = expr[2]
    return bool(expr[0] == units.NAME)


def _listed(reader: Reader, node: Node) -> None:
    """One name of `export { a, b as c }`."""
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    if name is None:
        return
    text = reader.name(name)
    shown = (string_value(reader, alias) or reader.name(alias)) if alias is not None else text
    value = (units.NAME, name.start_byte, text, EVERY)
    reader.builder.use(value, "exports")
    if alias is not None:
        reader.builder.use((*value[:1], alias.start_byte, *value[2:]), "aliases")
        _named_anew(reader, node, alias, shown)
    if reader.builder.scope == 0:
        reader.exported_names.append(text)
    reader.declare(shown, (alias or name).start_byte, IMPORTED, EVERY, flags=_GIVEN, value=value)


def _named_anew(reader: Reader, node: Node, alias: Node, shown: str) -> None:
    """The name that an export gives to something: a row by which people find what it stands for."""
    if shown != "default":
        reader.builder.symbol("constant", shown, node, alias, detail=("alias",))


def _from(reader: Reader, node: Node, module: str, source: Node) -> None:
    """`export ... from 'm'`."""
    builder = reader.builder
    whole = (units.IMPORT, source.start_byte, module, "")
    builder.use(whole, "imports")
    everything = True
    for child in node.named_children:
        if child.type == "export_clause":
            everything = False
            for one in child.named_children:
                _listed_from(reader, one, module)
            if not child.named_children:
                builder.use(whole, "exports")
        elif child.type == "namespace_export":
            everything = False
            for name in child.named_children:
                builder.use((units.IMPORT, child.start_byte, module, ""), "exports")
                builder.use((units.IMPORT, name.start_byte, module, ""), "aliases")
                shown = string_value(reader, name) or reader.name(name)
                _named_anew(reader, child, name, shown)
                reader.declare(shown, name.start_byte, IMPORTED, EVERY, flags=_GIVEN, value=whole)
    if everything and has_word(node, "*"):
        builder.use(whole, "exports")
        builder.opens((units.IMPORT, source.start_byte, module, "*"), EVERY, units.OUTSIDE)


def _listed_from(reader: Reader, node: Node, module: str) -> None:
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    if name is None:
        return
    text = string_value(reader, name) or reader.name(name)
    shown = (string_value(reader, alias) or reader.name(alias)) if alias is not None else text
    what: Expr = (units.IMPORT, name.start_byte, module, text)
    reader.builder.use(what, "exports")
    if alias is not None:
        reader.builder.use((units.IMPORT, alias.start_byte, module, text), "aliases")
        _named_anew(reader, node, alias, shown)
    reader.declare(shown, (alias or name).start_byte, IMPORTED, EVERY, flags=_GIVEN, value=what)


# ------------------------------------------------------------ namespaces


def namespace(reader: Reader, node: Node) -> None:
    """`namespace A.B { ... }`, `declare module 'm' { ... }`."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None:
        return
    module = string_value(reader, name)
    builder = reader.builder
    text = module if module is not None else reader.name(name)
    if not text:
        reader.statements(node)
        return
    symbol = builder.symbol(
        "module" if module is not None else "namespace", text, node, name, body=body, exported=bool(reader.exporting or reader.ambient),
        documented=reader.documented or (node.parent if node.parent is not None and node.parent.type == "expression_statement" else None),
    )  # fmt: skip
    if module is not None:
        with builder.inside(units.NAMESPACE_SCOPE, symbol=symbol, namespace=f'"{module}"'), reader.meaning(reader.this):
            if body is not None:
                block_of_declarations(reader, body)
        return
    parts = text.split(".")
    before = builder.scope
    flags = reader.exporting
    at = name.start_byte
    for index, part in enumerate(parts):
        own = symbol if index == len(parts) - 1 else -1
        number = reader.declare(part, at, units.NAMESPACE, NAMESPACES | VALUES, symbol=own, flags=flags)
        builder.open(units.NAMESPACE_SCOPE, declaration=number, symbol=symbol, namespace=f".{part}")
        at += len(part.encode()) + 1
    with reader.meaning(reader.this):
        if body is not None:
            block_of_declarations(reader, body)
    builder.scope = before


STATEMENTS: Final[Mapping[str, ReadStatement]] = {
    "import_statement": import_statement,
    "import_alias": import_alias,
    "export_statement": export_statement,
    "internal_module": namespace,
    "module": namespace,
    "function_declaration": functions.declaration,
    "generator_function_declaration": functions.declaration,
    "function_signature": functions.declaration,
    "class_declaration": classes.declaration,
    "abstract_class_declaration": classes.declaration,
}
