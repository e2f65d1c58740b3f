"""Identity of models, and lengths of vectors."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from indexer.embed.protocol import ModelIdentity, normalise

MODEL = ModelIdentity("model", "1", 384, "ab" * 32, "torch-float32", 256, "1")


def test_every_field_counts_in_the_id() -> None:
    """Whatever differs between two models, their ids differ."""
    others = [
        replace(MODEL, **{field.name: 7 if field.type == "int" else "other"})  # type: ignore[arg-type]
        for field in fields(MODEL)
    ]
    ids = {one.id for one in [MODEL, *others]}
    assert len(ids) == len(fields(MODEL)) + 1


def test_equal_identities_have_equal_ids() -> None:
    """The id is a function of the fields, on every machine."""
    assert replace(MODEL).id == MODEL.id == "1a42a24bd225cf99"


def test_normalising_keeps_directions() -> None:
    """Rows are scaled to length 1, in place."""
    vectors = np.array([[3.0, 4.0], [0.0, -2.0]], dtype=np.float32)
    assert normalise(vectors) is vectors
    assert np.allclose(vectors, [[0.6, 0.8], [0.0, -1.0]])


def test_a_vector_without_length_gets_one() -> None:
    """Zeros and not-a-numbers become the first unit vector: no cosine with it is undefined."""
    vectors = np.array([[0.0, 0.0], [np.nan, 1.0]], dtype=np.float32)
    assert np.array_equal(normalise(vectors), [[1.0, 0.0], [1.0, 0.0]])
