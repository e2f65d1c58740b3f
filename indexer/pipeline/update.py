"""An index run that reads, writes and embeds only what has changed.

Only changed files are extracted; the facts of the others are those that the index keeps.  All files are linked, which
is exact whatever the change, and of the rows only those that differ are written, in one transaction: after it the
index holds, row for row, what a run from nothing would have put there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.model.records import FileFacts, Linked, Problem, Symbol
from indexer.pipeline import rows
from indexer.pipeline.analyse import Extraction, OnProgress, extract_plan, link_extraction
from indexer.pipeline.changes import FileChanges
from indexer.pipeline.difference import difference
from indexer.pipeline.digests import FileRows, digests_of, rows_by_file
from indexer.pipeline.plan import Plan
from indexer.pipeline.wire import Extracted, NodeText, unpack_facts
from indexer.pipeline.worker import is_node
from indexer.settings import Settings
from indexer.store.rows import retraction_row, symbol_row, version_row
from indexer.store.schema import load_schema
from indexer.store.updater import Change, IndexUpdater
from indexer.telemetry import Progress, phase

_FILES_AT_ONCE: Final = 100
_FILE: Final = load_schema().relation("file").headers
_SYMBOL: Final = load_schema().relation("symbol").headers
_EDGE: Final = load_schema().relation("edge").headers
_UNRESOLVED: Final = load_schema().relation("unresolved").headers
_HASH, _STAMP = _SYMBOL.index("content_hash"), _SYMBOL.index("stamp")
_PATH, _QUALIFIED = _SYMBOL.index("path"), _SYMBOL.index("qualified_name")


class Updated(NamedTuple):
    """What an update did."""

    counts: dict[str, int]
    """Rows that there are now, as `run` records them."""
    problems: list[Problem]
    written: dict[str, int]
    """Rows put or removed, by relation."""


class Update:
    """One update of a published index, whose lock is held."""

    def __init__(
        self, updater: IndexUpdater, root: Path, plan: Plan, settings: Settings, changes: FileChanges, stamp: str, began: float
    ) -> None:  # fmt: skip
        """Args: the index; the repository and its files; what to choose; which files differ; stamp and start of the run."""
        self._updater = updater
        self._root = root
        self._plan = plan
        self._settings = settings
        self._changes = changes
        self._stamp = stamp
        self._at = int(began * 1e6)
        self._new_paths = frozenset((*changes.added, *changes.changed))
        self._gone = frozenset((*changes.changed, *changes.removed))
        self._out: dict[str, tuple[list[Sequence[Any]], list[Sequence[Any]]]] = {}
        self._packed: dict[str, bytes] = {}
        self._read: dict[str, Extracted] = {}

    def run(self, on_progress: OnProgress) -> Updated:
        """Does it; nothing is written before all is known.

        Returns:
            What is to be told of it; `apply` writes it.
        """
        with phase("extract"):
            extraction = self._extraction(on_progress)
        facts = {file.facts.path: file.facts for file in extraction.files}
        with phase("link"):
            linked = link_extraction(extraction, on_progress)
        with phase("compare"):
            on_progress(Progress("compare", 0, len(facts), ""))
            edges_now = rows.edge_rows(linked)
            by_file = rows_by_file(linked, rows.ranks(linked.symbols, edges_now), edges_now)
            self._files(extraction)
            problems = self._problems(extraction, linked)
            old_hashes = self._old_hashes()
            symbols, edges = self._stale(by_file)
            self._symbols(by_file, symbols)
            self._edges(by_file, edges)
            nodes = self._nodes(facts, old_hashes, on_progress)
        return Updated(self._counts(linked, nodes), problems, self._written())

    def apply(self, run_row: Sequence[Any], meta: Mapping[str, str]) -> None:
        """Writes everything in one transaction."""
        self._put("run", [run_row])
        self._put("meta", list(meta.items()))
        self._updater.apply([Change(name, puts, removals) for name, (puts, removals) in self._out.items()])

    # ------------------------------------------------------------ what is to be written

    def _put(self, relation: str, puts: Sequence[Sequence[Any]], removals: Sequence[Sequence[Any]] = ()) -> None:
        into = self._out.setdefault(relation, ([], []))
        into[0].extend(puts)
        into[1].extend(removals)

    def _change(self, change: Change) -> None:
        self._put(change.relation, change.puts, change.removals)

    def _written(self) -> dict[str, int]:
        return {name: len(puts) + len(removals) for name, (puts, removals) in sorted(self._out.items())}

    # ------------------------------------------------------------ files

    def _extraction(self, on_progress: OnProgress) -> Extraction:
        """Facts of all files: changed ones extracted, the others as they are kept."""

        def keep(file: Extracted) -> None:
            self._packed[file.facts.path] = file.packed_facts

        extraction = extract_plan(
            self._root, self._plan, self._settings, on_progress, only=sorted(self._new_paths), keep=keep
        )
        self._read = {file.facts.path: file for file in extraction.files}
        kept = self._updater.read("?[path, packed] := *facts{path, packed}").rows
        marks = self._updater.read("?[path, generated, vendored, test] := *file{path, generated, vendored, test}").rows
        of: dict[str, Sequence[Any]] = {row[0]: row[1:] for row in marks}
        for path, packed in kept:
            if path not in self._gone and path not in self._new_paths:
                extraction.files.append(Extracted(unpack_facts(packed), b"", b"", *of[path]))
        extraction.files.sort(key=lambda file: file.facts.path)
        self._put("facts", list(self._packed.items()), [[path] for path in self._gone - self._packed.keys()])
        return extraction

    def _files(self, extraction: Extraction) -> None:
        textless = set(extraction.without_text)
        for source in self._plan.files:
            if source.path in self._new_paths:
                row = rows.file_row(source, self._read.get(source.path), self._stamp, textless=source.path in textless)
                self._put("file", [row])
        touched = {file.path: file for file in self._changes.touched}
        if touched:
            columns = ", ".join(_FILE)
            script = f"wanted[path] <- $paths\n?[{columns}] := wanted[path], *file{{{columns}}}"
            for stored in self._updater.read(script, paths=[[path] for path in touched]).rows:
                same = dict(zip(_FILE, stored, strict=True))
                file = touched[same["path"]]
                same |= {"size": file.size, "mtime_ns": file.mtime_ns, "inode": file.inode}
                self._put("file", [[same[name] for name in _FILE]])
        self._put("file", [], [[path] for path in self._changes.removed])

    def _problems(self, extraction: Extraction, linked: Linked) -> list[Problem]:
        """All problems there are: those of unchanged files that could not be read stay."""
        found = [*self._plan.problems, *extraction.problems, *linked.problems]
        found = list(dict.fromkeys(found))
        found += [problem for file in extraction.files for problem in file.facts.problems]
        old = self._updater.read("?[path, code, line, message] := *problem{path, code, line, message}").rows
        known = {file.facts.path for file in extraction.files} | self._new_paths
        there = {source.path for source in self._plan.files}
        found += [Problem(p, c, m, n) for p, c, n, m in old if p in there and p not in known]
        found = list(dict.fromkeys(found))
        self._change(difference("problem", 3, old, [(p.path, p.code, p.line, p.message) for p in found]))
        return found

    # ------------------------------------------------------------ symbols

    def _stale(self, by_file: Mapping[str, FileRows]) -> tuple[list[str], list[str]]:
        """The files whose rows of symbols, and those whose rows of edges, are not what is stored."""
        old = self._updater.read("?[path, symbols, edges] := *linked{path, symbols, edges}").rows
        new = [(path, *digests) for path, digests in digests_of(by_file).items()]
        self._change(difference("linked", 1, old, new))
        known = {path: (symbols, edges) for path, symbols, edges in old}
        nothing = ("", "")
        return (
            [path for path, symbols, _ in new if known.get(path, nothing)[0] != symbols],
            [path for path, _, edges in new if known.get(path, nothing)[1] != edges],
        )

    def _symbols(self, by_file: Mapping[str, FileRows], stale: Sequence[str]) -> None:
        """Rows of `symbol`, `text` and `version` of the files in which they differ."""
        old = self._old_symbols((*stale, *sorted(self._gone - by_file.keys())))
        fresh: list[Sequence[Any]] = []
        texts: list[Sequence[Any]] = []
        for path in stale:
            for symbol, importance in by_file[path].symbols:
                before = old.get(symbol.id)
                same = before is not None and before[_HASH] == symbol.content_hash
                stamp = before[_STAMP] if before is not None and same else self._stamp
                row = symbol_row(symbol, stamp, importance)
                fresh.append(row)
                self._version(symbol, before, row, stamp)
            texts += rows.text_rows([symbol for symbol, _ in by_file[path].symbols])
        there = {row[0] for row in fresh}
        gone = [one for one, row in old.items() if one not in there and row[_PATH]]
        self._change(difference("symbol", 1, old.values(), fresh))
        self._put("version", [retraction_row(one, self._at) for one in gone])
        self._change(difference("text", 1, self._old_texts(old), texts))

    def _version(self, symbol: Symbol, before: Sequence[Any] | None, row: Sequence[Any], stamp: str) -> None:
        changed = before is None or any(before[place] != row[place] for place in (_HASH, _STAMP, _PATH, _QUALIFIED))
        if changed and not symbol.external:
            self._put("version", [version_row(symbol, stamp, self._at)])

    def _old_symbols(self, paths: Iterable[str]) -> dict[int, Sequence[Any]]:
        found: dict[int, Sequence[Any]] = {}
        columns = ", ".join(_SYMBOL)
        script = (
            f"wanted[path] <- $paths\n?[{columns}] := wanted[path], *symbol:by_path{{path, id}}, *symbol{{{columns}}}"
        )
        for some in _batches(paths):
            found |= {row[0]: row for row in self._updater.read(script, paths=[[path] for path in some]).rows}
        return found

    def _old_texts(self, symbols: Mapping[int, Sequence[Any]]) -> list[Sequence[Any]]:
        found: list[Sequence[Any]] = []
        script = "wanted[symbol] <- $symbols\n?[symbol, body] := wanted[symbol], *text{symbol, body}"
        for some in _batches(symbols):
            found += self._updater.read(script, symbols=[[one] for one in some]).rows
        return found

    def _old_hashes(self) -> dict[str, set[str]]:
        """Content hashes that files that changed or went had, by path."""
        found: dict[str, set[str]] = {}
        script = "wanted[path] <- $paths\n?[path, content_hash] := wanted[path], *symbol:by_path{path, id}, *symbol{id, content_hash}"
        for some in _batches(self._gone):
            for path, content_hash in self._updater.read(script, paths=[[one] for one in some]).rows:
                found.setdefault(path, set()).add(content_hash)
        return found

    # ------------------------------------------------------------ edges

    def _edges(self, by_file: Mapping[str, FileRows], stale: Sequence[str]) -> None:
        """Rows of `edge` and `unresolved` of the files in which they differ."""
        columns, uses = ", ".join(_EDGE), ", ".join(_UNRESOLVED)
        ids = "wanted[path] <- $paths\nown[source] := wanted[path], *symbol:by_path{path, id: source}\n"
        for some in _batches((*stale, *sorted(self._gone - by_file.keys()))):
            paths = [[path] for path in some]
            old = self._updater.read(f"{ids}?[{columns}] := own[source], *edge{{{columns}}}", paths=paths).rows
            new = [edge for path in some if path in by_file for edge in by_file[path].edges]
            self._change(difference("edge", 5, old, new))
            before, after = ({tuple(edge[:3]) for edge in edges} for edges in (old, new))
            self._put("edge_change", [(self._stamp, *edge, True) for edge in sorted(after - before)])
            self._put("edge_change", [(self._stamp, *edge, False) for edge in sorted(before - after)])
            known = self._updater.read(f"{ids}?[{uses}] := own[source], *unresolved{{{uses}}}", paths=paths).rows
            unresolved = [use for path in some if path in by_file for use in by_file[path].unresolved]
            self._change(difference("unresolved", 4, known, unresolved))

    # ------------------------------------------------------------ nodes

    def _nodes(
        self, facts: Mapping[str, FileFacts], old_hashes: Mapping[str, set[str]], on_progress: OnProgress
    ) -> int:
        """Rows of `node` whose text the changed files speak for; gives how many nodes are in use.

        A body that stands in several files has the text of the first of them: when that changes, so does the text.
        Bodies that nothing has any more stay, for the versions that had them.
        """
        speaker: dict[str, str] = {}
        for path in sorted(facts):
            for symbol in facts[path].symbols:
                if is_node(symbol):
                    speaker.setdefault(symbol.content_hash, path)
        wanted: dict[str, set[str]] = {}
        for content_hash, path in speaker.items():
            if path in self._new_paths:
                wanted.setdefault(path, set()).add(content_hash)
        for path, hashes in old_hashes.items():
            for content_hash in hashes:
                now = speaker.get(content_hash)
                if now is not None and path < now and now not in self._new_paths:
                    wanted.setdefault(now, set()).add(content_hash)
        unread = sorted(wanted.keys() - self._read.keys())
        again = extract_plan(self._root, self._plan, self._settings, on_progress, only=unread)
        texts = [
            node
            for file in (*self._read.values(), *again.files)
            for node in file.nodes()
            if node.content_hash in wanted.get(file.facts.path, ()) and speaker[node.content_hash] == file.facts.path
        ]
        self._put_nodes(list({node.content_hash: node for node in reversed(texts)}.values()))
        return len(speaker)

    def _put_nodes(self, texts: Sequence[NodeText]) -> None:
        columns = ", ".join(load_schema().relation("node").headers)
        script = f"wanted[content_hash] <- $hashes\n?[{columns}] := wanted[content_hash], *node{{{columns}}}"
        old = self._updater.read(script, hashes=[[node[0]] for node in texts]).rows if texts else []
        keys = {row[0]: row[1] for row in old}
        largest = self._updater.read("?[max(key)] := *node:by_key{key}").rows
        following = int(largest[0][0]) + 1 if largest and largest[0][0] is not None else 0
        new = []
        for node in sorted(texts):
            key = keys.get(node[0])
            if key is None:
                key, following = following, following + 1
            new.append((node[0], key, *node[1:]))
        self._change(difference("node", 1, old, new))

    def _counts(self, linked: Linked, nodes: int) -> dict[str, int]:
        kinds = Counter(f"edges.{edge.kind}" for edge in linked.edges)
        inside = sum(not symbol.external for symbol in linked.symbols)
        return {
            "files": len(self._plan.files), "symbols": inside, "external": len(linked.symbols) - inside,
            "edges": len(linked.edges), "unresolved": len(linked.unresolved), "nodes": nodes, "updated": 1,
            **dict(sorted(kinds.items())),
        }  # fmt: skip


def _batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    everything = list(items)
    return (everything[start : start + _FILES_AT_ONCE] for start in range(0, len(everything), _FILES_AT_ONCE))
