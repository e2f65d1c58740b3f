"""All files of a family side by side: scopes, declarations and symbols numbered over the whole program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from indexer.languages.rules import ProjectFile
from indexer.model import units
from indexer.model.records import FileFacts
from indexer.model.units import Assignment, Declaration, Expr, Scope

if TYPE_CHECKING:
    Names = dict[str, list[int]]


class Program:
    """Facts of all files, in the order of their paths, and tables over them.

    Numbers in a `Declaration` or a `Scope` count in their own file; everywhere else numbers count over the program.
    """

    def __init__(
        self, facts: Sequence[FileFacts], configs: Mapping[str, bytes], files: Sequence[ProjectFile] | None = None
    ) -> None:
        """Args: facts whose semantics are packed units; contents of project files by path; the files, where they are unpacked."""
        self.facts = facts
        self.configs = configs
        self.files: Sequence[ProjectFile] = files if files is not None else [unpacked(one) for one in facts]
        self.paths = {file.path: number for number, file in enumerate(self.files)}
        self.scopes: list[Scope] = []
        self.declarations: list[Declaration] = []
        self.file_of_scope: list[int] = []
        self.file_of_declaration: list[int] = []
        self.first_scope: list[int] = []
        self.first_declaration: list[int] = []
        self.first_symbol: list[int] = []
        self.names: list[Names] = []
        """For each scope: numbers of the declarations right in it, by name, in the order of the text."""
        self.assigned: dict[str, list[Assignment]] = {}
        """Assignments to members, by name; scopes count over the program."""
        self.assigned_names: list[dict[str, list[Assignment]]] = []
        """For each file: assignments to plain names."""
        self.extensions: dict[str, list[int]] = {}
        """Extension functions, by name."""
        self.defaults: list[Sequence[int]] = []
        """For each file: its default exports."""
        symbols = 0
        for number, file in enumerate(self.files):
            self.first_symbol.append(symbols)
            symbols += len(facts[number].symbols)
            self._take_up(number, file)

    def _take_up(self, number: int, file: ProjectFile) -> None:
        scope, declaration = len(self.scopes), len(self.declarations)
        self.first_scope.append(scope)
        self.first_declaration.append(declaration)
        self.scopes += file.unit.scopes
        self.declarations += file.unit.declarations
        self.file_of_scope += [number] * len(file.unit.scopes)
        self.file_of_declaration += [number] * len(file.unit.declarations)
        names = self._names_of(file, declaration)
        self.names += names
        defaults = []
        for index, one in enumerate(file.unit.declarations, declaration):
            names[one.scope].setdefault(one.name, []).append(index)
            if one.flags & units.EXTENSION and one.parameters:
                self.extensions.setdefault(one.name, []).append(index)
            if one.flags & units.DEFAULT and one.scope == 0:
                defaults.append(index)
        self.defaults.append(defaults)
        self._assignments(file, scope)

    def _names_of(self, file: ProjectFile, first: int) -> list[Names]:  # noqa: ARG002 - for overriding
        """Tables for the names of each scope of a file, whose first declaration has a number."""
        return [{} for _ in file.unit.scopes]

    def _assignments(self, file: ProjectFile, first: int) -> None:
        plain: dict[str, list[Assignment]] = {}
        for target, value, scope in file.unit.assignments:
            if target is not None and target[0] == units.NAME:
                plain.setdefault(target[2], []).append((target, value, first + scope))
            elif target is not None and target[0] == units.MEMBER:
                self.assigned.setdefault(target[3], []).append((target, value, first + scope))
        self.assigned_names.append(plain)

    def parent(self, scope: int) -> int:
        """The scope around a scope; -1 for a file's own."""
        inside = self.scopes[scope].parent
        return -1 if inside < 0 else self.first_scope[self.file_of_scope[scope]] + inside

    def declaration_of(self, scope: int) -> int:
        """The declaration whose inside a scope is; -1."""
        local = self.scopes[scope].declaration
        return -1 if local < 0 else self.first_declaration[self.file_of_scope[scope]] + local

    def scope_of(self, declaration: int) -> int:
        """The scope in which something is declared."""
        return self.first_scope[self.file_of_declaration[declaration]] + self.declarations[declaration].scope

    def inner(self, declaration: int) -> int:
        """The scope inside of a declaration; -1."""
        local = self.declarations[declaration].inner
        return -1 if local < 0 else self.first_scope[self.file_of_declaration[declaration]] + local

    def type_scope(self, declaration: int) -> int:
        """The scope in which a declaration's type is evaluated."""
        inner = self.inner(declaration)
        return inner if inner >= 0 else self.scope_of(declaration)

    def parameters(self, declaration: int) -> list[int]:
        """The declarations of a function's or generic type's parameters."""
        first = self.first_declaration[self.file_of_declaration[declaration]]
        return [first + local for local in self.declarations[declaration].parameters]

    def returns(self, scope: int) -> tuple[tuple[Expr, int], ...]:
        """What the function of a scope returns, each with the scope in which it stands, counted in its file."""
        return self.scopes[scope].returns

    def symbol(self, declaration: int) -> int:
        """The number of a declaration's symbol; -1 where it has none."""
        local = self.declarations[declaration].symbol
        return -1 if local < 0 else self.first_symbol[self.file_of_declaration[declaration]] + local


def unpacked(facts: FileFacts) -> ProjectFile:
    """A file with its unit."""
    return ProjectFile(facts.path, facts.language, units.unpack(facts.semantics or b""))
