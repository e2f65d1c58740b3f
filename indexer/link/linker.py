"""Linking: from all files' facts to one graph.

Rounds: in each, every scope is evaluated with what calls were seen to pass in the round before; the next round repeats
the scopes whose result depended on that, until nothing new is passed.  A round reads only complete earlier rounds, so
the result does not depend on the order of the files.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Collection, Sequence

from indexer.languages.linking import Library, Modules
from indexer.languages.registry import registry
from indexer.link.assembly import Assembly
from indexer.link.emitted import ScopeEmitted
from indexer.link.emitter import Emitter
from indexer.link.evaluator import Evaluator
from indexer.link.naming import Names
from indexer.link.program import Program
from indexer.link.targets import Targets
from indexer.link.values import Values
from indexer.model.records import FileFacts, Linked

_MOST_ROUNDS = 6
_STACK = 512 * 1024 * 1024
"""Bytes of stack for the linking thread: evaluation recurses as deep as values flow."""
_RECURSION = 200_000


def link(
    files: Sequence[FileFacts], *, tests: Collection[str] = (), roots: Sequence[str] = (), language: str = "python"
) -> Linked:
    """Links all files' facts into one graph.

    Args:
        files: facts, in the order of their paths.
        tests: paths of test files.
        roots: paths of files that mark a source root (pyproject.toml, setup.py ...).
        language: name of the language whose files are linked; the others only have their definitions in the graph.

    Returns:
        The whole current graph; equal input gives equal output, in equal order.

    Raises:
        KeyError: there is no such language.
        ValueError: its files cannot be linked.

    Raises:
        ValueError: the language has no linking.
    """
    result: list[Linked] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(_link(files, frozenset(tests), roots, language))
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread
            failure.append(error)

    outer_size, outer_limit = threading.stack_size(_STACK), sys.getrecursionlimit()
    collecting = gc.isenabled()
    gc.disable()
    try:
        sys.setrecursionlimit(max(outer_limit, _RECURSION))
        thread = threading.Thread(target=run, name="link")
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(outer_limit)
        threading.stack_size(outer_size)
        if collecting:
            gc.enable()
    if failure:
        raise failure[0]
    return result[0]


def _link(files: Sequence[FileFacts], tests: frozenset[str], roots: Sequence[str], language: str) -> Linked:
    linking = registry()[language].linking()
    if linking is None:
        raise ValueError(f"files in {language} cannot be linked")
    linked = [facts for facts in files if facts.language == language and facts.semantics is not None]
    modules = linking.modules([facts.path for facts in linked], roots)
    names = Names(files, {facts.path: modules.qualified[n] for n, facts in enumerate(linked)})
    program = Program(linked)
    emitted = _rounds(program, modules, linking.library)  # what evaluation remembers is let go here
    return Assembly(files, program, names, tests).assemble(emitted)


def _rounds(program: Program, modules: Modules, library: Library) -> list[ScopeEmitted]:
    """Evaluates scopes until what calls pass no longer changes."""
    evaluator = Evaluator(program, modules, library)
    emitter = Emitter(evaluator, Targets(evaluator))
    emitted = [emitter.emit(scope) for scope in range(len(program.scopes))]
    settled: dict[tuple[int, int], Values] = {}
    for one in emitted:
        _add(settled, one.settled.passed)
        one.settled.passed = {}
    flowing = [(scope, one) for scope, one in enumerate(emitted) if one.flowing]
    for _ in range(_MOST_ROUNDS):
        inflow = dict(settled)
        for _scope, one in flowing:
            for part, _causes in one.flowing.values():
                _add(inflow, part.passed)
        changed = evaluator.next_round(inflow)
        if not changed:
            break
        for scope, one in flowing:
            emitter.emit_again(scope, one, changed)
    return emitted


def _add(inflow: dict[tuple[int, int], Values], passed: dict[tuple[int, int], Values]) -> None:
    for key, values in passed.items():
        old = inflow.get(key)
        inflow[key] = values if old is None else old | values
