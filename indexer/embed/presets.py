"""Well-known models for code and questions about it, as their makers describe them: none is fetched unless asked for."""

from __future__ import annotations

from typing import Final, NamedTuple


class Preset(NamedTuple):
    """A model that works here as it is: it loads without code of its makers', and from safetensors."""

    name: str
    """As its makers write it: what `models pull` fetches, and what `--embedder` takes."""
    dimension: int
    """Length of its vectors."""
    shorter: tuple[int, ...]
    """Shorter lengths that it was trained for (Matryoshka); any length between counts too."""
    window: int
    """Tokens that it reads."""
    megabytes: int
    """Size of its weights."""
    licence: str
    """SPDX name, or its makers' own."""
    about: str
    """What it is good for."""


PACKAGED: Final = Preset(
    "all-MiniLM-L6-v2", 384, (), 256, 91, "Apache-2.0", "the default: comes with codalog[embed], fast on any machine"
)

PRESETS: Final = (
    PACKAGED,
    Preset("BAAI/bge-small-en-v1.5", 384, (), 512, 134, "MIT", "questions in English, twice MiniLM's cost"),
    Preset(
        "ibm-granite/granite-embedding-small-english-r2", 384, (), 8192, 95, "Apache-2.0",
        "trained on code retrieval too; small, with a long window",
    ),
    Preset(
        "ibm-granite/granite-embedding-english-r2", 768, (), 8192, 298, "Apache-2.0",
        "trained on code retrieval too; long window",
    ),
    Preset(
        "Alibaba-NLP/gte-modernbert-base", 768, (), 8192, 298, "Apache-2.0", "strong at code for its size; long window"
    ),
    Preset(
        "google/embeddinggemma-300m", 768, (512, 256, 128), 2048, 1211, "Gemma",
        "many languages, code too; its makers ask to accept a licence first",
    ),
    Preset(
        "Qwen/Qwen3-Embedding-0.6B", 1024, (512, 256, 128, 64, 32), 32_768, 1192, "Apache-2.0",
        "many languages, code too; wants a GPU",
    ),
)  # fmt: skip
"""Smallest first, the packaged one before all. Figures are those of the makers' model cards."""


def preset(name: str) -> Preset | None:
    """The preset that a name means, with or without its owner; None where none is called so.

    Args:
        name: In any case.
    """
    wanted = name.lower().removeprefix("sentence-transformers/")
    return next((one for one in PRESETS if wanted in {one.name.lower(), one.name.rpartition("/")[2].lower()}), None)
