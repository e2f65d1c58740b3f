"""Sentence models of BERT's kind computed with numpy alone: for a few texts, such as a question.

Loading torch and sentence-transformers takes five seconds, a question a hundredth of one: whoever asks once should not wait for
what computes millions of texts. The network is that of Devlin et al. 2019 as transformers' `BertModel` has it, results rounded
where torch rounds them in the precision that the vectors of the index were made in, so that a question gets the vector that
torch would give it (cosine .9999 and more in bfloat16, where torch's own kernels differ as much; 1 in float32).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from indexer.embed.parts import TEXT_VERSION
from indexer.embed.protocol import ModelIdentity, Vectors, normalise
from indexer.embed.weights import ModelUnusable, checked_weights

_MODULES: Final = ["Transformer", "Pooling", "Normalize"]
_PREFIXES: Final = ("", "bert.")


class PlainEmbedder:
    """A sentence-transformers model in a local folder, one text after the other.

    Args:
        folder: The model's files.
        name: What the model is called.
        engine: What vectors are to be computed like: 'torch-bfloat16', 'torch-float16' or 'torch-float32'.
        revision: Revision of its weights, '' if unknown.
        expected_hash: BLAKE3 of the weights that the caller trusts; None accepts any.
        dimension: Length to cut the vectors to, for models that were trained for that; 0 for all of it.

    Raises:
        ModelUnusable: it is a network of another kind, or other weights than expected; torch may compute it all the same.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        engine: str,
        revision: str = "",
        expected_hash: str | None = None,
        dimension: int = 0,
    ) -> None:
        if engine not in _ROUNDING:
            raise ModelUnusable(f"numpy computes nothing like {engine}")
        weights = checked_weights(folder, name, expected_hash)
        config = _understood(folder)
        self._round = _ROUNDING[engine]
        self._heads, self._epsilon = int(config["num_attention_heads"]), float(config["layer_norm_eps"])
        self._layers = int(config["num_hidden_layers"])
        self._weights = _Weights(folder, self._round)
        self._first_only = _pools_first(folder)
        window = _window(folder, config)
        self._tokenizer = _tokenizer(folder, window)
        self._prompts = _read(folder / "config_sentence_transformers.json").get("prompts") or {}
        self._dimension = dimension or int(config["hidden_size"])
        self._identity = ModelIdentity(
            name=name,
            revision=revision,
            dimension=self._dimension,
            weights_hash=weights,
            engine=engine,
            window=window,
            template_version=TEXT_VERSION,
        )

    @property
    def identity(self) -> ModelIdentity:
        """That of the model as torch computes it."""
        return self._identity

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """One vector a text; a code base's worth of texts is torch's business."""
        return self._encode(texts, self._prompts.get("document") or self._prompts.get("passage") or "")

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As documents, with the model's own prompt for questions where it has one."""
        return self._encode(texts, self._prompts.get("query") or "")

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(self._tokenizer.encode(prompt + text).ids)[: self._dimension]
        return normalise(vectors)

    def _vector(self, ids: list[int]) -> Vectors:
        get, rounded = self._weights.get, self._round
        state = rounded(
            self._weights.rows("embeddings.word_embeddings", ids) + get("embeddings.token_type_embeddings")[0]
        )
        state = rounded(state + get("embeddings.position_embeddings")[: len(ids)])
        state = self._norm(state, "embeddings.LayerNorm")
        for number in range(self._layers):
            layer = f"encoder.layer.{number}"
            attended = self._linear(
                self._attention(state, f"{layer}.attention.self"), f"{layer}.attention.output.dense"
            )
            state = self._norm(rounded(attended + state), f"{layer}.attention.output.LayerNorm")
            inner = rounded(_gelu(self._linear(state, f"{layer}.intermediate.dense")))
            state = self._norm(
                rounded(self._linear(inner, f"{layer}.output.dense") + state), f"{layer}.output.LayerNorm"
            )
        return np.asarray(state[0] if self._first_only else state.mean(axis=0), dtype=np.float32)

    def _attention(self, state: Vectors, where: str) -> Vectors:
        query, key, value = (
            self._linear(state, f"{where}.{part}").reshape(len(state), self._heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(query.shape[2]))
        shares = np.exp(scores - scores.max(axis=2, keepdims=True))
        mixed = self._round(shares) @ value / shares.sum(axis=2, keepdims=True)
        return self._round(mixed.transpose(1, 0, 2).reshape(state.shape))

    def _linear(self, state: Vectors, where: str) -> Vectors:
        return self._round(state @ self._weights.get(where).T + self._weights.get(where, "bias"))

    def _norm(self, state: Vectors, where: str) -> Vectors:
        centred = state - state.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(self._epsilon))
        return self._round(scaled * self._weights.get(where) + self._weights.get(where, "bias"))


