"""Links again the files of a family that a change concerns.

A file is linked by what it says and by the answers to what it asks of others.  So the changed files are linked, and what
others asked of them is asked again, of the family as it was and as it is: files that asked what has another answer now are
linked, too, until there are none.  Values are found again when they are asked for; nothing found before the change is kept.
(As Bekic's theorem has it for least fixed points: where all that a part of the equations reads from the rest is the same, so
is what the part gives.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from indexer.languages.linking import Linking
from indexer.link.emitted import Emitted
from indexer.link.live.afresh import Afresh
from indexer.link.live.comparison import Comparison
from indexer.link.live.remembered import Remembered
from indexer.link.live.versions import After, Before, Roots, Stored
from indexer.link.lookups import EVERYWHERE, Question, by_owner, owner
from indexer.link.record import FileRecord, pack_file, pack_questions, unpack_questions
from indexer.link.values import forget
from indexer.model.records import FileFacts

_MOST: Final = 0.2
"""Where more of the files than this are concerned, linking all of them costs less (Django: 672 files cost what 2,788 do) ..."""
_FEW: Final = 50
"""... unless they are this few."""


class Relinked(NamedTuple):
    """What linking again gave."""

    contributions: dict[str, list[tuple[int, list[Emitted]]]]
    """By path of each file that was linked again: what each symbol contributes, with its index in the file."""
    module_names: dict[str, str]
    """The qualified names of these files' modules."""
    homes: dict[int, str]
    """Paths of the files of symbols, of all that the contributions lead to."""
    records: dict[str, bytes | None]
    """Records that are other than before, by path; None for those of files that are gone."""
    asked: dict[tuple[int, int], bytes | None]
    """What was asked otherwise than before, by (file that was asked, file that asked); None for what is not asked any more."""


