"""What was written down of a family's files, and what is looked up over all of them; kept from one change to the next."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.link.flow import children_of
from indexer.link.recalled import Recalled
from indexer.link.record import Bases, FileRecord, Plain, unpack_file
from indexer.link.tabling import Cause


class Remembered:
    """The records of a family's files.  To read them all would take longer than most edits."""

    def __init__(self, records: Iterable[tuple[str, bytes]]) -> None:
        """Args: by path, as they were written down."""
        self.numbers: dict[str, int] = {}
        """Of files, by path."""
        self.packed: dict[int, bytes] = {}
        self.plain: dict[int, Plain] = {}
        self.naming: dict[int, set[int]] = {}
        """By file: the files whose record names expressions of it."""
        self.bases: dict[int, Sequence[int]] = {}
        """Direct bases in the program of each class that has any."""
        self.digests: dict[int, bytes] = {}
        """Of these classes: digests of the names that they say anything of."""
        self.foreign: dict[str, list[int]] = {}
        """The files that assign to a member of each name outside of its class, in order."""
        self.passers: dict[Cause, list[int]] = {}
        """The files whose calls pass anything to a parameter, in order."""
        self._children: dict[int, list[int]] | None = None
        for path, packed in records:
            self._add(path, packed)

    def take(self, changed: Mapping[str, bytes | None]) -> None:
        """Puts records in place of those that there were.

        Args:
            changed: records by path; None for those of files that are gone.
        """
        for path, packed in changed.items():
            if path in self.numbers:
                self._remove(path)
            if packed is not None:
                self._add(path, packed)

    # ------------------------------------------------------------ with other versions of some files

    def children(self, others: Mapping[int, Bases]) -> Mapping[int, Sequence[int]]:
        """Direct subclasses of each class that has any, in the order of the program.

        Args:
            others: bases by file, for those that are other versions than here; none for those that are gone.
        """
        if self._children is None:
            self._children = children_of({file: plain.bases for file, plain in self.plain.items()})
        if all(bases == (self.plain[file].bases if file in self.plain else ()) for file, bases in others.items()):
            return self._children
        return children_of({file: plain.bases for file, plain in self.plain.items()} | dict(others))

    def assigned_in(self, others: Mapping[int, Iterable[str]]) -> Mapping[str, Sequence[int]]:
        """The files that assign to a member of each name outside of its class, in order.

        Args:
            others: names by file, for those that are other versions than here; no names for those that are gone.
        """
        different: dict[str, list[int]] = {}
        for file, names in others.items():
            before = self.plain[file].foreign if file in self.plain else ()
            for name in {*before} ^ {*names}:
                files = different.get(name, self.foreign.get(name, []))
                different[name] = sorted({*files} ^ {file})
        return {name: files for name, files in {**self.foreign, **different}.items() if files}

    def digests_but(self, files: Iterable[int]) -> Mapping[int, bytes]:
        """Digests of the names that classes say anything of, but of those in some files."""
        found = dict(self.digests)
        for file in files:
            for scope, _ in self.plain[file].bases if file in self.plain else ():
                del found[scope]
        return found

    # ------------------------------------------------------------ one record

    def _add(self, path: str, packed: bytes) -> None:
        plain = unpack_file(packed)
        file = self.numbers[path] = plain.number
        self.packed[file], self.plain[file] = packed, plain
        for named in plain.named:
            self.naming.setdefault(named, set()).add(file)
        self.bases.update(plain.bases)
        self.digests.update((scope, one) for (scope, _), one in zip(plain.bases, plain.digests, strict=True))
        for name in plain.foreign:
            insort(self.foreign.setdefault(name, []), file)
        for cause in _causes(plain):
            insort(self.passers.setdefault(cause, []), file)
        self._children = None

    def _remove(self, path: str) -> None:
        file = self.numbers.pop(path)
        plain = self.plain.pop(file)
        del self.packed[file]
        for named in plain.named:
            self.naming[named].discard(file)
        for scope, _ in plain.bases:
            del self.bases[scope], self.digests[scope]
        for name in plain.foreign:
            self.foreign[name].remove(file)
        for cause in _causes(plain):
            self.passers[cause].remove(file)
        self._children = None


class Records(Mapping[int, FileRecord]):
    """Records by number of the file, each read when it is asked for."""

    def __init__(self, remembered: Remembered, identities: Recalled) -> None:
        """Args: the records; the numbers of expressions."""
        self._plain = remembered.plain
        self._identities = identities
        self._read: dict[int, FileRecord] = {}

    def __getitem__(self, file: int) -> FileRecord:
        found = self._read.get(file)
        if found is None:
            found = self._read[file] = self._plain[file].read(self._identities)
        return found

    def __contains__(self, file: object) -> bool:
        return file in self._plain

    def __iter__(self) -> Iterator[int]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)


def _causes(plain: Plain) -> Iterable[Cause]:
    """The parameters to which a file's calls pass anything, in any round."""
    return dict.fromkeys(cause for passed in plain.rounds for cause in passed)
