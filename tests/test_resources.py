"""Schema and queries are found in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import resources


def test_in_a_checkout() -> None:
    """In a checkout they lie beside the package."""
    assert (resources.schema_dir() / "001_index.cozo").is_file()
    (ours,) = resources.query_dirs()
    assert (ours / "callers.cozo").is_file()


def test_user_folder_comes_after_ours(tmp_path: Path) -> None:
    """The user's own folder is searched after ours."""
    assert resources.query_dirs(tmp_path)[1:] == [tmp_path]


def test_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wheel they are packed inside the package, and that wins."""
    (tmp_path / "schema").mkdir()
    monkeypatch.setattr(resources, "_PACKED", tmp_path)
    assert resources.schema_dir() == tmp_path / "schema"
    assert resources.query_dirs()[0].name == "queries"


def test_version() -> None:
    """The version is that of the installed distribution, or plainly unknown."""
    assert resources.version() == "unknown" or resources.version()[0].isdigit()
