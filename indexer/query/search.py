"""Hybrid search: full text, vectors, names and the graph's importance as one ranking that explains itself."""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, NamedTuple

from indexer.embed.protocol import Embedder
from indexer.errors import BadParameter
from indexer.query.fusion import Leg, fuse
from indexer.query.ranking import Candidate, diversify, factors, importance_score, name_match
from indexer.query.runner import Runner
from indexer.query.search_legs import by_name, by_text, by_vector, cosines, vectors_of
from indexer.query.search_words import Filters, Words, read

_DETAILS: Final = """
wanted[id] <- $symbols
?[id, name, qualified_name, kind, path, language, start_line, signature, content_hash, rank, test, generated, vendored] :=
    wanted[id], *symbol{id, name, qualified_name, kind, path, language, start_line, signature, content_hash, rank, test,
    external}, !external, *file{path, generated, vendored}
"""

_DEPTH: Final = 100
"""Candidates a leg brings, at least."""

_DEPTH_FILTERED: Final = 1000
"""The same where a filter will throw most of them away."""

_NAME_WEIGHT: Final = 0.15
_IDENTIFIER_WEIGHT: Final = 0.35
_RANK_WEIGHT: Final = 0.03


class Weights(NamedTuple):
    """How much the text and the vectors say, before names and importance have their part."""

    text: float
    vectors: float


WEIGHTS: Final = Weights(text=0.3, vectors=0.7)
"""With the vectors of a sentence model."""

LEXICAL_WEIGHTS: Final = Weights(text=0.7, vectors=0.3)
"""With hashed subtoken vectors."""


class _Details(NamedTuple):
    """A candidate's row, in the order of `_DETAILS`."""

    id: int
    name: str
    qualified_name: str
    kind: str
    path: str
    language: str
    start_line: int
    signature: str
    content_hash: str
    rank: float
    test: bool
    generated: bool
    vendored: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One symbol found."""

    id: int
    name: str
    qualified_name: str
    kind: str
    path: str
    start_line: int
    """0-based."""
    signature: str
    content_hash: str
    score: float
    """1 for the best of every leg that no factor changes; comparable within one search."""
    parts: dict[str, float]
    """What each leg gave ('text', 'vectors', 'names', 'importance'; 'no vector': an average in place of one); their sum times the factors is the
    score."""
    factors: dict[str, float]
    """What the sum was multiplied with, by reason ('kind', 'test', 'generated', 'vendored', 'same file')."""


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What was found, and how far it can be relied on."""

    hits: list[Hit]
    """Best first."""
    embedded: float
    """Share of what text found that has a vector, 0 to 1; the rest is ranked by text and names alone."""
    seconds: float


def search(
    reader: Runner,
    embedder: Embedder | None,
    words: str,
    k: int = 10,
    filters: Filters | None = None,
) -> list[Hit]:
    """The k symbols that the words mean most likely, best first.

    Args:
        reader: the index.
        embedder: of the model whose vectors the index holds; None searches text and names alone.
        words: a question, keywords or an identifier; `lang:`, `kind:`, `path:` and `test:` filter.
        k: how many.
        filters: more filters.

    Raises:
        BadParameter: k is less than 1, or a filter is not understood.
        QueryError: the index refuses a script.
    """
    return explore(reader, embedder, words, k, filters=filters).hits


