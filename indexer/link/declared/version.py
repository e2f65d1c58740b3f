"""One version of all files of a family, and what it says where something was read of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from indexer.languages.rules import DECLARATION, FILE, Rules
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.noting import ALL, Notes, owner_of, unnoted
from indexer.link.declared.parts import FileVersion, Read, Said
from indexer.link.declared.program import Program

_BY_SCOPE: Final = frozenset(("returns", "space of", "extended", "owner"))
_BY_DECLARATION: Final = frozenset(("first", "scopes", "parts", "children", "implemented", "implementers"))
_BY_FILE: Final = frozenset(("facts", "unit", "default", "types"))
_OF_FILE: Final = frozenset(("names", "returns", "facts", "unit", "default", "plain"))
"""Kinds of what is said by one file, which is the key or has it."""
_MISSING: Final = object()


class Version:
    """All files at one moment."""

    def __init__(self, files: Sequence[FileVersion], configs: Mapping[str, bytes], rules: type[Rules]) -> None:
        """Args: the files in the order of their paths; contents of project files by path; the family's rules."""
        self.files: Final = {one.path: one for one in files}
        self.order: Final = files
        self.program: Final = Program([one.facts for one in files], configs, [one.file for one in files])
        self.evaluator: Final = Evaluator(self.program, rules)
        self.scopes: Final = [number for one in files for number in one.scopes]
        """What outlives the version, by number: scopes, declarations, symbols."""
        self.declarations: Final = [number for one in files for number in one.declarations]
        self.symbols: Final = [number for one in files for number in one.symbols]

    @cached_property
    def scope_of(self) -> dict[int, int]:
        """Numbers of this version by those that outlive it, of scopes."""
        return {stable: number for number, stable in enumerate(self.scopes)}

    @cached_property
    def declaration_of(self) -> dict[int, int]:
        """The same, of declarations."""
        return {stable: number for number, stable in enumerate(self.declarations)}

    def module_name(self, path: str) -> str:
        """The qualified name of a file's module."""
        return self.evaluator.rules.module_name(self.program.paths[path])

    def basis(self) -> Said:
        """What concerns everything where it changes: project files and what is read without notes."""
        unseen = unnoted(self.evaluator)
        blankets = [(self.scopes[scope], self.declarations[one]) for scope, one in unseen.pop("blankets", ())]
        return self.evaluator.rules.whole(), blankets, unseen

    @cached_property
    def extended(self) -> dict[int, int | str]:
        """What each extension extends, and into which namespace each scope declares that does into one."""
        held: Any = vars(self.evaluator)
        found = {
            self.scopes[n]: self.declarations[of] if isinstance(of, int) else of for n, of in held["_extended"].items()
        }
        for number, namespace in held["_of_scope"].items():
            found[self.scopes[number]] = f"namespace {namespace}"
        return found

    # ------------------------------------------------------------ what was read

    def reads(self, notes: Notes, own: int = -1) -> set[Read]:
        """What was noted, but for what a file says itself.

        Args:
            notes: in numbers of this version.
            own: number of the file; -1 for none.
        """
        program = self.program
        file_of_declaration, file_of_scope = program.file_of_declaration, program.file_of_scope
        declarations, scopes = self.declarations, self.scopes
        found: set[Read] = {declarations[n] for n in notes.declarations if file_of_declaration[n] != own}
        found.update(scopes[n] for n in notes.scopes if file_of_scope[n] != own)
        for kind, key in notes.others():
            if kind in _OF_FILE and own >= 0 and self._file(kind, key) == own:
                continue
            found.add((kind, self._stable(kind, key)))
        return found

    def _file(self, kind: str, key: Any) -> int:
        """The file that says something."""
        if kind in ("returns", "names"):
            return self.program.file_of_scope[int(key if kind == "returns" else key[0])]
        return int(key[0] if kind == "plain" else key)

    def _stable(self, kind: str, key: Any) -> Any:
        """A key in numbers that outlive the version."""
        if key is ALL:
            return key
        if kind == "names":
            return (self.scopes[key[0]], key[1])
        if kind == "own":
            return (self.declarations[key[0]], key[1])
        if kind in _BY_SCOPE:
            return self.scopes[key] if key >= 0 else key
        if kind in _BY_DECLARATION:
            return self.declarations[key] if key >= 0 else key
        if kind in _BY_FILE:
            return self.order[key].path
        return (self.order[key[0]].path, key[1]) if kind == "plain" else key

    # ------------------------------------------------------------ tables that are made from all files

    def keys(self, paths: Iterable[str], scopes: Iterable[int]) -> set[tuple[str, Any]]:
        """The keys under which tables have something of files, or of other scopes, by the numbers that outlive the version."""
        program = self.program
        numbers = [self.scope_of[one] for one in scopes if one in self.scope_of]
        found: set[tuple[str, Any]] = {("types", ALL)}
        firsts: set[int] = set()
        for path in paths:
            file = program.paths.get(path)
            if file is None:
                continue
            found.add(("types", path))
            version, scope, declaration = self.files[path], program.first_scope[file], program.first_declaration[file]
            numbers += range(scope, scope + len(version.scopes))
            firsts.update(
                first
                for number in range(declaration, declaration + len(version.declarations))
                if (first := self.evaluator.first_of(number)) is not None
            )
        for first in firsts:
            found.update(self._of_type(first))
            if len(self.evaluator.parts_of(first)) > 1:
                numbers += self.evaluator.own_scopes(first)
        for number in numbers:
            found.update(self._of_scope(number))
        return found

    def _of_type(self, first: int) -> Iterator[tuple[str, Any]]:
        """The keys of a type by the number by which it is known."""
        yield "scopes", self.declarations[first]
        yield "parts", self.declarations[first]
        for part in self.evaluator.parts_of(first) or (first,):
            yield "first", self.declarations[part]
            yield "types", self.order[self.program.file_of_declaration[part]].path

    def _of_scope(self, number: int) -> Iterator[tuple[str, Any]]:
        """The keys of what a scope declares."""
        held: Any = vars(self.evaluator)
        namespace, owner, extended = (held[table].get(number) for table in ("_of_scope", "_owners", "_extended"))
        names = (*self.program.names[number], ALL)
        if namespace is not None:
            yield "space of", self.scopes[number]
            yield "spaces", namespace
            yield "opening", namespace
            yield from (("named in", (namespace, name)) for name in names)
            while namespace:
                yield "below", namespace
                namespace = namespace.rpartition(self.evaluator.rules.separator)[0]
        if owner is not None:
            yield "owner", self.scopes[number]
            yield "scopes", self.declarations[owner]
            yield from (("own", (self.declarations[owner], name)) for name in names)
        if extended is not None:
            yield "extended", self.scopes[number]
        if isinstance(extended, str):
            yield "external", extended

    def kept_by_rules(self) -> dict[str, Mapping[Any, Said]]:
        """The tables of the rules that are noted."""
        rules = self.evaluator.rules
        return {name: self._kept(getattr(*owner_of(rules, name)), numbers) for name, numbers in rules.noted.items()}

    def _kept(self, table: Mapping[Any, Any], numbers: str) -> Mapping[Any, Said]:
        if numbers == DECLARATION:
            return {key: self._declarations(held) for key, held in table.items()}
        if numbers == FILE:
            paths = [one.path for one in self.order]
            return {
                key: paths[held] if isinstance(held, int) else [paths[n] for n in held] for key, held in table.items()
            }
        return table

    def said(self, read: tuple[str, Any]) -> Said:
        """What such a table has for a key."""
        kind, key = read
        held: Any = self.evaluator
        if kind in ("named in", "opening", "spaces", "below", "external"):
            return self._by_name(kind, key)
        if kind in _BY_SCOPE:
            number = self.scope_of.get(key, _MISSING)
            return self._by_scope(kind, number) if number is not _MISSING else None
        if kind == "types":
            files = self.order if key is ALL else [self.files[key]] if key in self.files else []
            numbers = (n for one in files for n in held.types_of_file(self.program.paths[one.path]))
            return self._declarations(numbers)
        name = ""
        if kind == "own":
            key, name = key
        number = self.declaration_of.get(key, _MISSING)
        return self._by_declaration(kind, number, name) if number is not _MISSING else None

    def _by_name(self, kind: str, key: Any) -> Said:
        held: Any = vars(self.evaluator)
        if kind == "named in":
            names = held["_names_in"].get(key[0], {})
            return self._declarations(names.get(key[1], ())) if key[1] is not ALL else _all(names)
        if kind == "below":
            return key in held["_below"]
        table = {"opening": "_opening", "spaces": "_namespaces", "external": "_external_scopes"}[kind]
        return self._scopes(held[table].get(key, ()))

    def _by_scope(self, kind: str, number: Any) -> Said:
        held: Any = vars(self.evaluator)
        if kind == "space of":
            return held["_of_scope"].get(number)
        found = held["_extended" if kind == "extended" else "_owners"].get(number)
        return self.declarations[found] if isinstance(found, int) else found

    def _by_declaration(self, kind: str, number: Any, name: str) -> Said:
        held: Any = vars(self.evaluator)
        if kind == "own":
            return self._declarations(self.evaluator.own_members(number, name))
        if kind == "first":
            found = held["_first"].get(number)
            return found if found is None else self.declarations[found]
        if kind == "scopes":
            return self._scopes(held["_scopes"].get(number, ()))
        return self._declarations(held["_parts"].get(number, ()))

    def _scopes(self, numbers: Iterable[int]) -> Said:
        return tuple(self.scopes[n] for n in numbers)

    def _declarations(self, numbers: Iterable[int]) -> Said:
        return tuple(self.declarations[n] for n in numbers)


