"""Each thing is found once, in circles, too."""

from __future__ import annotations

from collections.abc import Callable

from indexer.link.declared.values import Values


class Once:
    """Keeps what was found; mixed into the evaluator.

    What was found while something it depends on was still being found is kept only until that is done.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[Values, int]] = {}
        self._provisional: dict[tuple[object, ...], tuple[Values, int]] = {}
        self._stack: dict[tuple[object, ...], int] = {}
        self._lowest = 1 << 60
        self.evidence = 0
        """Bits of evidence used since it was last set to 0."""

    def forget(self) -> None:
        """Lets go of what was found so far."""
        self._known.clear()
        self._provisional.clear()

    def _once(self, key: tuple[object, ...], find: Callable[[], Values]) -> Values:
        known = self._known.get(key) or self._provisional.get(key)
        if known is not None:
            self.evidence |= known[1]
            return known[0]
        depth = self._stack.get(key)
        if depth is not None:
            self._lowest = min(self._lowest, depth)
            return ()
        depth = self._stack[key] = len(self._stack)
        outer_lowest, self._lowest = self._lowest, 1 << 60
        outer_evidence, self.evidence = self.evidence, 0
        found = find(), self.evidence
        del self._stack[key]
        if self._lowest >= depth:
            if self._lowest == depth:
                self._provisional.clear()
            self._known[key] = found
            self._lowest = outer_lowest
        else:
            self._provisional[key] = found
            self._lowest = min(self._lowest, outer_lowest)
        self.evidence |= outer_evidence
        return found[0]
