"""Text that editors have not saved yet."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath, PureWindowsPath

from indexer.errors import BadParameter


class Overlay:
    """Unsaved text by path, shared between an editor's thread and the one that watches."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: dict[str, str] = {}
        self._news: set[str] = set()

    def set(self, path: str, text: str) -> None:
        """Lets a text stand in for a file from now on.

        Args:
            path: relative to the root, with '/'; of a file that need not be there yet.
            text: what the editor shows.

        Raises:
            BadParameter: the path is not relative.
        """
        if PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute():
            raise BadParameter(f"{path} is not relative to the root; leave the folder of the repository out")
        with self._lock:
            if self._texts.get(path) != text:
                self._texts[path] = text
                self._news.add(path)

    def drop(self, paths: str | Iterable[str]) -> None:
        """Goes back to what is on disk: the editor closed the file, or saved it.

        Args:
            paths: one, or several, as `set` was given them.
        """
        with self._lock:
            for path in [paths] if isinstance(paths, str) else paths:
                if self._texts.pop(path, None) is not None:
                    self._news.add(path)

    def news(self) -> frozenset[str]:
        """Paths that were set or dropped since this was last asked."""
        with self._lock:
            found = frozenset(self._news)
            self._news.clear()
            return found

    def texts(self) -> Mapping[str, str]:
        """What stands in for what, now."""
        with self._lock:
            return dict(self._texts)
