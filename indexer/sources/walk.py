"""Which files a repository has: one pass over its folders, in a fixed order, leaving out what is ignored.

What is left out, and why, is counted; what could not be read is a `Problem`. Nothing is opened but ignore files,
so a walk costs little more than the directory listing.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import NotADirectory, PermissionDenied
from indexer.model.records import Problem
from indexer.sources.classify import is_binary_name
from indexer.sources.gitdir import find_git
from indexer.sources.global_excludes import global_excludes_file
from indexer.sources.ignore import IgnoreList, Ignores
from indexer.sources.paths import escape

METADATA_FOLDERS = frozenset(
    (b".git", b".hg", b".svn", b".bzr", b".jj", b".sl", b"_darcs", b".fslckout", b"CVS", b".codalog")
)
"""What version control systems and Codalog keep for themselves: never entered, whatever a pattern says."""

JUNK_FOLDERS = frozenset(
    (
        b"node_modules", b"bower_components", b"jspm_packages", b"__pycache__", b".tox", b".nox", b".mypy_cache",
        b".pytest_cache", b".ruff_cache", b".hypothesis", b".ipynb_checkpoints", b".eggs", b".gradle", b".terraform",
        b".parcel-cache", b".turbo", b".yarn", b".pnpm-store", b".dart_tool", b".stack-work", b".bundle",
    )
)  # fmt: skip
"""Folders that tools fill: left out unless a `!` pattern brings them back. Virtual environments and folders that
carry a `CACHEDIR.TAG` are left out too, whatever they are called. `build`, `dist` and `target` are names that
projects also use for source: only an ignore file leaves them out."""

_CACHE_TAG = b"Signature: 8a477f597d28d172789f06886806bc55"
_MAX_IGNORE_BYTES = 1 << 20


class WalkOptions(NamedTuple):
    """How to walk."""

    global_excludes: bool = False
    """Whether git's per-user ignore file counts. Off, so that an index is the same on every machine."""


IGNORE_FILES: Final = frozenset({".gitignore", ".codalogignore"})
"""Files whose patterns leave others out."""


class SourceFile(NamedTuple):
    """A regular file that is not ignored."""

    path: str
    """From the root, with '/', as `indexer.sources.paths.escape` writes it."""
    size: int
    """Bytes."""
    mtime_ns: int
    inode: int
    mode: int
    """`st_mode`."""
    ctime_ns: int = 0
    """When its content, name or rights last changed; 0 where the system does not say."""


class Walked(NamedTuple):
    """What a walk found."""

    files: list[SourceFile]
    """In order of path."""
    problems: list[Problem]
    """What could not be read, in order of path."""
    skipped: dict[str, int]
    """Entries left out, by reason: 'ignored', 'junk', 'metadata', 'symlink', 'special', 'binary'. A folder counts
    once."""


def walk(root: Path, options: WalkOptions | None = None) -> Walked:
    """Find the files of a repository.

    Links are never followed: what a link inside the tree shows is found at its own place. Nested repositories and
    submodules are part of the tree. Ignore files above `root` in the same git checkout count, unless they exclude
    `root` itself. A file that git tracks although a pattern matches it is left out: patterns alone decide.

    Args:
        root: A folder.
        options: Defaults where None.

    Raises:
        NotADirectory: `root` is missing or no folder.
        PermissionDenied: `root` cannot be listed.
    """
    return _Walk(root, options or WalkOptions()).run()


def check_folder(root: Path) -> None:
    """Refuses what is no folder.

    Raises:
        NotADirectory: it is missing or no folder.
    """
    if not root.is_dir():
        state = "is not a folder" if root.exists() else "does not exist"
        raise NotADirectory(f"{root} {state}; give the folder of a repository")


class _Folder(NamedTuple):
    """A folder to list, with the lists that apply to it."""

    base: bytes
    """'' or its path with a final '/'."""
    plain: Ignores
    own: Ignores
    """From `.codalogignore`: what these say goes before what `plain` says."""
    brought_back: bool
    """Whether a `!` pattern, or the caller, asked for this very folder."""


