"""From executed pairs to those that a reader of the source could have found.

A pair is kept when the callee's name is written as a call in the caller's own text: a function's or method's name, or
the class's name for its `__init__`. What goes through a callback, an operator, a property or `getattr` is left out: it
is not there to be read. Lambdas and comprehensions count as the function, class or module around them.
"""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FORMS = ("constructor", "plain name", "self", "super", "x.m()", "a.b.m()")
"""How a call is written, in the order in which a pair with several forms is counted."""

_ANONYMOUS = ("<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


class Place(NamedTuple):
    """A definition that can call or be called."""

    path: str
    line: int
    """1-based line of the `def` or `class`; 0 for a module."""
    name: str
    """'' for a module."""


class Scope(NamedTuple):
    """A definition with the calls that are written in its own text."""

    place: Place
    qualified: str
    first: int
    """Line of the first decorator, as code objects have it."""
    last: int
    is_function: bool
    calls: dict[str, set[str]]
    """Written name -> forms in which it is called."""


def _form(function: ast.expr) -> tuple[str, str] | None:
    if isinstance(function, ast.Name):
        return function.id, "plain name"
    if not isinstance(function, ast.Attribute):
        return None
    receiver = function.value
    if isinstance(receiver, ast.Name):
        return function.attr, "self" if receiver.id in {"self", "cls"} else "x.m()"
    if isinstance(receiver, ast.Call) and isinstance(receiver.func, ast.Name) and receiver.func.id == "super":
        return function.attr, "super"
    return function.attr, "a.b.m()"


class _Reader(ast.NodeVisitor):
    """Collects the scopes of one file, with the calls written in each one's own text."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.scopes = [Scope(Place(path, 0, ""), "<module>", 1, sys.maxsize, is_function=False, calls={})]
        self._stack = [self.scopes[0]]
        self._names: list[str] = []

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        is_function = not isinstance(node, ast.ClassDef)
        outside: list[ast.AST] = [*node.decorator_list]
        if isinstance(node, ast.ClassDef):
            outside += [*node.bases, *node.keywords]
        else:
            outside += [node.args, *([node.returns] if node.returns else [])]
        for part in outside:
            self.visit(part)
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        qualified = ".".join([*self._names, node.name])
        place = Place(self.path, node.lineno, node.name)
        scope = Scope(place, qualified, first, node.end_lineno or node.lineno, is_function, {})
        self.scopes.append(scope)
        self._stack.append(scope)
        self._names += [node.name, "<locals>"] if is_function else [node.name]
        for statement in node.body:
            self.visit(statement)
        del self._names[-2 if is_function else -1 :]
        self._stack.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _define  # noqa: N815

    def visit_Call(self, node: ast.Call) -> None:
        written = _form(node.func)
        if written:
            self._stack[-1].calls.setdefault(written[0], set()).add(written[1])
        self.generic_visit(node)


class Source:
    """The definitions of a project, found by what a code object says of itself."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, list[Scope]] = {}

    def scopes(self, path: str) -> list[Scope]:
        """The scopes of a file, its module first; none where it does not parse."""
        if path not in self._files:
            reader = _Reader(path)
            try:
                reader.visit(ast.parse((self._root / path).read_bytes()))
            except (SyntaxError, ValueError, OSError):
                reader.scopes.clear()  # code made at run time under a file's name
            self._files[path] = reader.scopes
        return self._files[path]

    def find(self, path: str, line: int, qualified: str) -> Scope | None:
        """The definition whose code starts at `line` under that qualified name; anonymous code counts as what
        surrounds it."""
        names = qualified.split(".")
        anonymous = False
        while names and names[-1] in (*_ANONYMOUS, "<locals>"):
            anonymous = True
            names.pop()
        wanted = ".".join(names) or "<module>"
        for scope in self.scopes(path):
            if scope.qualified == wanted and (scope.first <= line <= scope.last if anonymous else scope.first == line):
                return scope
        return self.scopes(path)[0] if wanted == "<module>" and self.scopes(path) else None


class Pair(NamedTuple):
    """An executed call that is written in the source."""

    caller: Place
    callee: Place
    name: str
    """The name that is written: the callee's, or its class's for an `__init__`."""
    form: str
    made: str
    """The class that was made where that is a subclass of the one whose `__init__` ran and its name is written; else ''."""


def _classify(caller: Scope, callee: Scope, made: str) -> tuple[str, str, str] | None:
    name = callee.place.name
    if made:
        owner = callee.qualified.split(".")[-2] if "." in callee.qualified else ""
        if owner in caller.calls:
            return owner, "constructor", ""
        if made in caller.calls and name not in caller.calls:
            return made, "constructor", made
    forms = caller.calls.get(name)
    return (name, min(forms, key=FORMS.index), "") if forms else None


def pairs(raw: Path, root: Path) -> Iterator[Pair]:
    """The pairs of a raw trace that are written in the source."""
    source = Source(root)
    with open(raw, encoding="utf-8") as lines:
        for text in lines:
            path, line, qualified, to_path, to_line, to_qualified, made = json.loads(text)
            callee = source.find(to_path, to_line, to_qualified)
            if callee is None or not callee.is_function or to_qualified.rpartition(".")[2] in _ANONYMOUS:
                continue
            caller = source.find(path, line, qualified)
            written = caller and _classify(caller, callee, made)
            if caller and written:
                yield Pair(caller.place, callee.place, *written)


def write_pairs(raw: Path, root: Path, out: Path) -> tuple[int, int]:
    """Writes the kept pairs, one JSON object a line, sorted.

    Returns:
        The number of pairs kept and of lines in the raw trace.
    """
    kept = sorted(set(pairs(raw, root)))
    with open(out, "w", encoding="utf-8") as file:
        for pair in kept:
            row = {
                "caller": pair.caller,
                "callee": pair.callee,
                "name": pair.name,
                "form": pair.form,
                "made": pair.made,
            }
            file.write(json.dumps(row) + "\n")
    with open(raw, encoding="utf-8") as lines:
        return len(kept), sum(1 for _ in lines)
