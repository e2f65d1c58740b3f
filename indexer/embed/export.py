"""Making the CPU accelerator's form of a sentence model: OpenVINO, int8, checked against the model it is made from.

Run as a program of its own (`python -m indexer.embed.export MODEL FOLDER`): converting and quantising take a gigabyte that
nobody needs afterwards, and the tools that do it report their use over the network unless the environment says not to.

Weights and activations are quantised to 8 bits after training, weights per channel, with SmoothQuant (Xiao et al. 2023)
for what transformers' activations do beyond the range of others; NNCF does it, on texts of the kind that will be embedded.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from indexer.embed.folders import export_folder
from indexer.embed.protocol import Vectors, normalise
from indexer.embed.weights import ModelUnusable, file_hash
from indexer.errors import MissingExtra

EXPORT_VERSION: Final = "1"
"""Raise it when the same weights are exported otherwise: exports are then made anew."""
GRAPH: Final = "model.xml"
WEIGHTS: Final = "model.bin"
FACTS: Final = "export.json"

_LEAST_COSINE: Final = 0.99
"""Mean cosine to the model's own vectors below which an export is not used. MiniLM has .998."""
_TOOLS: Final = ("openvino", "nncf", "torch", "sentence_transformers")
_QUIET: Final = {"NNCF_CI": "1", "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
"""NNCF sends what it does to its makers, unless it takes this for a build server."""


@dataclass(frozen=True)
class Export:
    """What is known of an export."""

    graph_hash: str
    """BLAKE3 of its weights."""
    dimension: int
    window: int
    query_prompt: str
    document_prompt: str
    cosine: float
    """Mean cosine to the vectors of the model it was made from."""
    least_cosine: float
    """The lowest of them."""
    tools: str
    """What made it."""


def exported(weights: str) -> tuple[Path, Export] | None:
    """The export of a model that this machine has, with its folder; None where there is none.

    Args:
        weights: BLAKE3 of the model's weights.
    """
    folder = export_folder(weights, EXPORT_VERSION)
    try:
        return folder, Export(**json.loads((folder / FACTS).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise ModelUnusable(f"the export in {folder} is damaged ({error}); remove that folder") from error


def missing_tools() -> list[str]:
    """Packages that exporting needs and that are not installed."""
    return [tool for tool in _TOOLS if not find_spec(tool)]


def ensure_export(folder: Path, weights: str) -> tuple[Path, Export]:
    """The export of a model, made where this machine has none: half a minute, once.

    Args:
        folder: The model's files.
        weights: BLAKE3 of its weights.

    Raises:
        MissingExtra: what makes exports is not installed.
        ModelUnusable: the model cannot be exported, or not exactly enough.
    """
    if (found := exported(weights)) is not None:
        return found
    if missing := missing_tools():
        raise MissingExtra(f"{missing[0]} is not installed; pip install 'codalog[cpu]' for the CPU accelerator")
    target = export_folder(weights, EXPORT_VERSION)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="making-", dir=target.parent) as making:
        command = [sys.executable, "-m", "indexer.embed.export", str(folder), making]
        done = subprocess.run(command, env=os.environ | _QUIET, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["no word"])[-1]
            raise ModelUnusable(f"the model in {folder} cannot be exported for OpenVINO: {said}")
        if not target.exists():  # another process may have been faster
            shutil.copytree(making, f"{making}-done")
            os.rename(f"{making}-done", target)
    found = exported(weights)
    assert found is not None, "an export that was made is there"
    if found[1].cosine < _LEAST_COSINE:
        raise ModelUnusable(
            f"int8 changes the vectors of the model in {folder} too much (mean cosine {found[1].cosine:.3f}); use another device"
        )
    return found


def make(folder: Path, target: Path) -> Export:
    """Exports a model.

    Args:
        folder: The model's files.
        target: Folder for the export; must exist.

    Returns:
        What it is like.
    """
    openvino = quiet_openvino()
    import nncf
    import torch

    from indexer.embed.sentence import load_model, prompt_of

    _, model = load_model(folder)
    window = int(model.max_seq_length or 512)
    rows = [_ids(model, text, window) for text in sample_texts()]
    taught, judged = rows[::2], rows[1::2]
    with torch.inference_mode():
        truth = np.concatenate([_own_vector(torch, model, row) for row in judged])
        graph = openvino.convert_model(_whole(torch, model), example_input=_example(model))
    quantised = nncf.quantize(
        graph, nncf.Dataset(taught), model_type=nncf.ModelType.TRANSFORMER, subset_size=len(taught)
    )
    openvino.save_model(quantised, target / GRAPH, compress_to_fp16=False)
    compiled = openvino.compile_model(quantised, "CPU")
    made = normalise(np.concatenate([np.asarray(compiled(row)[0], dtype=np.float32) for row in judged]))
    cosines = (normalise(truth) * made).sum(axis=1)
    prompts = dict(model.prompts or {})
    found = Export(
        graph_hash=file_hash(target / WEIGHTS),
        dimension=int(truth.shape[1]),
        window=window,
        query_prompt=prompt_of(prompts, "query"),
        document_prompt=prompt_of(prompts, "document", "passage"),
        cosine=round(float(cosines.mean()), 5),
        least_cosine=round(float(cosines.min()), 5),
        tools=f"openvino {openvino.__version__}, nncf {nncf.__version__}",
    )
    shutil.copyfile(folder / "tokenizer.json", target / "tokenizer.json")
    (target / FACTS).write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    return found


def sample_texts() -> list[str]:
    """Texts as they are embedded, made once of this program's own code: the same everywhere, so that an export is, too."""
    return (Path(__file__).parent / "calibration.txt").read_text(encoding="utf-8").splitlines()


def _ids(model: Any, text: str, window: int) -> dict[str, Any]:
    ids = model.tokenizer([text], truncation=True, max_length=window)["input_ids"]
    row = np.array(ids, dtype=np.int64)
    return {"input_ids": row, "attention_mask": np.ones_like(row)}


def _own_vector(torch: Any, model: Any, row: dict[str, Any]) -> Vectors:
    features = {name: torch.from_numpy(value) for name, value in row.items()}
    vectors: Vectors = model(features)["sentence_embedding"].float().numpy()
    return vectors


def _example(model: Any) -> dict[str, Any]:
    return dict(
        model.tokenizer(
            ["two texts of", "unequal length"], padding=True, return_tensors="pt", return_token_type_ids=False
        )
    )


def _whole(torch: Any, model: Any) -> Any:
    class Whole(torch.nn.Module):  # type: ignore[misc]
        """From tokens to the sentence's vector, pooling and all."""

        def __init__(self) -> None:
            super().__init__()
            self.steps = torch.nn.ModuleList(list(model))

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            """One batch."""
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            for step in self.steps:
                features = step(features)
            return features["sentence_embedding"]

    return Whole().eval()


def quiet_openvino() -> Any:
    """The module `openvino`, which tells its makers of its use, from its import on, wherever `openvino_telemetry` can be
    imported: here it cannot.

    Raises:
        MissingExtra: it is not installed.
    """
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # as if it were not installed
    try:
        import openvino
    except ImportError as missing:
        raise MissingExtra(f"{missing.name} is not installed; pip install 'codalog[cpu]'") from missing
    return openvino


def main(arguments: Sequence[str]) -> None:
    """Exports the model in one folder into another."""
    make(Path(arguments[0]), Path(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