class FlowRelinker:
    """One change of the files of a family."""

    def __init__(
        self,
        remembered: Remembered,
        stored: Stored,
        linking: Linking,
        changed: Mapping[str, FileFacts | None],
        roots: Roots,
    ) -> None:
        """Args: the files' records; what else was written down; the language's side; facts of changed and new files by path, None
        for those that are gone; paths of files that mark a source root.

        Raises:
            Afresh: only linking from nothing takes this up exactly.
        """
        self._stored = stored
        self._before = Before(remembered, stored, linking, roots.before)
        self._after = After(self._before, changed, roots)
        self._comparison = Comparison(self._before, self._after)
        self._concerned = set(self._after.states)
        self._asked: dict[int, dict[Question, set[int]]] = {}
        """What was asked of each file of which that is known, and by whom."""

    def run(self) -> Relinked:
        """Links what the change concerns.

        Raises:
            Afresh: only linking from nothing takes this up exactly, or in less time.
        """
        different = {*self._after.inputs, *self._led_elsewhere()}
        different.update(*self._asked_of(self._after.gone))
        self._concern(different)
        while self._concern(self._linked()):
            pass
        found = self._outcome()
        forget()
        return found

    # ------------------------------------------------------------ whom a change concerns

    def _concern(self, different: Iterable[Question]) -> bool:
        """Adds the files that asked any of these; whether there are any."""
        found = list(different)
        asked = self._asked_of(map(owner, found))
        more = set().union(*(of.get(question, ()) for question, of in zip(found, asked, strict=True)))
        more -= self._concerned | self._after.gone
        self._concerned |= more
        if len(self._concerned) > max(_FEW, len(self._after.files) * _MOST):
            raise Afresh
        return bool(more)

    def _linked(self) -> set[Question]:
        """Links the files that are concerned; what others asked of them that has another answer now."""
        done = self._concerned | self._after.gone
        asked = self._asked_of(sorted(self._concerned))
        questions = [question for of in asked for question, askers in of.items() if not askers <= done]
        return self._comparison.link(self._concerned, questions)

    def _asked_of(self, files: Iterable[int]) -> list[dict[Question, set[int]]]:
        """What each of these files was asked, and by whom."""
        files = list(files)
        missing = set(files) - self._asked.keys()
        self._asked |= {file: {} for file in missing}
        for file, asker, packed in self._stored.asked(missing):
            for question in unpack_questions(packed, self._before.identities):
                self._asked[file].setdefault(question, set()).add(asker)
        return [self._asked[file] for file in files]

    def _led_elsewhere(self) -> Iterator[Question]:
        """Imports that lead elsewhere now; files whose module is called otherwise are concerned, too."""
        if not self._after.moved:
            return
        before, now = self._before.modules, self._after.modules
        self._concerned |= {file for file, name in now.qualified.items() if before.qualified.get(file, name) != name}
        (asked,) = self._asked_of([EVERYWHERE])
        for question in asked:
            if question[0] == "resolve" and before.answer(question) != now.answer(question):
                yield question

    # ------------------------------------------------------------ what is written down

    def _outcome(self) -> Relinked:
        before, after, linked = self._before, self._after, self._comparison
        asked, asks = self._asked_otherwise()
        records: dict[str, bytes | None] = {}
        others = {file for file, of in asks.items() if file in before.records and of != before.records[file].asked}
        for file in self._concerned | others | self._naming():
            packed = pack_file(self._record(file, asks), after.identities)
            if packed != before.remembered.packed.get(file):
                records[after.path_of(file)] = packed
        records |= {before.modules.paths[file]: None for file in after.gone}
        path_of = after.modules.paths
        return Relinked(
            {path_of[file]: emission.parts() for file, emission in sorted(linked.emissions.items())},
            {path_of[file]: after.modules.qualified[file] for file in self._concerned},
            {symbol: path_of[file] for symbol, file in after.program.home.items() if file in path_of},
            records,
            asked,
        )

    def _record(self, file: int, asks: Mapping[int, tuple[int, ...]]) -> FileRecord:
        linked = self._comparison
        if file not in self._concerned:
            record = self._before.records[file]
            return record._replace(asked=asks.get(file, record.asked))
        scopes = self._after.program.states[file].scopes
        return FileRecord(
            file,
            tuple(scopes),
            tuple(linked.emissions[file].rounds),
            linked.bases[file],
            linked.digests(file),
            tuple(self._after.foreign[file] if file in self._after.foreign else self._before.records[file].foreign),
            asks.get(file, ()),
        )

    def _naming(self) -> set[int]:
        """Files that are not linked again whose record names expressions of other versions, which may stand elsewhere now."""
        naming = (self._before.remembered.naming.get(file, set()) for file in self._after.states)
        return set().union(*naming) - self._concerned - self._after.gone

    def _asked_otherwise(self) -> tuple[dict[tuple[int, int], bytes | None], dict[int, tuple[int, ...]]]:
        """What was asked otherwise than before; and the files that each file for which that may be so asks now.

        A file that was not linked again may have been asked something new, for which it asked others: that is added to what
        it asked before.
        """
        before, after = self._before, self._after
        now = {
            (of, asker): questions
            for asker, asked in after.program.lookups.asked.items()
            if asker in after.files
            for of, questions in by_owner(asked).items()
        }
        pairs = self._pairs() | now.keys()
        there = self._stored.questions(pairs)
        changed: dict[tuple[int, int], bytes | None] = {}
        asks: dict[int, set[int]] = {}
        for of, asker in sorted(pairs):
            old = set(unpack_questions(there[of, asker], before.identities)) if (of, asker) in there else set()
            new = now.get((of, asker), set())
            if asker not in self._concerned and asker not in after.gone and of not in after.gone:
                new = new | old
            if asker in after.files:
                into = asks.setdefault(asker, set(before.records[asker].asked if asker in before.records else ()))
                (into.add if new else into.discard)(of)
            if new != old:
                changed[of, asker] = pack_questions(new, after.identities) if new else None
        return changed, {asker: tuple(sorted(of)) for asker, of in asks.items()}

    def _pairs(self) -> set[tuple[int, int]]:
        """(file that was asked, file that asked), of all that may ask something else now, or not be asked any more."""
        records = self._before.records
        asked = {(of, file) for file in self._concerned if file in records for of in records[file].asked}
        for file in self._after.gone:
            (there,) = self._asked_of([file])
            asked |= {(of, file) for of in records[file].asked}
            asked |= {(file, asker) for askers in there.values() for asker in askers}
        return asked
