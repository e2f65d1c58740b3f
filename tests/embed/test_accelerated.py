"""The CPU accelerator: its exports, and that its vectors are the model's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from indexer.embed import export as exporting
from indexer.embed.choose import choose
from indexer.embed.export import EXPORT_VERSION, FACTS, Export, ensure_export, exported, sample_texts
from indexer.embed.folders import export_folder
from indexer.embed.weights import ModelUnusable, weights_hash
from indexer.errors import MissingExtra
from tests.embed.conftest import WORDS

FOUND = Export("ab" * 32, 32, 64, "", "", 0.998, 0.99, "tools")


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    monkeypatch.setenv("CODALOG_MODELS", str(folder))
    return folder


def keep(weights: str, found: Export) -> Path:
    folder = export_folder(weights, EXPORT_VERSION)
    folder.mkdir(parents=True)
    (folder / FACTS).write_text(json.dumps(vars(found)))
    return folder


def test_an_export_is_known_by_the_weights(models: Path) -> None:
    """Of other weights there is none; what is known of it is read back."""
    folder = keep("12" * 32, FOUND)
    assert folder.is_relative_to(models)
    assert exported("12" * 32) == (folder, FOUND)
    assert exported("34" * 32) is None


def test_a_damaged_export_is_said(models: Path) -> None:
    """Half a file is neither used nor silently replaced."""
    (keep("12" * 32, FOUND) / FACTS).write_text('{"graph')
    with pytest.raises(ModelUnusable, match=r"is damaged .* remove that folder"):
        exported("12" * 32)


def test_without_the_tools_no_export_is_made(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is named with the command that brings it."""
    monkeypatch.setattr(exporting, "find_spec", lambda name: None if name == "nncf" else find_spec(name))
    monkeypatch.setattr(exporting, "_TOOLS", ("nncf",))
    with pytest.raises(MissingExtra, match=r"nncf is not installed; pip install 'codalog\[cpu\]'"):
        ensure_export(models, "12" * 32)


def test_an_export_that_fails_leaves_nothing(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last thing that the exporter said is the message."""
    monkeypatch.setattr(exporting, "_TOOLS", ())
    with pytest.raises(ModelUnusable, match="cannot be exported for OpenVINO"):
        ensure_export(models / "no model", "12" * 32)
    assert list((models / "exports").iterdir()) == []


def test_calibration_has_texts_of_all_lengths() -> None:
    """Ranges are taken from texts as they are embedded, a page of them, the same in every installation."""
    texts = sample_texts()
    assert len(texts) == 200
    assert all(text.strip() for text in texts)
    assert min(map(len, texts)) < 60
    assert max(map(len, texts)) > 600


@pytest.mark.embed
@pytest.mark.slow
def test_the_vectors_are_nearly_the_models_own(tiny_model: Path, models: Path) -> None:
    """Exported on first use and checked there; asked again it is loaded without torch; nothing is told over the network."""
    if missing := [tool for tool in ("openvino", "nncf", "torch") if not find_spec(tool)]:
        pytest.skip(f"the [cpu] extra is not installed ({missing[0]}): the accelerator is not tried")
    home = models.parent / "home"
    home.mkdir()
    code = (
        "import json, sys\nfrom indexer.embed.choose import choose\n"
        "chosen = choose(sys.argv[1], device='openvino')\ntexts = json.loads(sys.argv[2])\n"
        "print(json.dumps([chosen.why, chosen.embedder.identity.id, 'torch' in sys.modules,"
        " chosen.embedder.encode_documents(texts).tolist()]))"
    )
    texts = [" ".join(WORDS[start : start + 6]) for start in range(12)] + ["", "draw " * 200]
    command = [sys.executable, "-c", code, str(tiny_model), json.dumps(texts)]
    environment = os.environ | {"HOME": str(home)}
    root = Path(__file__).parents[2]
    runs = []
    for _ in range(2):
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        runs.append(json.loads(done.stdout))
    assert "OpenVINO int8 on the CPU (mean cosine" in runs[0][0]
    assert runs[0][1:3] == runs[1][1:3]
    assert not runs[1][2]
    assert np.allclose(runs[0][3], runs[1][3], atol=1e-2)
    truth = choose(str(tiny_model), device="cpu").embedder.encode_documents(texts)
    assert (truth * np.array(runs[1][3])).sum(axis=1).mean() > 0.98
    found = exported(weights_hash(tiny_model))
    assert found is not None
    assert found[1].cosine >= 0.99
    assert not (home / "intel").exists()
