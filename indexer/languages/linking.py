"""What linking asks of a language: where imports lead, and what is known of names outside the indexed code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)


class ByNumber(Protocol[T_co]):
    """Something for each number: a list, or what behaves as one."""

    def __getitem__(self, number: int, /) -> T_co:
        """What the number stands for."""


class Modules(Protocol):
    """Where imports lead, over a fixed set of files; a file's number is its place in `paths`."""

    @property
    def paths(self) -> ByNumber[str]:
        """Paths of the files."""

    @property
    def qualified(self) -> ByNumber[str]:
        """The qualified name of each file's module."""

    def resolve(self, importer: int, module: str, level: int = 0) -> int | str | None:
        """What an import names: a file's number, the dotted name of a folder of modules, or None (external).

        Args:
            importer: number of the importing file.
            module: dotted name as written.
            level: how many folders up the name starts; 0 where it is absolute.
        """


class Library(NamedTuple):
    """Names outside the indexed code that decide what flows where; types and decorators by their last part."""

    builtins: frozenset[str]
    """Names that hold everywhere without an import."""
    types_of_builtins: frozenset[str]
    """Dotted names of built-in types, whose members are all known."""
    members: frozenset[str]
    """Dotted names of the members of those types."""
    pass_through: frozenset[str]
    """Calling one gives its first argument, or a container of the same elements."""
    first_element: frozenset[str]
    """Calling one gives an element of its first argument."""
    unions: frozenset[str]
    """Type constructors whose instances are those of any parameter."""
    containers: frozenset[str]
    """Generic types whose last parameter is the type of their elements."""
    first_parameter: frozenset[str]
    """Of the generic types, those for which it is the first."""
    types: frozenset[str]
    """Generic types that stand for a class itself."""
    awaitables: frozenset[str]
    """Generic types that give an instance of their last parameter when awaited."""
    properties: frozenset[str]
    """Decorators that turn a method into a value."""
    transparent: frozenset[str]
    """Decorators whose effect the evaluator knows: they give what they decorate."""


class Linking(NamedTuple):
    """A language's side of linking; see `Language.linking`."""

    modules: Callable[[Sequence[str], Sequence[str]], Modules]
    """Makes the `Modules` of the files of these paths, sorted; and of paths that mark a source root."""
    library: Library
