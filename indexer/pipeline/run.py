"""One index run, from the repository to the published index."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import IndexLocked, IndexUnusable
from indexer.languages.registry import registry
from indexer.model.packed import plain
from indexer.model.records import Linked, Problem
from indexer.pipeline import rows
from indexer.pipeline.analyse import Extraction, OnProgress, extract_plan, ignore_progress, link_extraction
from indexer.pipeline.changes import find_changes
from indexer.pipeline.collection import without_collection
from indexer.pipeline.digests import digests_of, linked_files
from indexer.pipeline.embedding import embed_index, is_embedded, vectors_of
from indexer.pipeline.kept import KeptFiles
from indexer.pipeline.plan import Plan, follow, make_plan
from indexer.pipeline.relink import relink
from indexer.pipeline.report import IndexReport
from indexer.pipeline.session import Session
from indexer.pipeline.stored import recorded_rows
from indexer.pipeline.update import Update
from indexer.pipeline.uses import uses
from indexer.settings import Settings
from indexer.sources.revision import current_revision
from indexer.store.clock import next_moment
from indexer.store.folder import IndexFolder, index_folder
from indexer.store.history import carry
from indexer.store.reader import FileState, IndexReader
from indexer.store.rows import symbol_row
from indexer.store.session import carry_vectors
from indexer.store.updater import Change, IndexUpdater
from indexer.store.writer import IndexWriter
from indexer.telemetry import Progress, phase

_RUNS: Final = "?[stamp, started] := *run{stamp, started}"
_FEW: Final = 40
_SHARE: Final = 0.3
"""Past this share of changed files, and this number of them, building everything costs less than comparing."""
EXTRACTOR_VERSION: Final = 17
"""Raise it when extraction, in any language, gives other facts for the same bytes: indexes are then built again."""
LINKER_VERSION: Final = 11
"""Raise it when linking gives other edges for the same facts: indexes are then built again."""


class _Former(NamedTuple):
    """The index that a run finds."""

    reader: IndexReader
    files: Mapping[str, FileState]
    meta: Mapping[str, str]


def index_repository(
    root: Path,
    settings: Settings,
    on_progress: OnProgress | None = None,
    *,
    overlay: Mapping[str, str] | None = None,
    session: Session | None = None,
    paths: Collection[str] | None = None,
) -> IndexReport:
    """Brings the index of a repository up to date.

    Args:
        root: The repository.
        settings: What to choose.
        on_progress: Called with each step.
        overlay: Text that stands in for files, by path relative to the root ('/' between parts): what an editor has not
            saved yet.  A run without it goes back to what is on disk.
        session: What is kept from one run to the next; None where nothing is.
        paths: Where a session's last run knew all files: those that have changed since, relative to the root; None to look.

    Returns:
        What was read, written and left out.

    Raises:
        SourceError: the repository cannot be read, or holds nothing.
        IndexUnusable: another process writes the index.
        ResourceError: the disk is full.
        UsageError: it is no folder.
    """
    with without_collection():
        if session is not None and paths is not None:
            report = _followed(root, settings, on_progress or ignore_progress, overlay, session, paths)
            if report is not None:
                return report
        return _index(root, settings, on_progress, overlay, session)


def _index(
    root: Path,
    settings: Settings,
    on_progress: OnProgress | None,
    overlay: Mapping[str, str] | None,
    session: Session | None,
) -> IndexReport:
    began, clock = time.time(), time.monotonic()
    tell = on_progress or ignore_progress
    folder = index_folder(root, location=settings.location, data_dir=settings.data_dir)
    with phase("discover"):
        tell(Progress("discover", 0, 0, ""))
        plan = make_plan(root, settings, overlay)
        tell(Progress("discover", len(plan.files), len(plan.files), ""))
    former = _former(folder, settings)
    try:
        why = _why_all(former, settings)
        changes = None
        if former is not None and not why:
            changes = find_changes(root, plan, former.files, _began(former.meta))
            if not changes:
                report = _unchanged(root, folder, former, plan)
                embedded = not settings.embed or is_embedded(former.reader, settings)
            elif len(changes.added) + len(changes.changed) > max(_FEW, len(plan.files) * _SHARE):
                why = "many files changed"
        if why:
            report = _build(root, folder, settings, plan, former, began, why, tell)
            embedded = not settings.embed
    finally:
        if former is not None:
            former.reader.close()
    if not changes and not why and former is not None and report.revision != current_revision(root):
        report = report._replace(revision=_note_commit(folder, settings, current_revision(root), session))
    if changes and not why:
        updated = _update(root, folder, settings, plan, began, session, tell)
        assert updated is not None  # all files were looked at
        report, embedded = updated, not settings.embed
    if session is not None:
        session.plan = plan
    if not embedded:
        vectors, embedder = embed_index(folder, settings, tell)
        report = report._replace(changed=True, vectors=vectors, embedder=embedder)
    return report._replace(seconds=time.monotonic() - clock)


def _followed(
    root: Path,
    settings: Settings,
    tell: OnProgress,
    overlay: Mapping[str, str] | None,
    session: Session,
    paths: Collection[str],
) -> IndexReport | None:
    """A run over files that are known to have changed; None where more has to be looked at."""
    began, clock = time.time(), time.monotonic()
    plan = (
        follow(session.plan, root, settings, paths, overlay)
        if session.plan is not None and not settings.fresh
        else None
    )
    if plan is None or settings.embed or len(paths) > _FEW:
        return None
    folder = index_folder(root, location=settings.location, data_dir=settings.data_dir)
    report = _update(root, folder, settings, plan, began, session, tell, paths)
    return None if report is None else report._replace(seconds=time.monotonic() - clock)


def _why_all(former: _Former | None, settings: Settings) -> str:
    """Why everything has to be built; '' where what is there can be brought up to date."""
    if former is None:
        return "there was no index that can be used"
    if settings.fresh:
        return "asked to"
    if any(former.meta.get(key) != value for key, value in _signature(settings).items()):
        return "settings or the program have changed"
    return ""


def _began(meta: Mapping[str, str]) -> float:
    return float(meta.get("began", "0"))


def _signature(settings: Settings) -> dict[str, str]:
    """What besides the files decides the content of an index."""
    return {
        "extractor": str(EXTRACTOR_VERSION),
        "without_grammar": " ".join(registry().without_grammar()),
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


def _update(
    root: Path,
    folder: IndexFolder,
    settings: Settings,
    plan: Plan,
    began: float,
    session: Session | None,
    tell: OnProgress,
    paths: Collection[str] | None = None,
) -> IndexReport | None:
    """Writes what differs into the index that is there; None where more than `paths` has to be looked at."""
    revision = current_revision(root)
    kept = session.kept if session is not None and paths is not None else None
    with IndexUpdater(folder, binding=settings.engine, kept=kept) as updater:
        if paths is not None and (session is None or not session.is_current(updater)):
            if kept is not None:
                kept.close()  # what another process changed is to be read anew
            return None
        # What is there is asked again, now that nobody else can change it.
        changes = find_changes(root, _among(plan, paths), _known(updater, paths), _began(_meta(updater)))
        if paths is not None and not changes:
            return None
        stamp, at = next_moment(updater.read(_RUNS).rows)
        update = Update(updater, root, plan, settings, changes, stamp, at, session or relink)
        done = update.run(tell)
        if session is not None:
            update.take_back()
        with phase("write"):
            tell(Progress("write", 0, sum(done.written.values()), ""))
            update.apply((stamp, at, time.time(), revision, done.counts), {"began": repr(began), "revision": revision})
        if session is not None:
            session.applied(stamp if update.takes_back is None else update.takes_back.before)
            session.plan = plan
        vectors = 0
        for row in updater.read("?[relation] := *model{relation, active}, active").rows:
            vectors = int(updater.read(f"?[count(key)] := *{row[0]}{{key}}").rows[0][0])
    counts = done.counts
    said = [f"{len(paths)} {what}" for paths, what in ((changes.added, "added"), (changes.changed, "changed"), (changes.removed, "removed")) if paths]  # fmt: skip
    return IndexReport(
        root=str(root), folder=str(folder.path), changed=True, revision=revision, files=counts["files"],
        symbols=counts["symbols"], edges=counts["edges"], unresolved=counts["unresolved"], nodes=counts["nodes"], vectors=vectors,
        embedder="", skipped=plan.skipped, problems=tuple(done.problems), read=(*changes.added, *changes.changed),
        linked=done.linked, written=done.written,
        why=("what was just taken in was taken back: " if update.takes_back else "files: ") + ", ".join(said), seconds=0.0,
    )  # fmt: skip


def _among(plan: Plan, paths: Collection[str] | None) -> Plan:
    """A plan of some of the files."""
    return plan if paths is None else plan._replace(files=tuple(file for file in plan.files if file.path in paths))


def _known(updater: IndexUpdater, paths: Collection[str] | None) -> dict[str, FileState]:
    """What an index knows of files: of all where there is None."""
    columns = "path, size, mtime_ns, inode, bytes_hash"
    wanted = "" if paths is None else "wanted[path] <- $paths\n"
    script = f"{wanted}?[{columns}] := {'' if paths is None else 'wanted[path], '}*file{{{columns}}}"
    found = updater.read(script, paths=[[path] for path in paths or ()]).rows
    return {path: FileState(*state) for path, *state in found}


def _meta(updater: IndexUpdater) -> dict[str, str]:
    return dict(updater.read("?[key, value] := *meta{key, value}").rows)


def _note_commit(folder: IndexFolder, settings: Settings, revision: str, session: Session | None) -> str:
    """Records that the index is what another commit holds too, so that it can be asked as of that."""
    with suppress(IndexLocked), IndexUpdater(folder, binding=settings.engine) as updater:
        stamp, at = next_moment(updater.read(_RUNS).rows)
        counts = updater.read("?[stamp, counts] := *run{stamp, counts}\n:order -stamp\n:limit 1").rows[0][1]
        run = (stamp, at, time.time(), revision, counts)
        current = session is not None and session.is_current(updater)
        updater.apply([Change("run", [run], []), Change("meta", [("revision", revision)], [])])
        if session is not None and current:
            session.applied(stamp)
    return revision


def _unchanged(root: Path, folder: IndexFolder, former: _Former, plan: Plan) -> IndexReport:
    counts = former.reader.run("?[stamp, counts] := *run{stamp, counts}\n:order -stamp\n:limit 1").rows
    known: dict[str, int] = counts[0][1] if counts else {}
    _, vectors, _ = vectors_of(former.reader)
    found = former.reader.run("?[path, code, line, message] := *problem{path, code, line, message}").rows
    return IndexReport(
        root=str(root), folder=str(folder.path), changed=False, revision=former.meta.get("revision", ""),
        files=len(plan.files), symbols=known.get("symbols", 0), edges=known.get("edges", 0),
        unresolved=known.get("unresolved", 0), nodes=known.get("nodes", 0), vectors=vectors, embedder="", skipped=plan.skipped,
        problems=tuple(Problem(path, code, message, line) for path, code, line, message in found),
        read=(), linked=0, written={}, why="nothing changed", seconds=0.0,
    )  # fmt: skip


def _carry_past(writer: IndexWriter, former: IndexReader, keys: Mapping[str, int]) -> None:
    """Takes over what only the past needs: runs, changes of edges, and bodies that nothing has any more."""
    writer.put("run", former.rows("run"))
    writer.put("edge_change", former.rows("edge_change"))
    writer.put("node", (row for row in former.rows("node") if row[0] not in keys))


def _build(
    root: Path,
    folder: IndexFolder,
    settings: Settings,
    plan: Plan,
    former: _Former | None,
    began: float,
    why: str,
    tell: OnProgress,
) -> IndexReport:
    stamp, at = next_moment(former.reader.run(_RUNS).rows if former is not None else ())
    revision = current_revision(root)
    meta = {**_signature(settings), "root": str(root), "began": repr(began), "revision": revision}
    with IndexWriter(folder, binding=settings.engine, meta=meta) as writer:
        with phase("extract"):
            kept = KeptFiles(writer, former.reader.node_keys() if former is not None else {})
            extraction = extract_plan(root, plan, settings, tell, keep=kept.add, nodes=False)
            kept.flush()
        with phase("link"):
            linked = link_extraction(extraction, tell)
        problems = [*extraction.problems, *linked.problems]
        problems += [problem for file in extraction.files for problem in file.facts.problems]
        with phase("write"):
            counts = _write(writer, plan, extraction, linked, problems, kept.keys, former, stamp, at, tell)
        with phase("text"):
            tell(Progress("text", 0, 0, ""))
            writer.put("text", rows.text_rows(linked.symbols))
        vectors = carry_vectors(former.reader, writer) if former is not None else 0
        finished = time.time()
        writer.put("run", [(stamp, at, finished, revision, counts)])
        with phase("publish"):
            writer.finish().close()
    return IndexReport(
        root=str(root), folder=str(folder.path), changed=True, revision=revision, files=len(plan.files),
        symbols=counts["symbols"], edges=counts["edges"], unresolved=counts["unresolved"], nodes=counts["nodes"], vectors=vectors,
        embedder="", skipped=plan.skipped, problems=tuple(problems), read=(), linked=0, written={}, why=why, seconds=0.0,
    )  # fmt: skip


def _write(
    writer: IndexWriter, plan: Plan, extraction: Extraction, linked: Linked, problems: list[Problem],
    keys: Mapping[str, int], former: _Former | None, stamp: str, at: float, tell: OnProgress,
) -> dict[str, int]:  # fmt: skip
    """Writes the graph; gives how many rows of what."""
    steps = ("file", "symbol", "edge", "unresolved", "version")
    reader = former.reader if former is not None else None
    past = carry(reader, linked.symbols, stamp=stamp, at=int(at * 1e6))
    stamps = {file.path: stamp for file in plan.files}
    if reader is not None:
        for path, bytes_hash, old in reader.rows("file", columns=("path", "bytes_hash", "stamp")):
            if former is not None and path in stamps and former.files[path].bytes_hash == bytes_hash:
                stamps[path] = old
    for file in extraction.files:
        known = former.files.get(file.facts.path) if former is not None else None
        if known is None or known.bytes_hash != file.facts.bytes_hash:
            stamps[file.facts.path] = stamp
    edges = rows.edge_rows(linked)
    used = uses(edges)
    tell(Progress("write", 0, len(steps), ""))
    writer.put("file", rows.file_rows(plan, extraction, stamps))
    writer.put("problem", ((p.path, p.code, p.line, p.message) for p in problems))
    tell(Progress("write", 1, len(steps), ""))
    symbols = sorted(linked.symbols, key=lambda symbol: symbol.id)
    stamped = past.stamps
    writer.put("symbol", (symbol_row(one, stamped.get(one.id, stamp), used[one.id]) for one in symbols))
    tell(Progress("write", 2, len(steps), ""))
    writer.put("edge", edges)
    tell(Progress("write", 3, len(steps), ""))
    writer.put("unresolved", plain(linked.unresolved))
    writer.put("version", past.versions)
    digests = digests_of(linked_files(linked, edges))
    writer.put("linked", ((path, *of) for path, of in digests.items()))
    flow, asked = recorded_rows(linked.recorded)
    writer.put("flow", flow)
    writer.put("asked", asked)
    if reader is not None:
        _carry_past(writer, reader, keys)
    tell(Progress("write", len(steps), len(steps), ""))
    return {
        "files": len(plan.files),
        "symbols": sum(not symbol.external for symbol in linked.symbols),
        "external": sum(symbol.external for symbol in linked.symbols),
        "edges": len(linked.edges),
        "unresolved": len(linked.unresolved),
        "nodes": len(keys),
        **dict(sorted(rows.edge_counts(edges).items())),
    }
