"""Linking some files of a family as it is now, and what it answers otherwise than before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from indexer.link.classes import NO_HIERARCHY, Hierarchy
from indexer.link.emission import Emission
from indexer.link.emitter import Emitter
from indexer.link.evaluator import Evaluator
from indexer.link.flow import bases_in, children_of
from indexer.link.live.afresh import Afresh
from indexer.link.live.answers import RESULTS, Answer, answer, can_ask
from indexer.link.live.versions import After, Before
from indexer.link.lookups import Question
from indexer.link.passing import MOST_ROUNDS, Passed, Replaced, TakenUp, expanded
from indexer.link.record import Bases
from indexer.link.tabling import Cause
from indexer.link.targets import Targets
from indexer.link.values import ARGUMENT


class Comparison:
    """A family before and after a change, linked as far as the change concerns it."""

    def __init__(self, before: Before, after: After) -> None:
        """Args: the family as it was; as it is now."""
        self._before = before
        self._after = after
        self.done = False
        """Whether anything was linked."""
        self.emissions: dict[int, Emission] = {}
        """What each file that was linked contributes."""
        self.bases: dict[int, Bases] = {}
        """Of these files: their classes that have bases in the program."""
        self._answers: dict[Question, list[Answer]] = {}
        """What the family answered in each round, before."""
        self._through: dict[Cause, set[Cause]] | None = None

    def link(self, files: Collection[int], questions_of: Callable[[int], Iterable[Question]]) -> set[Question]:
        """Links files, and asks what others asked of them.

        Args:
            files: their numbers.
            questions_of: gives what others asked of a file.

        Returns:
            Questions that have another answer than before.

        Raises:
            Afresh: classes derive from each other in a circle, and what is known of them depends on what is asked first.
        """
        self.done = True
        before, after = self._before, self._after
        after.program.lookups.forget()
        ordered = sorted(files)
        different = set(self._derived(ordered))
        evaluator = Evaluator(after.program, after.modules, before.linking.library, self._hierarchy(), after.identities)
        targets = Targets(evaluator)
        emitter = Emitter(evaluator, targets)
        self.emissions = {file: Emission(emitter, after.program, file) for file in ordered}
        rounds: dict[int, Sequence[Passed]] = {file: one.rounds for file, one in self.emissions.items()}
        passing = Replaced(before.passing, rounds | dict.fromkeys(after.gone, ()))
        asked = [one for file in ordered for one in questions_of(file) if one[0] in RESULTS]
        asked = [one for one in asked if can_ask(before.program, before.records.keys(), one)]
        different |= {one for one in asked if not can_ask(after.program, after.files, one)}
        asked = [one for one in asked if one not in different]
        self._answer(asked)
        for number in range(MOST_ROUNDS + 1):
            if number:
                changed = evaluator.next_round(TakenUp(passing, number - 1))
                for one in self.emissions.values():
                    one.again(changed)
            different |= {one for one in asked if answer(evaluator, targets, one) != self._answers[one][number]}
            different.update(self._passed(passing, number))
        if evaluator.classes.circular:
            raise Afresh
        return different

    def _derived(self, files: Sequence[int]) -> Iterator[Question]:
        """Finds the bases of the classes in files; gives the classes that are derived from otherwise than before."""
        before, after = self._before, self._after
        evaluator = Evaluator(after.program, after.modules, before.linking.library, NO_HIERARCHY, after.identities)
        self.bases = {file: bases_in(evaluator, file) for file in files}
        if evaluator.classes.circular:
            raise Afresh
        for file in (*files, *after.gone):
            old = dict(before.records[file].bases) if file in before.records else {}
            new = dict(self.bases.get(file, ()))
            for scope in old.keys() | new.keys():
                yield from (("children", base) for base in set(old.get(scope, ())) ^ set(new.get(scope, ())))

    def _hierarchy(self) -> Hierarchy:
        before, after = self._before, self._after
        bases = {file: record.bases for file, record in before.records.items() if file not in after.gone} | self.bases
        return Hierarchy(children_of(bases), before.assigned_in(after.foreign))

    def _answer(self, questions: Iterable[Question]) -> None:
        """Finds what the family answered to questions in each round, before."""
        wanted = [one for one in questions if one not in self._answers]
        if not wanted:
            return
        evaluator = self._before.evaluator()
        targets = Targets(evaluator)
        for number in range(MOST_ROUNDS + 1):
            if number:
                evaluator.next_round(TakenUp(self._before.passing, number - 1))
            for question in wanted:
                self._answers.setdefault(question, []).append(answer(evaluator, targets, question))

    def _passed(self, passing: Replaced, number: int) -> Iterator[Question]:
        """Parameters to which callers pass something else in a round than before."""
        before = self._before.passing
        moved: set[Cause] = set()
        for file in (*self.emissions, *self._after.gone):
            old, new = before.of_file(number, file), passing.of_file(number, file)
            moved |= {cause for cause in old.keys() | new.keys() if old.get(cause) != new.get(cause)}
        moved = {cause for cause in moved if before.total(number, cause) != passing.total(number, cause)}
        if moved:
            was, now = TakenUp(before, number), TakenUp(passing, number)
            for cause in self._reached(moved):
                if expanded(was, cause) != expanded(now, cause):
                    yield ("passed", *cause)

    def _reached(self, causes: Iterable[Cause]) -> set[Cause]:
        """These parameters, and all that any of them is passed on to, before or now."""
        if self._through is None:
            self._through = {}
            for record in self._before.records.values():
                _note_through(self._through, record.rounds)
        through = {cause: set(to) for cause, to in self._through.items()}
        for one in self.emissions.values():
            _note_through(through, one.rounds)
        found = set(causes)
        todo = list(found)
        while todo:
            more = through.get(todo.pop(), set()) - found
            found |= more
            todo += more
        return found


def _note_through(through: dict[Cause, set[Cause]], rounds: Iterable[Passed]) -> None:
    """Notes which parameters are passed on to which."""
    last: Passed = {}
    for passed in rounds:
        if passed is not last:
            for cause, values in passed.items():
                for value in values:
                    if value[0] == ARGUMENT:
                        through.setdefault(value[1:], set()).add(cause)
        last = passed
