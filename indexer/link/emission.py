"""What the scopes of one file contribute, brought up round by round."""

from __future__ import annotations

from indexer.link.emitted import Emitted, pack, unpack
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
        scopes = [(scope, emitter.emit(scope, body)) for scope, body in program.bodies(file)]
        program.lookups.enter(outer)
        self._settled = merged(one.settled.passed for _, one in scopes)
        self._packed = pack(one.settled for _, one in scopes)
        """What each scope contributes whatever callers pass: bytes, for there is most of it where a run holds most."""
        self._flowing = {place: (scope, one.flowing) for place, (scope, one) in enumerate(scopes) if one.flowing}
        """Of scopes by index: the number, and what depends on what callers pass."""
        self.rounds: list[Passed] = [self._passed()]
        """What its calls pass in each round."""

    def again(self, changed: frozenset[Cause]) -> None:
        """Takes up the next round, in which something else is passed to these parameters."""
        outer = self._program.lookups.enter(self.file)
        for scope, flowing in self._flowing.values():
            self._emitter.emit_again(scope, flowing, changed)
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
        parts = [[settled] for settled in unpack(self._packed)]
        for place, (_, flowing) in self._flowing.items():
            parts[place] += [one.part() for one in flowing.values()]
        return list(zip(symbols, parts, strict=True))

    def finish(self) -> None:
        """Lets go of what emits: no round follows."""
        del self._emitter

    def _passed(self) -> Passed:
        flowing = (one.passed for _, some in self._flowing.values() for one in some.values())
        return merged((self._settled, *flowing))
