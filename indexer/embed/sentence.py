"""Sentence models through sentence-transformers and torch (the [embed] extra), from local files only."""

from __future__ import annotations

import copy
import os
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from indexer.embed.ahead import ahead
from indexer.embed.batches import batches
from indexer.embed.device import choose_device, device_for
from indexer.embed.parts import TEXT_VERSION
from indexer.embed.protocol import ModelIdentity, Vectors, normalise
from indexer.embed.weights import ModelUnusable, checked_weights, shortened
from indexer.errors import MissingExtra, ResourceError

_TOKENS_A_BATCH: Final = {"cpu": 2048, "mps": 8192, "cuda": 65_536}
"""Padded tokens a forward pass: small batches stay in a CPU's cache, a GPU wants to be filled."""

_TEXTS_A_ROUND: Final = {"cpu": 2048, "mps": 4096, "cuda": 16_384}
"""Texts tokenised and sorted together: enough for batches of even length, little enough for flat memory."""


class SentenceEmbedder:
    """A sentence-transformers model in a local folder; never reaches for the network.

    While a GPU computes a batch the next one is padded and copied to it, and the texts of the next round are tokenised;
    several cards share a round. Where a card's memory does not hold a batch, batches are halved and the work goes on.

    Args:
        folder: The model's files, as `SentenceTransformer.save` writes them.
        name: What the model is called.
        revision: Revision of its weights, '' if unknown.
        expected_hash: BLAKE3 of the weights that the caller trusts; None accepts any.
        device: Where to compute, as for `choose_device`.
        engine: What vectors have to be computed as ('torch-bfloat16', ...); '' for what suits the device.
        dimension: Length to cut the vectors to, where the model was trained for that (Matryoshka); 0 for all of it.

    Raises:
        MissingExtra: sentence-transformers or torch is not installed.
        ModelUnusable: no model in the folder, or other weights than expected.
        BadParameter: no such device, or no vectors of that length.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        revision: str = "",
        expected_hash: str | None = None,
        device: str = "auto",
        engine: str = "",
        dimension: int = 0,
    ) -> None:
        weights = checked_weights(folder, name, expected_hash)
        torch, model = load_model(folder)
        self._torch = torch
        self.device = device_for(torch, engine, device) if engine else choose_device(torch, device)
        if self.device.precision != "float32":
            model[0].to(getattr(torch, self.device.precision))
        self._tokenizer, self._prompts = model.tokenizer, dict(model.prompts or {})
        self._window = int(model.max_seq_length or 512)
        self._tokens, self._round = _TOKENS_A_BATCH[self.device.kind], _TEXTS_A_ROUND[self.device.kind]
        if self.device.kind == "cuda":  # one thread tokenises less than a card computes
            os.environ["TOKENIZERS_PARALLELISM"] = "true"
        cards = [self.device.name]
        if self.device.name == "cuda":
            cards = [f"cuda:{number}" for number in range(torch.cuda.device_count())]
        self._replicas = [(card, list(copy.deepcopy(model).to(card))) for card in cards[1:]]
        self._replicas.insert(0, (cards[0], list(model.to(cards[0]))))
        self._dimension = 0
        with torch.inference_mode():
            full = int(self._forward(self._padded(self._tokens_of("", ["probe"])), 0).shape[1])
        self._dimension = shortened(folder, name, full, dimension)
        self._identity = ModelIdentity(
            name=name,
            revision=revision,
            dimension=self._dimension,
            weights_hash=weights,
            engine=f"torch-{self.device.precision}",
            window=self._window,
            template_version=TEXT_VERSION,
        )

    @property
    def identity(self) -> ModelIdentity:
        """Name, weights, precision and all else that decides the vectors."""
        return self._identity

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, in batches of about equal padded size, texts of like length together."""
        return self._encode(texts, prompt_of(self._prompts, "document", "passage"))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As documents, with the model's own prompt for questions where it has one."""
        return self._encode(texts, prompt_of(self._prompts, "query"))

    @property
    def cards(self) -> list[str]:
        """The devices that share the work, as torch names them."""
        return [card for card, _ in self._replicas]

    def operations(self, texts: Sequence[str]) -> float:
        """Floating-point operations that the vectors of texts cost at least: two a weight of the layers and a token, and
        those of attention. Padding, which is computed too, does not count.

        Args:
            texts: Documents.
        """
        model = self._replicas[0][1][0].auto_model
        config = model.config
        weights = (
            sum(one.numel() for one in model.parameters() if one.dim() == 2) - config.vocab_size * config.hidden_size
        )
        lengths = [
            len(row)
            for at in range(0, len(texts), self._round)
            for row in self._tokens_of("", texts[at : at + self._round])
        ]
        squares = sum(length * length for length in lengths)
        return float(2.0 * weights * sum(lengths) + 4.0 * config.num_hidden_layers * config.hidden_size * squares)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        starts = range(0, len(texts), self._round)
        rounds: Iterable[list[list[int]]] = (self._tokens_of(prompt, texts[at : at + self._round]) for at in starts)
        for start, rows in zip(starts, ahead(rounds) if len(starts) > 1 else rounds, strict=True):
            self._encode_round(rows, vectors[start : start + len(rows)])
        return normalise(vectors)

    def _tokens_of(self, prompt: str, texts: Sequence[str]) -> list[list[int]]:
        rows: list[list[int]] = self._tokenizer(
            [prompt + text for text in texts], truncation=True, max_length=self._window, padding=False, return_attention_mask=False
        )["input_ids"]  # fmt: skip
        return rows

    def _encode_round(self, rows: list[list[int]], vectors: Vectors) -> None:
        lengths = [len(row) for row in rows]
        made: list[tuple[list[int], Any]] = []
        waiting = deque(batches(lengths, self._tokens))
        with self._torch.inference_mode():
            while waiting:
                batch = waiting.popleft()
                padded = len(batch) * lengths[batch[0]]
                if padded > self._tokens and len(batch) > 1:
                    half = len(batch) // 2
                    waiting.extendleft((batch[half:], batch[:half]))
                    continue
                try:
                    features = self._padded([rows[index] for index in batch])
                    # Nothing waits for the card here: what it made is fetched when all of the round has been given to it.
                    made.append((batch, self._forward(features, len(made) % len(self._replicas))))
                except RuntimeError as error:
                    self._shrink(error, padded, alone=len(batch) == 1)
                    waiting.appendleft(batch)
            for batch, made_there in made:
                vectors[batch] = made_there.cpu().numpy()

    def _shrink(self, error: RuntimeError, padded: int, *, alone: bool) -> None:
        """Halves what a batch may hold, after the memory did not hold one."""
        if not isinstance(error, self._torch.OutOfMemoryError) and "out of memory" not in str(error):
            raise error
        if alone:
            message = (
                f"the memory of {self.device.name} does not hold one text of {padded} tokens; use CODALOG_DEVICE=cpu"
            )
            raise ResourceError(message) from error
        self._tokens = max(1, padded // 2)
        if self.device.kind == "cuda":
            self._torch.cuda.empty_cache()

    def _padded(self, rows: list[list[int]]) -> dict[str, Any]:
        padded: dict[str, Any] = dict(self._tokenizer.pad({"input_ids": rows}, return_tensors="pt"))
        if self.device.kind == "cuda":  # only from pinned memory is a copy made while the card computes
            return {key: value.pin_memory() for key, value in padded.items()}
        return padded

    def _forward(self, features: dict[str, Any], replica: int) -> Any:
        card, modules = self._replicas[replica]
        features = {key: value.to(card, non_blocking=True) for key, value in features.items()}
        features = modules[0](features)
        features["token_embeddings"] = features["token_embeddings"].float()  # pooled at full precision
        for module in modules[1:]:
            features = module(features)
        pooled = features["sentence_embedding"].float()
        return pooled[:, : self._dimension] if self._dimension else pooled


def load_model(folder: Path) -> tuple[Any, Any]:
    """torch, and a model in evaluation mode on the CPU, without a word on the terminal and without the network.

    Args:
        folder: The model's files.

    Raises:
        MissingExtra: sentence-transformers or torch is not installed.
        ModelUnusable: no model can be loaded from the folder.
    """
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging
    except ImportError as missing:
        raise MissingExtra(f"{missing.name} is not installed; pip install 'codalog[embed]'") from missing
    transformers_logging.disable_progress_bar()  # a bar for a tenth of a second would break a program's stderr
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ModelUnusable(f"no sentence-transformers model can be loaded from {folder}: {error}") from error
    return torch, model.eval()


def prompt_of(prompts: dict[str, str], *names: str) -> str:
    """The first prompt of a model that is called one of the names; '' where it has none."""
    return next((prompts[name] for name in names if prompts.get(name)), "")
