"""The languages: rows of the `language.toml` and `languages.toml` files in the folders beside this module.

A folder with a `language.toml` is one language; a `languages.toml` holds several rows `[[language]]`. The keys of a
row are the fields of `Language`, `name` being required. A language with an extractor of its own keeps it, by
convention, in `<folder>/extract.py`, and what linking asks of it in `<folder>/linking.py`; one of which only the
outline is extracted has a query `<folder>/tags.scm` for it; see `Language`.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.languages import grammars
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
    """File names, or patterns of them with '*', whose content linking reads: 'package.json', '*.csproj', 'tsconfig*.json'."""
    grammar: tuple[str, str]
    """Module of the tree-sitter wheel and its function that returns the language; ('', '') without grammar."""
    tags: str
    """Path of the tags query that gives its outline; '' for none."""
    masks: tuple[str, ...]
    """Regular expressions of what the grammar does not take and outlines are made without; see `outline.extract.masked`."""
    lines: tuple[tuple[str, str], ...]
    """Kinds of symbols, and regular expressions for definitions that the grammar does not know; see `outline.lines`."""
    shared: tuple[tuple[str, str], ...]
    """Extensions that another language has, too, and the regular expression that shows a file to be in this one."""
    limits: str
    """What is known not to be found, as a sentence or two; '' for nothing."""

    def extractor(self) -> Extractor | None:
        """The language's own `extract`, or that of outlines; None where the documents extractor does the work, as it does
        where the grammar is not installed."""
        found: Extractor | None = _part(self.package, "extract", "extract")
        if found is None and self.tags and grammars.is_installed(self.grammar):
            return _outline(self)
        return found

    def level_here(self) -> str:
        """How far this installation understands it: `level`, or 'text' where its grammar is not installed."""
        missing = self.grammar[0] and not grammars.is_installed(self.grammar)
        return "text" if missing and not self.outline else self.level

    def linking(self) -> Linking | type[Rules] | None:
        """The language's own side of linking, or that of outlines; None where its files are not linked, or by that of
        `links_with`."""
        found: Linking | type[Rules] | None = _part(self.package, "linking", "LINKING")
        if found is None and self.tags and not self.links_with:
            outlines: type[Rules] = importlib.import_module("indexer.languages.outline.linking").OutlineRules
            return outlines
        return found


@cache
def _part(package: str, module: str, name: str) -> Any:
    """What a module of a language's own package calls so; None where there is no such package or module."""
    full = f"{package}.{module}"
    try:
        if not package or importlib.util.find_spec(full) is None:
            return None
    except ModuleNotFoundError as error:
        if full.startswith(f"{error.name}."):  # a folder of data that is on no import path
            return None
        raise
    return getattr(importlib.import_module(full), name)


@cache
def _outline(language: Language) -> Extractor:
    outline = importlib.import_module("indexer.languages.outline.extract")
    row = outline.Row(
        language.name,
        language.tags,
        language.grammar,
        language.comments,
        language.strings,
        language.masks,
        language.lines,
    )
    made: Extractor = partial(outline.extract, row)
    return made


class Registry:
    """All languages, and the tables to look them up in."""

    def __init__(self, languages: Iterable[Language]) -> None:
        """Raises:
        ValueError: two languages claim the same name, extension, file name, interpreter or alias.
        """
        self.languages: Final[Mapping[str, Language]] = _table("name", ((row.name, row) for row in languages))
        rows = list(self.languages.values())
        self.by_extension = _table("extension", ((key, row) for row in rows for key in row.extensions))
        self.by_filename = _table("file name", ((key, row) for row in rows for key in row.filenames))
        self.by_interpreter = _table("interpreter", ((key, row) for row in rows for key in row.interpreters))
        self.project_files: Final = frozenset(name for row in rows for name in row.project_files)
        self._project_patterns: Final = tuple(sorted(name for name in self.project_files if "*" in name))
        self.shared: Final[dict[str, list[tuple[re.Pattern[bytes], Language]]]] = {}
        """For each extension of several languages, what to look for in a file's first bytes."""
        for row in rows:
            for extension, sign in row.shared:
                self.shared.setdefault(extension, []).append((re.compile(sign.encode(), re.MULTILINE), row))
        self.by_alias = _table("alias", ((key, row) for row in rows for key in dict.fromkeys((row.name, *row.aliases))))

    def without_grammar(self) -> tuple[str, ...]:
        """Names of the languages that are text here because their grammar is not installed."""
        return tuple(row.name for row in self.languages.values() if row.level_here() != row.level)

    def is_project_file(self, path: str) -> bool:
        """Whether linking some language reads the content of a file."""
        name = path.rpartition("/")[2]
        return name in self.project_files or any(fnmatchcase(name, pattern) for pattern in self._project_patterns)

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
    unknown = row.keys() - (set(Language._fields) - {"package", "tags"})
    if unknown or "name" not in row:
        raise ValueError(f"{file}: " + (f"unknown key {min(unknown)!r}" if unknown else "a row without 'name'"))
    grammar = row.get("grammar", {})
    tags = file.parent / "tags.scm"
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
        tags=str(tags) if package and tags.is_file() else "",
        masks=tuple(row.get("masks", ())),
        lines=tuple((kind, rule) for kind, rules in row.get("lines", {}).items() for rule in rules),
        shared=tuple(row.get("shared", {}).items()),
        limits=row.get("limits", ""),
    )
    if made.level not in LEVELS or made.outline not in OUTLINES:
        raise ValueError(f"{file}: {made.name}: level {made.level!r} or outline {made.outline!r} is unknown")
    if wrong := [key for key in made.extensions if not key.startswith(".") or key != key.lower()]:
        raise ValueError(f"{file}: {made.name}: extension {wrong[0]!r} must be lower-case with a leading dot")
    return made


def _table(what: str, pairs: Iterable[tuple[str, Language]]) -> dict[str, Language]:
    """A table to look rows up in.  A language that is known only as text gives way to one that claims the same with more,
    so that a new language needs no change of an old row."""
    table: dict[str, Language] = {}
    for key, row in pairs:
        other = table.get(key)
        if other is not None and (other.level == "text") == (row.level == "text"):
            raise ValueError(f"{what} {key!r} is claimed by both {other.name} and {row.name}")
        if other is None or other.level == "text":
            table[key] = row
    return table
