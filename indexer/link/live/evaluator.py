"""The evaluator over a program whose files are replaced."""

from __future__ import annotations

from collections.abc import Callable

from indexer.languages.linking import Library, Modules
from indexer.link.core import Keeping
from indexer.link.evaluator import Evaluator
from indexer.link.live.classes import LiveClasses
from indexer.link.live.numbering import SHIFT
from indexer.link.live.program import LiveProgram
from indexer.link.live.table import LiveMemo, LiveTable
from indexer.link.tabling import Cause
from indexer.link.values import EMPTY, Values
from indexer.model.ir import Binding


class LiveEvaluator(Evaluator):
    """Evaluates expressions; numbers those that values refer to so that the numbers outlive a version of a file."""

    def __init__(self, program: LiveProgram, modules: Modules, library: Library) -> None:
        """Args: all files' facts; where imports lead; what is known of names outside."""
        self.live_table = LiveTable(program.reads)
        keeping = Keeping(self.live_table, LiveMemo(self.live_table), LiveClasses)
        super().__init__(program, modules, library, keeping)
        self.passing: Callable[[Cause], Values] = _nothing
        """What callers pass to a parameter, all told, in this round."""

    def binding_key(self, binding: Binding, at: int) -> int:
        """A number for a binding of a scope."""
        return self.identities.number(at >> SHIFT, binding)

    def _passed(self, scope: int, position: int) -> Values:
        return self.passing((scope, position))


def _nothing(_: Cause) -> Values:
    return EMPTY
