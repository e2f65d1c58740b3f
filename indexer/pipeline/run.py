"""One index run, from the repository to the published index."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import IndexUnusable
from indexer.languages.python.extract import EXTRACTOR_VERSION
from indexer.model.identity import new_stamp
from indexer.model.records import Linked, Problem
from indexer.pipeline import rows
from indexer.pipeline.analyse import Extraction, OnProgress, extract_plan, ignore_progress, link_extraction
from indexer.pipeline.collection import without_collection
from indexer.pipeline.embedding import embed_index, is_embedded, vectors_of
from indexer.pipeline.plan import Plan, has_changed, make_plan
from indexer.pipeline.report import IndexReport
from indexer.settings import Settings
from indexer.sources.revision import current_revision
from indexer.store.folder import IndexFolder, index_folder
from indexer.store.history import carry
from indexer.store.reader import FileState, IndexReader
from indexer.store.rows import symbol_row
from indexer.store.session import carry_vectors
from indexer.store.writer import IndexWriter
from indexer.telemetry import Progress, phase

LINKER_VERSION: Final = 1
"""Raise it when linking gives other edges for the same facts: indexes are then built again."""


class _Former(NamedTuple):
    """The index that a run finds."""

    reader: IndexReader
    files: Mapping[str, FileState]
    meta: Mapping[str, str]


def index_repository(root: Path, settings: Settings, on_progress: OnProgress | None = None) -> IndexReport:
    """Brings the index of a repository up to date.

    Args:
        root: The repository.
        settings: What to choose.
        on_progress: Called with each step.

    Returns:
        What was read, written and left out.

    Raises:
        SourceError: the repository cannot be read, or holds nothing.
        IndexUnusable: another process writes the index.
        ResourceError: the disk is full.
        UsageError: it is no folder.
    """
    with without_collection():
        return _index(root, settings, on_progress)


def _index(root: Path, settings: Settings, on_progress: OnProgress | None) -> IndexReport:
    began, clock = time.time(), time.monotonic()
    tell = on_progress or ignore_progress
    folder = index_folder(root, location=settings.location, data_dir=settings.data_dir)
    with phase("discover"):
        tell(Progress("discover", 0, 0, ""))
        plan = make_plan(root, settings)
        tell(Progress("discover", len(plan.files), len(plan.files), ""))
    former = _former(folder, settings)
    try:
        if former is not None and not settings.fresh and _is_current(root, plan, former, settings):
            report = _unchanged(root, folder, former, plan)
            embedded = not settings.embed or is_embedded(former.reader, settings)
        else:
            report = _build(root, folder, settings, plan, former, began, tell)
            embedded = not settings.embed
    finally:
        if former is not None:
            former.reader.close()
    if not embedded:
        vectors, embedder = embed_index(folder, settings, tell)
        report = report._replace(changed=True, vectors=vectors, embedder=embedder)
    return report._replace(seconds=time.monotonic() - clock)


def _signature(settings: Settings) -> dict[str, str]:
    """What besides the files decides the content of an index."""
    return {
        "extractor": str(EXTRACTOR_VERSION),
        "linker": str(LINKER_VERSION),
        "max_file_bytes": str(settings.max_file_bytes),
        "redact": str(settings.redact),
    }


def _former(folder: IndexFolder, settings: Settings) -> _Former | None:
    """The index that is there; None where there is none that can be used, which a build then replaces."""
    try:
        reader = IndexReader(folder, binding=settings.engine)
    except IndexUnusable:
        return None
    return _Former(reader, reader.files(), reader.meta())


def _is_current(root: Path, plan: Plan, former: _Former, settings: Settings) -> bool:
    if any(former.meta.get(key) != value for key, value in _signature(settings).items()):
        return False
    return not has_changed(root, plan, former.files, float(former.meta.get("began", "0")))


def _unchanged(root: Path, folder: IndexFolder, former: _Former, plan: Plan) -> IndexReport:
    counts = former.reader.run("?[stamp, counts] := *run{stamp, counts}\n:order -stamp\n:limit 1").rows
    known: dict[str, int] = counts[0][1] if counts else {}
    _, vectors, _ = vectors_of(former.reader)
    found = former.reader.run("?[path, code, line, message] := *problem{path, code, line, message}").rows
    return IndexReport(
        root=str(root), folder=str(folder.path), changed=False, revision=former.meta.get("revision", ""),
        files=len(plan.files), symbols=known.get("symbols", 0), edges=known.get("edges", 0),
        unresolved=known.get("unresolved", 0), nodes=known.get("nodes", 0), vectors=vectors, embedder="", skipped=plan.skipped,
        problems=tuple(Problem(path, code, message, line) for path, code, line, message in found), seconds=0.0,
    )  # fmt: skip


def _build(
    root: Path,
    folder: IndexFolder,
    settings: Settings,
    plan: Plan,
    former: _Former | None,
    began: float,
    tell: OnProgress,
) -> IndexReport:
    stamp = new_stamp()
    revision = current_revision(root)
    meta = {**_signature(settings), "root": str(root), "began": repr(began), "revision": revision}
    with IndexWriter(folder, binding=settings.engine, meta=meta) as writer:
        with phase("extract"):
            extraction = extract_plan(root, plan, settings, tell)
        with phase("link"):
            linked = link_extraction(extraction, tell)
        problems = [*extraction.problems, *linked.problems]
        problems += [problem for file in extraction.files for problem in file.facts.problems]
        with phase("write"):
            counts = _write(writer, plan, extraction, linked, problems, former, stamp, began, tell)
        with phase("text"):
            tell(Progress("text", 0, 0, ""))
            writer.put("text", rows.text_rows(linked.symbols))
        vectors = carry_vectors(former.reader, writer) if former is not None else 0
        finished = time.time()
        writer.put("run", [(stamp, began, finished, revision, counts)])
        with phase("publish"):
            writer.finish().close()
    return IndexReport(
        root=str(root), folder=str(folder.path), changed=True, revision=revision, files=len(plan.files),
        symbols=counts["symbols"], edges=counts["edges"], unresolved=counts["unresolved"], nodes=counts["nodes"], vectors=vectors,
        embedder="", skipped=plan.skipped, problems=tuple(problems), seconds=0.0,
    )  # fmt: skip


def _write(
    writer: IndexWriter, plan: Plan, extraction: Extraction, linked: Linked, problems: list[Problem],
    former: _Former | None, stamp: str, began: float, tell: OnProgress,
) -> dict[str, int]:  # fmt: skip
    """Writes the graph; gives how many rows of what."""
    steps = ("file", "node", "symbol", "edge", "unresolved", "version")
    reader = former.reader if former is not None else None
    past = carry(reader, linked.symbols, stamp=stamp, at=int(began * 1e6))
    keys = rows.node_keys(extraction, reader.node_keys() if reader is not None else {})
    stamps = {file.path: stamp for file in plan.files}
    if reader is not None:
        for path, bytes_hash, old in reader.rows("file", columns=("path", "bytes_hash", "stamp")):
            if former is not None and path in stamps and former.files[path].bytes_hash == bytes_hash:
                stamps[path] = old
    for file in extraction.files:
        known = former.files.get(file.facts.path) if former is not None else None
        if known is None or known.bytes_hash != file.facts.bytes_hash:
            stamps[file.facts.path] = stamp
    importances = rows.ranks(linked)
    tell(Progress("write", 0, len(steps), ""))
    writer.put("file", rows.file_rows(plan, extraction, stamps))
    writer.put("problem", ((p.path, p.code, p.line, p.message) for p in problems))
    writer.put("node", rows.node_rows(extraction, keys))
    tell(Progress("write", 2, len(steps), ""))
    ranked = zip(linked.symbols, importances, strict=True)
    writer.put("symbol", (symbol_row(symbol, past.stamps.get(symbol.id, stamp), rank) for symbol, rank in ranked))
    tell(Progress("write", 3, len(steps), ""))
    writer.put("edge", linked.edges)
    tell(Progress("write", 4, len(steps), ""))
    writer.put("unresolved", linked.unresolved)
    writer.put("version", past.versions)
    tell(Progress("write", len(steps), len(steps), ""))
    kinds = Counter(f"edges.{sys.intern(edge.kind)}" for edge in linked.edges)
    return {
        "files": len(plan.files),
        "symbols": sum(not symbol.external for symbol in linked.symbols),
        "external": sum(symbol.external for symbol in linked.symbols),
        "edges": len(linked.edges),
        "unresolved": len(linked.unresolved),
        "nodes": len(keys),
        **dict(sorted(kinds.items())),
    }
