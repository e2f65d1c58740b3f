"""What a process keeps from one run to the next: an open database, the plan, and files that stay linked."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import Any, Final

from indexer.link.deep import deeply
from indexer.link.live.linker import RepositoryLinker
from indexer.pipeline.analyse import OnProgress
from indexer.pipeline.collection import without_collection
from indexer.pipeline.file_table import FileTable
from indexer.pipeline.plan import Plan
from indexer.pipeline.relink import Changed, Relinked, relink
from indexer.pipeline.stored import StoredFiles
from indexer.settings import Settings
from indexer.store.folder import IndexFolder
from indexer.store.reader import IndexReader
from indexer.store.updater import IndexUpdater, KeptEngine

_LAST_RUN: Final = "?[stamp] := *run{stamp}\n:order -stamp\n:limit 1"

_COUNT_TEXTS: Final = "?[symbol, score] := ~text:words{symbol | query: 'a', k: 1, bind_score: score}"
"""The first use of full text counts all of it: better now than with the first edit."""


class Session:
    """What is kept of one index, as of its last run."""

    def __init__(self, most_files: int) -> None:
        """Args: files from which on none stay linked in memory; 0 for never."""
        self._most = most_files
        self._linker = RepositoryLinker()
        self._table: FileTable | None = None
        self._run = ""
        """Stamp of the run that this is kept of."""
        self._ready = False
        self.kept = KeptEngine()
        """The database, open between updates."""
        self.plan: Plan | None = None
        """The files of the last run."""

    def is_current(self, updater: IndexUpdater) -> bool:
        """Whether what is kept is what the last run wrote."""
        return bool(self._run) and _last_run(lambda script: updater.read(script).rows) == self._run

    def close(self) -> None:
        """Lets go of everything."""
        self.kept.close()
        self._forget()

    def prepare(self, folder: IndexFolder, settings: Settings) -> bool:
        """Makes ready for the next edit what would take time then; gives whether it was not."""
        with IndexReader(folder, binding=settings.engine) as reader:

            def read(script: str, **params: Any) -> Sequence[Sequence[Any]]:
                return reader.run(script, params).rows

            run = _last_run(read)
            if run == self._run and self._ready:
                return False
            self._forget()
            stored = StoredFiles(read)
            self._table = stored.table
            if len(reader.files()) <= self._most:
                with without_collection():
                    deeply(lambda: self._linker.keep(stored))
                    gc.collect()
                    gc.freeze()  # what is kept has no garbage: looking through it with each edit would cost more than the edit
            if _last_run(read) != run:
                self._forget()
                return False
        self._run, self._ready = run, True
        self.kept.open(settings.engine, folder.required()).run(_COUNT_TEXTS, immutable=True)
        return True

    def __call__(self, updater: IndexUpdater, changed: Changed, on_progress: OnProgress) -> Relinked:
        """Gives the rows of the files that a change concerns; it counts once `applied`."""
        if not self.is_current(updater):
            self._forget()  # another process has written, or nothing is kept yet
        self._run = ""
        return relink(updater, changed, on_progress, self._linker, self._table)

    def applied(self, run: str) -> None:
        """The run of which this was asked is written."""
        self._run = run

    def _forget(self) -> None:
        gc.unfreeze()
        self._linker, self._table = RepositoryLinker(), None
        self._run, self._ready = "", False


def _last_run(read: Callable[[str], Sequence[Sequence[Any]]]) -> str:
    found = read(_LAST_RUN)
    return str(found[0][0]) if found else ""
