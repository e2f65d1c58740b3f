"""Where an index lies, and which file is the current one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.errors import IndexDamaged, NoIndex, PermissionDenied
from indexer.store import IndexFolder, index_folder


def test_a_repository_has_one_folder_by_its_real_path(tmp_path: Path) -> None:
    """The name tells the repository; a link to it leads to the same index; another of that name to another."""
    (tmp_path / "a" / "my repo").mkdir(parents=True)
    (tmp_path / "b" / "my repo").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a" / "my repo")
    first, link, second = (
        index_folder(tmp_path / name, data_dir=tmp_path / "data").path for name in ("a/my repo", "link", "b/my repo")
    )
    assert first == link != second
    assert first.parent == tmp_path / "data"
    assert first.name.startswith("my-repo-")
    assert not first.exists()


def test_the_default_is_the_users_data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a choice the platform says where."""
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "share")
    assert index_folder(tmp_path).path.parent == tmp_path / "share"


def test_an_index_in_the_repository_is_not_committed(tmp_path: Path) -> None:
    """`.codalog/` tells git to leave it alone."""
    folder = index_folder(tmp_path, location="repo")
    assert folder.path == tmp_path.resolve() / ".codalog"
    with folder.lock():
        assert (folder.path / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_nothing_published_is_no_index(folder: IndexFolder) -> None:
    """Asking is not making: the folder stays away."""
    assert folder.current() is None
    with pytest.raises(NoIndex, match="codalog index"):
        folder.required()
    assert not folder.path.exists()


def test_publishing_replaces_and_sweeps(folder: IndexFolder) -> None:
    """The newest build is the current one; what it replaces, and leftovers of killed builds, are gone."""
    with folder.lock():
        for content in ("one", "two"):
            build = folder.new_build()
            build.write_text(content, encoding="utf-8")
            (folder.path / "building-dead.db").write_text("", encoding="utf-8")
            assert folder.publish(build) == folder.required()
            assert folder.required().read_text(encoding="utf-8") == content
            databases = [name for name in os.listdir(folder.path) if name.endswith((".db", ".new"))]
            assert databases == [folder.required().name]


def test_sweeping_spares_the_journal_of_the_current_file(folder: IndexFolder) -> None:
    """A killed in-place writer's journal is what repairs the file."""
    with folder.lock():
        build = folder.new_build()
        build.touch()
        journal = Path(f"{folder.publish(build)}-journal")
        journal.touch()
        folder.sweep()
        assert journal.exists()


@pytest.mark.parametrize(
    "pointer", ["", "nonsense", "graph-01890a5d-ac96-774b-bcce-b302099a8057.db", "../../etc/passwd"]
)
def test_a_pointer_that_leads_nowhere_is_damage(folder: IndexFolder, pointer: str) -> None:
    """The pointer names a file of ours in this folder, or the index is damaged."""
    folder.path.mkdir()
    (folder.path / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="--fresh"):
        folder.current()


def test_a_folder_that_cannot_be_made_is_no_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message tells how to choose another place."""

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(PermissionDenied, match="CODALOG_DATA_DIR"):
        IndexFolder(tmp_path / "x").lock()
