"""What code is likelier to be meant: definitions over details, the product over its tests, variety over repeats."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from indexer.extract.words import subtokens
from indexer.query.path_roles import FACTORS, asked_for, roles
from indexer.query.search_gather import Candidate, Gathered
from indexer.query.search_legs import EXACT
from indexer.query.search_words import Words, is_code
from indexer.query.stems import root


class Shares(NamedTuple):
    """What part of a score each kind of evidence can give; what is left is for text and vectors."""

    names: float
    file: float
    """Words and vectors of the whole file, half of it each."""
    path: float
    """Names of the file and its folders."""
    phrase: float
    """What was typed, word for word."""
    neighbours: float
    """Being connected with what else was found."""
    importance: float
    """How many other symbols use it."""


SENTENCE: Final = Shares(names=0.05, file=0.3, path=0.15, phrase=0.1, neighbours=0.05, importance=0.01)
"""For questions and keywords."""

IDENTIFIER: Final = Shares(names=0.5, file=0.12, path=0.1, phrase=0.0, neighbours=0.02, importance=0.03)
"""Where nothing but a name was typed."""

_VALUES: Final = ("constant", "variable", "field", "enum_member", "parameter", "type_parameter")
KIND_FACTOR: Final = {"module": 0.95, **dict.fromkeys(_VALUES, 0.8)}
"""What a score is multiplied with by kind: what does something is meant likelier than what holds a value for it, or all of a
file."""

TEST_FACTOR: Final = 0.4
GENERATED_FACTOR: Final = 0.6
VENDORED_FACTOR: Final = 0.6
_OTHER_NAME: Final = 0.8
"""Where a name was typed, what another one that says the same counts: `url` for `withUrls`. Where the name is one of code and
exists as it was typed, all that has another name counts so: neither size nor kind puts `make_sections` before `makeSections`."""
EXTENT: Final = 0.3
"""What more a symbol of a hundred lines or more counts than one of one line, where files are compared."""
_LARGE: Final = 100

SAME_FILE_FACTOR: Final = 0.85
"""For each better hit in the same file."""

_KIND_WORDS: Final = {
    "class": {"class", "struct", "interface", "trait", "enum"},
    "function": {"function", "method"},
    "method": {"function", "method"},
    "constant": {"constant", "variable", "enum_member"},
    "variable": {"constant", "variable", "field"},
    "setting": {"constant", "variable", "property"},
    "attribute": {"field", "property", "variable"},
    "module": {"module", "package"},
    "section": {"section"},
    "readme": {"section"},
    "documentation": {"section"},
}
_KIND_NAMED_FACTOR: Final = 1.1
_MANY_USERS: Final = 300
"""Users of one of the most used symbols of a repository: one in a thousand of Django's has as many."""


class Scored(NamedTuple):
    """A candidate with its score."""

    candidate: Candidate
    parts: dict[str, float]
    """What each kind of evidence gave."""
    factors: dict[str, float]
    """What their sum is multiplied with, by reason."""

    @property
    def score(self) -> float:
        """The sum of the parts times the factors."""
        return sum(self.parts.values()) * math.prod(self.factors.values())


def name_match(asked: Mapping[str, float], name: str) -> float:
    """How well a name says what was asked for, 0 to 1: the harmonic mean of the share of the name's subtokens that are
    asked for and the share of the words that the name has, by what each says. Words that differ in their ending only
    ('parse', 'parser', 'parsing') match.

    Args:
        asked: Words, and how much each says.
        name: As written.
    """
    have = {root(token) for token in subtokens(name)}
    said: dict[str, float] = {}
    for term, rarity in asked.items():
        said[root(term)] = max(said.get(root(term), 0.0), rarity)
    common = have & said.keys()
    told = sum(said[one] for one in common) / (sum(said.values()) or 1.0)
    return 2 * told * (len(common) / len(have)) / (told + len(common) / len(have)) if common and told else 0.0


def importance_score(rank: float) -> float:
    """The number of its users on a scale of 0 to about 1 where each tenfold counts the same: they are spread over decades."""
    return math.log1p(rank) / math.log1p(_MANY_USERS)


def factors(candidate: Candidate, terms: Iterable[str], *, wants_tests: bool, built: bool = False) -> dict[str, float]:
    """What the score is multiplied with, by reason; a reason with factor 1 is left out.

    Args:
        candidate: the symbol.
        terms: what was asked for; 'class', 'constant' and the like say which kind is meant, 'example', 'benchmark' and
            the like which files.
        wants_tests: whether tests rank as high as all else.
        built: whether the file was made of others by a build, as its content says.
    """
    words = set(terms)
    meant: set[str] = set().union(*(_KIND_WORDS.get(term, ()) for term in words))
    own_kind = "constant" if _is_constant(candidate) else candidate.kind
    kind = _KIND_NAMED_FACTOR if own_kind in meant else KIND_FACTOR.get(own_kind, 1.0)
    found = {
        "kind": kind,
        "test": _softened(TEST_FACTOR, asked=wants_tests) if candidate.test else 1.0,
        "generated": GENERATED_FACTOR if candidate.generated else 1.0,
        "vendored": VENDORED_FACTOR if candidate.vendored else 1.0,
    }
    for role in sorted(roles(candidate.path, candidate.language) | ({"built"} if built else set())):
        found[role] = _softened(FACTORS[role], asked=asked_for(role, words))
    return {reason: factor for reason, factor in found.items() if factor != 1.0}


