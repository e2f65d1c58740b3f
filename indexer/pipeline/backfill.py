"""What the repository was before it was indexed: versions of its symbols from past commits.

Every distinct blob is parsed once.  Only versions and bodies are written: what symbols were, not how they were linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.link.naming import Names
from indexer.model.identity import stamp_at
from indexer.pipeline.analyse import OnProgress
from indexer.pipeline.pool import extract_all
from indexer.pipeline.wire import Extracted, NodeText
from indexer.pipeline.worker import Task
from indexer.settings import Settings
from indexer.sources.classify import is_binary_name
from indexer.sources.commits import BlobChange, Blobs, Commit, blobs_of, changes_of, last_commits
from indexer.sources.load import LoadOptions
from indexer.store.folder import IndexFolder, index_folder
from indexer.store.updater import Change, IndexUpdater
from indexer.telemetry import Progress

_MICRO: Final = 1_000_000


class Backfilled(NamedTuple):
    """What was written."""

    commits: int
    blobs: int
    """Distinct contents that were parsed."""
    versions: int
    nodes: int


class _Body(NamedTuple):
    content_hash: str
    stamp: str
    path: str
    qualified_name: str


def backfill(root: Path, settings: Settings, most: int, on_progress: OnProgress) -> Backfilled:
    """Adds the versions of past commits to the history of an index.

    Args:
        root: The repository, which must be indexed.
        settings: What to choose.
        most: How many commits of the first-parent history, from the last.
        on_progress: Called with each commit.

    Raises:
        NoIndex: it is not indexed.
        IndexUnusable: another process writes the index.
        SourceError: there is no git history.
    """
    commits = last_commits(root, most)
    folder: IndexFolder = index_folder(root, location=settings.location, data_dir=settings.data_dir)
    with blobs_of(root) as blobs, IndexUpdater(folder, binding=settings.engine) as updater:
        past = _Past(root, settings, blobs)
        for number, (commit, before) in enumerate(zip(commits, [None, *commits], strict=False)):
            on_progress(Progress("history", number, len(commits), commit.revision[:10]))
            past.add(commit, changes_of(root, commit, before))
        on_progress(Progress("history", len(commits), len(commits), ""))
        return past.write(updater, commits)


class _Past:
    """The states of a repository, commit by commit."""

    def __init__(self, root: Path, settings: Settings, blobs: Blobs) -> None:
        self._root = root
        self._settings = settings
        self._blobs = blobs
        self._parsed: dict[tuple[str, str], dict[int, tuple[str, str]]] = {}
        """(content hash, qualified name) by symbol, of a path and blob."""
        self._now: dict[str, dict[int, tuple[str, str]]] = {}
        self._bodies: dict[int, _Body] = {}
        self._nodes: dict[str, NodeText] = {}
        self._versions: list[Sequence[Any]] = []

    def add(self, commit: Commit, changes: Sequence[BlobChange]) -> None:
        """Takes in what a commit changed."""
        fresh = {
            change.path: change.blob
            for change in changes
            if change.blob and (change.path, change.blob) not in self._parsed and not is_binary_name(change.path.encode("utf-8", "surrogateescape"))
        }  # fmt: skip
        for path, symbols in self._parse(fresh):
            self._parsed[path, fresh[path]] = symbols
        at = commit.at
        stamp = stamp_at(at // 1000, commit.revision)
        for change in changes:
            before = self._now.pop(change.path, {})
            after = self._parsed.get((change.path, change.blob), {}) if change.blob else {}
            if after:
                self._now[change.path] = after
            for symbol in before.keys() - after.keys():
                self._versions.append((symbol, [at, False], "", "", "", ""))
                self._bodies.pop(symbol, None)
            for symbol, (content_hash, name) in after.items():
                old = self._bodies.get(symbol)
                if old is None or old.content_hash != content_hash:
                    body = self._bodies[symbol] = _Body(content_hash, stamp, change.path, name)
                    self._versions.append((symbol, [at, True], *body))

    def _parse(self, blobs: dict[str, str]) -> Iterator[tuple[str, dict[int, tuple[str, str]]]]:
        overlay = {path: self._blobs.read(blob) for path, blob in blobs.items()}
        task = Task(self._root, LoadOptions(self._settings.max_file_bytes, self._settings.redact, overlay))
        for result in extract_all(task, sorted(overlay), self._settings.worker_count()):
            if isinstance(result, Extracted):
                facts = result.facts
                ids, _, names = Names([facts], {}).of_file(0)
                for node in result.nodes():
                    self._nodes.setdefault(node.content_hash, node)
                yield (
                    facts.path,
                    {
                        one: (symbol.content_hash, name)
                        for one, symbol, name in zip(ids, facts.symbols, names, strict=True)
                    },
                )

    def write(self, updater: IndexUpdater, commits: Sequence[Commit]) -> Backfilled:
        """Writes what the index does not have, in one transaction."""
        first = updater.read("?[min(started)] := *run{started}, started > 0.0").rows
        limit = int(float(first[0][0]) * _MICRO) if first and first[0][0] is not None else 0
        names = {row[0]: row[1] for row in updater.read("?[id, qualified_name] := *symbol{id, qualified_name}").rows}
        versions = [
            (*row[:5], names.get(row[0], row[5])) if row[5] else row for row in self._versions if row[1][0] < limit
        ]
        there = {row[0] for row in updater.read("?[content_hash] := *node{content_hash}").rows}
        largest = updater.read("?[max(key)] := *node:by_key{key}").rows
        following = int(largest[0][0]) + 1 if largest and largest[0][0] is not None else 0
        wanted = {row[2] for row in versions} - there
        nodes = [
            (node.content_hash, following + number, *node[1:])
            for number, node in enumerate(self._nodes[one] for one in sorted(wanted & self._nodes.keys()))
        ]
        known = {row[0] for row in updater.read("?[revision] := *run{revision}").rows}
        runs = [
            (stamp_at(commit.at // 1000, commit.revision), commit.at / _MICRO, commit.at / _MICRO, commit.revision, {"backfilled": 1})
            for commit in commits
            if commit.revision not in known and commit.at < limit
        ]  # fmt: skip
        updater.apply([Change("version", versions, []), Change("node", nodes, []), Change("run", runs, [])])
        return Backfilled(len(commits), len(self._parsed), len(versions), len(nodes))
