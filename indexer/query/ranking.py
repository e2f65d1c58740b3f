"""What code is likelier to be meant: definitions over details, the product over its tests, variety over repeats."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from indexer.embed.subtokens import stem
from indexer.extract.words import subtokens

KIND_FACTOR: Final = {
    "module": 0.9,
    "package": 0.9,
    "section": 0.85,
    "property": 0.9,
    "variable": 0.75,
    "constant": 0.8,
    "field": 0.75,
    "enum_member": 0.75,
    "parameter": 0.5,
    "type_parameter": 0.5,
}
"""What a score is multiplied with by kind; 1 for functions, methods, classes and all that is not listed."""

TEST_FACTOR: Final = 0.7
GENERATED_FACTOR: Final = 0.6
VENDORED_FACTOR: Final = 0.6
SAME_FILE_FACTOR: Final = 0.93
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


class Candidate(NamedTuple):
    """What ranking looks at in a symbol."""

    id: int
    name: str
    kind: str
    path: str
    content_hash: str
    rank: float
    """PageRank in the graph."""
    test: bool
    generated: bool
    vendored: bool


def name_match(terms: Sequence[str], name: str) -> float:
    """How well a name says what the terms say, 0 to 1: the harmonic mean of the share of the name's subtokens that are
    asked for and the share of the terms that the name has. Words that differ in their ending only ('parse', 'parser',
    'parsing') match."""
    have, asked = {stem(token) for token in subtokens(name)}, {stem(term) for term in terms}
    common = len(have & asked)
    return 2 * common / (len(have) + len(asked)) if common else 0.0


def importance_score(rank: float) -> float:
    """PageRank on a scale of 0 to about 1 where each tenfold counts the same: ranks are spread over decades."""
    return math.log1p(rank * 1e5) / math.log1p(1e3)


def factors(candidate: Candidate, terms: Iterable[str], *, wants_tests: bool) -> dict[str, float]:
    """What the fused score is multiplied with, by reason; a reason with factor 1 is left out.

    Args:
        candidate: the symbol.
        terms: what was asked for; 'class', 'constant' and the like say which kind is meant.
        wants_tests: whether tests rank as high as all else.
    """
    meant: set[str] = set().union(*(_KIND_WORDS.get(term, ()) for term in terms))
    kind = _KIND_NAMED_FACTOR if candidate.kind in meant else KIND_FACTOR.get(candidate.kind, 1.0)
    found = {
        "kind": kind,
        "test": TEST_FACTOR if candidate.test and not wants_tests else 1.0,
        "generated": GENERATED_FACTOR if candidate.generated else 1.0,
        "vendored": VENDORED_FACTOR if candidate.vendored else 1.0,
    }
    return {reason: factor for reason, factor in found.items() if factor != 1.0}


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
