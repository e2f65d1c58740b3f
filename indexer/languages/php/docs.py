"""Types in PHPDoc: `@param`, `@return`, `@var`, `@property`, where the code itself says less."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from indexer.languages.php.names import BUILT_IN_TYPES, Names
from indexer.model.units import APPLIED, LITERAL, THIS, UNION, Expr

_TAG: Final = re.compile(
    r"@(?:phpstan-|psalm-)?(?P<tag>param|return|var|property(?:-read|-write)?|method)\s+(?P<rest>[^\r\n]*)"
)
_VARIABLE: Final = re.compile(r"\s*(?:&\s*)?(?:\.\.\.)?\$(\w+)")
_METHOD: Final = re.compile(r"(?:static\s+)?(?:(?P<type>[^\s(]+)\s+)?(?P<name>\w+)\s*\(")
_WORD: Final = re.compile(r"\\?[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff-]*(?:\\[\w\x80-\U0010ffff]+)*|\$this")
_LISTS: Final = frozenset(
    {"array", "list", "iterable", "non-empty-array", "non-empty-list", "Generator", "Traversable"}
)
_NOTHING: Final = frozenset({"null", "mixed", "void", "never"})


class Docs(NamedTuple):
    """What a documentation comment says of types."""

    parameters: dict[str, Expr]
    result: Expr = None
    variables: tuple[tuple[str, Expr], ...] = ()
    """Of `@var`: the variable's name, '' for what follows the comment, and its type."""
    properties: tuple[tuple[str, Expr], ...] = ()
    methods: tuple[tuple[str, Expr], ...] = ()

    def variable(self, name: str) -> Expr:
        """The type of a variable that the comment names, or that it stands before."""
        return next((type_ for known, type_ in self.variables if known in {"", name}), None)


NOTHING: Final = Docs({})


def read_docs(text: str, offset: int, names: Names, own: Expr) -> Docs:
    """What a comment says.

    Args:
        text: of the comment.
        offset: where it starts; types in it are taken to stand there.
        names: of the file.
        own: the type that `self` is.
    """
    if "@" not in text or not text.startswith("/**"):
        return NOTHING
    found = Docs({})
    for match in _TAG.finditer(text):
        tag, rest = match["tag"], match["rest"]
        if tag == "method":
            method = _METHOD.match(rest)
            if method is not None:
                type_ = _Reader(method["type"] or "", offset, names, own).read()
                found = found._replace(methods=(*found.methods, (method["name"], type_)))
            continue
        reader = _Reader(rest, offset, names, own)
        type_ = reader.read()
        variable = _VARIABLE.match(rest, reader.at)
        name = variable[1] if variable is not None else ""
        if tag == "return":
            found = found._replace(result=found.result or type_)
        elif tag == "var":
            found = found._replace(variables=(*found.variables, (name, type_)))
        elif tag == "param" and name:
            found.parameters[name] = type_
        elif tag.startswith("property") and name:
            found = found._replace(properties=(*found.properties, (name, type_)))
    return found


class _Reader:
    """Reads one type: alternatives, lists, type arguments."""

    def __init__(self, text: str, offset: int, names: Names, own: Expr) -> None:
        self._text = text
        self._offset = offset
        self._names = names
        self._own = own
        self.at = 0

    def read(self) -> Expr:
        """The type that starts here; None where nothing is known of it."""
        found: list[Expr] = []
        while True:
            one = self._single()
            if one is not None:
                found.append(one)
            if not self._text.startswith(("|", "&"), self.at):
                break
            self.at += 1
        if len(found) > 1:
            return (UNION, self._offset, tuple(found))
        return found[0] if found else None

    def _single(self) -> Expr:
        if self._text.startswith("?", self.at):
            self.at += 1
        if self._text.startswith("(", self.at):
            self.at += 1
            found = self.read()
            if self._text.startswith(")", self.at):
                self.at += 1
            return self._suffixes(found)
        match = _WORD.match(self._text, self.at)
        if match is None:
            return None
        self.at = match.end()
        word = match[0]
        arguments = self._arguments() if self._text.startswith(("<", "{", "("), self.at) else []
        return self._suffixes(self._named(word, arguments))

    def _named(self, word: str, arguments: list[Expr]) -> Expr:
        offset = self._offset
        if word in {"static", "$this"}:
            return (THIS, offset)
        if word == "self":
            return self._own
        if word.lower() in _NOTHING or "-" in word:
            return (LITERAL, offset, "array") if not arguments and word.endswith("-array") else self._list(arguments)
        if word.lower() in _LISTS or word in _LISTS:
            return self._list(arguments) or (LITERAL, offset, "array")
        if word.lower() in BUILT_IN_TYPES:
            return (LITERAL, offset, word.lower())
        named = self._names.of_text(word, offset)
        return (APPLIED, offset, named, tuple(arguments)) if arguments else named

    def _list(self, arguments: list[Expr]) -> Expr:
        offset = self._offset
        return (APPLIED, offset, (LITERAL, offset, "array"), tuple(arguments)) if arguments else None

    def _arguments(self) -> list[Expr]:
        """Type arguments; shapes and signatures are skipped."""
        opening = self._text[self.at]
        if opening != "<":
            depth = 0
            for at in range(self.at, len(self._text)):
                depth += (self._text[at] in "{(<") - (self._text[at] in "})>")
                if depth == 0:
                    self.at = at + 1
                    return []
            self.at = len(self._text)
            return []
        found = []
        while self.at < len(self._text) and self._text[self.at] != ">":
            self.at += 1
            while self._text.startswith(" ", self.at):
                self.at += 1
            before = self.at
            found.append(self.read())
            while self.at < len(self._text) and self._text[self.at] not in ",>":
                self.at += 1
            if self.at == before and not self._text.startswith((",", ">"), self.at):
                break
        self.at += 1
        return found

    def _suffixes(self, found: Expr) -> Expr:
        while self._text.startswith("[]", self.at):
            self.at += 2
            if found is not None:
                found = (APPLIED, self._offset, (LITERAL, self._offset, "array"), (found,))
        return found
