"""What of a node is embedded, part by part: a body that says more than one text holds becomes several, whose vectors are
pooled.

Measured on 169 long functions of Django, found by the first sentence of their documentation among 4,400: MRR@10 .402 with
one text each, .481 with the mean of the parts, .472 with the best part of several vectors (which would cost an index entry
each). Long classes, modules and sections of documents lose by it (250 of them: .619 with one text, .564 with the mean of
parts), and classes by their skeleton alone are worse than by their bodies (.420 against .460 over 1,056 classes): a class is
what its beginning says, a function is what it does from end to end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from indexer.embed.protocol import Embedder, Vectors, normalise
from indexer.embed.template import FUNCTIONS, TEMPLATE_VERSION, node_text

_PARTS_VERSION: Final = "1"

TEXT_VERSION: Final = f"{TEMPLATE_VERSION}.{_PARTS_VERSION}"
"""Part of every model's identity: of the template, and of how a node is cut into texts."""

_LONG: Final = 3_000
"""Characters of a body that one text holds: some 120 different subtokens, which is what the template takes."""
_PART: Final = 2_000
_MOST_PARTS: Final = 8
"""What a body says beyond sixteen thousand characters is not looked at."""


class Content(NamedTuple):
    """All of a node that its vector is made of."""

    kind: str
    """Of the definition; '' where it is not known: it is taken for that of a function."""
    name: str
    """As written."""
    signature: str
    """One line, without the body."""
    docstring: str
    source: str


def node_texts(*, kind: str, name: str, signature: str, docstring: str, source: str) -> list[str]:
    """The texts to embed for a node: one, or for the long body of a function one for each of its parts, names and
    documentation in each.

    Args:
        kind: Of the definition.
        name: As written.
        signature: One line, without the body.
        docstring: Documentation.
        source: Source text.
    """
    parts = _cut(source) if kind in FUNCTIONS and len(source) > _LONG else [source]
    return [node_text(kind=kind, name=name, signature=signature, docstring=docstring, source=part) for part in parts]


def node_vectors(embedder: Embedder, nodes: Sequence[Content]) -> Vectors:
    """One vector a node, as an index has them.

    Args:
        embedder: Computes them.
        nodes: Few enough for their texts to be in memory.
    """
    texts = [node_texts(**node._asdict()) for node in nodes]
    vectors = embedder.encode_documents([text for parts in texts for text in parts])
    return pooled(vectors, list(map(len, texts)))


def pooled(vectors: Vectors, counts: Sequence[int]) -> Vectors:
    """One vector a node: the mean direction of its parts.

    Args:
        vectors: Of all parts, those of a node next to each other.
        counts: How many parts each node has, 1 or more.
    """
    if len(counts) == len(vectors):
        return vectors
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    sums = np.add.reduceat(vectors, starts, axis=0)
    return normalise(np.asarray(sums, dtype=np.float32))


def _cut(source: str) -> list[str]:
    """Parts of about equal length, cut where lines end; a line that is longer is a part of its own."""
    parts: list[list[str]] = [[]]
    size = 0
    for line in source.splitlines(keepends=True):
        if size + len(line) > _PART and parts[-1]:
            if len(parts) == _MOST_PARTS:
                break
            parts.append([])
            size = 0
        parts[-1].append(line[:_LONG])
        size += len(line)
    return ["".join(part) for part in parts]
