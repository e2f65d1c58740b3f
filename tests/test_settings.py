"""Settings: where they come from, which wins, what a repository may not choose."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from indexer.errors import BadParameter
from indexer.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CODALOG_{name.upper()}", raising=False)


def test_defaults(tmp_path: Path) -> None:
    """A repository without settings has the defaults."""
    assert load_settings(tmp_path) == Settings()


def test_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arguments win over the environment, that over codalog.toml, that over pyproject.toml."""
    (tmp_path / "pyproject.toml").write_text("[tool.codalog]\nmax_file_bytes = 1\nembedder = 'a'\nembed = false\n")
    assert load_settings(tmp_path).max_file_bytes == 1
    (tmp_path / "codalog.toml").write_text("max_file_bytes = 2\nembedder = 'b'\n")
    assert load_settings(tmp_path).max_file_bytes == 2
    monkeypatch.setenv("CODALOG_MAX_FILE_BYTES", "3")
    assert load_settings(tmp_path).max_file_bytes == 3
    found = load_settings(tmp_path, max_file_bytes=4)
    assert (found.max_file_bytes, found.embedder, found.embed) == (4, "b", False)


def test_none_is_not_chosen(tmp_path: Path) -> None:
    """An argument that is None leaves the choice to the other sources."""
    (tmp_path / "codalog.toml").write_text("embed = false\n")
    assert load_settings(tmp_path, embed=None).embed is False


@pytest.mark.parametrize("key", ["data_dir", "engine", "query_timeout", "workers"])
def test_what_a_repository_may_not_choose(tmp_path: Path, key: str) -> None:
    """What concerns the machine cannot be set by a repository's own file."""
    (tmp_path / "codalog.toml").write_text(f"{key} = 1\n")
    with pytest.raises(BadParameter, match=f"'{key}' in .* may only be set as an argument or in the environment"):
        load_settings(tmp_path)


def test_a_repository_names_models_but_no_paths(tmp_path: Path) -> None:
    """A repository's file may name a model, and not send us to files of its own."""
    (tmp_path / "codalog.toml").write_text("embedder = './model'\n")
    with pytest.raises(BadParameter, match="is a path"):
        load_settings(tmp_path)


def test_queries_of_a_repository(tmp_path: Path) -> None:
    """A repository's folder of queries is found from its root, and may not lie outside."""
    (tmp_path / "codalog.toml").write_text("queries = 'tools/queries'\n")
    assert load_settings(tmp_path).query_folder() == tmp_path.resolve() / "tools" / "queries"
    (tmp_path / "codalog.toml").write_text("queries = '../elsewhere'\n")
    with pytest.raises(BadParameter, match="leads out of the repository"):
        load_settings(tmp_path)


def test_unknown_name(tmp_path: Path) -> None:
    """A setting that does not exist is refused, in a file and as an argument."""
    (tmp_path / "codalog.toml").write_text("embeder = 'auto'\n")
    with pytest.raises(BadParameter, match=r"'embeder' in .* is unknown; a repository can set dimension, embed"):
        load_settings(tmp_path)
    with pytest.raises(BadParameter, match="setting 'embeder'"):
        load_settings(embeder="auto")


def test_wrong_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of the wrong type is named, wherever it comes from."""
    monkeypatch.setenv("CODALOG_WORKERS", "many")
    with pytest.raises(BadParameter, match="setting 'workers': input should be a valid integer"):
        load_settings()


def test_malformed_files(tmp_path: Path) -> None:
    """Our own file must be TOML; a pyproject.toml that is not is somebody else's business."""
    (tmp_path / "pyproject.toml").write_text("[tool.codalog\n")
    assert load_settings(tmp_path) == Settings()
    (tmp_path / "codalog.toml").write_text("embed = \n")
    with pytest.raises(BadParameter, match=r"codalog\.toml is not TOML"):
        load_settings(tmp_path)


def test_frozen() -> None:
    """Settings do not change after they are read."""
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.embed = False  # type: ignore[misc]


def test_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zero workers stand for one a core that the process may use."""
    assert Settings(workers=3).worker_count() == 3
    assert Settings().worker_count() >= 1


def test_user_queries_without_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a setting, `queries` in the user's configuration directory is used if it is there."""
    monkeypatch.setattr("platformdirs.user_config_path", lambda name: tmp_path / name)
    assert Settings().query_folder() is None
    folder = tmp_path / "codalog" / "queries"
    folder.mkdir(parents=True)
    assert Settings().query_folder() == folder
