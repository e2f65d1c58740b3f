"""What is known of each file of an index without reading it; kept from one run to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from indexer.languages.registry import registry
from indexer.pipeline.plan import SOURCE_ROOT_MARKERS

FILES: Final = "?[path, language, test] := *file{path, language, test}"
"""The rows that it is made of."""


class FileTable:
    """Languages and marks of files, by path."""

    def __init__(self, rows: Iterable[tuple[str, str, bool]]) -> None:
        """Args: path, language, and whether it is a test file."""
        self.languages: dict[str, str] = {}
        self.tests: set[str] = set()
        """Paths of test files."""
        self.roots: set[str] = set()
        """Paths of files that mark a source root."""
        self.projects: set[str] = set()
        """Paths of files that tell languages where imports lead."""
        for path, language, test in rows:
            self._add(path, language, test=test)

    def take(self, rows: Iterable[tuple[str, str, bool]], gone: Iterable[str]) -> None:
        """Takes up a change.

        Args:
            rows: of new and changed files.
            gone: paths of those that are not there any more.
        """
        for path in gone:
            self._remove(path)
        for path, language, test in rows:
            self._remove(path)
            self._add(path, language, test=test)

    def _add(self, path: str, language: str, *, test: bool) -> None:
        self.languages[path] = language
        if test:
            self.tests.add(path)
        if marks_root(path):
            self.roots.add(path)
        if registry().is_project_file(path):
            self.projects.add(path)

    def _remove(self, path: str) -> None:
        self.languages.pop(path, None)
        for marked in (self.tests, self.roots, self.projects):
            marked.discard(path)


def marks_root(path: str) -> bool:
    """Whether a file of this path marks a source root."""
    return path.rpartition("/")[2] in SOURCE_ROOT_MARKERS
