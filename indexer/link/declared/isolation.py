"""Linking a file depends on what it looks up, not on which files were linked before it."""

from __future__ import annotations

from typing import Final

from indexer.link.declared.evaluator import Evaluator


class Isolation:
    """Puts an evaluator back to what it was when it had taken up all files.

    Where things are found in circles, what is found depends on where one begins.  So each file begins with nothing found:
    whatever of the evaluator was empty, or not there, when this was made is so again.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator: Final = evaluator
        state = vars(evaluator)
        self._empty = [held for held in state.values() if isinstance(held, dict | set | list) and not held]
        self._names = frozenset(state)
        self._unset = [name for name, held in state.items() if held is None]

    def begin(self) -> Evaluator:
        """The evaluator with nothing found."""
        evaluator = self._evaluator
        for held in self._empty:
            held.clear()
        state = vars(evaluator)
        for name in self._unset:
            state[name] = None
        if len(state) > len(self._names):
            for name in state.keys() - self._names:
                del state[name]
        evaluator.rules.forget()
        return evaluator
