"""Monikers, qualified names and ids of symbols."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Protocol

from indexer.model.identity import symbol_id
from indexer.model.kinds import MEMBER_OF
from indexer.model.records import FileFacts, SymbolFact

_SUFFIXES = {
    "module": "/", "namespace": "/", "package": "/", "class": "#", "struct": "#", "interface": "#", "trait": "#",
    "enum": "#", "union": "#", "type_alias": "#", "function": "().", "method": "().", "constructor": "().",
    "macro": "!", "section": "/",
}  # fmt: skip
"""Descriptor suffixes as in SCIP; '.' for the rest."""


def module_name(path: str) -> str:
    """The qualified name of a file that no language's module system names: its path with dots."""
    stem, _, extension = path.rpartition(".")
    return (stem if stem and "/" not in extension else path).replace("/", ".")


class Targeted(Protocol):
    """What the targets of contributions are."""

    def id_of(self, symbol: int) -> int:
        """Id of a symbol by its number."""

    def index_of(self, symbol: int) -> int:
        """Index of a symbol in its file by its number."""

    def path_of(self, symbol: int) -> str:
        """Path of the file of a symbol by its number."""


class ById:
    """The symbols of files that are linked together, whose numbers are their ids."""

    def __init__(
        self, names: Names, numbers: Mapping[int, int], facts: Sequence[FileFacts], home: Mapping[int, int]
    ) -> None:
        """Args: what symbols are called; place among all files of each, by what the linker calls it; facts of all files; the
        linker's file of each symbol."""
        self._names = names
        self._numbers = numbers
        self._facts = facts
        self._home = home

    def id_of(self, symbol: int) -> int:
        """Id of a symbol by its number."""
        return symbol

    def index_of(self, symbol: int) -> int:
        """Index of a symbol in its file by its number."""
        return self._names.of_file(self._numbers[self._home[symbol]])[0].index(symbol)

    def path_of(self, symbol: int) -> str:
        """Path of the file of a symbol by its number."""
        return self._facts[self._numbers[self._home[symbol]]].path


class Numbering:
    """The symbols of the files that are linked together, numbered over them."""

    def __init__(self, names: Names, files: Sequence[int], facts: Sequence[FileFacts]) -> None:
        """Args: what symbols are called; numbers of the files, in the order of their paths; facts of all files."""
        self.files = files
        self.firsts: list[int] = []
        """Number of the first symbol of each file."""
        self._ids: list[int] = []
        self._paths = [facts[number].path for number in files]
        for number in files:
            self.firsts.append(len(self._ids))
            self._ids += names.of_file(number)[0]

    def id_of(self, symbol: int) -> int:
        """Id of a symbol by its number."""
        return self._ids[symbol]

    def index_of(self, symbol: int) -> int:
        """Index of a symbol in its file by its number."""
        return symbol - self.firsts[bisect_right(self.firsts, symbol) - 1]

    def path_of(self, symbol: int) -> str:
        """Path of the file of a symbol by its number."""
        return self._paths[bisect_right(self.firsts, symbol) - 1]


class Names:
    """What the symbols of all files are called."""

    def __init__(self, files: Sequence[FileFacts], qualified: Mapping[str, str]) -> None:
        """Args: facts of all files; qualified names of the modules of those that are linked, by path."""
        self._named = [named(facts, qualified.get(facts.path) or module_name(facts.path)) for facts in files]

    def of_file(self, number: int) -> tuple[list[int], list[str], list[str]]:
        """Ids, monikers and qualified names of a file's symbols."""
        return self._named[number]


def _own_name(fact: SymbolFact) -> str:
    """A symbol's part of its qualified name: of a lambda, its number; of a member that stands outside of its type, both names."""
    if len(fact.detail) > 1 and fact.detail[0] == "lambda":
        return fact.detail[1]
    outside = fact.detail[0] if fact.detail else ""
    return f"{outside.removeprefix(MEMBER_OF)}.{fact.name}" if outside.startswith(MEMBER_OF) else fact.name


def named(facts: FileFacts, module: str) -> tuple[list[int], list[str], list[str]]:
    """Ids, monikers and qualified names of a file's symbols, given that of its module."""
    monikers: list[str] = []
    qualified: list[str] = []
    seen: dict[str, int] = {}
    for fact in facts.symbols:
        if fact.parent < 0:
            moniker, name = f"{facts.language} {facts.path} ", module
        else:
            own = _own_name(fact)
            name = f"{qualified[fact.parent]}.{own}"
            moniker = f"{monikers[fact.parent]}{own}{_SUFFIXES.get(fact.kind, '.')}"
            count = seen[moniker] = seen.get(moniker, 0) + 1
            if count > 1:
                moniker = f"{moniker}(+{count - 1})"
        monikers.append(moniker)
        qualified.append(name)
    return [symbol_id(moniker) for moniker in monikers], monikers, qualified


def symbol_ids(facts: FileFacts) -> list[int]:
    """The ids of a file's symbols; they do not depend on what its module is called."""
    return named(facts, "")[0]
