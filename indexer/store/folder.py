"""Where an index lies, and which of its files is the current one.

    <index folder>/
        current                         name of the published file; replaced in one step, so there is always one answer
        graph-<stamp>.db                the database
        building-<stamp>.db             one that is being built, or was when its writer was killed
        lock, writer, gate, turnstile   see `indexer.store.lock`

Every build has a name of its own: a reader that still has an older file open never meets a newer file's journal.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

from indexer.errors import IndexDamaged, NoIndex, PermissionDenied
from indexer.model.identity import digest, new_stamp
from indexer.store.engine import disk_error
from indexer.store.lock import Gate, WriterLock

_CURRENT: Final = "current"
_NAME = re.compile(r"graph-[0-9a-f-]{36}\.db")
_UNSAFE = re.compile(r"[^\w.-]+")


class IndexFolder:
    """The folder of one repository's index. Making this object touches nothing on disk."""

    def __init__(self, path: Path) -> None:
        """An index at a place.

        Args:
            path: Its folder; need not exist.
        """
        self.path = path
        self.gate = Gate(path)

    def lock(self) -> WriterLock:
        """The right to write here, making the folder where there is none.

        Raises:
            PermissionDenied: the folder cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if self.path.name == ".codalog" and not (self.path / ".gitignore").exists():
                (self.path / ".gitignore").write_text("*\n", encoding="utf-8")
            self.gate.make()
        except OSError as error:
            raise disk_error(error, self.path) from error
        return WriterLock(self.path)

    def current(self) -> Path | None:
        """The published file; None where nothing has been published.

        Raises:
            IndexDamaged: what is published is gone or makes no sense.
            PermissionDenied: no right to look.
        """
        try:
            name = (self.path / _CURRENT).read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except PermissionError as error:
            message = f"no right to read the index {self.path}"
            raise PermissionDenied(message) from error
        except (OSError, UnicodeDecodeError):
            name = ""
        file = self.path / name
        if not _NAME.fullmatch(name) or not file.is_file():
            message = f"the index {self.path} is damaged (its `current` file leads nowhere); build it again with `codalog index --fresh`"
            raise IndexDamaged(message)
        return file

    def required(self) -> Path:
        """The published file.

        Raises:
            NoIndex: there is none.
            IndexDamaged: as in `current`.
        """
        file = self.current()
        if file is None:
            message = f"no index in {self.path}; build it with `codalog index`"
            raise NoIndex(message)
        return file

    def new_build(self) -> Path:
        """A name for a build in progress."""
        return self.path / f"building-{new_stamp()}.db"

    def publish(self, build: Path) -> Path:
        """Make a finished, closed build the current one. Call with the writer's lock held.

        Args:
            build: From `new_build`.

        Returns:
            Its final name.

        Raises:
            DiskFull: no space to do so; the former index stays.
        """
        final = build.with_name(build.name.replace("building-", "graph-"))
        pointer = self.path / f"{_CURRENT}.new"
        try:
            _flush(build)
            build.rename(final)
            pointer.write_text(final.name + "\n", encoding="ascii")
            _flush(pointer)
            _flush_folder(self.path)
            pointer.replace(self.path / _CURRENT)
            _flush_folder(self.path)
        except OSError as error:
            raise disk_error(error, self.path) from error
        self.sweep()
        return final

    def sweep(self) -> None:
        """Remove what killed builds left and what has been replaced. Call with the writer's lock held."""
        kept = None
        with suppress(IndexDamaged):
            kept = self.current()
        with self.gate.alone():
            for file in self.path.iterdir():
                ours = file.name.startswith(("building-", "graph-", f"{_CURRENT}."))
                if ours and (kept is None or not file.name.startswith(kept.name)):
                    with suppress(OSError):  # Windows: a reader has it open; the next writer removes it
                        file.unlink()


def index_folder(root: Path, *, location: str = "data", data_dir: Path | None = None) -> IndexFolder:
    """The folder of a repository's index; made when first written.

    Args:
        root: The repository.
        location: 'data' for the user's data directory, 'repo' for `.codalog/` in the repository.
        data_dir: Folder to use in place of the user's data directory.
    """
    real = Path(os.path.realpath(root))
    if location == "repo":
        return IndexFolder(real / ".codalog")
    base = data_dir if data_dir is not None else platformdirs.user_data_path("codalog", appauthor=False)
    name = _UNSAFE.sub("-", real.name) or "root"
    return IndexFolder(base / f"{name[:60]}-{digest(os.fsencode(real))[:12]}")


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there; the rename is journalled by the file system
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
