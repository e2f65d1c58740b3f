"""The expressions, bindings and scopes that extraction keeps for linking: nested tuples of primitives.

They are plain tuples, so that a worker hands them over with `marshal` at the cost of their bytes.  Every expression is
`(op, offset, ...)`; `None` is an expression nothing is known of.  An offset is the byte at which the name of the use
starts.  The vocabulary is that of the languages' common core, so that one evaluator serves them.
"""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

Known = tuple[Any, ...]
"""An expression of which something is known: a tuple as below."""

Expr = Known | None
"""An expression; None where nothing is known."""

NAME: Final = 0
"""(NAME, offset, name, block): a plain name."""
ATTR: Final = 1
"""(ATTR, offset, object, name, block): a member of an object; the offset is the member's."""
CALL: Final = 2
"""(CALL, offset, function, arguments, keywords): keywords are (name, expr), name None for a splat."""
SUBSCRIPT: Final = 3
"""(SUBSCRIPT, offset, object, index, block)."""
CONST: Final = 4
"""(CONST, 0, type name, value): a literal; value only of short strings and integers, else None."""
SEQ: Final = 5
"""(SEQ, offset, 'list' | 'tuple' | 'set', elements)."""
DICT: Final = 6
"""(DICT, offset, ((key | None for a splat, value), ...))."""
UNION: Final = 7
"""(UNION, offset, alternatives): any of them."""
SCOPE: Final = 8
"""(SCOPE, offset, scope index): the function, lambda or class that a scope of this file defines."""
IMPORT: Final = 9
"""(IMPORT, offset, module, level, name | None, offset of the module's name[, offset of another name]): what an import
binds, with the name that it is bound to where that is another (`as`)."""
ITER: Final = 10
"""(ITER, offset, iterable, whether asynchronously): an element of it."""
ELEM: Final = 11
"""(ELEM, offset, sequence, index): its element at a position, as unpacking gives it."""
ENTER: Final = 12
"""(ENTER, offset, context manager, whether asynchronously): what entering it gives."""
INST: Final = 13
"""(INST, offset, type expression): an instance of it, as an annotation says."""
COMP: Final = 14
"""(COMP, offset, 'list' | 'set' | 'generator' | 'dict', element, other parts)."""
PARAM: Final = 15
"""(PARAM, offset, scope index, position)."""
OPERATOR: Final = 16
"""(OPERATOR, offset, method name, left, right): a binary operator and the method that implements it."""
PARTS: Final = 17
"""(PARTS, offset, type name | None, parts): a value of a built-in type, or nothing known, and what is evaluated for it."""
FIRST: Final = 18
"""(FIRST, offset, a, b): a where a is known, else b."""
NARROW: Final = 19
"""(NARROW, offset, value, type expression): the value where it is an instance of the type."""
STAR: Final = 20
"""(STAR, offset, value): a splat."""
YIELD: Final = 21
"""(YIELD, offset, value)."""
RAISE: Final = 22
"""(RAISE, offset, exception): a statement."""
CAUGHT: Final = 23
"""(CAUGHT, offset, type expression): a statement's `except`."""
TYPE: Final = 24
"""(TYPE, offset, type expression, kind of edge): an annotation."""
WRITE: Final = 25
"""(WRITE, offset, target expression): an assignment to a name of another scope, or to a member."""
LOOP: Final = 26
"""(LOOP, offset, iterable, whether asynchronously): iteration as such."""

DECORATE: Final = 27
"""(DECORATE, offset, decorator, value): a decorator applied to a definition."""
AWAIT: Final = 28
"""(AWAIT, offset, value)."""

BLOCK_PLAIN: Final = 0
BLOCK_LOOP: Final = 1
BLOCK_PRIVATE: Final = 2
"""Bindings inside are seen only inside (comprehensions, narrowed branches)."""

BLOCK_TYPES: Final = 3
"""Seen by type checkers only (`if TYPE_CHECKING:`, overloads): what it binds counts where nothing else does."""

MAYBE: Final = 1
"""Flag of a binding that does not replace the ones before it."""
PRIVATE: Final = 2
"""Flag of a binding that holds only inside its block."""


Binding = tuple[Expr, int, int, int, int]
"""One place where a name (or an access path such as `a.b` or `d['k']`) gets a value:
(value, offset, block, flags, scope in which the value is evaluated)."""

Block = tuple[int, int, int, bool, int]
"""A stretch of a scope that runs as a whole or not at all: (parent, kind, group of alternatives or 0,
whether control never runs out of its end, byte at which it ends)."""

Parameter = tuple[str, int, Expr, Expr, int]
"""(name, offset, annotation, default, star): star is 0 plain, 1 `*args`, 2 `**kwargs`, 3 keyword-only."""

MODULE: Final = 0
CLASS: Final = 1
FUNCTION: Final = 2
LAMBDA: Final = 3


class Scope(NamedTuple):
    """A module, class, function or lambda and what happens in it."""

    kind: int
    symbol: int
    """Index of its definition in `FileFacts.symbols`."""
    parent: int
    """Index of the enclosing scope; -1 for the module."""
    name: str
    parameters: tuple[Parameter, ...]
    bindings: dict[str, tuple[Binding, ...]]
    blocks: tuple[Block, ...]
    raised: tuple[Expr, ...]
    returns: tuple[Expr, ...]
    yields: tuple[Expr, ...]
    decorators: tuple[Expr, ...]
    """Of the definition, evaluated in the enclosing scope."""
    bases: tuple[Expr, ...]
    """Base classes, evaluated in the enclosing scope."""
    keywords: tuple[tuple[str, Expr], ...]
    """Keywords of a class (metaclass=...)."""
    returned: Expr
    """The annotation of what a function returns."""
    members: tuple[Any, ...]
    """Assignments to members of an object: (object, member, value, offset, block)."""
    detail: tuple[str, ...]
    globals: tuple[str, ...]


class Body(NamedTuple):
    """What is evaluated in a scope: wanted once, when its edges are made, and more than half of what is known of a file."""

    statements: tuple[Expr, ...]
    """In order; names that turned out local are left out where they stand alone."""
    uses: tuple[Any, ...]
    """Plain name uses that are not part of a larger expression of a statement: (name, offset, block)."""


_LENGTH: Final = 8
"""Bytes in which the length of the packed scopes is told."""
_LEVEL: Final = 1
"""Of compression: a third of the bytes wait for linking, where a run holds most; higher levels save a fifteenth more."""


def pack(scopes: Iterable[tuple[Scope, Body]]) -> bytes:
    """A file's scopes as bytes: how they are handed between processes and wait for linking."""
    records, bodies = [], []
    for scope, body in scopes:
        records.append(tuple(scope))
        bodies.append(tuple(body))
    packed = zlib.compress(marshal.dumps(records), _LEVEL)
    return len(packed).to_bytes(_LENGTH, "little") + packed + zlib.compress(marshal.dumps(bodies), _LEVEL)


def unpack(data: bytes) -> list[Scope]:
    """The scopes that `pack` packed."""
    view = memoryview(data)
    packed = view[_LENGTH : _LENGTH + int.from_bytes(view[:_LENGTH], "little")]
    return list(map(Scope._make, marshal.loads(zlib.decompress(packed))))  # noqa: S302 - packed by `pack`


def unpack_bodies(data: bytes) -> list[Body]:
    """The bodies of those scopes, in the same order."""
    view = memoryview(data)
    packed = view[_LENGTH + int.from_bytes(view[:_LENGTH], "little") :]
    return list(map(Body._make, marshal.loads(zlib.decompress(packed))))  # noqa: S302 - packed by `pack`
