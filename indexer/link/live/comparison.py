"""Linking some files of a family as it is now, and what it answers otherwise than before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from indexer.link.classes import NO_HIERARCHY, Hierarchy
from indexer.link.emission import Emission
from indexer.link.emitter import Emitter
from indexer.link.evaluator import Evaluator
from indexer.link.flow import bases_in
from indexer.link.live.afresh import Afresh
from indexer.link.live.answers import RESULTS, Answer, Answering, can_ask
from indexer.link.live.versions import After, Before
from indexer.link.lookups import Question
from indexer.link.passing import MOST_ROUNDS, Passed, Replaced, expanded
from indexer.link.record import Bases, passed_on
from indexer.link.tabling import Cause


class Comparison:
    """A family before and after a change, linked as far as the change concerns it.

    What was found for fewer files is kept: the first round reads nothing of callers, so it is the same for more of them.
    """

    def __init__(self, before: Before, after: After) -> None:
        """Args: the family as it was; as it is now."""
        self._before = before
        self._after = after
        self.emissions: dict[int, Emission] = {}
        """What each file that was linked contributes."""
        self.bases: dict[int, Bases] = {}
        """Of these files: their classes that have bases in the program."""
        self._was = Answering(before.evaluator())
        self._answers: dict[Question, list[Answer]] = {}
        """What the family answered in each round, before; the last holds for the rounds that are left out."""
        self._derived: Mapping[int, Sequence[int]] = {}
        """Direct subclasses of each class, as they are now."""
        self._is: Answering | None = None
        self._through: _Through | None = None

    def link(self, files: Collection[int], questions: Iterable[Question]) -> set[Question]:
        """Links files, and asks what others asked of them.

        Args:
            files: their numbers; all that were given before, and more.
            questions: what others asked of these files.

        Returns:
            Questions that have another answer than before.

        Raises:
            Afresh: classes derive from each other in a circle, and what is known of them depends on what is asked first.
        """
        ordered = sorted(files)
        self._before.ahead(file for file in ordered if file not in self.emissions)
        different = set(self._derived_otherwise(ordered))
        now = self._first_round(ordered)
        passing = self._passing()
        asked = [one for one in questions if one[0] in RESULTS]
        asked = [one for one in asked if can_ask(self._before.program, self._before.records.keys(), one)]
        different |= {one for one in asked if not can_ask(self._after.program, self._after.files, one)}
        asked = [one for one in asked if one not in different]
        self._ask_before(asked)
        for number in range(MOST_ROUNDS + 1):
            if number:
                changed = now.evaluator.next_round(passing.inflow(number - 1))
                for one in self.emissions.values():
                    one.again(changed)
            asked = [one for one in asked if one not in different]
            different.update(self._otherwise(now, asked, number))
            asked = [one for one in asked if len(self._answers[one]) > number + 1]
            different.update(self._passed(passing, number))
        if now.evaluator.classes.circular:
            raise Afresh
        return different

    def digests(self, file: int) -> tuple[bytes, ...]:
        """Of the classes of a file that was linked that have bases in the program: digests of the names that they say anything of."""
        assert self._is is not None
        return self._is.evaluator.classes.digests(file, (scope for scope, _ in self.bases[file]))

    # ------------------------------------------------------------ as it is now

    def _derived_otherwise(self, files: Sequence[int]) -> Iterator[Question]:
        """Finds the bases of the classes in files; gives the classes that are derived from otherwise than before."""
        before, after = self._before, self._after
        evaluator = Evaluator(after.program, after.modules, before.linking.library, NO_HIERARCHY, after.identities)
        self.bases |= {file: bases_in(evaluator, file) for file in files if file not in self.bases}
        if evaluator.classes.circular:
            raise Afresh
        for file in (*files, *after.gone):
            old = dict(before.records[file].bases) if file in before.records else {}
            new = dict(self.bases.get(file, ()))
            for scope in old.keys() | new.keys():
                yield from (("children", base) for base in set(old.get(scope, ())) ^ set(new.get(scope, ())))

    def _first_round(self, files: Iterable[int]) -> Answering:
        """Links files while nothing is known of callers."""
        before, after = self._before, self._after
        known = before.remembered
        derived = known.children(dict.fromkeys(after.gone, ()) | self.bases)
        now = self._is
        if now is None or derived != self._derived:
            after.program.lookups.forget()
            hierarchy = Hierarchy(derived, known.assigned_in(after.foreign), known.digests_but(after.states))
            evaluator = Evaluator(after.program, after.modules, before.linking.library, hierarchy, after.identities)
            self._is, self._derived, self.emissions = Answering(evaluator), derived, {}
            now = self._is
        else:
            changed = now.evaluator.next_round({})
            for one in self.emissions.values():
                one.begin_again(changed)
        emitter = Emitter(now.evaluator, now.targets)
        for file in files:
            if file not in self.emissions:
                self.emissions[file] = Emission(emitter, after.program, file)
        return now

    def _passing(self) -> Replaced:
        rounds: dict[int, Sequence[Passed]] = {file: one.rounds for file, one in self.emissions.items()}
        return Replaced(self._before.passing, rounds | dict.fromkeys(self._after.gone, ()))

    # ------------------------------------------------------------ as it was

    def _ask_before(self, questions: Iterable[Question]) -> None:
        """Finds what the family answered to questions in each round, before."""
        wanted = [one for one in questions if one not in self._answers]
        for number in range(MOST_ROUNDS + 1):
            if not wanted:
                break
            self._was.evaluator.next_round(self._before.passing.inflow(number - 1) if number else {})
            for question in wanted:
                self._answers.setdefault(question, []).append(self._was.answer(question))
            wanted = [one for one in wanted if self._answers[one][-1].flows]

    def _otherwise(self, now: Answering, questions: Iterable[Question], number: int) -> Iterator[Question]:
        """Questions that have another answer in a round than before."""
        for question in questions:
            if now.answer(question) != self._answers[question][number]:
                yield question

    # ------------------------------------------------------------ what calls pass

    def _passed(self, passing: Replaced, number: int) -> Iterator[Question]:
        """Parameters to which callers pass something else in a round than before."""
        before = self._before.passing
        moved: set[Cause] = set()
        for file in (*self.emissions, *self._after.gone):
            old, new = before.of_file(number, file), passing.of_file(number, file)
            moved |= {cause for cause in old.keys() | new.keys() if old.get(cause) != new.get(cause)}
        if not moved:
            return
        if self._through is None:
            self._through = _Through()
            for record in self._before.records.values():
                self._through.note(record.rounds)
        for one in self.emissions.values():
            self._through.note(one.rounds[-1:])
        was, now = before.inflow(number), passing.inflow(number)
        for cause in self._through.reached(moved):
            if expanded(was, cause) != expanded(now, cause):
                yield ("passed", *cause)


class _Through:
    """Which parameters are passed on to which, in any version of the program."""

    def __init__(self) -> None:
        self._to: dict[Cause, set[Cause]] = {}

    def note(self, rounds: Iterable[Passed]) -> None:
        """Adds what calls pass on."""
        for passed in rounds:
            for cause, to in passed_on(passed):
                self._to.setdefault(cause, set()).add(to)

    def reached(self, causes: Iterable[Cause]) -> set[Cause]:
        """These parameters, and all that any of them is passed on to."""
        found = set(causes)
        todo = list(found)
        while todo:
            more = self._to.get(todo.pop(), set()) - found
            found |= more
            todo += more
        return found