class _Weights:
    """The tensors of a model, each read when it is first needed; of the words only those that are asked for."""

    def __init__(self, folder: Path, rounded: Callable[[Vectors], Vectors]) -> None:
        files = sorted(folder.glob("*.safetensors"))
        if len(files) != 1:
            raise ModelUnusable(f"the weights in {folder} are in {len(files)} files; numpy reads one")
        self._file = _tensors(files[0])
        names: set[str] = set(self._file.keys())
        self._prefix = next((prefix for prefix in _PREFIXES if f"{prefix}embeddings.LayerNorm.weight" in names), "")
        self._rounded = rounded
        self._read: dict[str, Vectors] = {}

    def get(self, where: str, what: str = "weight") -> Vectors:
        name = f"{self._prefix}{where}.{what}"
        if name not in self._read:
            self._read[name] = self._rounded(self._file.get_tensor(name).astype(np.float32))
        return self._read[name]

    def rows(self, where: str, numbers: Sequence[int]) -> Vectors:
        table = self._file.get_slice(f"{self._prefix}{where}.weight")
        return self._rounded(np.concatenate([table[number : number + 1] for number in numbers]).astype(np.float32))


def _tensors(file: Path) -> Any:
    try:
        from safetensors import safe_open
    except ImportError as missing:
        raise ModelUnusable(f"{missing.name} is not installed") from missing
    return safe_open(file, framework="numpy")


def _bfloat16(values: Vectors) -> Vectors:
    """Rounded to eight bits of fraction, halves to even, as float32."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return ((bits + (0x7FFF + ((bits >> 16) & 1))) & np.uint32(0xFFFF0000)).view(np.float32)


def _float16(values: Vectors) -> Vectors:
    return values.astype(np.float16).astype(np.float32)


def _float32(values: Vectors) -> Vectors:
    return values.astype(np.float32, copy=False)


_ROUNDING: Final[dict[str, Callable[[Vectors], Vectors]]] = {
    "torch-bfloat16": _bfloat16,
    "torch-float16": _float16,
    "torch-float32": _float32,
}


def _gelu(values: Vectors) -> Vectors:
    """Values times the normal distribution's share below them; the error function by Abramowitz and Stegun 7.1.26 (within 1.5e-7)."""
    scaled = np.abs(values) / np.float32(2**0.5)
    t = 1 / (1 + np.float32(0.3275911) * scaled)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = np.copysign(1 - series * np.exp(-scaled * scaled), values)
    return np.asarray(values * (1 + error) / 2, dtype=np.float32)


def _understood(folder: Path) -> dict[str, Any]:
    """The network's shape, of a model that is nothing but BERT, a mean or the first of its states, and a length of one."""
    config: dict[str, Any] = _read(folder / "config.json")
    modules = _read(folder / "modules.json")
    kinds = [str(one.get("type", "")).rpartition(".")[2] for one in modules] if isinstance(modules, list) else []
    if (
        config.get("model_type") != "bert"
        or config.get("hidden_act") != "gelu"
        or config.get("position_embedding_type", "absolute") != "absolute"
        or kinds not in (_MODULES, _MODULES[:2])
        or not (folder / "tokenizer.json").is_file()
    ):
        raise ModelUnusable(f"the model in {folder} is not of the kind that numpy computes here")
    return config


def _pools_first(folder: Path) -> bool:
    """Whether a text's vector is its first state, as against the mean of all."""
    modules = _read(folder / "modules.json")
    pooling = _read(folder / str(modules[1]["path"]) / "config.json")
    mode = pooling.get("pooling_mode")
    modes = (
        {mode} if mode else {key for key, value in pooling.items() if key.startswith("pooling_mode_") and value is True}
    )
    if modes in ({"mean"}, {"pooling_mode_mean_tokens"}):
        return False
    if modes in ({"cls"}, {"pooling_mode_cls_token"}):
        return True
    raise ModelUnusable(f"the model in {folder} pools in a way that numpy does not")


def _window(folder: Path, config: dict[str, Any]) -> int:
    said = _read(folder / "sentence_bert_config.json").get("max_seq_length")
    said = said or _read(folder / "tokenizer_config.json").get("model_max_length")
    return min(int(said or 512), int(config["max_position_embeddings"]))


def _tokenizer(folder: Path, window: int) -> Any:
    try:
        from tokenizers import Tokenizer
    except ImportError as missing:
        raise ModelUnusable(f"{missing.name} is not installed") from missing
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(window)
    tokenizer.no_padding()
    return tokenizer


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
