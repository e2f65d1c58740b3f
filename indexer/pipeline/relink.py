"""Linking after a change: everything again, or what a session that has kept up says is concerned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from indexer.link.assembly import LinkedFile
from indexer.model.records import FileFacts, Problem
from indexer.pipeline import rows
from indexer.pipeline.analyse import Extraction, OnProgress, link_extraction
from indexer.pipeline.digests import Digests, digests_of, linked_files
from indexer.pipeline.wire import Extracted, unpack_facts
from indexer.store.pieces import joined
from indexer.store.updater import IndexUpdater


class Changed(NamedTuple):
    """The files that a run found changed."""

    extraction: Extraction
    """New and changed files, as they are now."""
    gone: frozenset[str]
    """Paths of files that are removed, or hold no text any more."""


class Relinked(NamedTuple):
    """What linking says of a change."""

    files: Mapping[str, LinkedFile]
    """By path: all files of which any row may differ from what is stored."""
    digests: Mapping[str, Digests]
    """Of the rows of these files."""
    problems: Sequence[Problem]
    """Of linking itself."""


class Relink(Protocol):
    """Links after a change."""

    def __call__(self, updater: IndexUpdater, changed: Changed, on_progress: OnProgress) -> Relinked:
        """Gives the rows of the files that the change concerns."""


def relink_everything(updater: IndexUpdater, changed: Changed, on_progress: OnProgress) -> Relinked:
    """Links all files, and gives those that changed and those whose rows are not what is stored: exact whatever the change."""
    extraction = changed.extraction
    known = {file.facts.path for file in extraction.files}
    kept = [
        file
        for file in stored_files(lambda script: updater.read(script).rows)
        if file.facts.path not in known | changed.gone
    ]
    everything = Extraction(sorted([*extraction.files, *kept], key=_path), [], [])
    linked = link_extraction(everything, on_progress)
    files = linked_files(linked, rows.edge_rows(linked))
    digests = digests_of(files)
    stored = stored_digests(updater)
    stale = {path: file for path, file in files.items() if path in known or stored.get(path) != digests[path]}
    return Relinked(stale, {path: digests[path] for path in stale}, linked.problems)


def stored_files(read: Callable[[str], Sequence[Sequence[Any]]]) -> list[Extracted]:
    """The files of an index, with the facts that it keeps of them, in the order of their paths.

    Args:
        read: Gives the rows of a script.
    """
    marks = read("?[path, generated, vendored, test] := *file{path, generated, vendored, test}")
    of: dict[str, Sequence[bool]] = {row[0]: row[1:] for row in marks}
    kept = read("?[path, part, packed] := *facts{path, part, packed}\n:order path, part")
    return [Extracted(unpack_facts(packed), b"", b"", *of[path]) for path, packed in joined(kept)]


def stored_facts(updater: IndexUpdater, path: str) -> FileFacts:
    """The facts that an index keeps of a file."""
    script = "?[path, part, packed] := path = $path, *facts{path, part, packed}\n:order part"
    return unpack_facts(next(joined(updater.read(script, path=path).rows))[1])


def stored_digests(updater: IndexUpdater) -> dict[str, Digests]:
    """The digests of the rows that are stored, by path."""
    found = updater.read("?[path, symbols, edges] := *linked{path, symbols, edges}").rows
    return {path: Digests(symbols, edges) for path, symbols, edges in found}


def _path(file: Extracted) -> str:
    return file.facts.path
