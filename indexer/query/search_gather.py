"""All that a search asks the index, once for each search: what was found by each leg, and what is known of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from indexer.embed.protocol import Embedder
from indexer.query.fusion import Leg, fuse
from indexer.query.runner import Runner
from indexer.query.search_copies import FEWEST_LINES, built_copies
from indexer.query.search_files import FileEvidence, file_evidence
from indexer.query.search_legs import by_name, by_vector, cosines, neighbours, vectors_of
from indexer.query.search_phrases import phrases
from indexer.query.search_scope import most_used, scope
from indexer.query.search_terms import Posting, postings, text_scores
from indexer.query.search_words import Filters, Words

_DETAILS: Final = """
wanted[id] <- $symbols
?[id, name, qualified_name, kind, path, language, start_line, signature, content_hash, rank, test, generated, vendored,
    lines] := wanted[id], *symbol{id, name, qualified_name, kind, path, language, start_line, end_line, signature,
    content_hash, rank, test, external}, !external, *file{path, generated, vendored}, lines = end_line - start_line + 1
"""

_DEPTH: Final = 200
"""Candidates a leg brings, at least."""

_DEPTH_FILTERED: Final = 1000
"""The same where a filter will throw most of them away."""

_FEW: Final = 5000
"""Symbols of which every vector is looked at, in place of the nearest of all."""

_LOOKED_AT: Final = 80
"""Best candidates whose edges to each other and whose source are looked at."""


class Weights(NamedTuple):
    """How much the text and the vectors say, before names, files and the graph have their part."""

    text: float
    vectors: float


WEIGHTS: Final = Weights(text=0.3, vectors=0.7)
"""With the vectors of a sentence model."""

LEXICAL_WEIGHTS: Final = Weights(text=0.75, vectors=0.25)
"""With hashed subtoken vectors."""


class Candidate(NamedTuple):
    """A symbol that may be meant, in the order of `_DETAILS`."""

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
    """How many other symbols use it."""
    test: bool
    generated: bool
    vendored: bool
    lines: int
    """From its first to its last."""


class Gathered(NamedTuple):
    """What the index says to a search."""

    candidates: list[Candidate]
    """What the filters allow."""
    content: Mapping[int, Mapping[str, float]]
    """By symbol: what text and vectors say; 1 together for what is the best of both."""
    names: Mapping[int, float]
    """By symbol: how far its name is what was typed, 0 to 1."""
    rarity: Mapping[str, float]
    """By word asked for: how much it says, being rare."""
    phrases: Mapping[int, float]
    """By symbol: how much of what was typed stands in its source word for word, 0 to 1."""
    files: FileEvidence
    built: frozenset[str]
    """Paths of files that a build made of others."""
    neighbours: Mapping[int, float]
    """By symbol: how much of what else was found it is connected with in the graph; 1 for the best."""
    embedded: float
    """Share of what text found that has a vector, 0 to 1; 1 where no words were asked for."""


def gather(runner: Runner, embedder: Embedder | None, asked: Words, k: int, weights: Weights | None) -> Gathered:
    """Ask the index.

    Args:
        runner: The index.
        embedder: Of the model whose vectors the index holds; None for text and names alone.
        asked: What was typed.
        k: How many hits are wanted.
        weights: Of text and vectors; None for those measured for the embedder.

    Raises:
        UnknownSymbol: `in:` or `calls:` names no symbol.
        BadParameter: `changed:` is no moment.
    """
    lexical = embedder is not None and embedder.identity.name.startswith("lexical")
    weights = weights or (LEXICAL_WEIGHTS if lexical else WEIGHTS)
    depth = max(_DEPTH_FILTERED if asked.filters != Filters() else _DEPTH, 3 * k)
    allowed = scope(runner, asked.filters)
    words = _within(postings(runner, asked.terms), allowed)
    text = text_scores(runner, words, depth)
    names = by_name(runner, asked, depth)
    if allowed is not None:
        names = {symbol: score for symbol, score in names.items() if symbol in allowed}
    others = text.keys() | names.keys()
    near: dict[int, float] = {}
    relation = vectors_of(runner, embedder.identity.id) if embedder and asked.terms else None
    if embedder and relation:
        vector = embedder.encode_queries([asked.text])[0]
        if allowed is not None and len(allowed) <= _FEW:
            near = cosines(runner, relation, vector, sorted(allowed))
        else:
            near = by_vector(runner, relation, vector, depth)
            near = {symbol: score for symbol, score in near.items() if allowed is None or symbol in allowed}
            near |= cosines(runner, relation, vector, [symbol for symbol in others if symbol not in near])
    content = fuse([Leg("text", weights.text, text), Leg("vectors", weights.vectors, near)])
    every_near = _stand_in(content, near, others) if near else near
    found = content.keys() | names.keys()
    if not asked.text and asked.filters != Filters():  # nothing was asked but to see what the filters allow
        found = set(most_used(runner, asked.filters, depth) if allowed is None else allowed)
    candidates = _candidates(runner, asked, found)
    # What text finds are nodes; names also find fields and the like, which have no vectors.
    share = len(text.keys() & near.keys()) / len(text) if text else float(bool(near) or not asked.terms)
    return Gathered(
        candidates,
        content,
        names,
        {posting.term: posting.rarity for posting in words},
        phrases(runner, asked.text, _best(candidates, content, names)),
        file_evidence(runner, words, {one.id: one.path for one in candidates}, every_near),
        built_copies(runner, ((one.path, one.content_hash) for one in candidates if one.lines >= FEWEST_LINES)),
        _connected(runner, _best(candidates, content, names)),
        share,
    )


def _within(found: list[Posting], allowed: frozenset[int] | None) -> list[Posting]:
    if allowed is None:
        return found
    return [
        one._replace(counts={symbol: count for symbol, count in one.counts.items() if symbol in allowed})
        for one in found
    ]


def _stand_in(
    content: dict[int, dict[str, float]], near: Mapping[int, float], symbols: Collection[int]
) -> dict[int, float]:
    """Give symbols without a vector the average of those with one: while vectors are still being made, what has none
    yet is neither buried nor lifted. Gives all cosines, such averages among them."""
    judged = [symbol for symbol in symbols if symbol in near]
    unjudged = [symbol for symbol in symbols if symbol not in near]
    part = sum(content.get(symbol, {}).get("vectors", 0.0) for symbol in judged) / max(1, len(judged))
    for symbol in unjudged:
        content.setdefault(symbol, {})["no vector"] = part
    average = sum(near[symbol] for symbol in judged) / max(1, len(judged))
    return {**near, **dict.fromkeys(unjudged, average)}


def _candidates(runner: Runner, asked: Words, symbols: Collection[int]) -> list[Candidate]:
    rows = runner.run(_DETAILS, {"symbols": [[symbol] for symbol in symbols]}).rows if symbols else []
    found = [Candidate(*row) for row in rows]
    return [
        one for one in found if asked.filters.allow(language=one.language, kind=one.kind, path=one.path, test=one.test)
    ]


def _best(
    candidates: list[Candidate], content: Mapping[int, Mapping[str, float]], names: Mapping[int, float]
) -> dict[int, float]:
    """The best candidates by what text, vectors and names say."""
    scores = {one.id: sum(content.get(one.id, {}).values()) + names.get(one.id, 0.0) for one in candidates}
    return dict(sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:_LOOKED_AT])


def _connected(runner: Runner, scores: Mapping[int, float]) -> dict[int, float]:
    lifted: dict[int, float] = {}
    for one, other in neighbours(runner, list(scores)):
        lifted[one] = lifted.get(one, 0.0) + scores[other]
        lifted[other] = lifted.get(other, 0.0) + scores[one]
    most = max(lifted.values(), default=0.0) or 1.0
    return {symbol: lift / most for symbol, lift in lifted.items()}
