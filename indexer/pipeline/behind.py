"""Vectors behind a graph that is being watched: made a little at a time, where nothing else is to be done."""

from __future__ import annotations

import time
from typing import Final, NamedTuple

from indexer.errors import CodalogError, IndexLocked
from indexer.pipeline.embedding import embed_some
from indexer.settings import Settings
from indexer.store.folder import IndexFolder

_STEP: Final = 0.5
"""Seconds that a step should take: a change waits no longer for it."""
_FEWEST: Final = 16
_MOST: Final = 1024


class Step(NamedTuple):
    """What there is to tell of a step."""

    message: str
    """Of a failure; '' where every node has its vector now."""


class Behind:
    """What is left to embed of a watched repository. It computes half of the time at most, so that the machine stays its
    user's."""

    def __init__(self, folder: IndexFolder, settings: Settings) -> None:
        """Args: the index; what to choose."""
        self._folder = folder
        self._settings = settings
        self._waiting = settings.embed
        self._rest_until = 0.0
        self._nodes = _FEWEST

    def news(self) -> None:
        """The graph has changed: there may be nodes without vectors."""
        self._waiting = self._settings.embed

    def step(self, now: float) -> Step | None:
        """Embeds some nodes, if any are left and it is time.

        Args:
            now: Seconds of a clock that only goes forward.

        Returns:
            What to tell; None where there is nothing.
        """
        if not self._waiting or now < self._rest_until:
            return None
        began = time.monotonic()
        try:
            lacking = embed_some(self._folder, self._settings, self._nodes)
        except IndexLocked:  # another process writes: later
            self._rest_until = now + 1.0
            return None
        except CodalogError as error:
            self._waiting = False  # until something changes: it would fail again
            return Step(str(error))
        took = time.monotonic() - began
        self._rest_until = now + 2 * took
        self._nodes = max(_FEWEST, min(_MOST, 2 * self._nodes, int(self._nodes * _STEP / max(took, 1e-3))))
        self._waiting = lacking > 0
        return None if self._waiting else Step("")
