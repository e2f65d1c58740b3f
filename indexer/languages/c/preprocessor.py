"""Directives: macros, includes, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from tree_sitter import Node

from indexer.languages.c.aggregates import Aggregates
from indexer.model import units
from indexer.model.units import Expr

_TOKEN: Final = re.compile(rb"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|/\*.*?\*/|//[^\n]*|(?:->|\.)\s*[A-Za-z_]\w*|#*\s*\b[A-Za-z_]\w*(\s*\()?|\w+", re.DOTALL)  # fmt: skip
_WORD: Final = re.compile(rb"[A-Za-z_]\w*")
_KEYWORDS: Final = frozenset(
    "if else while for do switch case default break continue return goto sizeof typeof __typeof__ struct union enum"
    " const volatile static extern inline register auto void char short int long float double signed unsigned typedef"
    " restrict defined __attribute__ __VA_ARGS__ __func__ __FILE__ __LINE__ class namespace template typename public"
    " private protected virtual operator new delete this throw try catch using bool true false nullptr static_cast"
    " const_cast reinterpret_cast dynamic_cast constexpr noexcept decltype asm __asm__ __extension__ alignof"
    " _Static_assert static_assert NULL size_t".split()
)
_MACRO_SPACES: Final = units.MACROS | units.VALUES | units.TYPES


class Preprocessor(Aggregates):
    """Reads directives."""

    NODES: ClassVar[Mapping[str, str]] = {
        **Aggregates.NODES,
        "preproc_include": "include",
        "preproc_def": "macro",
        "preproc_function_def": "macro",
        "preproc_call": "other_directive",
        "preproc_if": "condition",
        "preproc_elif": "condition",
        "preproc_ifdef": "named_condition",
        "preproc_elifdef": "named_condition",
    }
    EXPRESSIONS: ClassVar[Mapping[str, str]] = {**Aggregates.EXPRESSIONS, "preproc_defined": "parts"}

    def whole(self, root: Node, macros: Iterable[tuple[int, str]]) -> None:
        """Reads a whole file; `macros` are those that were taken out before it was parsed."""
        for child in root.named_children:
            try:
                self.visit(child)
            except RecursionError:
                self.builder.problem("syntax", "nested too deep", child.start_point[0] + 1)
        for offset, name in macros:
            self.builder.use((units.NAME, offset, name))

    def include(self, node: Node) -> None:
        """`#include "x.h"`, `#include <x.h>`, `#include MACRO`."""
        path = node.child_by_field_name("path")
        if path is None:
            return
        if path.type not in ("string_literal", "system_lib_string"):
            self.builder.use(self.expr(path))
            return
        written = self.text(path)
        self.builder.fact("include", written)
        self.builder.use((units.IMPORT, path.start_byte, written, ""), "imports")

    # ------------------------------------------------------------ macros

    def macro(self, node: Node) -> None:
        """`#define NAME body`, `#define NAME(parameters) body`."""
        name = node.child_by_field_name("name")
        if name is None:
            return
        builder, text = self.builder, self.text(name)
        parameters, body = node.child_by_field_name("parameters"), node.child_by_field_name("value")
        symbol = builder.symbol("macro", text, node, name, detail=("function-like",) if parameters is not None else ())
        builder.declare(text, name.start_byte, units.MACRO, _MACRO_SPACES, symbol=symbol, scope=0)
        if body is None:
            return
        known = {self.text(one) for one in parameters.named_children} if parameters is not None else set()
        with builder.inside(units.BLOCK, symbol=symbol):
            self._body(body, known | {text})

    def _body(self, body: Node, known: set[str]) -> None:
        """The names in a macro's body, which is text to the grammar: calls, and what else is a name."""
        start = body.start_byte
        for match in _TOKEN.finditer(self.builder.source, start, body.end_byte):
            if match[0][:1] in b"\"'/.-#" and match[0][:2] != b"##":
                continue
            word = _WORD.search(match[0])
            if word is None or match[0][:1].isdigit():
                continue
            name = word[0].decode("ascii")
            if name in known or name in _KEYWORDS or b"##" in self.builder.source[match.start() - 3 : match.end() + 2]:
                continue
            plain: Expr = (units.NAME, match.start() + word.start(), name)
            called = (units.CALL, plain[1], plain, ((units.SPLAT, plain[1], None),)) if plain is not None else None
            self.builder.use(called if match[1] is not None else plain)

    def other_directive(self, node: Node) -> None:
        """`#undef X`, `#pragma`, `#error`."""
        directive, argument = node.child_by_field_name("directive"), node.child_by_field_name("argument")
        if directive is None or argument is None or "undef" not in self.text(directive):
            return
        word = _WORD.search(self.builder.source, argument.start_byte, argument.end_byte)
        if word is not None:
            self.builder.use((units.NAME, word.start(), word[0].decode("ascii")))

    # ------------------------------------------------------------ conditions

    def condition(self, node: Node) -> None:
        """`#if`, `#elif`: all branches count, but for what `#if 0` takes out."""
        condition, other = node.child_by_field_name("condition"), node.child_by_field_name("alternative")
        dead = condition is not None and self.text(condition) == "0"
        for child in node.named_children:
            if child == condition:
                self.builder.use(self.expr(child))
            elif not dead or child == other:
                self.visit(child)

    def named_condition(self, node: Node) -> None:
        """`#ifdef X`, `#ifndef X`: the name is used, but for that of an include guard."""
        name = node.child_by_field_name("name")
        guarded = next((child for child in node.named_children[1:] if child.type != "comment"), None)
        for child in node.named_children:
            if child != name:
                self.visit(child)
            elif not self._is_guard(child, guarded):
                self.builder.use(self.expr(child))

    def _is_guard(self, name: Node, first: Node | None) -> bool:
        if first is None or first.type != "preproc_def":
            return False
        defined = first.child_by_field_name("name")
        return defined is not None and self.text(defined) == self.text(name)
