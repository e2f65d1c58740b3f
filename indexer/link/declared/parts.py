"""Parts of files that keep their number from one version of a file to the next, and what they say.

What was read of a file is told by such numbers.  A part is changed where what it says is: offsets say nothing but which of
several declarations of one name come before a use.
"""

from __future__ import annotations

import marshal
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final
from zlib import crc32

import blake3

from indexer.languages.rules import ProjectFile
from indexer.model import units
from indexer.model.records import FileFacts
from indexer.model.units import Assignment, Scope

Said = Any
"""What a part says: compares equal where it says the same."""
Read = int | tuple[str, Any]
"""Something that was read, in numbers that outlive a version: a declaration or scope itself, or (kind, key)."""
_TOKEN: Final = 0xFFFFFFFF
_PLAIN: Final = 2
"""The format of `marshal` that depends on values alone."""
_OF_BODIES: Final = (units.FUNCTION_SCOPE, units.BLOCK)


def token(read: Read) -> int:
    """Thirty-two bits that stand for something that was read.  Where two reads have the same, a file may be linked again for
    nothing; what was read is never missed."""
    return read & _TOKEN if isinstance(read, int) else crc32(marshal.dumps(read, _PLAIN))


def _number(identity: tuple[Any, ...]) -> int:
    """The number of what is told apart so: the same in every version and process."""
    return int.from_bytes(blake3.blake3(marshal.dumps(identity, _PLAIN)).digest(8)) >> 1


class FileVersion:
    """One version of a file, with the numbers of its parts by their places in it."""

    def __init__(self, facts: FileFacts, file: ProjectFile) -> None:
        """Args: the facts; the file with its unit."""
        self.facts = facts
        self.file = file
        self.path = file.path
        unit = file.unit
        self._ordered: dict[str, list[int]] | None = None
        self.scopes = _scopes(file)
        self.declarations = _declarations(file, self.scopes)
        self.symbols = _symbols(facts)
        self.named: dict[int, dict[str, list[int]]] = {number: {} for number in self.scopes}
        """For each scope, by its number: numbers of the declarations right in it, by name, in the order of the text."""
        for number, one in zip(self.declarations, unit.declarations, strict=True):
            self.named[self.scopes[one.scope]].setdefault(one.name, []).append(number)

    @cached_property
    def index_of_symbol(self) -> dict[int, int]:
        """Index of each symbol, by its number."""
        return {number: index for index, number in enumerate(self.symbols)}

    def outline(self) -> Said:
        """What tables over the program are made of: all but what stands in functions and is seen there only."""
        unit = self.file.unit
        return (
            self.file.language,
            [
                (self.declarations[index], one.spaces, one.flags, one.inner >= 0, len(one.parameters) > 0)
                for index, one in enumerate(unit.declarations)
                if unit.scopes[one.scope].kind not in _OF_BODIES
                or one.spaces & units.TYPES
                or one.flags & units.EXTENSION
            ],
            [self.scope(index) for index, one in enumerate(unit.scopes) if one.kind not in _OF_BODIES],
        )

    @cached_property
    def parts(self) -> dict[Read, Said]:
        """All that the file says, by what reads it."""
        unit = self.file.unit
        found: dict[Read, Said] = {}
        extensions: dict[str, list[int]] = {}
        for index, (number, one) in enumerate(zip(self.declarations, unit.declarations, strict=True)):
            found[number] = self.declaration(index)
            if one.flags & units.EXTENSION and one.parameters:
                extensions.setdefault(one.name, []).append(number)
        found["default", self.path] = [
            self.declarations[index]
            for index, one in enumerate(unit.declarations)
            if one.flags & units.DEFAULT and one.scope == 0
        ]
        found.update((("extension", name), numbers) for name, numbers in extensions.items())
        for index, number in enumerate(self.scopes):
            found[number] = self.scope(index)
            if unit.scopes[index].returns:
                found["returns", number] = self.returns(index)
        for number, names in self.named.items():
            found.update((("names", (number, name)), numbers) for name, numbers in names.items())
            found["names", (number, None)] = list(names.items())
        plain, members = self.assignments()
        found.update((("plain", (self.path, name)), said) for name, said in plain.items())
        found.update((("assigned", name), said) for name, said in members.items())
        return found

    def declaration(self, index: int) -> Said:
        """What a declaration says."""
        one = self.file.unit.declarations[index]
        return (
            one.name,
            one.symbol if one.symbol < 0 else self.symbols[one.symbol],
            self.scopes[one.scope],
            self._before(one.name, one.offset) if one.flags & units.ORDERED else 0,
            one.what,
            one.spaces,
            one.flags,
            one.inner if one.inner < 0 else self.scopes[one.inner],
            self.said(one.type),
            self.said(one.value),
            tuple(self.declarations[each] for each in one.parameters),
            one.required,
        )

    def scope(self, index: int) -> Said:
        """What a scope says, but for what its function returns."""
        one = self.file.unit.scopes[index]
        return (
            self.scopes[index],
            one.declaration if one.declaration < 0 else self.declarations[one.declaration],
            one.namespace,
            tuple((self.said(expr), kind) for expr, kind in one.bases),
            self.said(one.extends),
            tuple((self.said(expr), *rest) for expr, *rest in one.opens),
        )

    def returns(self, index: int) -> Said:
        """What the function of a scope returns."""
        return tuple((self.said(expr), self.scopes[place]) for expr, place in self.file.unit.scopes[index].returns)

    def assignments(self) -> tuple[dict[str, list[Said]], dict[str, list[Said]]]:
        """Assignments to plain names, and to members, by name."""
        plain: dict[str, list[Said]] = {}
        members: dict[str, list[Said]] = {}
        for one in self.file.unit.assignments:
            target = one[0]
            if target is not None and target[0] == units.NAME:
                plain.setdefault(target[2], []).append(self._assignment(one))
            elif target is not None and target[0] == units.MEMBER:
                members.setdefault(target[3], []).append(self._assignment(one))
        return plain, members

    def _assignment(self, one: Assignment) -> Said:
        target, value, scope = one
        return self.said(target), self.said(value), self.scopes[scope]

    def said(self, expr: Any) -> Said:
        """What an expression, or a tuple of them, says."""
        if type(expr) is not tuple:
            return expr
        if not expr or type(expr[0]) is not int:
            return tuple(map(self.said, expr))
        op = expr[0]
        if op == units.NAME:
            return (op, self._before(expr[2], expr[1]), *expr[2:])
        if op == units.FUNCTION:
            return (op, self.declarations[expr[2]])
        if op == units.OBJECT:
            return (op, self.scopes[expr[2]])
        if op == units.INITIAL:
            return (op, self.said(expr[2]), tuple((name, self.said(value)) for _, name, value in expr[3]))
        return (op, *map(self.said, expr[2:]))

    def _before(self, name: str, offset: int) -> int:
        """How many declarations of a name that is seen only from its own offset on begin at or before an offset."""
        if self._ordered is None:
            self._ordered = {}
            for one in self.file.unit.declarations:
                if one.flags & units.ORDERED:
                    self._ordered.setdefault(one.name, []).append(one.offset)
            for offsets in self._ordered.values():
                offsets.sort()
        return bisect_right(self._ordered.get(name, ()), offset)


