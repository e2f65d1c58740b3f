"""Asking again what a file was asked, in one version of a program."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple

from indexer.link.evaluator import Evaluator
from indexer.link.lookups import Question
from indexer.link.numbering import SHIFT
from indexer.link.program import Program
from indexer.link.targets import Targets
from indexer.link.values import (
    ARGUMENT,
    BOUND,
    CLASS,
    EXACT,
    FUNCTION,
    GENERATOR,
    INSTANCE,
    LITERAL,
    MODULE,
    PROPERTY,
    SUPER,
    Value,
)

RESULTS: Final = frozenset(
    "returns yields member module added class holders descendants overriding listed target".split()
)
"""Kinds of questions whose answer is found by evaluation; the others' answers are what files say."""
_OF_FILES: Final = frozenset({"module", "listed", "target"})
_OF_RECEIVERS: Final = frozenset({"returns", "yields"})
_OF_SCOPES: Final = frozenset({FUNCTION, CLASS, EXACT, INSTANCE, BOUND, SUPER, LITERAL, ARGUMENT, GENERATOR, PROPERTY})
"""Tags of values whose second part is a scope."""


class Answer(NamedTuple):
    """What a program answers in one round."""

    found: Any
    evidence: int
    """How it was found."""
    flows: bool
    """Whether it depends on what callers pass: what does not is the same in every round."""


def can_ask(program: Program, files: Collection[int], question: Question) -> bool:
    """Whether all scopes and files that a question names are there.

    Args:
        program: of which it would be asked.
        files: the numbers of its files.
        question: one of `RESULTS`.
    """
    kind, of, *rest = question
    if kind in _OF_FILES:
        return of in files
    values: list[Value] = (
        [of] if kind == "member" else [rest[0]] if kind in _OF_RECEIVERS and rest[0] is not None else []
    )
    scopes = [] if kind == "member" else [of]
    if kind == "overriding":
        scopes.append(rest[0])
    while values:
        tag, *parts = values.pop()
        if tag == MODULE and parts[0] not in files:
            return False
        if tag in _OF_SCOPES:
            scopes.append(parts[0])
            values += [part for part in parts if isinstance(part, tuple)]
    return all(scope >> SHIFT in files and program.has(scope) for scope in scopes)


class Answering:
    """One version of a program, asked again what it was asked, round by round."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Args: what evaluates; it has found nothing yet."""
        self.evaluator = evaluator
        self.targets = Targets(evaluator)
        self._ask: dict[str, Callable[..., Any]] = {
            "returns": evaluator.returns,
            "yields": evaluator.yielded,
            "member": evaluator.member,
            "module": evaluator.module_member,
            "added": evaluator.added_to_member,
            "class": evaluator.classes.info,
            "holders": evaluator.classes.inherited,
            "descendants": evaluator.classes.descendants,
            "overriding": evaluator.overriding,
            "listed": evaluator.listed,
            "target": self.targets.of_member,
        }

    def answer(self, question: Question) -> Answer:
        """The answer to a question, one of `RESULTS`, that can be asked."""
        table = self.evaluator.table
        outer = table.begin()
        found = self._ask[question[0]](*question[1:])
        answer = Answer(found, table.evidence, bool(table.causes))
        table.apart(outer)
        return answer
