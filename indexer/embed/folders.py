"""Where models lie on this machine: pulled ones, and what is exported from them for the accelerator."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import platformdirs

ENVIRONMENT: Final = "CODALOG_MODELS"
"""Names another folder for models than the user's cache."""


def models_folder() -> Path:
    """The folder of models: `CODALOG_MODELS`, or `models` in the user's cache. Need not exist."""
    said = os.environ.get(ENVIRONMENT)
    return Path(said).expanduser() if said else platformdirs.user_cache_path("codalog", appauthor=False) / "models"


def pulled_folder(name: str) -> Path:
    """Where `codalog models pull` puts a model.

    Args:
        name: As its makers write it, 'owner/name' or 'name'.
    """
    return models_folder() / name.replace("/", "--")


def export_folder(weights: str, version: str) -> Path:
    """Where the accelerator's form of a model lies.

    Args:
        weights: BLAKE3 of the model's weights.
        version: Of the exporter.
    """
    return models_folder() / "exports" / f"{weights[:16]}-{version}"
