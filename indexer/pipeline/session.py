"""Linking that keeps up: from one run of a process to the next, only what a change concerns is linked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from indexer.link.deep import deeply
from indexer.link.live.afresh import Afresh
from indexer.link.live.linker import LiveLinker
from indexer.model.records import FileFacts
from indexer.pipeline.analyse import OnProgress
from indexer.pipeline.collection import without_collection
from indexer.pipeline.digests import digests_of
from indexer.pipeline.plan import SOURCE_ROOT_MARKERS, Plan
from indexer.pipeline.relink import Changed, Relinked, relink_everything, stored_facts, stored_files
from indexer.pipeline.wire import Extracted
from indexer.settings import Settings
from indexer.store.folder import IndexFolder
from indexer.store.reader import IndexReader
from indexer.store.updater import IndexUpdater, KeptEngine
from indexer.telemetry import Progress

_LAST_RUN: Final = "?[stamp] := *run{stamp}\n:order -stamp\n:limit 1"

_COUNT_TEXTS: Final = "?[symbol, score] := ~text:words{symbol | query: 'a', k: 1, bind_score: score}"
"""The first use of full text counts all of it: better now than with the first edit."""


class Session:
    """The linked files of one index, as of its last run; `relink_everything` until it is prepared."""

    def __init__(self, most_files: int) -> None:
        """Args: files from which on nothing is kept in memory; 0 for never."""
        self._most = most_files
        self._linker: LiveLinker | None = None
        self._run = ""
        """Stamp of the run whose files are linked here."""
        self._tests: set[str] = set()
        self._roots: set[str] = set()
        self.kept = KeptEngine()
        """The database, open between updates."""
        self.plan: Plan | None = None
        """The files of the last run."""

    def is_current(self, updater: IndexUpdater) -> bool:
        """Whether what is linked here is what the last run wrote."""
        return bool(self._run) and _last_run(lambda script: updater.read(script).rows) == self._run

    def close(self) -> None:
        """Lets go of the database and of what is linked."""
        self.kept.close()
        self._forget()
        self._run = ""

    def prepare(self, folder: IndexFolder, settings: Settings) -> bool:
        """Links the files of an index, if they are not; gives whether they were not."""
        if not self._prepare(folder, settings):
            return False
        self.kept.open(settings.engine, folder.required()).run(_COUNT_TEXTS, immutable=True)
        return True

    def _prepare(self, folder: IndexFolder, settings: Settings) -> bool:
        with IndexReader(folder, binding=settings.engine) as reader:
            run = _last_run(lambda script: reader.run(script).rows)
            if run == self._run or len(reader.files()) > self._most:
                return False
            files = stored_files(lambda script: reader.run(script).rows)
            if _last_run(lambda script: reader.run(script).rows) != run:
                return False
        self._forget()
        self._note(files)
        tests, roots = frozenset(self._tests), sorted(self._roots)
        with without_collection():
            try:
                self._linker = deeply(lambda: LiveLinker((file.facts for file in files), tests=tests, roots=roots))
            except Afresh:
                self._forget()
        self._run = run
        return True

    def __call__(self, updater: IndexUpdater, changed: Changed, on_progress: OnProgress) -> Relinked:
        """Gives the rows of the files that a change concerns; it counts once `applied`."""
        linker, run = self._linker, self._run
        self._run = ""
        if linker is None or _last_run(lambda script: updater.read(script).rows) != run:
            self._forget()  # another process has written, or nothing is linked yet
            return relink_everything(updater, changed, on_progress)
        on_progress(Progress("link", 0, len(changed.extraction.files), ""))
        for path in changed.gone:
            self._tests.discard(path)
            self._roots.discard(path)
        self._note(changed.extraction.files)
        facts: dict[str, FileFacts | None] = {file.facts.path: file.facts for file in changed.extraction.files}
        facts |= dict.fromkeys(changed.gone)
        tests, roots = frozenset(self._tests), sorted(self._roots)

        def stored(path: str) -> FileFacts:
            return stored_facts(updater, path)

        try:
            files = deeply(lambda: linker.update(facts, stored, tests=tests, roots=roots))
        except Afresh:
            self._forget()
            return relink_everything(updater, changed, on_progress)
        on_progress(Progress("link", len(files), len(files), ""))
        return Relinked(files, digests_of(files), ())

    def applied(self, run: str) -> None:
        """The run of which this was asked is written."""
        if self._linker is not None:
            self._run = run

    def _note(self, files: list[Extracted]) -> None:
        for file in files:
            path = file.facts.path
            (self._tests.add if file.test else self._tests.discard)(path)
            if path.rpartition("/")[2] in SOURCE_ROOT_MARKERS:
                self._roots.add(path)

    def _forget(self) -> None:
        self._linker = None
        self._tests.clear()
        self._roots.clear()


def _last_run(read: Callable[[str], list[list[str]]]) -> str:
    found = read(_LAST_RUN)
    return found[0][0] if found else ""
