"""The ways of searching, each a script on the index: full text, vectors, names."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from indexer.embed.protocol import Vectors
from indexer.errors import BadDatalog
from indexer.extract.words import subtokens
from indexer.query.runner import Runner
from indexer.query.search_terms import postings, text_scores
from indexer.query.search_words import Words, is_code

_NEAREST: Final = """
near[key, distance] := ~{relation}:near{{key | query: vec($vector), k: $k, ef: $ef, bind_distance: distance}}
?[symbol, distance] := near[key, distance], *node:by_key{{key, content_hash}},
    *symbol:by_content_hash{{content_hash, id: symbol}}
"""
_NEAREST_OF_ALL: Final = """
near[key, distance] := *{relation}{{key, vector}}, distance = cos_dist(vector, vec($vector))
?[symbol, distance] := near[key, distance], *node:by_key{{key, content_hash}},
    *symbol:by_content_hash{{content_hash, id: symbol}}
:sort distance
:limit $k
"""
_EXACT: Final = """
wanted[symbol] <- $symbols
?[symbol, distance] := wanted[symbol], *symbol{{id: symbol, content_hash}}, *node{{content_hash, key}},
    *{relation}{{key, vector}}, distance = cos_dist(vector, vec($vector))
"""
_VECTOR: Final = """
?[vector] := *symbol{{id: $id, content_hash}}, *node{{content_hash, key}}, *{relation}{{key, vector}}
"""

# `external: false` would be a join on a constant, for which the engine reads the whole relation; a negation is a filter.
_BY_NAME: Final = """
wanted[name] <- $names
?[symbol, name, rank] := wanted[name], *symbol:by_name{name, id: symbol}, *symbol{id: symbol, external, rank}, !external
:sort -rank
:limit $k
"""
_BY_PREFIX: Final = """
?[symbol, name, rank] := *symbol:by_name{name, id: symbol}, starts_with(name, $prefix),
    *symbol{id: symbol, external, rank}, !external
:sort -rank
:limit $k
"""
# The score is a number on purpose: mnestic 0.18 gives `false` for `true` in all but the last of several rule bodies.
_BY_QUALIFIED_NAME: Final = """
wanted[name, suffix] <- $names
whole[name, known] <- $wholes
?[symbol, score] := whole[name, known], *symbol:by_name{name, id: symbol},
    *symbol{id: symbol, external, qualified_name}, !external, qualified_name == known, score = 1.0
?[symbol, score] := wanted[name, suffix], *symbol:by_name{name, id: symbol},
    *symbol{id: symbol, external, qualified_name}, !external, ends_with(qualified_name, suffix), score = 0.95
"""
EXACT: Final = 0.95
"""From here on a name is the one that was typed; other spellings of its words score less."""

_SHORTEST_PREFIX: Final = 3
_ALL_NAMES: Final = "?[name] := *symbol:by_name{name}"

_BETWEEN: Final = """
near[id] <- $symbols
?[source, target] := near[source], *edge{source, kind, target}, near[target], source != target, kind != 'contains'
"""


def vectors_of(runner: Runner, model: str) -> str | None:
    """Name of the relation with a model's vectors, `embedding_<n>`; None where there are none.

    Args:
        runner: the index.
        model: `ModelIdentity.id`.
    """
    found = runner.run("?[relation] := *model{id: $model, relation}", {"model": model}).rows
    if not found:
        return None
    relation = str(found[0][0])
    return relation if runner.run(f"?[key] := *{relation}{{key}} :limit 1").rows else None


def active_vectors(runner: Runner) -> str | None:
    """Name of the relation with the vectors that searches use; None where there are none yet."""
    found = runner.run("?[relation] := *model{relation, active}, active").rows
    return str(found[0][0]) if found else None


def vector_of(runner: Runner, relation: str, symbol: int) -> Vectors | None:
    """The vector of a symbol's body; None where it has none (yet)."""
    rows = runner.run(_VECTOR.format(relation=relation), {"id": symbol}).rows
    return np.asarray(rows[0][0], dtype=np.float32) if rows else None


def by_text(runner: Runner, terms: Sequence[str], k: int) -> dict[int, float]:
    """The k symbols whose words say most of the terms, rare terms counting more (BM25)."""
    return text_scores(runner, postings(runner, terms), k)


