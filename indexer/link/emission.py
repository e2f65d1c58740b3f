"""What the scopes of one file contribute, brought up round by round."""

from __future__ import annotations

from indexer.link.emitted import Emitted
from indexer.link.emitter import Emitter
from indexer.link.passing import Passed, merged
from indexer.link.program import Program
from indexer.link.tabling import Cause


class Emission:
    """A file that is being linked."""

    def __init__(self, emitter: Emitter, program: Program, file: int) -> None:
        """Links a file while nothing is known of callers.  Args: what emits; all files; the number of this one."""
        self.file = file
        self._program = program
        self._emitter = emitter
        outer = program.lookups.enter(file)
        self._scopes = [(scope, emitter.emit(scope, body)) for scope, body in program.bodies(file)]
        program.lookups.enter(outer)
        self._flowing = [(scope, one) for scope, one in self._scopes if one.flowing]
        settled = [one.settled for _, one in self._scopes]
        self._settled = merged(one.passed for one in settled)
        for part in settled:
            part.passed = {}
        self.rounds: list[Passed] = [self._passed()]
        """What its calls pass in each round."""

    def again(self, changed: frozenset[Cause]) -> None:
        """Takes up the next round, in which something else is passed to these parameters."""
        outer = self._program.lookups.enter(self.file)
        for scope, one in self._flowing:
            self._emitter.emit_again(scope, one, changed)
        self._program.lookups.enter(outer)
        now = self._passed() if self._flowing else self.rounds[-1]
        self.rounds.append(self.rounds[-1] if now == self.rounds[-1] else now)

    def begin_again(self, changed: frozenset[Cause]) -> None:
        """Goes back to the first round, in which nothing is passed to these parameters, to which something was."""
        self.again(changed)
        del self.rounds[:-1]

    def parts(self) -> list[tuple[int, list[Emitted]]]:
        """What each symbol contributes: (its index in the file, contributions)."""
        symbols = [record.symbol for record in self._program.states[self.file].records]
        return [(symbol, one.parts()) for symbol, (_, one) in zip(symbols, self._scopes, strict=True)]

    def _passed(self) -> Passed:
        flowing = (part.passed for _, one in self._flowing for part, *_ in one.flowing.values())
        return merged((self._settled, *flowing))
