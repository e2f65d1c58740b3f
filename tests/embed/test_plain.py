"""Sentence models without torch: the vectors are the ones that torch gives."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.embed.choose import PACKAGED_NAME, choose_asking, choose_stored, packaged_folder
from indexer.embed.plain import PlainEmbedder
from indexer.embed.sentence import SentenceEmbedder
from indexer.embed.weights import ModelUnusable
from indexer.store.models import StoredModel
from tests.embed.test_sentence import needs_model

TEXTS = ["parse http request", "save", "", "unknown words only", "read file " * 40]


def stored(embedder: PlainEmbedder | SentenceEmbedder, folder: Path) -> StoredModel:
    """The row of an index that an embedder made."""
    one = embedder.identity
    about = (one.id, one.name, one.revision, one.dimension, one.weights_hash, one.engine, one.window)
    return StoredModel(*about, one.template_version, one.normalisation, "embedding_1", active=True, place=str(folder))


@pytest.fixture
def other(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of the small model, to be changed."""
    return Path(shutil.copytree(tiny_model, tmp_path / "tiny"))


def change(file: Path, **values: object) -> None:
    """Set values of a JSON file."""
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


@pytest.mark.parametrize(("precision", "least"), [("float32", 0.999999), ("bfloat16", 0.999)])
def test_vectors_are_those_of_torch(tiny_model: Path, precision: str, least: float) -> None:
    """In every precision, of every length, under the same identity: one index may be asked by either."""
    engine = f"torch-{precision}"
    plain = PlainEmbedder(tiny_model, name="tiny", engine=engine)
    torch = SentenceEmbedder(tiny_model, name="tiny", device="cpu", engine=engine)
    assert plain.identity == torch.identity
    assert (plain.encode_documents(TEXTS) * torch.encode_documents(TEXTS)).sum(axis=1).min() > least
    assert (plain.encode_queries(TEXTS) * torch.encode_queries(TEXTS)).sum(axis=1).min() > least
    assert plain.encode_queries([]).shape[0] == 0


@needs_model
@pytest.mark.embed
@pytest.mark.slow
@pytest.mark.parametrize(("precision", "least"), [("float32", 0.999999), ("bfloat16", 0.9999)])
def test_the_packaged_model_has_the_vectors_of_torch(precision: str, least: float) -> None:
    """Questions, code and other alphabets."""
    texts = ["where is retry with backoff implemented", "def save(self): return {1: None}", "日本語 übung", "x " * 400]
    engine = f"torch-{precision}"
    plain, torch = (
        PlainEmbedder(packaged_folder(), name=PACKAGED_NAME, engine=engine),
        SentenceEmbedder(packaged_folder(), name=PACKAGED_NAME, device="cpu", engine=engine),
    )
    assert plain.identity == torch.identity
    assert (plain.encode_documents(texts) * torch.encode_documents(texts)).sum(axis=1).min() > least


def test_the_first_state_may_be_the_vector(other: Path) -> None:
    """Models that pool so are computed so."""
    change(other / "1_Pooling" / "config.json", pooling_mode="cls")
    plain = PlainEmbedder(other, name="tiny", engine="torch-float32").encode_documents(TEXTS)
    torch = SentenceEmbedder(other, name="tiny", device="cpu", engine="torch-float32").encode_documents(TEXTS)
    assert np.allclose(plain, torch, atol=1e-5)


def test_prompts_are_put_before_texts(other: Path) -> None:
    """Of questions and of documents, where the model has them."""
    change(other / "config_sentence_transformers.json", prompts={"query": "read ", "document": "write "})
    plain = PlainEmbedder(other, name="tiny", engine="torch-float32")
    assert np.allclose(
        plain.encode_queries(["file"]),
        SentenceEmbedder(other, name="tiny", device="cpu", engine="torch-float32").encode_queries(["file"]),
        atol=1e-5,
    )
    assert not np.allclose(plain.encode_queries(["file"]), plain.encode_documents(["file"]), atol=1e-3)


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"hidden_act": "relu"}),
        ("1_Pooling/config.json", {"pooling_mode": "max"}),
    ],
)
def test_other_networks_are_left_to_torch(other: Path, file: str, values: dict[str, object]) -> None:
    """What is not known to be computed alike is not computed."""
    change(other / file, **values)
    with pytest.raises(ModelUnusable):
        PlainEmbedder(other, name="tiny", engine="torch-float32")


def test_other_engines_are_not_computed(tiny_model: Path) -> None:
    """Eight bits round otherwise."""
    with pytest.raises(ModelUnusable, match="openvino-int8"):
        PlainEmbedder(tiny_model, name="tiny", engine="openvino-int8")


def test_an_index_is_asked_without_torch_and_added_to_with_it(tiny_model: Path) -> None:
    """Both under the identity of its vectors, also where these are of an earlier text of nodes."""
    model = stored(SentenceEmbedder(tiny_model, name="tiny", device="cpu"), tiny_model)
    assert isinstance(choose_asking(model).embedder, PlainEmbedder)
    assert isinstance(choose_stored(model).embedder, SentenceEmbedder)
    assert choose_asking(model).embedder.identity.id == model.id
    aged = replace(choose_asking(model).embedder.identity, template_version="0.9")
    earlier = model._replace(id=aged.id, template_version="0.9")
    assert choose_asking(earlier).embedder.identity.id == earlier.id


def test_what_numpy_does_not_compute_torch_is_asked_for(other: Path) -> None:
    """The index of another kind of network answers as before."""
    change(other / "1_Pooling" / "config.json", pooling_mode="max")
    model = stored(SentenceEmbedder(other, name="tiny", device="cpu"), other)
    assert isinstance(choose_asking(model).embedder, SentenceEmbedder)


def test_asking_imports_no_torch(tiny_model: Path) -> None:
    """Nor sentence-transformers: seconds of every search from a shell."""
    script = (
        "import sys; from pathlib import Path; from indexer.embed.plain import PlainEmbedder;"
        f" PlainEmbedder(Path({str(tiny_model)!r}), name='tiny', engine='torch-bfloat16').encode_queries(['save file']);"
        " print(sorted({'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
