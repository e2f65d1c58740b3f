"""Linking after a change: only what the change concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from indexer.link.assembly import LinkedFile
from indexer.link.deep import deeply
from indexer.link.live.linker import Again, Marks, RepositoryLinker
from indexer.link.live.versions import Roots
from indexer.model.records import FileFacts, Problem
from indexer.pipeline import rows
from indexer.pipeline.analyse import Extraction, OnProgress
from indexer.pipeline.digests import Digests, digests_of, linked_files
from indexer.pipeline.file_table import FileTable, marks_root
from indexer.pipeline.stored import StoredFiles, all_rows, changed_rows
from indexer.store.updater import Change, IndexUpdater
from indexer.telemetry import Progress


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
    linked: int
    """Files that were linked again."""
    problems: Sequence[Problem]
    """Of linking itself."""
    written: Sequence[Change]
    """What linking writes down for the next run."""


def relink(
    updater: IndexUpdater,
    changed: Changed,
    on_progress: OnProgress,
    linker: RepositoryLinker | None = None,
    table: FileTable | None = None,
) -> Relinked:
    """Links what a change concerns.

    Args:
        updater: The index.
        changed: The change.
        on_progress: Called with each step.
        linker: What links, and keeps families linked from one run to the next; None where nothing is kept.
        table: What is known of the files before the change, which it takes up; None where that is not kept.

    Returns:
        The rows of files that may be others than are stored.
    """

    def read(script: str, **params: Any) -> Sequence[Sequence[Any]]:
        return updater.read(script, **params).rows

    files = changed.extraction.files
    on_progress(Progress("link", 0, len(files), ""))
    stored = StoredFiles(read, table)
    facts: dict[str, FileFacts | None] = {file.facts.path: file.facts for file in files}
    facts |= {path: None for path in changed.gone if stored.has(path)}
    known = stored.table
    tests = known.tests - facts.keys() - changed.gone | {file.facts.path for file in files if file.test}
    roots = known.roots - changed.gone | {file.facts.path for file in files if marks_root(file.facts.path)}
    marks = Marks(frozenset(tests), Roots(sorted(known.roots), sorted(roots)))
    again = deeply(lambda: (linker or RepositoryLinker()).update(stored, facts, marks))
    found, digests = _files(updater, again, frozenset(facts))
    on_progress(Progress("link", len(found), len(found), ""))
    written: list[Change] = []
    for family, one in again.otherwise.items():
        written.append(changed_rows(read, family, "flow", {(path,): packed for path, packed in one.records.items()}))
        written.append(changed_rows(read, family, "asked", one.asked))
    if again.whole is not None:
        for family, recorded in again.whole.recorded.items():
            written += all_rows(read, family, recorded)
    known.take(((file.facts.path, file.facts.language, file.test) for file in files), changed.gone)
    linked = len(again.files.keys() | again.wanted)
    return Relinked(found, digests, linked, () if again.whole is None else again.whole.problems, written)


def _files(
    updater: IndexUpdater, again: Again, changed: frozenset[str]
) -> tuple[dict[str, LinkedFile], dict[str, Digests]]:
    """The files whose rows may be others than are stored, with the digests of these."""
    found = dict(again.files)
    if again.whole is not None:
        whole = linked_files(again.whole, rows.edge_rows(again.whole))
        found |= {path: file for path, file in whole.items() if path in again.wanted}
    digests = digests_of(found)
    stored = stored_digests(updater) if found.keys() - changed else {}
    stale = {path for path in found if path in changed or stored.get(path) != digests[path]}
    return {path: found[path] for path in sorted(stale)}, {path: digests[path] for path in sorted(stale)}


def stored_digests(updater: IndexUpdater) -> dict[str, Digests]:
    """The digests of the rows that are stored, by path."""
    found = updater.read("?[path, symbols, edges] := *linked{path, symbols, edges}").rows
    return {path: Digests(symbols, edges) for path, symbols, edges in found}