class _Walk:
    def __init__(self, root: Path, options: WalkOptions) -> None:
        self.root = Path(os.path.abspath(root))
        self.raw_root = os.fsencode(self.root)
        self.options = options
        self.files: list[SourceFile] = []
        self.problems: list[Problem] = []
        self.skipped: Counter[str] = Counter()

    def run(self) -> Walked:
        check_folder(self.root)
        plain, own = self._lists_above()
        pending = [_Folder(b"", plain, own, brought_back=True)]
        while pending:
            pending.extend(self._list(pending.pop()))
        self.files.sort()
        self.problems.sort()
        return Walked(self.files, self.problems, dict(sorted(self.skipped.items())))

    def _list(self, folder: _Folder) -> list[_Folder]:
        """List one folder: keep its files, return the folders to enter."""
        base, plain, own, brought_back = folder
        try:
            with os.scandir(os.path.join(self.raw_root, base)) as listing:
                entries = {entry.name: entry for entry in listing}
        except OSError as error:
            self._unreadable_folder(base, error)
            return []
        if not brought_back and self._is_tool_folder(entries):
            self.skipped["junk"] += 1
            return []
        if b".gitignore" in entries:
            plain = plain.inside(self._ignore_list(entries[b".gitignore"], base), base)
        if b".codalogignore" in entries:
            own = own.inside(self._ignore_list(entries[b".codalogignore"], base), base)
        patterns = bool(plain.placed or own.placed)
        inside: list[_Folder] = []
        for name, entry in entries.items():
            if entry.is_symlink():
                self.skipped["symlink"] += 1
                continue
            if name in METADATA_FOLDERS:
                self.skipped["metadata"] += 1
                continue
            is_folder = entry.is_dir(follow_symlinks=False)
            path = base + name
            verdict = None
            if patterns:
                verdict = own.excludes(path, name, folder=is_folder)
                if verdict is None and plain.placed:
                    verdict = plain.excludes(path, name, folder=is_folder)
            if verdict:
                self.skipped["ignored"] += 1
            elif is_folder:
                if name in JUNK_FOLDERS and verdict is None:
                    self.skipped["junk"] += 1
                else:
                    inside.append(_Folder(path + b"/", plain, own, verdict is False))
            elif is_binary_name(name):
                self.skipped["binary"] += 1
            else:
                self._file(path, entry)
        return inside

    def _file(self, path: bytes, entry: os.DirEntry[bytes]) -> None:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # gone since the listing
        except OSError as error:
            self._problem(path, error)
            return
        if not stat.S_ISREG(status.st_mode):
            self.skipped["special"] += 1
            return
        times = (status.st_mtime_ns, status.st_ino, status.st_mode, status.st_ctime_ns)
        self.files.append(SourceFile(escape(path), status.st_size, *times))

    def _is_tool_folder(self, entries: dict[bytes, os.DirEntry[bytes]]) -> bool:
        """Whether a folder says of itself that it is a virtual environment or a cache."""
        if b"pyvenv.cfg" in entries:
            return True
        tag = entries.get(b"CACHEDIR.TAG")
        if tag is None or not tag.is_file(follow_symlinks=False):
            return False
        try:
            with open(tag.path, "rb") as file:
                return file.read(len(_CACHE_TAG)) == _CACHE_TAG
        except OSError:
            return False

    def _ignore_list(self, entry: os.DirEntry[bytes], folder: bytes) -> IgnoreList:
        """The patterns of an ignore file; like git, none if it is a link."""
        if not entry.is_file(follow_symlinks=False):
            return IgnoreList(b"")
        return self._read_ignore(entry.path, folder + entry.name)

    def _read_ignore(self, file: bytes | Path, path: bytes) -> IgnoreList:
        try:
            with open(file, "rb") as stream:
                content = stream.read(_MAX_IGNORE_BYTES + 1)
        except FileNotFoundError:
            return IgnoreList(b"")
        except OSError as error:
            self._problem(path, error)
            return IgnoreList(b"")
        if len(content) > _MAX_IGNORE_BYTES:
            message = f"ignore file over {_MAX_IGNORE_BYTES} bytes: not used"
            self.problems.append(Problem(escape(path), "too-large", message, 0))
            return IgnoreList(b"")
        return IgnoreList(content)

    def _lists_above(self) -> tuple[Ignores, Ignores]:
        """The lists that apply at the root from outside it: the user's, the checkout's, those of folders above."""
        plain, own = Ignores(), Ignores()
        git = find_git(self.root)
        if self.options.global_excludes and (user_file := global_excludes_file(self.root)):
            plain = plain.inside(self._read_ignore(user_file, os.fsencode(user_file)), b"")
        if git is None:
            return plain, own
        plain = plain.inside(self._read_ignore(git.common / "info" / "exclude", b".git/info/exclude"), b"")
        # Down from the top of the checkout; all paths here are seen from there.
        place, way = git.top, b""
        for part in self.root.relative_to(git.top).parts:
            plain = plain.inside(self._outer(place / ".gitignore"), way)
            own = own.inside(self._outer(place / ".codalogignore"), way)
            name = os.fsencode(part)
            verdict = own.excludes(way + name, name, folder=True)
            if verdict or (verdict is None and plain.excludes(way + name, name, folder=True)):
                return Ignores(), Ignores()
            place, way = place / part, way + name + b"/"
        return plain.seen_from(way), own.seen_from(way)

    def _outer(self, file: Path) -> IgnoreList:
        if file.is_symlink() or not file.is_file():
            return IgnoreList(b"")
        return self._read_ignore(file, os.fsencode(os.path.relpath(file, self.root)))

    def _unreadable_folder(self, folder: bytes, error: OSError) -> None:
        if not folder and isinstance(error, PermissionError):
            raise PermissionDenied(f"no permission to list {self.root}; run as a user who may read it") from error
        if not isinstance(error, FileNotFoundError):
            self._problem(folder.rstrip(b"/"), error)

    def _problem(self, path: bytes, error: OSError) -> None:
        self.problems.append(Problem(escape(path), "unreadable", error.strerror or str(error), 0))
