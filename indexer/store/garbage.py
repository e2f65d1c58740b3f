"""What an index no longer needs: what was replaced long ago, and the bodies and vectors that only it had."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.store.archive import Archive
from indexer.store.models import models
from indexer.store.schema import load_schema
from indexer.store.updater import Change, IndexUpdater

_MICRO: Final = 1_000_000
_ARCHIVED: Final = ("version", "node", "edge_change", "undo")


class Garbage(NamedTuple):
    """What was removed, in rows."""

    versions: int
    nodes: int
    edge_changes: int
    undos: int
    """Records of what undoes a run, a relation each."""
    vectors: int
    """Of bodies that are gone, and of models that search does not use any more."""


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
    nodes, moments = _unneeded_nodes(updater, versions, replaced)
    gone: dict[str, list[tuple[Sequence[Any], int]]] = {
        "version": list(zip(versions, replaced, strict=True)),
        "node": list(zip(nodes, moments, strict=True)),
        "edge_change": _of_old_runs(updater, "edge_change", limit),
        "undo": _of_old_runs(updater, "undo", limit),
    }
    if archive is not None:
        files = Archive(archive)
        for relation, dated in gone.items():
            headers = load_schema().relation(relation).headers
            files.add(relation, headers, [row for row, _ in dated], [at for _, at in dated])
    widths = {relation: load_schema().relation(relation).key_width for relation in gone}
    removals = [Change(relation, [], [row[: widths[relation]] for row, _ in dated]) for relation, dated in gone.items()]
    updater.apply([*removals, Change("meta", [("collected", repr(time.time()))], [])])
    counts = {relation: len(dated) for relation, dated in gone.items()}
    vectors = _remove_vectors(updater, nodes)
    return Garbage(counts["version"], counts["node"], counts["edge_change"], counts["undo"], vectors)


def _remove_vectors(updater: IndexUpdater, nodes: Sequence[Sequence[Any]]) -> int:
    """Vectors of bodies that are gone, and all of models that search does not use any more."""
    count = 0
    for model in models(updater.engine):
        if model.active or model.next:
            count += updater.remove_vectors(model.relation, [[row[1]] for row in nodes])
        else:
            count += int(updater.read(f"?[count(key)] := *{model.relation}{{key}}").rows[0][0])
            updater.forget_model(model)
    return count


def collected_at(updater: IndexUpdater) -> float:
    """When garbage was last collected, seconds since the epoch; 0 where it never was."""
    rows = updater.read("?[value] := *meta{key: 'collected', value}").rows
    return float(rows[0][0]) if rows else 0.0


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


def _of_old_runs(updater: IndexUpdater, relation: str, limit: int) -> list[tuple[Sequence[Any], int]]:
    """Rows that runs left which had begun by the limit, each with when that was."""
    columns = ", ".join(load_schema().relation(relation).headers)
    runs = updater.read("?[stamp, started] := *run{stamp, started}").rows
    old = {stamp: at for stamp, started in runs if (at := int(started * _MICRO)) <= limit}
    script = f"wanted[run] <- $runs\n?[{columns}] := wanted[run], *{relation}{{{columns}}}"
    return [(row, old[row[0]]) for row in updater.read(script, runs=[[run] for run in sorted(old)]).rows]


def restore(updater: IndexUpdater, archive: Path) -> dict[str, int]:
    """Puts what an archive holds back into the index; bodies get their vectors when the index is next embedded.

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
            rows = _with_free_keys(updater, rows)
        changes.append(Change(relation, rows, []))
    updater.apply(changes)
    return {change.relation: len(change.puts) for change in changes}


def _with_free_keys(updater: IndexUpdater, nodes: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The bodies that the index does not have, each with the key that it had unless another body has taken it."""
    there = dict(updater.read("?[content_hash, key] := *node{content_hash, key}").rows)
    missing = {row[0]: row for row in nodes if row[0] not in there}
    taken = set(there.values())
    following = max([*taken, *(row[1] for row in missing.values())], default=-1) + 1
    found: list[list[Any]] = []
    for row in missing.values():
        key = row[1]
        if key in taken:
            key, following = following, following + 1
        taken.add(key)
        found.append([row[0], key, *row[2:]])
    return found
