"""Sentence models through sentence-transformers and torch (the [embed] extra), from local files only."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import blake3
import numpy as np

from indexer.embed.protocol import ModelIdentity, Vectors, normalise
from indexer.embed.template import TEMPLATE_VERSION
from indexer.errors import CodalogError, MissingExtra

_TOKENS_A_BATCH: Final = {"cpu": 2048, "mps": 8192, "cuda": 32768}
"""Padded tokens a forward pass: small batches stay in a CPU's cache, a GPU wants to be filled."""

_TEXTS_A_ROUND: Final = 4096
"""Texts tokenised and sorted together: enough for batches of even length, little enough for flat memory."""


class ModelUnusable(CodalogError):
    """A sentence model cannot be loaded, or is not the one that was expected."""

    code = "model"
    exit_status = 7


@dataclass(frozen=True)
class Device:
    """Where a model computes."""

    name: str
    """As torch names it: 'cuda', 'mps' or 'cpu'."""
    precision: str
    """As torch names it: 'bfloat16' or 'float32'."""
    why: str
    """One clause for people."""


def choose_device(torch: Any) -> Device:
    """CUDA, then Apple's MPS, then the CPU; bfloat16 where the hardware multiplies it natively.

    Args:
        torch: the imported module.
    """
    if torch.cuda.is_available():
        name = torch.cuda.get_device_name()
        if torch.cuda.is_bf16_supported(including_emulation=False):
            return Device("cuda", "bfloat16", f"CUDA on {name}")
        return Device("cuda", "float32", f"CUDA on {name}, which has no bfloat16")
    if torch.backends.mps.is_available():
        return Device("mps", "float32", "no CUDA; Apple GPU through MPS")
    able = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    if able.get("avx512_bf16") or able.get("amx_bf16") or able.get("amx_tile") or able.get("bf16"):
        return Device("cpu", "bfloat16", "no CUDA, no MPS; CPU with native bfloat16")
    return Device("cpu", "float32", "no CUDA, no MPS; CPU")


class SentenceEmbedder:
    """A sentence-transformers model in a local folder; never reaches for the network.

    Args:
        folder: the model's files, as `SentenceTransformer.save` writes them.
        name: what the model is called.
        revision: revision of its weights, '' if unknown.
        expected_hash: BLAKE3 of the weights that the caller trusts; None accepts any.
        device: where to compute; None chooses.

    Raises:
        MissingExtra: sentence-transformers or torch is not installed.
        ModelUnusable: no model in the folder, or other weights than expected.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        revision: str = "",
        expected_hash: str | None = None,
        device: Device | None = None,
    ) -> None:
        weights = weights_hash(folder)
        if expected_hash is not None and weights != expected_hash:
            raise ModelUnusable(
                f"the weights in {folder} are not those of {name} (BLAKE3 {weights[:16]}..., expected"
                f" {expected_hash[:16]}...); reinstall the package that brings them"
            )
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging
        except ImportError as missing:
            raise MissingExtra(f"{missing.name} is not installed; pip install 'codalog[embed]'") from missing
        self._torch = torch
        self.device = device or choose_device(torch)
        transformers_logging.disable_progress_bar()  # a bar for a tenth of a second would break a program's stderr
        try:
            self._model = SentenceTransformer(str(folder), device=self.device.name, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise ModelUnusable(f"no sentence-transformers model can be loaded from {folder}: {error}") from error
        self._model.eval()
        if self.device.precision == "bfloat16":
            self._model[0].bfloat16()
        self._window = int(self._model.max_seq_length or 512)
        with torch.inference_mode():
            dimension = self._forward(self._model.tokenizer(["probe"], return_tensors="pt").to(self.device.name)).shape[
                1
            ]
        self._identity = ModelIdentity(
            name=name,
            revision=revision,
            dimension=int(dimension),
            weights_hash=weights,
            engine=f"torch-{self.device.precision}",
            window=self._window,
            template_version=TEMPLATE_VERSION,
        )

    @property
    def identity(self) -> ModelIdentity:
        """Name, weights, precision and all else that decides the vectors."""
        return self._identity

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, in batches of about equal padded size, texts of like length together."""
        return self._encode(texts, self._prompt("document", "passage"))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As documents, with the model's own prompt for questions where it has one."""
        return self._encode(texts, self._prompt("query"))

    def _prompt(self, *names: str) -> str:
        prompts: dict[str, str] = self._model.prompts or {}
        return next((prompts[name] for name in names if prompts.get(name)), "")

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = np.zeros((len(texts), self._identity.dimension), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_A_ROUND):
            end = min(start + _TEXTS_A_ROUND, len(texts))
            self._encode_round([prompt + text for text in texts[start:end]], vectors[start:end])
        return normalise(vectors)

    def _encode_round(self, texts: list[str], vectors: Vectors) -> None:
        tokenizer = self._model.tokenizer
        rows: list[list[int]] = tokenizer(
            texts, truncation=True, max_length=self._window, padding=False, return_attention_mask=False
        )["input_ids"]
        with self._torch.inference_mode():
            for batch in batches([len(row) for row in rows], _TOKENS_A_BATCH[self.device.name]):
                padded = tokenizer.pad({"input_ids": [rows[index] for index in batch]}, return_tensors="pt")
                vectors[batch] = self._forward({key: value.to(self.device.name) for key, value in padded.items()})

    def _forward(self, features: dict[str, Any]) -> Vectors:
        modules = list(self._model)
        features = modules[0](features)
        features["token_embeddings"] = features["token_embeddings"].float()  # pooled at full precision
        for module in modules[1:]:
            features = module(features)
        pooled: Vectors = features["sentence_embedding"].float().cpu().numpy()
        return pooled


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Indices of texts in batches, longest first, each at most `budget` tokens when padded to its longest (one text
    alone may be longer)."""
    order = sorted(range(len(lengths)), key=lambda index: (-lengths[index], index))
    start = 0
    while start < len(order):
        size = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


def weights_hash(folder: Path) -> str:
    """BLAKE3 of the weight file in a model's folder; of their hashes by name where there are several.

    Raises:
        ModelUnusable: no weight file is there.
    """
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
    if not files:
        raise ModelUnusable(f"{folder} holds no model weights (*.safetensors); name the folder of a saved model")
    hashes = []
    for file in files:
        hasher = blake3.blake3(max_threads=blake3.blake3.AUTO)
        hasher.update_mmap(file)
        hashes.append(hasher.hexdigest())
    if len(hashes) == 1:
        return str(hashes[0])
    return blake3.blake3(
        "\n".join(f"{file.name} {value}" for file, value in zip(files, hashes, strict=True)).encode()
    ).hexdigest()
