"""Sentence models computed by torch, tried on one that is made here: batches, memory, cards, shorter vectors."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.embed.sentence import SentenceEmbedder
from indexer.embed.weights import ModelUnusable
from indexer.errors import BadParameter, ResourceError
from tests.embed.conftest import WORDS

pytestmark = [pytest.mark.embed, pytest.mark.slow]

TEXTS = [" ".join(WORDS[start : start + length]) for start in range(9) for length in (1, 3, 8)]


@pytest.fixture
def embedder(tiny_model: Path) -> SentenceEmbedder:
    return SentenceEmbedder(tiny_model, name="tiny", device="cpu", engine="torch-float32")


def test_batches_change_no_vector(embedder: SentenceEmbedder) -> None:
    """Whether a batch holds one text or all of them, in one round or in many, a text's vector is the same."""
    whole = embedder.encode_documents(TEXTS)
    embedder._tokens, embedder._round = 12, 5
    assert np.allclose(embedder.encode_documents(TEXTS), whole, atol=1e-5)


def test_out_of_memory_halves_the_batch_and_goes_on(
    embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not fit is tried in halves, later batches are no larger than what fitted, and every vector comes."""
    whole = embedder.encode_documents(TEXTS)
    forward, tried = embedder._forward, []

    def limited(features: dict[str, Any], replica: int) -> Any:
        tried.append(features["input_ids"].numel())
        if tried[-1] > 30:
            raise embedder._torch.OutOfMemoryError("CUDA out of memory")
        return forward(features, replica)

    monkeypatch.setattr(embedder, "_forward", limited)
    assert np.allclose(embedder.encode_documents(TEXTS), whole, atol=1e-5)
    first_fit = next(place for place, size in enumerate(tried) if size <= 30)
    assert max(tried[first_fit:]) <= 30
    assert first_fit <= 4


def test_memory_that_does_not_hold_one_text_is_an_error(
    embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said with the device and what to do; other faults of torch stay what they are."""

    def never(features: dict[str, Any], replica: int) -> Any:
        raise RuntimeError("MPS backend out of memory")

    monkeypatch.setattr(embedder, "_forward", never)
    with pytest.raises(ResourceError, match="does not hold one text of 3 tokens; use CODALOG_DEVICE=cpu"):
        embedder.encode_documents(["parse"])

    def wrong(features: dict[str, Any], replica: int) -> Any:
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr(embedder, "_forward", wrong)
    with pytest.raises(RuntimeError, match="shapes"):
        embedder.encode_documents(["parse"])


def test_several_replicas_share_the_batches(embedder: SentenceEmbedder) -> None:
    """Batches go to the cards in turn, and vectors come back in their places."""
    whole = embedder.encode_documents(TEXTS)
    embedder._replicas = [embedder._replicas[0]] * 3
    embedder._tokens = 16
    assert np.allclose(embedder.encode_documents(TEXTS), whole, atol=1e-5)


def test_a_model_trained_for_it_gives_shorter_vectors(tiny_model: Path, tmp_path: Path) -> None:
    """The first numbers, at length 1, under an identity of their own."""
    folder = tmp_path / "nested"
    shutil.copytree(tiny_model, folder)
    (folder / "README.md").write_text("Trained with MatryoshkaLoss.\n")
    full, short = (
        SentenceEmbedder(folder, name="nested", device="cpu", engine="torch-float32", dimension=size) for size in (0, 8)
    )
    vectors, cut = full.encode_documents(TEXTS), short.encode_documents(TEXTS)
    assert (cut.shape[1], short.identity.dimension) == (8, 8)
    first = vectors[:, :8] / np.linalg.norm(vectors[:, :8], axis=1, keepdims=True)
    assert np.allclose(cut, first, atol=1e-5)
    assert full.identity.id != short.identity.id


@pytest.mark.parametrize(("dimension", "said"), [(8, "not trained for shorter"), (64, "no shorter length")])
def test_other_models_keep_their_length(tiny_model: Path, tmp_path: Path, dimension: int, said: str) -> None:
    """Cutting what was not trained for it would lose what it means; no vector becomes longer."""
    folder = tmp_path / "plain"
    shutil.copytree(tiny_model, folder)
    (folder / "README.md").unlink(missing_ok=True)
    with pytest.raises(BadParameter, match=said):
        SentenceEmbedder(folder, name="plain", device="cpu", dimension=dimension)


def test_a_damaged_folder_is_no_model(tiny_model: Path, tmp_path: Path) -> None:
    """Weights without a configuration load as nothing."""
    shutil.copyfile(tiny_model / "model.safetensors", tmp_path / "model.safetensors")
    with pytest.raises(ModelUnusable, match="no sentence-transformers model can be loaded"):
        SentenceEmbedder(tmp_path, name="x", device="cpu")


def test_a_card_gives_the_vectors_of_the_cpu(tiny_model: Path) -> None:
    """On CUDA, pinned and overlapped, in half precision: cosine at least .999 to the CPU's."""
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no CUDA here: the path through a card is not tried")
    card = SentenceEmbedder(tiny_model, name="tiny", device="cuda")
    slow = SentenceEmbedder(tiny_model, name="tiny", device="cpu", engine="torch-float32")
    assert card.device.kind == "cuda"
    cosines = (card.encode_documents(TEXTS * 50) * slow.encode_documents(TEXTS * 50)).sum(axis=1)
    assert cosines.min() > 0.999


def test_a_card_without_room_goes_on(tiny_model: Path) -> None:
    """A batch that the card's memory does not hold is halved there, too."""
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no CUDA here: running out of a card's memory is not tried")
    card = SentenceEmbedder(tiny_model, name="tiny", device="cuda:0")
    whole = card.encode_documents(TEXTS * 2000)
    torch.cuda.set_per_process_memory_fraction(0.0005)
    try:
        assert np.allclose(card.encode_documents(TEXTS * 2000), whole, atol=1e-2)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
