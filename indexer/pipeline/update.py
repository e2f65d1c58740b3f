"""An index run that reads, writes and embeds only what has changed.

Only changed files are extracted; linking gives the rows of the files that the change concerns; of these only the ones that
differ from what is stored are written, in one transaction: after it the index holds, row for row, what a run from nothing
would have put there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.link.assembly import LinkedFile, external
from indexer.model.kinds import NODE_KINDS
from indexer.model.records import Problem, Symbol
from indexer.pipeline import rows
from indexer.pipeline.analyse import OnProgress, extract_plan
from indexer.pipeline.changes import FileChanges
from indexer.pipeline.difference import difference
from indexer.pipeline.plan import Plan
from indexer.pipeline.relink import Changed, Relinked
from indexer.pipeline.taken_back import LastRun, last_run
from indexer.pipeline.uses import uses
from indexer.pipeline.wire import Extracted, NodeText
from indexer.pipeline.worker import is_node
from indexer.settings import Settings
from indexer.store.pieces import pieces
from indexer.store.rows import retraction_row, symbol_row, version_row
from indexer.store.schema import load_schema
from indexer.store.updater import Change, IndexUpdater
from indexer.telemetry import Progress, phase

_AT_ONCE: Final = 100
_FILE: Final = load_schema().relation("file").headers
_SYMBOL: Final = load_schema().relation("symbol").headers
_EDGE: Final = load_schema().relation("edge").headers
_UNRESOLVED: Final = load_schema().relation("unresolved").headers
_HASH, _STAMP, _RANK = _SYMBOL.index("content_hash"), _SYMBOL.index("stamp"), _SYMBOL.index("rank")
_PATH, _QUALIFIED = _SYMBOL.index("path"), _SYMBOL.index("qualified_name")
_KIND, _DETAIL = _SYMBOL.index("kind"), _SYMBOL.index("detail")

Row = Sequence[Any]
Relink = Callable[[IndexUpdater, Changed, OnProgress], Relinked]
"""Gives the rows of the files that a change concerns."""


class Updated(NamedTuple):
    """What an update did."""

    counts: dict[str, int]
    """Rows that there are now, as `run` records them."""
    problems: list[Problem]
    written: dict[str, int]
    """Rows put or removed, by relation."""
    linked: int
    """Files whose rows were compared."""


class Update:
    """One update of a published index, whose lock is held."""

    def __init__(
        self, updater: IndexUpdater, root: Path, plan: Plan, settings: Settings, changes: FileChanges, stamp: str,
        began: float, relink: Relink,
    ) -> None:  # fmt: skip
        """Args: the index; the repository and its files; what to choose; which files differ; stamp and start of the run; what
        links."""
        self._updater = updater
        self._root = root
        self._plan = plan
        self._settings = settings
        self._changes = changes
        self._stamp = stamp
        self._at = int(began * 1e6)
        self._relink = relink
        self._new_paths = frozenset((*changes.added, *changes.changed))
        self._gone = frozenset((*changes.changed, *changes.removed))
        self._out: dict[str, tuple[list[Row], list[Row]]] = {}
        self._packed: dict[str, bytes] = {}
        self._read: dict[str, Extracted] = {}
        self.takes_back: LastRun | None = None
        """The run before, where this one takes back what that took in."""
        self._counts = self._last_counts()
        self._last_nodes = self._counts["nodes"]

    def run(self, on_progress: OnProgress) -> Updated:
        """Does it; nothing is written before all is known.

        Returns:
            What is to be told of it; `apply` writes it.
        """
        with phase("extract"):
            changed = self._extraction(on_progress)
        with phase("link"):
            relinked = self._relink(self._updater, changed, on_progress)
        with phase("compare"):
            on_progress(Progress("compare", 0, len(relinked.files), ""))
            self._files(changed)
            problems = self._problems(changed, relinked)
            for change in relinked.written:
                self._change(change)
            paths = sorted(relinked.files.keys() | self._gone)
            old = self._old_symbols(paths)
            self._digests(relinked, paths)
            edges = self._edges(relinked.files, paths)
            self._nodes(relinked.files, old, on_progress)
            self._symbols(relinked.files, old, edges)
        self._counts["files"], self._counts["updated"] = len(self._plan.files), 1
        counts = {name: self._counts[name] for name in sorted(self._counts) if self._counts[name] or "." not in name}
        return Updated(counts, problems, self._written(), relinked.linked)

    def take_back(self) -> None:
        """Leaves no trace of the run before nor of this one, where this one takes back at once what that took in."""
        last = last_run(self._updater, self._at)
        files, _ = self._out.get("file", ([], []))
        if last is not None and last.is_taken_back(self._updater, files, self._new_paths, self._changes.removed):
            self.takes_back = last
            self._out = last.without_trace(self._updater, self._out)

    def apply(self, run_row: Sequence[Any], meta: Mapping[str, str]) -> None:
        """Writes everything in one transaction."""
        if self.takes_back is None:
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

    def _extraction(self, on_progress: OnProgress) -> Changed:
        """The new and changed files."""

        def keep(file: Extracted) -> None:
            self._packed[file.facts.path] = file.packed_facts

        extraction = extract_plan(
            self._root, self._plan, self._settings, on_progress, only=sorted(self._new_paths), keep=keep
        )
        self._read = {file.facts.path: file for file in extraction.files}
        gone = self._gone - self._packed.keys()
        self._facts()
        return Changed(extraction, gone)

    def _facts(self) -> None:
        """What the next run needs of the new and changed files, in place of what there was of them and of those that are gone."""
        fresh = [piece for path, packed in self._packed.items() for piece in pieces((path,), packed)]
        there = {piece[:2] for piece in fresh}
        script = "wanted[path] <- $paths\n?[path, part] := wanted[path], *facts{path, part}"
        old = self._updater.read(script, paths=[[path] for path in self._gone]).rows
        self._put("facts", fresh, [row for row in old if (row[0], row[1]) not in there])

    def _files(self, changed: Changed) -> None:
        textless = set(changed.extraction.without_text)
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

    def _problems(self, changed: Changed, relinked: Relinked) -> list[Problem]:
        """All problems there are: those of unchanged files stay."""
        found = [*self._plan.problems, *changed.extraction.problems, *relinked.problems]
        found += [problem for file in changed.extraction.files for problem in file.facts.problems]
        old = self._updater.read("?[path, code, line, message] := *problem{path, code, line, message}").rows
        there = {source.path for source in self._plan.files} - self._new_paths
        found += [Problem(path, code, message, line) for path, code, line, message in old if path in there]
        found = list(dict.fromkeys(found))
        self._change(difference("problem", 3, old, [(p.path, p.code, p.line, p.message) for p in found]))
        return found

    # ------------------------------------------------------------ symbols

    def _digests(self, relinked: Relinked, paths: Sequence[str]) -> None:
        self._put("linked", [(path, *digests) for path, digests in relinked.digests.items()])
        self._put("linked", [], [[path] for path in paths if path not in relinked.files])

    def _symbols(self, files: Mapping[str, LinkedFile], old: Mapping[int, Row], edges: _Edges) -> None:
        """Rows of `symbol`, `text` and `version` of these files, and of symbols elsewhere that more or fewer use now."""
        before, after = uses(edges.before), uses(edges.after)
        used = {target: after[target] - before[target] for target in after.keys() | before.keys()}
        old_rows = dict(old)
        fresh: dict[int, Row] = {}
        texts: list[Row] = []
        for file in files.values():
            for symbol in file.symbols:
                fresh[symbol.id] = self._symbol(symbol, old.get(symbol.id), used.get(symbol.id, 0))
            texts += rows.text_rows(file.symbols)
        self._put("version", [retraction_row(one, self._at) for one in old if one not in fresh])
        self._count("symbols", len(fresh) - len(old))
        others = {target for target, more in used.items() if more} | edges.targets_before | edges.targets_after
        elsewhere = self._rows_of(others - fresh.keys() - old.keys())
        old_rows |= elsewhere
        for target, row in elsewhere.items():
            if row[_PATH] or self._is_used(target, edges):
                fresh[target] = (*row[:_RANK], row[_RANK] + used.get(target, 0), *row[_RANK + 1 :])
            else:
                self._count("external", -1)
        for target in edges.targets_after - fresh.keys():
            fresh[target] = symbol_row(external(edges.externals[target]), self._stamp, used.get(target, 0))
            self._count("external", 1)
        self._change(difference("symbol", 1, old_rows.values(), list(fresh.values())))
        self._change(difference("text", 1, self._old_texts(old), texts))

    def _symbol(self, symbol: Symbol, before: Row | None, more: int) -> Row:
        """The row of a symbol, and where it is another than before, of its version."""
        same = before is not None and before[_HASH] == symbol.content_hash
        stamp = before[_STAMP] if before is not None and same else self._stamp
        row = symbol_row(symbol, stamp, (0 if before is None else before[_RANK]) + more)
        if before is None or any(before[place] != row[place] for place in (_HASH, _STAMP, _PATH, _QUALIFIED)):
            self._put("version", [version_row(symbol, stamp, self._at)])
        return row

    def _is_used(self, symbol: int, edges: _Edges) -> bool:
        """Whether anything leads to a symbol outside of the repository, now."""
        if symbol in edges.targets_after:
            return True
        found = self._updater.read("?[source] := *edge:by_target{target: $symbol, source}", symbol=symbol).rows
        return any(source not in edges.sources for (source,) in found)

    def _old_symbols(self, paths: Iterable[str]) -> dict[int, Row]:
        found: dict[int, Row] = {}
        columns = ", ".join(_SYMBOL)
        # In two steps: where `path` is bound twice, the engine looks through all symbols.
        own = "wanted[path] <- $paths\nown[id] := wanted[path], *symbol:by_path{path, id}\n"
        script = f"{own}?[{columns}] := own[id], *symbol{{{columns}}}"
        for some in _batches(paths):
            found |= {row[0]: row for row in self._updater.read(script, paths=[[path] for path in some]).rows}
        return found

    def _rows_of(self, symbols: Iterable[int]) -> dict[int, Row]:
        found: dict[int, Row] = {}
        columns = ", ".join(_SYMBOL)
        script = f"wanted[id] <- $symbols\n?[{columns}] := wanted[id], *symbol{{{columns}}}"
        for some in _batches(sorted(symbols)):
            found |= {row[0]: row for row in self._updater.read(script, symbols=[[one] for one in some]).rows}
        return found

    def _old_texts(self, symbols: Iterable[int]) -> list[Row]:
        found: list[Row] = []
        script = "wanted[symbol] <- $symbols\n?[symbol, body] := wanted[symbol], *text{symbol, body}"
        for some in _batches(symbols):
            found += self._updater.read(script, symbols=[[one] for one in some]).rows
        return found

    # ------------------------------------------------------------ edges

    def _edges(self, files: Mapping[str, LinkedFile], paths: Sequence[str]) -> _Edges:
        """Rows of `edge` and `unresolved` of these files; gives those before and now."""
        columns, names = ", ".join(_EDGE), ", ".join(_UNRESOLVED)
        own = "wanted[path] <- $paths\nown[source] := wanted[path], *symbol:by_path{path, id: source}\n"
        old: list[Row] = []
        unknown: list[Row] = []
        for some in _batches(paths):
            wanted = [[path] for path in some]
            old += self._updater.read(f"{own}?[{columns}] := own[source], *edge{{{columns}}}", paths=wanted).rows
            unknown += self._updater.read(f"{own}?[{names}] := own[source], *unresolved{{{names}}}", paths=wanted).rows
        new = sorted(edge for file in files.values() for edge in file.edges)
        unresolved = [use for file in files.values() for use in file.unresolved]
        self._change(difference("edge", 5, *_apart(5, old, new)))
        self._change(difference("unresolved", 4, *_apart(4, unknown, unresolved)))
        before, after = ({tuple(edge[:3]) for edge in edges} for edges in (old, new))
        self._put("edge_change", [(self._stamp, *edge, True) for edge in sorted(after - before)])
        self._put("edge_change", [(self._stamp, *edge, False) for edge in sorted(before - after)])
        self._count("edges", len(new) - len(old))
        self._count("unresolved", len(unresolved) - len(unknown))
        counted = rows.edge_counts(new)
        counted.subtract(rows.edge_counts(old))
        for name, more in counted.items():
            self._count(name, more)
        externals: dict[int, str] = {}
        for file in files.values():
            externals |= file.externals
        return _Edges(sorted(map(tuple, old)), new, externals)

    # ------------------------------------------------------------ nodes

    def _nodes(self, files: Mapping[str, LinkedFile], old: Mapping[int, Row], on_progress: OnProgress) -> None:
        """Rows of `node` whose text the changed files speak for.

        A body that stands in several files has the text of the first of them: when that changes, so does the text.
        Bodies that nothing has any more stay, for the versions that had them.
        """
        now: dict[str, set[str]] = {}
        for path in self._new_paths & files.keys():
            for symbol in files[path].symbols:
                if is_node(symbol):
                    now.setdefault(symbol.content_hash, set()).add(path)
        before: dict[str, set[str]] = {}
        for row in old.values():
            if row[_PATH] in self._gone and row[_KIND] in NODE_KINDS and "lambda" not in row[_DETAIL]:
                before.setdefault(row[_HASH], set()).add(row[_PATH])
        others = self._holders(sorted(now.keys() | before.keys()))
        wanted: dict[str, set[str]] = {}
        speakers: dict[str, str] = {}
        for content_hash in now.keys() | before.keys():
            there = now.get(content_hash, set()) | others.get(content_hash, set())
            had = before.get(content_hash, set()) | others.get(content_hash, set())
            self._count("nodes", bool(there) - bool(had))
            if there and (min(there) in self._new_paths or min(had, default="") != min(there)):
                speakers[content_hash] = min(there)
                wanted.setdefault(min(there), set()).add(content_hash)
        unread = sorted(wanted.keys() - self._read.keys())
        again = extract_plan(self._root, self._plan, self._settings, on_progress, only=unread)
        texts = [
            node
            for file in (*self._read.values(), *again.files)
            for node in file.nodes()
            if speakers.get(node.content_hash) == file.facts.path
        ]
        self._put_nodes(list({node.content_hash: node for node in reversed(texts)}.values()))

    def _holders(self, hashes: Sequence[str]) -> dict[str, set[str]]:
        """The files that hold bodies and have not changed, by content hash."""
        found: dict[str, set[str]] = {}
        script = (
            "wanted[content_hash] <- $hashes\n?[content_hash, path, kind, detail] := wanted[content_hash],"
            " *symbol:by_content_hash{content_hash, id}, *symbol{id, path, kind, detail}"
        )
        for some in _batches(hashes):
            for content_hash, path, kind, detail in self._updater.read(script, hashes=[[one] for one in some]).rows:
                if path not in self._gone and kind in NODE_KINDS and "lambda" not in detail:
                    found.setdefault(content_hash, set()).add(path)
        return found

    def _put_nodes(self, texts: Sequence[NodeText]) -> None:
        columns = ", ".join(load_schema().relation("node").headers)
        script = f"wanted[content_hash] <- $hashes\n?[{columns}] := wanted[content_hash], *node{{{columns}}}"
        old = self._updater.read(script, hashes=[[node[0]] for node in texts]).rows if texts else []
        keys = {row[0]: row[1] for row in old}
        following = self._next_key()
        new = []
        for node in sorted(texts):
            key = keys.get(node[0])
            if key is None:
                key, following = following, following + 1
            new.append((node[0], key, *node[1:]))
        self._change(difference("node", 1, old, new))

    def _next_key(self) -> int:
        """The integer of the next new node."""
        script = "?[max(key)] := *node:by_key{key}, key >= $least"
        for least in (
            self._last_nodes - 1,
            0,
        ):  # so many have a key: the largest is no less, and the others are not looked at
            found = self._updater.read(script, least=least).rows
            if found and found[0][0] is not None:
                return int(found[0][0]) + 1
        return 0

    # ------------------------------------------------------------ counts

    def _last_counts(self) -> Counter[str]:
        found = self._updater.read("?[stamp, counts] := *run{stamp, counts}\n:order -stamp\n:limit 1").rows
        return Counter(found[0][1] if found else {})

    def _count(self, name: str, more: int) -> None:
        self._counts[name] += more


class _Edges:
    """Edges that lead from the files that a change concerns."""

    def __init__(self, before: Sequence[Row], after: Sequence[Row], externals: Mapping[int, str]) -> None:
        """Args: rows that are stored, and rows that should be, both ascending; names of external targets."""
        self.before = before
        self.after = after
        self.externals = externals
        self.sources = {edge[0] for edge in before}
        self.targets_before = {edge[2] for edge in before}
        self.targets_after = {edge[2] for edge in after}


def _apart(key_width: int, old: Iterable[Row], new: Iterable[Row]) -> tuple[set[Row], set[Row]]:
    """The rows, all of plain values, that are in one of two sets alone: few, whatever the size of both.

    Of new rows with one key the last counts, as where they are loaded.
    """
    before, after = set(map(tuple, old)), set({tuple(row[:key_width]): tuple(row) for row in new}.values())
    return set(before - after), set(after - before)


def _batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    everything = list(items)
    return (everything[start : start + _AT_ONCE] for start in range(0, len(everything), _AT_ONCE))
