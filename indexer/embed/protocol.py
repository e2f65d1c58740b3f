"""What an embedder is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.model.identity import digest

Vectors = NDArray[np.float32]

_ID_DIGITS: Final = 16


@dataclass(frozen=True)
class ModelIdentity:
    """All that decides what vector a text gets. Vectors of two identities are never compared."""

    name: str
    """Name as its makers write it."""
    revision: str
    """Revision of the weights, or of the algorithm where there are none."""
    dimension: int
    """Length of a vector."""
    weights_hash: str
    """BLAKE3 of the weights, 64 hex digits; '' where there are none."""
    engine: str
    """What computes, and how precisely: 'torch-bfloat16', 'numpy-float32', ..."""
    window: int
    """Tokens of a text that count; what is beyond is not seen. 0 for no limit."""
    template_version: str
    """Version of the text that is made from a node (`indexer.embed.template`)."""
    normalisation: str = field(default="l2")
    """'l2' when every vector has length 1."""

    @cached_property
    def id(self) -> str:
        """BLAKE3 over all fields, 16 hex digits: the key of the store's `model` relation."""
        return digest(json.dumps(asdict(self), sort_keys=True).encode())[:_ID_DIGITS]


class Embedder(Protocol):
    """Turns texts into vectors of length 1, so that their dot product is their cosine."""

    @property
    def identity(self) -> ModelIdentity:
        """Which model this is."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """A float32 matrix (len(texts), dimension) of what is to be found, rows in the order of the texts."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The same for what is asked; some models treat questions otherwise than documents."""
        ...


def normalise(vectors: Vectors) -> Vectors:
    """Scale each row to length 1 in place, and give it back. A row without length becomes the first unit vector:
    a vector that no cosine is undefined for."""
    lengths = np.linalg.norm(vectors, axis=1)
    empty = ~(lengths > 0)
    vectors[empty] = 0.0
    vectors[empty, 0] = 1.0
    lengths[empty] = 1.0
    vectors /= lengths[:, None]
    return vectors
