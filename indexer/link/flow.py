"""Links the files of one family of languages by the values that flow through them.

Rounds: in each, every scope is evaluated with what calls were seen to pass in the round before; the next round repeats
the scopes whose result depended on that, until nothing new is passed.  A round reads only complete earlier rounds, so
the result does not depend on the order of the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.languages.linking import Library, Linking, Modules
from indexer.link.emitted import Emitted, ScopeEmitted
from indexer.link.emitter import Emitter
from indexer.link.evaluator import Evaluator
from indexer.link.program import Program
from indexer.link.targets import Targets
from indexer.link.values import Values, forget
from indexer.model.records import FileFacts

MOST_ROUNDS = 6
"""After the first, in which nothing is known of callers."""
_NOTHING = ScopeEmitted(Emitted(), {})


class FlowLinker:
    """One run over all files of a family."""

    def __init__(self, files: Sequence[FileFacts], linking: Linking, roots: Sequence[str]) -> None:
        """Args: facts in the order of their paths; the language's side; paths of files that mark a source root."""
        self._modules = linking.modules([facts.path for facts in files], roots)
        self._library = linking.library
        self._files = files

    def module_names(self) -> list[str]:
        """The qualified name of each file's module."""
        return [self._modules.qualified[number] for number in range(len(self._files))]

    def emit(self) -> Iterator[tuple[int, int, list[Emitted]]]:
        """What each symbol contributes: (file, index of the symbol in it, contributions), which are let go on the way."""
        program = Program(self._files)
        self._files = ()  # the program lets go of what is packed in them
        emitted = _rounds(program, self._modules, self._library)  # what evaluation remembers is let go here
        for scope, one in enumerate(emitted):
            file = program.file_of[scope]
            yield file, program.symbol_of[scope] - program.first_symbol[file], one.parts()
            emitted[scope] = _NOTHING


def _rounds(program: Program, modules: Modules, library: Library) -> list[ScopeEmitted]:
    """Evaluates scopes until what calls pass no longer changes."""
    evaluator = Evaluator(program, modules, library)
    evaluator.classes.link()
    emitter = Emitter(evaluator, Targets(evaluator))
    emitted: list[ScopeEmitted] = []
    for file in range(len(program.files)):
        emitted += [emitter.emit(scope, body) for scope, body in program.bodies(file)]
        program.let_go(file)
    settled: dict[tuple[int, int], Values] = {}
    for one in emitted:
        _add(settled, one.settled.passed)
        one.settled.passed = {}
    flowing = [(scope, one) for scope, one in enumerate(emitted) if one.flowing]
    for _ in range(MOST_ROUNDS):
        inflow = dict(settled)
        for _scope, one in flowing:
            for part, *_ in one.flowing.values():
                _add(inflow, part.passed)
        changed = evaluator.next_round(inflow)
        if not changed:
            break
        for scope, one in flowing:
            emitter.emit_again(scope, one, changed)
    forget()
    return emitted


def _add(inflow: dict[tuple[int, int], Values], passed: dict[tuple[int, int], Values]) -> None:
    for key, values in passed.items():
        old = inflow.get(key)
        inflow[key] = values if old is None else old | values
