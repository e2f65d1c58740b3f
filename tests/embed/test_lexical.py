"""Hashed subtoken vectors."""

from __future__ import annotations

import numpy as np

from indexer.embed import lexical
from indexer.embed.lexical import LexicalEmbedder, direction


def cosine(one: str, other: str) -> float:
    embedder = LexicalEmbedder()
    return float(embedder.encode_documents([one])[0] @ embedder.encode_queries([other])[0])


def test_the_vectors_are_the_same_on_every_machine() -> None:
    """Directions come from BLAKE3: these numbers hold everywhere."""
    vector = LexicalEmbedder().encode_queries(["parse http request"])[0]
    assert np.allclose(vector[:4], [-0.0288594, 0.0111327, 0.0460266, 0.0503474], atol=1e-6)


def test_words_in_common_bring_texts_together() -> None:
    """The more of a query a text has, the nearer it is."""
    assert cosine("parse http request", "http request") > cosine("parse http request", "http server") > 0.2
    assert abs(cosine("parse http request", "draw circle")) < 0.2


def test_words_of_one_stem_are_near() -> None:
    """'parsing' is 'parse' up to its letters."""
    one, other, far = (direction(token) / np.linalg.norm(direction(token)) for token in ("parsing", "parse", "window"))
    assert one @ other > 0.8
    assert abs(one @ far) < 0.2


def test_the_beginning_of_a_document_weighs_most() -> None:
    """What stands first, as names do, decides more than what stands last."""
    filler = " ".join(f"filler{number}" for number in range(60))
    assert cosine(f"database {filler}", "database") > 2 * cosine(f"{filler} database", "database")


def test_forgetting_directions_changes_no_vector() -> None:
    """The cache of directions is bounded; vectors do not depend on what is in it."""
    embedder = LexicalEmbedder()
    before = embedder.encode_documents(["alpha beta", "gamma delta epsilon"])
    original, lexical._CACHED_TOKENS = lexical._CACHED_TOKENS, 2
    try:
        after = np.concatenate([embedder.encode_documents([text]) for text in ("alpha beta", "gamma delta epsilon")])
    finally:
        lexical._CACHED_TOKENS = original
    assert np.allclose(before, after, atol=1e-6)


def test_many_directions_fit() -> None:
    """The table of directions grows with the vocabulary."""
    embedder = LexicalEmbedder()
    words = [
        f"w{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}" for number in range(2500)
    ]
    vectors = embedder.encode_documents([" ".join(words[:1300]), " ".join(words[1300:]), words[2400]])
    assert np.allclose(vectors[2], LexicalEmbedder().encode_documents([words[2400]])[0], atol=1e-6)
