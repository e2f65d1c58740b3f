"""Read one file: bytes from disk to the redacted UTF-8 that is parsed, or the reason why there is none."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from indexer.model.records import Problem
from indexer.sources.decode import decode, is_binary
from indexer.sources.paths import unescape
from indexer.sources.redact import redact

_HEAD_BYTES = 8192
_CONFIG_NAME = re.compile(
    r".*\.(?:env|ini|cfg|conf|cnf|properties|ya?ml|netrc|pgpass|tfvars)|\.env\..*|\.?(?:netrc|npmrc|pypirc|pgpass)",
    re.IGNORECASE,
)


_OPEN_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):  # each where the platform has it
    _OPEN_FLAGS |= getattr(os, _flag, 0)


class LoadOptions(NamedTuple):
    """How to read files."""

    max_bytes: int = 2_000_000
    """Larger files are not parsed; they are recorded as `too-large`."""
    redact: bool = True
    """Whether secrets are masked."""
    overlay: Mapping[str, bytes] = MappingProxyType({})
    """Text that stands in for files, by path: what an editor has not saved yet."""

    def __reduce__(self) -> tuple[type[LoadOptions], tuple[int, bool, dict[str, bytes]]]:
        """How it goes to a worker: views of dictionaries cannot be sent."""
        return LoadOptions, (self.max_bytes, self.redact, dict(self.overlay))


class Loaded(NamedTuple):
    """The text of one file."""

    data: bytes
    """Valid UTF-8 with secrets masked: what is parsed, hashed and stored, and what spans refer to."""
    encoding: str
    """How the file was read, as Python names codecs."""
    problem: Problem | None
    """Of code 'encoding' where bytes made no sense and became U+FFFD."""


def load(root: Path, path: str, options: LoadOptions | None = None) -> Loaded | Problem | None:
    """Read one file of a repository.

    Links are not followed, so that a file replaced by a link since the walk shows nothing from outside the tree.

    Args:
        root: The folder that was walked.
        path: A `SourceFile.path`.
        options: Defaults where None.

    Returns:
        The text; None for a binary file or one that is gone; a `Problem` of code 'unreadable' or 'too-large' for
        a file that should have been read.
    """
    options = options or LoadOptions()
    unsaved = options.overlay.get(path)
    try:
        raw = _read(os.path.join(os.fsencode(root), unescape(path)), options.max_bytes) if unsaved is None else unsaved
    except FileNotFoundError:
        return None
    except OSError as error:
        return Problem(path, "unreadable", error.strerror or str(error), 0)
    if is_binary(raw):
        return None
    if len(raw) > options.max_bytes:
        return Problem(path, "too-large", f"over {options.max_bytes} bytes: not parsed", 0)
    data, encoding, lossy = decode(raw)
    problem = Problem(path, "encoding", f"bytes that are not {encoding} were replaced", 0) if lossy else None
    if options.redact:
        data = redact(data, config=_CONFIG_NAME.fullmatch(path.rpartition("/")[2]) is not None)
    return Loaded(data, encoding, problem)


def load_head(root: Path, path: str, size: int = _HEAD_BYTES) -> bytes:
    """The first bytes of a file as they are on disk, to tell its language; b'' if it cannot be read."""
    try:
        return _read(os.path.join(os.fsencode(root), unescape(path)), size)[:size]
    except OSError:
        return b""


def _read(file: bytes, limit: int) -> bytes:
    """All of a file of at most `limit` bytes, else its first `limit + 1` bytes or so."""
    # Non-blocking, so that a pipe put in the place of a file cannot hang the reader.
    with open(os.open(file, _OPEN_FLAGS), "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise FileNotFoundError
        if status.st_size <= limit:
            return stream.read(limit + 1)
        head = stream.read(_HEAD_BYTES)
        return head if is_binary(head) else head + stream.read(max(0, limit + 1 - len(head)))
