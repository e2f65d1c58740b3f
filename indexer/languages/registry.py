"""The languages: rows of the `language.toml` and `languages.toml` files in the folders beside this module.

A folder with a `language.toml` is one language; a `languages.toml` holds several rows `[[language]]`. The keys of a
row are the fields of `Language`, `name` being required. A language with an extractor of its own keeps it, by
convention, in `<folder>/extract.py`, and what linking asks of it in `<folder>/linking.py`; see `Language`.
"""

from __future__ import annotations

import importlib
import importlib.util
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.languages.linking import Linking
from indexer.languages.rules import Rules
from indexer.model.records import FileFacts

Extractor = Callable[[bytes, str, Callable[[bytes], str]], FileFacts]
"""`extract(source, path, words)`: the facts of one file from its UTF-8 bytes; pure. `words` gives the text for the
full-text index of a stretch of source."""

LEVELS: Final = ("deep", "outline", "text", "data")
"""How far a language is understood: linked; definitions only; words only; listed by name only, for content that no
one searches word by word."""

OUTLINES: Final = ("", "markdown", "rst", "toml", "yaml", "json", "ini")
"""What the documents extractor can find sections or keys in; '' for nothing."""

_HERE: Final = Path(__file__).parent


class Language(NamedTuple):
    """One row."""

    name: str
    """Lower-case word that facts and queries use."""
    title: str
    """As people write it."""
    level: str
    """One of `LEVELS`."""
    package: str
    """Dotted name of the language's own package; '' where it is only a row."""
    extensions: tuple[str, ...]
    """With the leading dot, lower-case; may have several parts ('.d.ts')."""
    filenames: tuple[str, ...]
    """Exact file names."""
    interpreters: tuple[str, ...]
    """Programs of a `#!` line, without version: 'python' stands for python3.12 too."""
    aliases: tuple[str, ...]
    """Other names, as in editor modelines and Markdown fences."""
    outline: str
    """One of `OUTLINES`."""
    comments: tuple[str, ...]
    """Syntax node kinds that are comments."""
    strings: tuple[str, ...]
    """Syntax node kinds whose text counts byte for byte in content hashes."""
    links_with: str
    """Name of the language whose `linking.py` links this one's files together with its own; '' for its own."""
    project_files: tuple[str, ...]
    """File names, or endings that begin with '*', whose content linking reads: 'package.json', '*.csproj'."""
    grammar: tuple[str, str]
    """Module of the tree-sitter wheel and its function that returns the language; ('', '') without grammar."""

    def extractor(self) -> Extractor | None:
        """The language's own `extract`; None where the documents extractor does the work."""
        found: Extractor | None = _part(self.package, "extract", "extract")
        return found

    def linking(self) -> Linking | type[Rules] | None:
        """The language's own side of linking; None where its files are not linked, or by that of `links_with`."""
        found: Linking | type[Rules] | None = _part(self.package, "linking", "LINKING")
        return found


@cache
def _part(package: str, module: str, name: str) -> Any:
    """What a module of a language's own package calls so; None where there is no such package or module."""
    full = f"{package}.{module}"
    if not package or importlib.util.find_spec(full) is None:
        return None
    return getattr(importlib.import_module(full), name)


class Registry:
    """All languages, and the tables to look them up in."""

    def __init__(self, languages: Iterable[Language]) -> None:
        """Raises:
        ValueError: two languages claim the same name, extension, file name, interpreter or alias.
        """
        self.languages: Final[Mapping[str, Language]] = _table("name", ((row.name, row) for row in languages))
        rows = self.languages.values()
        self.by_extension = _table("extension", ((key, row) for row in rows for key in row.extensions))
        self.by_filename = _table("file name", ((key, row) for row in rows for key in row.filenames))
        self.by_interpreter = _table("interpreter", ((key, row) for row in rows for key in row.interpreters))
        self.project_files: Final = frozenset(name for row in rows for name in row.project_files)
        self.by_alias = _table("alias", ((key, row) for row in rows for key in dict.fromkeys((row.name, *row.aliases))))

    def is_project_file(self, path: str) -> bool:
        """Whether linking some language reads the content of a file."""
        name = path.rpartition("/")[2]
        return name in self.project_files or any(
            name.endswith(ending[1:]) for ending in self.project_files if ending.startswith("*")
        )

    def __getitem__(self, name: str) -> Language:
        """The language of that name.

        Raises:
            KeyError: there is none.
        """
        return self.languages[name]


@cache
def registry() -> Registry:
    """The languages of this installation; read once."""
    return Registry(read_languages(_HERE, __package__))


def read_languages(folder: Path, package: str) -> list[Language]:
    """The rows in the folders of `folder`, in order of folder and row.

    Args:
        folder: What holds one folder a language.
        package: Its dotted name.

    Raises:
        ValueError: a row is malformed; says which file and why.
    """
    found = []
    for entry in sorted(folder.iterdir()):
        single, several = entry / "language.toml", entry / "languages.toml"
        if single.is_file():
            found.append(_row(single, _load(single), f"{package}.{entry.name}"))
        if several.is_file():
            found.extend(_row(several, row, "") for row in _load(several).get("language", []))
    return found


def _load(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: {error}") from error


def _row(file: Path, row: dict[str, Any], package: str) -> Language:
    unknown = row.keys() - (set(Language._fields) - {"package"})
    if unknown or "name" not in row:
        raise ValueError(f"{file}: " + (f"unknown key {min(unknown)!r}" if unknown else "a row without 'name'"))
    grammar = row.get("grammar", {})
    made = Language(
        name=row["name"],
        title=row.get("title", row["name"].capitalize()),
        level=row.get("level", "text"),
        package=package,
        extensions=tuple(row.get("extensions", ())),
        filenames=tuple(row.get("filenames", ())),
        interpreters=tuple(row.get("interpreters", ())),
        aliases=tuple(row.get("aliases", ())),
        outline=row.get("outline", ""),
        comments=tuple(row.get("comments", ())),
        strings=tuple(row.get("strings", ())),
        links_with=row.get("links_with", ""),
        project_files=tuple(row.get("project_files", ())),
        grammar=(grammar.get("module", ""), grammar.get("function", "language" if grammar else "")),
    )
    if made.level not in LEVELS or made.outline not in OUTLINES:
        raise ValueError(f"{file}: {made.name}: level {made.level!r} or outline {made.outline!r} is unknown")
    if wrong := [key for key in made.extensions if not key.startswith(".") or key != key.lower()]:
        raise ValueError(f"{file}: {made.name}: extension {wrong[0]!r} must be lower-case with a leading dot")
    return made


def _table(what: str, pairs: Iterable[tuple[str, Language]]) -> dict[str, Language]:
    table: dict[str, Language] = {}
    for key, row in pairs:
        if key in table:
            raise ValueError(f"{what} {key!r} is claimed by both {table[key].name} and {row.name}")
        table[key] = row
    return table