def _all(table: Mapping[Any, Any]) -> Said:
    """All that a table has."""
    return list(table)


def differences(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> set[Any]:
    """The keys under which two mappings do not have the same."""
    return {one for one in old.keys() | new.keys() if old.get(one) != new.get(one)}


def _outline(version: Version, path: str) -> Said:
    return version.files[path].outline() if path in version.files else None


def table_changes(old: Version, new: Version, paths: Collection[str]) -> tuple[set[Read], int]:
    """What tables that are made from all files have differently in two versions, given the files that changed; and how many keys
    were compared."""
    before, after = old.extended, new.extended
    moved = differences(before, after) if before != after else set()
    found: set[Read] = set()
    keys: set[tuple[str, Any]] = set()
    if moved or any(_outline(old, path) != _outline(new, path) for path in paths):
        keys = old.keys(paths, moved) | new.keys(paths, moved)
        found.update(one for one in keys if old.said(one) != new.said(one))
    if new.evaluator.rules.noted:
        kept, now = old.kept_by_rules(), new.kept_by_rules()
        found.update(("rules", (name, key)) for name in now for key in differences(kept[name], now[name]))
    return found, len(keys)


def changes(old: FileVersion | None, new: FileVersion | None) -> set[Read]:
    """What one file says differently in two versions; None for a version without it."""
    either = new or old
    assert either is not None
    found: set[Read] = {(kind, either.path) for kind in ("facts", "unit", "path")}
    before, after = old.parts if old is not None else {}, new.parts if new is not None else {}
    found.update(one for one in before.keys() | after.keys() if before.get(one, _MISSING) != after.get(one, _MISSING))
    if old is not None and new is not None:
        found.discard(("path", new.path))
        if old.file.unit.facts == new.file.unit.facts:
            found.discard(("facts", new.path))
        if not any(isinstance(one, int) or one[0] in ("names", "returns") for one in found):
            found.discard(("unit", new.path))
    return found