def _scopes(file: ProjectFile) -> list[int]:
    """The numbers of a file's scopes: they are told apart by what is around them, what they are the inside of, and their order."""
    unit = file.unit
    first_names: dict[int, str] = {}
    for declared in unit.declarations:
        first_names.setdefault(declared.scope, declared.name)
    found: list[int] = []
    seen: dict[tuple[object, ...], int] = {}
    for index, one in enumerate(unit.scopes):
        around = found[one.parent] if one.parent >= 0 else file.path
        name = unit.declarations[one.declaration].name if one.declaration >= 0 else ""
        of = (around, one.kind, name, *_of_extension(one, first_names.get(index, "")))
        seen[of] = seen.get(of, 0) + 1
        found.append(_number(("scope", *of, seen[of])))
    return found


def _of_extension(scope: Scope, first: str) -> Iterator[object]:
    """What tells extensions of one file apart: the type, and what they declare first."""
    if scope.kind == units.EXTENSION_SCOPE:
        yield _text(scope.extends)
        yield tuple(_text(base) for base, _ in scope.bases)
        yield first


def _text(expr: Any) -> str:
    """The names in an expression."""
    if isinstance(expr, str):
        return expr
    return " ".join(filter(None, map(_text, expr))) if isinstance(expr, tuple) else ""


def _declarations(file: ProjectFile, scopes: Sequence[int]) -> list[int]:
    """The numbers of a file's declarations: they are told apart by scope, name, what they are, and their order."""
    seen: dict[tuple[object, ...], int] = {}
    found: list[int] = []
    for one in file.unit.declarations:
        of = (scopes[one.scope], one.name, one.what)
        seen[of] = seen.get(of, 0) + 1
        found.append(_number(("declaration", *of, seen[of])))
    return found


def _symbols(facts: FileFacts) -> list[int]:
    """The numbers of a file's symbols."""
    seen: dict[tuple[object, ...], int] = {}
    found: list[int] = []
    for one in facts.symbols:
        of = (found[one.parent] if one.parent >= 0 else facts.path, one.kind, one.name)
        seen[of] = seen.get(of, 0) + 1
        found.append(_number(("symbol", *of, seen[of])))
    return found