def explore(
    reader: Runner,
    embedder: Embedder | None,
    words: str,
    k: int = 10,
    *,
    filters: Filters | None = None,
    weights: Weights | None = None,
) -> SearchAnswer:
    """As `search`, with how much of it vectors could judge.

    Args:
        reader: the index.
        embedder: as in `search`.
        words: as in `search`.
        k: how many.
        filters: more filters.
        weights: of text and vectors; None for those measured for the embedder.

    Raises:
        BadParameter: k is less than 1, or a filter is not understood.
        QueryError: the index refuses a script.
    """
    if k < 1:
        raise BadParameter(f"{k} hits cannot be found; ask for 1 or more")
    began = time.perf_counter()
    asked = read(words, filters)
    weights = weights or (LEXICAL_WEIGHTS if embedder and embedder.identity.name.startswith("lexical") else WEIGHTS)
    depth = max(_DEPTH_FILTERED if asked.filters != Filters() else _DEPTH, 3 * k)
    text = by_text(reader, asked.terms, depth)
    names = by_name(reader, asked, depth)
    others = text.keys() | names.keys()
    near: dict[int, float] = {}
    relation = vectors_of(reader, embedder.identity.id) if embedder and asked.text else None
    if embedder and relation:
        vector = embedder.encode_queries([asked.text])[0]
        near = by_vector(reader, relation, vector, depth)
        near |= cosines(reader, relation, vector, [symbol for symbol in others if symbol not in near])
    content = fuse([Leg("text", weights.text, text), Leg("vectors", weights.vectors, near)])
    judged = [symbol for symbol in others if symbol in near]
    if near:
        _stand_in(content, judged, others - near.keys())
    hits = _ranked(_details(reader, asked, content.keys() | names.keys()), content, names, asked, k)
    # What text finds are nodes; names also find fields and the like, which have no vectors.
    share = len(text.keys() & near.keys()) / len(text) if text else float(bool(near))
    return SearchAnswer(hits, share, time.perf_counter() - began)


def _stand_in(content: dict[int, dict[str, float]], judged: list[int], unjudged: set[int]) -> None:
    """Give symbols without a vector the average of those with one: while vectors are still being made, what has none
    yet is neither buried nor lifted."""
    known = [content.get(symbol, {}).get("vectors", 0.0) for symbol in judged]
    average = sum(known) / len(known) if known else 0.0
    for symbol in unjudged:
        content.setdefault(symbol, {})["no vector"] = average


def _details(reader: Runner, asked: Words, symbols: Collection[int]) -> list[_Details]:
    rows = reader.run(_DETAILS, {"symbols": [[symbol] for symbol in symbols]}).rows if symbols else []
    found = [_Details(*row) for row in rows]
    return [
        one for one in found if asked.filters.allow(language=one.language, kind=one.kind, path=one.path, test=one.test)
    ]


def _ranked(
    details: list[_Details], content: dict[int, dict[str, float]], names: dict[int, float], asked: Words, k: int
) -> list[Hit]:
    by_match = {one.id: max(name_match(asked.terms, one.name), names.get(one.id, 0.0)) for one in details}
    best_match = max(by_match.values(), default=0.0) or 1.0
    name_weight = _IDENTIFIER_WEIGHT if asked.is_identifier else _NAME_WEIGHT
    explained: dict[int, tuple[dict[str, float], dict[str, float]]] = {}
    ranked = []
    for one in details:
        rest = 1.0 - name_weight - _RANK_WEIGHT
        parts = {leg: part * rest for leg, part in content.get(one.id, {}).items()}
        parts["names"] = by_match[one.id] / best_match * name_weight
        parts["importance"] = importance_score(one.rank) * _RANK_WEIGHT
        candidate = Candidate(
            one.id, one.name, one.kind, one.path, one.content_hash, one.rank, one.test, one.generated, one.vendored
        )
        changed = factors(candidate, asked.terms, wants_tests=asked.wants_tests)
        explained[one.id] = {leg: part for leg, part in parts.items() if part}, changed
        ranked.append((candidate, sum(parts.values()) * math.prod(changed.values())))
    of = {one.id: one for one in details}
    hits = []
    for candidate, score, same_file in diversify(ranked, k):
        parts, changed = explained[candidate.id]
        one = of[candidate.id]
        hits.append(
            Hit(
                id=one.id,
                name=one.name,
                qualified_name=one.qualified_name,
                kind=one.kind,
                path=one.path,
                start_line=one.start_line,
                signature=one.signature,
                content_hash=one.content_hash,
                score=score,
                parts=parts,
                factors=changed if same_file == 1.0 else changed | {"same file": same_file},
            )
        )
    return hits
