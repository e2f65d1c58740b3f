"""Links the files of one family of languages by the values that flow through them.

Rounds: in each, every scope is evaluated with what calls were seen to pass in the round before; the next round repeats
the scopes whose result depended on that, until nothing new is passed.  A round reads only complete earlier rounds, so
the result does not depend on the order of the files.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from indexer.languages.linking import Linking
from indexer.link.classes import NO_HIERARCHY, Hierarchy
from indexer.link.emission import Emission
from indexer.link.emitted import Emitted
from indexer.link.emitter import Emitter
from indexer.link.evaluator import Evaluator
from indexer.link.identities import Identities
from indexer.link.lookups import Lookups, by_owner
from indexer.link.modules import NumberedModules
from indexer.link.naming import ById, Names, Targeted, symbol_ids
from indexer.link.numbering import FileNumbers
from indexer.link.passing import MOST_ROUNDS, merged
from indexer.link.program import FileState, Program, file_state
from indexer.link.record import Bases, FileRecord, pack_file, pack_questions
from indexer.link.targets import Targets
from indexer.link.values import forget
from indexer.model import ir
from indexer.model.records import Asked, FileFacts, Recorded


class FlowLinker:
    """One run over all files of a family."""

    def __init__(self, files: Sequence[FileFacts], linking: Linking, roots: Sequence[str]) -> None:
        """Args: facts in the order of their paths; the language's side; paths of files that mark a source root."""
        paths = [facts.path for facts in files]
        numbers = FileNumbers(paths)
        self._lookups = Lookups()
        self._modules = NumberedModules(linking.modules(paths, roots), paths, numbers, self._lookups)
        self._library = linking.library
        self._files = [numbers[path] for path in paths]
        waiting = dict(zip(self._files, files, strict=True))

        def state_of(file: int) -> FileState:
            facts = waiting.pop(file)
            return file_state(file, facts, symbol_ids(facts), None)

        self._program = Program(self._lookups, state_of)
        for file in self._files:
            self._program.need(file)
        self.recorded = Recorded([], [])
        """What was written down; nothing where the next run has to link everything."""

    def module_names(self) -> list[str]:
        """The qualified name of each file's module."""
        return [self._modules.qualified[file] for file in self._files]

    def numbering(self, names: Names, numbers: Sequence[int], facts: Sequence[FileFacts]) -> Targeted:
        """What the targets of contributions are.

        Args:
            names: what the symbols of all files are called.
            numbers: which of all files these are.
            facts: of all files.
        """
        return ById(names, dict(zip(self._files, numbers, strict=True)), facts, self._program.home)

    def emit(self) -> Iterator[tuple[int, int, list[Emitted]]]:
        """What each symbol contributes: (file, index of the symbol in it, contributions), which are let go on the way."""
        emissions = deque(self._rounds())  # what evaluation remembers is let go here
        for place in range(len(emissions)):
            for index, contributed in emissions.popleft().parts():
                yield place, index, contributed

    def _rounds(self) -> list[Emission]:
        """Evaluates scopes until what calls pass no longer changes."""
        program = self._program
        identities = Identities()
        hierarchy = self._hierarchy(identities)
        evaluator = Evaluator(program, self._modules, self._library, hierarchy, identities)
        emitter = Emitter(evaluator, Targets(evaluator))
        emissions = []
        for file in self._files:
            emissions.append(Emission(emitter, program, file))
            program.let_go(file)
        for _ in range(MOST_ROUNDS):
            changed = evaluator.next_round(merged(one.rounds[-1] for one in emissions))
            if not changed:
                break
            for one in emissions:
                one.again(changed)
        if not evaluator.classes.circular:
            self._record(emissions, hierarchy, evaluator)
        forget()
        for one in emissions:
            one.finish()
        return emissions

    def _hierarchy(self, identities: Identities) -> Hierarchy:
        """What of all files is known before any is asked."""
        evaluator = Evaluator(self._program, self._modules, self._library, NO_HIERARCHY, identities)
        self._bases = {file: bases_in(evaluator, file) for file in self._files}
        foreign: dict[str, list[int]] = {}
        for file in self._files:
            for name in evaluator.classes.of_file(file).foreign:
                foreign.setdefault(name, []).append(file)
        return Hierarchy(children_of(self._bases), foreign, {})

    def _record(self, emissions: Sequence[Emission], hierarchy: Hierarchy, evaluator: Evaluator) -> None:
        """Writes down what the next run needs."""
        identities = evaluator.identities
        names: dict[int, list[str]] = {}
        for name, files in hierarchy.foreign.items():
            for file in files:
                names.setdefault(file, []).append(name)
        for one in emissions:
            file = one.file
            asked = by_owner(self._lookups.asked.pop(file, ()))
            foreign = tuple(names.get(file, ()))
            bases = self._bases[file]
            digests = evaluator.classes.digests(file, (scope for scope, _ in bases))
            record = FileRecord(file, None, tuple(one.rounds), bases, digests, foreign, tuple(sorted(asked)))
            self.recorded.files.append((self._program.states[file].path, pack_file(record, identities)))
            for of, questions in asked.items():
                self.recorded.asked.append(Asked(of, file, pack_questions(questions, identities)))
        self.recorded.asked.sort(key=_place)


def bases_in(evaluator: Evaluator, file: int) -> Bases:
    """The classes of a file that have bases in the program, with these, in the order of the text."""
    program, classes = evaluator.program, evaluator.classes
    outer = program.lookups.enter(file)
    state = program.states[file]
    of_classes = [scope for scope, record in zip(state.scopes, state.records, strict=True) if record.kind == ir.CLASS]
    found = tuple((scope, bases) for scope in of_classes if (bases := classes.info(scope).bases))
    program.lookups.enter(outer)
    return found


def children_of(bases: Mapping[int, Bases]) -> dict[int, list[int]]:
    """Direct subclasses of each class that has any, in the order of the program, given the bases in each file."""
    found: dict[int, list[int]] = {}
    for file in sorted(bases):
        for scope, of in bases[file]:
            for base in of:
                found.setdefault(base, []).append(scope)
    return found


def _place(asked: Asked) -> tuple[int, int]:
    return asked[:2]
