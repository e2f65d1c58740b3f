"""Functions of Python files, read with the standard library: the corpora of the retrieval benchmarks.

The benchmarks measure ranking alone, so that they neither wait for the indexer's own extraction nor change with it.
"""

from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple


class Function(NamedTuple):
    """One function or method."""

    path: str
    name: str
    scope: str
    """Name of the enclosing class or function, '' at the top of a file."""
    qualified_name: str
    kind: str
    signature: str
    docstring: str
    source: str
    """Body without its docstring."""
    line: int


def functions(source: str, path: str = "") -> Iterator[Function]:
    """The functions of a file's text; none where it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    module = re.sub(r"(/__init__)?\.py$", "", path).replace("/", ".")
    yield from _below(tree, source.splitlines(), path, [module] if module else [], in_class=False)


def functions_of(root: str) -> list[Function]:
    """The functions of all Python files under a folder, in order of path."""
    found: list[Function] = []
    for folder, folders, files in os.walk(root):
        folders.sort()
        for file in sorted(files):
            if file.endswith(".py"):
                path = os.path.join(folder, file)
                with open(path, encoding="utf-8", errors="replace") as text:
                    found.extend(functions(text.read(), os.path.relpath(path, root).replace(os.sep, "/")))
    return found


def without_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> str:
    """The source of a function, its docstring left out."""
    first, last = node.lineno - 1, node.end_lineno or node.lineno
    if ast.get_docstring(node, clean=False) is None:
        return "\n".join(lines[first:last])
    literal = node.body[0]
    return "\n".join(lines[first : literal.lineno - 1] + lines[literal.end_lineno or literal.lineno : last])


def _below(node: ast.AST, lines: list[str], path: str, scopes: list[str], *, in_class: bool) -> Iterator[Function]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            returns = f" -> {ast.unparse(child.returns)}" if child.returns else ""
            yield Function(
                path=path,
                name=child.name,
                scope=scopes[-1] if in_class else "",
                qualified_name=".".join([*scopes, child.name]),
                kind="method" if in_class else "function",
                signature=f"def {child.name}({ast.unparse(child.args)}){returns}",
                docstring=ast.get_docstring(child) or "",
                source=without_docstring(child, lines),
                line=child.lineno,
            )
            yield from _below(child, lines, path, [*scopes, child.name], in_class=False)
        elif isinstance(child, ast.ClassDef):
            yield from _below(child, lines, path, [*scopes, child.name], in_class=True)
        else:
            yield from _below(child, lines, path, scopes, in_class=in_class)
