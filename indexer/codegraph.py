"""The façade: everything that the command line can do, from Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from indexer.errors import BadParameter, IndexUnusable
from indexer.model.closing import Closing
from indexer.query.answer import Answer
from indexer.query.diagnosis import Check, check_index, check_machine
from indexer.query.history import Difference, Version, compare, history
from indexer.query.interchange import graph_lines, stored_graph
from indexer.query.moments import moment, run_as_of
from indexer.query.named import NamedQuery, load_queries, load_query
from indexer.query.resolve import Match, resolve
from indexer.query.revisions import dated, parted
from indexer.query.runner import Runner
from indexer.query.show import Definition, show
from indexer.query.status import Status, read_status
from indexer.resources import query_dirs
from indexer.settings import Settings, load_settings
from indexer.store import IndexFolder, IndexReader
from indexer.store.past import open_past
from indexer.upkeep import OnProgress, Upkeep, indexed, settings_for

if TYPE_CHECKING:
    from indexer.embed import Embedder
    from indexer.query.search import SearchAnswer
    from indexer.query.search_words import Filters
    from indexer.query.similar import Alike


class Reader(Runner, Protocol):
    """An open index."""

    def close(self) -> None:
        """Let go of it."""


class CodeGraph(Closing, Upkeep):
    """One indexed repository, open for questions; a context manager.

    Use `CodeGraph.index` to build or update an index and `CodeGraph.open` to ask it.
    """

    def __init__(self, reader: Reader, *, root: Path, folder: Path, settings: Settings) -> None:
        """Wrap an open index; `open` is the usual way to get one.

        Args:
            reader: The index.
            root: The repository that it was made from.
            folder: Where the index lies.
            settings: What was chosen.
        """
        self._reader = reader
        self._embedder: Embedder | None = None
        self.root = root
        self.folder = folder
        self.settings = settings

    @classmethod
    def open(cls, repo: str | Path = ".", *, settings: Settings | None = None, **chosen: Any) -> Self:
        """Open the index of a repository for questions.

        Args:
            repo: The repository, or a folder or file in it.
            settings: What to choose; None to read the environment and the repository's files.
            chosen: Single settings (`query_timeout=5.0`, ...), when `settings` is None.

        Raises:
            NotADirectory: there is no such folder.
            NoIndex: neither the folder nor one that encloses it has an index.
            IndexUnusable: the index has another format or is damaged.
        """
        place = Path(repo).absolute()
        root, folder = indexed(place, settings or load_settings(**chosen))
        found = settings_for(root, settings, chosen)
        reader = IndexReader(folder, binding=found.engine, timeout=found.query_timeout)
        return cls(reader, root=root, folder=folder.path, settings=found)

    def close(self) -> None:
        """Let go of the index; closing twice does nothing."""
        self._reader.close()

    def queries(self) -> list[NamedQuery]:
        """The named queries: ours, and those in the user's own folder."""
        return load_queries(query_dirs(self.settings.query_folder()))

    def at(self, said: str) -> CodeGraph:
        """The index as it was at a moment: everything that can be asked of it now can be asked of it then.

        Vectors are those of now.

        Args:
            said: As for `moment`; the last run that had begun by then counts.

        Returns:
            To be closed like any other.

        Raises:
            BadParameter: it is no moment, or from before the index as a whole is known.
            DiskFull: no space for a copy beside the index.
            PermissionDenied: no right to write one.
        """
        run = run_as_of(self._reader, dated(self._reader, self.root, said))
        folder = IndexFolder(self.folder)
        timeout, binding = self.settings.query_timeout, self.settings.engine
        reader = IndexReader(folder, binding=binding, timeout=timeout)
        if not run.latest:
            with reader as present:
                reader = open_past(folder, present, run.stamp, binding=binding, timeout=timeout)
        return CodeGraph(reader, root=self.root, folder=self.folder, settings=self.settings)

    def query(self, name: str, /, *, at: str | None = None, **parameters: Any) -> Answer:
        """Run a named query.

        Args:
            name: Name of the query, as `queries` lists them.
            at: Answer as of this moment, as for `at`; None for now.
            parameters: Its parameters; symbols by what people call them.

        Raises:
            UnknownQuery: no query is called so.
            BadParameter: a parameter is missing, unknown or of the wrong type.
            UnknownSymbol: a symbol or file is not in the index.
            AmbiguousSymbol: one symbol is needed and several are meant.
            QueryTimeout: it takes longer than `settings.query_timeout`.
        """
        if at is not None:
            with self.at(at) as past:
                return past.query(name, **parameters)
        found = load_query(name, query_dirs(self.settings.query_folder()))
        return found.run(self._reader, parameters, self.settings.query_timeout)

    def datalog(
        self,
        script: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        embed: Mapping[str, str] | None = None,
        at: str | None = None,
    ) -> Answer:
        """Run any CozoScript that only reads.

        Args:
            script: CozoScript over the relations of `schema/`.
            parameters: Values for `$name` in the script.
            embed: Texts by name; `$name` is bound to the text's vector, a list of numbers (`vec($name)` in the script).
            at: Answer as of this moment, as for `at`; None for now.

        Raises:
            WriteRefused: the script writes, or reaches outside the index.
            BadDatalog: it does not parse or does not run.
            QueryTimeout: it takes longer than `settings.query_timeout`.
            BadParameter: a name is bound twice.
        """
        if at is not None:
            with self.at(at) as past:
                return past.datalog(script, parameters, embed=embed)
        values = dict(parameters or {})
        for name, text in (embed or {}).items():
            if name in values:
                raise BadParameter(f"${name} is bound to a value and to a vector; rename one")
            values[name] = [float(part) for part in self.embedder.encode_queries([text])[0]]
        found = self._reader.run(script, values, self.settings.query_timeout)
        return Answer(tuple(found.headers), tuple(tuple(row) for row in found.rows))

    @property
    def embedder(self) -> Embedder:
        """What makes vectors of texts; loaded when it is first used."""
        if self._embedder is None:
            self._embedder = self._choose_embedder()
        return self._embedder

    def _choose_embedder(self) -> Embedder:
        from indexer.embed import choose
        from indexer.embed.choose import choose_asking
        from indexer.store.models import StoredModel

        chosen = self.settings
        columns = ", ".join(StoredModel._fields)
        active = self._reader.run(f"?[{columns}] := *model{{{columns}}}, active").rows
        if active:  # questions must be asked in the vectors that the index has, not in the best there are
            return choose_asking(StoredModel(*active[0]), device=chosen.device).embedder
        return choose(chosen.embedder, device=chosen.device, dimension=chosen.dimension).embedder

    def search(self, words: str, k: int = 10, *, filters: Filters | None = None) -> SearchAnswer:
        """Find symbols by words: text, vectors, names and importance together.

        Args:
            words: What to look for; `kind:class`, `path:src/`, `lang:python` and `test:no` narrow it.
            k: How many to give.
            filters: More to narrow it with.

        Returns:
            The hits, best first, each with what its score is made of, and the share of nodes that have vectors.

        Raises:
            BadParameter: k is less than 1, or a filter is not understood.
        """
        from indexer.query.search import explore

        return explore(self._reader, self._own_embedder(), words, k, filters=filters, root=self.root)

    def similar(self, symbol: str | int, k: int = 10) -> list[Alike]:
        """Code that is like a symbol's, most alike first; the symbol itself is left out.

        Args:
            symbol: As for `symbols`, meaning one.
            k: How many to give.

        Raises:
            UnknownSymbol: nothing is called so.
            AmbiguousSymbol: several are.
            BadParameter: it has no body here, or k is less than 1.
        """
        from indexer.query.similar import similar

        return similar(self._reader, symbol, k)

    def similar_text(self, source: str, k: int = 10) -> list[Alike]:
        """Code that is like a piece of code that need not be in the index, most alike first.

        Args:
            source: The code.
            k: How many to give.

        Raises:
            BadParameter: there is no code, or k is less than 1.
        """
        from indexer.query.similar import similar_text

        return similar_text(self._reader, self._own_embedder(), source, k)

    def _own_embedder(self) -> Embedder | None:
        """What makes vectors like the index's; None where it has none, since a sentence model takes seconds to load."""
        return self.embedder if self._reader.run("?[id] := *model{id}\n:limit 1").rows else None

    def symbols(self, name: str | int) -> list[Match]:
        """The symbols that a name may mean, most important first.

        Args:
            name: Qualified name, the end of one (`Class.method`), moniker, file, `file:line`, or id.

        Raises:
            UnknownSymbol: nothing is called so.
        """
        return resolve(self._reader, name)

    def show(self, symbol: str | int) -> list[Definition]:
        """The definitions that a name may mean, with their text.

        Args:
            symbol: As for `symbols`.

        Raises:
            UnknownSymbol: nothing is called so.
        """
        return show(self._reader, symbol)

    def outline(self, path: str, *, depth: int = 3) -> Answer:
        """What a file defines, in order: the query `outline`.

        Args:
            path: A file of the repository, or the end of its path.
            depth: Levels below the module.

        Raises:
            UnknownSymbol: no such file is in the index.
            AmbiguousSymbol: several files end so.
        """
        return self.query("outline", path=path, depth=depth)

    def history(self, symbol: str | int) -> list[Version]:
        """The versions that a symbol had in the index, newest first.

        Args:
            symbol: As for `symbols`; one that is gone by its qualified name.

        Raises:
            UnknownSymbol: nothing is or was called so.
            AmbiguousSymbol: several are.
        """
        return history(self._reader, symbol)

    def moment(self, said: str) -> float:
        """The moment that somebody means, seconds since the epoch.

        Args:
            said: A time, an age ('7d'), the stamp of a run, 'now', or a commit that a run read: its hash, or what git calls
                it ('HEAD~3', a branch, a tag).

        Raises:
            BadParameter: it is none of these.
        """
        return moment(self._reader, dated(self._reader, self.root, said)) / 1e6

    def diff(self, earlier: str, later: str = "now") -> Difference:
        """What two moments differ in: symbols and edges.

        Args:
            earlier: As for `moment`; 'A..B' is both moments.
            later: As for `moment`.

        Raises:
            BadParameter: one of them is no moment.
        """
        first, last = (dated(self._reader, self.root, said) for said in parted(earlier, later))
        return compare(self._reader, first, last)

    def status(self) -> Status:
        """What the index holds, and from when it is."""
        return read_status(self._reader, str(self.root), str(self.folder))

    def check(self) -> list[Check]:
        """Check this index: whole, without loose ends, as new as the files."""
        return check_index(self._reader, self.root)

    @classmethod
    def doctor(cls, repo: str | Path | None = None, *, settings: Settings | None = None, **chosen: Any) -> list[Check]:
        """Check the machine and the index of a repository; an index that cannot be opened is one of the findings.

        Args:
            repo: The repository, or a folder in it; None for the current folder.
            settings: As for `open`.
            chosen: As for `open`.
        """
        checks = check_machine()
        try:
            with cls.open(repo if repo is not None else Path.cwd(), settings=settings, **chosen) as graph:
                checks += graph.check()
        except IndexUnusable as error:
            said, _, advice = str(error).partition("; ")
            checks.append(Check("index", "bad", said, advice))
        return checks

    def export(self, *, format: str = "jsonl") -> Iterator[str]:  # noqa: A002 - the format's name is `format`
        """The lines of an export of the graph, without line ends.

        Args:
            format: `jsonl`, the only one yet.

        Raises:
            BadParameter: no format is called so.
        """
        _known(format)
        return graph_lines(*stored_graph(self._reader))

    @classmethod
    def export_ephemeral(
        cls,
        repo: str | Path,
        *,
        format: str = "jsonl",  # noqa: A002 - as in `export`
        settings: Settings | None = None,
        progress: OnProgress | None = None,
        **chosen: Any,
    ) -> Iterator[str]:
        """The lines of an export of a repository that is read now; nothing is stored.

        Args:
            repo: The repository: a folder.
            format: As for `export`.
            settings: As for `index`.
            progress: As for `index`.
            chosen: As for `index`.

        Raises:
            SourceError: the repository cannot be read, or holds nothing.
            UsageError: it is no folder, or a setting or the format is wrong.
        """
        _known(format)
        from indexer.pipeline import analyse_repository

        root = Path(repo).absolute()
        linked = analyse_repository(root, settings_for(root, settings, chosen), progress)
        return graph_lines(linked.symbols, linked.edges)


def export_repository(repo: str | Path) -> Iterator[str]:
    """The lines of an export of a repository that is read now; nothing is stored. `CodeGraph.export_ephemeral` as a
    plain function, for programs that take one by name (`--python indexer.codegraph:export_repository`).

    Args:
        repo: The repository: a folder.

    Raises:
        SourceError: the repository cannot be read, or holds nothing.
        NotADirectory: it is no folder.
    """
    return CodeGraph.export_ephemeral(repo)


def _known(form: str) -> None:
    if form != "jsonl":
        raise BadParameter(f"no export format is called {form!r}; use jsonl")
