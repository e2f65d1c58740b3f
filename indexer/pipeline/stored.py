"""What an index keeps of the files that it was made from, for linking some of them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from indexer.link.families import family_named, family_of, linking_of
from indexer.model.records import FileFacts, Recorded
from indexer.pipeline.file_table import FILES, FileTable
from indexer.pipeline.wire import unpack_facts
from indexer.store.pieces import Piece, joined, pieces
from indexer.store.updater import Change

Read = Callable[..., Sequence[Sequence[Any]]]
"""Gives the rows of a script, with its parameters by name."""

_FACTS: Final = (
    "wanted[path] <- $paths\n?[path, part, packed] := wanted[path], *facts{path, part, packed}\n:order path, part"
)
_RECORDS: Final = "?[path, part, packed] := family = $family, *flow{family, path, part, packed}\n:order path, part"
_ASKED: Final = (
    "wanted[file] <- $files\n"
    "?[file, asker, part, packed] := wanted[file], family = $family, *asked{family, file, asker, part, packed}\n"
    ":order file, asker, part"
)
_PAIRS: Final = (
    "wanted[file, asker] <- $pairs\n"
    "?[file, asker, part, packed] := wanted[file, asker], family = $family, *asked{family, file, asker, part, packed}\n"
    ":order file, asker, part"
)


class StoredFiles:
    """The files of an index (`indexer.link.live.linker.StoredRepository`)."""

    def __init__(self, read: Read, table: FileTable | None = None) -> None:
        """Args: reads the index; what is known of its files, None to read that, too."""
        self._read = read
        self.table = (
            FileTable((path, language, test) for path, language, test in read(FILES)) if table is None else table
        )
        self._facts: dict[str, FileFacts] = {}

    def families(self) -> set[str]:
        """Families that have files."""
        found = {family_named(language) for language in set(self.table.languages.values())}
        return {family for family in found if linking_of(family) is not None}

    def files_of(self, family: str) -> list[FileFacts]:
        """Facts of a family's files."""
        paths = [path for path, language in self.table.languages.items() if family_named(language) == family]
        return [facts for facts in self._of(paths) if family_of(facts) == family]

    def project_files(self) -> list[FileFacts]:
        """Facts of the files that tell languages where imports lead."""
        return self._of(sorted(self.table.projects))

    def facts(self, path: str) -> FileFacts:
        """The facts of a file that there was."""
        (found,) = self._of([path])
        return found

    def ahead(self, paths: Iterable[str]) -> None:
        """Reads the facts of files at once."""
        self._of(list(paths))

    def has(self, path: str) -> bool:
        """Whether there was a file, with text."""
        return bool(self._of([path]))

    def records(self, family: str) -> list[tuple[str, bytes]]:
        """What was written down of each file when a family was linked by values that flow, by path; none where nothing was."""
        return [(path, packed) for (path,), packed in joined(self._read(_RECORDS, family=family))]

    def linked(self, family: str) -> StoredFlow:
        """What else was written down."""
        return StoredFlow(self, self._read, family)

    def _of(self, paths: Sequence[str]) -> list[FileFacts]:
        wanted = [path for path in paths if path not in self._facts]
        if wanted:
            for (path,), packed in joined(self._read(_FACTS, paths=[[path] for path in wanted])):
                self._facts[path] = unpack_facts(packed)
        return [self._facts[path] for path in paths if path in self._facts]


class StoredFlow:
    """What was written down of one family (`indexer.link.live.versions.Stored`)."""

    def __init__(self, files: StoredFiles, read: Read, family: str) -> None:
        """Args: the files of the index; reads it; the family."""
        self._files = files
        self._read = read
        self._family = family

    def ahead(self, paths: Iterable[str]) -> None:
        """Reads the facts of files at once: they will be asked for."""
        self._files.ahead(paths)

    def facts(self, path: str) -> FileFacts:
        """The facts of a file, as they were."""
        return self._files.facts(path)

    def asked(self, files: Iterable[int]) -> list[tuple[int, int, bytes]]:
        """What files were asked: (number of the file that was asked, of the one that asked, packed questions)."""
        wanted = [[file] for file in files]
        rows = self._read(_ASKED, family=self._family, files=wanted) if wanted else []
        return [(file, asker, packed) for (file, asker), packed in joined(rows)]

    def questions(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """Packed questions by (file that was asked, file that asked), of those pairs that there are."""
        rows = self._read(_PAIRS, family=self._family, pairs=[list(pair) for pair in pairs])
        return {(file, asker): packed for (file, asker), packed in joined(rows)}


def recorded_rows(recorded: Mapping[str, Recorded]) -> tuple[list[Piece], list[Piece]]:
    """Rows of `flow` and `asked` for all that linking wrote down, in the order of their keys."""
    flow: list[Piece] = []
    asked: list[Piece] = []
    for family, written in sorted(recorded.items()):
        for path, packed in written.files:
            flow += pieces((family, path), packed)
        for one in written.asked:
            asked += pieces((family, one.file, one.asker), one.questions)
    return flow, asked


def changed_rows(read: Read, family: str, relation: str, changed: Mapping[tuple[Any, ...], bytes | None]) -> Change:
    """What puts bytes in place of those that are stored.

    Args:
        read: Reads the index.
        family: Of the languages that are linked together.
        relation: `flow` or `asked`.
        changed: By key, after the family: bytes; None for what is to go.
    """
    names = "path" if relation == "flow" else "file, asker"
    script = f"wanted[{names}] <- $keys\n?[{names}, part] := wanted[{names}], family = $family, *{relation}{{family, {names}, part}}"
    old = (
        {(family, *row) for row in read(script, family=family, keys=[list(key) for key in changed])}
        if changed
        else set()
    )
    puts = [
        piece
        for key, packed in sorted(changed.items())
        if packed is not None
        for piece in pieces((family, *key), packed)
    ]
    there = {piece[:-1] for piece in puts}
    return Change(relation, puts, sorted(old - there))


def all_rows(read: Read, family: str, recorded: Recorded) -> list[Change]:
    """What puts all that linking a family from nothing wrote down in place of what is stored."""
    flow, asked = recorded_rows({family: recorded})
    changes = []
    for relation, names, puts in (("flow", "path, part", flow), ("asked", "file, asker, part", asked)):
        script = f"?[{names}] := family = $family, *{relation}{{family, {names}}}"
        there = {piece[:-1] for piece in puts}
        old = [(family, *row) for row in read(script, family=family)]
        changes.append(Change(relation, puts, [key for key in old if key not in there]))
    return changes
