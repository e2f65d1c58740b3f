"""Hashed subtoken vectors: no model, no download, the same on every machine. They know words, not meanings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Final

import blake3
import numpy as np

from indexer.embed.parts import TEXT_VERSION
from indexer.embed.protocol import ModelIdentity, Vectors, normalise
from indexer.embed.subtokens import STOP_WORDS, stem, subtokens

DIMENSION: Final = 384
_REVISION: Final = "1"
_TRIGRAM_WEIGHT: Final = 0.35
_LONGEST: Final = 8
"""Longer subtokens weigh no more than this many letters do."""

_POSITION_WEIGHTS: Final = tuple((1 + position / 5) ** -1.5 for position in range(400))
"""Of a document's subtokens by position: the twentieth counts a twelfth of the first."""

_CACHED_TOKENS: Final = 60_000


class LexicalEmbedder:
    """`lexical-hash-384`: each subtoken's stem and character trigrams stand for fixed random directions.

    A text is the sum of its subtokens' directions, each weighed by the root of its count and by its length (short
    subtokens are common ones); in a document what comes first counts more, as the names do (measured:
    benchmarks/retrieval). Equal texts get equal vectors on every machine, up to a rounding of the last bit:
    directions come from BLAKE3.
    """

    def __init__(self) -> None:
        self._directions: dict[str, int] = {}
        self._table = np.zeros((1024, DIMENSION), dtype=np.float32)

    @property
    def identity(self) -> ModelIdentity:
        """Always the same."""
        return _IDENTITY

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, its beginning weighing most."""
        return self._encode(texts, _POSITION_WEIGHTS)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, all of it weighing the same."""
        return self._encode(texts, (1.0,))

    def _encode(self, texts: Sequence[str], weights: Sequence[float]) -> Vectors:
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            if len(self._directions) > _CACHED_TOKENS:  # bounds memory; directions are computed anew, the same
                self._directions.clear()
            tokens = [token for token in subtokens(text) if token not in STOP_WORDS]
            counts: dict[str, float] = {}
            for token, weight in zip(tokens, chain(weights, repeat(weights[-1])), strict=False):
                counts[token] = counts.get(token, 0.0) + weight
            if counts:
                indices = [self._direction(token) for token in counts]
                vectors[row] = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts))) @ self._table[indices]
        return normalise(vectors)

    def _direction(self, token: str) -> int:
        index = self._directions.get(token)
        if index is None:
            index = self._directions[token] = len(self._directions)
            if index == len(self._table):
                self._table = np.concatenate((self._table, np.zeros_like(self._table)))
            self._table[index] = direction(token)
        return index


def direction(token: str) -> Vectors:
    """The direction of a subtoken: the signs of its stem, and more weakly those of its character trigrams, so that
    'parsing' lies on 'parse' and near 'parsed_at'. Its length grows with the root of the subtoken's."""
    padded = f"^{token}$"
    trigrams = [padded[start : start + 3] for start in range(len(padded) - 2)] if len(token) > 3 else []
    total = _signs(stem(token))
    for trigram in trigrams:
        total += _TRIGRAM_WEIGHT / len(trigrams) ** 0.5 * _signs("#" + trigram)
    weight = min(len(token), _LONGEST) ** 0.5
    return np.asarray(total * (weight / np.linalg.norm(total)), dtype=np.float32)


def _signs(key: str) -> Vectors:
    bits = np.frombuffer(blake3.blake3(key.encode()).digest(DIMENSION // 8), dtype=np.uint8)
    return np.unpackbits(bits).astype(np.float32) * 2 - 1


_IDENTITY: Final = ModelIdentity(
    name="lexical-hash-384",
    revision=_REVISION,
    dimension=DIMENSION,
    weights_hash="",
    engine="numpy-float32",
    window=0,
    template_version=TEXT_VERSION,
)