def _is_constant(candidate: Candidate) -> bool:
    """Whether it is a macro of the C preprocessor without parameters: a constant by another name."""
    if candidate.kind != "macro" or not candidate.signature.startswith("#"):
        return False
    return f"{candidate.name}(" not in candidate.signature


def _softened(factor: float, *, asked: bool) -> float:
    """Half as hard where the words ask for it: 'how are tests run' may be a question on the product of a test framework."""
    return math.sqrt(factor) if asked else factor


def scored(gathered: Gathered, asked: Words) -> list[Scored]:
    """Every candidate with its score, in no order."""
    shares = IDENTIFIER if asked.is_identifier else SENTENCE
    if not gathered.files.vectors:
        shares = shares._replace(file=shares.file / 2)  # the words' half
    rest = 1.0 - sum(shares)
    alike = _OTHER_NAME if asked.is_identifier else 1.0
    exact = _exact(gathered, asked)
    found = []
    for one in gathered.candidates:
        content = gathered.content.get(one.id, {})
        parts = {leg: part * rest for leg, part in content.items()}
        parts["file"] = _file(gathered, one.path, sum(content.values())) * shares.file
        named = max(alike * name_match(gathered.rarity, one.name), gathered.names.get(one.id, 0.0))
        parts["names"] = named * shares.names
        parts["path"] = gathered.files.paths.get(one.path, 0.0) * shares.path
        parts["phrase"] = gathered.phrases.get(one.id, 0.0) * shares.phrase
        parts["neighbours"] = gathered.neighbours.get(one.id, 0.0) * shares.neighbours
        parts["importance"] = importance_score(one.rank) * shares.importance
        changed = factors(one, asked.terms, wants_tests=asked.wants_tests, built=one.path in gathered.built)
        if exact and one.id not in exact:
            changed["other name"] = _OTHER_NAME
        found.append(Scored(one, {leg: part for leg, part in parts.items() if part}, changed))
    return _by_extent(found, gathered.files.alone)


def _exact(gathered: Gathered, asked: Words) -> frozenset[int]:
    """What is named as was typed, where only that was typed and it is written as only code is; a plain word may be meant in
    any case: `sentences` for `Sentences`."""
    if not asked.is_identifier or not is_code(asked.identifiers[0]):
        return frozenset()
    return frozenset(one.id for one in gathered.candidates if gathered.names.get(one.id, 0.0) >= EXACT)


def _by_extent(found: Sequence[Scored], alone: Collection[str]) -> list[Scored]:
    """Compare files by what is large in them: of two that answer alike, the one is meant that does it at length, not the
    one that declares or hands on. Within a file symbols stay as they are to each other.

    Args:
        found: Candidates.
        alone: Paths of files of one symbol each: what is searched there are symbols.
    """
    best: dict[str, float] = {}
    large: dict[str, float] = {}
    for one in found:
        path, lines = one.candidate.path, max(1, one.candidate.lines)
        best[path] = max(best.get(path, 0.0), one.score)
        extent = 1 + EXTENT * min(1.0, math.log(lines) / math.log(_LARGE))
        large[path] = max(large.get(path, 0.0), one.score * extent)
    factor = {path: large[path] / best[path] for path in best if best[path] and path not in alone}
    return [
        one._replace(factors=one.factors | {"extent": factor[one.candidate.path]})
        if factor.get(one.candidate.path, 1.0) != 1.0
        else one
        for one in found
    ]


def _file(gathered: Gathered, path: str, own: float) -> float:
    """How well the file around a symbol answers, 0 to 1."""
    files = gathered.files
    if path in files.alone:
        return own  # what is all that its file has to say is no context for itself
    if not files.vectors:
        return files.words.get(path, 0.0)
    return (files.words.get(path, 0.0) + files.vectors.get(path, 0.0)) / 2


def diversify(ranked: Sequence[tuple[Candidate, float]], k: int) -> list[tuple[Candidate, float, float]]:
    """The k best of (candidate, score), best first, with variety: of equal bodies one, and each further hit in a file
    counts a little less. Gives (candidate, score, factor), the score already multiplied."""
    waiting = sorted(ranked, key=lambda pair: (-pair[1], pair[0].path, pair[0].id))
    chosen: list[tuple[Candidate, float, float]] = []
    bodies: set[str] = set()
    in_file: dict[str, int] = {}
    while waiting and len(chosen) < k:
        best, best_score, best_factor = -1, -1.0, 1.0
        for index, (candidate, score) in enumerate(waiting):
            if score <= best_score:
                break  # sorted: no later one can win, factors are at most 1
            factor = SAME_FILE_FACTOR ** in_file.get(candidate.path, 0)
            if score * factor > best_score:
                best, best_score, best_factor = index, score * factor, factor
        candidate, _ = waiting.pop(best)
        if candidate.content_hash:
            if candidate.content_hash in bodies:
                continue
            bodies.add(candidate.content_hash)
        in_file[candidate.path] = in_file.get(candidate.path, 0) + 1
        chosen.append((candidate, best_score, best_factor))
    return chosen
