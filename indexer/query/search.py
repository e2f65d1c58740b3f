"""Hybrid search: full text, vectors, names, files and the graph as one ranking that explains itself."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from indexer.embed.protocol import Embedder
from indexer.errors import BadParameter
from indexer.query.ranking import diversify, scored
from indexer.query.revisions import dated
from indexer.query.runner import Runner
from indexer.query.search_gather import LEXICAL_WEIGHTS, WEIGHTS, Gathered, Weights, gather
from indexer.query.search_words import Filters, Words, read

__all__ = ["LEXICAL_WEIGHTS", "WEIGHTS", "Hit", "SearchAnswer", "Weights", "explore", "search"]


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
    """1 for the best of every kind of evidence that no factor changes; comparable within one search."""
    parts: dict[str, float]
    """What each kind of evidence gave ('text', 'vectors', 'names', 'file', 'path', 'phrase', 'neighbours', 'importance'; 'no
    vector': an average in place of one); their sum times the factors is the score."""
    factors: dict[str, float]
    """What the sum was multiplied with, by reason ('kind', 'test', 'generated', 'vendored', 'example', 'documentation',
    ..., 'same file')."""


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What was found, and how far it can be relied on."""

    hits: list[Hit]
    """Best first."""
    embedded: float
    """Share of what text found that has a vector, 0 to 1; the rest is ranked by text and names alone. 1 where filters alone were asked."""
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
        words: a question, keywords or an identifier; `lang:`, `kind:`, `path:`, `test:`, `in:<symbol>`, `calls:<symbol>` and
            `changed:<moment>` filter; filters alone list what they allow, by importance.
        k: how many.
        filters: more filters.

    Raises:
        BadParameter: k is less than 1, or a filter is not understood.
        UnknownSymbol: `in:` or `calls:` names no symbol.
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
    root: Path | None = None,
) -> SearchAnswer:
    """As `search`, with how much of it vectors could judge.

    Args:
        reader: the index.
        embedder: as in `search`.
        words: as in `search`.
        k: how many.
        filters: more filters.
        weights: of text and vectors; None for those measured for the embedder.
        root: the repository, for `changed:` by what git calls a commit; None where there is none to ask.

    Raises:
        BadParameter: k is less than 1, or a filter is not understood.
        QueryError: the index refuses a script.
    """
    if k < 1:
        raise BadParameter(f"{k} hits cannot be found; ask for 1 or more")
    began = time.perf_counter()
    asked = read(words, filters)
    if root and asked.filters.changed:
        since = dated(reader, root, asked.filters.changed)
        asked = asked._replace(filters=asked.filters._replace(changed=since))
    gathered = gather(reader, embedder, asked, k, weights)
    return SearchAnswer(ranked(gathered, asked, k), gathered.embedded, time.perf_counter() - began)


def ranked(gathered: Gathered, asked: Words, k: int) -> list[Hit]:
    """The k best of what the index said, best first.

    Args:
        gathered: What it said.
        asked: To which words.
        k: How many.
    """
    judged = {one.candidate.id: one for one in scored(gathered, asked)}
    hits = []
    for one, score, same_file in diversify([(each.candidate, each.score) for each in judged.values()], k):
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
                parts=judged[one.id].parts,
                factors=judged[one.id].factors | ({} if same_file == 1.0 else {"same file": same_file}),
            )
        )
    return hits