def by_vector(runner: Runner, relation: str, vector: Vectors, k: int) -> dict[int, float]:
    """Cosines of the symbols whose bodies are nearest: the k nearest bodies, equal ones at each place. While the HNSW
    index is not built yet, every vector is looked at."""
    params = {"vector": vector.tolist(), "k": k, "ef": max(k, 64)}
    try:
        rows = runner.run(_NEAREST.format(relation=relation), params).rows
    except BadDatalog:
        rows = runner.run(_NEAREST_OF_ALL.format(relation=relation), params).rows
    return {int(symbol): 1.0 - float(distance) for symbol, distance in rows}


def cosines(runner: Runner, relation: str, vector: Vectors, symbols: Sequence[int]) -> dict[int, float]:
    """Cosines of given symbols, those without a vector left out: what other legs found is judged by this one too."""
    if not symbols:
        return {}
    params: dict[str, Any] = {"vector": vector.tolist(), "symbols": [[symbol] for symbol in symbols]}
    rows = runner.run(_EXACT.format(relation=relation), params).rows
    return {int(symbol): 1.0 - float(distance) for symbol, distance in rows}


def neighbours(runner: Runner, symbols: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of given symbols of which the first uses the second: calls, references, inherits, ..."""
    rows = runner.run(_BETWEEN, {"symbols": [[symbol] for symbol in symbols]}).rows if symbols else []
    return sorted({(int(source), int(target)) for source, target in rows})


def by_name(runner: Runner, words: Words, k: int) -> dict[int, float]:
    """Symbols whose names are what was typed, 0 to 1: an identifier as it stands is worth most, then names that the
    words spell together, then names that begin so, then, where nothing else is found, names like it."""
    worth: dict[str, float] = {}
    for name in words.names:
        worth[name] = 0.9 * min(1.0, len(subtokens(name)) / len(words.terms)) ** 2
    for identifier in words.identifiers:
        if "." not in identifier:
            worth[identifier] = max(worth.get(identifier, 0.0), _worth(identifier, words))
    scores: dict[int, float] = {}
    if worth:
        rows = runner.run(_BY_NAME, {"names": [[name] for name in worth], "k": k}).rows
        scores = {int(symbol): worth[str(name)] for symbol, name, _ in rows}
    dotted = [identifier for identifier in words.identifiers if "." in identifier]
    if dotted:
        ends = [[identifier.rpartition(".")[2], "." + identifier] for identifier in dotted]
        rows = runner.run(
            _BY_QUALIFIED_NAME, {"names": ends, "wholes": [[name.rpartition(".")[2], name] for name in dotted]}
        ).rows
        for symbol, score in rows:
            scores[int(symbol)] = max(scores.get(int(symbol), 0.0), float(score))
    if words.is_identifier and len(words.identifiers[0]) >= _SHORTEST_PREFIX:
        for symbol, _, _ in runner.run(_BY_PREFIX, {"prefix": words.identifiers[0], "k": k}).rows:
            scores.setdefault(int(symbol), 0.6)
        if not scores:
            names = _like(runner, words.identifiers[0])
            rows = runner.run(_BY_NAME, {"names": [[name] for name in names], "k": k}).rows if names else []
            scores = {int(symbol): 0.5 for symbol, _, _ in rows}
    return scores


def _worth(identifier: str, words: Words) -> float:
    if words.is_identifier:
        return 1.0
    return 1.0 if is_code(identifier) else 0.3  # a plain word of a question is seldom meant as a name


def _like(runner: Runner, typed: str) -> list[str]:
    wanted = typed.lower()
    names = {str(row[0]) for row in runner.run(_ALL_NAMES).rows}
    near = [name for name in names if abs(len(name) - len(wanted)) <= 3 and len(set(wanted) - set(name.lower())) <= 2]
    folded: dict[str, list[str]] = {}
    for name in near:
        folded.setdefault(name.lower(), []).append(name)
    matches = difflib.get_close_matches(wanted, sorted(folded), n=5, cutoff=0.75)
    return [name for match in matches for name in sorted(folded[match])]
