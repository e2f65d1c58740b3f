"""`codalog models`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.cli import main


@pytest.fixture(autouse=True)
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODALOG_MODELS", str(tmp_path))


def test_models_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its dimension, licence and size, and what to do to use it."""
    assert main(["models"]) == 0
    said = capsys.readouterr()
    assert "all-MiniLM-L6-v2" in said.out
    assert "Apache-2.0" in said.out
    assert said.err.startswith("CPU accelerator: ")


def test_models_are_listed_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """As one document, with all that is known of them."""
    assert main(["models", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = found if isinstance(found, list) else next(iter(found.values()))
    assert {"model", "dimension", "shorter", "licence", "here", "next_step"} <= rows[0].keys()


def test_a_name_that_is_none_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    """`models pull` says how names are written, and fetches nothing."""
    assert main(["models", "pull", "nothing"]) == 2
    assert "is no model's name" in capsys.readouterr().err
