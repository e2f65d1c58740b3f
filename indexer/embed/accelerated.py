"""Sentence models on the CPU in eight bits (the [cpu] extra): OpenVINO, three to five times as fast as torch."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np

from indexer.embed.batches import batches
from indexer.embed.export import GRAPH, WEIGHTS, Export, ensure_export, quiet_openvino
from indexer.embed.parts import TEXT_VERSION
from indexer.embed.protocol import ModelIdentity, Vectors, normalise
from indexer.embed.weights import ModelUnusable, checked_weights, file_hash, shortened
from indexer.errors import MissingExtra

ENGINE: Final = "openvino-int8"
_TOKENS_A_BATCH: Final = 2048
_TEXTS_A_ROUND: Final = 2048
_WIDTHS: Final = 16
"""Batches are padded to multiples of this: OpenVINO plans anew for every width it has not met."""


class AcceleratedEmbedder:
    """A sentence-transformers model as OpenVINO runs it, torch not needed: it loads in a fraction of a second.

    The export is made from the model's own files when it is first used, and kept in the cache of models.

    Args:
        folder: The model's files.
        name: What the model is called.
        revision: Revision of its weights, '' if unknown.
        expected_hash: BLAKE3 of the weights that the caller trusts; None accepts any.
        dimension: Length to cut the vectors to, where the model was trained for that (Matryoshka); 0 for all of it.

    Raises:
        MissingExtra: OpenVINO, or what exports models, is not installed.
        ModelUnusable: no model in the folder, other weights than expected, or one that int8 does not suit.
        BadParameter: the model gives no vectors of that length.
    """

    def __init__(
        self, folder: Path, *, name: str, revision: str = "", expected_hash: str | None = None, dimension: int = 0
    ) -> None:
        weights = checked_weights(folder, name, expected_hash)
        if not (folder / "tokenizer.json").is_file():
            raise ModelUnusable(f"{name} has no tokenizer.json, which the CPU accelerator needs; use device cpu")
        made, self.export = ensure_export(folder, weights)
        openvino = quiet_openvino()
        try:
            from tokenizers import Tokenizer
        except ImportError as missing:
            raise MissingExtra(f"{missing.name} is not installed; pip install 'codalog[cpu]'") from missing
        if file_hash(made / WEIGHTS) != self.export.graph_hash:
            raise ModelUnusable(f"the export in {made} is damaged; remove that folder")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(self.export.window)
        self._tokenizer.no_padding()
        # A stream for each core beats one that all cores share: batches are independent.
        graph = openvino.compile_model(made / GRAPH, "CPU", {"PERFORMANCE_HINT": "THROUGHPUT"})
        streams = int(graph.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._requests = [graph.create_infer_request() for _ in range(streams)]
        self._using = Lock()
        self._dimension = shortened(folder, name, self.export.dimension, dimension)
        self._identity = ModelIdentity(
            name=name,
            revision=revision,
            dimension=self._dimension,
            weights_hash=self.export.graph_hash,
            engine=ENGINE,
            window=self.export.window,
            template_version=TEXT_VERSION,
        )

    @property
    def identity(self) -> ModelIdentity:
        """Name, weights as exported, and all else that decides the vectors."""
        return self._identity

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, texts of like length together."""
        return self._encode(texts, self.export.document_prompt)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As documents, with the model's own prompt for questions where it has one."""
        return self._encode(texts, self.export.query_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = np.zeros((len(texts), self.export.dimension), dtype=np.float32)
        with self._using:
            for start in range(0, len(texts), _TEXTS_A_ROUND):
                some = [prompt + text for text in texts[start : start + _TEXTS_A_ROUND]]
                rows = [encoding.ids for encoding in self._tokenizer.encode_batch(some)]
                self._encode_round(rows, vectors[start : start + len(rows)])
        return normalise(np.ascontiguousarray(vectors[:, : self._dimension]))

    def _encode_round(self, rows: Sequence[Sequence[int]], vectors: Vectors) -> None:
        # One thread starts the streams in turn and fetches what they made: OpenVINO, asked from several threads of Python at
        # once, comes to wait for the interpreter's lock while the interpreter waits for OpenVINO's.
        running: deque[tuple[Any, list[int], dict[str, Any]]] = deque()
        idle = list(self._requests)

        def fetch() -> None:
            request, batch, _ = running.popleft()
            request.wait()
            vectors[batch] = request.get_output_tensor(0).data
            idle.append(request)

        for batch in batches([len(row) for row in rows], _TOKENS_A_BATCH):
            if not idle:
                fetch()
            padded = _padded([rows[index] for index in batch])
            request = idle.pop()
            request.start_async(padded)
            running.append((request, batch, padded))  # held until it is done: OpenVINO's threads must not free it
        while running:
            fetch()


def describe(export: Export) -> str:
    """One clause for people: what the export keeps of the model's vectors."""
    return f"OpenVINO int8 on the CPU (mean cosine {export.cosine:.4f} to the model's own vectors)"


def _padded(rows: Sequence[Sequence[int]]) -> dict[str, Any]:
    width = -(-max(map(len, rows)) // _WIDTHS) * _WIDTHS
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return {"input_ids": ids, "attention_mask": mask}
