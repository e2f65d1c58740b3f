"""What an index no longer needs: versions that were replaced long ago, and the bodies and vectors that only they had."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.store.archive import Archive
from indexer.store.models import models
from indexer.store.schema import load_schema
from indexer.store.updater import Change, IndexUpdater

_MICRO: Final = 1_000_000
_ARCHIVED: Final = ("version", "node", "edge_change")


class Garbage(NamedTuple):
    """What was removed, in rows."""

    versions: int
    nodes: int
    edge_changes: int
    vectors: int


def collect(updater: IndexUpdater, older_than: float, archive: Path | None) -> Garbage:
    """Removes what was replaced before a moment; answers as of any later moment stay the same.

    Args:
        updater: The index, its lock held.
        older_than: Seconds since the epoch.
        archive: Folder of Parquet files that take what is removed; None to let it go.

    Raises:
        MissingExtra: an archive is wanted and pyarrow is not installed.
        DiskFull: no space left; nothing is removed.
    """
    limit = int(older_than * _MICRO)
    versions, replaced = _replaced_versions(updater, limit)
    changes = _old_changes(updater, limit)
    nodes, moments = _unneeded_nodes(updater, versions, replaced)
    if archive is not None:
        files = Archive(archive)
        files.add("version", load_schema().relation("version").headers, versions, replaced)
        files.add("node", load_schema().relation("node").headers, nodes, moments)
        files.add(
            "edge_change",
            load_schema().relation("edge_change").headers,
            [row for row, _ in changes],
            [at for _, at in changes],
        )
    gone = [[row[1]] for row in nodes]
    vectors = 0
    removals = [
        Change("version", [], [row[:2] for row in versions]),
        Change("node", [], [row[:1] for row in nodes]),
        Change("edge_change", [], [row[:4] for row, _ in changes]),
    ]
    updater.apply(removals)
    for model in models(updater.engine):
        vectors += updater.remove_vectors(model.relation, gone)
    return Garbage(len(versions), len(nodes), len(changes), vectors)


def _replaced_versions(updater: IndexUpdater, limit: int) -> tuple[list[Sequence[Any]], list[int]]:
    """Versions that another one had replaced by the limit, each with when; and goings that nothing follows."""
    columns = ", ".join(load_schema().relation("version").headers)
    by_symbol: dict[int, list[Sequence[Any]]] = {}
    for stored in updater.read(f"?[{columns}] := *version{{{columns}}}").rows:
        by_symbol.setdefault(stored[0], []).append(stored)
    found: list[Sequence[Any]] = []
    moments: list[int] = []
    for rows in by_symbol.values():
        rows.sort(key=lambda row: row[1][0])
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            if following is not None and following[1][0] <= limit:
                found.append(row)
                moments.append(following[1][0])
            elif following is None and not row[1][1] and row[1][0] <= limit:
                found.append(row)
                moments.append(row[1][0])
    return found, moments


def _unneeded_nodes(
    updater: IndexUpdater, versions: Sequence[Sequence[Any]], moments: Sequence[int]
) -> tuple[list[Sequence[Any]], list[int]]:
    """Bodies that no symbol has and that no version which stays had, each with when its last version ended."""
    going = {(row[0], row[1][0]) for row in versions}
    needed = {row[0] for row in updater.read("?[content_hash] := *symbol:by_content_hash{content_hash}").rows}
    for symbol, at, content_hash in updater.read(
        "?[symbol, at, content_hash] := *version{symbol, at, content_hash}"
    ).rows:
        if (symbol, at[0]) not in going:
            needed.add(content_hash)
    ended: dict[str, int] = {}
    for row, at in zip(versions, moments, strict=True):
        ended[row[2]] = max(at, ended.get(row[2], 0))
    columns = ", ".join(load_schema().relation("node").headers)
    rows: list[Sequence[Any]] = [
        row for row in updater.read(f"?[{columns}] := *node{{{columns}}}").rows if row[0] not in needed
    ]
    return rows, [ended.get(row[0], 0) for row in rows]


def _old_changes(updater: IndexUpdater, limit: int) -> list[tuple[Sequence[Any], int]]:
    columns = ", ".join(load_schema().relation("edge_change").headers)
    started = {row[0]: int(row[1] * _MICRO) for row in updater.read("?[stamp, started] := *run{stamp, started}").rows}
    rows = updater.read(f"?[{columns}] := *edge_change{{{columns}}}").rows
    return [(row, started[row[0]]) for row in rows if started.get(row[0], limit) < limit]


def restore(updater: IndexUpdater, archive: Path) -> dict[str, int]:
    """Puts what an archive holds back into the index; bodies get new keys, and vectors when the index is next embedded.

    Args:
        updater: The index, its lock held.
        archive: Folder of Parquet files that `collect` wrote.

    Returns:
        Rows by relation.

    Raises:
        MissingExtra: pyarrow is not installed.
        BadParameter: there is no such folder.
    """
    files = Archive(archive)
    changes = []
    for relation in _ARCHIVED:
        rows = files.rows(relation, load_schema().relation(relation).headers)
        if relation == "node":
            there = {row[0] for row in updater.read("?[content_hash] := *node{content_hash}").rows}
            largest = updater.read("?[max(key)] := *node:by_key{key}").rows
            following = int(largest[0][0]) + 1 if largest and largest[0][0] is not None else 0
            missing = {row[0]: row for row in rows if row[0] not in there}
            rows = [[row[0], following + number, *row[2:]] for number, row in enumerate(missing.values())]
        changes.append(Change(relation, rows, []))
    updater.apply(changes)
    return {change.relation: len(change.puts) for change in changes}
