"""A repository that changes, its index, and what a run from nothing would say of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from indexer.pipeline import IndexReport, index_repository
from indexer.query.fingerprint import current_rows
from indexer.query.status import counted_edges, read_status
from indexer.settings import Settings
from indexer.store.folder import IndexFolder, index_folder
from indexer.store.reader import IndexReader


class Checkout:
    """A folder of sources, with git where a test asks for it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.root = place / "repo"
        self.root.mkdir()

    def write(self, files: Mapping[str, str]) -> None:
        """Saves files, making their folders."""
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def git(self, *words: str, at: Path | None = None) -> str:
        """Runs git, as nobody in particular."""
        options = ("user.name=A", "user.email=a@example.org", "protocol.file.allow=always", "init.defaultBranch=main",
                   "core.hooksPath=/dev/null", "commit.gpgSign=false")  # fmt: skip
        command = ["git", *(part for option in options for part in ("-c", option)), *words]
        return subprocess.run(command, cwd=at or self.root, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, files: Mapping[str, str]) -> str:
        """Saves and commits files; gives the commit."""
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "change")
        return self.git("rev-parse", "HEAD")

    def settings(self, name: str = "kept", **chosen: Any) -> Settings:
        return Settings(data_dir=self.place / name, embed=False, workers=1, **chosen)

    def folder(self, name: str = "kept", root: Path | None = None) -> IndexFolder:
        return index_folder(root or self.root, data_dir=self.place / name)

    def index(self, name: str = "kept", root: Path | None = None, **options: Any) -> IndexReport:
        return index_repository(root or self.root, self.settings(name), **options)

    def rows(self, name: str = "kept", root: Path | None = None) -> dict[str, Any]:
        """What the index says of the present."""
        with IndexReader(self.folder(name, root)) as reader:
            status = read_status(reader)
            assert (status.edges, status.provenance) == counted_edges(reader), "runs have noted what there is"
            return dict(current_rows(reader))

    def fresh(self, root: Path | None = None) -> dict[str, Any]:
        """What an index that is made now says."""
        shutil.rmtree(self.place / "fresh", ignore_errors=True)
        self.index("fresh", root)
        return self.rows("fresh", root)

    def names(self, name: str = "kept") -> set[str]:
        """Functions in the index."""
        return {row[3] for row in self.rows(name)["symbol"] if row[4] == "function" and row[5]}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """An empty one."""
    return Checkout(tmp_path)
