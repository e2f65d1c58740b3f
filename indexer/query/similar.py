"""Code that is like given code: by meaning (vectors), by wording (full text), and token by token."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from indexer.embed.parts import Content, node_vectors
from indexer.embed.protocol import Embedder
from indexer.errors import BadParameter
from indexer.extract.words import STOP_WORDS, subtokens
from indexer.query.resolve import resolve_one
from indexer.query.runner import Runner
from indexer.query.search_legs import active_vectors, by_vector, vector_of, vectors_of
from indexer.query.search_terms import postings, rarest, sums

_NODE: Final = "?[source] := *symbol{id: $id, content_hash}, *node{content_hash, source}"
_BODIES: Final = """
wanted[id] <- $symbols
?[id, qualified_name, kind, path, name_line, content_hash, source] := wanted[id],
    *symbol{id, qualified_name, kind, path, name_line, content_hash, external}, !external, *node{content_hash, source}
"""

_CANDIDATES: Final = 150
"""What vectors and words each bring."""

_WORDS: Final = 40
"""Rarest words of the code that are looked for."""

_SHINGLE: Final = 4
"""Tokens in a row that are compared (w-shingling, Broder 1997)."""

_SHAPE: Final = 0.9
"""What likeness of shape counts, against likeness of the tokens themselves."""

NEAR_DUPLICATE: Final = 0.7
"""Shared shingles, as a share of all, from which on two bodies are called near-duplicates."""

_TOKEN: Final = re.compile(r"[^\W\d]\w*|\d[\w.]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[^\w\s]")
_COMMENT: Final = re.compile(r"#(?=[\s!#])[^\n]*|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/")
_KEYWORDS: Final = frozenset(
    "and as async await break case catch class const continue def defer do elif else end enum except extends false finally"
    " fn for from func function go if impl implements import in interface is lambda let loop match mut new nil none not"
    " null or package pass private protected public raise return self static struct super switch then this throw throws"
    " trait true try type unless until use var void when while with yield".split()
)
"""Words that are part of the shape of code in one language or another."""


class Alike(NamedTuple):
    """Code that is like what was asked for."""

    id: int
    symbol: str
    """Qualified name."""
    kind: str
    path: str
    line: int
    """1-based."""
    score: float
    """0 to 1: the mean of the two that follow where both are known, else the one that is."""
    meaning: float | None
    """Cosine of the vectors; None where there is none."""
    tokens: float
    """Share of token sequences that both have, names and literals put aside if that says more."""
    duplicate: bool
    """So alike, token by token, that one is a copy of the other."""


def similar(runner: Runner, said: str | int, k: int = 10) -> list[Alike]:
    """What is like a symbol, most alike first; the symbol itself is left out. Its vector is the one that the index has, so
    no model is needed; without one, words and tokens alone are compared.

    Args:
        runner: The index.
        said: The symbol, as for `resolve_one`.
        k: How many.

    Raises:
        UnknownSymbol: no symbol is called so.
        AmbiguousSymbol: several are.
        BadParameter: it has no body (it is defined elsewhere), or k is less than 1.
    """
    match = resolve_one(runner, said)
    rows = runner.run(_NODE, {"id": match.id}).rows
    if not rows:
        raise BadParameter(f"{match.qualified_name} has no body here to compare with")
    relation = active_vectors(runner)
    vector = vector_of(runner, relation, match.id) if relation else None
    near = by_vector(runner, relation, vector, _CANDIDATES) if relation and vector is not None else {}
    return [one for one in _alike(runner, near, str(rows[0][0]), k + 1) if one.id != match.id][:k]


def similar_text(runner: Runner, embedder: Embedder | None, source: str, k: int = 10) -> list[Alike]:
    """What is like a piece of code that need not be in the index, most alike first.

    Args:
        runner: The index.
        embedder: As for `similar`.
        source: The code.
        k: How many.

    Raises:
        BadParameter: there is no code, or k is less than 1.
    """
    if not source.strip():
        raise BadParameter("no code was given to compare with")
    content = Content(kind="", name="", signature="", docstring="", source=source)
    relation = vectors_of(runner, embedder.identity.id) if embedder else None
    near = (
        by_vector(runner, relation, node_vectors(embedder, [content])[0], _CANDIDATES) if embedder and relation else {}
    )
    return _alike(runner, near, source, k)


def likeness(one: str, other: str) -> float:
    """How alike two pieces of code are token by token, 0 to 1: Jaccard's share of common shingles, of the tokens with
    literals put aside, or, counting a little less, with names put aside too. Comments and layout do not count."""
    exact = _jaccard(shingles(one), shingles(other))
    return (
        exact
        if exact == 1.0
        else max(exact, _SHAPE * _jaccard(shingles(one, names=False), shingles(other, names=False)))
    )


def shingles(source: str, *, names: bool = True) -> frozenset[tuple[str, ...]]:
    """Every four tokens in a row; literals are one token, and names too unless they count.

    Args:
        source: Code in any language.
        names: Whether names count.
    """
    tokens = [_normal(token, names=names) for token in _TOKEN.findall(_COMMENT.sub(" ", source))]
    return frozenset(tuple(tokens[at : at + _SHINGLE]) for at in range(max(1, len(tokens) - _SHINGLE + 1)))


def _normal(token: str, *, names: bool) -> str:
    if token[0] in "\"'":
        return "''"
    if token[0].isdigit():
        return "0"
    return token if names or not (token[0].isalpha() or token[0] == "_") or token.lower() in _KEYWORDS else "x"


def _jaccard(one: Collection[tuple[str, ...]], other: Collection[tuple[str, ...]]) -> float:
    common = len(set(one) & set(other))
    return common / (len(one) + len(other) - common)


def _alike(runner: Runner, near: Mapping[int, float], source: str, k: int) -> list[Alike]:
    """The k most alike among those that vectors (cosines by symbol) and words bring."""
    if k < 1:
        raise BadParameter(f"{k} symbols cannot be found; ask for 1 or more")
    candidates = near.keys() | _by_words(runner, source)
    rows = runner.run(_BODIES, {"symbols": [[symbol] for symbol in sorted(candidates)]}).rows if candidates else []
    found = []
    for symbol, qualified_name, kind, path, line, _, body in rows:
        tokens = likeness(source, str(body))
        meaning = near.get(int(symbol))
        score = tokens if meaning is None else (tokens + meaning) / 2
        duplicate = tokens >= NEAR_DUPLICATE
        found.append(Alike(int(symbol), qualified_name, kind, path, line + 1, score, meaning, tokens, duplicate))
    return sorted(found, key=lambda one: (-one.score, one.path, one.line))[:k]


def _by_words(runner: Runner, source: str) -> set[int]:
    words: Iterable[str] = dict.fromkeys(word for word in subtokens(source) if len(word) > 2 and word not in STOP_WORDS)
    scores = sums(postings(runner, rarest(runner, list(words)[: 4 * _WORDS], _WORDS)))
    return set(sorted(scores, key=lambda symbol: (-scores[symbol], symbol))[:_CANDIDATES])
