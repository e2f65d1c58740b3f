"""What a person typed, read: words to look for, filters, hints."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from indexer.embed.subtokens import STOP_WORDS, distinct
from indexer.errors import BadParameter
from indexer.extract.words import subtokens
from indexer.languages.registry import registry
from indexer.model.kinds import SYMBOL_KINDS

_FILTER: Final = re.compile(r"(?<!\S)(lang|kind|path|test|in|calls|changed):(\S+)")
_IDENTIFIER: Final = re.compile(r"[^\W\d]\w*(?:(?:\.|::|->|#)\w+)*")
_JOINER: Final = re.compile(r"::|->|#")
_ASKS_FOR_TESTS: Final = re.compile(
    r"\b(?:tests|tested|unit[ -]?tests?|pytest|fixtures?|test (?:cases?|classes|files?|for|methods?|of|suites?|that|which))\b",
    re.IGNORECASE,
)
"""'the tests of save' are tests; a 'test client' and 'fakes for testing' are what tests are made with."""
_MOST_JOINED: Final = 5


class Filters(NamedTuple):
    """Which symbols may be found; an empty tuple allows all."""

    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    """Prefixes of a path, or patterns with `*`."""
    tests: bool | None = None
    """True: tests only; False: none; None: both, tests ranked lower."""
    within: tuple[str, ...] = ()
    """Symbols or files as people call them: only what is inside of one of them."""
    calling: tuple[str, ...] = ()
    """Symbols as people call them: only what calls one of them."""
    changed: str = ""
    """A moment as people say it (`indexer.query.moments.moment`): only what was not there or had another body then."""

    def allow(self, *, language: str, kind: str, path: str, test: bool) -> bool:
        """Whether a symbol with these properties may be found."""
        return (
            (not self.languages or language in self.languages)
            and (not self.kinds or kind in self.kinds)
            and (not self.paths or any(_path_matches(path, pattern) for pattern in self.paths))
            and (self.tests is None or self.tests == test)
        )


class Words(NamedTuple):
    """A search as understood."""

    text: str
    """What was typed, filters taken out."""
    terms: tuple[str, ...]
    """Distinct subtokens that carry meaning; all of them where none does."""
    identifiers: tuple[str, ...]
    """Names as typed: 'QuerySet', 'Model.save', 'parse_http'."""
    names: tuple[str, ...]
    """Names that the words may spell: 'current user' may mean current_user, currentUser or CurrentUser."""
    filters: Filters
    wants_tests: bool
    """The words speak of tests, so tests are not ranked lower."""

    @property
    def is_identifier(self) -> bool:
        """Nothing but one name was typed."""
        return self.identifiers == (_JOINER.sub(".", self.text.removesuffix("()")),)


def read(typed: str, filters: Filters | None = None) -> Words:
    """Understand a search: `lang:python kind:class path:src/ test:no in:Order calls:save changed:7d words ...`.

    Args:
        typed: words, identifiers, or a question; filters may stand anywhere in it.
        filters: joined with those that were typed.

    Raises:
        BadParameter: an unknown kind or language, `test:` with something else than yes or no, or two moments.
    """
    filters = filters or Filters()
    given: dict[str, list[str]] = {key: [] for key in ("lang", "kind", "path", "test", "in", "calls", "changed")}
    for key, value in _FILTER.findall(typed):
        given[key].extend([value] if key == "changed" else filter(None, value.split(",")))
    for kind in (*given["kind"], *filters.kinds):
        if kind not in SYMBOL_KINDS:
            raise BadParameter(f"kind:{kind} is no kind of symbol; kinds are {', '.join(SYMBOL_KINDS)}")
    tests = filters.tests
    for value in given["test"]:
        if value not in {"yes", "no"}:
            raise BadParameter(f"test:{value} is not understood; say test:yes or test:no")
        tests = value == "yes"
    moments = list(dict.fromkeys([*filter(None, [filters.changed]), *given["changed"]]))
    if len(moments) > 1:
        raise BadParameter(f"changed:{moments[0]} and changed:{moments[1]}: say one moment")
    text = " ".join(_FILTER.sub(" ", typed).split())
    tokens = subtokens(text)
    meaningful = [token for token in tokens if token not in STOP_WORDS]
    return Words(
        text=text,
        terms=tuple(distinct(meaningful or tokens)),
        identifiers=tuple(distinct([_JOINER.sub(".", one) for one in _IDENTIFIER.findall(text)])),
        names=tuple(distinct(_spelled(meaningful or tokens))),
        filters=Filters(
            languages=tuple(map(_language, (*filters.languages, *given["lang"]))),
            kinds=(*filters.kinds, *given["kind"]),
            paths=(*filters.paths, *given["path"]),
            tests=tests,
            within=(*filters.within, *given["in"]),
            calling=(*filters.calling, *given["calls"]),
            changed=moments[0] if moments else "",
        ),
        wants_tests=tests is True or _ASKS_FOR_TESTS.search(text) is not None,
    )


def is_code(identifier: str) -> bool:
    """Whether a name is written as only code writes it: with `_` or a dot, or with a capital inside."""
    return (
        "_" in identifier
        or "." in identifier
        or (identifier != identifier.upper() and any(map(str.isupper, identifier[1:])))
    )


def _language(said: str) -> str:
    """The language's own name, of a name or an alias of it."""
    known = registry().by_alias.get(said.lower())
    if known is None:
        raise BadParameter(f"lang:{said} is no language that is known here; `codalog languages` lists them")
    return known.name


def _spelled(tokens: list[str]) -> list[str]:
    names = []
    for size in range(min(_MOST_JOINED, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            part = tokens[start : start + size]
            capitalised = [token.capitalize() for token in part]
            names += ["_".join(part), "".join(capitalised), part[0] + "".join(capitalised[1:]), "".join(part)]
            names.append("_".join(part).upper())
    return names


def _path_matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) if "*" in pattern else path.startswith(pattern)
